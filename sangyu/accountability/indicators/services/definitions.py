"""Writes of indicators: the shipped definitions, and those a city makes itself. Each change is a new version."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rights, shipped
from sangyu.accountability.indicators.choices import Period
from sangyu.accountability.indicators.defining import changes, check, direction_of, unit_of
from sangyu.accountability.indicators.models import Indicator, IndicatorVersion
from sangyu.accountability.indicators.types import IndicatorDraft
from sangyu.kernel import audit, clock
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError


@transaction.atomic
def definitions_load(*, actor: Actor, at: datetime | None = None) -> int:
    """Bring the shipped definitions in; returns how many versions are new. What is there already stays as it is."""
    require(actor, rights.INDICATOR_DESIGN)
    at = at or clock.now()
    known = set(
        IndicatorVersion.objects.filter(shipped_number__isnull=False).values_list(
            "indicator__code", "shipped_number"
        )
    )
    new = [
        draft for draft in shipped.indicator_drafts() if (draft.code, draft.version) not in known
    ]
    for draft in new:
        indicator, _made = Indicator.objects.get_or_create(
            code=draft.code, defaults={"created_at": at}
        )
        _version_add(actor, indicator, draft, at)
    return len(new)


@transaction.atomic
def indicator_save(
    *, actor: Actor, draft: IndicatorDraft, at: datetime | None = None
) -> IndicatorVersion:
    """Make an own indicator, or a new version of one. A shipped one is not changed here: copy it under another code."""
    require(actor, rights.INDICATOR_DESIGN)
    at = at or clock.now()
    check(draft)
    indicator = Indicator.objects.select_for_update().filter(code=draft.code).first()
    if indicator is None:
        indicator = Indicator.objects.create(
            code=draft.code, area_code=actor.area_code, created_at=at
        )
    else:
        indicator = load(Indicator.objects.all(), actor, rights.INDICATOR_DESIGN, pk=indicator.pk)
    _require_own(actor, indicator)
    last = indicator.versions.order_by("-number").first()
    if last is not None and draft.effective_from <= last.effective_from:
        raise DomainError(
            "version-day",
            _("The present definition is in force from that day or later."),
            field="effective_from",
            remedy=_("Let the new definition begin on a later day: values before it stay as they are."),
        )  # fmt: skip
    version = _version_add(actor, indicator, draft, at)
    if last is not None and not changes(last, version):
        raise Conflict("version-same", _("Nothing was changed."))
    return version


@transaction.atomic
def indicator_await(  # noqa: PLR0913  # what is known of a figure before anybody counts it
    *,
    actor: Actor,
    code: str,
    title: str,
    area_code: str,
    unit: str,
    operator: str,
    waits_for: str,
    at: datetime | None = None,
) -> Indicator:
    """An area's own indicator whose records are still to come. One that is counted meanwhile stays as it is."""
    require(actor, rights.INDICATOR_DESIGN)
    require_area(actor, area_code)
    at = at or clock.now()
    indicator, _made = Indicator.objects.select_for_update().get_or_create(
        code=code, defaults={"area_code": area_code, "created_at": at}
    )
    words = {"zh": title, "en": title}
    last = indicator.versions.order_by("-number").first()
    if last is not None and (last.dataset or (last.waits_for, last.title) == (waits_for, words)):
        return indicator
    draft = IndicatorDraft(
        code, words, words, words, words, unit_of(unit), direction_of(operator), Period.YEAR,
        clock.legal_day(at), waits_for=waits_for,
    )  # fmt: skip
    if last is not None and last.effective_from >= draft.effective_from:
        _still_waiting(actor, last, draft, at)
    else:
        _version_add(actor, indicator, draft, at)
    return indicator


def _still_waiting(
    actor: Actor, version: IndicatorVersion, draft: IndicatorDraft, at: datetime
) -> None:
    """Nothing was counted by a definition that waits, so it may be put right on its first day."""
    before = _facts(version)
    version.title = version.meaning = draft.title
    version.denominator_words = version.numerator_words = draft.title
    version.waits_for = draft.waits_for
    version.save()
    audit.record(
        actor, "indicators.indicator.defined", kind="indicator", id=version.indicator_id, at=at,
        area_code=version.indicator.area_code, label=draft.title["zh"], before=before, after=_facts(version),
    )  # fmt: skip


def _require_own(actor: Actor, indicator: Indicator) -> None:
    if not indicator.area_code or not actor.covers(indicator.area_code):
        raise Conflict(
            "indicator-shipped",
            _("This indicator is not your own, so its definition cannot be changed here."),
            remedy=_("Save it under another code: then it is yours."),
        )


def _version_add(
    actor: Actor, indicator: Indicator, draft: IndicatorDraft, at: datetime
) -> IndicatorVersion:
    last = indicator.versions.order_by("-number").first()
    version = IndicatorVersion(
        indicator=indicator, number=last.number + 1 if last else 1, shipped_number=draft.version,
        effective_from=draft.effective_from, title=draft.title, meaning=draft.meaning,
        denominator_words=draft.counts, numerator_words=draft.meets, dataset=draft.dataset,
        denominator=draft.denominator, numerator=draft.numerator, waits_for=draft.waits_for, unit=draft.unit,
        direction=draft.direction, period=draft.period, clauses=list(draft.clauses), reason=draft.reason,
        created_at=at, created_by=f"{actor.organisation_name} {actor.label}".strip(),
    )  # fmt: skip
    version.full_clean(exclude=["denominator_words", "numerator_words", "clauses"])
    version.save()
    audit.record(
        actor, "indicators.indicator.defined", kind="indicator", id=indicator.pk, at=at,
        area_code=indicator.area_code, label=draft.title["zh"], clause="；".join(draft.clauses)[:200],
        before=_facts(last) if last else None, after=_facts(version),
    )  # fmt: skip
    return version


def _facts(version: IndicatorVersion) -> dict[str, object]:
    names = ("number", "dataset", "denominator", "numerator", "waits_for", "unit", "effective_from")
    found = {name: getattr(version, name) for name in names}
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in found.items()}
