"""The room's forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IssueForm(forms.Form):
    """For what a report is handed out."""

    purpose = forms.CharField(
        label=pgettext_lazy("of a report", "Issued for"),
        max_length=120,
        help_text=_("Which department or matter it is for, for example “housing adaptation”."),
    )


class WithdrawForm(forms.Form):
    """Why a report no longer holds."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class CodeForm(forms.Form):
    """The code on a document."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=60,
        help_text=_("Five groups of four letters and digits, as the document prints them."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ReportFilter(forms.Form):
    """Which reports are listed."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", pgettext_lazy("reports", "In force")),
            ("withdrawn", pgettext_lazy("a report", "Withdrawn")),
        ],
    )
