"""The calendar's pages through HTTP: looking, setting and removing a day, importing a notice, who may."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel import clock
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.workdays import overlay, selectors

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_post(role).account)
    return client


def test_everybody_sees_which_days_are_worked_and_what_is_provisional() -> None:
    officer = client_of("officer")
    known = officer.get(reverse("workdays:year", args=[2026])).content.decode()
    assert known.count("wd-provisional") == 1  # the legend's
    assert known.count('<table class="wd-month">') == 12
    assert "wd-work wd-exception" in known
    unknown = officer.get(reverse("workdays:year", args=[2035])).content.decode()
    assert "wd-work wd-provisional" in unknown
    assert reverse("workdays:set") not in unknown
    assert officer.get("/workdays/1949/").status_code == 404
    assert officer.get("/workdays/9999999/").status_code == 404
    assert officer.get(reverse("workdays:home")).status_code == 302


def test_a_day_is_set_with_its_source_shown_and_removed() -> None:
    admin = client_of("system_admin")
    data = {"date": "2035-01-01", "rule": "off", "source": "示例通知", "note": "元旦"}
    assert admin.post(reverse("workdays:set"), data | {"source": ""}).status_code == 422
    assert admin.post(reverse("workdays:set"), data | {"date": "x"}).status_code == 422
    assert admin.post(reverse("workdays:set"), data).status_code == 302
    assert not overlay.read().is_workday(date(2035, 1, 1))
    page = admin.get(reverse("workdays:year", args=[2035])).content.decode()
    assert "示例通知" in page
    assert "wd-set" in page
    assert (
        client_of("officer").post(reverse("workdays:remove"), {"date": "2035-01-01"}).status_code
        == 403
    )
    assert admin.post(reverse("workdays:remove"), {"date": "2035-01-01"}).status_code == 302
    assert admin.post(reverse("workdays:remove"), {"date": "2035-01-01"}).status_code == 404
    actions = AuditEntry.objects.filter(action__startswith="workdays.").order_by("pk")
    assert [entry.action for entry in actions] == ["workdays.day.set", "workdays.day.removed"]


def test_a_years_notice_makes_the_year_known_or_names_each_fault() -> None:
    admin = client_of("system_admin")
    year = clock.today().year + 3

    def post(text: str) -> int:
        data = {
            "file": SimpleUploadedFile("n.csv", text.encode()), "source": "示例通知",
            "whole_year": str(year),
        }  # fmt: skip
        return admin.post(reverse("workdays:import"), data).status_code

    head = "日期,安排,说明\n"
    assert post(f"{head}{year}-01-01,休,元旦\n昨天,休,\n") == 422
    assert selectors.override_list(year) == []
    assert post(f"{head}{year - 1}-01-01,休,元旦\n") == 422
    assert post(f"{head}{year}-01-01,休,元旦\n") == 302
    assert selectors.known_year_sources() == {year: "示例通知"}
    page = admin.get(reverse("workdays:year", args=[year])).content.decode()
    assert 'wd-provisional">2<' not in page
