"""Runs the permission table (tests/permissions.py says how a room adds its rows)."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.permissions import Row, World, addresses, all_rows, tables

ROWS = all_rows()
ROOMS = {room: (table, prepare) for room, table, prepare in tables()}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(addresses()) - set(ROWS)) == [], "addresses without a permission row"
    assert sorted(set(ROWS) - set(addresses())) == [], "permission rows without an address"


def test_every_view_names_its_right_or_is_public() -> None:
    for name, view in addresses().items():
        is_public = getattr(view, "is_public", False)
        assert is_public or hasattr(view, "right") or name.startswith("api"), name
        assert ROWS[name].public == is_public or name.startswith("api"), name


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS)
def test_who_may_enter(room: str) -> None:
    table, prepare = ROOMS[room]
    world = World.build()
    arguments = prepare(world) if prepare else {}
    faults = []
    for name, row in sorted(table.items()):
        url = reverse(name, kwargs=dict(arguments.get(name, {})) or None)
        faults += [
            f"{name}: {who} is answered {status}, and should be {expected}"
            for who, client, expected in _everybody(world, row)
            if (status := _status(client, url, row)) != expected
        ]
    assert not faults, "\n".join(faults)


def _everybody(world: World, row: Row) -> Iterator[tuple[str, Client, int]]:
    """Who tries an address, and what each is to be answered."""
    nobody = Client(raise_request_exception=False)
    yield "anonymous", nobody, row.ok if row.public else row.anonymous
    for role, client in world.clients.items():
        yield role, client, row.expected(role)
    if row.stranger is not None:
        for role in sorted(row.allow):
            yield f"stranger {role}", world.stranger(role), row.stranger


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
