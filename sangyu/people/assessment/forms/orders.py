"""Forms of orders and agencies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import clock
from sangyu.kernel.ui.formats import day as day_text
from sangyu.people.assessment import wording
from sangyu.people.assessment.choices import Occasion, OrderState, Place
from sangyu.people.assessment.forms.parts import day_field, note_field
from sangyu.people.assessment.models import Assessment
from sangyu.people.assessment.policy import instruments
from sangyu.people.assessment.selectors.lists import Agency


class OrderFilter(forms.Form):
    """What narrows the list of orders."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("open", _("Open")), *OrderState.choices],
    )
    occasion = forms.ChoiceField(
        label=pgettext_lazy("of an assessment", "Why"),
        required=False,
        choices=[("", _("All")), *Occasion.choices],
    )
    late = forms.BooleanField(label=_("Overdue only"), required=False)


class ResultFilter(forms.Form):
    """What narrows the list of results."""

    instrument = forms.ChoiceField(label=_("Standard"), required=False)
    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[("", _("All")), *((str(one), str(one)) for one in range(6))],
    )
    ends_by = day_field(_("Expires by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("All")),
            *((code, wording.name_of(one.name)) for code, one in instruments().items()),
        ]


class OrderForm(forms.Form):
    """An order: why, and to which accredited agency."""

    occasion = forms.ChoiceField(
        label=pgettext_lazy("of an assessment", "Why"), choices=Occasion.choices
    )
    agency_id = forms.TypedChoiceField(label=_("Accredited agency"), coerce=int)
    disputes_id = forms.TypedChoiceField(
        label=_("Which result is disputed"), coerce=int, required=False, empty_value=None
    )
    reason = note_field(_("Remark"), required=False)

    def __init__(
        self, *args: Any, agencies: list[Agency], results: list[Assessment], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = [  # type: ignore[attr-defined]  # a choice field
            (one.unit.id, one.unit.name) for one in agencies
        ]
        if results:
            self.fields["disputes_id"].choices = [  # type: ignore[attr-defined]  # a choice field
                ("", "—"),
                *((one.pk, f"{day_text(one.assessed_on)} · {one.level}") for one in results),
            ]
        else:
            del self.fields["disputes_id"]
            self.fields["occasion"].choices = [  # type: ignore[attr-defined]  # a choice field
                row for row in Occasion.choices if row[0] != Occasion.DISPUTED
            ]


class PlanForm(forms.Form):
    """The appointment."""

    day = day_field(_("Day of the appointment"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.ChoiceField(
        label=pgettext_lazy("of an assessment", "Where"), choices=Place.choices
    )
    note = note_field(_("Note"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """As the service wants it."""
        data = dict(self.cleaned_data)
        at = datetime.combine(data.pop("day"), data.pop("time"), clock.SHANGHAI)
        return data | {"appointment_at": at}


class CancelForm(forms.Form):
    """Why an order is not needed any more."""

    reason = note_field(_("Reason"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class AccreditForm(forms.Form):
    """Which agency may assess, on which decision."""

    agency_id = forms.TypedChoiceField(label=_("Agency"), coerce=int)
    on = day_field(_("Accredited from"))
    proof = forms.CharField(label=_("Decision"), max_length=200)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = units  # type: ignore[attr-defined]  # a choice field


class AssessorForm(forms.Form):
    """An assessor with the certificate."""

    name = forms.CharField(label=_("Name of the assessor"), max_length=60)
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=60)
    is_medical = forms.BooleanField(label=_("Medical or nursing background"), required=False)
    on = day_field(_("Assesses from"))


class EndForm(forms.Form):
    """From which day on no longer."""

    on = day_field(_("No longer from"))


class EndWithReasonForm(EndForm):
    """And why."""

    reason = note_field(_("Reason"))
