"""The one promise by hand, as the roles that keep it: a paper is read, a town sees its duty, the late are listed.

The day is 12 January 2026: the count of 2025 is due on the 31st.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
from playwright.sync_api import Page, expect

from sangyu.city.duties.services import duties_escalate
from sangyu.city.duties.tests.factories import SYSTEM
from sangyu.people.registry.selectors.campaigns import campaign_id_of
from sangyu.people.registry.services.campaigns import campaign_confirm
from tests.browser import journeys
from tests.browser.journeys import AS_OF, KAILI, NOW, TOWN, City
from tests.browser.support import look_over

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def upload(page: Page, file: Path) -> None:
    """Upload a paper from the list of papers."""
    page.get_by_role("link", name="上传文件").first.click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="读取").click()


def test_the_same_paper_as_a_workbook_gives_the_same_tasks(city: City, visit: Visit) -> None:
    page = visit("/papers/", post=city.director)
    upload(page, journeys.SHEET)
    expect(page.locator("ol > .sy-proposal")).to_have_count(33)
    expect(page.locator("#task-33")).to_contain_text("33")
    look_over(page, "paper-workbook")


def test_a_town_sees_its_duty_and_confirms_and_the_late_ones_are_listed(
    city: City, visit: Visit
) -> None:
    plan = journeys.adopt(city)
    page = visit("/worklist/", post=city.clerk)
    expect(page.locator("main")).to_contain_text("19 天")
    campaign = campaign_id_of(area_code=KAILI, as_of=AS_OF)
    assert campaign is not None
    campaign_confirm(actor=SYSTEM, campaign_id=campaign, town_code=TOWN)
    task = plan.tasks.get(no="1")
    kept = visit(f"/plans/tasks/{task.pk}/", post=city.director)
    expect(kept.get_by_role("row", name="城西街道")).to_contain_text("按期办结")

    with time_machine.travel(NOW + timedelta(days=25)):
        duties_escalate(actor=SYSTEM)
        late = visit("/duties/?scope=area", post=city.director)
        expect(late.locator("main")).to_contain_text("旁海镇")
        look_over(late, "duties-late")
