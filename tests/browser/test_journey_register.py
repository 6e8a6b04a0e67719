"""The town clerk's way: a list is brought in and taken back, deaths and moves are recorded, the register confirmed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from sangyu.people.registry.intake.tests import files
from sangyu.people.registry.intake.tests.world import person
from tests.browser import journeys
from tests.browser.journeys import City, elder, follow
from tests.browser.support import look_over

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = [*files.HEADER[:-1], "跟谁住"]
DAY = "2026-01-10"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Three people of the town, of whom one has an unknown word; the last column has a heading of its own."""
    rows = [
        person(number, 联系电话=f"140000010{number:02d}", 居住状况=living)
        for number, living in ((1, "独居"), (2, "和狗"), (3, "与配偶"))
    ]
    return files.xlsx(tmp_path / "城西街道.xlsx", [HEADER, *rows])


def test_a_list_is_brought_in_and_taken_back(
    city: City, visit: Visit, worker: None, workbook: Path
) -> None:
    page = visit("/elders/", post=city.clerk)
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_role("link", name="导入名单").first.click()
    page.locator("input[type=file]").set_input_files(workbook)
    page.get_by_role("button", name="上传", exact=True).click()
    say_what_the_columns_mean(page)
    follow(page, "查看导入")
    mend(page)
    look_over(page, "journey-import-mended")

    page.get_by_role("button", name="导入 3 行").click()
    look_over(page, "journey-import-progress")
    follow(page, "查看导入")
    expect(page.locator("main")).to_contain_text("已入库")
    names = [person(number)[0] for number in (1, 2, 3)]
    on_the_list(page, names, there=True)

    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_role("link", name="城西街道.xlsx").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="撤回").click()
    follow(page, "查看导入")
    expect(page.locator("main")).to_contain_text("已撤销")
    on_the_list(page, names, there=False)


def say_what_the_columns_mean(page: Page) -> None:
    """One heading is not known; the clerk says what it means."""
    expect(page.get_by_label("A 姓名")).to_have_value("name")
    unknown = page.get_by_label("I 跟谁住")
    expect(unknown).to_have_value("")
    unknown.select_option(label="居住状况")
    page.get_by_label("数据截至日期").fill(DAY)
    look_over(page, "journey-import-columns")
    page.get_by_role("button", name="开始核对").click()


def mend(page: Page) -> None:
    """The faulty row says where, what and why; it is mended on the page."""
    row = page.get_by_role("row", name=person(2)[0])
    for words in ("3", "I", "和狗"):
        expect(row).to_contain_text(words)
    look_over(page, "journey-import-preview")
    row.get_by_role("link", name="修改").click()
    page.get_by_label("跟谁住").fill("独居")
    page.get_by_role("button", name="重新核对").click()
    expect(page.get_by_text("第 3 行已无问题。").first).to_be_visible()


def on_the_list(page: Page, names: list[str], *, there: bool) -> None:
    """Whether these people stand on the register, looked up by hand."""
    page.get_by_role("link", name="老年人", exact=True).first.click()
    for name in names:
        page.locator("#rg-q").fill(name)
        page.locator("#rg-q").press("Enter")
        expect(page.locator("#elders tbody tr th", has_text=name)).to_have_count(int(there))


def open_person(page: Page, name: str) -> None:
    """From the list to somebody's record."""
    page.goto(page.url.split("/elders")[0] + "/elders/")
    page.locator("#rg-q").fill(name)
    page.locator("#rg-q").press("Enter")
    expect(page).to_have_url(re.compile(r"\?q="))  # swapped: a row clicked before would vanish
    page.locator("#elders tbody").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def step(page: Page, name: str) -> None:
    """One of the steps in the record's menu."""
    page.locator("summary", has_text="登记去世、迁移").click()
    page.get_by_role("link", name=name).click()


