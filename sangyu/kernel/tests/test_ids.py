"""Resident IDs and unified social credit codes: the standard's vectors, every refusal, and what must hold of all."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangyu.kernel import ids

ON = date(2026, 3, 1)
DIGITS = "0123456789"
MADE_UP_CODES = ("12371500MA0T00011A", "52320612MA0T00011N", "91620702MA0T00011F")


def resident_ids(prefixes: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[str]:
    """Made-up numbers with the unassigned prefix 99 and a right check character."""
    first_17 = st.builds(
        lambda area, born, sequence: f"{area}{born:%Y%m%d}{sequence:03d}",
        prefixes or st.integers(990000, 999999).map(str),
        st.dates(date(1905, 1, 1), ON),
        st.integers(1, 999),
    )
    return first_17.map(lambda number: number + ids.resident_id_check_character(number))


def refused(text: str, *, demo: bool | None = None) -> ids.BadIdentifier:
    with pytest.raises(ids.BadIdentifier) as caught:
        ids.resident_id_parse(text, on=ON, demo=demo)
    assert str(caught.value.remedy), "every refusal says what to do"
    return caught.value


def test_the_standards_own_examples_are_taken_apart() -> None:
    person = ids.resident_id_parse("11010519491231002X", on=ON)
    assert (person.birth_date, person.sex, person.area_code) == (
        date(1949, 12, 31),
        ids.Sex.FEMALE,
        "110105",
    )
    old = ids.resident_id_parse("440524188001010014", on=ON)
    assert old.sex is ids.Sex.MALE
    assert [warning.code for warning in old.warnings] == ["resident-id-very-old"]


def test_a_legacy_number_is_upgraded_and_its_positions_are_those_as_given() -> None:
    person = ids.resident_id_parse("110105491231002", on=ON)
    assert (person.number, person.was_legacy) == ("11010519491231002X", True)
    error = refused("110105491331002")
    assert (error.code, error.position) == ("resident-id-month", 9)
    assert "9" in str(error.message)
    (warning,) = ids.resident_id_parse("110105491231998", on=ON).warnings
    assert warning.code == "resident-id-century"


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231002ｘ",
        "11010519491231002Ⅹ",
        " 110105 19491231 002X\n",
        "'11010519491231002X",
        "110105-19491231-002X",
        "\u202d11010519491231002X\u202c",
    ],
)
def test_what_people_type_comes_out_in_one_form(typed: str) -> None:
    assert ids.resident_id_parse(typed, on=ON).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("", "resident-id-empty", None),
        ("  ", "resident-id-empty", None),
        ("1101051949123100", "resident-id-length", None),
        ("1101051949123l002X", "resident-id-character", 14),
        ("X10105194912310021", "resident-id-character", 1),
        ("11010519491231002Y", "resident-id-character", 18),
        ("11010549123100X", "resident-id-character", 15),
        ("1.10105194912310E+17", "resident-id-spreadsheet-number", None),
        ("110105194912310020.0", "resident-id-spreadsheet-number", None),
        ("00010519491231002X", "resident-id-area", 1),
        ("91010519491231002X", "resident-id-area", 1),
        ("11010519491331002X", "resident-id-month", 11),
        ("11010519490230002X", "resident-id-day", 13),
        ("11010520260302002X", "resident-id-future", 7),
        ("11010518491231002X", "resident-id-too-old", 7),
        ("110105194912310021", "resident-id-check", 18),
        ("110105194912310000", "resident-id-check", 18),
        ("110105194912310²2X", "resident-id-character", 16),
        ("11010519491231٠02X", "resident-id-character", 15),
    ],
)
def test_a_refusal_names_what_is_wrong_and_where(
    typed: str, code: str, position: int | None
) -> None:
    error = refused(typed)
    assert (error.code, error.position) == (code, position)
    assert not typed.strip() or typed not in str(error), "the number is never repeated"


@pytest.mark.parametrize("prefix", ["71", "81", "82", "83", "52"])
def test_every_province_passes_even_with_a_county_long_abolished(prefix: str) -> None:
    number = f"{prefix}999919491231002"
    number += ids.resident_id_check_character(number)
    assert not ids.resident_id_parse(number, on=ON).warnings
    (warning,) = ids.resident_id_parse(number, on=ON, is_known_area=lambda _: False).warnings
    assert warning.code == "resident-id-area-retired"


@given(resident_ids())
def test_made_up_people_are_accepted_only_in_a_demonstration(number: str) -> None:
    assert ids.resident_id_parse(number, on=ON, demo=True).is_demo
    assert refused(number, demo=False).code == "resident-id-demo"


@given(resident_ids(), st.integers(0, 17), st.sampled_from(DIGITS + "X"))
def test_any_single_wrong_character_is_caught(number: str, at: int, other: str) -> None:
    wrong = number[:at] + other + number[at + 1 :]
    if wrong != number:
        refused(wrong, demo=True)


@given(resident_ids(), st.integers(0, 16))
def test_any_two_neighbours_that_changed_places_are_caught(number: str, at: int) -> None:
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if wrong != number:
        refused(wrong, demo=True)


@given(st.text(max_size=25) | st.text(DIGITS + "Xx０１Ｘ", min_size=13, max_size=19))
def test_no_text_whatever_crashes_the_parsers(text: str) -> None:
    for parse in (ids.resident_id_parse, ids.unified_code_parse):
        with suppress(ids.BadIdentifier):
            parse(text)


@given(resident_ids())
def test_a_parsed_number_never_shows_itself(number: str) -> None:
    person = ids.resident_id_parse(number, on=ON, demo=True)
    masked = f"{number[:6]}********{number[-4:]}"
    assert person.masked == str(person) == masked
    assert number not in repr(person)


def test_masking_hides_the_middle_of_any_length() -> None:
    assert ids.mask_resident_id("522601194912311234") == "522601********1234"
    assert ids.mask_resident_id("110105491231002") == "110105******002"
    assert ids.mask_resident_id("12345678") == "******78"
    assert ids.mask_resident_id("123") == "***"
    assert ids.mask_resident_id("") == ""


def test_the_known_organisation_codes_are_valid_and_taken_apart() -> None:
    code = ids.unified_code_parse("11371500mb28359259")
    assert (code.registrar, code.kind, code.area_code, code.organisation_code, code.warnings) == (
        "1",
        "1",
        "371500",
        "MB2835925",
        (),
    )
    assert ids.unified_code_check_character("91350100M000100Y4"[:17]) == "3"
    assert ids.organisation_code_check_character("MB283592") == "5"
    for made_up in MADE_UP_CODES:
        assert ids.unified_code_parse(made_up).code == made_up


def test_the_organisation_codes_own_digit_only_warns() -> None:
    first_17 = "91620702MA0T00012"
    code = ids.unified_code_parse(first_17 + ids.unified_code_check_character(first_17))
    assert [warning.code for warning in code.warnings] == ["uscc-organisation-check"]


@pytest.mark.parametrize(
    ("typed", "code", "position"),
    [
        ("", "uscc-empty", None),
        ("11371500MB2835925", "uscc-length", None),
        ("1137150OMB28359259", "uscc-character", 8),
        ("11371500MB28359258", "uscc-check", 18),
    ],
)
def test_a_bad_organisation_code_says_where(typed: str, code: str, position: int | None) -> None:
    with pytest.raises(ids.BadIdentifier) as caught:
        ids.unified_code_parse(typed)
    assert (caught.value.code, caught.value.position) == (code, position)


@given(
    st.sampled_from(MADE_UP_CODES),
    st.integers(0, 17),
    st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"),
)
def test_any_single_wrong_character_of_a_code_is_caught(code: str, at: int, other: str) -> None:
    wrong = code[:at] + other + code[at + 1 :]
    if wrong != code:
        with pytest.raises(ids.BadIdentifier):
            ids.unified_code_parse(wrong)
