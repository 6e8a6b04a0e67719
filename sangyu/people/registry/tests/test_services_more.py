"""Transfers, contacts, categories, unmasking, duplicates, merges, campaigns."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.people.registry.models import (
    DuplicatePair,
    Elder,
    ElderCategory,
    Merge,
    ResponsibleLink,
    Transfer,
)
from sangyu.people.registry.selectors.counts import (
    campaign_progress,
    category_counts,
    present_by_area,
    undecided,
)
from sangyu.people.registry.selectors.elders import elder_detail
from sangyu.people.registry.services import _image
from sangyu.people.registry.services.campaigns import (
    campaign_close,
    campaign_confirm,
    campaign_open,
    campaign_reopen,
)
from sangyu.people.registry.services.categories import (
    categories_recompute,
    category_declare,
    category_end,
)
from sangyu.people.registry.services.contacts import (
    contact_remove,
    contact_save,
    need_meet,
    need_note,
    responsible_end,
    responsible_save,
)
from sangyu.people.registry.services.duplicates import duplicates_find, pair_distinct
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.services.merges import elder_merge, merge_undo
from sangyu.people.registry.services.transfers import (
    transfer_accept,
    transfer_refuse,
    transfer_request,
    transfer_withdraw,
)
from sangyu.people.registry.services.unmask import contact_unmask, elder_unmask
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    evidence,
    load_areas,
    make_actor,
    make_elder,
    resident_id,
)

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 1, 20, tzinfo=UTC)
COUNTY = "522601"


@pytest.fixture(autouse=True)
def areas() -> None:
    load_areas()


def categories_of(elder: Elder) -> list[tuple[str, str, date, date | None]]:
    rows = ElderCategory.objects.filter(elder=elder).order_by("category", "started_on")
    return list(rows.values_list("category", "origin", "started_on", "ended_on"))


def test_the_receiving_town_takes_a_person_over_with_the_past() -> None:
    elder = make_elder(living="alone")
    giver, receiver = make_actor(), make_actor(area_code=OTHER_TOWN)
    categories_recompute(actor=system_actor("test"))
    request: dict[str, Any] = {"elder_id": elder.pk, "to_area_code": OTHER_COMMUNITY}
    request["effective_on"] = date(2025, 12, 1)
    with pytest.raises(NotFound):
        transfer_request(actor=receiver, **request)
    with pytest.raises(DomainError):
        transfer_request(actor=giver, **(request | {"to_area_code": COMMUNITY}))
    transfer = transfer_request(actor=giver, **request)
    with pytest.raises(Conflict):
        transfer_request(actor=giver, **request)
    with pytest.raises(Forbidden):
        transfer_accept(actor=giver, transfer_id=transfer.pk)
    with pytest.raises(Forbidden):
        transfer_accept(actor=receiver, transfer_id=transfer.pk, area_code="522601105201")
    with pytest.raises(NotFound):
        transfer_accept(actor=make_actor(area_code="522601105"), transfer_id=transfer.pk)
    transfer_accept(actor=receiver, transfer_id=transfer.pk, address="新家1组")
    elder.refresh_from_db()
    assert (elder.area_code, elder.address) == (OTHER_COMMUNITY, "新家1组")
    assert elder.categories.values_list("town_code", flat=True)[0] == OTHER_TOWN
    assert category_counts(actor=receiver)[OTHER_TOWN]["alone"] == 1
    with pytest.raises(NotFound):
        elder_detail(actor=giver, elder_id=elder.pk)


def test_a_transfer_is_refused_with_a_reason_or_withdrawn() -> None:
    elder = make_elder()
    giver, receiver = make_actor(), make_actor(area_code=OTHER_TOWN)
    request: dict[str, Any] = {"elder_id": elder.pk, "to_area_code": OTHER_COMMUNITY}
    request["effective_on"] = date(2025, 12, 1)
    first = transfer_request(actor=giver, **request)
    with pytest.raises(DomainError):
        transfer_refuse(actor=receiver, transfer_id=first.pk, note="")
    transfer_refuse(actor=receiver, transfer_id=first.pk, note="不在本镇居住")
    second = transfer_request(actor=giver, **request)
    with pytest.raises(Forbidden):
        transfer_withdraw(actor=receiver, transfer_id=second.pk)
    transfer_withdraw(actor=giver, transfer_id=second.pk)
    with pytest.raises(NotFound):
        transfer_accept(actor=receiver, transfer_id=second.pk)
    assert set(Transfer.objects.values_list("state", flat=True)) == {"refused", "withdrawn"}


def test_contacts_responsibilities_and_needs_of_ones_own_elders() -> None:
    elder = make_elder()
    clerk = make_actor()
    contact_save(actor=clerk, elder_id=elder.pk, name="女儿", relation="30", emergency_order=1)
    son = contact_save(
        actor=clerk, elder_id=elder.pk, name="儿子", phone="13800138000", relation="20", emergency_order=1
    )  # fmt: skip
    detail = elder_detail(actor=clerk, elder_id=elder.pk)
    assert [(row.name, row.emergency_order) for row in detail.contacts] == [
        ("儿子", 1),
        ("女儿", 2),
    ]
    assert detail.contacts[0].phone_masked == "138****8000"
    shown = contact_unmask(actor=clerk, elder_id=elder.pk, contact_id=son.pk, purpose="求助")
    assert shown == "13800138000"
    faults: list[dict[str, Any]] = [{"relation": "99"}, {"phone": "1"}, {"name": " "}]
    for wrong in faults:
        wrong.setdefault("name", "某")
        with pytest.raises(DomainError):
            contact_save(actor=clerk, elder_id=elder.pk, **wrong)
    contact_remove(actor=clerk, elder_id=elder.pk, contact_id=son.pk)
    with pytest.raises(NotFound):
        contact_remove(actor=clerk, elder_id=elder.pk, contact_id=son.pk)
    link = responsible_save(
        actor=clerk, elder_id=elder.pk, kind="volunteer", name="志愿者", started_on=date(2025, 1, 1)
    )
    with pytest.raises(Conflict):
        responsible_save(
            actor=clerk, elder_id=elder.pk, kind="volunteer", name="志愿者", started_on=date(2025, 2, 1)
        )  # fmt: skip
    responsible_end(actor=clerk, elder_id=elder.pk, link_id=link.pk, on=date(2025, 3, 1))
    need = need_note(actor=clerk, elder_id=elder.pk, kind="meals", noted_on=date(2025, 1, 1))
    assert (
        need_note(actor=clerk, elder_id=elder.pk, kind="meals", noted_on=date(2025, 2, 1)) == need
    )
    need_meet(actor=clerk, elder_id=elder.pk, need_id=need.pk, on=date(2025, 4, 1))
    stranger = make_actor(area_code=OTHER_TOWN)
    with pytest.raises(NotFound):
        need_note(actor=stranger, elder_id=elder.pk, kind="meals", noted_on=date(2025, 1, 1))


def test_derived_categories_follow_the_facts_even_late_ones() -> None:
    clerk = make_actor()
    elder = make_elder(birth_date=date(1940, 2, 29))
    change: dict[str, Any] = {"actor": clerk, "elder_id": elder.pk, "version": None, "at": TODAY}
    old = ("advanced_age", "derived", date(2020, 2, 29), None)
    elder_change(values={"living": "alone"}, evidence=evidence(on=date(2025, 3, 1)), **change)
    assert categories_of(elder) == [old, ("alone", "derived", date(2025, 3, 1), None)]
    elder_change(values={"living": "couple"}, evidence=evidence(on=date(2025, 6, 1)), **change)
    assert categories_of(elder) == [
        old,
        ("alone", "derived", date(2025, 3, 1), date(2025, 6, 1)),
        ("empty_nest", "derived", date(2025, 6, 1), None),
    ]
    before = categories_of(elder)
    counts = categories_recompute(actor=system_actor("test"), at=TODAY)
    assert (counts.started, counts.ended, counts.corrected) == (0, 0, 0)
    assert categories_of(elder) == before


def test_declared_categories_need_proof_and_never_overlap() -> None:
    clerk = make_actor()
    elder = make_elder()
    declare: dict[str, Any] = {"actor": clerk, "elder_id": elder.pk, "category": "minimum_living"}
    with pytest.raises(DomainError):
        category_declare(evidence=evidence(proof=""), **declare)
    with pytest.raises(DomainError):
        category_declare(evidence=evidence(), **(declare | {"category": "alone"}))
    row = category_declare(evidence=evidence(on=date(2024, 1, 1)), **declare)
    with pytest.raises(Conflict):
        category_declare(evidence=evidence(on=date(2024, 5, 1)), **declare)
    end: dict[str, Any] = {"actor": clerk, "elder_id": elder.pk, "category_id": row.pk}
    with pytest.raises(DomainError):
        category_end(on=date(2023, 1, 1), reason="x", **end)
    category_end(on=date(2024, 12, 1), reason="退出低保", **end)
    with pytest.raises(Conflict):
        category_declare(evidence=evidence(on=date(2024, 6, 1)), **declare)
    category_declare(evidence=evidence(on=date(2025, 1, 1)), **declare)
    assert len(categories_of(elder)) == 2


def test_seeing_a_number_in_full_takes_a_purpose_and_leaves_a_trace() -> None:
    number = resident_id()
    elder = make_elder(id=number, bank="6222021234567890123")
    detail = elder_detail(actor=make_actor("inspector"), elder_id=elder.pk)
    assert number not in repr(detail)
    assert detail.masked["bank"] == "**** 0123"
    look: dict[str, Any] = {"elder_id": elder.pk, "fields": ["id"]}
    with pytest.raises(Forbidden):
        elder_unmask(actor=make_actor("inspector"), purpose="查", **look)
    with pytest.raises(DomainError):
        elder_unmask(actor=make_actor(), purpose=" ", **look)
    with pytest.raises(NotFound):
        elder_unmask(actor=make_actor(area_code=OTHER_TOWN), purpose="查", **look)
    assert elder_unmask(actor=make_actor(), purpose="核对高龄津贴", **look) == {"id": number}
    with connection.cursor() as cursor:
        cursor.execute("SELECT purpose FROM audit_auditentry WHERE action = 'pii.viewed'")
        assert cursor.fetchall() == [("核对高龄津贴",)]


def test_duplicates_are_found_with_their_reasons_and_only_once() -> None:
    number = resident_id()
    a = make_elder(id=number, name="王秀英", birth_date=date(1950, 5, 1))
    b = make_elder(id=number, id_kind="other", name="王秀英", birth_date=date(1950, 5, 1))
    c = make_elder(name="王秀英", birth_date=date(1950, 5, 1), area_code=OTHER_COMMUNITY)
    make_elder(id=resident_id(), name="王秀英", birth_date=date(1950, 5, 1))
    d = make_elder(name="李桂兰", phone="13800138000", birth_date=date(1951, 1, 1))
    e = make_elder(name="李贵兰", phone="13800138000", birth_date=date(1951, 1, 2))
    clerk = make_actor()
    assert duplicates_find(actor=clerk) == 6
    assert duplicates_find(actor=clerk) == 0
    pairs = {(p.left_id, p.right_id): (p.score, p.reasons) for p in DuplicatePair.objects.all()}
    assert pairs[a.pk, b.pk] == (100, ["same_name_birth", "same_number"])
    assert pairs[a.pk, c.pk] == (80, ["same_name_birth"])
    assert pairs[d.pk, e.pk] == (70, ["same_phone"])
    pair = DuplicatePair.objects.get(left=d, right=e)
    with pytest.raises(NotFound):
        pair_distinct(actor=make_actor(area_code="522601105"), pair_id=pair.pk)
    pair_distinct(actor=clerk, pair_id=pair.pk)
    assert duplicates_find(actor=clerk) == 0
    pair.refresh_from_db()
    assert pair.decision == "distinct"
    assert undecided(actor=clerk)["duplicates"] == 5
    Elder.objects.filter(pk=c.pk).update(name="别人")
    duplicates_find(actor=clerk)
    assert undecided(actor=clerk)["duplicates"] == 2


def whole_state() -> str:
    """Every row of the tables a merge touches."""
    ids = list(Elder.objects.values_list("pk", flat=True))
    return json.dumps(_image.take(ids), sort_keys=True)


def test_a_merge_keeps_everything_and_undo_restores_every_byte() -> None:
    clerk = make_actor()
    kept = make_elder(name="王秀英", living="alone", phone="13800138000")
    gone = make_elder(
        name="王秀英", id=resident_id(), living="couple", birth_date=date(1940, 1, 1),
        registered_on=date(2019, 1, 1),
    )  # fmt: skip
    for elder in (kept, gone):
        contact_save(actor=clerk, elder_id=elder.pk, name="女儿", emergency_order=1)
        need_note(actor=clerk, elder_id=elder.pk, kind="meals", noted_on=date(2025, 1, 1))
        responsible_save(
            actor=clerk, elder_id=elder.pk, kind="family", name="女儿", started_on=date(2025, 1, 1)
        )
        elder_change(
            actor=clerk, elder_id=elder.pk, version=None, values={"address": f"{elder.pk}组"},
            evidence=evidence(),
        )  # fmt: skip
    category_declare(actor=clerk, elder_id=gone.pk, category="dementia", evidence=evidence())
    categories_recompute(actor=system_actor("test"))
    duplicates_find(actor=clerk)
    before = whole_state()
    with pytest.raises(NotFound):
        elder_merge(
            actor=make_actor(area_code=f"{TOWN}999"), kept_id=kept.pk, merged_id=gone.pk
        )  # fmt: skip
    merge = elder_merge(
        actor=clerk, kept_id=kept.pk, merged_id=gone.pk, take=["id", "id_kind", "birth_date"]
    )
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (gone.status, gone.merged_into_id, kept.registered_on) == ("merged", kept.pk, date(2019, 1, 1))  # fmt: skip
    assert bytes(kept.id_index or b"") == bytes(gone.id_index or b"")
    assert "dementia" in [row[0] for row in categories_of(kept)]
    assert kept.contacts.count() == 2
    assert ResponsibleLink.objects.filter(elder=kept).count() == 1
    with pytest.raises(NotFound):
        elder_detail(actor=clerk, elder_id=gone.pk)
    merge_undo(actor=clerk, merge_id=merge.pk)
    assert whole_state() == before
    with pytest.raises(Conflict):
        merge_undo(actor=clerk, merge_id=merge.pk)


def test_a_merge_is_not_undone_over_later_work_and_two_ids_are_two_persons() -> None:
    clerk = make_actor()
    kept, gone = make_elder(), make_elder()
    merge = elder_merge(actor=clerk, kept_id=kept.pk, merged_id=gone.pk)
    need_note(actor=clerk, elder_id=kept.pk, kind="meals", noted_on=date(2025, 1, 1))
    with pytest.raises(Conflict):
        merge_undo(actor=clerk, merge_id=merge.pk)
    assert Merge.objects.get().undone_at is None
    one, two = make_elder(id=resident_id()), make_elder(id=resident_id())
    with pytest.raises(Conflict):
        elder_merge(actor=clerk, kept_id=one.pk, merged_id=two.pk)


def test_a_campaign_from_opening_to_confirmation_and_back() -> None:
    officer, clerk = make_actor("officer", COUNTY), make_actor()
    elder = make_elder()
    make_elder(registered_on=date(2026, 1, 5))
    opening: dict[str, Any] = {
        "name": "2025年度摸底", "area_code": COUNTY, "as_of": date(2025, 12, 31),
        "opens_on": date(2026, 1, 1), "due_on": date(2026, 1, 31), "clause": "附2-1", "at": TODAY,
    }  # fmt: skip
    with pytest.raises(Forbidden):
        campaign_open(actor=clerk, **opening)
    campaign = campaign_open(actor=officer, **opening)
    confirm: dict[str, Any] = {"campaign_id": campaign.pk, "town_code": TOWN, "at": TODAY}
    told = elder_change(
        actor=clerk, elder_id=elder.pk, version=1, values={"name": "王五"},
        evidence=evidence("self_report"),
    )  # fmt: skip
    assert told.proposed
    with pytest.raises(Conflict):
        campaign_confirm(actor=clerk, **confirm)
    elder.changes.all().delete()
    with pytest.raises(NotFound):
        campaign_confirm(actor=make_actor(area_code=OTHER_TOWN), **confirm)
    with pytest.raises(Forbidden):
        campaign_confirm(actor=make_actor("community_worker", COMMUNITY), **confirm)
    assert campaign_confirm(actor=clerk, **confirm).head_count == 1
    progress = campaign_progress(actor=officer, campaign_id=campaign.pk)
    assert [row.town_code for row in progress if row.state == "confirmed"] == [TOWN]
    assert len(progress) == 20
    assert len(campaign_progress(actor=clerk, campaign_id=campaign.pk)) == 1
    reopen: dict[str, Any] = {"campaign_id": campaign.pk, "town_code": TOWN, "reason": "漏登"}
    with pytest.raises(Forbidden):
        campaign_reopen(actor=clerk, **reopen)
    campaign_reopen(actor=officer, **reopen)
    campaign_close(actor=officer, campaign_id=campaign.pk)
    with pytest.raises(Conflict):
        campaign_confirm(actor=clerk, **confirm)
    assert present_by_area(actor=officer) == {TOWN: 2}
    assert present_by_area(actor=make_actor(area_code=OTHER_TOWN), area_code=TOWN) == {}
