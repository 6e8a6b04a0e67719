"""The open API through HTTP: who may call, what they see, and that its schema does not change unseen."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.city.organisations.tests.factories import make_actor as make_poster
from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel import clock
from sangyu.kernel.errors import DomainError, Forbidden
from sangyu.openapi.api import api
from sangyu.openapi.models import ApiToken
from sangyu.openapi.services import token_issue, token_revoke
from sangyu.people.registry.models import Elder
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    make_elder,
    resident_id,
)

pytestmark = pytest.mark.django_db
SNAPSHOT = Path(__file__).parent / "openapi.v1.json"


def caller(role: str = "town_clerk", area_code: str = TOWN) -> Client:
    client = Client()
    client.force_login(make_post(role, area_code).account)
    return client


def test_the_schema_is_the_one_that_was_agreed() -> None:
    """Rewrite it with SANGYU_WRITE_SNAPSHOTS=1 and show the difference to whoever calls the API."""
    schema = json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True)
    if os.environ.get("SANGYU_WRITE_SNAPSHOTS"):
        SNAPSHOT.write_text(schema + "\n", "utf-8")
    assert schema + "\n" == SNAPSHOT.read_text("utf-8")


def test_lists_and_records_are_masked_scoped_and_recorded() -> None:
    number = resident_id(date(1944, 1, 1))
    elder = make_elder(id=number, phone="13800138000", birth_date=date(1944, 1, 1), living="alone")
    make_elder(area_code=OTHER_COMMUNITY)
    client = caller()
    answer = client.get("/api/v1/elders?living=alone&age_from=80")
    assert answer.status_code == 200
    assert number not in answer.content.decode()
    (item,) = answer.json()["items"]
    assert (item["id"], item["phone_masked"]) == (elder.pk, "138****8000")
    found = client.post(
        "/api/v1/elders/search", json.dumps({"text": number}), content_type="application/json"
    )
    assert [item["id"] for item in found.json()["items"]] == [elder.pk]
    record = client.get(f"/api/v1/elders/{elder.pk}").json()
    assert record["masked"]["id"].endswith(number[-4:])
    assert number not in json.dumps(record)
    day = client.get(f"/api/v1/elders/{elder.pk}/as-of/2024-01-01").json()
    assert (day["age"], day["values"]["living"]) == (80, "alone")
    assert client.get(f"/api/v1/elders/{elder.pk}/as-of/2019-01-01").status_code == 422
    assert caller(area_code=OTHER_TOWN).get(f"/api/v1/elders/{elder.pk}").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, count(*), string_agg(after::text, '') FROM audit_auditentry"
            " WHERE action LIKE 'registry.elder.%%' GROUP BY 1 ORDER BY 1"
        )
        (opened, searched) = cursor.fetchall()
    assert (opened[:2], searched[:2]) == (
        ("registry.elder.opened", 3),
        ("registry.elder.searched", 2),
    )
    assert number not in searched[2]


def test_a_role_without_the_right_is_refused() -> None:
    answer = caller("carer").post("/api/v1/elders/search", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "right-missing")


def test_a_wrong_filter_is_a_problem_document() -> None:
    answer = caller().get("/api/v1/elders", {"living": "moon"})
    assert (answer.status_code, answer.json()["code"]) == (422, "filter-unknown")


def test_a_token_stands_for_a_post_until_it_ends() -> None:
    make_elder()
    post = make_post("officer", "522601")
    admin = make_poster("security_admin")
    until = clock.now() + timedelta(days=30)
    with pytest.raises(Forbidden):
        token_issue(actor=make_poster("officer"), name="x", membership_id=post.pk, expires_at=until)
    with pytest.raises(DomainError):
        token_issue(
            actor=admin, name="x", membership_id=post.pk, expires_at=until + timedelta(days=900)
        )
    token, text = token_issue(actor=admin, name="x", membership_id=post.pk, expires_at=until)
    assert text.encode() not in bytes(token.digest)

    def status(bearer: str) -> int:
        return Client().get("/api/v1/elders", HTTP_AUTHORIZATION=f"Bearer {bearer}").status_code

    assert (status(text), status("sgy_wrong")) == (200, 401)
    post.account.is_active = False
    post.account.save()
    assert status(text) == 401
    post.account.is_active = True
    post.account.save()
    token_revoke(actor=admin, token_id=token.pk)
    token_revoke(actor=admin, token_id=token.pk)
    assert status(text) == 401
    assert ApiToken.objects.get().revoked_at is not None


def test_a_session_before_its_gates_may_not_call() -> None:
    post = make_post("town_clerk", TOWN)
    post.account.must_change_password = True
    post.account.save()
    client = Client()
    client.force_login(post.account)
    assert client.get("/api/v1/elders").status_code == 401


def test_a_session_posts_only_with_its_csrf_token_and_a_bearer_needs_none() -> None:
    post = make_post("officer", "522601")
    client = Client(enforce_csrf_checks=True)
    client.force_login(post.account)
    asked: dict[str, Any] = {"data": "{}", "content_type": "application/json"}
    answer = client.post("/api/v1/elders/search", **asked)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert client.get("/api/v1/elders").status_code == 200
    _token, text = token_issue(
        actor=make_poster("security_admin"), name="x", membership_id=post.pk,
        expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    bearer = Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {text}"})
    assert bearer.post("/api/v1/elders/search", **asked).status_code == 200


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    area=st.sampled_from(["522601", TOWN, COMMUNITY, OTHER_TOWN, "371502"]),
    asked=st.sampled_from(["", "5226", TOWN, OTHER_COMMUNITY]),
    text=st.sampled_from(["", "测", "ceshi"]),
)
def test_no_caller_gets_a_person_outside_the_area(area: str, asked: str, text: str) -> None:
    if not Elder.objects.exists():
        for code in (COMMUNITY, OTHER_COMMUNITY, "371502001001"):
            make_elder(area_code=code)
    body: dict[str, Any] = {"text": text, "area_code": asked, "size": 2}
    answer = caller("officer", area).post(
        "/api/v1/elders/search", json.dumps(body), content_type="application/json"
    )
    codes = [item["area_code"] for item in answer.json()["items"]]
    assert all(code.startswith(area) and code.startswith(asked) for code in codes)
