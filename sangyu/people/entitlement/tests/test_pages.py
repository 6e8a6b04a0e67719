"""The pages: programmes with their people, one person with every reason, the family's page, what was answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel.audit.models import AuditEntry
from sangyu.people.entitlement.models import Claim, Decision
from sangyu.people.entitlement.tests.factories import make_decision, make_version
from sangyu.people.registry.tests.factories import COMMUNITY, make_elder
from tests.permissions import CITY, TOWN, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Client:
    return signed_in(make_post("town_clerk", TOWN))


@pytest.fixture
def officer() -> Client:
    return signed_in(make_post("officer", CITY))


def page(client: Client, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    response = client.get(
        reverse(f"entitlement:{name}", args=args) + query, headers={"accept-language": "en"}
    )
    assert response.status_code == status
    return response.content.decode()


def test_the_list_counts_people_by_state_and_opens_to_them(officer: Client) -> None:
    version = make_version()
    make_decision(make_elder(name="桑一"), version, state="receiving")
    make_decision(make_elder(name="榆二"), version, state="unclaimed")
    shown = page(officer, "list")
    assert "Test allowance" in shown
    assert f"{reverse('entitlement:people')}?programme=test-allowance&amp;state=unclaimed" in shown
    people = page(officer, "people", query="?programme=test-allowance&state=unclaimed")
    assert "榆二" in people
    assert "桑一" not in people


def test_a_programme_shows_its_rule_in_words_its_amounts_and_versions(officer: Client) -> None:
    make_version(
        condition="age >= 80 AND (living = 'alone' OR ability_level >= 2)",
        effective_to=date(2030, 1, 1),
    )
    make_version(number=2, in_force=False, certainty="conflict")
    shown = page(officer, "programme", "test-allowance")
    assert "At least one of these:" in shown
    assert "at least 80" in shown
    assert "50.00" in shown
    assert "kept, not applied" in shown


def test_who_may_be_entitled_is_listed_with_what_is_missing(officer: Client) -> None:
    version = make_version(condition="age >= 80 AND ability_level >= 2")
    make_decision(
        make_elder(),
        version,
        verdict="maybe",
        state="maybe",
        told=0b1001,
        amount_fen=0,
        first_month=None,
    )
    shown = page(officer, "people", query="?state=maybe")
    assert "Missing:" in shown
    assert "ability level" in shown.lower()


def test_one_person_sees_what_why_and_what_is_missing(clerk: Client) -> None:
    make_version(condition="age >= 80")
    make_version(
        "care", condition="ability_level >= 2", programme={"name": {"zh": "护理", "en": "Care"}}
    )
    make_version(
        "late", condition="age >= 100", programme={"name": {"zh": "百岁", "en": "Hundred"}}
    )
    elder = make_elder(birth_date=date(1940, 1, 1))
    shown = page(clerk, "elder", elder.pk)
    for text in (
        "Entitled, not received yet",
        "50.00 yuan a month",
        "May be entitled",
        "Not entitled",
        "A paper for tests",
    ):
        assert text in shown
    assert AuditEntry.objects.filter(
        action="entitlement.elder.opened", object_id=str(elder.pk)
    ).exists()


def test_a_decision_prints_as_a_document(clerk: Client) -> None:
    make_version()
    elder = make_elder(birth_date=date(1940, 1, 1))
    assert "Decision on an entitlement" in page(clerk, "print", elder.pk, "test-allowance")
    page(clerk, "print", elder.pk, "no-such", status=404)


def answer(client: Client, elder: Any, **over: str) -> Any:
    data = {"channel": "visit", "told_elder": "on", "answer": "agreed", "answered_on": "2026-01-10"}
    return client.post(reverse("entitlement:claim", args=[elder.pk, "test-allowance"]), data | over)


def test_agreeing_applies_on_the_elders_behalf(clerk: Client) -> None:
    make_version(needs_application=True)
    elder = make_elder()
    assert answer(clerk, elder, answered_by="女儿").status_code == 302
    row = Claim.objects.get()
    assert (row.answer, row.applied_on, row.recipients) == ("agreed", date(2026, 1, 10), ["elder"])
    assert "Agreed" in page(clerk, "elder", elder.pk) or row.answered_by == "女儿"


def test_a_refusal_needs_a_reason_and_takes_the_application_back(clerk: Client) -> None:
    make_version(needs_application=True)
    elder = make_elder()
    answer(clerk, elder)
    assert answer(clerk, elder, answer="refused").status_code == 422
    assert answer(clerk, elder, answer="refused", note="子女不同意").status_code == 302
    assert Claim.objects.get().applied_on is None


def test_a_stranger_can_neither_read_nor_record(clerk: Client) -> None:
    make_version()
    elder = make_elder(area_code="371502001001")
    page(clerk, "elder", elder.pk, status=404)
    assert answer(clerk, elder).status_code == 404
    assert not Claim.objects.exists()


def test_a_family_sees_its_own_elder_and_no_other(client: Client) -> None:
    from sangyu.people.registry.services.family import family_link
    from sangyu.people.registry.tests.factories import make_actor

    make_version()
    own, _other = make_elder(name="自家", birth_date=date(1940, 1, 1)), make_elder(name="别家")
    post = make_post("family", COMMUNITY)
    family_link(actor=make_actor(), elder_id=own.pk, username=post.account.username, relation="2")
    shown = page(signed_in(post), "mine")
    assert "自家" in shown
    assert "别家" not in shown
    assert "50.00 yuan a month" in shown


def test_the_export_holds_the_people_of_the_list_and_is_recorded(officer: Client) -> None:
    version = make_version()
    make_decision(make_elder(name="=桑一"), version)
    response = officer.get(reverse("entitlement:export") + "?state=unclaimed")
    content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "'=桑一" in content
    assert Decision.objects.count() == 1
    assert AuditEntry.objects.filter(action="entitlement.list.exported").exists()
