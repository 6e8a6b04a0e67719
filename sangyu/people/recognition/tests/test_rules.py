"""The verification code: readable however it is typed, and every slip is found before anything is looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.people.recognition.rules import ALPHABET, LENGTH, code_of, code_parse, code_shown

codes = st.binary(min_size=12, max_size=32).map(code_of)


def test_a_known_code() -> None:
    """90 bits of ones; 2^90 − 1 modulo 1021 is 2^90 = 1024^9 ≡ 3^9 = 19683 ≡ 284, less one: 283 = 8·32 + 27."""
    assert code_of(b"\xff" * 12) == "Z" * 18 + "8V"
    assert code_of(bytes(32)) == "0" * 20
    assert code_shown(code_of(b"\xff" * 12)) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZ8V"
    with pytest.raises(ValueError, match="12 bytes"):
        code_of(b"short")


@given(codes)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    assert len(code) == LENGTH
    assert code_parse(code_shown(code)) == code
    assert code_parse(f" {code.lower()}\n") == code
    assert code_parse(code.replace("0", "o").replace("1", "l")) == code
    assert code_parse("".join(chr(ord(letter) + 0xFEE0) for letter in code)) == code


@given(codes, st.data())
def test_one_wrong_letter_or_a_swap_of_neighbours_is_found(code: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, LENGTH - 1))
    letter = data.draw(st.sampled_from(ALPHABET.replace(code[at], "")))
    assert code_parse(code[:at] + letter + code[at + 1 :]) is None
    here = data.draw(st.integers(0, LENGTH - 2))
    swapped = code[:here] + code[here + 1] + code[here] + code[here + 2 :]
    assert code_parse(swapped) == (code if swapped == code else None)


@given(codes)
def test_a_code_too_short_too_long_or_of_strange_letters_is_none(code: str) -> None:
    assert code_parse(code[:-1]) is None
    assert code_parse(f"{code}0") is None
    assert code_parse(f"U{code[1:]}") is None
    assert code_parse("") is None
