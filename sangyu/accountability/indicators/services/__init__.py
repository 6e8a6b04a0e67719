"""Writes of the indicators room: compute a draft, write its analysis, freeze it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rules
from sangyu.accountability.indicators.asking import require_over
from sangyu.accountability.indicators.definitions import definition
from sangyu.accountability.indicators.events import StatisticFrozen
from sangyu.accountability.indicators.models import Statistic, StatisticCell, StatisticState
from sangyu.accountability.indicators.sealing import seal_of
from sangyu.accountability.indicators.types import Cell
from sangyu.accountability.indicators.wording import name_of
from sangyu.city.areas.selectors import area_name
from sangyu.kernel import audit, events, work
from sangyu.kernel.access import load, require, require_area
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import Conflict, DomainError
from sangyu.people.registry.selectors.campaigns import towns_confirmed

COMPUTE_JOB = "indicators.compute"


@transaction.atomic
def statistic_prepare(*, actor: Actor, code: str, area_code: str, as_of: date) -> Statistic:
    """The draft of this statistic, made if there is none; a frozen one is given back as it is."""
    require(actor, "statistic.prepare")
    if not actor.covers(area_code):
        raise DomainError("area-outside", _("This area is not within yours."), field="area_code")
    require_over(as_of)
    row, _made = Statistic.objects.get_or_create(
        code=code,
        area_code=area_code,
        as_of=as_of,
        defaults={"definition": definition(code).source},
    )
    return row


def statistic_compute_start(*, actor: Actor, statistic_id: int) -> int:
    """Start the job that computes the draft; returns the job's id. While one waits or runs, that one is returned."""
    row = load(Statistic.objects.all(), actor, "statistic.prepare", pk=statistic_id)
    require_area(actor, row.area_code)
    _require_draft(row)
    job = work.start(
        actor=actor,
        job=COMPUTE_JOB,
        payload={"statistic": row.pk},
        title=_("Count of %(area)s as of %(day)s")
        % {"area": area_name(row.area_code).name, "day": row.as_of.isoformat()},
    )
    return job.pk


@transaction.atomic
def statistic_store(
    *,
    actor: Actor,
    statistic_id: int,
    cells: Iterable[Cell],
    snapshot: tuple[int, str],
    at: datetime,
) -> Statistic:
    """Replace the draft's cells with freshly computed ones. `snapshot` is the id and digest of what was counted."""
    row = load(Statistic.objects.select_for_update(), actor, "statistic.prepare", pk=statistic_id)
    require_area(actor, row.area_code)
    _require_draft(row)
    found = list(cells)
    before = {"total": row.total}
    StatisticCell.objects.filter(statistic=row).delete()
    StatisticCell.objects.bulk_create(
        [
            StatisticCell(
                statistic=row,
                area_code=c.area_code,
                dimension=c.dimension,
                value=c.value,
                count=c.count,
            )
            for c in found
        ],
        batch_size=5000,
    )
    row.total = sum(
        c.count for c in found if c.dimension == rules.TOTAL and c.area_code == row.area_code
    )
    row.snapshot_id, row.snapshot_hash = snapshot
    row.definition = definition(row.code).source
    row.computed_at = at
    row.save()
    _record(actor, "indicators.statistic.computed", row, before, {"total": row.total})
    return row


@transaction.atomic
def statistic_analyse(*, actor: Actor, statistic_id: int, analysis: str) -> Statistic:
    """Write the analysis that goes with the figures (Annex 2 item 1: count *and analyse*)."""
    row = load(Statistic.objects.select_for_update(), actor, "statistic.prepare", pk=statistic_id)
    require_area(actor, row.area_code)
    _require_draft(row)
    before, row.analysis = {"analysis": row.analysis}, analysis.strip()
    row.save(update_fields=["analysis"])
    _record(actor, "indicators.statistic.analysed", row, before, {"analysis": row.analysis})
    return row


@transaction.atomic
def statistic_freeze(
    *, actor: Actor, statistic_id: int, reasons: Mapping[str, str], at: datetime
) -> Statistic:
    """Freeze and seal the draft. A town that has not confirmed its register needs a reason (`reasons` by town)."""
    row = load(Statistic.objects.select_for_update(), actor, "statistic.freeze", pk=statistic_id)
    require_area(actor, row.area_code)
    _require_draft(row)
    if row.computed_at is None:
        raise Conflict(
            "not-computed",
            _("There is nothing to freeze yet."),
            remedy=_("Compute the statistic first, look at it, then freeze it."),
        )
    open_towns = towns_not_confirmed(actor=actor, row=row)
    missing = [town for town in open_towns if not reasons.get(town, "").strip()]
    if missing:
        raise DomainError(
            "towns-open",
            _("%(count)s towns have not confirmed their register: %(names)s.")
            % {
                "count": len(missing),
                "names": "、".join(area_name(town).name for town in missing[:5]),
            },
            field="reasons",
            remedy=_(
                "Remind them, or give a reason for each for freezing without its confirmation."
            ),
        )
    row.exceptions = {town: reasons[town].strip() for town in open_towns}
    row.frozen_at = at
    row.frozen_by = f"{actor.organisation_name} {actor.label}".strip()
    row.seal = seal_of(row)
    row.state = StatisticState.FROZEN
    row.save()
    _record(
        actor,
        "indicators.statistic.frozen",
        row,
        {"state": "draft"},
        {"state": "frozen", "seal": row.seal},
    )
    events.publish(StatisticFrozen(row.pk, row.code, row.area_code, row.as_of, row.total, row.seal))
    return row


def towns_not_confirmed(*, actor: Actor, row: Statistic) -> list[str]:
    """The towns whose register nobody has confirmed for this day."""
    confirmed = towns_confirmed(actor=actor, area_code=row.area_code, as_of=row.as_of)
    towns = StatisticCell.objects.filter(
        statistic=row, dimension=rules.TOTAL, area_code__regex=r"^\d{9}$"
    )
    return sorted(set(towns.values_list("area_code", flat=True)) - confirmed)


def _require_draft(row: Statistic) -> None:
    if row.state != StatisticState.DRAFT:
        raise Conflict(
            "frozen",
            _("This statistic is frozen and cannot be changed any more."),
            remedy=_("What was found out since goes into the next one."),
        )


def _record(
    actor: Actor,
    action: str,
    row: Statistic,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    audit.record(
        actor, action, kind="statistic", id=row.pk, area_code=row.area_code, label=name_of(row),
        before=before, after=after, clause=str(row.definition.get("clause", "")),
    )  # fmt: skip
