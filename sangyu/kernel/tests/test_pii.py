"""Sealing, blind indexes, keys and masks: national vectors, round trips, tampering, and the refusals."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from sangyu.kernel import pii
from sangyu.kernel.pii import checks, keyfile, keys, sealing

LABEL = "resident-id"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def test_the_national_algorithms_give_the_standards_values() -> None:
    digest = Hash(SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    sealed = Cipher(SM4(block), ECB()).encryptor().update(block)  # noqa: S305  the standard's example
    assert sealed.hex() == "681edf34d206965e86b3e94f536e4246"
    assert sealing.self_test()


@given(TEXTS)
def test_what_is_sealed_opens_and_never_looks_the_same_twice(text: str) -> None:
    first, second = pii.seal(text, LABEL), pii.seal(text, LABEL)
    assert pii.open_(first, LABEL) == pii.open_(memoryview(second), LABEL) == text
    assert first != second
    assert sealing.key_id(first) == 1


@given(st.lists(TEXTS | st.none(), max_size=20))
def test_a_column_is_sealed_as_its_values_are(texts: list[str | None]) -> None:
    assert pii.open_many(pii.seal_many(texts, LABEL), LABEL) == texts
    singly = [None if text is None else pii.blind_index(text, LABEL) for text in texts]
    assert pii.blind_index_many(texts, LABEL) == singly


@given(TEXTS, st.data())
def test_any_changed_bit_is_noticed(text: str, data: st.DataObject) -> None:
    sealed = bytearray(pii.seal(text, LABEL))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(pii.Unreadable):
        pii.open_(bytes(sealed), LABEL)


@given(TEXTS, st.integers(1, 28))
def test_a_cut_value_or_one_of_another_purpose_does_not_open(text: str, cut: int) -> None:
    sealed = pii.seal(text, LABEL)
    for value, label in ((sealed[:-cut], LABEL), (sealed, "phone"), (b"", LABEL)):
        with pytest.raises(pii.Unreadable) as caught:
            pii.open_(value, label)
        assert not text or len(text) < 3 or text not in str(caught.value)


@given(TEXTS, TEXTS)
def test_blind_indexes_are_equal_if_and_only_if_the_texts_are(one: str, other: str) -> None:
    assert (pii.blind_index(one, LABEL) == pii.blind_index(other, LABEL)) is (one == other)
    assert pii.blind_index(one, LABEL) != pii.blind_index(one, "phone")
    assert len(pii.blind_index(one, LABEL)) == 32


def test_a_label_that_could_be_mistaken_is_refused() -> None:
    for label in ("", "Resident ID", "a\0b"):
        for call in (pii.seal, pii.blind_index):
            with pytest.raises(ValueError, match="label"):
                call("x", label)


def test_a_new_key_seals_and_the_old_one_still_opens(settings: Settings) -> None:
    ring = keyfile.new_keyring()
    settings.SANGYU_PII_KEYS = keys.dump(ring)
    old, index = pii.seal("王桑榆", LABEL), pii.blind_index("王桑榆", LABEL)
    settings.SANGYU_PII_KEYS = keys.dump(keyfile.with_next_key(ring))
    assert sealing.key_id(pii.seal("王桑榆", LABEL)) == 2
    assert pii.open_(old, LABEL) == "王桑榆"
    assert pii.blind_index("王桑榆", LABEL) == index
    settings.SANGYU_PII_KEYS = keys.dump(keyfile.new_keyring())
    with pytest.raises(pii.Unreadable):
        pii.open_(old, LABEL)
    assert pii.blind_index("王桑榆", LABEL) != index


def test_a_running_process_learns_of_a_key_added_to_the_file(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    ring = keyfile.new_keyring()
    keyfile.write(path, keys.dump(ring), replace=False)
    settings.SANGYU_PII_KEYS_FILE = str(path)
    pii.seal("x", LABEL)
    second = keyfile.with_next_key(ring)
    keyfile.write(path, keys.dump(second), replace=True)
    by_another_process = sealing._seal(second.current, os.urandom(12), "新", LABEL.encode())
    assert pii.open_(by_another_process, LABEL) == "新"
    assert sealing.key_id(pii.seal("x", LABEL)) == 2


def test_a_key_file_is_its_owners_alone_and_never_overwritten_by_mistake(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "sub" / "keys.json"
    keyfile.write(path, keys.dump(keyfile.new_keyring()), replace=False)
    written = path.read_bytes()
    assert not keyfile.is_open_to_others(path)
    with pytest.raises(FileExistsError):
        keyfile.write(path, keys.dump(keyfile.new_keyring()), replace=False)
    assert path.read_bytes() == written
    assert list(path.parent.iterdir()) == [path]
    settings.SANGYU_PII_KEYS_FILE = str(path)
    assert checks.check_keys() == []
    path.chmod(0o640)
    assert [message.id for message in checks.check_keys()] == ["sangyu.pii.W001"]


def _json(**over: object) -> str:
    content = json.loads(keys.dump(keyfile.new_keyring())) | over
    return json.dumps(content)


KEY = {"id": 1, "sm4": "00" * 16, "created": "2026-01-01"}


@pytest.mark.parametrize(
    ("demo", "text", "file", "refusal"),
    [
        (False, "", "", "E001"),
        (False, "", "/nowhere/keys.json", "E001"),
        (True, "", "/nowhere/keys.json", "E001"),
        (False, keys.dump(keys.DEMO_KEYRING), "", "E002"),
        (False, _json(hmac=keys.DEMO_HMAC.hex()), "", "E002"),
        (False, "not json", "", "E003"),
        (False, "[]", "", "E003"),
        (False, _json(keys=[]), "", "E003"),
        (False, _json(keys=[KEY, KEY]), "", "E003"),
        (False, _json(keys=[KEY | {"id": 256}]), "", "E003"),
        (False, _json(keys=[KEY | {"sm4": "00" * 15}]), "", "E003"),
        (False, _json(hmac="00"), "", "E003"),
        (True, "", "", None),
        (False, _json(), "", None),
    ],
    ids=itertools.count(),  # made from new keys: their texts differ between the processes of a run
)
def test_it_neither_starts_nor_seals_without_proper_keys(
    demo: bool, text: str, file: str, refusal: str | None
) -> None:
    with override_settings(SANGYU_DEMO=demo, SANGYU_PII_KEYS=text, SANGYU_PII_KEYS_FILE=file):
        found = checks.check_keys()
        assert [message.id for message in found] == ([f"sangyu.pii.{refusal}"] if refusal else [])
        if refusal is None:
            pii.ensure_ready()
            assert pii.open_(pii.seal("x", LABEL), LABEL) == "x"
            return
        for call in (pii.seal, pii.blind_index):
            with pytest.raises(pii.KeysUnusable) as caught:
                call("x", LABEL)
            assert "00" * 15 not in str(caught.value)


def test_keys_never_show_in_a_repr() -> None:
    ring = keyfile.new_keyring()
    assert ring.hmac.hex() not in repr(ring)
    assert str(ring.hmac) not in repr(ring)
    assert str(ring.current.sm4) not in repr(ring)


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        (pii.mask_name, "王桑明", "王*明"),
        (pii.mask_name, "王明", "王*"),
        (pii.mask_name, "王", "*"),
        (pii.mask_name, "", ""),
        (pii.mask_name, "阿卜杜拉·买买提", "阿**提"),
        (pii.mask_phone, "13812345678", "138****5678"),
        (pii.mask_phone, "0855-8234567", "0855****4567"),
        (pii.mask_phone, "8234567", "****67"),
        (pii.mask_phone, "12345", "*****"),
        (pii.mask_resident_id, "990101194912311234", "990101********1234"),
        (pii.mask_bank_card, "6222020200112233445", "**** 3445"),
        (pii.mask_bank_card, "12345678", "********"),
        (pii.mask_address, "贵州省凯里市大十字街道永乐路12号", "贵州省凯里市大十字街道****"),
        (pii.mask_address, "凯里市三棵树镇平乐村3组18号", "凯里市三棵树镇平乐村****"),
        (pii.mask_address, "东昌府区柳园街道区政府家属院", "东昌府区柳园街道****"),
        (pii.mask_address, "洗马河街道金井社区２栋", "洗马河街道金井社区****"),
        (pii.mask_address, "永乐路12号", "****"),
        (pii.mask_address, "三棵树镇", "****"),
        (pii.mask_address, "", ""),
    ],
)
def test_a_mask_shows_only_this(mask: object, plain: str, masked: str) -> None:
    assert callable(mask)
    assert mask(plain) == masked
