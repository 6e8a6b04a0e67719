"""Three people in front of the register's pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.people.registry.models import (
    Elder,
)
from sangyu.people.registry.tests.factories import (
    OTHER_TOWN,
    TOWN,
    load_areas,
)

LIST = "/elders/"
PURPOSE = {"purpose": "visit", "details": "October round"}
EVIDENCE = {"source": "community_visit", "effective_on": "2024-03-01", "proof": "seen"}


@dataclass
class People:
    """Who is signed in (clients, whose answers have an address when they redirect)."""

    clerk: Any
    colleague: Any
    stranger: Any


def meet() -> People:
    """All three, signed in."""
    load_areas()
    return People(
        client(Role.TOWN_CLERK, TOWN),
        client(Role.INSPECTOR, TOWN),
        client(Role.TOWN_CLERK, OTHER_TOWN),
    )


def client(role: str, area_code: str) -> Any:
    found = Client()
    found.force_login(make_post(role, area_code).account)
    return found


def page(elder: Elder, name: str = "registry:elder-detail", **more: Any) -> str:
    return reverse(name, kwargs={"pk": elder.pk, **more})
