"""The register's pages as three people see them: the town's clerk, a colleague who only reads, a stranger."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.audit.models import AuditEntry
from sangyu.people.registry.models import (
    CampaignTown,
    Contact,
    DuplicatePair,
    Elder,
    ElderChange,
    FamilyLink,
    Merge,
    Transfer,
)
from sangyu.people.registry.services import campaigns, duplicates
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    make_actor,
    make_elder,
    resident_id,
)
from sangyu.people.registry.tests.visitors import (
    EVIDENCE,
    PURPOSE,
    People,
    client,
    meet,
    page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return meet()


def test_a_record_is_opened_by_its_area_and_leaves_a_trace(people: People) -> None:
    elder = make_elder(name="王示例", address="示例路1号")
    assert "王示例" in people.clerk.get(page(elder)).content.decode()
    colleague = people.colleague.get(page(elder))
    assert "示例路1号" not in colleague.content.decode()
    assert page(elder, "registry:elder-edit", part="life") not in colleague.content.decode()
    assert people.stranger.get(page(elder)).status_code == 404
    assert AuditEntry.objects.filter(action="registry.elder.opened").count() == 2
    looks = people.clerk.get(page(elder, "registry:elder-looks")).content.decode()
    assert "打开档案" in looks


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("registry:elder-history", {}),
        ("registry:elder-edit", {"part": "life"}),
    ],
)
def test_every_page_that_shows_a_record_leaves_a_trace(
    people: People, name: str, more: dict[str, str]
) -> None:
    """Its past and its form tell as much as the record itself: who reads there is told as well."""
    elder = make_elder()
    assert people.clerk.get(page(elder, name, **more)).status_code == 200
    assert people.stranger.get(page(elder, name, **more)).status_code == 404
    (entry,) = AuditEntry.objects.filter(action="registry.elder.opened")
    assert entry.object_id == str(elder.pk)


def test_comparing_a_pair_opens_both_records(people: People) -> None:
    one, other = make_elder(name="王示例"), make_elder(name="王示例")
    pair = DuplicatePair.objects.create(
        left=one, right=other, score=80, reasons=["same_name_birth"], found_at=clock.now()
    )
    assert people.clerk.get(reverse("registry:pair-compare", args=[pair.pk])).status_code == 200
    entries = AuditEntry.objects.filter(action="registry.elder.opened")
    assert {entry.object_id for entry in entries} == {str(one.pk), str(other.pk)}


def test_numbers_are_shown_in_full_for_a_purpose_only(people: People) -> None:
    number = resident_id()
    elder = make_elder(id=number, phone="13900000001")
    url = page(elder, "registry:elder-reveal")
    assert number not in people.clerk.get(page(elder)).content.decode()
    assert people.clerk.post(url, {"fields_shown": ["id"]}).status_code == 422
    vague = people.clerk.post(url, {"fields_shown": ["id"], "purpose": "other"})
    assert vague.status_code == 422
    answer = people.clerk.post(url, PURPOSE | {"fields_shown": ["id"]})
    assert number in answer.content.decode()
    assert "13900000001" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert people.colleague.post(url, PURPOSE | {"fields_shown": ["id"]}).status_code == 403
    assert people.stranger.post(url, PURPOSE | {"fields_shown": ["id"]}).status_code == 404
    (entry,) = AuditEntry.objects.filter(action="pii.viewed")
    assert "October round" in entry.purpose


def test_a_part_is_changed_with_its_evidence(people: People) -> None:
    elder = make_elder()
    url = page(elder, "registry:elder-edit", part="life")
    data = EVIDENCE | {
        "living": "alone", "children_nearby": "away", "wants_home": "no", "version": elder.version,
    }  # fmt: skip
    assert people.clerk.post(url, data | {"effective_on": "2999-01-01"}).status_code == 422
    assert people.clerk.post(url, data | {"living": "on the moon"}).status_code == 422
    assert people.colleague.post(url, data).status_code == 403
    assert people.stranger.post(url, data).status_code == 404
    assert people.clerk.post(url, data).status_code == 302
    elder.refresh_from_db()
    assert (elder.living, elder.version) == ("alone", 2)
    conflict = people.clerk.post(url, data | {"living": "couple"})
    assert conflict.status_code == 409
    again = dict(conflict.context["again"])
    assert people.clerk.post(url, again).status_code == 302
    elder.refresh_from_db()
    assert elder.living == "couple"


def test_sealed_fields_stay_unless_replaced_or_removed(people: People) -> None:
    elder = make_elder(phone="13900000001", id=resident_id(date(1950, 5, 1)))
    url = page(elder, "registry:elder-edit", part="identity")
    data = EVIDENCE | {
        "name": elder.name, "id_kind": "resident", "sex": elder.sex, "birth_date": "1950-05-01",
        "source": "police", "version": 1,
    }  # fmt: skip
    people.clerk.post(url, data)
    elder.refresh_from_db()
    assert (elder.version, elder.phone_sealed is None) == (1, False)
    people.clerk.post(url, data | {"phone_clear": "on", "source": "community_visit"})
    elder.refresh_from_db()
    assert elder.phone_sealed is None


def test_a_self_report_waits_for_a_colleague(people: People) -> None:
    elder = make_elder()
    url = page(elder, "registry:elder-edit", part="life")
    data = EVIDENCE | {"source": "self_report", "living": "alone", "children_nearby": "unknown"}
    people.clerk.post(url, data | {"wants_home": "unknown", "version": 1})
    change = ElderChange.objects.get()
    listed = reverse("registry:proposal-list")
    approve = reverse("registry:proposal-approve", args=[change.group])
    assert elder.name in people.clerk.get(listed).content.decode()
    assert elder.name not in people.stranger.get(listed).content.decode()
    assert people.clerk.post(approve).status_code == 403
    assert people.stranger.post(approve).status_code == 409
    assert client(Role.TOWN_CLERK, TOWN).post(approve).status_code == 302
    elder.refresh_from_db()
    assert elder.living == "alone"


def test_a_new_person_and_who_looks_alike(people: People) -> None:
    old = make_elder(id=resident_id(date(1950, 5, 1), serial=901), area_code=OTHER_COMMUNITY)
    taken = resident_id(date(1950, 5, 1), serial=901)
    alike = reverse("registry:elder-alike")
    answer = people.clerk.post(alike, {"id": taken}).content.decode()
    assert "湾水镇" in answer
    assert old.name not in answer
    (entry,) = AuditEntry.objects.filter(action="registry.elder.searched")
    after = entry.after or {}
    assert (after["by"], taken in str(after)) == (["id"], False)
    new = reverse("registry:elder-new")
    data = EVIDENCE | {"name": "李示例", "area_code": COMMUNITY, "id_kind": "resident"}
    assert people.clerk.post(new, data | {"id": taken}).status_code == 422
    assert people.clerk.post(new, data | {"id": "123"}).status_code == 422
    assert people.clerk.post(new, data | {"area_code": OTHER_COMMUNITY}).status_code == 422
    fresh = people.clerk.post(new, data | {"id": resident_id(date(1951, 6, 2), serial=902)})
    elder = Elder.objects.get(name="李示例")
    assert fresh.url == page(elder)
    assert (elder.birth_date, elder.area_code) == (date(1951, 6, 2), COMMUNITY)


def test_a_death_is_recorded_and_taken_back(people: People) -> None:
    elder = make_elder()
    url = page(elder, "registry:elder-step", step="death")
    assert people.clerk.post(url, {"source": "police"}).status_code == 422
    assert people.stranger.post(url, EVIDENCE).status_code == 404
    people.clerk.post(url, EVIDENCE)
    elder.refresh_from_db()
    assert (elder.status, elder.left_on) == ("died", date(2024, 3, 1))
    people.clerk.post(page(elder, "registry:elder-step", step="reinstate"), {"reason": "namesake"})
    elder.refresh_from_db()
    assert elder.status == "present"
    assert people.clerk.get(page(elder, "registry:elder-step", step="levitate")).status_code == 404


def test_a_person_is_handed_over_and_accepted(people: People) -> None:
    elder = make_elder()
    url = page(elder, "registry:elder-step", step="transfer")
    data = {"to_area_code": OTHER_TOWN, "effective_on": "2024-03-01", "reason": "daughter"}
    assert people.clerk.post(url, data | {"to_area_code": TOWN}).status_code == 422
    people.clerk.post(url, data)
    transfer = Transfer.objects.get()
    accept = reverse("registry:transfer-accept", args=[transfer.pk])
    assert people.clerk.post(accept, {"area_code": OTHER_COMMUNITY}).status_code == 422
    assert elder.name in people.stranger.get(reverse("registry:transfer-list")).content.decode()
    people.stranger.post(accept, {"area_code": OTHER_COMMUNITY})
    assert people.stranger.get(page(elder)).status_code == 200
    assert people.clerk.get(page(elder)).status_code == 404


def test_contacts_responsible_needs_and_categories(people: People) -> None:
    elder = make_elder()
    new = page(elder, "registry:contact-new")
    assert people.clerk.post(new, {"name": ""}).status_code == 422
    people.clerk.post(new, {"name": "王小", "phone": "13900000001", "emergency_order": 1})
    contact = Contact.objects.get()
    edit = page(elder, "registry:contact-edit", contact_id=contact.pk)
    people.clerk.post(edit, {"name": "王大", "phone": ""})
    contact.refresh_from_db()
    assert (contact.name, contact.phone_sealed is None) == ("王大", False)
    reveal = page(elder, "registry:contact-reveal", contact_id=contact.pk)
    assert "13900000001" in people.clerk.post(reveal, PURPOSE).content.decode()
    assert people.colleague.post(reveal, PURPOSE).status_code == 403
    chain = page(elder, "registry:responsible-new")
    people.clerk.post(chain, {"kind": "family", "name": "王小", "started_on": "2024-01-01"})
    again = people.clerk.post(chain, {"kind": "family", "name": "王小", "started_on": "2024-01-01"})
    assert again.status_code == 409
    declare = page(elder, "registry:category-declare")
    assert people.clerk.post(declare, EVIDENCE | {"category": "alone"}).status_code == 422
    people.clerk.post(declare, EVIDENCE | {"category": "dementia"})
    text = people.clerk.get(page(elder)).content.decode()
    assert "王小" in text
    assert "失智" in text
    need = page(elder, "registry:need-new")
    people.clerk.post(need, {"kind": "meals", "noted_on": "2024-01-01", "source": "self_report"})
    assert elder.needs.count() == 1


def test_the_record_as_it_was(people: People) -> None:
    elder = make_elder(living="couple")
    edit = page(elder, "registry:elder-edit", part="life")
    data = EVIDENCE | {"children_nearby": "unknown", "wants_home": "unknown", "version": 1}
    people.clerk.post(edit, data | {"living": "alone"})
    url = page(elder, "registry:elder-history")
    now = people.clerk.get(url)
    assert len(now.context["entries"]) == 1
    then = people.clerk.get(url, {"on": "2023-01-01"})
    lines = [line for _title, part in then.context["then"] for line in part]
    assert [line[1:3] for line in lines if line[3]] == [("仅与配偶同住", "独自居住")]
    assert people.clerk.get(url, {"on": "2010-01-01"}).context["was_there"] is False
    assert people.clerk.get(url, {"on": "2999-01-01"}).status_code == 422
    change = ElderChange.objects.get()
    people.clerk.post(page(elder, "registry:change-undo", change_id=change.pk))
    elder.refresh_from_db()
    assert elder.living == "couple"


def test_duplicates_are_compared_merged_and_parted_again(people: People) -> None:
    left = make_elder(name="王示例", id=resident_id(date(1950, 5, 1)))
    right = make_elder(name="王示例", living="alone")
    duplicates.duplicates_find(actor=make_actor())
    pair = left.pairs_left.get()
    url = reverse("registry:pair-compare", args=[pair.pk])
    assert people.stranger.get(url).status_code == 404
    assert "王示例" in people.clerk.get(reverse("registry:pair-list")).content.decode()
    fields = [name for _line, name, _side in people.clerk.get(url).context["rows"] if name]
    data = dict.fromkeys(fields, "left") | {"kept": "left", "take_living": "right"}
    assert people.clerk.post(url, {"kept": "left"}).status_code == 422
    merged = people.clerk.post(url, data)
    assert merged.url == page(left)
    left.refresh_from_db()
    assert left.living == "alone"
    undo = reverse("registry:merge-undo", args=[Merge.objects.get().pk])
    assert people.stranger.post(undo).status_code == 404
    people.clerk.post(undo)
    right.refresh_from_db()
    assert right.status == "present"


def test_a_town_looks_at_its_checks_and_confirms(people: People) -> None:
    make_elder(living="unknown")
    officer = client(Role.OFFICER, "522601")
    campaigns.campaign_open(
        actor=make_actor(Role.OFFICER, "522601"), name="2024", area_code="522601",
        as_of=date(2024, 1, 1), opens_on=date(2024, 1, 1), due_on=date(2024, 2, 1),
    )  # fmt: skip
    town = CampaignTown.objects.get(town_code=TOWN)
    args = {"pk": town.campaign_id, "town_code": TOWN}
    url = reverse("registry:campaign-town", kwargs=args)
    assert "living=unknown" in people.clerk.get(url).content.decode()
    assert people.stranger.get(url).status_code == 404
    assert people.clerk.post(url, {}).status_code == 422
    assert people.clerk.post(url, {"is_checked": "on", "note": "all"}).status_code == 302
    town.refresh_from_db()
    assert (town.state, town.head_count) == ("confirmed", 1)
    detail = reverse("registry:campaign-detail", args=[town.campaign_id])
    assert len(officer.get(detail).context["rows"]) > 1
    assert len(people.clerk.get(detail).context["rows"]) == 1
    remind = reverse("registry:campaign-remind", args=[town.campaign_id])
    assert officer.post(remind).status_code == 302
    reopen = reverse("registry:campaign-reopen", kwargs=args)
    assert people.clerk.post(reopen, {"reason": "x"}).status_code == 403
    officer.post(reopen, {"reason": "missing people"})
    town.refresh_from_db()
    assert town.state == "reopened"


def test_the_map_counts_only_ones_own_area(people: People) -> None:
    make_elder(living="alone")
    make_elder(area_code=OTHER_COMMUNITY)
    url = reverse("registry:map")
    mine = people.clerk.get(url)
    assert mine.context["people"] == 1
    assert people.clerk.get(url, {"area": OTHER_TOWN}).context["area"].code == TOWN
    city = client(Role.DIRECTOR, "522601").get(url, {"category": "alone"})
    assert city.context["people"] == 2
    assert any(tile.people == 1 for tile in city.context["tiles"])


def test_a_family_sees_its_own_elder_only(people: People) -> None:
    own, other = make_elder(name="王家长"), make_elder(name="李邻居")
    post = make_post(Role.FAMILY, TOWN)
    family = Client()
    family.force_login(post.account)
    mine = reverse("registry:mine")
    assert "王家长" not in family.get(mine).content.decode()
    url = page(own, "registry:elder-family")
    assert people.clerk.post(url, {"username": "nobody"}).status_code == 422
    people.clerk.post(url, {"username": post.account.username, "relation": "30"})
    text = family.get(mine).content.decode()
    assert "王家长" in text
    assert "李邻居" not in text
    assert family.get(page(other)).status_code == 403
    link = FamilyLink.objects.get()
    people.clerk.post(page(own, "registry:family-end", link_id=link.pk))
    assert "王家长" not in family.get(mine).content.decode()
