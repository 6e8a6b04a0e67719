"""The synthetic city is whole, can be built again without change, and is made of nobody who exists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sangyu.accountability.indicators.selectors import statistic_list
from sangyu.accountability.plans import selectors as plans
from sangyu.city.organisations import selectors
from sangyu.city.organisations.types import Role
from sangyu.demo import accounts, city, elsewhere, settling
from sangyu.kernel import pii
from sangyu.kernel.actors import system_actor
from sangyu.people.registry.models import Elder, ElderCategory
from sangyu.people.registry.selectors.counts import undecided

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


NANTONG = elsewhere.PLACES[2]


def build(elders: int = 200, *places: elsewhere.Place) -> None:
    today = date(2026, 11, 2)
    city.build(seed=7, elders=elders, at=AT, today=today, say=lambda _: None, places=places)


def standings(username: str) -> set[str]:
    """How the tasks of a director's plans stand."""
    lines = plans.plan_list(actor=accounts.actor_named(username))
    return {str(standing) for line in lines for standing in line.counts}


@pytest.mark.django_db(transaction=True)
def test_the_city_is_built_once_of_nobody_who_exists(client: Client) -> None:
    build(200, NANTONG)
    people = Elder.objects.count()
    assert Elder.objects.filter(status="present").count() >= 200
    assert Elder.objects.filter(status="died").exists()
    assert ElderCategory.objects.filter(category="advanced_age", ended_on=None).exists()
    for elder in Elder.objects.filter(id_sealed__isnull=False):
        assert pii.open_(bytes(elder.id_sealed or b""), "resident-id").startswith("99")
    frozen = statistic_list(actor=system_actor("test"))
    assert [(row.as_of, row.state) for row in frozen] == [(date(2024, 12, 31), "frozen")]
    waiting = undecided(actor=system_actor("test"))
    build(200, NANTONG)
    assert Elder.objects.count() == people
    assert undecided(actor=system_actor("test")) == waiting
    assert {account.role for account in accounts.ACCOUNTS} == set(Role)
    assert [one.city for one in selectors.demo_accounts()][-1] == NANTONG.code
    assert standings(f"demo-director-{NANTONG.code}") >= {"kept", "overdue", "standing"}
    assert standings("demo-director") >= {"kept", "kept_late", "overdue", "standing", "running"}
    assert len(selectors.demo_accounts()) >= len(Role)
    form = {"username": "demo-clerk", "password": accounts.PASSWORD}
    assert client.post(reverse("console:sign-in"), form).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_build_that_fails_leaves_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(settling, "remember", fail)
    with pytest.raises(KeyboardInterrupt):
        build(50)
    assert not Elder.objects.exists()
    monkeypatch.undo()
    build(50)
    assert Elder.objects.exists()
