"""The synthetic city is whole, can be built again without change, and is made of nobody who exists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations import selectors
from sangyu.city.organisations.types import Role
from sangyu.demo import accounts, city
from sangyu.kernel import pii
from sangyu.people.registry.models import Elder, ElderCategory

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


def build(elders: int = 200) -> list[str]:
    said: list[str] = []
    city.build(seed=7, elders=elders, at=AT, today=date(2026, 11, 2), say=said.append)
    return said


@pytest.mark.django_db
def test_the_city_is_built_once() -> None:
    build()
    people = Elder.objects.count()
    assert Elder.objects.filter(status="present").count() >= 200
    assert Elder.objects.filter(status="died").exists()
    assert ElderCategory.objects.filter(category="advanced_age", ended_on=None).exists()
    build()
    assert Elder.objects.count() == people


@pytest.mark.django_db
def test_nobody_in_it_exists() -> None:
    build(50)
    for elder in Elder.objects.all():
        assert pii.open_(bytes(elder.id_sealed or b""), "resident-id").startswith("99")


@pytest.mark.django_db
def test_every_role_has_an_account_that_can_sign_in(client: Client) -> None:
    build(50)
    assert {account.role for account in accounts.ACCOUNTS} == set(Role)
    assert len(selectors.demo_accounts()) >= len(Role)
    form = {"username": "demo-clerk", "password": accounts.PASSWORD}
    assert client.post(reverse("console:sign-in"), form).status_code == 302


@pytest.mark.django_db
def test_a_build_that_fails_leaves_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(city, "_history", fail)
    with pytest.raises(KeyboardInterrupt):
        build(50)
    assert not Elder.objects.exists()
    monkeypatch.undo()
    build(50)
    assert Elder.objects.exists()
