"""What people type in the payments room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock
from sangyu.people.payments import policy
from sangyu.people.payments.types import LineState


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class NoteForm(forms.Form):
    """What was done."""

    note = forms.CharField(
        label=_("What was checked"), max_length=300,
        help_text=_("For example: the card was corrected on the register, or confirmed with the elder."),
    )  # fmt: skip


class MonthForm(forms.Form):
    """The month of new batches."""

    month = forms.DateField(label=_("Month"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].initial = clock.today().replace(day=1)


class LayoutForm(forms.Form):
    """The bank's layout."""

    layout = forms.ChoiceField(label=_("Layout of the file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = policy.layout_names()  # type: ignore[attr-defined]


class PurposeForm(forms.Form):
    """What the account numbers are taken away for."""

    purpose = forms.CharField(label=_("Purpose"), max_length=200)


class ResultsForm(forms.Form):
    """The bank's answer."""

    file = forms.FileField(label=_("Result file"))


class RepaidForm(forms.Form):
    """A receipt."""

    amount = forms.DecimalField(
        label=_("Amount in yuan"), min_value=0, decimal_places=2, max_digits=12
    )
    reference = forms.CharField(label=_("Receipt number"), max_length=60)
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"})
    )


class SuspendForm(forms.Form):
    """From when, until when, why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    until_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until somebody lifts it."),
    )  # fmt: skip


class LineFilter(forms.Form):
    """Which transfers of a batch."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *LineState.choices]
    )
