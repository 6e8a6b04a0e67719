"""The health bureau's way: the year is counted, compared, looked into, analysed, frozen, and its duty kept."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from sangyu.accountability.indicators.models import Statistic
from sangyu.city.duties.models import Duty
from sangyu.city.duties.services import duties_escalate
from sangyu.city.duties.tests.factories import SYSTEM
from sangyu.people.registry.selectors.campaigns import campaign_id_of
from sangyu.people.registry.services.campaigns import campaign_confirm
from tests.browser import journeys
from tests.browser.journeys import AS_OF, KAILI, NOW, TOWN, City, follow, until
from tests.browser.support import look_over

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)
ANALYSIS = "全市老年人 10 人，比上年减少 1 人；独居老人集中在旁海镇。"


def test_the_year_is_counted_frozen_and_kept(city: City, visit: Visit, worker: None) -> None:
    plan = journeys.adopt(city)
    campaign = campaign_id_of(area_code=KAILI, as_of=AS_OF)
    assert campaign is not None
    campaign_confirm(actor=SYSTEM, campaign_id=campaign, town_code=TOWN)
    page = visit("/", post=city.officer)
    for year in ("2024", "2025"):
        count(page, year)
    compare(page)
    look_behind(page)
    analyse(page)
    freeze(page)
    take_along(page)

    statistic = Statistic.objects.get(as_of=AS_OF)
    until(lambda: Duty.objects.filter(lead=city.officer.organisation, state="done").exists())
    task = plan.tasks.get(no="1")
    kept = visit(f"/plans/tasks/{task.pk}/", post=city.director)
    expect(kept.get_by_role("heading", level=1)).to_contain_text("已兑现")
    look_over(kept, "journey-kept")
    kept.locator("article a").first.click()
    expect(kept.locator("main")).to_contain_text(statistic.seal[:16])
    kept.get_by_role("link", name="打开", exact=True).first.click()
    expect(kept.locator("main")).to_contain_text("签封完好，未被改动")


def count(page: Page, year: str) -> None:
    """Choose a year, have it counted by the worker, and look."""
    page.get_by_role("link", name="统计", exact=True).first.click()
    page.get_by_label("年度").select_option(year)
    page.get_by_role("button", name="开始统计").click()
    follow(page, "打开统计")
    expect(page.get_by_role("heading", level=1)).to_contain_text(year)


def compare(page: Page) -> None:
    """Ten people, eleven the year before; both towns have their line."""
    total = page.locator(".sy-stat").first
    expect(total).to_contain_text("10")
    expect(total).to_contain_text("上年")
    by_town = page.get_by_role("row", name="城西街道")
    expect(by_town.get_by_role("cell").nth(0)).to_have_text("6")
    expect(by_town.get_by_role("cell").nth(1)).to_have_text("7")
    expect(page.get_by_role("row", name="旁海镇").get_by_role("cell").nth(0)).to_have_text("4")
    look_over(page, "journey-statistic")


def look_behind(page: Page) -> None:
    """A town's figure opens to its people, and each person to the record."""
    page.get_by_role("row", name="旁海镇").get_by_role("cell").nth(0).get_by_role("link").click()
    expect(page.locator("main tbody tr")).to_have_count(4)
    expect(page.locator("main tbody")).to_contain_text("示甲老人")
    look_over(page, "journey-behind")
    page.get_by_role("link", name="示甲老人").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("示甲老人")
    page.go_back()
    page.go_back()


def analyse(page: Page) -> None:
    """What the figures say."""
    page.get_by_role("link", name="撰写分析").click()
    page.get_by_label("分析").fill(ANALYSIS)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("分析已保存。").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(ANALYSIS)


def freeze(page: Page) -> None:
    """Not without a reason for the town that has not confirmed."""
    page.get_by_role("link", name="冻结", exact=True).click()
    reason = page.get_by_label("旁海镇尚未确认，为何先行冻结？")
    expect(page.locator("[name^=reason_]")).to_have_count(1)
    page.get_by_label("我已核对数字。统计冻结后不能再改。").check()
    page.get_by_role("button", name="冻结").click()
    assert reason.evaluate("field => field.validity.valueMissing")
    reason.fill("山洪断路，镇里来不及核对")
    look_over(page, "journey-freeze")
    page.get_by_role("button", name="冻结").click()
    expect(page.get_by_text("统计已冻结并签封。").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("签封完好，未被改动")
    expect(page.get_by_role("link", name="撰写分析")).to_have_count(0)
    look_over(page, "journey-frozen")


def take_along(page: Page) -> None:
    """As a workbook that opens and says who took it, and on paper."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    cells = {str(row[0]): row for row in rows if row[0]}
    assert cells["凯里市"][1:4] == [10, 11, -1]
    assert cells["旁海镇"][1:4] == [4, 4, 0]
    assert any("演示卫健科员" in str(cell) for row in rows[:3] for cell in row)
    page.get_by_role("link", name="打印").click()
    for words in ("旁海镇", ANALYSIS, "山洪断路，镇里来不及核对"):
        expect(page.locator("body")).to_contain_text(words)
    look_over(page, "journey-print")


def test_the_late_towns_are_listed(city: City, visit: Visit, settings: Any) -> None:
    plan = journeys.adopt(city)
    campaign = campaign_id_of(area_code=KAILI, as_of=AS_OF)
    assert campaign is not None
    campaign_confirm(actor=SYSTEM, campaign_id=campaign, town_code=TOWN)
    with time_machine.travel(NOW + timedelta(days=25)):
        duties_escalate(actor=SYSTEM)
        page = visit(f"/plans/tasks/{plan.tasks.get(no='1').pk}/", post=city.director)
        expect(page.get_by_role("row", name="旁海镇")).to_contain_text("逾期")
        expect(page.get_by_role("row", name="城西街道")).to_contain_text("按期办结")
        look_over(page, "journey-late-task")
        page.get_by_role("link", name=re.compile("^事项")).first.click()
        page.get_by_label("范围").select_option("area")
        page.get_by_role("button", name="筛选").click()
        late = page.get_by_role("row", name=re.compile("旁海镇")).first
        expect(late).to_contain_text("逾期")
        look_over(page, "journey-late-duties")
