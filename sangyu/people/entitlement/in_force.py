"""From the tables to the rules: which versions apply on a day, read into one plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Q

from sangyu.insight.datasets import registry
from sangyu.insight.datasets.types import Dataset
from sangyu.people.entitlement.models import ProgrammeVersion
from sangyu.people.entitlement.rules.plan import Plan
from sangyu.people.entitlement.rules.rule import Rule, amounts_of

DATASET = "elders"


def dataset() -> Dataset:
    """What conditions look at: the register as of a day."""
    return registry.get(DATASET)


def versions_on(day: date, codes: Iterable[str] | None = None) -> list[ProgrammeVersion]:
    """The version of each programme that is applied on a day, by the programme's code."""
    rows = (
        ProgrammeVersion.objects.filter(in_force=True, effective_from__lte=day)
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gte=day))
        .select_related("programme")
        .order_by("programme__code", "-effective_from")
    )
    if codes is not None:
        rows = rows.filter(programme__code__in=list(codes))
    latest: dict[int, ProgrammeVersion] = {}
    for row in rows:
        latest.setdefault(row.programme_id, row)
    return list(latest.values())


def rule_of(version: ProgrammeVersion) -> Rule:
    """The deciding part of a version."""
    overlap = version.overlap
    return Rule(
        programme=version.programme.code,
        version_id=version.pk,
        condition=version.condition,
        amounts=amounts_of(version.amounts),
        area_code=version.programme.area_code,
        higher=overlap.get("higher", ""),
        excluded_by=tuple(overlap.get("excluded_by", ())),
        deducts=tuple(overlap.get("deducts", ())),
        ends_on_admission=version.ends_on_admission,
    )


def plan_on(day: date) -> Plan:
    """The plan of all rules that apply on a day."""
    return plan_for(versions_on(day))


def plan_for(versions: Iterable[ProgrammeVersion]) -> Plan:
    """The plan of some versions; the same rules are read once."""
    return _plan(tuple(rule_of(version) for version in versions))


@lru_cache(maxsize=256)
def _plan(rules: tuple[Rule, ...]) -> Plan:
    return Plan.of(rules, dataset())


def check_all() -> None:
    """Read every version, also those not applied, and every day on which the rules change; ExpressionError or
    RuleError where one is wrong."""
    for version in ProgrammeVersion.objects.select_related("programme"):
        Plan.of([rule_of(version)], dataset())
    days = ProgrammeVersion.objects.filter(in_force=True).values_list("effective_from", flat=True)
    for day in sorted(set(days)):
        plan_on(day)
