"""Home, worklist, search, notices and help, as the town that owes, the bureau that oversees, and a stranger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sangyu.city.duties import services
from sangyu.city.duties.models import DutyRule, Notice
from sangyu.city.duties.tests.factories import (
    SYSTEM,
    City,
    duty_of,
    make_city,
    make_rule,
    make_town_rule,
)
from sangyu.city.duties.types import DutyState
from sangyu.city.organisations.models import Account
from sangyu.console import handbook
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.ui import cards, finder
from sangyu.kernel.ui.cards import Card
from sangyu.kernel.ui.finder import Finder, Hit
from sangyu.people.registry.tests.factories import load_areas, make_elder, resident_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    """A city whose towns were due on the first of January of this year, so that they are late."""
    city = make_city()
    year = {"first": date(clock.today().year, 1, 1)}
    parent = make_rule(city, on=str(clock.today()), due_day=31, due_month=11, **year)
    make_town_rule(
        city,
        parent,
        on=str(clock.today()),
        due_month=None,
        due_day=None,
        due_on=date(2020, 1, 1),
        **year,
    )
    services.duties_escalate(actor=SYSTEM)
    return city


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=actor.account_id or 0))
    return client


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_home_shows_each_what_is_due_wrong_and_new(city: City) -> None:
    clerk = page(signed_in(city.towns[0].clerk), "console:home")
    assert "确认老年人台账" in clerk
    assert "逾期单位" not in clerk
    officer = page(signed_in(city.officer), "console:home")
    assert ("逾期单位" in officer, "有问题" in officer, "最新变化" in officer) == (True, True, True)
    assert "确认老年人台账" not in page(signed_in(city.stranger), "console:home")


def test_the_worklist_parts_by_urgency_and_scope(city: City) -> None:
    client = signed_in(city.towns[0].clerk)
    text = page(client, "console:worklist")
    assert text.index("确认老年人台账") < text.index("统计上年度老年人口并分析")
    assert "确认老年人台账" not in page(client, "console:worklist", scope="mine")
    assert "没有待办事项" in page(signed_in(city.stranger), "console:worklist")


def test_the_worklist_costs_the_same_whatever_its_length(
    city: City, django_assert_num_queries: Any
) -> None:
    client = signed_in(city.officer)
    page(client, "console:worklist")
    with CaptureQueriesContext(connection) as few:
        page(client, "console:worklist", scope="area")
    for number in range(20):
        make_town_rule(city, make_rule(city), code=f"test/more/{number}")
    with django_assert_num_queries(len(few)):
        page(client, "console:worklist", scope="area")
    assert len(few) < 20


def test_search_asks_every_room_and_keeps_to_the_scope(city: City) -> None:
    finder.register(Finder("test.secret", "秘密", "no.right", lambda *_args: [Hit("密件", "/")]))
    found = page(signed_in(city.officer), "console:search", q="台账")
    assert ("确认老年人台账" in found, "密件" in found) == (True, False)
    assert "没有找到" in page(signed_in(city.stranger), "console:search", q="台账")
    one = signed_in(city.towns[0].clerk).get(reverse("console:search"), {"q": "统计上年度"})
    assert one.status_code == 302


def test_a_number_in_the_search_box_stands_in_no_address_and_the_look_is_recorded(
    city: City,
) -> None:
    number = resident_id()
    load_areas()
    elder = make_elder(id=number, area_code="522601103001")
    client, url = signed_in(city.officer), reverse("console:search")
    assert f'action="{url}" method="post"' in page(client, "console:home")
    for answer in (client.post(url, {"q": number}), client.get(url, {"q": number})):
        target = answer.headers["Location"]
        assert number not in target
        assert client.get(target).headers["Location"] == f"/elders/{elder.pk}/"
        assert "没有找到" in signed_in(city.stranger).get(target).content.decode()
    entries = AuditEntry.objects.filter(action="registry.elder.searched")
    assert [(entry.after or {})["by"] for entry in entries] == [["id"]] * 2
    assert client.post(url, {"q": "台账"}).headers["Location"].startswith(f"{url}?q=")


def test_notices_are_read_by_opening_them(city: City) -> None:
    client = signed_in(city.towns[0].clerk)
    assert "已逾期" in page(client, "console:notices")
    notice = Notice.objects.get(organisation=city.towns[0].unit)
    url = reverse("console:notice-open", args=[notice.pk])
    assert signed_in(city.stranger).post(url).status_code == 404
    assert client.post(url).headers["Location"] == notice.link
    assert client.post(reverse("console:notices-read")).status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_duty_goes_from_the_town_to_the_bureau_through_the_pages(city: City) -> None:
    duty = duty_of(
        DutyRule.objects.get(code="test/1/towns"),
        city.towns[0].unit,
        str(clock.today().year),
    )
    clerk, officer = signed_in(city.towns[0].clerk), signed_in(city.officer)

    def act(step: str) -> str:
        return reverse("duties:act", args=[duty.pk, step])

    for step in ("take", "assign", "submit"):
        assert act(step) in page(clerk, "duties:detail", duty.pk)
    assert clerk.get(act("submit")).status_code == 200
    assert clerk.post(act("take")).status_code == 302
    assert clerk.post(act("submit"), {"kind": "text", "label": ""}).status_code == 422
    assert (
        clerk.post(act("submit"), {"kind": "text", "label": "台账已核对 312 人"}).status_code == 302
    )
    assert clerk.post(act("close")).status_code == 403
    assert "台账已核对 312 人" in page(officer, "duties:detail", duty.pk)
    assert officer.post(act("return"), {"reason": ""}).status_code == 422
    assert officer.post(act("return"), {"reason": "请补充分村数据"}).status_code == 302
    assert clerk.post(act("submit"), {"kind": "text", "label": "已补充"}).status_code == 302
    assert officer.post(act("close")).status_code == 302
    assert officer.post(act("close")).status_code == 409
    assert officer.get(act("unheard-of")).status_code == 404
    assert signed_in(city.stranger).get(act("submit")).status_code == 404
    duty.refresh_from_db()
    assert duty.state == DutyState.DONE_LATE
    assert "请补充分村数据" in page(officer, "duties:detail", duty.pk) or duty.reason == ""


def test_the_board_filters_and_names_the_late(city: City) -> None:
    officer = signed_in(city.officer)
    assert "确认老年人台账" in page(officer, "duties:board", scope="area")
    assert "确认老年人台账" not in page(officer, "duties:board", scope="area", q="统计")
    assert "没有事项" in page(officer, "duties:board", state="done")


def test_an_empty_card_is_no_card(city: City) -> None:
    cards.register(
        Card("test.empty", "wrong", "空卡片", "", "console/cards/kept.html", lambda _actor: None)
    )
    assert "空卡片" not in page(signed_in(city.officer), "console:home")
    with pytest.raises(ValueError, match="section"):
        cards.register(Card("test.bad", "elsewhere", "", "", "", lambda _actor: None))


def test_help_is_the_handbook_in_the_readers_language(
    city: City, settings: Any, tmp_path: Path
) -> None:
    client = signed_in(city.officer)
    assert "登录与安全" in page(client, "console:help")
    assert "三员分立" in page(client, "console:help-page", "sign-in")
    assert 'href="/help/town-clerk/"' in page(client, "console:help")
    assert client.get(reverse("console:help-page", args=["no-such"])).status_code == 404
    settings.HANDBOOK_DIR = tmp_path
    (tmp_path / "one.md").write_text("# 一\n\n<script>alert(1)</script>\n", "utf-8")
    assert "<script>alert" not in page(client, "console:help-page", "one")
    assert handbook.chapter("../secret", "zh-hans") is None
