"""The indicators' routes in the open API: definitions, values by area and day, targets with their state and reasons.

Figures hold nobody's data; who stands behind them is opened on the pages, where looking is recorded.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from sangyu.accountability.indicators import rights
from sangyu.accountability.indicators.listing import (
    Page,
    indicator_page,
    target_page,
    value_page,
)
from sangyu.accountability.indicators.models import IndicatorValue, IndicatorVersion
from sangyu.accountability.indicators.selectors import targets as target_selectors
from sangyu.accountability.indicators.selectors.targets import Held
from sangyu.accountability.indicators.selectors.values import indicator_get, versions_of
from sangyu.accountability.indicators.wording_targets import clause_of, reasons_of
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, require
from sangyu.kernel.actors import Actor

LARGEST_PAGE = 100
router = Router(tags=["indicators"])


class Paged(Schema):
    """Which page. `cursor` is the `next` of the page before."""

    cursor: str = Field("", max_length=40)
    size: int = Field(25, ge=1, le=LARGEST_PAGE)


class IndicatorItem(Schema):
    """One indicator as defined on a day. Texts are in Chinese and English; `waits_for` names records still to come."""

    code: str
    area_code: str
    version: int
    effective_from: date
    title: dict[str, str]
    meaning: dict[str, str]
    denominator_words: dict[str, str]
    numerator_words: dict[str, str]
    dataset: str
    denominator: str
    numerator: str
    waits_for: str
    unit: str
    direction: str
    period: str
    clauses: list[str]


class IndicatorList(Schema):
    """One page; `next` is the cursor of the following one, empty at the end."""

    items: list[IndicatorItem]
    next: str


class IndicatorRecord(IndicatorItem):
    """One indicator with all its versions: where a version begins, the series breaks."""

    versions: list[IndicatorItem]


class ValueItem(Schema):
    """One value. `value` is a share in per cent or a number; empty where nobody meets the denominator."""

    area_code: str
    as_of: date
    version: int
    scope: str
    total: int
    met: int
    unknown: int
    value: Decimal | None


class ValueList(Schema):
    """One page of values, the newest first."""

    items: list[ValueItem]
    next: str


class StepItem(Schema):
    """A point of a target's path."""

    due_on: date
    value: Decimal


class TargetItem(Schema):
    """What a paper promises, and how it stands. `colour` is none where nobody can tell; `reasons` say why."""

    id: int
    indicator: str
    area_code: str
    origin: str
    document_title: str
    document_number: str
    item: str
    clause: str
    wording: dict[str, str]
    scope: dict[str, str]
    operator: str
    value: Decimal
    starts_on: date | None
    due_on: date | None
    path: list[StepItem]
    modality: str
    counted: Decimal | None
    as_of: date | None
    is_self_reported: bool
    standing: str
    colour: str
    expected: Decimal | None
    reasons: list[str]


class TargetList(Schema):
    """One page of targets, paper by paper."""

    items: list[TargetItem]
    next: str


class OnDay(Paged):
    """As of which day (today, unless told)."""

    on: date | None = None


class Values(Paged):
    """Which values: of one area (the caller's own, unless told), from and until which day."""

    area_code: str = Field("", max_length=12)
    since: date | None = None
    until: date | None = None


class Targets(OnDay):
    """Which targets: of one area alone, if told."""

    area_code: str = Field("", max_length=12)


@router.get("/indicators", response=IndicatorList, url_name="indicators")
def indicators(request: HttpRequest, query: Query[OnDay]) -> IndicatorList:
    """Every indicator the caller sees, by code."""
    actor, on = _actor(request), query.on or clock.today()
    page = indicator_page(actor=actor, cursor=query.cursor, size=query.size)
    versions = versions_of([row.pk for row in page.rows], on)
    return IndicatorList(items=[_indicator(versions[row.pk]) for row in page.rows], next=page.next)


