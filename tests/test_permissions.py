"""Runs the permission table (tests/permissions.py says how a room adds its rows)."""

from __future__ import annotations

import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.permissions import Row, World, addresses, all_rows, preparation_of

ROWS = all_rows()


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(addresses()) - set(ROWS)) == [], "addresses without a permission row"
    assert sorted(set(ROWS) - set(addresses())) == [], "permission rows without an address"


def test_every_view_names_its_right_or_is_public() -> None:
    for name, view in addresses().items():
        is_public = getattr(view, "is_public", False)
        assert is_public or hasattr(view, "right") or name.startswith("api"), name
        assert ROWS[name].public == is_public or name.startswith("api"), name


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS))
def test_who_may_enter(name: str) -> None:
    world = World.build()
    arguments = preparation_of(name)(world)
    row = ROWS[name]
    url = reverse(name, kwargs=dict(arguments.get(name, {})) or None)
    expected = {"anonymous": row.ok if row.public else row.anonymous}
    expected |= {role: row.expected(role) for role in world.clients}
    got = {"anonymous": _status(Client(raise_request_exception=False), url, row)}
    got |= {role: _status(client, url, row) for role, client in world.clients.items()}
    if row.stranger is not None:
        for role in sorted(row.allow):
            expected[f"stranger {role}"] = row.stranger
            got[f"stranger {role}"] = _status(world.stranger(role), url, row)
    assert got == expected


def _status(client: Client, url: str, row: Row) -> int:
    """The status of one request, whose writes are undone (a sign-out also empties the client's cookies)."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, row.method)(url, row.data)
        status = int(answer.status_code)
        if answer.streaming:  # read to its end, which closes the file behind it
            list(answer.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return status
