"""Take over the second factors that django-otp's own tables kept in clear: seal the secrets, digest the codes.

The old tables are dropped with what they held. Safe to repeat: where they are gone there is nothing to do.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from sangyu.city.organisations.devices import SECRET_LABEL, code_digest, new_salt
from sangyu.kernel import pii

OLD_TABLES = (
    "otp_static_statictoken",
    "otp_static_staticdevice",
    "otp_totp_totpdevice",
)


def take_over(apps: Any, schema_editor: Any) -> None:
    """Apps first, then backup codes, then the old tables go."""
    with schema_editor.connection.cursor() as cursor:
        there = {table for table in OLD_TABLES if _exists(cursor, table)}
        if "otp_totp_totpdevice" in there:
            _apps(cursor, apps.get_model("organisations", "AuthenticatorApp"))
        if {"otp_static_statictoken", "otp_static_staticdevice"} <= there:
            _codes(
                cursor,
                apps.get_model("organisations", "BackupCodes"),
                apps.get_model("organisations", "BackupCode"),
            )
        for table in OLD_TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _exists(cursor: Any, table: str) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
    return bool(cursor.fetchone()[0])


def _apps(cursor: Any, model: Any) -> None:
    cursor.execute(
        "SELECT DISTINCT ON (user_id, confirmed) user_id, name, confirmed, key, drift, last_t"
        " FROM otp_totp_totpdevice ORDER BY user_id, confirmed, id DESC"
    )
    rows = cursor.fetchall()
    model.objects.bulk_create(
        model(
            user_id=user, name=name, confirmed=confirmed, secret=pii.seal(key, SECRET_LABEL),
            drift=drift, last_step=last,
        )
        for user, name, confirmed, key, drift, last in rows
    )  # fmt: skip


def _codes(cursor: Any, sets: Any, codes: Any) -> None:
    cursor.execute(
        "SELECT device.user_id, array_agg(token.token) FROM otp_static_staticdevice device"
        " JOIN otp_static_statictoken token ON token.device_id = device.id GROUP BY 1"
    )
    for user, tokens in cursor.fetchall():
        device = sets.objects.create(user_id=user, name="backup", salt=new_salt())
        codes.objects.bulk_create(
            codes(device=device, digest=code_digest(token, device.salt)) for token in set(tokens)
        )


class Migration(migrations.Migration):
    """Second factors, sealed."""

    dependencies = [("organisations", "0003_sealed_second_factor")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
