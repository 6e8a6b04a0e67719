"""Choosing what remains when two records become one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.people.registry.forms.parts import note_field
from sangyu.people.registry.pages.compare import Line

SIDES = [("left", _("the left one")), ("right", _("the right one"))]


class MergeForm(forms.Form):
    """Which record stays, and of each differing field which value."""

    kept = forms.ChoiceField(
        label=_("Which record stays"), choices=SIDES, widget=forms.RadioSelect, initial="left"
    )
    reason = note_field(_("How do you know that they are one person?"), required=False)

    def __init__(self, *args: Any, rows: Sequence[Line], left_id: int, right_id: int) -> None:
        super().__init__(*args)
        self.rows, self.ids = rows, {"left": left_id, "right": right_id}
        for row in rows:
            if row.differs:
                self.fields[f"take_{row.field}"] = forms.ChoiceField(
                    label=row.label, choices=SIDES, initial=row.better, widget=forms.RadioSelect
                )

    def lines(self) -> Iterator[tuple[Line, str, str]]:
        """Each field with the name of its choice and the side chosen so far ("" where both say the same)."""
        for row in self.rows:
            name = f"take_{row.field}" if row.differs else ""
            yield row, name, str(self[name].value()) if name else ""

    def choice(self) -> dict[str, Any]:
        """As the service wants it: the record that stays, and the fields taken from the other."""
        data = self.cleaned_data
        other = "right" if data["kept"] == "left" else "left"
        taken = [
            row.field for row in self.rows if row.differs and data[f"take_{row.field}"] == other
        ]
        return {
            "kept_id": self.ids[data["kept"]],
            "merged_id": self.ids[other],
            "take": taken,
            "reason": data["reason"],
        }
