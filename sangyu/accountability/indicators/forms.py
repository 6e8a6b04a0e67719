"""Forms of the indicators room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock


class PrepareForm(forms.Form):
    """Which year to count."""

    year = forms.TypedChoiceField(
        label=_("Year"),
        coerce=int,
        help_text=_("People are counted as they were on 31 December of this year."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = clock.today().year - 1
        self.fields["year"].choices = [(year, str(year)) for year in range(last, last - 5, -1)]  # type: ignore[attr-defined]  # a choice field

    @property
    def as_of(self) -> date:
        """The last day of the chosen year."""
        return date(self.cleaned_data["year"], 12, 31)


class AnalysisForm(forms.Form):
    """What the figures say."""

    analysis = forms.CharField(
        label=_("Analysis"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What has changed since the year before, where, and what follows from it."),
    )


class FreezeForm(forms.Form):
    """A reason for every town whose register is not confirmed, and the word that it is meant."""

    def __init__(self, towns: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for town in towns:
            self.fields[f"reason_{town}"] = forms.CharField(
                label=_("%(town)s has not confirmed: why freeze without it?")
                % {"town": area_name(town).name},
                max_length=200,
            )
        self.fields["is_final"] = forms.BooleanField(
            label=_("I have checked the figures. A frozen statistic cannot be changed any more.")
        )

    @property
    def reasons(self) -> dict[str, str]:
        """The reason by town code."""
        return {
            name.removeprefix("reason_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("reason_")
        }