@router.get("/indicators/{slug:code}", response=IndicatorRecord, url_name="indicator")
def indicator(request: HttpRequest, code: str) -> IndicatorRecord:
    """One indicator with its versions."""
    row = indicator_get(actor=_actor(request), code=code)
    now = versions_of([row.pk], clock.today())[row.pk]
    past = row.versions.select_related("indicator").order_by("number")
    return IndicatorRecord(
        **_indicator(now).dict(), versions=[_indicator(version) for version in past]
    )


@router.get("/indicators/{slug:code}/values", response=ValueList, url_name="indicator-values")
def values(request: HttpRequest, code: str, query: Query[Values]) -> ValueList:
    """The values of an indicator for one area, the newest first."""
    actor = _actor(request)
    row = indicator_get(actor=actor, code=code)
    page: Page[IndicatorValue] = value_page(
        actor=actor, indicator=row, area_code=query.area_code or actor.area_code, since=query.since,
        until=query.until, cursor=query.cursor, size=query.size,
    )  # fmt: skip
    return ValueList(items=[_value(one) for one in page.rows], next=page.next)


@router.get("/targets", response=TargetList, url_name="targets")
def targets(request: HttpRequest, query: Query[Targets]) -> TargetList:
    """The targets the caller sees, each held against its own area as of a day."""
    actor, on = _actor(request), query.on or clock.today()
    page = target_page(
        actor=actor, area_code=query.area_code, on=on, cursor=query.cursor, size=query.size
    )
    held = target_selectors.hold(
        actor=actor, targets=[(row, row.area_code) for row in page.rows], on=on
    )
    return TargetList(items=[_target(one) for one in held], next=page.next)


@router.get("/targets/{int:pk}", response=TargetItem, url_name="target")
def target(request: HttpRequest, pk: int, on: date | None = None) -> TargetItem:
    """One target as of a day."""
    actor = _actor(request)
    row = target_selectors.target_get(actor=actor, target_id=pk)
    (held,) = target_selectors.hold(
        actor=actor, targets=[(row, row.area_code)], on=on or clock.today()
    )
    return _target(held)


def _indicator(version: IndicatorVersion) -> IndicatorItem:
    names = (
        "effective_from", "title", "meaning", "denominator_words", "numerator_words", "dataset", "denominator",
        "numerator", "waits_for", "unit", "direction", "period", "clauses",
    )  # fmt: skip
    return IndicatorItem(
        code=version.indicator.code, area_code=version.indicator.area_code, version=version.number,
        **{name: getattr(version, name) for name in names},
    )  # fmt: skip


def _value(row: IndicatorValue) -> ValueItem:
    if row.version.unit == "number":
        value: Decimal | None = Decimal(row.met)
    else:
        value = Decimal(100 * row.met) / Decimal(row.total) if row.total else None
    return ValueItem(
        area_code=row.area_code, as_of=row.as_of, version=row.version.number, scope=row.scope, total=row.total,
        met=row.met, unknown=row.unknown, value=value,
    )  # fmt: skip


def _target(held: Held) -> TargetItem:
    row, figure, report = held.target, held.figure, held.report
    names = (
        "area_code", "origin", "document_title", "document_number", "item", "wording", "scope", "operator", "value",
        "starts_on", "due_on", "modality",
    )  # fmt: skip
    newest = figure or report
    return TargetItem(
        id=row.pk, indicator=row.indicator.code, clause=clause_of(row),
        path=[StepItem(due_on=point.due_on, value=point.value) for point in row.checkpoints.all()],
        counted=newest.value if newest else None, as_of=newest.as_of if newest else None,
        is_self_reported=report is not None or row.origin == "hand", standing=str(held.state.standing.value),
        colour=str(held.state.colour.value), expected=held.state.expected, reasons=reasons_of(held),
        **{name: getattr(row, name) for name in names},
    )  # fmt: skip


def _actor(request: HttpRequest) -> Actor:
    actor = cast("ActorRequest", request).actor
    require(actor, rights.INDICATOR_VIEW)
    return actor
