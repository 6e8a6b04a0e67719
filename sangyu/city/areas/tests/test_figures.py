"""Dated figures: shipped, entered, corrected, imported, exported; who may; what follows an abolished code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sangyu.city.areas import figures, importing, selectors
from sangyu.city.areas.exporting import HEAD
from sangyu.city.areas.models import Area, AreaStatistic
from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.areas.types import Figure, Indicator, Loaded
from sangyu.city.organisations.tests.factories import SYSTEM, make_actor, make_post
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import DomainError, Forbidden, NotFound

pytestmark = pytest.mark.django_db
CITY = "320614"
DAY = date(2020, 11, 1)


@pytest.fixture(autouse=True)
def haimen() -> None:
    """One district of Nantong, with what lies above and below."""
    areas_load(shipped_rows(CITY))


def officer(area_code: str = CITY) -> Client:
    client = Client()
    client.force_login(make_post("officer", area_code).account)
    return client


def figure(**over: Any) -> Figure:
    values: dict[str, Any] = {
        "area_code": CITY, "indicator": "residents", "as_of": DAY, "value": Decimal(991000),
        "sureness": "official", "source": "市统计公报",
    }  # fmt: skip
    return Figure(**values | over)


def test_shipped_figures_load_once_tell_what_they_did_and_leave_the_citys_own() -> None:
    first = figures.figures_load(actor=SYSTEM, prefix=CITY)
    assert (first.added, first.changed, first.kept) == (7, 0, 0)
    assert figures.figures_load(actor=SYSTEM, prefix=CITY) == Loaded(unchanged=7)
    AreaStatistic.objects.filter(area_id=CITY, indicator="share_60").update(value=1)
    assert figures.figures_load(actor=SYSTEM, prefix=CITY) == Loaded(changed=1, unchanged=6)
    assert figures.figure_set(actor=make_actor("officer", CITY), figure=figure())
    assert figures.figures_load(actor=SYSTEM, prefix=CITY) == Loaded(unchanged=6, kept=1)
    row = selectors.figure_of(CITY, Indicator.RESIDENTS, DAY)
    assert row is not None
    assert (row.value, row.sureness, row.is_shipped) == (Decimal(991000), "official", False)
    assert selectors.figure_of(CITY, Indicator.RESIDENTS, date(2020, 10, 31)) is None


def test_every_shipped_figure_can_stand_and_says_how_sure_it_is() -> None:
    from sangyu.city.areas.rules import value_fault

    rows = figures.shipped_figures()
    assert len({(row.area_code, row.indicator, row.as_of) for row in rows}) == len(rows) > 50
    assert {row.area_code[:2] for row in rows} >= {"23", "37", "52", "32", "62"}
    for row in rows:
        assert value_fault(row.indicator, row.value) is None
        assert ("凭记忆" in row.source) == (row.sureness == "memory")
        assert row.sureness != "official"
    codes = {code for code, _name in shipped_rows()}
    assert {row.area_code for row in rows} <= codes


def test_the_command_loads_codes_links_and_figures() -> None:
    out = StringIO()
    call_command("areas", "load", "371503", stdout=out)
    assert "1 new links" in out.getvalue()
    assert "added" in out.getvalue()
    again = StringIO()
    call_command("areas", "statistics", "load", "371503", stdout=again)
    assert "Figures: 0 added, 0 changed" in again.getvalue()


def test_an_abolished_code_keeps_its_name_and_leads_to_its_successor() -> None:
    assert figures.successions_load(CITY) == 1
    assert figures.successions_load(CITY) == 0
    assert selectors.current_codes("320684") == [CITY]
    assert selectors.area_name("320684").name == "海门市"
    assert not selectors.area_exists("320684")
    figures.figures_load(actor=SYSTEM, prefix=CITY)
    found = selectors.figure_of("320684", Indicator.RESIDENTS, DAY)
    assert found is not None
    assert found.value == 991782
    city = officer("3206")
    page = city.get(reverse("areas:detail", args=["320684"])).content.decode()
    assert reverse("areas:detail", args=[CITY]) in page
    assert "320684" in city.get(reverse("areas:detail", args=[CITY])).content.decode()
    below = city.get(reverse("areas:detail", args=["3206"])).content.decode()
    assert reverse("areas:detail", args=["320684"]) not in below


def test_an_officer_enters_and_corrects_with_a_source_and_the_trail_has_both() -> None:
    client = officer()
    address = reverse("areas:figure", args=[CITY])
    data = {
        "indicator": "households", "as_of": "2020-11-01", "value": "300000", "sureness": "official",
        "source": "公报",
    }  # fmt: skip
    assert client.post(address, data | {"source": ""}).status_code == 422
    assert client.post(address, data | {"value": "1.5"}).status_code == 422
    assert client.post(address, data | {"as_of": "2999-01-01"}).status_code == 422
    assert client.post(address, data).status_code == 302
    assert client.post(address, data | {"value": "300001"}).status_code == 302
    assert client.post(address, data | {"value": "300001"}).status_code == 302
    entries = AuditEntry.objects.filter(action="areas.figure.set").order_by("pk")
    assert [(e.before or {}).get("value") for e in entries] == [None, "300000"]
    assert entries[1].after == {"value": "300001"}
    assert "300,001" in client.get(reverse("areas:detail", args=[CITY])).content.decode()


def test_who_may_not() -> None:
    with pytest.raises(Forbidden):
        figures.figure_set(actor=make_actor("town_clerk", CITY), figure=figure())
    with pytest.raises(NotFound):
        figures.figure_set(actor=make_actor("officer", "371502"), figure=figure())
    assert officer("371502").get(reverse("areas:detail", args=[CITY])).status_code == 404


def test_a_files_faults_name_row_column_value_and_remedy_and_nothing_is_kept() -> None:
    content = "\n".join(
        [
            "区划代码,指标,截至日期,数值,来源",
            f"{CITY},常住人口,2024-12-31,990000,公报",
            "999999,常住人口,2024-12-31,1,公报",
            f"{CITY},鸡的数量,2024-12-31,1,公报",
            f"{CITY},60岁及以上人口比重,去年,130,",
            f"{CITY},常住人口,2024-12-31,x,公报",
            f"{CITY},常住人口,2024-12-31,1,公报",
        ]
    ).encode()
    actor = make_actor("officer", CITY)
    with pytest.raises(importing.BadFigures) as caught:
        importing.figures_read(actor=actor, content=content, name="a.csv")
    found = [(p.where, p.field, p.value) for p in caught.value.problems]
    assert found == [
        ("3", "区划代码", "999999"),
        ("4", "指标", "鸡的数量"),
        ("5", "截至日期", "去年"),
        ("5", "数值", "130"),
        ("5", "来源", ""),
        ("6", "数值", "x"),
        ("7", "指标", "常住人口"),
    ]
    assert all(p.remedy for p in caught.value.problems)
    upload = SimpleUploadedFile("a.csv", content)
    page = officer().post(reverse("areas:import"), {"file": upload})
    assert page.status_code == 422
    assert "鸡的数量" in page.content.decode()
    assert not AreaStatistic.objects.exists()
    with pytest.raises(importing.BadFigures):
        importing.figures_read(actor=actor, content="甲,乙\n1,2".encode(), name="a.csv")


def test_what_is_exported_can_be_imported_again() -> None:
    figures.figures_load(actor=SYSTEM, prefix=CITY)
    client = officer()
    content = client.get(reverse("areas:export", args=[CITY])).content
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[1]][:5] == HEAD
    assert sheet.max_row == 5
    actor = make_actor("officer", CITY)
    rows = importing.figures_read(actor=actor, content=content, name="a.xlsx")
    assert {row.area_code for row in rows} == {CITY}
    upload = SimpleUploadedFile("a.xlsx", content)
    assert client.post(reverse("areas:import"), {"file": upload}).status_code == 302
    assert AreaStatistic.objects.filter(area_id=CITY, sureness="official").count() == 4
    assert figures.figures_import(actor=actor, figures=rows, name="a.xlsx").unchanged == 4


def test_the_api_gives_areas_and_figures() -> None:
    figures.figures_load(actor=SYSTEM, prefix=CITY)
    client = officer()
    answer = client.get(f"/api/v1/areas/{CITY}").json()
    assert (answer["name"], len(answer["children"])) == ("海门区", 22)
    rows = client.get(f"/api/v1/areas/{CITY}/statistics?indicator=residents").json()
    assert [(row["as_of"], float(row["value"]), row["unit"]) for row in rows] == [
        ("2020-11-01", 991782, "persons")
    ]
    assert officer("371502").get(f"/api/v1/areas/{CITY}/statistics").status_code == 404


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"indicator": "hens"}, "area_statistic_indicator_known"),
        ({"unit": "hens"}, "area_statistic_unit_known"),
        ({"value": -1}, "area_statistic_value"),
        ({"source": ""}, "area_statistic_source_given"),
        ({"sureness": "quite"}, "area_statistic_sureness_known"),
    ],
)
def test_the_database_refuses_impossible_figures(changes: dict[str, Any], constraint: str) -> None:
    figures.figures_load(actor=SYSTEM, prefix=CITY)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AreaStatistic.objects.filter(area_id=CITY).update(**changes)


def test_a_figure_without_a_source_is_refused() -> None:
    with pytest.raises(DomainError) as caught:
        figures.figure_set(actor=make_actor("officer", CITY), figure=figure(source=" "))
    assert caught.value.field == "source"
    assert Area.objects.filter(code=CITY).exists()
