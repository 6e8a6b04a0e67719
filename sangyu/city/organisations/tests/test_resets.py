"""New passwords of privileged accounts: two persons, two halves, and nobody in alone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from sangyu.city.organisations import selectors, services
from sangyu.city.organisations.devices import SECRET_LABEL
from sangyu.city.organisations.models import (
    Account,
    AuthenticatorApp,
    BackupCodes,
    PasswordReset,
)
from sangyu.city.organisations.tests.factories import make_account, make_actor, make_post, make_unit
from sangyu.city.organisations.types import ResetState, Role
from sangyu.kernel import clock, pii
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound

pytestmark = pytest.mark.django_db


def client_of(role: str, area_code: str = "522601") -> Client:
    client = Client()
    client.force_login(make_post(role, area_code).account)
    return client


def shown_half(content: bytes) -> str:
    found = re.search(r"<code>([a-z0-9-]{9})</code>", content.decode())
    assert found is not None
    return found[1]


def test_a_privileged_password_needs_two_persons_and_each_learns_one_half() -> None:
    holder = make_post(Role.DIRECTOR).account
    system, security = client_of(Role.SYSTEM_ADMIN), client_of(Role.SECURITY_ADMIN)
    before = Account.objects.get(pk=holder.pk).password
    address = reverse("organisations:password-reset", args=[holder.pk])
    assert system.post(address).status_code == 422
    first = shown_half(system.post(address, {"reason": "忘记密码"}).content)
    assert Account.objects.get(pk=holder.pk).password == before
    row = PasswordReset.objects.get()
    assert first.encode() not in bytes(row.first_half or b"")
    approve = reverse("organisations:reset-approve", args=[row.pk])
    assert system.post(approve).status_code == 403
    page = security.get(reverse("organisations:resets")).content.decode()
    assert approve in page
    second = shown_half(security.post(approve).content)
    holder.refresh_from_db()
    assert holder.check_password(f"{first}-{second}")
    assert holder.must_change_password
    row.refresh_from_db()
    assert (row.state, row.first_half) == (ResetState.APPROVED, None)
    assert security.post(approve).status_code == 409
    actions = AuditEntry.objects.filter(object_id=str(holder.pk), action__contains="password")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "account.password.asked",
        "account.password.approved",
    ]


def test_the_one_step_reset_is_refused_for_every_privileged_role() -> None:
    actor = make_actor(Role.SYSTEM_ADMIN)
    for role in (Role.DIRECTOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        account = make_post(role).account
        with pytest.raises(Conflict) as caught:
            services.password_reset(actor=actor, account_id=account.pk)
        assert caught.value.code == "password-needs-approval"
    assert services.password_reset(actor=actor, account_id=make_post(Role.OFFICER).account_id)


def test_who_asked_and_whose_it_is_cannot_approve() -> None:
    asker, holder = make_actor(Role.SYSTEM_ADMIN), make_post(Role.SECURITY_ADMIN)
    row, _half = services.reset_ask(actor=asker, account_id=holder.account_id, reason="忘记")
    with pytest.raises(Forbidden):
        services.reset_approve(actor=selectors.actor_of(holder), reset_id=row.pk)
    with pytest.raises(NotFound):
        services.reset_approve(actor=make_actor(Role.SECURITY_ADMIN, "371502"), reset_id=row.pk)
    services.reset_refuse(actor=make_actor(Role.SECURITY_ADMIN), reset_id=row.pk)
    assert PasswordReset.objects.get().state == ResetState.REFUSED


def test_a_request_ends_after_its_time_and_a_new_one_withdraws_the_old() -> None:
    asker, holder = make_actor(Role.SYSTEM_ADMIN), make_post(Role.DIRECTOR)
    ask: dict[str, Any] = {"actor": asker, "account_id": holder.account_id, "reason": "忘记"}
    old, _half = services.reset_ask(**ask)
    row, _half = services.reset_ask(**ask)
    assert PasswordReset.objects.get(pk=old.pk).state == ResetState.WITHDRAWN
    late = clock.now() + timedelta(days=3)
    with pytest.raises(Conflict):
        services.reset_approve(actor=make_actor(Role.SECURITY_ADMIN), reset_id=row.pk, at=late)
    assert services.resets_expire(actor=asker, at=late) == 1
    row.refresh_from_db()
    assert (row.state, row.first_half) == (ResetState.EXPIRED, None)


def test_a_privileged_post_ends_the_first_password_that_another_knows() -> None:
    account = make_account()
    first = services.password_reset(actor=make_actor(Role.SYSTEM_ADMIN), account_id=account.pk)
    give: dict[str, Any] = {
        "actor": make_actor(Role.SECURITY_ADMIN), "account": account,
        "organisation": make_unit(), "on": date(2026, 1, 1),
    }  # fmt: skip
    services.membership_grant(role=Role.OFFICER, **give)
    account.refresh_from_db()
    assert account.check_password(first)
    services.membership_grant(role=Role.DIRECTOR, **give)
    account.refresh_from_db()
    assert not account.check_password(first)
    assert AuditEntry.objects.filter(action="account.password.voided").count() == 1


def test_the_operator_helps_where_nobody_could_approve() -> None:
    holder = make_post(Role.SECURITY_ADMIN).account
    out = StringIO()
    call_command("administrators", reset=holder.username, stdout=out)
    holder.refresh_from_db()
    assert holder.check_password(out.getvalue().split()[1])
    assert AuditEntry.objects.filter(action="account.password.reset").exists()


def test_secrets_are_sealed_and_codes_are_digests() -> None:
    post = make_post(Role.DIRECTOR)
    device = services.second_factor_begin(actor=selectors.actor_of(post), account=post.account)
    codes = services.backup_codes_renew(actor=selectors.actor_of(post), account=post.account)
    assert device.bin_key.hex() == pii.open_(device.secret, SECRET_LABEL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM organisations_authenticatorapp")
        assert device.bin_key not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT string_agg(digest::text, '') FROM organisations_backupcode")
        kept = cursor.fetchone()[0]
    assert not any(code.encode().hex() in kept for code in codes)
    names = {column.name for column in pii.columns()}
    assert {
        "organisations.authenticatorapp.secret",
        "organisations.passwordreset.first_half",
    } <= names
    found = BackupCodes.objects.get(user=post.account)
    assert not found.verify_token("zzzzzzzzzz")
    found.throttle_reset()
    assert found.verify_token(codes[3])
    assert not found.verify_token(codes[3])


OLD = """
CREATE TABLE otp_totp_totpdevice
    (id serial, user_id bigint, name text, confirmed bool, key text, drift int, last_t bigint);
