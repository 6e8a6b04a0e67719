"""The forms of a duty's steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.types import BY_HAND, DutyState, Proof, ProofKind
from sangyu.city.organisations import selectors as units
from sangyu.kernel.actors import Actor

SCOPES = (
    ("", _("Mine and my unit's")),
    ("mine", _("Assigned to me")),
    ("unit", _("My unit's")),
    ("review", _("Waiting for our review")),
    ("area", _("Everything in my area")),
)


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class TransferForm(ReasonForm):
    """To which unit, and why."""

    organisation_id = forms.TypedChoiceField(label=_("To unit"), coerce=int)

    field_order = ("organisation_id", "reason")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(unit.id, unit.name) for unit in units.governing_units(actor.area_code)]
        self.fields["organisation_id"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]  # a choice field


class AssignForm(forms.Form):
    """To whom of the leading unit."""

    account_id = forms.TypedChoiceField(label=_("Person"), coerce=int)

    def __init__(self, *args: Any, lead_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_id"].choices = [("", "—"), *units.colleagues(lead_id)]  # type: ignore[attr-defined]  # a choice field


class ProofForm(forms.Form):
    """One piece of proof, as its owner describes it."""

    kind = forms.ChoiceField(
        label=_("Kind of proof"), choices=[(kind.value, kind.label) for kind in BY_HAND]
    )
    ref = forms.CharField(
        label=_("Where it lies"),
        max_length=300,
        required=False,
        help_text=_("Document number or file name."),
    )
    label = forms.CharField(
        label=_("What was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences; figures with their source."),
    )

    def __init__(self, *args: Any, required_kind: str = ProofKind.NONE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = required_kind if required_kind in BY_HAND else ProofKind.TEXT

    def proof(self) -> Proof:
        """The piece; a written account is its own reference."""
        data = self.cleaned_data
        return Proof(data["kind"], data["ref"] or data["label"][:300], data["label"])


class BoardFilter(forms.Form):
    """What the list of duties shows."""

    scope = forms.ChoiceField(label=_("Whose"), choices=SCOPES, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *DutyState.choices], required=False
    )
    q = forms.CharField(label=_("Title contains"), max_length=60, required=False)
