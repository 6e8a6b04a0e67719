"""Fields that several of the registry's forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock
from sangyu.kernel.attachments.forms import FilesField
from sangyu.people.registry.types import Evidence, Source

BY_HAND = (
    Source.COMMUNITY_VISIT, Source.SELF_REPORT, Source.FAMILY_REPORT, Source.POLICE, Source.HEALTH,
    Source.INSURANCE, Source.CIVIL_AFFAIRS, Source.DISABLED_FEDERATION, Source.CORRECTION,
)  # fmt: skip
"""Sources somebody at a desk may name; imports, merges and transfers name themselves."""
PURPOSES = [
    ("visit", _("Home visit")),
    ("call", _("Phone call to check the record")),
    ("benefit", _("Handling an allowance or a service")),
    ("emergency", _("Emergency")),
    ("match", _("Comparing with another authority's list")),
    ("other", _("Something else")),
]


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def note_field(label: Any, **options: Any) -> forms.CharField:
    """A short text of several lines."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), **({"max_length": 300} | options)
    )


class EvidenceForm(forms.Form):
    """Who says so, since when, with which proof."""

    source = forms.ChoiceField(label=_("Who says so"))
    effective_on = day_field(_("In effect from"))
    proof = forms.CharField(
        label=_("Proof"),
        max_length=300,
        required=False,
        help_text=_(
            "For example “household booklet seen”, “certificate no. …”. Reports by the elder or the family need one."
        ),
    )

    files = FilesField(label=_("Copies of the proof"))  # type: ignore[assignment]  # a declared field is no attribute of the form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(one.value, one.label) for one in BY_HAND]  # type: ignore[attr-defined]  # a choice field
        self.fields["effective_on"].initial = clock.today()

    def evidence(self) -> Evidence:
        """As the services want it."""
        data = self.cleaned_data
        return Evidence(
            data["source"],
            data["effective_on"],
            data["proof"],
            uploads=tuple(data.get("files") or ()),
        )


class PurposeForm(forms.Form):
    """What somebody needs personal data for; kept in the trail."""

    purpose = forms.ChoiceField(label=_("What do you need it for?"), choices=PURPOSES)
    details = forms.CharField(
        label=_("Details"),
        max_length=200,
        required=False,
        help_text=_("Required with “something else”. Kept in the trail with your name."),
    )

    def clean(self) -> dict[str, Any]:
        """Something else is not a purpose by itself."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("purpose") == "other" and not data.get("details", "").strip():
            self.add_error("details", _("Say in a few words what you need it for."))
        return data

    def text(self) -> str:
        """The purpose as the trail keeps it."""
        data = self.cleaned_data
        label = str(dict(PURPOSES)[data["purpose"]])
        return f"{label}: {data['details']}" if data["details"] else label
