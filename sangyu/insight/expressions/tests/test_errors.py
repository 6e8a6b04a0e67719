"""Every refusal points at its word and says what to write instead; hostile texts never reach a database."""

from __future__ import annotations

import time

import pytest
from django.utils.translation import override

from sangyu.insight.expressions.errors import ExpressionError
from sangyu.insight.expressions.language import parse, parse_value
from sangyu.insight.expressions.tests.people import PEOPLE, attempt

# text with the faulty word between ⟦ and ⟧; code; suggestion
FAULTS = [
    ("⟦⟧", "empty", ""),
    ("⟦   ⟧", "empty", ""),
    ("⟦agee⟧ > 3", "unknown-column", "age"),
    ("⟦年令⟧ > 3", "unknown-column", "年龄"),
    ("⟦月收入⟧ > 3", "unknown-column", '"月收入（元）"'),
    ("⟦xyzzy⟧ > 3", "unknown-column", ""),
    ("⟦year_between⟧(birth_date, as_of) > 3", "unknown-function", "years_between"),
    ("⟦read_csv⟧('/etc/passwd')", "unknown-function", ""),
    ("age > ⟦now⟧()", "unknown-function", ""),
    ("birth_date < ⟦current_date⟧", "unknown-column", ""),
    ("⟦count⟧(id) > 3", "unknown-function", ""),
    ("street ⟦like⟧ '大%'", "unknown-column", ""),
    ("age >= ⟦'80'⟧", "kind", "80"),
    ("living = ⟦3⟧", "kind", "'3'"),
    ("insured = ⟦'yes'⟧", "kind", ""),
    ("birth_date > ⟦19400506⟧", "kind", ""),
    ("living = ⟦'alne'⟧", "unknown-value", "'alone'"),
    ("living = ⟦'独 居'⟧", "unknown-value", "'独居'"),
    ("has(tags, ⟦'pooor'⟧)", "unknown-value", "'poor'"),
    ("living IN ('alone', ⟦'nobody'⟧)", "unknown-value", ""),
    ("birth_date > ⟦'1940年5月6日'⟧", "date", "'1940-05-06'"),
    ("birth_date > ⟦'1940-5-6'⟧", "date", "'1940-05-06'"),
    ("birth_date > ⟦'2023-02-29'⟧", "date", ""),
    ("birth_date > ⟦'0000-00-00'⟧", "date", ""),
    ("birth_date > ⟦'99999-01-01'⟧", "date", ""),
    ("birth_date > ⟦DATE⟧", "date", "DATE '2024-01-31'"),
    ("age = ⟦NULL⟧", "null", ""),
    ("coalesce(age, ⟦null⟧) > 3", "null", ""),
    ("⟦age / 2⟧ > 3", "division", ""),
    ("age > 3 ⟦rooms⟧", "structure", ""),
    ("age ⟦>⟧", "structure", ""),
    ("age > 3 ⟦AND⟧", "structure", ""),
    ("⟦NOT⟧", "structure", ""),
    ("age > ⟦AND⟧ rooms > 1", "structure", ""),
    ("⟦(⟧age > 3", "bracket", ""),
    ("age > 3⟦)⟧", "bracket", ""),
    ("rooms IN (1⟦,⟧)", "structure", ""),
    ("street = ⟦'大十字⟧", "unclosed", "'大十字'"),
    ('⟦"age > 3⟧', "unclosed", '"age > 3"'),
    ("living = ⟦‘alone’⟧", "character", "'alone'"),
    ("age > 3⟦;⟧ DROP TABLE elder", "character", ""),
    ("age > 3 ⟦--⟧ comment", "character", ""),
    ("age > 3 ⟦/*⟧ comment */", "character", ""),
    ("age > ⟦$⟧1", "character", ""),
    ("age > ⟦?⟧", "character", ""),
    ("age⟦[⟧1] > 3", "character", ""),
    ("age > ⟦８０⟧", "character", "80"),
    ("age > 3 ⟦&&⟧ insured", "character", "AND"),
    ("age⟦.⟧x > 3", "character", ""),
    ("age ⟦::⟧ int > 3", "character", ""),
    ("⟦ａｇｅ⟧ > 3", "unknown-column", "age"),
    ("⟦аge⟧ > 3", "unknown-column", "age"),  # a Cyrillic a
    ("⟦in\u017fured⟧", "unknown-column", "insured"),  # the long s
    ("age\u200b⟦⟧ > 3", "hidden-character", ""),
    ("age > 3 \u202e⟦⟧", "hidden-character", ""),
    ("street = 'a\x00⟦⟧'", "hidden-character", ""),
    ("street = '\ud800⟦⟧'", "hidden-character", ""),
    ("age > ⟦1e9⟧", "number", ""),
    ("age > ⟦0x1F⟧", "number", ""),
    ("age > ⟦80且⟧ insured", "number", ""),
    ("age > ⟦1.2.3⟧", "number", ""),
    ("age > ⟦1_000⟧", "number", ""),
    ("age > ⟦9999999999999999⟧", "number", ""),
    ("⟦income * income * income⟧ > 1", "too-wide", ""),
    ("⟦age⟧", "condition-wanted", ""),
    ("age > 3 AND ⟦'x'⟧", "condition-wanted", ""),
    ("⟦age = 3⟧ = 3", "value-wanted", ""),
    ("(⟦age, rooms⟧) = 3", "value-wanted", ""),
    ("⟦age IN rooms⟧", "list", ""),
    ("⟦age⟧ IN ()", "list", ""),
    ("age IN (1, ⟦rooms⟧)", "list", ""),
    ("age IS ⟦TRUE⟧", "structure", ""),
    ("age IS NOT ⟦3⟧", "structure", ""),
    ("⟦birth_date⟧ + 1 > as_of", "kind", ""),
    ("⟦tags = 'poor'⟧", "kind", ""),
    ("⟦tags IN ('poor')⟧", "kind", ""),
    ("⟦insured > TRUE⟧", "kind", ""),
    ("⟦living BETWEEN 'alone' AND 'kin'⟧", "kind", ""),
    ("has(⟦living⟧, 'alone')", "kind", ""),
    ("has(tags, ⟦living⟧)", "kind", ""),
    ("starts_with(⟦age⟧, '5')", "kind", ""),
    ("⟦years_between(birth_date)⟧ > 3", "arguments", ""),
    ("⟦least(age)⟧ > 3", "arguments", ""),
    ("⟦least()⟧ > 3", "arguments", ""),
    ("least(age, ⟦birth_date⟧) > 3", "kind", ""),
]