CREATE TABLE otp_static_staticdevice (id serial, user_id bigint, name text);
CREATE TABLE otp_static_statictoken (id serial, device_id int, token text);
"""


def test_second_factors_kept_in_clear_are_taken_over() -> None:
    account = make_account()
    take_over = import_string(
        "sangyu.city.organisations.migrations.0004_take_over_second_factors.take_over"
    )
    key = "ab" * 20
    with connection.cursor() as cursor:
        cursor.execute(OLD)
        cursor.execute(
            "INSERT INTO otp_totp_totpdevice (user_id, name, confirmed, key, drift, last_t)"
            " VALUES (%s, 'app', true, %s, 1, 7)",
            [account.pk, key],
        )
        cursor.execute(
            "INSERT INTO otp_static_staticdevice (user_id, name) VALUES (%s, 'x')", [account.pk]
        )
        cursor.execute(
            "INSERT INTO otp_static_statictoken (device_id, token) VALUES (1, 'abcd2345')"
        )
    from django.apps import apps

    with connection.schema_editor(atomic=False) as editor:
        for _time in range(2):
            take_over(apps, editor)
    app = AuthenticatorApp.objects.get()
    assert (app.bin_key.hex(), app.drift, app.last_step, app.confirmed) == (key, 1, 7, True)
    assert BackupCodes.objects.get().verify_token("abcd2345")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('otp_totp_totpdevice')")
        assert cursor.fetchone()[0] is None


def test_a_reason_is_needed() -> None:
    with pytest.raises(DomainError) as caught:
        services.reset_ask(
            actor=make_actor(Role.SYSTEM_ADMIN), account_id=make_post(Role.DIRECTOR).account_id,
            reason=" ",
        )  # fmt: skip
    assert caught.value.field == "reason"
