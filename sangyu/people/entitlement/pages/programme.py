"""Programmes as pages show them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.people.entitlement import rights
from sangyu.people.entitlement.cases import shipped_cases
from sangyu.people.entitlement.in_force import plan_for, versions_on
from sangyu.people.entitlement.models import Programme, ProgrammeVersion
from sangyu.people.entitlement.pages import words
from sangyu.people.entitlement.selectors import programmes
from sangyu.people.entitlement.selectors.programmes import Standing
from sangyu.people.entitlement.types import Certainty, Kind, State

CERTAINTY_TONES = {"paper": "good", "reported": "info", "conflict": "bad", "example": "muted"}
FUNDS = {
    "central-finance": gettext_lazy("Central government's funds"),
    "provincial-finance": gettext_lazy("The province's funds"),
    "city-finance": gettext_lazy("The city's funds"),
    "county-finance": gettext_lazy("The county's funds"),
    "care-insurance-fund": gettext_lazy("Long-term care insurance fund"),
}
COUNTED = (State.RECEIVING, State.UNCLAIMED, State.MAYBE)
TILES = (
    (State.RECEIVING, "circle-check", "good"),
    (State.UNCLAIMED, "alert-triangle", "warn"),
    (State.MAYBE, "help-circle", "info"),
    (State.OVERPAID, "alert-circle", "bad"),
)


def row(one: Standing) -> dict[str, Any]:
    """One line of the list."""
    version = one.version
    return {
        "programme": one.programme,
        "name": words.said(one.programme.name),
        "kind": one.programme.get_kind_display(),
        "area": area_name(one.programme.area_code).name if one.programme.area_code else _("Everywhere"),
        "amount": amount_range(version) if version else "",
        "is_in_force": version is not None,
        "certainty": version.get_certainty_display() if version else "",
        "tone": CERTAINTY_TONES.get(version.certainty, "muted") if version else "muted",
        "counts": [(one.counts.get(state, 0), people_url(one.programme.code, state)) for state in COUNTED],
        "standing": one.counts,
        "fen": one.fen,
    }  # fmt: skip


def totals(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures on top: decisions by state over all programmes, each opening to its people."""
    return [
        {
            "label": State(state).label,
            "value": sum(each["standing"].get(state, 0) for each in rows),
            "url": people_url("", state),
            "icon": icon,
            "tone": tone,
        }
        for state, icon, tone in TILES
    ]


def detail(actor: Actor, programme: Programme) -> dict[str, Any]:
    """Everything the page of one programme shows."""
    versions = programmes.versions_of(actor=actor, programme=programme)
    current = next(iter(versions_on(clock.today(), [programme.code])), None)
    shown = current or versions[0]
    compiled = plan_for([shown]).rules[0]
    counts = programmes.state_counts(actor=actor, programme=programme)
    may_people = actor.may(rights.ENTITLEMENT_VIEW)
    return {
        "programme": programme,
        "name": words.said(programme.name),
        "version": shown,
        "is_in_force": current is not None,
        "clause": f"{words.said(shown.clause)} {shown.clause.get('item', '')}".strip(),
        "certainty_tone": CERTAINTY_TONES.get(shown.certainty, "muted"),
        "steps": list(words.asked(compiled.condition.tree)),
        "amounts": amounts(shown),
        "facts": facts(programme, shown),
        "overlaps": overlaps(shown),
        "versions": versions,
        "cases": [case for case in shipped_cases() if case.programme == programme.code],
        "tiles": [
            {
                "label": State(state).label,
                "value": counts.get(state, 0),
                "url": people_url(programme.code, state),
                "icon": icon,
                "tone": tone,
            }
            for state, icon, tone in TILES
        ],
        "speed": programmes.speed(actor=actor, programme=programme) if may_people else None,
    }  # fmt: skip


def amounts(version: ProgrammeVersion) -> list[dict[str, Any]]:
    """The amount table: for whom, how much."""
    return [
        {"words": words.said(row["words"]), "yuan": words.yuan(row["fen"]), "when": row["when"]}
        for row in version.amounts
    ]


def amount_range(version: ProgrammeVersion) -> str:
    """From the least to the most, "60.00-200.00"; nothing for what is no money."""
    fen = sorted({row["fen"] for row in version.amounts})
    if version.programme.kind == Kind.SERVICE:
        return ""
    low, high = words.yuan(fen[0]), words.yuan(fen[-1])
    return f"{low}" if low == high else f"{low}-{high}"


def facts(programme: Programme, version: ProgrammeVersion) -> list[tuple[Any, Any]]:
    """How it is applied for, from when it is owed, when it stops."""
    place = area_name(programme.area_code).full_name if programme.area_code else _("Everywhere")
    applied = _("needed; the office applies on the elder's behalf")
    return [
        (_("Kind"), programme.get_kind_display()),
        (_("For the people of"), place),
        (_("Application"), applied if version.needs_application else _("not needed")),
        (_("Owed from"), version.get_back_pay_display()),
        (_("On death"), version.get_stop_death_display()),
        (_("On moving away"), version.get_stop_move_display()),
        (_("When the conditions end"), version.get_stop_loss_display()),
        (_("On admission to a home"), _("ends") if version.ends_on_admission else _("goes on")),
        (_("Paid from"), FUNDS.get(version.fund, version.fund) or "—"),
        (_("Strength of the promise"), version.get_modality_display()),
        (_("How sure"), Certainty(version.certainty).label),
    ]


def overlaps(version: ProgrammeVersion) -> list[str]:
    """The overlap rules in words."""
    overlap = version.overlap
    codes = {*overlap.get("excluded_by", ()), *overlap.get("deducts", ())}
    rivals = ProgrammeVersion.objects.filter(overlap__higher=overlap.get("higher") or "-")
    same = Programme.objects.filter(versions__in=rivals).exclude(pk=version.programme_id).distinct()
    names = {row.code: words.said(row.name) for row in Programme.objects.filter(code__in=codes)}
    beside = [words.said(row.name) for row in same]
    excluding = [names[code] for code in overlap.get("excluded_by", ()) if code in names]
    taken = [names[code] for code in overlap.get("deducts", ()) if code in names]
    return [
        *(_("Only the higher is given beside: %(name)s.") % {"name": name} for name in beside),
        *(_("Not beside: %(name)s.") % {"name": name} for name in excluding),
        *(_("Taken off: %(name)s.") % {"name": name} for name in taken),
    ]


def people_url(code: str, state: str) -> str:
    """The people of a figure."""
    return f"{reverse('entitlement:people')}?programme={code}&state={state}"
