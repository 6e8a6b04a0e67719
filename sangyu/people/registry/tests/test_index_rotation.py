"""Replacing the key of the search indexes: everybody is found at every stage, and nobody is registered twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from sangyu.kernel import clock, pii
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import Conflict
from sangyu.kernel.pii import keyfile, keys, reindexing, sealing
from sangyu.people.registry.models import Elder
from sangyu.people.registry.selectors.alike import alike
from sangyu.people.registry.selectors.search import elder_page
from sangyu.people.registry.services._rows import columns_of, elder_save
from sangyu.people.registry.services.elders import elder_register
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    evidence,
    load_areas,
    make_actor,
    make_elder,
    resident_id,
)

pytestmark = pytest.mark.django_db
ACTOR = system_actor("rotation test")
PEOPLE = [(resident_id(serial=n), f"1400000{n:04}") for n in range(101, 106)]


class KilledError(Exception):
    """The process was killed here."""


@pytest.fixture
def key_file(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five people under a key of their own, in a file; processes look at it at once."""
    path = tmp_path / "pii-keys.json"
    keyfile.write(path, keys.dump(keyfile.new_keyring()), replace=False)
    settings.SANGYU_PII_KEYS_FILE = str(path)
    monkeypatch.setattr(keys, "RELOAD_SECONDS", 0.0)
    load_areas()
    for number, phone in PEOPLE:
        make_elder(id=number, phone=phone)
    return path


def next_key(path: Path) -> None:
    """The first step of the command."""
    ring = keyfile.with_next_index_key(keys.keyring(fresh=True))
    keyfile.write(path, keys.dump(ring), replace=True)


def everybody_is_found() -> None:
    """By number and by telephone, through the search box and when somebody is entered."""
    clerk = make_actor()
    for number, phone in PEOPLE:
        for text in (number, phone):
            assert len(elder_page(actor=clerk, text=text).lines) == 1, text
        shown = alike(actor=clerk, name="", id_number=number, phone="", birth_date=None)
        assert [one.reason for one in shown] == ["id"]


def of_key(hmac: bytes) -> int:
    """How many people's number is indexed under an HMAC key."""
    wanted = [sealing._index(sealing._mac(hmac, "resident-id"), number) for number, _p in PEOPLE]
    return Elder.objects.filter(id_index__in=wanted).count()


def killed_after(batches: int) -> Callable[[str, int], None]:
    """A progress that dies."""
    left = batches

    def progress(_name: str, _count: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KilledError

    return progress


def test_search_finds_everybody_at_each_stage_of_a_rotation_that_is_killed(key_file: Path) -> None:
    old = keys.keyring(fresh=True).hmac
    everybody_is_found()
    next_key(key_file)
    new = keys.keyring(fresh=True).hmac
    assert new != old
    everybody_is_found()
    assert (of_key(old), of_key(new)) == (5, 0)
    with pytest.raises(KilledError):
        reindexing.indexes_remake(actor=ACTOR, batch=2, progress=killed_after(1))
    assert (of_key(old), of_key(new)) == (3, 2)
    everybody_is_found()
    with pytest.raises(KilledError):
        reindexing.indexes_remake(actor=ACTOR, batch=2, progress=killed_after(3))
    everybody_is_found()
    assert all(one.is_complete for one in reindexing.indexes_remake(actor=ACTOR, batch=2))
    assert (of_key(old), of_key(new)) == (0, 5)
    everybody_is_found()
    assert sum(one.changed for one in reindexing.indexes_remake(actor=ACTOR)) == 0
    ring = keyfile.without_old_index_key(keys.keyring(fresh=True))
    keyfile.write(key_file, keys.dump(ring), replace=True)
    assert not pii.is_index_rotating()
    everybody_is_found()


def test_nobody_is_registered_twice_while_both_keys_are_held(key_file: Path) -> None:
    next_key(key_file)
    values = {
        "name": "测试甲", "id": PEOPLE[0][0], "sex": "1", "birth_date": date(1950, 5, 1),
        "area_code": COMMUNITY,
    }  # fmt: skip
    with pytest.raises(Conflict) as caught:
        elder_register(actor=make_actor(), values=values, evidence=evidence())
    assert caught.value.code == "id-taken"
    elder = make_elder()
    for name, value in columns_of({"id": PEOPLE[1][0]}).items():
        setattr(elder, name, value)
    elder.id_kind = "resident"
    with pytest.raises(Conflict):
        elder_save(make_actor(), elder, clock.now())
    assert Elder.objects.exclude(id_index=None).count() == 5


def test_an_index_that_is_taken_stays_findable_and_is_named(key_file: Path) -> None:
    next_key(key_file)
    twin = make_elder(id=PEOPLE[0][0])  # as only a write outside the services could
    done = reindexing.indexes_remake(actor=ACTOR, batch=3)
    (column,) = [one for one in done if one.name == "registry.elder.id_index"]
    first = Elder.objects.exclude(pk=twin.pk).order_by("pk").values_list("pk", flat=True)[0]
    assert (column.changed, column.taken) == (4, (first,))
    assert len(elder_page(actor=make_actor(), text=PEOPLE[0][0]).lines) == 2
    assert keys.keyring(fresh=True).hmac_old is not None


def test_the_command_does_it_all_and_tells(key_file: Path) -> None:
    before = keys.keyring(fresh=True)
    out = io.StringIO()
    with translation.override("en"):
        call_command("keys", "rotate", "--index", stdout=out, stderr=io.StringIO())
    after = keys.keyring(fresh=True)
    assert after.hmac != before.hmac
    assert (after.hmac_old, after.keys) == (None, before.keys)
    assert "registry.elder.id_index: 5 made anew" in out.getvalue()
    everybody_is_found()
    assert of_key(after.hmac) == 5
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"pii.reindex.started", "pii.reindex.finished"} <= actions


def test_every_blind_index_of_the_register_is_remade() -> None:
    names = {f"{c.model_label}.{c.field}" for c in reindexing.indexed_columns()}
    assert names == {
        "registry.elder.id_sealed", "registry.elder.phone_sealed", "registry.elder.bank_sealed",
        "registry.contact.phone_sealed", "registry.responsiblelink.phone_sealed",
        "registry.importrow.id_sealed", "registry.importrow.phone_sealed",
        "registry.importrow.bank_sealed", "registry.importrow.contact_phone_sealed",
    }  # fmt: skip
