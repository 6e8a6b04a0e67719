"""Forms of campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.people.registry.forms.parts import day_field, note_field


class CampaignForm(forms.Form):
    """Every town of the area confirms its register as of a day."""

    name = forms.CharField(label=pgettext_lazy("of a campaign", "Name"), max_length=120)
    clause = forms.CharField(label=_("On which clause"), max_length=120, required=False)
    as_of = day_field(_("The register as of"))
    opens_on = day_field(_("Opens on"))
    due_on = day_field(_("Confirmed by"))

    def clean(self) -> dict[str, Any]:
        """The day to confirm by lies after the opening."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("opens_on") and data.get("due_on") and data["due_on"] < data["opens_on"]:
            self.add_error("due_on", _("This day lies before the campaign opens."))
        return data


class ConfirmForm(forms.Form):
    """A town vouches for its register."""

    is_checked = forms.BooleanField(label=_("The register of this town is complete and right."))
    note = note_field(_("Note"), required=False)
