"""The pages of the lists: from the draft to the public's page, and the duty that follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sangyu.city.duties.models import Duty
from sangyu.city.organisations.tests.factories import make_post, make_unit
from sangyu.city.organisations.types import Role
from sangyu.kernel.work.models import Job
from sangyu.people.catalogue import sheets
from sangyu.people.catalogue.duties import releases_match
from sangyu.people.catalogue.models import GroupCount, Release
from sangyu.people.catalogue.selectors.releases import lines_of
from sangyu.people.catalogue.services.lines import line_remove
from sangyu.people.catalogue.tests.factories import CITY, make_release, released
from sangyu.people.registry.tests.factories import COMMUNITY, load_areas, make_actor, make_elder
from sangyu.people.registry.tests.visitors import client

pytestmark = pytest.mark.django_db
DIRECTOR = make_actor(Role.DIRECTOR, CITY)
HEADING = {"title": "凯里市基本养老服务清单", "year": "2026", "starts_on": "2026-01-01"}


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"catalogue:{name}", kwargs=kwargs or None)


def test_from_the_draft_to_the_page_for_everybody() -> None:
    load_areas()
    officer, director = client(Role.OFFICER, CITY), client(Role.DIRECTOR, CITY)
    answer = officer.post(url("new") + "?kind=services", HEADING | {"begin_with": "kaili"})
    release = Release.objects.get()
    assert answer.headers["Location"] == url("detail", pk=release.pk)
    assert Client().get(url("public-list", pk=release.pk)).status_code == 404
    assert director.post(url("release", pk=release.pk), {}).status_code == 422
    done = director.post(url("release", pk=release.pk), {"is_checked": "on"})
    assert done.status_code == 302
    page = Client().get(url("public-list", pk=release.pk)).content.decode()
    assert "高龄津贴（百岁及以上）" in page
    assert "每人每月不低于200元" in page
    assert "凯里市基本养老服务清单" in Client().get(url("public")).content.decode()
    assert Job.objects.filter(kind="catalogue.count").count() == 1


def test_the_release_page_names_what_is_below_the_national_list() -> None:
    load_areas()
    release = make_release(DIRECTOR)
    line = release.items.get(code="N16")
    line_remove(actor=DIRECTOR, release_id=release.pk, line_id=line.pk)
    director = client(Role.DIRECTOR, CITY)
    shown = director.get(url("detail", pk=release.pk)).content.decode()
    refused = director.post(url("release", pk=release.pk), {"is_checked": "on"})
    assert refused.status_code == 422
    for page in (shown, refused.content.decode()):
        assert "探访服务" in page
        assert "第16项" in page


def test_a_workbook_goes_out_and_comes_back() -> None:
    load_areas()
    release = make_release(DIRECTOR)
    officer = client(Role.OFFICER, CITY)
    content = officer.get(url("export", pk=release.pk)).content
    facts = lines_of(release)
    assert sheets.read(release.kind, content, "x.xlsx").lines == tuple(facts)
    short = sheets.workbook(release.kind, "x", facts[:3], mark="")
    back = officer.post(url("import", pk=release.pk), {"file": SimpleUploadedFile("x.xlsx", short)})
    assert back.status_code == 302
    assert release.items.count() == 3
    wrong = officer.post(
        url("import", pk=release.pk),
        {"file": SimpleUploadedFile("x.csv", "编号,服务项目,服务对象,牵头单位,依据条款\nA1,助餐,,局,款\n".encode())},
    )  # fmt: skip
    assert wrong.status_code == 422
    assert release.items.count() == 3


def test_a_line_is_changed_refused_at_its_word_and_taken_off() -> None:
    load_areas()
    release = make_release(DIRECTOR)
    line = release.items.get(code="N03")
    officer = client(Role.OFFICER, CITY)
    where = url("line-edit", pk=release.pk, line_id=line.pk)
    data = {
        "code": "N03", "name": "高龄津贴", "floor": "N03", "form": "material", "group": "80岁起", "clause": "第3项",
        "condition": "age >= 78", "lead_unit": "市民政局", "availability": "open", "amount": "50",
    }  # fmt: skip
    assert officer.post(where, data | {"condition": "agee >= 78"}).status_code == 422
    assert officer.post(where, data).status_code == 302
    line.refresh_from_db()
    assert (line.condition, line.amount) == ("age >= 78", Decimal(50))
    assert officer.post(url("line-remove", pk=release.pk, line_id=line.pk)).status_code == 302
    assert release.items.count() == 15


def test_a_family_reads_what_its_elder_is_entitled_to() -> None:
    from sangyu.people.registry.services.family import family_link

    load_areas()
    released(DIRECTOR)
    elder = make_elder(birth_date=date(1940, 1, 1))
    post = make_post(Role.FAMILY, COMMUNITY)
    family = Client()
    family.force_login(post.account)
    assert elder.name not in family.get(url("mine")).content.decode()
    family_link(
        actor=make_actor(), elder_id=elder.pk, username=post.account.username, relation="20"
    )
    page = family.get(url("mine")).content.decode()
    assert elder.name in page
    assert "高龄津贴" in page


def test_the_public_check_answers_and_keeps_nothing() -> None:
    load_areas()
    release = released(DIRECTOR)
    where = url("public-check", pk=release.pk)
    answer = Client().post(
        where, {"age": "82", "disability_grade": "0", "living": "alone", "groups": ["veteran_care"]}
    )
    found = {one.item.code: str(one.answer) for one in answer.context["answers"].items}
    assert (found["N03"], found["N14"], found["N16"]) == ("yes", "yes", "yes")
    assert (found["N05"], found["N07"], found["N08"]) == ("maybe", "no", "ask")
    assert answer.headers["Cache-Control"] == "no-store"
    assert Client().post(where, {"age": "x"}).status_code == 422


def test_the_yearly_list_is_a_duty_that_its_release_closes() -> None:
    unit = make_unit(CITY, name="凯里市民政局", short_name="民政局")
    with time_machine.travel("2025-03-01 10:00+08:00"):
        draft = make_release(DIRECTOR, year=2025)
        releases_match()
        releases_match()
        duty = Duty.objects.get(kind="catalogue.release")
        assert (duty.period, duty.lead_id, duty.statutory_due) == (
            "2025",
            unit.pk,
            date(2025, 6, 30),
        )
        from sangyu.people.catalogue.services.releases import release_publish

        release_publish(actor=DIRECTOR, release_id=draft.pk)
    duty.refresh_from_db()
    assert duty.state == "done"
    with time_machine.travel("2026-02-01 10:00+08:00"):
        assert releases_match().opened == 1
    assert GroupCount.objects.count() == 0
