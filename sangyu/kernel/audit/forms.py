"""The filters above the trail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.audit.codes import known_actions
from sangyu.kernel.audit.kinds import known_kinds


def _action_choices() -> list[tuple[str, str]]:
    blank = {"who": "…", "object": "…", "purpose": "…"}
    found = [(code, str(action.sentence) % blank) for code, action in known_actions().items()]
    return [("", str(_("Anything"))), *sorted(found, key=lambda pair: pair[0])]


def _kind_choices() -> list[tuple[str, str]]:
    found = [(kind.code, str(kind.label)) for kind in known_kinds()]
    return [("", str(_("Any object"))), *sorted(found)]


class EntryFilter(forms.Form):
    """Who, what, on which object, where, when, in which request."""

    who = forms.CharField(label=_("Who"), required=False, max_length=200)
    action = forms.ChoiceField(label=_("Operation"), choices=_action_choices, required=False)
    kind = forms.ChoiceField(label=_("Kind of object"), choices=_kind_choices, required=False)
    object = forms.CharField(label=_("Object number"), required=False, max_length=64)
    area = forms.RegexField(
        r"^\d{2,12}$",
        label=_("Area code"),
        required=False,
        error_messages={"invalid": _("An area code has 2 to 12 digits.")},
    )
    first = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Until day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    request = forms.CharField(label=_("Request number"), required=False, max_length=64)
    account = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict[str, Any]:
        """What was filled in correctly."""
        self.is_valid()
        return getattr(self, "cleaned_data", {})
