"""The forms of a duty's steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.board import choices
from sangyu.city.duties.types import BY_HAND, DutyState, Proof, ProofKind
from sangyu.city.organisations import selectors as units
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.forms import FilesField

SCOPES = (
    ("", _("Mine and my unit's")),
    ("mine", _("Assigned to me")),
    ("unit", _("My unit's")),
    ("review", _("Waiting for our review")),
    ("area", _("Everything in my area")),
)


WHEN = (
    ("", _("Any")),
    ("overdue", _("Overdue")),
    ("soon", _("Due within seven days")),
    ("later", _("Due later")),
    ("open", _("Without a due day")),
)
MOST_CHECKED = 100


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
        help_text=_("Document number; or where the file lies, if it is not attached."),
    )
    label = forms.CharField(
        label=_("What was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences; figures with their source."),
    )

    files = FilesField()  # type: ignore[assignment]  # a declared field is no attribute of the form
    field_order = ("label", "files", "kind", "ref")

    def __init__(self, *args: Any, required_kind: str = ProofKind.NONE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = required_kind if required_kind in BY_HAND else ProofKind.TEXT

    def proof(self) -> Proof:
        """The piece; a written account is its own reference."""
        data = self.cleaned_data
        kind = data["kind"]
        if kind == ProofKind.FILE and (data["files"] or not data["ref"]):
            kind = (
                ProofKind.TEXT
            )  # the files are pieces of their own; a file elsewhere needs to say where
        return Proof(kind, data["ref"] or data["label"][:300], data["label"])


class FilesForm(forms.Form):
    """More files for proof that waits to be accepted."""

    files = FilesField(required=True)  # type: ignore[assignment]  # a declared field is no attribute of the form


class BulkForm(forms.Form):
    """To whom several duties go: a person of the own unit, or another unit with the reason."""

    picked = forms.CharField(widget=forms.HiddenInput)
    account_id = forms.TypedChoiceField(
        label=_("Person of my unit"), coerce=int, empty_value=None, required=False
    )
    organisation_id = forms.TypedChoiceField(
        label=_("Or another unit"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only the overseeing unit or a director may do this; the statutory days stay."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when another unit takes over."),
    )

    def __init__(self, *args: Any, actor: Actor, ids: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked"].initial = ",".join(map(str, ids))
        people = units.colleagues(actor.organisation_id or 0)
        governing = [(unit.id, unit.name) for unit in units.governing_units(actor.area_code)]
        self.fields["account_id"].choices = [("", "—"), *people]  # type: ignore[attr-defined]  # a choice field
        self.fields["organisation_id"].choices = [("", "—"), *governing]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """One of the two; a unit with its reason."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("account_id")) == bool(data.get("organisation_id")):
            self.add_error("account_id", _("Choose either a person or a unit."))
        elif data.get("organisation_id") and not data.get("reason", "").strip():
            self.add_error("reason", _("Write in one sentence why."))
        return data


class BoardFilter(forms.Form):
    """What the list of duties shows."""

    q = forms.CharField(
        label=_("Title contains"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    scope = forms.ChoiceField(label=_("Whose"), choices=SCOPES, required=False)
    when = forms.ChoiceField(label=_("When"), choices=WHEN, required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *DutyState.choices], required=False
    )
    unit = forms.TypedChoiceField(
        label=_("Leading unit"), coerce=int, empty_value=None, required=False
    )
    kind = forms.ChoiceField(label=_("Kind of duty"), required=False)
    due_from = forms.DateField(
        label=_("Due from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    due_to = forms.DateField(
        label=_("Due until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit_choices, kind_choices = choices(actor=actor)
        self.fields["unit"].choices = [("", _("Any")), *unit_choices]  # type: ignore[attr-defined]  # a choice field
        self.fields["kind"].choices = [("", _("Any")), *kind_choices]  # type: ignore[attr-defined]  # a choice field
