"""The three administrators: who opens accounts, who gives posts, who releases locks, and what none of them may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sangyu.city.areas.services import areas_load
from sangyu.city.organisations import services
from sangyu.city.organisations.models import Account, Membership, Organisation
from sangyu.city.organisations.tests.factories import (
    SYSTEM,
    make_account,
    make_actor,
    make_post,
    make_unit,
)
from sangyu.city.organisations.types import Role
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str, kind: type[DomainError]) -> Iterator[None]:
    """The block is refused with this code."""
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.code == code


def client_of(role: str, area_code: str = "522601") -> Client:
    client = Client()
    client.force_login(make_post(role, area_code).account)
    return client


def test_an_account_is_opened_by_one_and_given_its_post_by_another() -> None:
    areas_load([("522601", "凯里市"), ("522601103", "旁海镇")])
    unit = make_unit("522601")
    system, security = client_of(Role.SYSTEM_ADMIN), client_of(Role.SECURITY_ADMIN)
    form = {"username": "pang.hai", "name": "王示例"}
    page = system.post(reverse("organisations:account-new"), form)
    assert page.status_code == 200
    found = re.search(r"<code>([a-z0-9-]{19})</code>", page.content.decode())
    assert found is not None
    assert system.post(reverse("organisations:account-new"), form).status_code == 422
    account = Account.objects.get(username="pang.hai")
    assert (account.check_password(found[1]), account.must_change_password) == (True, True)
    grant = reverse("organisations:post-grant", args=[account.pk])
    data = {"role": "officer", "organisation_id": unit.pk, "area_code": "522601103"}
    assert system.post(grant, data).status_code == 403
    assert security.post(grant, data | {"area_code": "522602"}).status_code == 422
    assert security.post(grant, data).status_code == 302
    assert security.post(grant, data).status_code == 422
    post = Membership.objects.get(account=account)
    assert (post.role, post.area_code) == ("officer", "522601103")
    assert security.post(reverse("organisations:post-end", args=[post.pk])).status_code == 302
    assert security.post(reverse("organisations:post-end", args=[post.pk])).status_code == 409
    actions = list(
        AuditEntry.objects.filter(object_label="王示例")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert actions == ["account.opened", "account.password.reset", "post.granted", "post.ended"]


def test_nobody_is_two_of_the_three() -> None:
    actor = make_actor(Role.SECURITY_ADMIN)
    first = make_post(Role.SYSTEM_ADMIN)
    give: dict[str, Any] = {
        "account": first.account,
        "organisation": first.organisation,
        "on": date(2026, 1, 1),
    }
    with refused("administrators-apart", Conflict):
        services.membership_grant(actor=actor, role=Role.AUDIT_ADMIN, **give)
    services.membership_grant(actor=actor, role=Role.OFFICER, **give)


def test_nobody_raises_oneself_or_closes_oneself() -> None:
    post = make_post(Role.SECURITY_ADMIN)
    actor = make_actor(Role.SECURITY_ADMIN)
    own: dict[str, Any] = {"account": Account.objects.get(pk=actor.account_id or 0)}
    with refused("post-own", DomainError):
        services.membership_grant(
            actor=actor,
            role=Role.DIRECTOR,
            organisation=post.organisation,
            on=date(2026, 1, 1),
            **own,
        )
    system = make_actor(Role.SYSTEM_ADMIN)
    with refused("account-own", DomainError):
        services.account_close(actor=system, account_id=system.account_id or 0, reason="x")


def test_an_administrator_keeps_to_its_area_and_its_rights() -> None:
    target = make_post(Role.OFFICER)
    here, elsewhere = make_actor(Role.SYSTEM_ADMIN), make_actor(Role.SYSTEM_ADMIN, "371502")
    call: dict[str, Any] = {"account_id": target.account_id, "reason": "调离"}
    with pytest.raises(NotFound):
        services.account_close(actor=elsewhere, **call)
    with pytest.raises(Forbidden):
        services.account_close(actor=make_actor(Role.DIRECTOR), **call)
    with pytest.raises(Forbidden):
        services.lock_release(actor=here, account_id=target.account_id)
    services.account_close(actor=here, **call)
    services.account_reopen(actor=here, account_id=target.account_id)
    with pytest.raises(Forbidden):
        services.membership_grant(
            actor=make_actor(Role.SECURITY_ADMIN, "371502"), account=make_account(), role=Role.OFFICER,
            organisation=target.organisation, on=date(2026, 1, 1),
        )  # fmt: skip


def test_an_account_that_also_works_elsewhere_is_nobodys_alone() -> None:
    """A new password given in one town would open the work that the same person does in another."""
    here = make_post(Role.TOWN_CLERK, "522601103")
    account = here.account
    there = make_post(Role.TOWN_CLERK, "522601104", account=account)
    system, security = (
        client_of(role, "522601103") for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    )
    city = client_of(Role.SYSTEM_ADMIN)
    whole = ["account-close", "account-reopen", "password-reset"]
    before = Account.objects.get(pk=account.pk).password
    for name in whole:
        url = reverse(f"organisations:{name}", args=[account.pk])
        assert system.post(url, {"reason": "x"}).status_code == 403, name
    url = reverse("organisations:factor-remove", args=[account.pk])
    assert security.post(url).status_code == 403
    assert Account.objects.get(pk=account.pk).password == before
    page = security.get(reverse("organisations:account", args=[account.pk])).content.decode()
    assert reverse("organisations:post-end", args=[here.pk]) in page
    assert reverse("organisations:post-end", args=[there.pk]) not in page
    assert security.post(reverse("organisations:post-end", args=[there.pk])).status_code == 404
    reset = reverse("organisations:password-reset", args=[account.pk])
    assert city.post(reset).status_code == 200, "who covers all its posts may"
    end = reverse("organisations:post-end", args=[there.pk])
    assert client_of(Role.SECURITY_ADMIN).post(end).status_code == 302
    assert system.post(reset).status_code == 200, "once the other post has ended"


def test_nobody_is_put_into_a_unit_of_a_wider_area() -> None:
    """A post in the county's bureau, though for one town alone, would read the bureau's notices and duties."""
    bureau = make_unit("522601")
    clerk = make_actor(Role.SECURITY_ADMIN, "522601103")
    with refused("area-above", Forbidden):
        services.membership_grant(
            actor=clerk, account=make_account(), organisation=bureau, role=Role.OFFICER,
            on=date(2026, 1, 1), area_code="522601103",
        )  # fmt: skip


def test_a_unit_is_closed_into_its_successor_once() -> None:
    old, new = make_unit(), make_unit()
    services.organisation_close(
        actor=SYSTEM, organisation_id=old.pk, successor_id=new.pk, on=date(2026, 1, 1)
    )
    with refused("organisation-closed", DomainError):
        services.organisation_close(
            actor=SYSTEM, organisation_id=old.pk, successor_id=new.pk, on=date(2026, 1, 1)
        )
    page = client_of(Role.OFFICER).get(reverse("organisations:units"), {"q": old.name})
    assert new.short_name in page.content.decode()


@pytest.mark.parametrize(
    ("rows", "changes", "constraint"),
    [
        (Organisation, {"kind": "circus"}, "organisation_kind_known"),
        (Membership, {"role": "king"}, "membership_role_known"),
        (Membership, {"ended_on": date(1990, 1, 1)}, "membership_period"),
    ],
)
def test_the_database_refuses_impossible_rows(
    rows: Any, changes: dict[str, Any], constraint: str
) -> None:
    make_post(Role.OFFICER)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.objects.update(**changes)


def test_a_new_installation_gets_three_administrators_once() -> None:
    areas_load([("522601", "凯里市")])
    out = StringIO()
    call_command("administrators", "示例市民政局", "--area", "522601", stdout=out)
    posts = Membership.objects.select_related("account").order_by("pk")
    assert [post.role for post in posts] == ["system_admin", "security_admin", "audit_admin"]
    printed = dict(line.split()[:2] for line in out.getvalue().splitlines()[:3])
    for post in posts:
        account = post.account
        assert account.check_password(printed[account.username])
        assert account.must_change_password
    with pytest.raises(CommandError, match="already"):
        call_command("administrators", "示例市民政局", "--area", "522601", stdout=out)
    assert Account.objects.count() == 3
