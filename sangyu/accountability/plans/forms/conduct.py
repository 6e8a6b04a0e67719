"""The forms of the office: itself, contact persons, stages and gates, goals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import policy
from sangyu.accountability.plans.figures import series_offered
from sangyu.accountability.plans.forms.fields import day, named, offer, text, unit
from sangyu.accountability.plans.types import Cycle, GoalInput, OfficeInput, Operator
from sangyu.city.organisations import selectors as units
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.forms import FilesField


class OfficeForm(forms.Form):
    """Who runs the plan and how."""

    unit_id = unit(_("Unit that is the office"))
    cycle = forms.ChoiceField(label=_("Meets"), choices=Cycle.choices)
    returns_day = forms.IntegerField(
        label=_("Returns due on day of the month"), min_value=1, max_value=31,
        help_text=_("31 means the last day of the month."),
    )  # fmt: skip
    sunset_on = day(
        _("Office ends on"),
        required=False,
        help_text=_("Where the paper says that it ends with its task."),
    )
    clause = forms.CharField(
        label=_("Clause"), max_length=200, required=False,
        help_text=_("The item of the paper that sets up the office."),
    )  # fmt: skip

    def __init__(self, *args: Any, area_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", named(units.governing_units(area_code)))
        self.fields["returns_day"].initial = policy.days("returns_day")

    def office(self) -> OfficeInput:
        """What was entered."""
        return OfficeInput(**self.cleaned_data)


class DissolveForm(forms.Form):
    """Who takes over, and why the office ends."""

    successor_id = unit(
        _("Unit that takes over"), help_text=_("It oversees what is left of the plan.")
    )
    why = text(_("Reason"))

    def __init__(self, *args: Any, area_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "successor_id", named(units.governing_units(area_code)))


class ContactForm(forms.Form):
    """A unit's contact person: a colleague with a post, or a name."""

    account_id = forms.TypedChoiceField(
        label=_("Colleague with a post"), coerce=int, empty_value=None, required=False
    )
    name = forms.CharField(
        label=_("Or a name"), max_length=60, required=False,
        help_text=_("For somebody without an account here."),
    )  # fmt: skip

    def __init__(self, *args: Any, organisation_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "account_id", units.colleagues(organisation_id))

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("account_id") and not data.get("name", "").strip():
            self.add_error("account_id", _("Choose a colleague or write a name."))
        return data


class StageForm(forms.Form):
    """A stage and what its gate asks for."""

    title = forms.CharField(label=_("Stage"), max_length=100)
    starts_on = day(_("Begins on"))
    ends_on = day(_("Ends on"))
    asks = text(
        _("What the gate asks for"), rows=6, most=4000,
        help_text=_("One thing in each line: a file, a report, a figure."),
    )  # fmt: skip
    clause = forms.CharField(label=_("Clause"), max_length=200, required=False)

    def clean_asks(self) -> list[str]:
        """The lines that say something."""
        return [line.strip() for line in self.cleaned_data["asks"].splitlines() if line.strip()]


class GateItemForm(forms.Form):
    """Evidence for one item, or why there is none."""

    files = FilesField()  # type: ignore[assignment]  # a declared field is no attribute of the form
    ref = forms.CharField(
        label=_("Where it lies"), max_length=300, required=False,
        help_text=_("Document number or archive, if it is not attached."),
    )  # fmt: skip
    waiver = forms.CharField(label=_("Or why it is waived"), max_length=300, required=False)


class GoalForm(forms.Form):
    """What a task shall have reached by the end of a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    words = forms.CharField(label=_("Goal"), max_length=200)
    operator = forms.ChoiceField(label=_("Meaning"), choices=Operator.choices)
    value = forms.DecimalField(
        label=_("Value"), max_digits=14, decimal_places=2, required=False,
        help_text=_("With a value, only a figure computed from records can reach the goal."),
    )  # fmt: skip
    unit = forms.CharField(label=_("Unit of measure"), max_length=20, required=False)
    figure = forms.ChoiceField(
        label=_("Figure that proves it"), required=False,
        help_text=_("Left open, the goal waits until the system can compute it."),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, actor: Actor) -> None:
        super().__init__(data, files)
        self.fields["year"].initial = clock.today().year
        offer(self, "figure", series_offered(actor=actor))

    def goal(self) -> GoalInput:
        """What was entered."""
        return GoalInput(**self.cleaned_data)
