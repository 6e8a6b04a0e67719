"""The room's terms as dated data: layouts of the bank's files, the month from which the books are kept."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangyu.kernel.errors import DomainError
from sangyu.people.payments.rules.layouts import Layout, ResultLayout


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))


@lru_cache(maxsize=1)
def _terms() -> dict[str, Any]:
    return _toml("payments.toml")


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """Every layout by its code, in the file's order."""
    return {row["code"]: _layout(row) for row in _toml("layouts.toml")["layout"]}


def _layout(row: dict[str, Any]) -> Layout:
    answer = row["result"]
    words = {word: status for status, listed in answer["words"].items() for word in listed}
    return Layout(
        row["code"], {"zh": row["zh"], "en": row["en"]}, row["encoding"], row["delimiter"],
        {"lf": "\n", "crlf": "\r\n"}[row["newline"]], row["header"], row["totals"],
        row["totals_word"], row["amount"],
        tuple((one["field"], one["title"]) for one in row["columns"]),
        ResultLayout(
            answer["reference"], answer["amount"], answer["status"], answer["reason"], words
        ),
    )  # fmt: skip


def layout(code: str) -> Layout:
    """One layout; refused if nobody knows it."""
    found = layouts().get(code)
    if found is None:
        raise DomainError(
            "layout-unknown",
            _("There is no layout of bank files called “%(code)s”.") % {"code": code},
            remedy=_("Choose one of the listed layouts."),
        )
    return found


def layout_names() -> list[tuple[str, str]]:
    """Codes with their names in the reader's language."""
    which = "zh" if (get_language() or "zh").startswith("zh") else "en"
    return [(code, one.name[which]) for code, one in layouts().items()]


def books_from() -> date:
    """The first month kept in these books."""
    month: date = _terms()["books_from"]
    return month
