"""The forms of meetings and of what is put on record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.accountability.plans.forms.fields import day, named, offer, text, unit
from sangyu.accountability.plans.types import RemarkKind
from sangyu.city.organisations import selectors as units
from sangyu.city.organisations.types import UnitRef
from sangyu.kernel import clock


class ItemForm(forms.Form):
    """Something for the agenda."""

    words = text(_("Item"), rows=2)
    unit_id = unit(_("Unit that reports"), required=False)

    def __init__(self, *args: Any, area_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", named(units.governing_units(area_code)))


class DecisionForm(forms.Form):
    """Who does what by when."""

    words = text(pgettext_lazy("a meeting", "Decision"), rows=2, most=300)
    unit_id = unit(_("Unit that does it"))
    due_on = day(_("Due on"))
    item_id = forms.TypedChoiceField(
        label=_("Item of the agenda"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, *args: Any, area_code: str, items: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", named(units.governing_units(area_code)))
        offer(self, "item_id", items)


class MinutesForm(forms.Form):
    """The minutes, as they will stand."""

    held_on = day(_("Held on"))
    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    chair = forms.CharField(label=_("Chaired by (office held)"), max_length=100, required=False)
    present = text(_("Units present"), rows=2, most=1000, required=False)
    minutes = text(_("Minutes"), rows=8, most=20_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = clock.today()


class ExtraMeetingForm(forms.Form):
    """A meeting outside the cycle."""

    period = forms.CharField(
        label=_("What it is called"), max_length=10,
        help_text=_("Short, for example 2026-05A."),
    )  # fmt: skip
    due_on = day(_("To be held by"))


class RemarkForm(forms.Form):
    """What is put on record about a unit."""

    organisation_id = unit(_("Unit"))
    kind = forms.ChoiceField(label=_("Kind"), choices=RemarkKind.choices)
    on = day(_("On"))
    grounds = text(
        _("Grounds"), rows=4, most=2000, help_text=_("Facts and figures, no names of people.")
    )
    clause = forms.CharField(label=_("Clause"), max_length=200, required=False)
    referred_to = forms.CharField(
        label=_("Referred to"), max_length=120, required=False,
        help_text=_("Needed where it is referred for lawful handling."),
    )  # fmt: skip

    def __init__(self, *args: Any, parts: list[UnitRef], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation_id", named(parts))
        self.fields["on"].initial = clock.today()


class ExplainForm(forms.Form):
    """The unit's own words."""

    explanation = text(_("The unit's explanation"), rows=5, most=2000)
