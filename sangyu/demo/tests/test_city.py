"""The synthetic city is whole, can be built again without change, and is made of nobody who exists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sangyu.accountability.indicators.selectors import statistic_list
from sangyu.city.organisations import selectors
from sangyu.city.organisations.types import Role
from sangyu.demo import accounts, city
from sangyu.kernel import pii
from sangyu.kernel.actors import system_actor
from sangyu.people.registry.models import Elder, ElderCategory
from sangyu.people.registry.selectors.counts import undecided

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


def build(elders: int = 200) -> list[str]:
    said: list[str] = []
    city.build(seed=7, elders=elders, at=AT, today=date(2026, 11, 2), say=said.append)
    return said


@pytest.mark.django_db(transaction=True)
def test_the_city_is_built_once_of_nobody_who_exists(client: Client) -> None:
    build()
    people = Elder.objects.count()
    assert Elder.objects.filter(status="present").count() >= 200
    assert Elder.objects.filter(status="died").exists()
    assert ElderCategory.objects.filter(category="advanced_age", ended_on=None).exists()
    for elder in Elder.objects.filter(id_sealed__isnull=False):
        assert pii.open_(bytes(elder.id_sealed or b""), "resident-id").startswith("99")
    frozen = statistic_list(actor=system_actor("test"))
    assert [(row.as_of, row.state) for row in frozen] == [(date(2024, 12, 31), "frozen")]
    waiting = undecided(actor=system_actor("test"))
    build()
    assert Elder.objects.count() == people
    assert undecided(actor=system_actor("test")) == waiting
    assert {account.role for account in accounts.ACCOUNTS} == set(Role)
    assert len(selectors.demo_accounts()) >= len(Role)
    form = {"username": "demo-clerk", "password": accounts.PASSWORD}
    assert client.post(reverse("console:sign-in"), form).status_code == 302


@pytest.mark.django_db(transaction=True)
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
