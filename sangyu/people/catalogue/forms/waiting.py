"""Forms of the wish register and of home adaptations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.kernel import clock
from sangyu.kernel.attachments.forms import FilesField
from sangyu.people.catalogue.forms.parts import day_field, long_field
from sangyu.people.catalogue.types import WishSource

BY_HAND = [one for one in WishSource.choices if one[0] != WishSource.REGISTER]


class WishForm(forms.Form):
    """Somebody wishes for a place in a home."""

    wished_on = day_field(_("wished on"))
    source = forms.ChoiceField(label=_("who told of it"), choices=BY_HAND)
    note = long_field(_("note"), 300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wished_on"].initial = clock.today()


class OfferForm(forms.Form):
    """A place is offered."""

    home_id = forms.TypedChoiceField(label=_("Eldercare home"), coerce=int)
    offered_on = day_field(_("place offered on"))

    def __init__(self, *args: Any, homes: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["home_id"].choices = homes  # type: ignore[attr-defined]  # a choice field
        self.fields["offered_on"].initial = clock.today()


class PlacedForm(forms.Form):
    """Somebody moved in."""

    placed_on = day_field(_("moved in on"))


class NoteForm(forms.Form):
    """Why."""

    note = long_field(_("Reason"), 300)


class RemarkForm(forms.Form):
    """A remark, if there is one."""

    note = long_field(_("note"), 300, required=False)


class OrderForm(forms.Form):
    """Works are ordered."""

    measures = long_field(
        _("measures"), 500, help_text=_("For example: grab rails in the bathroom, door sills taken away.")
    )  # fmt: skip
    contractor = forms.CharField(label=_("carried out by"), max_length=120)
    finish_by = day_field(_("to be finished by"), required=False)
    files = FilesField(label=_("pictures before"), required=True)  # type: ignore[assignment]  # a declared field is no attribute of the form


class FinishForm(forms.Form):
    """Works are done."""

    done_on = day_field(_("done on"))
    cost = forms.DecimalField(label=_("cost (yuan)"), max_digits=10, decimal_places=2, min_value=0)
    files = FilesField(label=_("pictures after"), required=True)  # type: ignore[assignment]  # a declared field is no attribute of the form
