"""The cockpit page over a year of values of every street: 40 indicators with a target each, asked through the site."""

from __future__ import annotations

import calendar
import statistics
import time
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

ROUNDS = 60
CITY = "3715"
LEVELS = (4, 6, 9)


def measured(passes: list[Any], tables: list[pa.Table]) -> dict[str, Any]:
    """p95 of the page for the city, counties and streets."""
    from django.test import Client

    from sangyu.city.areas.services import areas_load
    from sangyu.city.organisations.tests.factories import make_post

    streets = [f"{CITY}{n % 8 + 1:02d}{n + 1:03d}" for n in range(150)]
    counties = [f"{CITY}{n + 1:02d}" for n in range(8)]
    names = [(code, f"演示{code}") for code in ("37", CITY, *counties, *streets)]
    areas_load(names)
    rows = fill(passes, tables)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(make_post("officer", CITY).account)
    client.get("/cockpit/")
    spent, asked = [], [CITY, *counties, *streets]
    for number in range(ROUNDS):
        area = CITY if number % 2 else asked[number % len(asked)]
        began = time.perf_counter()
        page = client.get(f"/cockpit/?area={area}&on=2025-12-31")
        spent.append(time.perf_counter() - began)
        assert page.status_code == 200, (page.status_code, page.headers)
        assert page.content.count(b"<polyline") >= 20
    return {"cockpit_ms": round(statistics.quantiles(spent, n=20)[-1] * 1000, 1), "values": rows}


def fill(passes: list[Any], tables: list[pa.Table]) -> int:
    """Indicators, targets and values as the nightly count writes them."""
    from sangyu.accountability.indicators.models import (
        Indicator,
        IndicatorValue,
        IndicatorVersion,
    )
    from sangyu.accountability.indicators.services.targets import targets_adopt
    from sangyu.accountability.indicators.types import PaperRef, ProposedTarget
    from sangyu.kernel import clock
    from sangyu.kernel.actors import system_actor

    actor, at = system_actor("benchmark"), clock.now()
    values, proposed = [], []
    for one, table in zip(passes, tables, strict=True):
        sums = added(table, len(one.measures))
        for number, measure in enumerate(one.measures):
            code = measure.key.replace("_", "-")
            words = {"zh": f"指标{code}", "en": code}
            indicator = Indicator.objects.create(code=code, created_at=at)
            version = IndicatorVersion.objects.create(
                indicator=indicator, number=1, effective_from=date(2020, 1, 1), title=words, meaning=words,
                denominator_words=words, numerator_words=words, dataset=one.dataset.name, numerator="x",
                unit="percent", direction="up", period="month", created_at=at, created_by="benchmark",
            )  # fmt: skip
            proposed.append(
                ProposedTarget(code, "1", code, "ge", Decimal(60), words, date(2026, 3, 31))
            )
            values += [
                IndicatorValue(
                    version=version, as_of=_month_end(period), area_code=area, total=row[2 * number],
                    met=row[2 * number + 1], snapshot_id=1,
                )
                for (area, period), row in sums.items()
            ]  # fmt: skip
    IndicatorValue.objects.bulk_create(values, batch_size=5000)
    targets_adopt(actor=actor, paper=PaperRef("演示", "", CITY, date(2025, 1, 1)), targets=proposed)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE indicators_indicatorvalue")
    return len(values)


def added(table: pa.Table, measures: int) -> dict[tuple[str, int], list[int]]:
    """The streets' figures, added up to counties and the city."""
    from benchmarks.indicator_peers import cells_of

    sums: dict[tuple[str, int], list[int]] = {}
    for (code, period), row in cells_of(table, measures).items():
        for digits in LEVELS:
            known = sums.setdefault((code[:digits], period), [0] * len(row))
            for at, number in enumerate(row):
                known[at] += number
    return sums


def _month_end(period: int) -> date:
    year, month = divmod(period, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
