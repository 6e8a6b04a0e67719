"""Search and lists over HTTP: python -m benchmarks.bench_registry [ELDERS] [--keep FOLDER], prints JSON.

Builds a city (1,200,000 elders unless told otherwise) in an embedded PostgreSQL of its own and asks the product's
server (granian, two workers) at concurrency 8 from the same cores: signed in, scoped, masked and recorded. `--keep`
builds in that folder, or uses what stands there. Aim: each p95 at most 30 ms. Figures per case:

    swap        the list as the page's script asks for it when somebody types, filters or turns a page
    page        the whole page of the console, as a link or a browser without script opens it
    api         the same search by the open API
    peer        the same list as plain Django: count, page 500, startswith, icontains (peer_site.py)
    ratio       the peer's p95 over the page's (or the API's)
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from benchmarks import big_city
from benchmarks.bench_setup import free_port
from benchmarks.load import CONCURRENCY, Ask, measure, served
from benchmarks.scratch import open_scratch

REQUESTS = 400
PEER_REQUESTS = 48
CASES = ("name_prefix", "initials", "full_id", "phone", "filters_in_town")


def main() -> None:
    """Build, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("elders", nargs="?", type=int, default=1_200_000)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="sangyu-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    server = open_scratch(folder)
    try:
        print(json.dumps(run(asked.elders, folder), ensure_ascii=False))
    finally:
        server.stop()
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


def run(elders: int, folder: Path) -> dict[str, Any]:
    """All figures."""
    from django.db import connection

    from benchmarks import peer_site

    found: dict[str, Any] = {"elders": elders, "concurrency": CONCURRENCY}
    found["build_s"] = big_city.build(elders)
    with connection.cursor() as cursor:
        peer_site.prepare(cursor)
    people = sample(REQUESTS)
    sessions = Sessions()
    port = free_port()
    cases: dict[str, dict[str, Any]] = {case: {} for case in CASES}
    with served("sangyu.wsgi:application", port, folder / "site.log", "sangyu.settings.demo"):
        for case in CASES:
            for way, make in (("swap", swap_ask), ("page", page_ask), ("api", api_ask)):
                asks = [ask for person in people if (ask := make(case, person, sessions))]
                if asks:
                    cases[case][way] = measure(port, asks)
    theirs = {
        case: [peer_ask(case, person, sessions) for person in people[:PEER_REQUESTS]]
        for case in CASES
    }
    with connection.cursor() as cursor:
        peer_site.lend_sessions(cursor)
    with served(
        "benchmarks.peer_wsgi:application", port, folder / "peer.log", "benchmarks.peer_settings"
    ):
        for case, asks in theirs.items():
            cases[case]["peer"] = measure(port, asks)
    for figures in cases.values():
        ours = figures.get("page", figures["api"])["p95_ms"]
        figures["ratio"] = round(figures["peer"]["p95_ms"] / ours, 1)
        found["worst_p95_ms"] = max(found.get("worst_p95_ms", 0), ours)
    return found | {"cases": cases}


def sample(number: int) -> list[dict[str, Any]]:
    """People to look for, spread over the city, with their numbers opened."""
    from sangyu.kernel import pii
    from sangyu.people.registry.models import Elder

    ids = list(Elder.objects.order_by("pk").values_list("pk", flat=True)[:1])
    last = Elder.objects.order_by("-pk").values_list("pk", flat=True)[0]
    rng = Random(7)
    wanted = [rng.randint(ids[0], last) for _draw in range(number)]
    rows: dict[int, dict[str, Any]] = {
        row["id"]: dict(row)
        for row in Elder.objects.filter(pk__in=wanted).values(
            "id", "name", "name_initials", "id_sealed", "phone_sealed", "town_code"
        )
    }
    people = [rows[pk] for pk in wanted if pk in rows]
    for row in people:
        row["id_number"] = pii.open_(row["id_sealed"], "resident-id")
        row["phone"] = pii.open_(row["phone_sealed"], "phone")
    return people


class Sessions:
    """Signed-in sessions: an officer of the city, and a clerk for each town asked for."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, area_code: str) -> str:
        """The session of somebody of this area."""
        if area_code not in self._known:
            self._known[area_code] = self._open(area_code)
        return self._known[area_code]

    def _open(self, area_code: str) -> str:
        from django.test import Client

        from sangyu.city.organisations.tests.factories import make_account, make_post, make_unit

        role = "town_clerk" if len(area_code) == 9 else "officer"
        mark = f"bench-{area_code}-{id(self)}"
        unit = make_unit(area_code, name=mark)
        post = make_post(role, area_code, unit, make_account(mark))
        client = Client()
        client.force_login(post.account)
        return str(client.cookies["sessionid"].value)


THREE = {"age_from": "80", "sex": "2", "living": "alone"}


def _typed(case: str, person: dict[str, Any]) -> str:
    typed: dict[str, str] = {
        "name_prefix": person["name"][: 1 + person["id"] % 2],
        "initials": person["name_initials"],
        "full_id": person["id_number"],
        "phone": person["phone"],
    }
    return typed[case]


def page_ask(case: str, person: dict[str, Any], sessions: Sessions) -> Ask | None:
    """The console's list."""
    from django.urls import NoReverseMatch, reverse

    try:
        path = reverse("registry:elder-list")
    except NoReverseMatch:
        return None
    if case == "filters_in_town":
        return Ask(f"{path}?{urlencode(THREE)}", sessions.of(person["town_code"]))
    return Ask(f"{path}?{urlencode({'q': _typed(case, person)})}", sessions.of(big_city.PREFIX))


def swap_ask(case: str, person: dict[str, Any], sessions: Sessions) -> Ask | None:
    """The list's part of the page, as htmx asks for it: the search box posts what was typed, the filters read."""
    from django.urls import reverse

    from sangyu.people.registry.views.lists import LIST_ID

    ask = page_ask(case, person, sessions)
    if ask is None or case == "filters_in_town":
        return ask and replace(ask, target=LIST_ID)
    typed = urlencode({"q": _typed(case, person)})
    return Ask(reverse("registry:elder-search"), ask.session, typed, target=LIST_ID)


def api_ask(case: str, person: dict[str, Any], sessions: Sessions) -> Ask:
    """The open API."""
    if case == "filters_in_town":
        return Ask(f"/api/v1/elders?{urlencode(THREE)}", sessions.of(person["town_code"]))
    body = json.dumps({"text": _typed(case, person)})
    return Ask("/api/v1/elders/search", sessions.of(big_city.PREFIX), body)


def peer_ask(case: str, person: dict[str, Any], sessions: Sessions) -> Ask:
    """The peer: page 500 where there are that many, else the last."""
    number, phone = f"99{person['id']:016d}", f"1{str(person['id']).rjust(10, '3')}"
    query: Callable[[], dict[str, Any]] = {
        "name_prefix": lambda: {"name__startswith": _typed("name_prefix", person), "page": 500},
        "initials": lambda: {"initials__startswith": person["name_initials"], "page": 500},
        "full_id": lambda: {"id_number__icontains": number},
        "phone": lambda: {"phone__icontains": phone},
        "filters_in_town": lambda: {
            "area_code__startswith": person["town_code"], "birth_date__lte": "1946-01-01",
            "sex": "2", "living": "alone", "page": 500,
        },
    }[case]  # fmt: skip
    return Ask(f"/?{urlencode(query())}", sessions.of(big_city.PREFIX))


if __name__ == "__main__":
    main()
