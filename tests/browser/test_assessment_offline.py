"""The form without network, in a real Chromium with a profile of its own: filled, closed, reopened, sent once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.services.orders import order_plan
from sangyu.people.assessment.tests.factories import COUNTY, Agency, make_agency, make_order
from sangyu.people.assessment.tests.sheets import with_total
from sangyu.people.registry.tests.factories import load_areas, make_elder
from tests.browser import support

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[[], BrowserContext]


@pytest.fixture
def agency(transactional_db: None) -> Agency:
    load_areas()
    return make_agency()


@pytest.fixture
def order(agency: Agency) -> AssessmentOrder:
    return make_order(agency, make_elder().pk, at=clock.now())


@pytest.fixture
def post(agency: Agency) -> Membership:
    return make_post(Role.ASSESSOR, COUNTY, agency.unit)


@pytest.fixture
def device(
    browser: Browser, live_server: LiveServer, tmp_path: Path, post: Membership
) -> Iterator[Open]:
    """A phone whose browser may be closed and opened again: what it has kept is in its profile."""
    client = Client()
    client.force_login(post.account)
    name = django_settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    program, opened = support.chromium(), []

    def open_profile() -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=program, args=support.ARGUMENTS,
            env=support.environment(program), viewport={"width": 390, "height": 844}, locale="zh-CN",
        )  # fmt: skip
        context.add_cookies([cookie])
        context.set_default_timeout(20_000)
        opened.append(context)
        return context

    yield open_profile
    for context in opened:
        context.close()


def fill(page: Page, agency: Agency) -> None:
    """Every item, the two assessors, the informant."""
    for code, answer in with_total("gbt42195", 50).items():
        page.locator(f'input[name="{code}"][value="{answer}"]').check()
    page.locator("[name=lead_id]").select_option(str(agency.nurse.pk))
    page.locator("[name=second_id]").select_option(str(agency.other.pk))
    page.locator("[name=informant_name]").fill("示女")


def kept(page: Page) -> None:
    """Wait until the form and what draws it lie on the device."""
    expect(page.locator("html[data-as-kept=yes]")).to_be_attached()


COUNT = """() => new Promise((resolve) => {
  const request = indexedDB.open("sangyu-assessments");
  request.onsuccess = () => {
    const count = request.result.transaction("forms").objectStore("forms").count();
    count.onsuccess = () => resolve(count.result);
  };
})"""


def until_sent(page: Page) -> None:
    """Wait until the device holds no form any more: it lets go of one only when the server has taken it."""
    for _attempt in range(100):
        if page.evaluate(COUNT) == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the form still waits on the device")


def test_filled_without_network_closed_reopened_and_sent_once(
    device: Open, live_server: LiveServer, agency: Agency, order: AssessmentOrder
) -> None:
    url = live_server.url + reverse("assessment:order-form", args=[order.pk])
    context = device()
    page = context.new_page()
    page.goto(url)
    kept(page)
    context.set_offline(True)
    page.reload()  # from the device: there is no network
    fill(page, agency)
    page.locator("#as-form button[type=submit]").click()
    expect(page.locator("#as-state")).to_be_visible()
    context.close()
    assert not Assessment.objects.exists(), "nothing can have been sent"

    context = device()
    context.set_offline(True)
    page = context.new_page()
    page.goto(url)  # again without network, in a browser that was closed between
    expect(page.locator("[name=informant_name]")).to_have_value("示女")
    assert page.locator("#as-form input[type=radio]:checked").count() == 26
    ref = page.locator("[name=ref]").input_value()
    context.set_offline(False)
    page.goto(live_server.url + reverse("assessment:order-list"))
    expect(page.locator("#as-outbox")).to_be_hidden()
    until_sent(page)
    row = Assessment.objects.get()
    assert (str(row.ref), row.total, row.informant_name) == (ref, 50, "示女")
    assert row.sheet["answers"] == with_total("gbt42195", 50), "nothing lost"
    page.reload()
    page.wait_for_load_state("networkidle")
    assert Assessment.objects.count() == 1, "nothing doubled"
    assert row.filled_at is not None


def test_an_order_changed_meanwhile_waits_for_a_person(
    device: Open, live_server: LiveServer, agency: Agency, order: AssessmentOrder
) -> None:
    url = live_server.url + reverse("assessment:order-form", args=[order.pk])
    context = device()
    page = context.new_page()
    page.goto(url)
    kept(page)
    context.set_offline(True)
    page.reload()
    fill(page, agency)
    page.locator("#as-form button[type=submit]").click()
    expect(page.locator("#as-state")).to_be_visible()
    order_plan(
        actor=agency.actor, order_id=order.pk, version=1,
        appointment_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    context.set_offline(False)
    page.goto(live_server.url + reverse("assessment:order-list"))
    expect(page.locator("#as-outbox li")).to_contain_text("委托已变更")
    assert not Assessment.objects.exists()
    page.locator("#as-outbox a").click()
    kept(page)
    assert page.locator("#as-form input[type=radio]:checked").count() == 26
    page.locator("#as-form button[type=submit]").click()
    expect(page.locator(".sy-notice").first).to_contain_text("委托")
    page.locator("#as-form button[type=submit]").click()
    page.wait_for_url("**/results/*/")
    row = Assessment.objects.get()
    assert row.total == 50
    assert uuid.UUID(str(row.ref))