def fault_of(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text, PEOPLE)
    return caught.value


@pytest.mark.parametrize(("marked", "code", "suggestion"), FAULTS)
def test_a_fault_is_shown_at_its_place(marked: str, code: str, suggestion: str) -> None:
    start = marked.index("⟦")
    end = marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    if start == end and code == "hidden-character":
        start -= 1  # the invisible character itself stands before the mark
    error = fault_of(text)
    assert (error.code, error.start, error.end) == (f"expression-{code}", start, end)
    assert error.word == text[start:end]
    assert error.suggestion == suggestion
    assert str(error.message)


@pytest.mark.parametrize(
    "marked", [fault[0] for fault in FAULTS if fault[2] and fault[1] != "unclosed"]
)
def test_a_suggestion_in_place_mends_the_fault_or_leads_on(marked: str) -> None:
    error = fault_of(marked.replace("⟦", "").replace("⟧", ""))
    further = attempt(error.corrected)
    if isinstance(further, ExpressionError):
        assert (further.code, further.start) != (error.code, error.start)


def test_messages_speak_the_reader_s_language() -> None:
    error = fault_of("agee > 3")
    with override("en"):
        assert str(error) == "People have no column “agee”. Did you mean age?"
    with override("zh-hans"):
        assert str(error) == "“People”中没有“agee”这一项。 是否想写 age？"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "age > 3" + ")" * 5000,
        "(" * 100 + "age > 3" + ")" * 100,
        "NOT " * 900 + "insured",
        "NOT (" * 300 + "insured" + ")" * 300,
        "age > " + "- " * 900 + "3",
        "age > " + "+".join(["rooms"] * 400),
        "age = " * 300 + "3",
        "least(" * 400 + "age, 1" + ")" * 400 + " > 1",
        " AND ".join(["insured"] * 2000),
        "age > 3" + " " * 100_000,
        "'" * 3999,
        "a" * 4000,
        "rooms IN (" + ", ".join(["1"] * 201) + ")",
        "NOT insured = " * 200 + "insured",
        "age BETWEEN " * 100 + "1",
    ],
    ids=range(15),
)
def test_monstrous_texts_are_refused_quickly(text: str) -> None:
    began = time.perf_counter()
    assert fault_of(text).code.startswith("expression-")
    assert time.perf_counter() - began < 2


def test_long_but_flat_conditions_are_welcome() -> None:
    parsed = parse(" OR ".join(f"rooms = {n}" for n in range(140)), PEOPLE)
    assert len(parsed.conditions()) == 140


@pytest.mark.parametrize(
    "text",
    [
        "street = ''' OR 1=1 --'",
        "street = '\\'' OR TRUE",
        "street = '); DROP TABLE elder; --'",
        "street = '{0} {all} %s %(x)s $1 ?'",
        "contains(street, '${jndi}')",
        "starts_with(street, '{1}')",
    ],
)
def test_what_stands_in_a_text_stays_a_text(text: str) -> None:
    parsed = attempt(text)
    if isinstance(parsed, ExpressionError):
        return
    quoted = text[text.index("'") : text.rindex("'") + 1]
    assert quoted in parsed.to_duckdb()


@pytest.mark.parametrize("text", ["age > 3", "insured AND", ""])
def test_a_formula_must_be_a_value(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse_value(text, PEOPLE)
