"""Getting in and out: passwords, locks, the second factor, sessions that end, posts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from sangyu.city.organisations.models import Account, AuthenticatorApp, BackupCode, Membership
from sangyu.city.organisations.tests.factories import make_account, make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
PASSWORD = "Meihua-7-shu"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def person(role: str, username: str = "li", **fields: Any) -> Membership:
    """A post whose account has the password above."""
    account = make_account(username, "李示例", PASSWORD)
    Account.objects.filter(pk=account.pk).update(**fields)
    return make_post(role, account=account)


def sign_in(client: Client, username: str = "li", password: str = PASSWORD, **data: str) -> Any:
    return client.post(
        reverse("console:sign-in"), {"username": username, "password": password, **data}
    )


def actions() -> list[str]:
    rows = AuditEntry.objects.filter(action__startswith="account.").order_by("pk")
    return [row.action.removeprefix("account.") for row in rows if row.action != "account.opened"]


def test_name_and_password_open_the_page_one_wanted(client: Client) -> None:
    person(Role.OFFICER)
    wanted = reverse("console:notices")
    response = client.get(wanted)
    assert response.headers["Location"] == f"/sign-in/?next={wanted.replace('/', '%2F')}"
    response = sign_in(client, next=wanted)
    assert response.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200
    assert sign_in(client).headers["Location"] == "/"
    assert actions() == ["signed_in"]


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "javascript:alert(1)"]
)
def test_nobody_is_led_away_from_the_site(client: Client, target: str) -> None:
    person(Role.OFFICER)
    assert sign_in(client, next=target).headers["Location"] == "/"


def test_wrong_passwords_lock_the_account_and_the_page_says_until_when(client: Client) -> None:
    post = person(Role.OFFICER)
    with time_machine.travel(NOON, tick=False):
        for _attempt in range(4):
            response = sign_in(client, password="wrong")
            assert (response.status_code, "wrong" in response.content.decode()) == (422, False)
        locked = sign_in(client, password="wrong")
        assert (locked.status_code, "12:30" in locked.content.decode()) == (429, True)
        assert sign_in(client).status_code == 429
        assert sign_in(Client(REMOTE_ADDR="192.0.2.9")).status_code == 429
    assert actions() == ["sign_in_failed"] * 4 + ["locked"] * 3
    admin = Client()
    with time_machine.travel(NOON, tick=False):
        admin.force_login(make_post(Role.SECURITY_ADMIN).account)
        assert "12:30" in admin.get(reverse("organisations:accounts")).content.decode()
        admin.post(reverse("organisations:lock-release", args=[post.account_id]))
        assert sign_in(client).status_code == 302


def test_the_lock_ends_by_itself(client: Client) -> None:
    person(Role.OFFICER)
    with time_machine.travel(NOON, tick=False):
        for _attempt in range(5):
            sign_in(client, password="wrong")
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        assert sign_in(client).status_code == 302


def test_an_unknown_name_leaves_no_trace_of_what_was_typed(client: Client) -> None:
    assert sign_in(client, username="Meihua-7-shu", password="x").status_code == 422
    assert not AuditEntry.objects.filter(action="account.sign_in_failed").exists()


@pytest.mark.parametrize("trouble", ["closed", "postless"])
def test_a_closed_account_and_one_without_a_post_stay_out(client: Client, trouble: str) -> None:
    post = person(Role.OFFICER)
    if trouble == "closed":
        Account.objects.filter(pk=post.account_id).update(is_active=False)
    else:
        post.delete()
    assert sign_in(client).status_code == 422


def test_a_session_ends_when_it_is_not_used_and_lives_while_it_is(
    client: Client, settings: Any
) -> None:
    settings.SESSION_COOKIE_AGE = 1800
    person(Role.OFFICER)
    home = reverse("console:home")
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client)
        for _quarter in range(4):
            clock.shift(timedelta(minutes=25))
            assert client.get(home).status_code == 200
        clock.shift(timedelta(minutes=31))
        response = client.get(home)
        assert "ended=1" in response.headers["Location"]
        assert "登录已过期" in client.get(response.headers["Location"]).content.decode()


def test_signing_out_closes_the_session(client: Client) -> None:
    person(Role.OFFICER)
    sign_in(client)
    response = client.post(reverse("console:sign-out"), follow=True)
    assert "您已退出登录" in response.content.decode()
    away = client.get(reverse("console:home")).headers["Location"]
    assert "ended" not in away
    assert actions() == ["signed_in", "signed_out"]
    assert client.get(reverse("console:sign-out")).status_code == 405


def test_a_privileged_role_sets_up_a_second_factor_before_anything_else(
    client: Client, settings: Any
) -> None:
    settings.SANGYU_SECOND_FACTOR = True
    person(Role.SECURITY_ADMIN)
    sign_in(client)
    gate = reverse("console:second-factor")
    for name in ("console:home", "organisations:accounts", "console:notices"):
        assert client.get(reverse(name)).headers["Location"] == gate
    page = client.get(gate)
    assert page.status_code == 200
    assert (
        client.get(reverse("console:second-factor-code")).headers["Content-Type"] == "image/svg+xml"
    )
    device = AuthenticatorApp.objects.get()
    assert not device.confirmed
    wrong = client.post(gate, {"token": "000000"})
    assert wrong.status_code == 422
    AuthenticatorApp.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    done = client.post(gate, {"token": f"{totp(device.bin_key):06d}"})
    codes = re.findall(r"<code>([a-z0-9]{10})</code>", done.content.decode())
    assert len(codes) == 10
    assert client.get(reverse("console:home")).status_code == 200
    again = Client()
    sign_in(again)
    assert again.get(reverse("console:home")).headers["Location"] == gate
    assert again.post(gate, {"token": codes[0].upper()}).status_code == 302
    assert again.get(reverse("console:home")).status_code == 200
    assert BackupCode.objects.count() == 9
    another = Client()
    sign_in(another)
    assert another.post(gate, {"token": codes[0]}).status_code == 422
    assert {"second_factor.set", "backup_codes"} <= set(actions())


def test_an_officer_needs_no_second_factor(client: Client, settings: Any) -> None:
    settings.SANGYU_SECOND_FACTOR = True
    person(Role.OFFICER)
    sign_in(client)
    assert client.get(reverse("console:home")).status_code == 200


def test_a_given_password_must_be_changed_first(client: Client) -> None:
    person(Role.OFFICER, must_change_password=True)
    sign_in(client)
    gate = reverse("console:password")
    assert client.get(reverse("console:home")).headers["Location"] == gate
    new = "Zi-jing-9-hua"
    for data in (
        {"old": "wrong", "new": new, "again": new},
        {"old": PASSWORD, "new": new, "again": "another"},
        {"old": PASSWORD, "new": "12345678901", "again": "12345678901"},
        {"old": PASSWORD, "new": PASSWORD, "again": PASSWORD},
    ):
        assert client.post(gate, data).status_code == 422
    assert client.post(gate, {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert client.get(reverse("console:home")).status_code == 200
    assert sign_in(Client(), password=new).status_code == 302


def test_an_htmx_request_of_an_ended_session_leads_the_whole_page_away(client: Client) -> None:
    response = client.get(reverse("console:home"), headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Redirect"][:9]) == (204, "/sign-in/")


def test_a_person_of_two_posts_switches_and_nobody_takes_anothers(client: Client) -> None:
    first = person(Role.TOWN_CLERK)
    second = make_post(Role.INSPECTOR, account=first.account)
    stranger = make_post(Role.DIRECTOR)
    sign_in(client)
    switch = reverse("console:post-switch")
    assert client.post(switch, {"post": stranger.pk}).status_code == 404
    assert client.post(switch, {"post": second.pk}).status_code == 302
    assert "检查人员" in client.get(reverse("console:home")).content.decode()


def test_the_demonstration_offers_a_button_for_each_role(client: Client, settings: Any) -> None:
    post = person(Role.DIRECTOR, "demo-director")
    person(Role.OFFICER, "wang")
    page = client.get(reverse("console:sign-in")).content.decode()
    assert (page.count('name="account"'), "演示环境" in page) == (1, True)
    button = {"account": post.account_id}
    settings.SANGYU_DEMO = False
    assert "演示环境" not in Client().get(reverse("console:sign-in")).content.decode()
    assert Client().post(reverse("console:demo-sign-in"), button).status_code == 404
    settings.SANGYU_DEMO = True
    assert client.post(reverse("console:demo-sign-in"), button).status_code == 302
    assert client.get(reverse("console:home")).status_code == 200


def test_another_city_of_the_demonstration_has_buttons_of_its_own(client: Client) -> None:
    """The first city is shown until another is chosen; where one wanted to go stays in the address."""
    offices = {}
    for code in ("522601", "3715"):
        for role in (Role.DIRECTOR, Role.OFFICER):
            post = make_post(role, code, account=make_account(f"demo-{role}-{code}"))
            offices[post.account_id] = code

    def shown(query: str) -> set[str]:
        page = client.get(reverse("console:sign-in") + query).content.decode()
        assert f"?city=3715{query.replace('?', '&amp;')}" in page or "city=" in query
        return {offices[int(key)] for key in re.findall(r'name="account" value="(\d+)"', page)}

    assert shown("") == shown("?next=%2Fplans%2F") == shown("?city=99") == {"522601"}
    assert shown("?city=3715") == {"3715"}


def test_the_language_is_remembered_with_the_account(client: Client) -> None:
    post = person(Role.OFFICER)
    sign_in(client)
    client.post(reverse("console:account"), {"language": "en"})
    assert Account.objects.get(pk=post.account_id).language == "en"
    other = Client()
    sign_in(other)
    assert "What is to be done" in other.get(reverse("console:worklist")).content.decode()
