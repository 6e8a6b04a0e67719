"""The director's way: a paper is uploaded, looked at beside its text, put right, and confirmed into duties."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from sangyu.city.papers.tests import documents
from tests.browser import journeys
from tests.browser.journeys import City
from tests.browser.support import look_over
from tests.browser.test_journeys import upload

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)
BETTER = "建成市级养老服务指挥平台并投入运行"
HEADER = ("序号", "重点任务", "牵头单位", "责任单位", "完成时限")
BROKEN = [
    HEADER,
    ("1", "每年完成辖区内老年人数量统计并分析", "市卫生健康局", "各镇人民政府（街道办事处）", "每年1月底"),
    ("2", "", "", "", ""),
    ("3", "开展老年人健康知识宣传", "市不存在局", "", "2026年13月45日"),
    ("4", "新建社区食堂三处", "市民政局", "", "2026年12月底前"),
]  # fmt: skip


def test_the_director_turns_a_paper_into_a_plan(city: City, visit: Visit) -> None:
    page = visit("/papers/", post=city.director)
    upload(page, journeys.PAPER)
    expect(page.locator("ol > .sy-proposal")).to_have_count(33)
    there_and_back(page)
    correct(page)
    look_over(page, "journey-paper-corrected")

    page.get_by_role("link", name="前往确认").click()
    page.get_by_role("button", name="确认任务").click()
    expect(page.get_by_text("任务已确认，事项已进入各单位的工作清单。").first).to_be_visible()
    expect(page.locator(".sy-badge", has_text="已确认").first).to_be_visible()
    page.get_by_role("link", name="任务计划").click()
    page.locator("main tbody th a").first.click()
    expect(page.locator("main tbody tr")).to_have_count(33)
    expect(page.get_by_role("row", name=BETTER)).to_contain_text("市民政局")
    look_over(page, "journey-plan")


def there_and_back(page: Page) -> None:
    """From a proposal to its place in the paper, and from there back to the proposal."""
    page.locator("#task-7 header a").first.click()
    expect(page).to_have_url(re.compile(r"#source-7$"))
    source = page.locator("#source-7")
    expect(source).to_be_in_viewport()
    printed = page.locator("#task-7 > p").first.inner_text()
    assert printed[:12] in source.inner_text()
    source.click()
    expect(page).to_have_url(re.compile(r"#task-7$"))
    expect(page.locator("#task-7")).to_be_in_viewport()


def correct(page: Page) -> None:
    """Another title, other units, another deadline for the third task."""
    page.locator("#task-3").get_by_role("link", name="更正").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3")
    look_over(page, "journey-paper-task")
    page.locator("[name=title]").fill(BETTER)
    page.locator("[name=lead]").select_option(label="市民政局")
    page.get_by_label("其中第一牵头").select_option(label="市民政局")
    page.locator("[name=deadline_kind]").select_option("dated")
    page.locator("[name=due_on]").fill("2026-06-30")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("任务已更正。").first).to_be_visible()
    task = page.locator("#task-3")
    for words in (BETTER, "市民政局", "2026年6月30日", "已更正"):
        expect(task).to_contain_text(words)


def test_what_cannot_be_read_is_listed_with_its_reason_and_never_dropped(
    city: City, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "残缺.docx"
    path.write_bytes(documents.word(BROKEN))
    page = visit("/papers/", post=city.director)
    upload(page, path)

    page.locator("details.sy-doubts summary").click()
    expect(page.locator("main")).to_contain_text("第 2 行只有序号，没有内容。")
    unknown = page.locator(".sy-proposal", has_text="开展老年人健康知识宣传")
    expect(unknown).to_contain_text("市不存在局")
    expect(unknown).to_contain_text("缺单位")
    expect(unknown.locator(".sy-doubt").first).to_be_visible()
    look_over(page, "journey-paper-broken")

    page.get_by_role("button", name="确认任务").click()
    expect(page.locator(".sy-summary").first).to_contain_text("3")
    unknown.get_by_role("link", name="更正").click()
    page.locator("[name=left_out]").fill("单位不明，另行发文")
    page.get_by_role("button", name="保存").click()
    expect(unknown).to_contain_text("单位不明，另行发文")
    expect(unknown).to_contain_text("不入库")
    page.get_by_role("button", name="确认任务").click()
    expect(page.get_by_text("任务已确认，事项已进入各单位的工作清单。").first).to_be_visible()
