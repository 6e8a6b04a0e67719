"""The component kit in a browser: accessible at every size, light, and working by mouse and keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.support import first_load_bytes

if TYPE_CHECKING:
    from tests.browser.conftest import Survey, Visit


def test_every_component_is_accessible_at_every_size_and_in_both_languages(survey: Survey) -> None:
    survey("/_ui/", "gallery")


def test_the_error_page_is_accessible(survey: Survey) -> None:
    survey("/_ui/error/409/", "error-409", status=409)


def test_a_document_prints_as_a_document(survey: Survey) -> None:
    survey("/_ui/document/", "document")


def test_pages_without_charts_are_light(visit: Visit) -> None:
    """The budgets are 150 kB for the sign-in page and 350 kB for the console home; the frame takes half at most."""
    plain, console = visit("/_ui/plain/"), visit("/_ui/blank/")
    plain.wait_for_load_state("networkidle")
    console.wait_for_load_state("networkidle")
    assert first_load_bytes(plain) < 140_000
    assert first_load_bytes(console) < 175_000


def test_charts_and_maps_are_drawn_under_the_content_security_policy(visit: Visit) -> None:
    page = visit("/_ui/")
    expect(page.locator("#chart-bar svg")).to_be_visible()
    expect(page.locator("#map svg path").first).to_be_visible()


def test_a_dialog_opens_and_closes_by_keyboard(visit: Visit) -> None:
    page = visit("/_ui/")
    page.get_by_role("button", name="Open the dialog").press("Enter")
    expect(page.get_by_role("dialog", name="登记走访")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="登记走访")).to_be_hidden()


def test_checking_rows_counts_them_and_enables_the_actions(visit: Visit) -> None:
    page = visit("/_ui/")
    remind = page.get_by_role("button", name="催办")
    expect(remind).to_be_disabled()
    page.get_by_label("选择本页全部").check()
    expect(page.locator("[data-sy-bulk-count]")).to_have_text("4")
    expect(remind).to_be_enabled()


def test_keys_open_search_shortcuts_and_palette(visit: Visit) -> None:
    page = visit("/_ui/")
    page.locator("body").press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="跳转到页面")).to_be_focused()


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visit: Visit) -> None:
    page = visit("/_ui/")
    summary = page.locator(".sy-summary").first
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_wrong-name")).to_be_focused()


def test_the_phone_menu_opens_without_script(visit: Visit) -> None:
    page = visit("/_ui/", screen="phone")
    expect(page.locator(".sy-side")).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    expect(page.locator(".sy-side")).to_be_visible()
