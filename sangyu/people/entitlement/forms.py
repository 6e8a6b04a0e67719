"""Forms of the entitlement pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.people.entitlement.types import Answer, Channel, State
from sangyu.people.registry.forms.parts import day_field

SHOWN_STATES = [State.UNCLAIMED, State.MAYBE, State.OVERPAID, State.RECEIVING, State.OVERLAPPED]


class PeopleFilter(forms.Form):
    """Which people: of a programme, in a state."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    state = forms.ChoiceField(label=pgettext_lazy("of a decision", "State"), required=False)

    def __init__(self, data: Any, programmes: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["programme"].choices = [("", _("All programmes")), *programmes]  # type: ignore[attr-defined]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("All states")),
            *((state.value, state.label) for state in SHOWN_STATES),
        ]

    def asked(self) -> dict[str, str]:
        """What was chosen; nothing where the address holds nonsense."""
        return self.cleaned_data if self.is_valid() else {}


class ClaimForm(forms.Form):
    """Told, and what was answered."""

    channel = forms.ChoiceField(label=_("How they were told"), choices=Channel.choices)
    told_elder = forms.BooleanField(label=_("The elder was told"), required=False, initial=True)
    told_proxy = forms.BooleanField(label=_("Who speaks for the elder was told"), required=False)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(a.value, a.label) for a in (Answer.AGREED, Answer.REFUSED, Answer.TOLD)],
        help_text=_("Agreeing applies on the elder's behalf from this day."),
    )
    answered_on = day_field(_("Answered on"), required=False)
    answered_by = forms.CharField(label=_("Who answered"), required=False, max_length=60)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("A refusal needs a reason."),
    )

    def facts(self) -> dict[str, Any]:
        """As the service takes them."""
        data = dict(self.cleaned_data)
        told = {"elder": data.pop("told_elder"), "proxy": data.pop("told_proxy")}
        return data | {"recipients": tuple(who for who, was in told.items() if was)}
