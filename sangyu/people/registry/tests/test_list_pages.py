"""The register's list as three people see it: found, filtered, paged, exported."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from sangyu.kernel.audit.models import AuditEntry
from sangyu.people.registry.models import (
    ElderCategory,
    SavedFilter,
)
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    make_elder,
    resident_id,
)
from sangyu.people.registry.tests.visitors import (
    EVIDENCE,
    LIST,
    PURPOSE,
    People,
    meet,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return meet()


def test_a_list_shows_ones_own_area_masked_and_by_filter(people: People) -> None:
    here = make_elder(
        id=resident_id(), phone="13900000001", living="alone", birth_date=date(1940, 1, 1)
    )
    there = make_elder(area_code=OTHER_COMMUNITY)
    for who in (people.clerk, people.colleague):
        text = who.get(LIST).content.decode()
        assert here.name in text
        assert there.name not in text
        assert "139****0001" in text
        assert "13900000001" not in text
    assert there.name in people.stranger.get(LIST).content.decode()
    found = people.clerk.get(LIST, {"living": "alone", "age_from": 80})
    assert here.name in found.content.decode()
    assert here.name not in people.clerk.get(LIST, {"age_to": 70}).content.decode()
    assert people.clerk.get(LIST, {"age_from": "old"}).status_code == 422
    assert here.name in people.clerk.get(LIST, {"area_code": COMMUNITY}).content.decode()
    foreign = people.clerk.get(LIST, {"area_code": OTHER_TOWN}).content.decode()
    assert there.name not in foreign


def test_a_searched_number_never_stands_in_an_address(people: People) -> None:
    number = resident_id()
    elder = make_elder(id=number)
    search = reverse("registry:elder-search")
    answer = people.clerk.post(search, {"q": number, "living": "unknown"})
    assert number not in answer.url
    assert "living=unknown" in answer.url
    assert elder.name in people.clerk.get(answer.url).content.decode()
    assert elder.name not in people.stranger.get(answer.url).content.decode()
    assert number not in str(dict(people.clerk.session))
    typed = people.clerk.get(LIST, {"q": number})
    assert typed.status_code == 302
    assert number not in typed.url
    by_name = people.clerk.post(search, {"q": elder.name})
    assert "q=" in by_name.url


def test_the_script_gets_the_list_at_once(people: People) -> None:
    number = resident_id()
    elder = make_elder(id=number)
    search = reverse("registry:elder-search")
    swap = {"HX-Request": "true", "HX-Target": "elders"}
    answer = people.clerk.post(search, {"q": number, "living": "unknown"}, headers=swap)
    assert answer.status_code == 200
    assert elder.name in answer.content.decode()
    pushed = answer.headers["HX-Push-Url"]
    assert pushed.startswith(f"{LIST}?")
    assert number not in pushed + answer.content.decode()
    assert elder.name in people.clerk.get(pushed).content.decode()
    nobody = people.stranger.post(search, {"q": number}, headers=swap)
    assert elder.name not in nobody.content.decode()
    by_name = people.clerk.post(search, {"q": elder.name}, headers=swap)
    assert elder.name in by_name.content.decode()
    assert "q=" in by_name.headers["HX-Push-Url"]


def _names(answer: HttpResponse) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', answer.content.decode())


def _way(answer: HttpResponse, rel: str) -> str:
    """Where the link to the next or previous page leads; "" without one."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.content.decode())
    return unescape(found[1]) if found else ""


def test_pages_follow_each_other_and_back(people: People) -> None:
    names = [make_elder(name=f"王{chr(0x4E00 + n)}").name for n in range(60)]
    first = people.clerk.get(LIST)
    second = people.clerk.get(_way(first, "next"))
    third = people.clerk.get(_way(second, "next"))
    shown = [name for answer in (first, second, third) for name in _names(answer)]
    assert sorted(shown) == sorted(names)
    assert _way(third, "next") == ""
    back = people.clerk.get(_way(third, "prev"))
    assert _names(back) == shown[25:50]
    assert _way(people.clerk.get(_way(back, "prev")), "prev") == ""


def test_the_list_costs_few_queries_however_long(
    people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(60):
        make_elder(phone="13900000001")
    people.clerk.get(LIST)
    with django_assert_num_queries(10):
        people.clerk.get(LIST)


def test_filters_are_saved_shared_and_deleted(people: People) -> None:
    save = reverse("registry:filter-save")
    assert people.clerk.post(save, {"name": "", "query": "living=alone"}).status_code == 422
    people.clerk.post(save, {"name": "独居", "query": "living=alone&at=0.7&found=1"})
    row = SavedFilter.objects.get()
    assert row.query == "living=alone"
    link = reverse("registry:filter-open", args=[row.ref])
    assert people.clerk.get(link).url == f"{LIST}?living=alone"
    assert people.colleague.get(link).status_code == 404
    assert people.clerk.post(save, {"name": "n", "query": f"q={resident_id()}"}).status_code == 422
    delete = reverse("registry:filter-delete", args=[row.pk])
    assert people.stranger.post(delete).status_code == 404
    people.clerk.post(delete)
    assert not SavedFilter.objects.exists()


def test_a_list_is_exported_for_a_purpose_masked_with_its_watermark(people: People) -> None:
    number = resident_id()
    here = make_elder(name="=1+1", id=number)
    make_elder(area_code=OTHER_COMMUNITY, name="别处")
    url = reverse("registry:export")
    assert people.clerk.post(url, {}).status_code == 422
    assert people.colleague.post(url, PURPOSE).status_code == 403
    rows = _sheet(people.clerk.post(url, PURPOSE))
    assert "October round" in str(rows[0][0].value)
    assert [row[0].value for row in rows[2:]] == [here.name]
    assert rows[2][0].data_type == "s"
    assert number not in str([cell.value for row in rows for cell in row])
    full = _sheet(people.clerk.post(url, PURPOSE | {"with_numbers": "on"}))
    assert number in [cell.value for cell in full[2]]
    assert [row[0].value for row in _sheet(people.stranger.post(url, PURPOSE))[2:]] == ["别处"]
    assert AuditEntry.objects.filter(action="registry.export.made").count() == 3
    assert AuditEntry.objects.filter(action="pii.viewed", object_id=str(here.pk)).count() == 1


def test_checked_people_are_exported_and_declared(people: People) -> None:
    one, other = make_elder(), make_elder()
    there = make_elder(area_code=OTHER_COMMUNITY)
    checked = reverse("registry:elder-bulk")
    ids = [one.pk, there.pk]
    assert people.clerk.post(checked, {"ids": ids, "do": "export"}).status_code == 200
    joined = ",".join(map(str, ids))
    rows = _sheet(people.clerk.post(reverse("registry:export"), PURPOSE | {"ids": joined}))
    assert [row[0].value for row in rows[2:]] == [one.name]
    bulk = reverse("registry:bulk-category")
    data = EVIDENCE | {"category": "minimum_living", "ids": f"{one.pk},{other.pk},{there.pk}"}
    assert people.clerk.post(bulk, data).status_code == 422  # one of the three is another town's
    assert set(ElderCategory.objects.values_list("elder_id", flat=True)) == {one.pk, other.pk}


def _sheet(answer: Any) -> list[Any]:
    content = b"".join(answer.streaming_content)
    sheet: Any = load_workbook(BytesIO(content)).active
    return list(sheet.iter_rows())
