"""Key rotation over a real table: complete, resumable, idempotent, audited, and honest about what it cannot read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.test.utils import isolate_apps
from pytest_django.fixtures import Settings

from sangyu.kernel import pii
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.pii import fields, keyfile, keys, rotation, sealed_columns, sealing

ACTOR = system_actor("rotation test")
RING = keyfile.new_keyring()


@pytest.fixture
def table(
    db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> Iterator[type[models.Model]]:
    """A table of five sealed phones and two empty ones, and a second key that came after them."""
    monkeypatch.setattr(sealed_columns, "_columns", {})
    with isolate_apps("sangyu.kernel.cli") as registry:
        monkeypatch.setattr(sealed_columns, "apps", registry)
        monkeypatch.setattr(fields, "apps", registry)
        model = _declare(registry)
        with connection.schema_editor() as editor:
            editor.create_model(model)
        settings.SANGYU_PII_KEYS = keys.dump(RING)
        phones = [f"1380000000{n}" for n in range(5)]
        model._default_manager.bulk_create(
            [model(phone=sealed) for sealed in (*pii.seal_many(phones, "phone"), None, b"")]
        )
        settings.SANGYU_PII_KEYS = keys.dump(keyfile.with_next_key(RING))
        yield model


def _declare(registry: Apps | None) -> type[models.Model]:
    class Holder(models.Model):
        phone = pii.SealedField(label="phone", null=True)
        phone_index = pii.BlindIndexField(label="phone", null=True)

        class Meta:
            app_label = "cli"
            apps = registry

        def __str__(self) -> str:
            return "holder"

    return Holder


def phones_of(model: type[models.Model]) -> list[str | None]:
    values = (
        model._default_manager.exclude(phone=b"").order_by("pk").values_list("phone", flat=True)
    )
    return pii.open_many(values, "phone")


def test_a_sealed_field_enters_its_column_by_itself(table: type[models.Model]) -> None:
    assert pii.columns() == (pii.Column("cli.holder", "phone", "phone"),)
    index = table._meta.get_field("phone_index")
    assert isinstance(index, models.Field)
    assert index.deconstruct()[3]["label"] == "phone"


def test_rotation_reaches_every_value_and_then_finds_nothing(table: type[models.Model]) -> None:
    before = phones_of(table)
    told: list[int] = []
    (done,) = rotation.keys_rotate(
        actor=ACTOR, batch=2, progress=lambda _column, count: told.append(count)
    )
    assert (done.changed, done.unreadable, told) == (5, (), [2, 4, 5])
    assert sealed_columns.counts_by_key(done.column) == {2: 5}
    assert phones_of(table) == before
    entries = AuditEntry.objects.order_by("pk").values_list("action", "object_id", "after")
    assert list(entries) == [
        ("pii.rotation.started", "cli.holder.phone", {"key": 2}),
        ("pii.rotation.finished", "cli.holder.phone", {"key": 2, "changed": 5, "unreadable": 0}),
    ]
    (again,) = rotation.keys_rotate(actor=ACTOR)
    assert again.changed == 0
    assert AuditEntry.objects.count() == 2


def test_a_rotation_that_was_killed_goes_on_where_it_stopped(table: type[models.Model]) -> None:
    class KilledError(Exception):
        pass

    def kill(_column: pii.Column, _count: int) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        rotation.keys_rotate(actor=ACTOR, batch=2, progress=kill)
    (column,) = pii.columns()
    assert sealed_columns.counts_by_key(column) == {1: 3, 2: 2}
    (done,) = rotation.keys_rotate(actor=ACTOR)
    assert done.changed == 3
    assert sealed_columns.counts_by_key(column) == {2: 5}


def test_what_cannot_be_read_is_left_and_reported(table: type[models.Model]) -> None:
    first = table._default_manager.order_by("pk").values_list("pk", flat=True)[0]
    broken = b"\x01" + bytes(40)
    table._default_manager.filter(pk=first).update(phone=broken)
    (done,) = rotation.keys_rotate(actor=ACTOR, batch=2)
    assert (done.changed, done.unreadable) == (4, (first,))
    assert table._default_manager.values_list("phone", flat=True).get(pk=first) == broken


def test_a_value_changed_meanwhile_is_not_overwritten(table: type[models.Model]) -> None:
    (column,) = pii.columns()
    (batch,) = sealed_columns.batches(column, current=2, size=10)
    pk, old = batch[0]
    newer = pii.seal("13911111111", "phone")
    table._default_manager.filter(pk=pk).update(phone=newer)
    assert sealed_columns.replace(column, [(pk, old, pii.seal("stale", "phone"))]) == 0
    assert phones_of(table)[0] == "13911111111"
    assert sealing.key_id(newer) == 2
