"""What the map shows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.people.registry import types


class MapForm(forms.Form):
    """Everybody, or the share of one category."""

    category = forms.ChoiceField(
        label=_("Shade by"),
        choices=[("", _("Number of elders")), *types.CategoryCode.choices],
        required=False,
    )
    area = forms.CharField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> str:
        """The category, if one was chosen."""
        return str(self.cleaned_data.get("category", "")) if self.is_valid() else ""

    def label(self) -> str:
        """Its name."""
        return str(types.CategoryCode(self.chosen()).label)
