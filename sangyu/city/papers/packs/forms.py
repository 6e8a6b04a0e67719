"""The form that loads a pack."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock


class LoadForm(forms.Form):
    """From which year on the paper's duties are wanted, and whether somebody looks at the tasks first."""

    first_year = forms.TypedChoiceField(
        label=_("Duties from"),
        coerce=int,
        help_text=_(
            "Returning tasks get a duty for every period from this year on, late ones included."
        ),
    )
    look_first = forms.BooleanField(
        label=_("Only load: I look at the tasks before I confirm them"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        years = [(year, str(year)) for year in range(this_year + 1, this_year - 6, -1)]
        self.fields["first_year"].choices = years  # type: ignore[attr-defined]  # a choice field
        self.fields["first_year"].initial = this_year

    @property
    def starts_on(self) -> date | None:
        """The first day whose duties are wanted; None where the tasks are not to be confirmed yet."""
        if self.cleaned_data["look_first"]:
            return None
        return date(self.cleaned_data["first_year"], 1, 1)
