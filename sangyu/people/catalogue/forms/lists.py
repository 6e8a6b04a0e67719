"""Forms of lists: their heading, their lines, a file of lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.kernel import clock
from sangyu.people.catalogue import policy
from sangyu.people.catalogue.forms.parts import day_field, long_field
from sangyu.people.catalogue.services.releases import EMPTY, EXAMPLE, LAST, NATIONAL
from sangyu.people.catalogue.types import (
    Availability,
    BoughtFacts,
    ItemFacts,
    ListKind,
    ServiceForm,
)

OLDEST, YEARS_AHEAD = 2015, 2


class HeadingForm(forms.Form):
    """Title, number, year and first day of a list."""

    title = forms.CharField(label=_("title"), max_length=160)
    number = forms.CharField(label=_("number of the paper"), max_length=80, required=False)
    year = forms.IntegerField(label=_("year"))
    starts_on = day_field(_("in force from"))
    source = forms.CharField(label=_("source"), max_length=300, required=False)
    note = long_field(_("note"), 500, required=False)

    def clean_year(self) -> int:
        """A year that a list may be of."""
        year: int = self.cleaned_data["year"]
        last = clock.today().year + YEARS_AHEAD
        if not OLDEST <= year <= last:
            raise forms.ValidationError(
                _("Choose a year from %(first)s to %(last)s."),
                params={"first": OLDEST, "last": last},
            )
        return year


class DraftForm(HeadingForm):
    """A new draft, and what it begins with."""

    begin_with = forms.ChoiceField(label=_("Begin with"))

    def __init__(self, *args: Any, kind: str, area_code: str, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: list[tuple[str, Any]] = [(LAST, _("the list released last"))]
        if kind == ListKind.PURCHASE:
            choices.append((EXAMPLE, _("the example (prices are not from any paper)")))
        else:
            choices.append((NATIONAL, _("the national list")))
            choices += [
                (name, one.title)
                for name, one in policy.shipped().items()
                if area_code.startswith(one.area_code)
            ]
        choices.append((EMPTY, _("an empty list")))
        self.fields["begin_with"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["year"].initial = clock.today().year
        self.fields["starts_on"].initial = clock.today()


class ItemForm(forms.Form):
    """One item of a list of services."""

    code = forms.CharField(label=pgettext_lazy("of a line", "code"), max_length=12)
    name = forms.CharField(label=_("service item"), max_length=80)
    floor = forms.ChoiceField(label=_("national item"), required=False)
    form = forms.ChoiceField(
        label=pgettext_lazy("of a service", "form"), choices=ServiceForm.choices
    )
    group = forms.CharField(label=_("target group"), max_length=200)
    condition = long_field(
        _("condition"), 1000, required=False,
        help_text=_("Over the elders' register, for example: age >= 80. Empty where the register cannot tell."),
    )  # fmt: skip
    content = long_field(_("content"), 500, required=False)
    standard = forms.CharField(label=_("standard"), max_length=300, required=False)
    amount = forms.DecimalField(
        label=_("amount (yuan)"), max_digits=10, decimal_places=2, min_value=0, required=False
    )
    amount_unit = forms.CharField(label=_("amount per"), max_length=40, required=False)
    funding = forms.CharField(label=_("funding"), max_length=120, required=False)
    lead_unit = forms.CharField(label=_("lead unit"), max_length=120)
    clause = forms.CharField(label=_("clause"), max_length=200)
    how_to_get = forms.CharField(label=_("how to get it"), max_length=300, required=False)
    availability = forms.ChoiceField(label=_("availability"), choices=Availability.choices)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        national = [(one.code, f"{one.code} {one.name}") for one in policy.national().items]
        self.fields["floor"].choices = [("", _("none: the place's own")), *national]  # type: ignore[attr-defined]  # a choice field

    def facts(self) -> ItemFacts:
        """As the services want it."""
        return ItemFacts(**self.cleaned_data)


class BoughtForm(forms.Form):
    """One line of a purchase catalogue."""

    code = forms.CharField(label=pgettext_lazy("of a line", "code"), max_length=12)
    name = forms.CharField(label=_("service"), max_length=80)
    item_code = forms.CharField(
        label=_("service item it belongs to"), max_length=12, required=False
    )
    unit = forms.CharField(label=_("unit of counting"), max_length=20)
    price = forms.DecimalField(label=_("price per unit (yuan)"), max_digits=10, decimal_places=2)
    minutes = forms.IntegerField(
        label=_("least minutes"), min_value=1, max_value=1440, required=False
    )
    norm = long_field(_("service norm"), 500)
    staff = forms.CharField(label=_("who may do it"), max_length=120, required=False)
    clause = forms.CharField(label=_("clause"), max_length=200)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def facts(self) -> BoughtFacts:
        """As the services want it."""
        return BoughtFacts(**self.cleaned_data)


class FileForm(forms.Form):
    """A workbook of lines."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("The exported file with your changes. It replaces all lines of the draft."),
    )  # fmt: skip


class SureForm(forms.Form):
    """A release is for good."""

    is_checked = forms.BooleanField(
        label=_("I have checked the list; it is frozen from now on and shown to everybody.")
    )
