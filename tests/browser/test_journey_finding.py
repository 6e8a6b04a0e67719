"""Finding people: the one search box, shared filters, the map, duplicates, and who else may see a record."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from sangyu.city.organisations.tests.factories import make_account, make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel.audit.models import AuditEntry
from sangyu.people.registry.models import Elder
from sangyu.people.registry.tests.factories import make_elder, resident_id
from tests.browser.journeys import COMMUNITY, TOWN, City, elder
from tests.browser.support import look_over

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)
ID = resident_id(date(1941, 3, 8), serial=970)
PHONE = "14000970970"
BUSY = ".htmx-request, .htmx-settling, .htmx-added"
"""While something is being swapped in it does not listen yet."""


def search(page: Page, text: str) -> list[str]:
    """The names that the box finds."""
    box = page.locator("#rg-q")
    box.fill(text)
    with page.expect_navigation():
        box.press("Enter")
    return page.locator("#elders tbody th a").all_inner_texts()


def test_one_box_finds_people_by_all_that_one_knows_of_them(city: City, visit: Visit) -> None:
    make_elder(
        name="覃桂花", area_code=COMMUNITY, address="苹果山巷 17 号", id=ID, phone=PHONE, birth_date=date(1941, 3, 8)
    )  # fmt: skip
    page = visit("/elders/", post=city.clerk)
    everybody = page.locator("#elders tbody tr").count()
    for text in ("覃桂花", "覃", "qinguihua", "qgh", ID, PHONE, "苹果山巷"):
        found = search(page, text)
        assert "覃桂花" in found, text
        assert len(found) < everybody, text
        if text in (ID, PHONE):
            assert found == ["覃桂花"]
            assert text not in page.url
    look_over(page, "journey-search")
    assert search(page, "没有这个人") == []
    look_over(page, "journey-search-nobody")


def test_a_filter_is_saved_and_its_link_shared(city: City, visit: Visit) -> None:
    page = visit("/elders/", post=city.clerk)
    page.get_by_role("link", name="更多条件").click()
    expect(page.get_by_label("居住状况")).to_be_visible()
    expect(page.locator(BUSY)).to_have_count(0)
    page.get_by_label("居住状况").select_option("alone")
    expect(page.locator("#elders-chips")).to_contain_text("独自居住")
    expect(page).to_have_url(re.compile("living=alone"))
    page.get_by_role("link", name="保存筛选条件").click()
    page.get_by_label("筛选条件名称").fill("每月走访")
    page.get_by_label("与本单位共享").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("筛选条件已保存。").first).to_be_visible()
    page.locator("summary", has_text="已保存的筛选").click()
    link = page.get_by_role("link", name="每月走访").get_attribute("href") or ""
    look_over(page, "journey-filter-saved")
    ours = page.locator("#elders tbody th a").all_inner_texts()

    colleague = make_post(Role.TOWN_CLERK, TOWN, city.clerk.organisation)
    theirs = visit("/elders/", post=colleague)
    theirs.locator("summary", has_text="已保存的筛选").click()
    theirs.get_by_role("link", name="每月走访").click()
    expect(theirs.locator("#elders-chips")).to_contain_text("独自居住")
    assert theirs.locator("#elders tbody th a").all_inner_texts() == ours
    by_link = visit(link, post=colleague)
    assert by_link.locator("#elders tbody th a").all_inner_texts() == ours

    elsewhere = visit(link, post=city.other_clerk)
    assert "没有" in elsewhere.locator("main").inner_text() or not set(ours) & set(
        elsewhere.locator("#elders tbody th a").all_inner_texts()
    )


def test_the_map_leads_from_towns_to_communities_to_people(city: City, visit: Visit) -> None:
    page = visit("/elders/", post=city.director)
    page.get_by_role("link", name="地图", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("凯里市")
    look_over(page, "journey-map-city")
    page.get_by_role("link", name="城西街道").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("城西街道")
    look_over(page, "journey-map-town")
    page.get_by_role("link", name="名单：北京西路社区居民委员会").first.click()
    expect(page.locator("#elders tbody tr")).to_have_count(6)


def test_duplicates_are_found_merged_and_parted_again(city: City, visit: Visit) -> None:
    shared = {"area_code": COMMUNITY, "phone": "14000009003", "birth_date": date(1948, 3, 2)}
    for address in ("北京西路 3 号", "北京西路 3 号 2 单元"):
        make_elder(name="韦双喜", address=address, **shared)
    page = visit("/elders/duplicates/", post=city.clerk)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="重新查找").click()
    expect(page.get_by_text("新发现 1 对疑似重复。").first).to_be_visible()
    page.get_by_role("link", name="比对").click()
    look_over(page, "journey-compare")
    page.locator("[name=take_address][value=right]").check()
    page.get_by_label("认定为同一人的依据").fill("电话核实，同一人登记两次")
    page.get_by_role("button", name="合并为一份档案").click()
    expect(page.get_by_text("已合并。在档案再次变更之前可以撤销。").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("北京西路 3 号 2 单元")
    assert Elder.objects.filter(name="韦双喜", status="present").count() == 1

    page.get_by_role("button", name="撤销合并").first.click()
    expect(page.get_by_text("合并已撤销，两份档案均已恢复。").first).to_be_visible()
    assert Elder.objects.filter(name="韦双喜", status="present").count() == 2


def test_a_family_account_sees_its_elder_and_nobody_else(city: City, visit: Visit) -> None:
    family = make_post(Role.FAMILY, COMMUNITY, None, make_account("shi-daughter", "示小乙"))
    own, other = elder("示乙老人"), elder("示丙老人")
    page = visit(f"/elders/{own.pk}/", post=city.clerk)
    page.get_by_role("link", name="家属账号").click()
    page.get_by_label("账号").last.fill("shi-daughter")
    page.get_by_label("与老人关系").select_option("20")
    page.get_by_role("button", name="允许此账号查看档案").click()
    expect(page.get_by_text("该账号现在可以查看档案。").first).to_be_visible()

    theirs = visit("/", post=family)
    theirs.get_by_role("link", name="我的家人").first.click()
    expect(theirs.locator("main")).to_contain_text("示乙老人")
    expect(theirs.locator("main")).not_to_contain_text("示丙老人")
    look_over(theirs, "journey-family")
    for path in (f"/elders/{other.pk}/", "/elders/", f"/elders/{own.pk}/"):
        answer = theirs.goto(theirs.url.split("/elders")[0] + path)
        assert answer is not None
        assert answer.status in (403, 404)


def test_the_hotline_sees_a_number_for_a_purpose_and_the_trail_keeps_it(
    city: City, visit: Visit
) -> None:
    number = "14000000001"
    one = elder("示乙老人")
    page = visit(f"/elders/{one.pk}/", post=make_post(Role.HOTLINE, "522601"))
    expect(page.locator("main")).not_to_contain_text(number)
    page.get_by_role("button", name="显示完整号码").or_(
        page.get_by_role("link", name="显示完整号码")
    ).first.click()
    dialog = page.get_by_role("dialog", name="显示完整号码")
    dialog.get_by_label("证件号码").uncheck()
    dialog.get_by_label("联系电话").check()
    dialog.get_by_label("用途").select_option("call")
    dialog.get_by_label("具体说明").fill("回访")
    look_over(page, "journey-hotline-asks")
    dialog.get_by_role("button", name="显示", exact=True).click()
    expect(dialog).to_contain_text(number)
    look_over(page, "journey-hotline-sees")
    entry = AuditEntry.objects.filter(action="pii.viewed", object_id=str(one.pk)).latest("pk")
    assert "回访" in entry.purpose
    assert number not in str(entry.after)

    clerk = visit(f"/elders/{one.pk}/looks/", post=city.clerk)
    expect(clerk.locator("main")).to_contain_text("回访")
