"""The pages through HTTP: ordering, planning, filling the form, reading the result; refusals keep what was filled."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.tests.factories import make_post, make_unit
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.kernel import clock
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.services.orders import order_plan
from sangyu.people.assessment.tests.factories import (
    COUNTY,
    Agency,
    make_agency,
    make_order,
    make_result,
)
from sangyu.people.assessment.tests.sheets import with_total
from sangyu.people.registry.models import Elder
from sangyu.people.registry.tests.factories import TOWN, load_areas, make_elder
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    load_areas()
    make_unit(TOWN, OrganisationKind.TOWN)
    return make_agency()


@pytest.fixture
def phone(agency: Agency) -> Client:
    """The assessor's own device."""
    post: Membership = make_post(Role.ASSESSOR, COUNTY, agency.unit)
    return signed_in(post)


@pytest.fixture
def desk() -> Client:
    return signed_in(make_post(Role.TOWN_CLERK, TOWN))


def filled(agency: Agency, order: AssessmentOrder, **over: Any) -> dict[str, Any]:
    """What the browser sends when everything is answered."""
    answers = {code: str(answer) for code, answer in with_total("gbt42195", 50).items()}
    values = {
        **answers,
        "assessed_on": clock.today().isoformat(),
        "lead_id": agency.nurse.pk,
        "second_id": agency.other.pk,
        "informant": "child",
        "informant_name": "示女",
        "place": "home",
        "diagnoses": [],
        "ref": "5f0f6c9e-6f0b-4b5e-9c43-0a4d3c1f0001",
        "version": order.version,
        **{f"event_{event}": 0 for event in ("fall", "wandering", "choking", "self_harm", "other")},
    }
    return values | over


def test_a_town_orders_and_the_agency_plans_fills_and_reads(
    agency: Agency, desk: Client, phone: Client
) -> None:
    elder = make_elder()
    answer = desk.post(
        reverse("assessment:elder-order", args=[elder.pk]),
        {"occasion": "first", "agency_id": agency.unit.pk, "reason": ""},
    )
    assert answer.status_code == 302, answer.content.decode()
    order = AssessmentOrder.objects.get()
    tomorrow = clock.today() + timedelta(days=1)
    planned = phone.post(
        reverse("assessment:order-plan", args=[order.pk]),
        {"day": tomorrow.isoformat(), "time": "09:30", "place": "home", "version": order.version},
    )
    assert planned.status_code == 302, planned.content.decode()
    order.refresh_from_db()
    done = phone.post(reverse("assessment:order-form", args=[order.pk]), filled(agency, order))
    row = Assessment.objects.get()
    assert done.headers["Location"] == reverse("assessment:result", args=[row.pk])
    assert Elder.objects.get(pk=elder.pk).ability_level == row.level == 2
    page = phone.get(done.headers["Location"]).content.decode()
    assert "GB/T 42195-2022" in page
    assert elder.name in desk.get(reverse("assessment:result-list")).content.decode()
    assert desk.get(reverse("assessment:result-advice", args=[row.pk])).status_code == 200


def test_what_is_missing_stands_at_its_item_and_what_was_answered_stays(
    agency: Agency, phone: Client
) -> None:
    order = make_order(agency, at=clock.now())
    values = filled(agency, order)
    del values["B.1.1"]
    answer = phone.post(reverse("assessment:order-form", args=[order.pk]), values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'as-bad" id="id_B.1.1"' in page
    assert page.count(" checked") >= 25
    assert not Assessment.objects.exists()


def test_an_order_changed_meanwhile_is_shown_before_the_form_is_taken(
    agency: Agency, phone: Client
) -> None:
    order = make_order(agency, at=clock.now())
    values = filled(agency, order)
    order_plan(
        actor=agency.actor, order_id=order.pk, version=order.version,
        appointment_at=clock.now() + timedelta(days=2),
    )  # fmt: skip
    url = reverse("assessment:order-form", args=[order.pk])
    answer = phone.post(url, values)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'name="version" value="2"' in page
    assert not Assessment.objects.exists()
    assert phone.post(url, values | {"version": 2}).status_code == 302
    assert phone.post(url, values | {"version": 2}).status_code == 302, (
        "sent again: the same result"
    )
    assert Assessment.objects.count() == 1


def test_dementia_and_two_falls_together_raise_by_one(agency: Agency, phone: Client) -> None:
    order = make_order(agency, at=clock.now())
    values = filled(agency, order, diagnoses=["F00-F03"], event_fall=2)
    assert phone.post(reverse("assessment:order-form", args=[order.pk]), values).status_code == 302
    row = Assessment.objects.get()
    assert (row.preliminary_level, row.level) == (2, 3)


def test_the_form_carries_the_policy_that_the_server_scores_by(
    agency: Agency, phone: Client
) -> None:
    order = make_order(agency)
    answer = phone.get(reverse("assessment:order-form", args=[order.pk]))
    policy = json.loads(answer.context["policy"])
    assert [90, 90, 0] in policy["bands"]
    assert len(policy["hints"]) == 6
    make_result(agency, order)
    assert phone.get(reverse("assessment:order-form", args=[order.pk])).status_code == 409


def test_the_record_of_an_elder_leads_to_the_assessments(agency: Agency, desk: Client) -> None:
    row = make_result(agency)
    page = desk.get(reverse("registry:elder-detail", args=[row.elder_id])).content.decode()
    url = reverse("assessment:elder", args=[row.elder_id])
    assert url in page
    timeline = desk.get(url).content.decode()
    assert reverse("assessment:result", args=[row.pk]) in timeline


def test_an_officer_accredits_and_names_an_assessor() -> None:
    load_areas()
    unit = make_unit(COUNTY, OrganisationKind.AGENCY)
    officer = signed_in(make_post(Role.OFFICER, COUNTY))
    day = clock.today().isoformat()
    values = {"agency_id": unit.pk, "on": day, "proof": "2026-1"}
    assert officer.post(reverse("assessment:agency-new"), values).status_code == 302
    page = officer.get(reverse("assessment:agency-list"))
    held = page.context["rows"][0].accreditation
    values = {"name": "示护", "certificate": "C1", "is_medical": "on", "on": day}
    url = reverse("assessment:agency-assessor", args=[held.pk])
    assert officer.post(url, values).status_code == 302
    assert officer.post(url, values).status_code == 409
    assert "示护" in officer.get(reverse("assessment:agency-list")).content.decode()
