"""Wishes for a place and adaptations of homes, step by step, with the people who may and may not."""

from __future__ import annotations

import base64
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sangyu.city.duties.models import Duty
from sangyu.city.organisations.tests.factories import make_unit
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.kernel.attachments.selectors import of_bundles
from sangyu.kernel.attachments.types import FileKind, SafeFile
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.people.catalogue.models import Wish, Work
from sangyu.people.catalogue.services import wishes, works
from sangyu.people.catalogue.tests.factories import CITY, make_wish, make_work
from sangyu.people.registry.models import ElderCategory
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    load_areas,
    make_actor,
    make_elder,
)
from sangyu.people.registry.tests.visitors import client

pytestmark = pytest.mark.django_db
OFFICER = make_actor(Role.OFFICER, CITY)
CLERK = make_actor(Role.TOWN_CLERK, TOWN)
STRANGER = make_actor(Role.TOWN_CLERK, OTHER_TOWN)
DAY = date(2026, 3, 1)
CONTENT = b"\x89PNG\r\n\x1a\n" + b"0" * 64
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURE = SafeFile("before.png", FileKind.PNG, len(CONTENT), CONTENT)


@pytest.fixture(autouse=True)
def spring(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    load_areas()
    with time_machine.travel("2026-04-01 10:00+08:00"):
        yield


def make_home() -> int:
    return int(make_unit(CITY, kind=OrganisationKind.HOME, name="示例敬老院").pk)


def disabled(**over: Any) -> Any:
    return make_elder(support_form="scattered", ability_level=3, **over)


def test_a_wish_is_recorded_offered_declined_offered_again_and_met() -> None:
    elder = disabled()
    wish = wishes.wish_record(actor=CLERK, elder_id=elder.pk, wished_on=DAY, source="visit")
    elder.refresh_from_db()
    assert elder.wants_home == "yes"
    home = make_home()
    wishes.wish_offer(actor=OFFICER, wish_id=wish.pk, home_id=home, offered_on=date(2026, 3, 10))
    wishes.wish_decline(actor=CLERK, wish_id=wish.pk, note="离家太远")
    wish.refresh_from_db()
    assert (wish.state, wish.wished_on, wish.home_id, wish.offers) == ("waiting", DAY, None, 1)
    wishes.wish_offer(actor=OFFICER, wish_id=wish.pk, home_id=home, offered_on=date(2026, 3, 20))
    with pytest.raises(DomainError):
        wishes.wish_place(actor=CLERK, wish_id=wish.pk, placed_on=date(2026, 3, 19))
    wishes.wish_place(actor=CLERK, wish_id=wish.pk, placed_on=date(2026, 3, 25))
    wish.refresh_from_db()
    elder.refresh_from_db()
    assert (wish.state, wish.offers, wish.placed_on) == ("placed", 2, date(2026, 3, 25))
    assert (elder.support_form, elder.living) == ("centralised", "institution")


def test_one_open_wish_each_and_none_in_the_future() -> None:
    elder = disabled()
    with pytest.raises(DomainError) as refusal:
        wishes.wish_record(
            actor=CLERK, elder_id=elder.pk, wished_on=date(2026, 4, 2), source="elder"
        )
    assert refusal.value.field == "wished_on"
    make_wish(elder)
    with pytest.raises(Conflict):
        wishes.wish_record(actor=CLERK, elder_id=elder.pk, wished_on=DAY, source="elder")


def test_who_may_take_which_step() -> None:
    wish = make_wish(disabled())
    home = make_home()
    with pytest.raises(NotFound):
        wishes.wish_withdraw(actor=STRANGER, wish_id=wish.pk, note="x")
    with pytest.raises(Forbidden):
        wishes.wish_offer(actor=CLERK, wish_id=wish.pk, home_id=home, offered_on=DAY)
    with pytest.raises(Conflict):
        wishes.wish_place(actor=CLERK, wish_id=wish.pk, placed_on=DAY)
    town = make_unit(TOWN, kind=OrganisationKind.TOWN)
    with pytest.raises(DomainError) as refusal:
        wishes.wish_offer(actor=OFFICER, wish_id=wish.pk, home_id=town.pk, offered_on=DAY)
    assert refusal.value.code == "not-a-home"


def test_taking_back_tells_the_register() -> None:
    elder = disabled(wants_home="yes")
    wish = make_wish(elder)
    wishes.wish_withdraw(actor=CLERK, wish_id=wish.pk, note="愿意居家")
    elder.refresh_from_db()
    assert elder.wants_home == "no"


def test_whom_the_register_says_to_wish_it_is_taken_over_once() -> None:
    due = disabled(wants_home="yes")
    disabled(wants_home="no")
    disabled(wants_home="yes", area_code=OTHER_COMMUNITY)
    make_elder(support_form="scattered", ability_level=1, wants_home="yes")
    make_elder(support_form="centralised", ability_level=3, wants_home="yes")
    assert [wishes.wishes_find(actor=CLERK) for _time in range(2)] == [1, 0]
    assert Wish.objects.get().elder_id == due.pk


def test_works_from_the_order_to_the_acceptance_with_pictures_and_a_clock() -> None:
    unit = make_unit(TOWN, kind=OrganisationKind.TOWN)
    work = make_work(disabled())
    with pytest.raises(DomainError):
        works.work_order(actor=OFFICER, work_id=work.pk, measures="扶手", contractor="甲", files=[])
    works.work_order(
        actor=OFFICER, work_id=work.pk, measures="卫生间扶手", contractor="甲", files=[PICTURE]
    )
    duty = Duty.objects.get(kind="catalogue.work")
    assert (duty.lead_id, duty.statutory_due) == (unit.pk, date(2026, 6, 30))
    with pytest.raises(DomainError):
        works.work_finish(
            actor=CLERK,
            work_id=work.pk,
            done_on=date(2026, 4, 2),
            cost=Decimal(800),
            files=[PICTURE],
        )
    finish: dict[str, Any] = {"done_on": date(2026, 4, 1), "cost": Decimal(800), "files": [PICTURE]}
    works.work_finish(actor=CLERK, work_id=work.pk, **finish)
    with pytest.raises(Forbidden):
        works.work_accept(actor=CLERK, work_id=work.pk)
    works.work_refuse(actor=OFFICER, work_id=work.pk, note="扶手松动")
    duty.refresh_from_db()
    assert duty.state not in {"done", "cancelled"}
    works.work_finish(actor=CLERK, work_id=work.pk, **finish)
    done = works.work_accept(actor=OFFICER, work_id=work.pk)
    duty.refresh_from_db()
    assert (done.state, duty.state) == ("accepted", "done")
    keys = [str(done.before_files), str(done.after_files)]
    assert sorted(of_bundles(actor=CLERK, bundles=keys)) == sorted(keys)
    assert of_bundles(actor=STRANGER, bundles=keys) == {}


def test_works_that_are_dropped_are_owed_no_more() -> None:
    make_unit(TOWN, kind=OrganisationKind.TOWN)
    work = make_work(disabled())
    works.work_order(
        actor=OFFICER, work_id=work.pk, measures="坡道", contractor="甲", files=[PICTURE]
    )
    works.work_drop(actor=OFFICER, work_id=work.pk, note="老人谢绝")
    assert Duty.objects.get(kind="catalogue.work").state == "cancelled"
    with pytest.raises(Conflict):
        works.work_drop(actor=OFFICER, work_id=work.pk, note="再次")


def test_homes_that_are_due_are_found_once_for_each_household() -> None:
    first = disabled(household_no="H1", living="alone")
    disabled(household_no="H1", living="couple")
    lone = make_elder(birth_date=date(1940, 1, 1), living="alone")
    ElderCategory.objects.create(
        elder=lone, category="minimum_living", origin="declared", started_on=date(2025, 1, 1), proof="x",
        recorded_at="2025-01-01T00:00Z", actor_label="clerk",
    )  # fmt: skip
    make_elder(birth_date=date(1940, 1, 1), living="alone")
    disabled(living="institution")
    assert [works.works_find(actor=OFFICER) for _time in range(2)] == [2, 0]
    assert set(Work.objects.values_list("elder_id", flat=True)) == {first.pk, lone.pk}
    assert first.area_code == COMMUNITY


def test_the_pages_take_a_wish_and_works_through_their_steps() -> None:
    elder, home = disabled(), make_home()
    make_unit(TOWN, kind=OrganisationKind.TOWN)
    clerk, officer, stranger = (
        client(role, area)
        for role, area in ((Role.TOWN_CLERK, TOWN), (Role.OFFICER, CITY), (Role.TOWN_CLERK, OTHER_TOWN))
    )  # fmt: skip

    def url(name: str, **kwargs: Any) -> str:
        return reverse(f"catalogue:{name}", kwargs=kwargs)

    new = url("wish-new", pk=elder.pk)
    wish = {"wished_on": "2026-03-01", "source": "elder"}
    assert stranger.post(new, wish).status_code == 404
    assert clerk.post(new, wish | {"wished_on": ""}).status_code == 422
    assert clerk.post(new, wish).status_code == 302
    pk = Wish.objects.get().pk
    offer = {"home_id": home, "offered_on": "2026-03-10"}
    assert clerk.post(url("wish-step", pk=pk, step="offer"), offer).status_code == 403
    assert officer.post(url("wish-step", pk=pk, step="offer"), offer).status_code == 302
    assert officer.get(url("wish-step", pk=pk, step="nonsense")).status_code == 404
    moved = clerk.post(url("wish-step", pk=pk, step="place"), {"placed_on": "2026-03-11"})
    assert moved.status_code == 302
    assert elder.name in clerk.get(url("wishes") + "?state=placed").content.decode()
    assert elder.name not in stranger.get(url("wishes") + "?state=placed").content.decode()

    assert officer.post(url("works-find")).status_code == 302
    assert not Work.objects.exists()  # who lives in a home needs no works at home
    work = make_work(disabled())
    order = {"measures": "扶手", "contractor": "甲"}
    step = url("work-step", pk=work.pk, step="order")
    assert officer.post(step, order).status_code == 422
    picture = SimpleUploadedFile("before.png", PIXEL, content_type="image/png")
    assert officer.post(step, order | {"files": picture}).status_code == 302
    page = clerk.get(url("work", pk=work.pk)).content.decode()
    assert "before.png" in page
    assert stranger.get(url("work", pk=work.pk)).status_code == 404
