"""The forms of the calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SOURCE_HINT = _("The notice, as in 国办发明电〔2025〕7号.")


class DayForm(forms.Form):
    """One day against the published calendar."""

    date = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    rule = forms.ChoiceField(label=_("Is"), choices=[("off", _("free")), ("work", _("worked"))])
    source = forms.CharField(label=_("Source"), max_length=200, help_text=SOURCE_HINT)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class NoticeForm(forms.Form):
    """A year's notice from a file."""

    file = forms.FileField(label=_("File"))
    source = forms.CharField(label=_("Source"), max_length=200, help_text=SOURCE_HINT)
    whole_year = forms.TypedChoiceField(
        label=_("Holds the whole notice of"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Then no day of that year is provisional any more."),
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(one, str(one)) for one in range(year - 2, year + 4)]
        self.fields["whole_year"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("Single days only")),
            *years,
        ]
