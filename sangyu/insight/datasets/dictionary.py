"""The data dictionary: what every column of a dataset means, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sangyu.insight.datasets.types import AS_OF, AS_OF_LABEL, Column, Dataset, Kind


@dataclass(frozen=True)
class Entry:
    """One line of the dictionary, ready to print."""

    name: str
    label: str
    kind: str
    unit: str
    meaning: str
    sensitivity: str
    values: tuple[tuple[str, str], ...]
    derived: str


def entries(dataset: Dataset) -> list[Entry]:
    """The dataset's columns in their order, then the as-of date, which every dataset has."""
    as_of = Entry(
        AS_OF,
        str(AS_OF_LABEL),
        str(Kind.DATE.label),
        "",
        _("The date at which the snapshot shows the world."),
        "",
        (),
        "",
    )
    return [*(_entry(column) for column in dataset.columns), as_of]


def _entry(column: Column) -> Entry:
    return Entry(
        name=column.name,
        label=str(column.label),
        kind=str(column.kind.label),
        unit=str(column.unit),
        meaning=str(column.meaning),
        sensitivity=str(column.sensitivity.label),
        values=tuple((code, str(label)) for code, label in column.values.items()),
        derived=column.derived,
    )


def markdown(dataset: Dataset) -> str:
    """The dictionary of one dataset as a Markdown page."""
    head = [
        pgettext("of a column", "Name"),
        _("Label"),
        _("Type"),
        _("Meaning"),
        _("Values"),
        _("Sensitivity"),
    ]
    facts = [
        (_("One row is"), dataset.grain),
        (_("Which rows"), dataset.validity),
        (_("About"), dataset.meaning),
    ]
    lines = [f"# {dataset.label} (`{dataset.name}`)", ""]
    lines += [f"- **{name}**: {_cell(str(text))}" for name, text in facts if str(text)]
    lines += ["", _row(head), _row(["---"] * len(head))]
    lines += [_row(_cells(entry)) for entry in entries(dataset)]
    return "\n".join(lines) + "\n"


def _cells(entry: Entry) -> list[str]:
    kind = f"{entry.kind} ({entry.unit})" if entry.unit else entry.kind
    meaning = entry.meaning
    if entry.derived:
        meaning = f"{meaning} `= {entry.derived}`".strip()
    values = ", ".join(f"`{code}` {label}" for code, label in entry.values)
    return [f"`{entry.name}`", entry.label, kind, meaning, values, entry.sensitivity]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    """A table cell may hold neither a bar nor a line break."""
    return " ".join(text.replace("|", "\\|").split())
