"""Linking a family account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.people.registry.pages import words


class FamilyForm(forms.Form):
    """Who may see this record."""

    username = forms.CharField(
        label=_("Account"),
        max_length=60,
        help_text=_("The name the family member signs in with."),
    )
    relation = forms.ChoiceField(label=_("Relation"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = [("", "—"), *words.code_choices("relation")]  # type: ignore[attr-defined]  # a choice field
