"""A small city with one recurring promise, for tests here and above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sangyu.city.duties.models import Duty, DutyRule, Notice
from sangyu.city.duties.services import rule_declare
from sangyu.city.duties.types import Cadence, OwnerKind, Part, ProofKind
from sangyu.city.organisations.models import Organisation
from sangyu.city.organisations.tests.factories import make_actor, make_unit
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.kernel.actors import Actor, system_actor

SYSTEM = system_actor("test")
CITY = "522601"


def at(day: str) -> datetime:
    """Noon in Kaili on a day."""
    return datetime.fromisoformat(f"{day}T04:00:00").replace(tzinfo=UTC)


@dataclass
class Town:
    """One town and its clerk."""

    unit: Organisation
    clerk: Actor


@dataclass
class City:
    """The health bureau oversees, two towns owe, and a bureau elsewhere has nothing to do with it."""

    health: Organisation
    officer: Actor
    director: Actor
    civil: Organisation
    colleague: Actor
    towns: tuple[Town, Town]
    stranger: Actor


def make_city() -> City:
    """Units and posts."""
    health, civil = make_unit(CITY), make_unit(CITY)
    towns = []
    for code in ("522601103", "522601104"):
        unit = make_unit(code, OrganisationKind.TOWN)
        towns.append(Town(unit, make_actor(Role.TOWN_CLERK, code, unit)))
    return City(
        health=health,
        officer=make_actor(Role.OFFICER, CITY, health),
        director=make_actor(Role.DIRECTOR, CITY, make_unit(CITY)),
        civil=civil,
        colleague=make_actor(Role.OFFICER, CITY, civil),
        towns=(towns[0], towns[1]),
        stranger=make_actor(Role.DIRECTOR, "371502"),
    )


def make_rule(city: City, on: str = "2026-01-05", **over: Any) -> DutyRule:
    """Task 1 of Kaili: each January the elders of the year before are counted; the health bureau leads."""
    values: dict[str, Any] = {
        "code": "test/1", "kind": "task", "title": "统计上年度老年人口并分析", "area_code": CITY,
        "clause_document": "凯里市创建健康养老示范县实施方案", "clause_item": "附件2第1项",
        "owner_kind": OwnerKind.UNIT, "owner_id": city.health.pk, "overseer_id": None,
        "cadence": Cadence.YEARLY, "first": at("2026-01-01").date(), "due_month": 0, "due_day": 31,
        "proof_required": ProofKind.STATISTIC,
        "parties": {town.unit.pk: Part.SUPPORT for town in city.towns},
    }  # fmt: skip
    return rule_declare(actor=SYSTEM, at=at(on), **{**values, **over})


def make_town_rule(city: City, parent: DutyRule, on: str = "2026-01-05", **over: Any) -> DutyRule:
    """Below it, each town confirms its register by 20 January; the health bureau oversees."""
    values: dict[str, Any] = {
        "code": "test/1/towns", "kind": "register", "title": "确认老年人台账", "parties": {},
        "owner_kind": OwnerKind.EACH, "owner_id": None, "owner_each": OrganisationKind.TOWN,
        "overseer_id": city.health.pk, "parent_id": parent.pk, "due_day": 20,
        "proof_required": ProofKind.NONE, "step_days": 5,
    }  # fmt: skip
    return make_rule(city, on, **{**values, **over})


def duty_of(rule: DutyRule, unit: Organisation | None = None, period: str = "2026") -> Duty:
    """The one duty of a rule for a unit and a period."""
    rows = Duty.objects.filter(rule=rule, period=period)
    return rows.get(lead=unit) if unit else rows.get()


@dataclass(frozen=True)
class Told:
    """A notice as other rooms' tests look at it."""

    code: str
    organisation_id: int | None
    link: str


def notices_told() -> list[Told]:
    """Every notice, the oldest first."""
    rows = Notice.objects.order_by("pk").values_list("code", "organisation_id", "link")
    return [Told(*row) for row in rows]
