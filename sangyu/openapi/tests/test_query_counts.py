"""How many statements a list and a search cost, whatever they find: more is a slower page for a whole city."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sangyu.city.organisations.tests.factories import make_post
from sangyu.people.registry.tests.factories import TOWN, make_elder

pytestmark = pytest.mark.django_db
STATEMENTS = 3
"""Session with account and posts, the page itself, the entry in the trail."""


def signed_in() -> Client:
    """A town clerk whose session was just written, as it is all but once a minute."""
    client = Client()
    client.force_login(make_post("town_clerk", TOWN).account)
    client.get("/api/v1/elders")
    return client


def statements(client: Client, text: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(
            "/api/v1/elders/search", json.dumps({"text": text}), content_type="application/json"
        )
    assert answer.status_code == 200
    return [query["sql"] for query in seen]


@pytest.mark.parametrize("people", [0, 1, 20])
def test_a_list_costs_the_same_however_many_it_shows(people: int) -> None:
    for _number in range(people):
        make_elder()
    client = signed_in()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get("/api/v1/elders")
    assert len(answer.json()["items"]) == people
    assert len(seen) == STATEMENTS, [query["sql"][:90] for query in seen]


def test_a_search_by_phone_costs_what_a_list_does() -> None:
    make_elder(phone="13800138000")
    seen = statements(signed_in(), "13800138000")
    assert len(seen) == STATEMENTS, [sql[:90] for sql in seen]
