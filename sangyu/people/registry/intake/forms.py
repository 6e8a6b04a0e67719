"""The forms of imports: the file, what its columns mean, the cells of a refused row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.actors import Actor
from sangyu.people.registry.intake import selectors
from sangyu.people.registry.intake.fields import FIELDS
from sangyu.people.registry.intake.markup import column_letters
from sangyu.people.registry.intake.services import SOURCES
from sangyu.people.registry.intake.showing import cells_of
from sangyu.people.registry.models import ImportBatch, ImportRow

HOW = {
    "name": _("by its name"),
    "content": _("by its content"),
    "memory": _("as last time"),
    "chosen": _("as chosen"),
    "none": _("not recognised"),
}


class UploadForm(forms.Form):
    """A list."""

    file = forms.FileField(
        label=_("List"),
        allow_empty_file=True,  # the reader says it better, with what to do
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV, up to 32 MiB."),
    )


class ColumnsForm(forms.Form):
    """What each column means, where the list comes from, since when it holds."""

    source = forms.ChoiceField(
        label=_("Where the list comes from"),
        choices=[(source.value, source.label) for source in SOURCES],
        help_text=_(
            "The rules of each field decide by it what applies at once and what needs approval."
        ),
    )
    effective_on = forms.DateField(
        label=_("As of"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day since when the list's facts hold."),
    )
    default_area = forms.ChoiceField(label=_("Community of rows that name none"), required=False)
    proof = forms.CharField(
        label=_("Proof"),
        max_length=200,
        required=False,
        help_text=_(
            "The paper behind categories and changes that need one; empty: the list itself."
        ),
    )

    def __init__(self, *args: Any, batch: ImportBatch, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        samples = selectors.column_samples(batch)
        choices: list[tuple[str, Any]] = [("", _("(leave out)"))]
        choices += [(code, spec.label) for code, spec in FIELDS.items() if code != "ignore"]
        for column in batch.columns:
            letter = column_letters(column["index"])
            label = f"{column['group']} {column['label']}".strip()
            field = "" if column["field"] == "ignore" else column["field"]
            self.fields[_key(column)] = forms.ChoiceField(
                label=f"{letter} {label}",
                choices=choices,
                required=False,
                initial=field,
                help_text=" · ".join(
                    filter(
                        None, ("、".join(samples[column["index"]]), str(HOW.get(column["how"], "")))
                    )
                ),
            )
        area = self.fields["default_area"]
        if isinstance(area, forms.ChoiceField):
            area.choices = [("", "—"), *selectors.area_choices(actor=actor)]

    def columns(self) -> list[BoundField]:
        """The fields of the file's columns."""
        return [self[_key(column)] for column in self.batch.columns]

    def options(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "fields": {column["index"]: data[_key(column)] for column in self.batch.columns},
            **{name: data[name] for name in ("source", "effective_on", "default_area", "proof")},
        }


def _key(column: dict[str, Any]) -> str:
    return f"column_{column['index']}"


class RowForm(forms.Form):
    """The cells of a refused row that are at fault, or may be: those that were read."""

    def __init__(self, *args: Any, batch: ImportBatch, row: ImportRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells = cells_of(row)
        faulty = {problem["field"] for problem in row.problems}
        for column in batch.columns:
            field, place = column["field"], column["index"]
            if not field or field == "ignore":
                continue
            text = cells[place] if place < len(cells) else ""
            is_hidden = FIELDS[field].is_secret and field not in faulty
            self.fields[f"cell_{place}"] = forms.CharField(
                label=column["label"],
                required=False,
                max_length=2000,
                initial="" if is_hidden else text,
                help_text=_("Empty: stays as in the list (hidden here).")
                if is_hidden and text
                else "",
            )
            self.fields[f"cell_{place}"].widget.attrs["autocomplete"] = "off"
        self.hidden = {
            f"cell_{c['index']}"
            for c in batch.columns
            if c["field"] in FIELDS and FIELDS[c["field"]].is_secret and c["field"] not in faulty
        }

    def cells(self) -> dict[int, str]:
        """The cells that the user changed."""
        return {
            int(name.removeprefix("cell_")): self.cleaned_data[name]
            for name in self.fields
            if name in self.data and (self.cleaned_data[name] or name not in self.hidden)
        }
