"""The session engine: one statement brings session, account and posts, and proves no less than Django's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sangyu.city.organisations.models import Account, AccountSession, Membership
from sangyu.city.organisations.sessions import SessionStore
from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel import clock

pytestmark = pytest.mark.django_db
TOWN = "522601103"


@pytest.fixture
def post() -> Membership:
    return make_post("town_clerk", TOWN)


@pytest.fixture
def client(post: Membership) -> Client:
    """The clerk, signed in, whose session was just written."""
    browser = Client()
    browser.force_login(post.account)
    browser.get(reverse("console:home"))
    return browser


def is_in(client: Client) -> bool:
    """Whether the home page opens."""
    return client.get(reverse("console:home")).status_code == 200


def test_the_row_names_its_account(client: Client, post: Membership) -> None:
    row = AccountSession.objects.get(pk=client.cookies["sessionid"].value)
    assert row.account_id == post.account_id
    assert row.get_decoded()["_auth_user_id"] == str(post.account_id)


def test_one_statement_tells_who_asks(client: Client) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert is_in(client)
    tables = ("organisations_accountsession", "organisations_account", "organisations_membership")
    asked = [
        query["sql"] for query in seen if any(f" {table} " in query["sql"] for table in tables)
    ]
    assert len(asked) == 1, asked


def test_posts_come_in_their_order_and_only_those_of_today(post: Membership) -> None:
    today = clock.today()
    older = make_post("officer", "522601", account=post.account)
    Membership.objects.filter(pk=older.pk).update(started_on=today - timedelta(days=9000))
    for start, end in ((-9, 0), (1, None)):  # ended today; begins tomorrow
        other = make_post("inspector", "522601", account=post.account)
        Membership.objects.filter(pk=other.pk).update(
            started_on=today + timedelta(days=start),
            ended_on=None if end is None else today + timedelta(days=end),
        )
    browser = Client()
    browser.force_login(post.account)
    store = SessionStore(browser.cookies["sessionid"].value)
    assert store.get("_auth_user_id") == str(post.account_id)
    assert [found.pk for found in store.posts] == [older.pk, post.pk]
    assert store.posts[0].organisation == older.organisation
    assert store.posts[0].account == post.account


def test_an_account_without_a_post_has_a_session_too() -> None:
    account = Account.objects.create_user("nobody", "a long password", name="Nobody")
    browser = Client()
    browser.force_login(account)
    store = SessionStore(browser.cookies["sessionid"].value)
    assert store.get("_auth_user_id") == str(account.pk)
    assert store.account == account
    assert list(store.posts) == []


@pytest.mark.parametrize("change", ["closed", "password", "hash", "other", "expired", "ended"])
def test_what_no_longer_holds_lets_nobody_in(client: Client, post: Membership, change: str) -> None:
    assert is_in(client)
    key = client.cookies["sessionid"].value
    if change == "closed":
        Account.objects.filter(pk=post.account_id).update(is_active=False)
    elif change == "password":
        post.account.set_password("another long password")
        post.account.save()
    elif change == "hash":
        store = SessionStore(key)
        store[HASH_SESSION_KEY] = "forged"
        store.save()
    elif change == "other":  # the row names somebody else than the session itself
        stranger = make_post("director", "522601").account
        AccountSession.objects.filter(pk=key).update(account=stranger)
        row = AccountSession.objects.get(pk=key)
        assert row.account_id == stranger.pk
        page = client.get(reverse("console:home"))
        assert page.wsgi_request.user.pk == post.account_id
        return
    elif change == "expired":
        AccountSession.objects.filter(pk=key).update(expire_date=clock.now())
    else:
        Membership.objects.filter(pk=post.pk).update(ended_on=clock.today())
    assert not is_in(client)
    if change in {"password", "hash"}:
        assert not AccountSession.objects.filter(pk=key).exists(), "a session that fails is ended"
