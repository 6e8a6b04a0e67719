"""Registering and changing elders: by field and source, in scope, one editor at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from sangyu.kernel import pii
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.people.registry.models import Elder, ElderChange
from sangyu.people.registry.services.elders import elder_change, elder_register
from sangyu.people.registry.services.life import (
    elder_record_death,
    elder_record_move,
    elder_reinstate,
    elder_return,
)
from sangyu.people.registry.services.proposals import change_decide, change_undo
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    evidence,
    load_areas,
    make_actor,
    make_elder,
    resident_id,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def areas() -> None:
    load_areas()


def test_a_person_comes_onto_the_register_with_sealed_identity() -> None:
    number = resident_id(date(1944, 2, 29))
    elder = elder_register(
        actor=make_actor(),
        values={"name": "单 秀英", "id": number.lower(), "phone": "138 0013 8000", "area_code": COMMUNITY},
        evidence=evidence(),
    )  # fmt: skip
    elder.refresh_from_db()
    assert (elder.name, elder.name_pinyin) == ("单秀英", "shanxiuying")
    assert elder.birth_date == date(1944, 2, 29)
    assert pii.open_(elder.id_sealed or b"", "resident-id") == number
    assert bytes(elder.phone_index or b"") == pii.blind_index("13800138000", "phone")
    assert list(elder.categories.values_list("category", "started_on")) == [
        ("advanced_age", date(2024, 2, 29))
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"id": "990000195005010009"}, "id"),
        ({"birth_date": date(1951, 1, 1)}, "birth_date"),
        ({"sex": "5"}, "sex"),
        ({"phone": "12345"}, "phone"),
        ({"area_code": "5226"}, "area_code"),
        ({"ethnicity": "77"}, "ethnicity"),
        ({"ability_level": 9}, "ability_level"),
        ({"id": "", "id_kind": "none", "birth_date": date(1999, 1, 1)}, "birth_date"),
        ({"id": "", "id_kind": "none", "birth_date": date(1850, 1, 1)}, "birth_date"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_field(values: dict[str, Any], field: str) -> None:
    good = {"name": "张三", "id": resident_id(), "area_code": COMMUNITY}
    with pytest.raises(DomainError) as refused:
        elder_register(actor=make_actor(), values=good | values, evidence=evidence())
    assert refused.value.field == field
    assert str(refused.value)
    assert not Elder.objects.exists()


def test_one_id_number_one_person_and_the_other_town_is_not_named() -> None:
    number = resident_id()
    make_elder(id=number, area_code=OTHER_COMMUNITY)
    values = {"name": "张三", "id": number, "area_code": COMMUNITY}
    with translation.override("en"), pytest.raises(Conflict, match="another town"):
        elder_register(actor=make_actor(), values=values, evidence=evidence())


def test_the_owner_may_a_colleague_may_not_a_stranger_finds_nothing() -> None:
    elder = make_elder()
    values = {"living": "alone"}
    change: dict[str, Any] = {"elder_id": elder.pk, "version": 1, "values": values}
    change["evidence"] = evidence()
    with pytest.raises(Forbidden):
        elder_change(actor=make_actor("officer"), **change)
    with pytest.raises(NotFound):
        elder_change(actor=make_actor(area_code=OTHER_TOWN), **change)
    assert elder_change(actor=make_actor(), **change).applied == ("living",)


def test_nobody_writes_out_of_their_own_area() -> None:
    elder = make_elder()
    with pytest.raises(Forbidden):
        elder_change(
            actor=make_actor(), elder_id=elder.pk, version=1,
            values={"area_code": OTHER_COMMUNITY}, evidence=evidence(),
        )  # fmt: skip
    with pytest.raises(Forbidden):
        elder_register(
            actor=make_actor(), evidence=evidence(),
            values={"name": "张三", "birth_date": date(1950, 1, 1), "area_code": OTHER_COMMUNITY},
        )  # fmt: skip
    elder.refresh_from_db()
    assert elder.area_code == COMMUNITY


def test_the_second_of_two_editors_is_told_who_was_faster() -> None:
    elder = make_elder()
    first, second = make_actor(label="王"), make_actor(label="李")
    same: dict[str, Any] = {"elder_id": elder.pk, "version": elder.version, "evidence": evidence()}
    elder_change(actor=first, values={"living": "alone"}, **same)
    with pytest.raises(Conflict) as refused:
        elder_change(actor=second, values={"living": "couple"}, **same)
    assert "王" in str(refused.value)
    elder.refresh_from_db()
    assert elder.living == "alone"


def test_police_at_once_the_elder_by_approval_of_somebody_else() -> None:
    elder = make_elder(birth_date=date(1950, 5, 1))
    clerk = make_actor(account_id=1)
    police = evidence("police", proof="")
    elder_change(
        actor=clerk, elder_id=elder.pk, version=1, values={"name": "王五"}, evidence=police
    )
    told = elder_change(
        actor=clerk, elder_id=elder.pk, version=2,
        values={"name": "王伍", "phone": "13900139000"}, evidence=evidence("self_report"),
    )  # fmt: skip
    assert (told.applied, told.proposed) == (("phone",), ("name",))
    with pytest.raises(Forbidden):
        change_decide(actor=clerk, group=told.group, approve=True)
    with pytest.raises(Forbidden):
        change_decide(actor=make_actor("community_worker"), group=told.group, approve=True)
    change_decide(actor=make_actor(account_id=2), group=told.group, approve=True)
    elder.refresh_from_db()
    assert (elder.name, elder.name_pinyin) == ("王伍", "wangwu")
    with pytest.raises(Conflict):
        change_decide(actor=make_actor(account_id=3), group=told.group, approve=False)


def test_a_change_without_the_proof_it_needs_or_from_a_wrong_source_is_refused() -> None:
    elder = make_elder()
    for source, fields, code in (
        ("self_report", {"living": "alone"}, "proof-missing"),
        ("community_visit", {"ability_level": 3}, "source-refused"),
    ):
        with pytest.raises(DomainError) as refused:
            elder_change(
                actor=make_actor(), elder_id=elder.pk, version=1, values=fields,
                evidence=evidence(source, proof=""),
            )  # fmt: skip
        assert refused.value.code == code


def test_undo_leaves_no_trace_in_the_values() -> None:
    elder = make_elder(phone="13800138000")
    clerk = make_actor()
    phone = {"phone": "13900139000"}
    elder_change(actor=clerk, elder_id=elder.pk, version=1, values=phone, evidence=evidence())
    change = ElderChange.objects.get()
    assert change.before == "138****8000"
    change_undo(actor=clerk, elder_id=elder.pk, change_id=change.pk)
    elder.refresh_from_db()
    assert bytes(elder.phone_index or b"") == pii.blind_index("13800138000", "phone")


def test_death_move_return_and_reinstatement() -> None:
    clerk = make_actor(account_id=1)
    elder = make_elder()
    elder_record_death(
        actor=clerk, elder_id=elder.pk, evidence=evidence("police", date(2024, 3, 1))
    )
    elder.refresh_from_db()
    assert (elder.status, elder.left_on, elder.left_reason) == ("died", date(2024, 3, 1), "death")
    with pytest.raises(Conflict):
        elder_change(
            actor=clerk, elder_id=elder.pk, version=None,
            values={"living": "alone"}, evidence=evidence(),
        )  # fmt: skip
    elder_reinstate(actor=clerk, elder_id=elder.pk, reason="另有其人")
    elder.refresh_from_db()
    assert (elder.status, elder.left_on, elder.left_reason) == ("present", None, "")
    elder_record_move(actor=clerk, elder_id=elder.pk, evidence=evidence(on=date(2024, 5, 1)))
    elder_return(actor=clerk, elder_id=elder.pk, evidence=evidence(on=date(2025, 5, 1)))
    report = evidence("family_report", date(2025, 6, 1))
    told = elder_record_death(actor=clerk, elder_id=elder.pk, evidence=report)
    assert told.proposed
    change_decide(actor=make_actor(account_id=2), group=told.group, approve=True)
    elder.refresh_from_db()
    assert elder.status == "died"
    with pytest.raises(Conflict):
        elder_reinstate(actor=clerk, elder_id=make_elder().pk, reason="x")
