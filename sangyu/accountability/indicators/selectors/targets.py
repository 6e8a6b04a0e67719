"""Reads of targets: which apply to an area, and how each stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sangyu.accountability.indicators import rights, shipped
from sangyu.accountability.indicators.choices import Colour, Origin, Standing, Unit
from sangyu.accountability.indicators.models import IndicatorVersion, SelfReport, Target
from sangyu.accountability.indicators.rules.states import (
    Measured,
    Point,
    Promise,
    State,
    state_of,
)
from sangyu.accountability.indicators.selectors.values import (
    Figure,
    Key,
    figures_until,
    versions_of,
)
from sangyu.kernel.access import areas_up_from, in_area_or_above, load
from sangyu.kernel.actors import Actor

ORDER = (Colour.RED, Colour.ORANGE, Colour.YELLOW, Colour.NONE, Colour.GREEN)


@dataclass(frozen=True)
class Held:
    """A target held against the records: for `area_code`, by the definition in force, with the values so far."""

    target: Target
    version: IndicatorVersion
    area_code: str
    figures: tuple[Figure, ...]
    report: SelfReport | None
    state: State

    @property
    def figure(self) -> Figure | None:
        """The newest counted value; None where only a report speaks."""
        return self.figures[-1] if self.figures else None

    @property
    def is_waiting(self) -> bool:
        return self.state.standing == Standing.WAITING


def target_get(*, actor: Actor, target_id: int) -> Target:
    """One target."""
    return load(Target.objects.all(), actor, rights.INDICATOR_VIEW, pk=target_id)


@dataclass(frozen=True)
class Known:
    """Definitions in force and values so far, where a page has read them already."""

    versions: dict[int, IndicatorVersion]
    figures: dict[Key, list[Figure]]


def targets_for(
    *, actor: Actor, area_code: str, on: date, known: Known | None = None
) -> list[Held]:
    """What is asked of an area on a day and how it stands, the worst first.

    Of an area within the target's own, shares are asked as of the whole, unless the area has a target of its own;
    numbers (how many homes) are asked of the whole alone.
    """
    rows = _in_force(actor, on).filter(area_code__in=areas_up_from(area_code))
    nearest: dict[int, Target] = {}
    for row in sorted(rows, key=lambda each: len(each.area_code)):
        nearest[row.parent_id or row.pk] = row
    pairs = [(row, area_code) for row in nearest.values()]
    held = hold(actor=actor, targets=pairs, on=on, known=known)
    kept = [
        each
        for each in held
        if each.version.unit != Unit.NUMBER or each.target.area_code == area_code
    ]
    return sorted(
        kept,
        key=lambda each: (
            ORDER.index(each.state.colour),
            each.is_waiting,
            str(each.target.due_on),
            each.target.pk,
        ),
    )


def targets_all(*, actor: Actor, on: date) -> list[Held]:
    """Every target the actor sees, held against its own area, paper by paper."""
    rows = _in_force(actor, on).filter(in_area_or_above(actor.area_code))
    return hold(actor=actor, targets=[(row, row.area_code) for row in rows], on=on)


def hold(
    *, actor: Actor, targets: Iterable[tuple[Target, str]], on: date, known: Known | None = None
) -> list[Held]:
    """Hold targets against the values of areas, in three statements however many there are."""
    pairs = list(targets)
    known = known or known_of(
        actor=actor, indicators={row.indicator_id for row, _area in pairs},
        areas={code for row, area in pairs for code in (area, row.area_code)}, on=on,
    )  # fmt: skip
    versions, figures = known.versions, known.figures
    reports: dict[int, SelfReport] = {}
    found = SelfReport.objects.filter(target__in=[row.pk for row, _area in pairs], as_of__lte=on)
    for report in found.order_by("as_of", "reported_at"):
        reports[report.target_id] = report
    return [
        _held(row, area, versions[row.indicator_id], figures, reports, on) for row, area in pairs
    ]


def known_of(*, actor: Actor, indicators: Iterable[int], areas: Iterable[str], on: date) -> Known:
    """The definitions of indicators in force on a day, and their values for areas up to it."""
    versions = versions_of(indicators, on)
    return Known(
        versions, figures_until(actor=actor, versions=versions.values(), areas=areas, on=on)
    )


def _in_force(actor: Actor, on: date):  # type: ignore[no-untyped-def]  # a queryset of django-stubs' own
    """The targets the actor sees that were not retired by a day, with their paths."""
    rows = Target.objects.visible_to(actor).exclude(retired_on__lte=on)
    return rows.select_related("indicator", "parent").prefetch_related("checkpoints")


def _held(  # the parts of one judgement
    row: Target,
    area: str,
    version: IndicatorVersion,
    figures: dict[Key, list[Figure]],
    reports: dict[int, SelfReport],
    on: date,
) -> Held:
    own = tuple(figures.get((version.pk, row.scope_condition, area), ()))
    if not own and area != row.area_code:
        own = _nobody(figures.get((version.pk, row.scope_condition, row.area_code), ()), area)
    report = reports.get(row.pk) if area == row.area_code else None
    promise = Promise(
        row.operator, row.value, tuple(Point(p.due_on, p.value) for p in row.checkpoints.all()),
        row.starts_on, row.modality, row.origin == Origin.HAND, "" if report and not own else version.waits_for,
    )  # fmt: skip
    measured = _measured(own, report)
    past = [Point(f.as_of, f.value) for f in own if f.value is not None]
    state = state_of(promise, measured, history=past, on=on, tolerance=shipped.colours().tolerance)
    return Held(row, version, area, own, report if not own else None, state)


def _nobody(whole: Sequence[Figure], area: str) -> tuple[Figure, ...]:
    """Where the whole was counted and an area within it has no value, nobody of that area met the denominator."""
    return tuple(replace(one, area_code=area, total=0, met=0, unknown=0) for one in whole[-1:])


def _measured(figures: tuple[Figure, ...], report: SelfReport | None) -> Measured | None:
    """What was counted; what somebody reported only where nothing was."""
    if figures:
        last = figures[-1]
        return Measured(last.as_of, last.value, last.total, last.unknown)
    return Measured(report.as_of, report.value, is_reported=True) if report else None
