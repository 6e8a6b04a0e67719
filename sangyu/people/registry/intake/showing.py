"""Rows of an import as pages show them: fields by their labels, codes by their words, personal numbers masked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sangyu.city.areas import selectors as areas
from sangyu.kernel import pii
from sangyu.people.registry import policy, types
from sangyu.people.registry.intake.fields import FIELDS
from sangyu.people.registry.intake.markup import column_letters
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.models import Elder, ImportBatch, ImportRow
from sangyu.people.registry.models.elder import lives_in
from sangyu.people.registry.models.intake import ROW_LABEL
from sangyu.people.registry.rules.fields import FIELDS as REGISTER_FIELDS

SEALED = ("id", "phone", "bank", "contact_phone")
_MASKS = {
    "id": pii.mask_resident_id,
    "phone": pii.mask_phone,
    "contact_phone": pii.mask_phone,
    "bank": pii.mask_bank_card,
}
_LABELS = {"id": "resident-id", "phone": "phone", "contact_phone": "phone", "bank": "bank-card"}


@dataclass(frozen=True)
class ShownProblem:
    """A problem in words: where (column's letter and label), the value, why, what to do."""

    where: str
    value: str
    why: str
    remedy: str
    is_fatal: bool
    field: str


@dataclass(frozen=True)
class ShownChange:
    """A field that the row would change."""

    field: str
    label: str
    before: str
    after: str
    is_kept: bool


@dataclass(frozen=True)
class ShownRow:
    """A row for the preview's table."""

    number: int
    name: str
    masked_id: str
    state: str
    state_label: str
    action: str
    action_label: str
    elder_id: int | None
    problems: list[ShownProblem]
    changes: list[ShownChange]

    @property
    def as_diff(self) -> list[tuple[str, str, str]]:
        """(what, before, after) of what is not kept back."""
        return [(c.label, c.before, c.after) for c in self.changes if not c.is_kept]


def shown_rows(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[ShownRow]:
    """Rows in words; the sealed values of the records they change are fetched at once, of those who live here yet."""
    ids = [row.elder_id for row in rows if row.elder_id and row.changes.keys() & set(SEALED)]
    here = Elder.objects.filter(lives_in(batch.area_code), pk__in=ids)
    elders = {elder.pk: elder for elder in here}
    return [_row(batch, row, elders.get(row.elder_id or 0)) for row in rows]


def _row(batch: ImportBatch, row: ImportRow, elder: Elder | None) -> ShownRow:
    places = {column["field"]: column for column in batch.columns if column["field"]}
    return ShownRow(
        row.number,
        row.name,
        masked(row.id_sealed, "id"),
        row.state,
        _("Not accepted")
        if row.state == types.RowState.BAD
        else str(types.RowState(row.state).label),
        row.action,
        str(types.RowAction(row.action).label),
        row.elder_id,
        [_problem(CellProblem.from_json(problem), places) for problem in row.problems],
        [
            _change(row, elder, field, pair)
            for field, pair in row.changes.items()
            if field != "id_kind"
        ],
    )


def _problem(problem: CellProblem, places: dict[str, dict[str, Any]]) -> ShownProblem:
    column = places.get(problem.field)
    label = str(FIELDS[problem.field].label) if problem.field in FIELDS else ""
    where = f"{column_letters(column['index'])} {column['label']}" if column else label
    return ShownProblem(
        where, problem.value, problem.why, problem.remedy, problem.is_fatal, problem.field
    )


def _change(row: ImportRow, elder: Elder | None, field: str, pair: list[Any]) -> ShownChange:
    label = FIELDS[field].label if field in FIELDS else REGISTER_FIELDS[field].label
    if field in SEALED:
        before = masked(getattr(elder, f"{field}_sealed", None), field)
        after = masked(getattr(row, f"{field}_sealed"), field)
    else:
        before, after = word(field, pair[0]), word(field, pair[1])
    return ShownChange(field, str(label), before, after, field in row.keep)


def masked(sealed: bytes | memoryview | None, field: str) -> str:
    """A sealed value, opened and masked."""
    return _MASKS[field](pii.open_(sealed, _LABELS[field])) if sealed else ""


def word(field: str, value: Any) -> str:
    """A plain value in words."""
    if value is None or value == "":
        return ""
    if field == "categories":
        return "、".join(str(types.CategoryCode(code).label) for code in value)
    if field == "area_code":
        return areas.area_name(str(value)).full_name
    return _code_word(field, value) or str(value)


def _code_word(field: str, value: Any) -> str:
    spec = REGISTER_FIELDS.get(field)
    if spec is not None and spec.choices:
        enumeration = getattr(types, spec.choices)
        return str(enumeration(value).label) if value in enumeration.values else ""
    known = policy.codes(spec.code_list).get(str(value)) if spec and spec.code_list else None
    if known is None:
        return ""
    return known.en if (get_language() or "").startswith("en") else known.zh


def cells_of(row: ImportRow) -> list[str]:
    """A row as the file had it."""
    return list(json.loads(pii.open_(row.cells_sealed, ROW_LABEL)))
