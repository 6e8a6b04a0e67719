"""One cell to one value: what is read, what is refused, and that no message shows a personal number."""

from __future__ import annotations

from datetime import date

import pytest

from sangyu.people.registry import types
from sangyu.people.registry.intake import notices, problems
from sangyu.people.registry.intake.dates import UncertainDate, parse_date
from sangyu.people.registry.intake.fields import FIELDS, policy
from sangyu.people.registry.intake.places import AreaBook
from sangyu.people.registry.intake.tests.files import resident_id
from sangyu.people.registry.intake.values import Basis, reader_of

BASIS = Basis(on=date(2026, 11, 1), demo=True, max_age=125)
ID = resident_id(7)
LEGACY = "522601500501123"


def read(field: str, text: str) -> tuple[object, str]:
    reading = reader_of(FIELDS[field], BASIS)(text)
    return reading.value, reading.problem.code if reading.problem else ""


@pytest.mark.parametrize(
    "text",
    [
        "1950-01-02", "1950/1/2", "1950.1.2", "1950.01.02.", "19500102", "1950年1月2日", "1950年01月02号",
        "一九五〇年一月二日", "１９５０－０１－０２", "18265", "18265.0", "1950-01-02 00:00:00", "1950-01-02T00:00:00",
        "1950, 1, 2", "2-Jan-1950", "January 2, 1950", " 1950 - 1 - 2 ", "'1950-01-02", "1950年 1月 2日",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_form(text: str) -> None:
    assert parse_date(text) == date(1950, 1, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1950", "date.unreadable"),
        ("1950-13-02", "date.impossible"),
        ("1950-02-30", "date.impossible"),
        ("50.1.2", "date.short-year"),
        ("1950年1月", "date.no-day"),
        ("1950.01", "date.no-day"),
        ("195001", "date.no-day"),
        ("02/01/1950", "date.ambiguous"),
        ("农历1950年正月初二", "date.lunar"),
        ("不清楚", "date.unreadable"),
    ],
)
def test_a_date_that_is_uncertain_is_refused(text: str, code: str) -> None:
    with pytest.raises(UncertainDate) as refused:
        parse_date(text)
    assert refused.value.code == code


def test_day_first_is_read_where_it_is_certain() -> None:
    assert parse_date("31/12/1949") == parse_date("12/31/1949") == date(1949, 12, 31)
    assert parse_date("一九四九年十二月三十一日") == date(1949, 12, 31)


FULL_WIDTH = ID.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789X"})


@pytest.mark.parametrize(
    ("field", "text", "value", "code"),
    [
        ("id", ID, ID, ""),
        ("id", f" '{ID.lower()} ", ID, ""),
        ("id", FULL_WIDTH, ID, ""),
        ("id", f"{ID[:6]} {ID[6:14]} {ID[14:]}", ID, ""),
        ("id", LEGACY, "52260119500501123", "id.legacy"),
        ("id", "5.22601195005E+17", None, "id.spreadsheet"),
        ("id", ID[:17], None, "id.length"),
        ("id", ID[:10] + "O" + ID[11:], None, "id.character"),
        ("id", ID[:16] + ("3" if ID[16] != "3" else "5") + ID[17], None, "id.check"),
        ("id", "522601195005010000"[:15] + "000", None, "id.cut"),
        ("id", "无", None, ""),
        ("name", "张 三 丰", "张三丰", ""),
        ("name", "阿依古丽.买买提", "阿依古丽·买买提", ""),
        ("name", "张桂英（大）", "张桂英(大)", ""),
        ("name", "John  Smith", "John Smith", ""),
        ("name", "李", None, "name.short"),
        ("name", "李明138", None, "name.digits"),
        ("name", "某某", None, "name.placeholder"),
        ("name", '=HYPERLINK("http://x","李明")', None, "cell.formula"),
        ("address", "+cmd|' /C calc'!A0", None, "cell.formula"),
        ("address", "@SUM(A1)", None, "cell.formula"),
        ("address", "文化路\u202e1号", None, "cell.control"),
        ("address", "文化\u200b路1号", "文化路1号", ""),
        ("address", "文\x00化路", None, "cell.control"),
        ("address", "#REF!", None, "cell.error"),
        ("address", "长" * 201, None, "cell.long"),
        ("address", "-", None, ""),
        ("sex", "男", "1", ""),
        ("sex", "女性", "2", ""),
        ("sex", "2.0", "2", ""),
        ("sex", "公", None, "code.unknown"),
        ("birth_date", "2030-01-01", None, "date.future"),
        ("birth_date", "1850-01-01", None, "date.ancient"),
        ("phone", "138 0000 0001", "13800000001", ""),
        ("phone", "+86-13800000001", "13800000001", ""),
        ("phone", "0855-8223344", "08558223344", ""),
        ("phone", "１３８００００００００１"[:11], "13800000000", ""),
        ("phone", "13800000001、13900000001", "13800000001", "phone.second"),
        ("phone", "1380000000", None, "phone.unreadable"),
        ("bank", "6222 0000 0000 0000 00", "622200000000000000", "card.check"),
        ("bank", "6.2220000000E+17", None, "card.spreadsheet"),
        ("bank", "123", None, "card.unreadable"),
        ("living", "独居", "alone", ""),
        ("living", "alone", "alone", ""),
        ("living", "和狗", None, "code.unknown"),
        ("ability_level", "重度失能", 3, ""),
        ("ability_level", "0.0", 0, ""),
        ("ethnicity", "苗", "06", ""),
        ("is_alone", "√", True, ""),
        ("is_alone", "否", False, ""),
        ("is_alone", "独居", True, ""),
        ("is_alone", "也许", None, "yes.unknown"),
        ("categories", "低保、独居", ["minimum_living", "alone"], ""),
        ("categories", "普通", [], ""),
        ("categories", "贵宾", None, "category.unknown"),
    ],
)  # fmt: skip
def test_a_cell_is_read_or_refused(field: str, text: str, value: object, code: str) -> None:
    found, said = read(field, text)
    if code == "id.legacy":
        assert isinstance(found, str)
        found = found[:17]
    assert (found, said) == (value, code)


@pytest.mark.parametrize("field", ["id", "phone", "bank", "address", "name", "living"])
def test_no_problem_shows_a_number_in_clear(field: str) -> None:
    number = ID[:16] + ("3" if ID[16] != "3" else "5") + ID[17]
    reading = reader_of(FIELDS[field], BASIS)(number)
    if reading.problem:
        assert number not in str(reading.problem.to_json())
        assert number[6:14] not in str(reading.problem.to_json())


def test_every_problem_and_notice_has_its_sentence() -> None:
    for code in problems.known_codes():
        why, remedy = problems._SENTENCES[code]
        assert str(why)
        assert str(remedy)
    assert notices.known_codes()


def test_every_code_a_cell_can_give_is_one_the_registry_holds() -> None:
    enumerations = {
        "id_kind": types.IdKind, "sex": types.Sex, "living": types.Living,
        "children_nearby": types.ChildrenNearby, "residence_kind": types.ResidenceKind,
        "hukou_kind": types.HukouKind, "self_care": types.SelfCare, "ltci": types.CareInsurance,
        "medical_insurance": types.MedicalInsurance, "pension_kind": types.PensionKind,
        "disability_kind": types.DisabilityKind, "support_form": types.SupportForm,
        "wants_home": types.WantsHome,
    }  # fmt: skip
    codes = policy("words")["codes"]
    for field, enumeration in enumerations.items():
        assert set(codes[field]) <= set(enumeration.values), field
    assert set(policy("words")["category"]) <= set(types.CategoryCode.values)
    assert {field.category for field in FIELDS.values()} - {""} <= set(types.CategoryCode.values)


# --- areas ---

AREAS = [
    ("522601001", "城西街道"), ("522601001001", "韶山社区居委会"), ("522601001002", "大十字社区居委会"),
    ("522601101", "三棵树镇"), ("522601101201", "铁山村委会"), ("522601101202", "朗利村委会"),
    ("522601102", "舟溪镇"), ("522601102201", "铁山村委会"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code", "problem"),
    [
        ({"town": "城西街道", "community": "韶山社区居委会"}, "522601001001", ""),
        ({"town": "城西", "community": "韶山"}, "522601001001", ""),
        ({"town": "城西街道办事处", "community": "韶山社区"}, "522601001001", ""),
        ({"community": "凯里市城西街道大十字社区"}, "522601001002", ""),
        ({"community": "铁山村"}, "", "area.ambiguous"),
        ({"town": "三棵树镇", "community": "铁山村"}, "522601101201", ""),
        ({"community": "舟溪镇铁山村"}, "522601102201", ""),
        ({"code": "522601101202"}, "522601101202", ""),
        ({"code": "522601101202.0"}, "522601101202", ""),
        ({"code": "110101001001"}, "", "area.outside"),
        ({"town": "城西街道"}, "", "area.town-only"),
        ({"town": "舟溪镇"}, "522601102201", ""),
        ({"community": "绍山社区"}, "", "area.unknown"),
        ({"community": "火星基地"}, "", "area.unknown-bare"),
        ({}, "", "area.missing"),
    ],
)
def test_names_become_codes_or_a_suggestion(cells: dict[str, str], code: str, problem: str) -> None:
    place = AreaBook(AREAS, scope="522601").find(**cells)
    assert (place.code, place.problem.code if place.problem else "") == (code, problem)
    if problem == "area.unknown":
        assert place.problem
        assert "韶山" in place.problem.remedy


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("白午社区居民委员会", "1"),
        ("白午社区居委会", "1"),
        ("白午村村民委员会", "2"),
        ("白午村委会", "2"),
        ("白午", ""),
    ],
)  # fmt: skip
def test_a_community_and_a_village_of_one_name_are_told_apart(text: str, code: str) -> None:
    pairs = [("522601008", "白午街道"), ("522601008001", "白午社区"), ("522601008201", "白午村")]
    found = AreaBook(pairs, scope="522601").find(town="白午街道", community=text)
    assert found.code == {"1": "522601008001", "2": "522601008201", "": ""}[code]


def test_a_whole_file_may_belong_to_one_community() -> None:
    assert AreaBook(AREAS, scope="522601", default="522601101201").find().code == "522601101201"
    assert AreaBook(AREAS[4:5], scope="522601101201").find().code == "522601101201"
