"""The console in a browser: signing in, one duty by hand, and how much a first load weighs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.duties.services import duties_escalate, rule_declare
from sangyu.city.duties.tests.factories import SYSTEM
from sangyu.city.duties.types import Cadence, OwnerKind, Part, ProofKind
from sangyu.city.organisations.models import Membership, Organisation
from sangyu.city.organisations.services import units_load
from sangyu.city.organisations.tests.factories import make_account, make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from tests.browser.support import first_load_bytes, look_over

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)
KAILI, TOWN = "522601", "522601100"
PASSWORD = "Meihua-7-shu"


@dataclass
class Kaili:
    """Kaili with its units, one promise of its paper, and those who keep it."""

    director: Membership
    clerk: Membership


def post(role: str, area: str, unit: Organisation, username: str, name: str) -> Membership:
    return make_post(role, area, unit, make_account(username, name, PASSWORD))


@pytest.fixture
def kaili() -> Kaili:
    areas_load(shipped_rows(KAILI))
    units_load(actor=SYSTEM, area_code=KAILI)
    unit = {row.short_name: row for row in Organisation.objects.all()}
    health, town, city = unit["市卫生健康局"], unit["三棵树镇"], unit["市政府"]
    today = clock.today()
    first = today.replace(month=1, day=1)
    common: dict[str, Any] = {
        "area_code": KAILI, "first": first, "clause_document": "凯里市创建健康养老示范县实施方案",
        "clause_item": "附件2第1项",
        "clause_text": "每年完成辖区内老年人数量统计并分析。完成时限：每年1月底；牵头单位：市卫生健康局。",
    }  # fmt: skip
    parent = rule_declare(
        actor=SYSTEM, code="kaili/1", title="统计上年度老年人口并分析", owner_id=health.pk,
        overseer_id=unit["市民政局"].pk, cadence=Cadence.YEARLY, due_month=11, due_day=31,
        proof_required=ProofKind.STATISTIC, parties={town.pk: Part.SUPPORT}, **common,
    )  # fmt: skip
    rule_declare(
        actor=SYSTEM, code="kaili/1/towns", title="确认老年人台账", owner_kind=OwnerKind.EACH,
        owner_each="town", overseer_id=health.pk, parent_id=parent.pk, cadence=Cadence.ONCE,
        due_on=today - timedelta(days=3), **common,
    )  # fmt: skip
    director = post(Role.DIRECTOR, KAILI, city, "demo-director", "张示例")
    clerk = post(Role.TOWN_CLERK, TOWN, town, "demo-clerk", "王示例")
    make_post(Role.INSPECTOR, TOWN, town, clerk.account)
    duties_escalate(actor=SYSTEM)
    return Kaili(director, clerk)


def test_a_clerk_signs_in_and_hands_in_the_proof(kaili: Kaili, visit: Visit) -> None:
    page = visit("/sign-in/")
    page.get_by_label("账号").fill("demo-clerk")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()
    look_over(page, "sign-in-wrong")
    page.get_by_label("账号").fill("demo-clerk")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("王示例")
    page.get_by_role("link", name="确认老年人台账").first.click()
    page.get_by_role("link", name="提交证明").click()
    page.get_by_label("办理情况").fill("台账已逐户核对，新增 12 人，去世 3 人。")
    page.get_by_role("button", name="提交证明").click()
    expect(page.get_by_text("证明已提交。").first).to_be_visible()
    look_over(page, "duty-submitted")


def test_the_first_loads_are_light(kaili: Kaili, visit: Visit) -> None:
    entry, home = visit("/sign-in/"), visit("/", post=kaili.director)
    entry.wait_for_load_state("networkidle")
    home.wait_for_load_state("networkidle")
    assert first_load_bytes(entry) <= 150_000
    assert first_load_bytes(home) <= 350_000
