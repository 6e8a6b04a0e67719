"""Forms for what hangs on a record: contacts, the chain of responsibility, needs, categories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.selectors import units_of_area
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.people.registry import policy, types
from sangyu.people.registry.forms.parts import BY_HAND, EvidenceForm, day_field, note_field
from sangyu.people.registry.pages import words


class ContactForm(forms.Form):
    """Whom to call."""

    name = forms.CharField(label=_("Name"), max_length=60)
    relation = forms.ChoiceField(label=_("Relation"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    emergency_order = forms.IntegerField(
        label=_("Order in an emergency"),
        min_value=1,
        max_value=9,
        required=False,
        help_text=_("1 is called first; leave it empty for contacts who are not called."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = [("", "—"), *words.code_choices("relation")]  # type: ignore[attr-defined]  # a choice field


class ResponsibleForm(forms.Form):
    """Who answers for the elder."""

    kind = forms.ChoiceField(label=_("Link of the chain"), choices=types.ResponsibleKind.choices)
    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    organisation_id = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, empty_value=None, required=False
    )
    started_on = day_field(_("From"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(one.id, one.name) for one in units_of_area(actor.area_code)]
        self.fields["organisation_id"].choices = [("", "—"), *units]  # type: ignore[attr-defined]  # a choice field
        self.fields["started_on"].initial = clock.today()


class EndForm(forms.Form):
    """The first day on which something no longer holds."""

    on = day_field(_("Ends on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class NeedForm(forms.Form):
    """What the elder says they need."""

    kind = forms.ChoiceField(label=_("Need"), choices=types.NeedKind.choices)
    noted_on = day_field(_("Noted on"))
    source = forms.ChoiceField(
        label=_("Who says so"), choices=[(one.value, one.label) for one in BY_HAND]
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["noted_on"].initial = clock.today()


class CategoryForm(EvidenceForm):
    """A category that is declared, with its proof."""

    category = forms.ChoiceField(label=_("Category"))
    field_order = ("category", "source", "effective_on", "proof", "files")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(types.CategoryCode.choices)
        self.fields["category"].choices = [  # type: ignore[attr-defined]  # a choice field
            (one.code, labels[one.code]) for one in policy.categories() if one.declarable
        ]
        self.fields["proof"].help_text = _("For example “certificate no. …, issued by …”.")

    def clean(self) -> dict[str, Any]:
        """Named or attached, a proof there must be."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("proof") and not data.get("files") and "files" not in self.errors:
            self.add_error("proof", _("Name the paper that proves it, or attach a copy."))
        return data


class CategoryEndForm(EndForm):
    """When a declared category ended, and why."""

    reason = note_field(_("Reason"))