def test_a_death_and_a_move_leave_the_register(city: City, visit: Visit) -> None:
    page = visit("/elders/", post=city.clerk)
    for name, menu, day, button, state, picture in (
        ("示乙老人", "登记去世", "死亡日期", "登记去世", "已去世", "death"),
        ("示丙老人", "迁出本市", "迁出日期", "登记迁出", "已迁出", "moved"),
    ):
        open_person(page, name)
        step(page, menu)
        page.get_by_label(day).fill("2026-01-05")
        page.get_by_label("信息来源").select_option("police")
        look_over(page, f"journey-{picture}")
        page.get_by_role("button", name=button).click()
        expect(page.locator("main")).to_contain_text(state)
        expect(page.locator("summary", has_text="登记去世、迁移")).to_have_count(1)
        page.get_by_role("link", name="变更记录").first.click()
        expect(page.locator("main")).to_contain_text("2026年1月5日")
    page.goto(page.url.split("/elders")[0] + "/elders/")
    expect(page.locator("#elders tbody")).not_to_contain_text("示乙老人")
    expect(page.locator("#elders tbody")).not_to_contain_text("示丙老人")


def test_a_move_within_the_city_changes_hands(city: City, visit: Visit) -> None:
    page = visit("/elders/", post=city.clerk)
    open_person(page, "示戊老人")
    step(page, "转往其他乡镇（街道）")
    page.get_by_label("转往乡镇（街道）").select_option(journeys.OTHER_TOWN)
    page.get_by_label("迁移日期").fill("2026-01-06")
    page.get_by_label("原因").fill("随子女迁居")
    page.get_by_role("button", name="提请对方接收").click()
    expect(page.locator("main")).to_contain_text("旁海镇")
    look_over(page, "journey-transfer-asked")

    other = visit("/elders/transfers/", post=city.other_clerk)
    look_over(other, "journey-transfer-waits")
    other.get_by_role("row", name="示戊老人").get_by_role("link", name="接收").click()
    other.get_by_label("村（社区）").or_(other.locator("[name=area_code]")).first.select_option(
        journeys.OTHER_COMMUNITY
    )
    other.get_by_role("button", name="接收").click()
    moved = elder("示戊老人")
    assert moved.area_code == journeys.OTHER_COMMUNITY
    page.reload()
    assert page.locator("h1").inner_text().count("示戊老人") == 0, "the record is the other town's"


def test_a_category_with_proof_for_one_and_for_several(city: City, visit: Visit) -> None:
    page = visit("/elders/", post=city.clerk)
    open_person(page, "示己老人")
    page.get_by_role("link", name="申报人员类别").click()
    page.get_by_label("人员类别").select_option("dementia")
    page.get_by_label("信息来源").select_option("health")
    page.get_by_label("生效日期").fill("2026-01-08")
    page.get_by_role("button", name="申报").click()
    expect(page.locator("main")).to_contain_text("请写明证明材料名称，或附上复印件。")
    page.locator("[name=proof]").fill("市人民医院诊断书 12 号")
    page.get_by_role("button", name="申报").click()
    expect(page.locator("main")).to_contain_text("失智")
    expect(page.locator("main")).to_contain_text("市人民医院诊断书 12 号")

    page.goto(page.url.split("/elders")[0] + "/elders/")
    for name in ("示辛老人", "示壬老人"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="申报人员类别").click()
    expect(page.locator("main")).to_contain_text("2")
    look_over(page, "journey-several")
    page.get_by_label("人员类别").select_option("minimum_living")
    page.get_by_label("证明").fill("低保名册 2026 年 1 月")
    page.get_by_role("button", name="申报").click()
    expect(page.get_by_text("已为 2 人申报。").first).to_be_visible()
    expect(page.get_by_role("row", name="示辛老人")).to_contain_text("最低生活保障")


def test_the_town_confirms_its_register(city: City, visit: Visit) -> None:
    journeys.adopt(city)
    page = visit("/worklist/", post=city.clerk)
    page.get_by_role("link", name="打开台账").first.click()
    page.get_by_role("link", name="核对并确认本地台账").click()
    page.get_by_label("本乡镇（街道）台账完整、准确。").check()
    look_over(page, "journey-confirm")
    page.get_by_role("button", name="确认台账").click()
    expect(page.locator("main")).to_contain_text("已确认")
    page.goto(page.url.split("/elders")[0] + "/worklist/")
    expect(page.get_by_role("link", name="打开台账")).to_have_count(0)
