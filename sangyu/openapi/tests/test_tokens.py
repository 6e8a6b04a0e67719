"""The tokens' pages: issued and shown once, listed with the last use, ended by hand, by time or with the post."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.services import membership_end
from sangyu.city.organisations.tests.factories import SYSTEM, make_actor, make_post
from sangyu.kernel import clock
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import DomainError, Forbidden, NotFound
from sangyu.openapi.models import ApiToken
from sangyu.openapi.selectors import TokenState, state_of
from sangyu.openapi.services import token_issue, token_revoke

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def call(text: str) -> int:
    bearer = Client(headers={"authorization": f"Bearer {text}"})
    return bearer.get("/api/v1/elders").status_code


@time_machine.travel(NOON, tick=False)
def test_a_token_is_issued_on_a_page_shown_once_used_and_revoked() -> None:
    post = make_post("officer", "522601")
    client = Client()
    client.force_login(make_post("security_admin", "522601").account)
    data = {"name": "市健康平台", "membership_id": post.pk, "expires_on": "2026-09-01"}
    assert (
        client.post(reverse("tokens:new"), data | {"expires_on": "2036-01-01"}).status_code == 422
    )
    assert client.post(reverse("tokens:new"), data | {"membership_id": 0}).status_code == 422
    page = client.post(reverse("tokens:new"), data).content.decode()
    (text,) = re.findall(r"<code>(sgy_[\w-]{43})</code>", page)
    listed = client.get(reverse("tokens:list")).content.decode()
    assert text not in listed
    assert "市健康平台" in listed
    assert call(text) == 200
    token = ApiToken.objects.get()
    assert token.last_used_at == NOON
    assert token.expires_at.astimezone(clock.SHANGHAI).date() == date(2026, 9, 2)
    assert client.post(reverse("tokens:revoke", args=[token.pk])).status_code == 302
    assert call(text) == 401
    actions = AuditEntry.objects.filter(action__startswith="api.token.").order_by("pk")
    assert [entry.action for entry in actions] == ["api.token.issued", "api.token.revoked"]
    assert text not in str(list(actions.values_list("after", flat=True)))


def test_the_last_use_is_written_once_a_minute() -> None:
    post = make_post("officer", "522601")
    with time_machine.travel(NOON, tick=False) as traveller:
        _token, text = issue(post.pk)
        for seconds, noted in ((0, 0), (30, 0), (59, 0), (61, 61), (90, 61)):
            traveller.move_to(NOON + timedelta(seconds=seconds))
            assert call(text) == 200
            assert ApiToken.objects.get().last_used_at == NOON + timedelta(seconds=noted)


def issue(membership_id: int, **over: Any) -> tuple[ApiToken, str]:
    values: dict[str, Any] = {
        "actor": over.get("actor") or make_actor("security_admin"), "name": "x",
        "membership_id": membership_id, "expires_at": clock.now() + timedelta(days=30),
    }  # fmt: skip
    return token_issue(**values)


def test_an_ended_post_ends_its_tokens() -> None:
    post = make_post("officer", "522601")
    token, text = issue(post.pk)
    assert call(text) == 200
    membership_end(actor=SYSTEM, membership_id=post.pk, on=clock.today())
    assert call(text) == 401
    token.refresh_from_db()
    assert state_of(token, clock.now()) == TokenState.POST_ENDED
    with pytest.raises(NotFound):
        issue(post.pk)


def test_whose_posts_may_have_none() -> None:
    admin = make_post("security_admin")
    for role in ("director", "system_admin", "audit_admin"):
        with pytest.raises(DomainError) as caught:
            issue(make_post(role).pk)
        assert caught.value.code == "token-privileged"
    from sangyu.city.organisations.selectors import actor_of

    with pytest.raises(Forbidden):
        issue(admin.pk, actor=actor_of(admin))


def test_an_administrator_keeps_to_its_area() -> None:
    post = make_post("officer", "522601")
    stranger = make_actor("security_admin", "371502")
    with pytest.raises(NotFound):
        issue(post.pk, actor=stranger)
    token, _text = issue(post.pk)
    with pytest.raises(NotFound):
        token_revoke(actor=stranger, token_id=token.pk)
    client = Client()
    client.force_login(make_post("security_admin", "371502").account)
    assert '<th scope="row">x</th>' not in client.get(reverse("tokens:list")).content.decode()
