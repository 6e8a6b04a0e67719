"""The bank's files as text: what goes out, and what a result file says, row by row with what is wrong in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

REFERENCE = re.compile(r"SY(\d{1,12})-(\d{1,9})")
YUAN = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")


@dataclass(frozen=True)
class ResultLayout:
    """Titles of the columns that matter, and what the bank's words for results mean."""

    reference: str
    amount: str
    status: str
    reason: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Layout:
    """One bank's layout, as `policy/layouts.toml` describes it."""

    code: str
    name: Mapping[str, str]
    encoding: str
    delimiter: str
    newline: str
    header: bool
    totals: str
    totals_word: str
    amount: str
    columns: tuple[tuple[str, str], ...]
    result: ResultLayout


@dataclass(frozen=True)
class Transfer:
    """One row of the file to the bank."""

    number: int
    reference: str
    account: str
    holder: str
    bank: str
    amount_fen: int
    purpose: str


@dataclass(frozen=True)
class Answer:
    """One row of a result file. `problem` is empty, or says what is wrong in `column`."""

    number: int
    line_number: int | None = None
    amount_fen: int | None = None
    status: str = ""
    reason: str = ""
    problem: str = ""
    column: str = ""


class Unreadable(ValueError):
    """The file as a whole cannot be read; `code` says why, `what` names it."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


def write(layout: Layout, transfers: list[Transfer]) -> bytes:
    """The whole file. The same transfers in the same layout always give the same bytes."""
    titles = [[title for _field, title in layout.columns]] if layout.header else []
    body = [[_value(layout, field, one) for field, _title in layout.columns] for one in transfers]
    total = [_totals(layout, transfers)]
    if layout.totals == "first":
        return _encode(layout, [*total, *titles, *body])
    return _encode(layout, [*titles, *body, *(total if layout.totals == "last" else [])])


def _totals(layout: Layout, transfers: list[Transfer]) -> list[str]:
    total = sum(one.amount_fen for one in transfers)
    row = [layout.totals_word, str(len(transfers)), money(layout, total)]
    return [*row, *[""] * (len(layout.columns) - len(row))]


def _encode(layout: Layout, rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator=layout.newline)
    writer.writerows(rows)
    return text.getvalue().encode(layout.encoding)


def _value(layout: Layout, field: str, one: Transfer) -> str:
    if field == "amount":
        return money(layout, one.amount_fen)
    return str(getattr(one, field))


def money(layout: Layout, fen: int) -> str:
    """1234.50 or 123450."""
    return str(fen) if layout.amount == "fen" else f"{fen // 100}.{fen % 100:02d}"


def money_read(layout: Layout, text: str) -> int | None:
    """Fen; None if it is no amount in this layout."""
    plain = text.strip().replace(",", "")
    if layout.amount == "fen":
        return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 16 else None
    found = YUAN.fullmatch(plain)
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0") or 0)


def read(layout: Layout, data: bytes, batch_id: int) -> list[Answer]:
    """The rows of a result file of this batch, good ones and bad ones. Unreadable if it is none at all."""
    try:
        text = data.decode("utf-8-sig" if layout.encoding == "utf-8" else layout.encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", layout.encoding) from error
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=layout.delimiter))
    columns = _columns(layout, rows)
    return list(_answers(layout, rows, columns, batch_id))


def _columns(layout: Layout, rows: list[list[str]]) -> dict[str, int]:
    titles = [title.strip() for title in rows[0]] if rows else []
    wanted = {name: getattr(layout.result, name) for name in ("reference", "amount", "status", "reason")}  # fmt: skip
    for title in (wanted["reference"], wanted["amount"], wanted["status"]):
        if title not in titles:
            raise Unreadable("column", title)
    return {name: titles.index(title) for name, title in wanted.items() if title in titles}


def _answers(
    layout: Layout, rows: list[list[str]], columns: Mapping[str, int], batch_id: int
) -> Iterator[Answer]:
    seen: set[int] = set()
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row) or row[0].strip() == layout.totals_word:
            continue
        values = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        answer = _answer(layout, number, values, batch_id)
        if not answer.problem and answer.line_number in seen:
            answer = Answer(number, problem="duplicate", column=layout.result.reference)
        elif answer.line_number is not None and not answer.problem:
            seen.add(answer.line_number)
        yield answer


def _answer(layout: Layout, number: int, values: Mapping[str, str], batch_id: int) -> Answer:
    titles = layout.result
    found = REFERENCE.fullmatch(values["reference"])
    if found is None:
        return Answer(number, problem="reference", column=titles.reference)
    if int(found[1]) != batch_id:
        return Answer(number, problem="other_batch", column=titles.reference)
    fen = money_read(layout, values["amount"])
    if fen is None:
        return Answer(number, problem="amount", column=titles.amount)
    status = titles.words.get(values["status"])
    if status is None:
        return Answer(number, problem="status", column=titles.status)
    reason = values.get("reason", "")[:40]
    return Answer(number, int(found[2]), fen, status, reason)
