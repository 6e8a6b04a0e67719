"""Keyset paging: every row exactly once, forwards and backwards, whatever the order; no page by number."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from sangyu.kernel.ui import listing, paging

pytestmark = pytest.mark.django_db
COLUMNS = [listing.Column("app", "应用", sort="app_label"), listing.Column("model", "模型")]


@pytest.fixture
def rows() -> QuerySet[ContentType]:
    """23 rows with many equal sort values."""
    ContentType.objects.bulk_create(
        ContentType(app_label=f"sample{number % 3}", model=f"m{number:02}") for number in range(23)
    )
    return ContentType.objects.filter(app_label__startswith="sample")


@pytest.mark.parametrize(
    "order", [["app_label"], ["-app_label"], ["app_label", "-model"], ["-model"], ["pk"]]
)
def test_walking_forwards_and_back_meets_every_row_once(
    rows: QuerySet[ContentType], order: list[str]
) -> None:
    pages = [paging.paginate(rows, order, size=5)]
    while pages[-1].next:
        pages.append(paging.paginate(rows, order, pages[-1].next, size=5))
    seen = [row.pk for page in pages for row in page.rows]
    assert len(pages) == 5
    assert sorted(seen) == sorted(row.pk for row in rows)
    assert len(set(seen)) == 23
    back = pages[-1]
    for earlier in reversed(pages[:-1]):
        back = paging.paginate(rows, order, back.previous, size=5)
        assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
    assert back.previous == ""


def test_a_page_goes_on_after_a_row_that_the_filter_no_longer_shows(
    rows: QuerySet[ContentType],
) -> None:
    first = paging.paginate(rows, ["model"], size=5)
    after = paging.paginate(rows, ["model"], first.next, size=5)
    without = rows.exclude(pk=first.rows[-1].pk)
    assert paging.paginate(without, ["model"], first.next, size=5, scope=rows).rows == after.rows


def test_a_row_outside_the_scope_steers_no_page(rows: QuerySet[ContentType]) -> None:
    """Else a made-up cursor would tell between which of one's own rows a stranger's stands."""
    own = rows.exclude(model="m07")
    first = paging.paginate(own, ["model"], size=5).rows
    cursor = f"after.{rows.get(model='m07').pk}"
    for scope in (own, None):
        assert paging.paginate(own, ["model"], cursor, size=5, scope=scope).rows == first


@pytest.mark.parametrize(
    "cursor", ["", "after.", "after.0", "after.x", "before.999999999", "page.7"]
)
def test_a_cursor_that_means_nothing_is_the_first_page(
    rows: QuerySet[ContentType], cursor: str
) -> None:
    assert paging.paginate(rows, ["model"], cursor, size=5).rows[0].model == "m00"


def test_a_later_page_costs_two_queries_and_no_count(
    rows: QuerySet[ContentType], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cursor = paging.paginate(rows, ["model"], size=5).next
    with django_assert_num_queries(2) as queries:
        paging.paginate(rows, ["model"], cursor, size=5)
    last = queries.captured_queries[-1]["sql"]
    assert "COUNT" not in last
    assert ") > (" in last, "a row comparison, which an index answers"


def test_counting_stops_at_the_limit(rows: QuerySet[ContentType]) -> None:
    assert paging.count_up_to(rows, limit=10) == 11
    assert paging.count_up_to(rows) == 23


def test_a_listing_reads_its_address_and_writes_its_links(rows: QuerySet[ContentType]) -> None:
    request = RequestFactory().get("/x/", {"sort": "-app", "q": "甲"})
    page = listing.build(request, rows, COLUMNS, default="app", size=10)
    assert page.rows[0].app_label == "sample2"
    assert page.total == 23
    app, model = page.headings
    assert (app.sorted, app.url) == ("descending", "/x/?sort=app&q=%E7%94%B2")
    assert (model.sorted, model.url) == ("", "")
    assert page.next_url.startswith("/x/?sort=-app&q=%E7%94%B2&at=after.")
    assert "示" not in page.next_url


def test_an_unknown_sort_falls_back_to_the_default(rows: QuerySet[ContentType]) -> None:
    request = RequestFactory().get("/x/", {"sort": "password", "at": "nonsense"})
    page = listing.build(request, rows, COLUMNS, default="-app", size=10)
    assert page.headings[0].sorted == "descending"
    assert page.previous_url == ""
