"""How a dataset is declared: columns with type, meaning and sensitivity, over a source in PostgreSQL.

Labels and meanings are lazy gettext strings, so that dictionary and explanations speak the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

Text = str | Promise

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
AS_OF = "as_of"
AS_OF_LABEL = _("as-of date")
LANGUAGES = ("zh-hans", "en")
# Words of the expression language; a column of that name could not be written.
RESERVED = frozenset(
    {AS_OF, "and", "or", "not", "in", "between", "is", "null", "true", "false", "date"}
)


class DatasetError(ValueError):
    """A declaration contradicts itself. A programmer's mistake, found at start-up."""


class Kind(StrEnum):
    """What a column holds."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    TAGS = "tags"

    @property
    def label(self) -> Text:
        return _KIND_LABELS[self]

    @property
    def is_number(self) -> bool:
        return self in {Kind.INTEGER, Kind.DECIMAL}


_KIND_LABELS: dict[Kind, Text] = {
    Kind.BOOLEAN: pgettext_lazy("kind of column", "yes or no"),
    Kind.INTEGER: pgettext_lazy("kind of column", "whole number"),
    Kind.DECIMAL: pgettext_lazy("kind of column", "number"),
    Kind.TEXT: pgettext_lazy("kind of column", "text"),
    Kind.DATE: pgettext_lazy("kind of column", "date"),
    Kind.TAGS: pgettext_lazy("kind of column", "list of tags"),
}


class Sensitivity(StrEnum):
    """Who may see a column's single values: anybody, staff, those with the right to the person, nobody in lists."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SECRET = "secret"

    @property
    def label(self) -> Text:
        return _SENSITIVITY_LABELS[self]


_SENSITIVITY_LABELS: dict[Sensitivity, Text] = {
    Sensitivity.PUBLIC: pgettext_lazy("sensitivity", "public"),
    Sensitivity.INTERNAL: pgettext_lazy("sensitivity", "internal"),
    Sensitivity.PERSONAL: pgettext_lazy("sensitivity", "personal"),
    Sensitivity.SECRET: pgettext_lazy("sensitivity", "secret"),
}


@dataclass(frozen=True, eq=False)
class Column:
    """One column. `sql` is its PostgreSQL source (default: its own name); `derived` instead is an expression over
    the other columns, computed on reading (age from birth date and as-of date).

    `digits` are all digits a number may have, `scale` those behind the point. An integer column's smallest 32-bit
    value (-2147483648) is the sign for "missing" in transport, and so cannot be stored.
    """

    name: str
    kind: Kind
    label: Text
    meaning: Text = ""
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    values: Mapping[str, Text] = field(default_factory=dict)
    sql: str = ""
    derived: str = ""
    unit: Text = ""
    digits: int = 0
    scale: int = 0

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or self.name in RESERVED:
            raise DatasetError(f"{self.name!r} cannot be a column's name.")
        if self.values and self.kind not in {Kind.TEXT, Kind.TAGS}:
            raise DatasetError(f"{self.name}: only text and tags have listed values.")
        if self.sql and self.derived:
            raise DatasetError(f"{self.name}: a column comes from SQL or is derived, not both.")
        digits, scale = {Kind.INTEGER: (10, 0), Kind.DECIMAL: (14, 2)}.get(self.kind, (0, 0))
        object.__setattr__(self, "digits", self.digits or digits)
        object.__setattr__(self, "scale", self.scale or scale)
        widest = (19, 0) if self.kind is Kind.INTEGER else (18, 8)
        if self.digits > widest[0] or self.scale > widest[1]:
            raise DatasetError(
                f"{self.name}: {self.digits} digits, {self.scale} behind the point, is too wide."
            )

    @property
    def source_sql(self) -> str:
        return self.sql or self.name


@dataclass(frozen=True)
class Split:
    """How parallel readers share the work: page ranges of the driving table, which `alias` names in the source.

    Every row of the result must come from exactly one row of that table, or slices would count rows twice.
    """

    table: str
    alias: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """A flat table: one row per `grain` that is valid at the as-of date.

    `source` is what stands after FROM and `where` after WHERE in PostgreSQL; `:as_of` in them and in the columns'
    `sql` becomes the date. `key` names the column that tells rows apart (an integer), `area` the GB/T 2260 code.
    `validity` says in words which rows are in at a date.
    """

    name: str
    label: Text
    grain: Text
    source: str
    columns: tuple[Column, ...]
    where: str = ""
    key: str = "id"
    area: str = "area_code"
    validity: Text = ""
    meaning: Text = ""
    split: Split | None = None

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if not NAME.fullmatch(self.name):
            raise DatasetError(f"{self.name!r} cannot be a dataset's name.")
        if len(set(names)) != len(names):
            raise DatasetError(f"{self.name}: two columns have one name.")
        for role, name, kind in (("key", self.key, Kind.INTEGER), ("area", self.area, Kind.TEXT)):
            if (
                name not in names
                or self.by_name[name].kind is not kind
                or self.by_name[name].derived
            ):
                raise DatasetError(
                    f"{self.name}: the {role} {name!r} must be a stored {kind} column."
                )
        if ";" in self.source + self.where + "".join(column.sql for column in self.columns):
            raise DatasetError(f"{self.name}: SQL is one expression; it holds no semicolon.")

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def by_label(self) -> dict[str, Column]:
        """Columns by their labels in every language, so that a condition may be written with either."""
        found: dict[str, Column] = {}
        for language in LANGUAGES:
            with override(language):
                found.update({str(column.label): column for column in self.columns})
        return found

    @cached_property
    def as_of_labels(self) -> frozenset[str]:
        labels = set()
        for language in LANGUAGES:
            with override(language):
                labels.add(str(AS_OF_LABEL))
        return frozenset(labels)

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that a snapshot holds."""
        return tuple(column for column in self.columns if not column.derived)

    @property
    def derived(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.derived)
