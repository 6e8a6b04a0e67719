"""The forms of the three administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.selectors import area_exists
from sangyu.city.organisations import selectors
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.kernel.actors import Actor


class FindForm(forms.Form):
    """A part of a name."""

    q = forms.CharField(label=_("Name"), max_length=60, required=False)


class UnitFilter(FindForm):
    """A part of a name, and the kind of unit."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Any")), *OrganisationKind.choices], required=False
    )


class AccountForm(forms.Form):
    """A new account."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9.-]{2,59}$",
        label=_("Account name"),
        help_text=_("Small letters, digits, dot and hyphen; it is never changed."),
    )
    name = forms.CharField(label=_("Name"), max_length=60)


class ReasonForm(forms.Form):
    """Why an account is closed."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class PostForm(forms.Form):
    """A post to be given."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices])
    organisation_id = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    area_code = forms.CharField(
        label=_("Narrower area"),
        max_length=12,
        required=False,
        help_text=_("Area code of a part of the unit's area; leave empty for all of it."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = selectors.organisations_found(actor=actor).filter(closed_on__isnull=True)
        choices = [("", "—"), *units.order_by("area_code", "pk").values_list("pk", "name")]
        self.fields["organisation_id"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_area_code(self) -> str:
        """A code in force, or nothing."""
        code = str(self.cleaned_data["area_code"]).strip()
        if code and not area_exists(code):
            raise forms.ValidationError(_("There is no area with this code."))
        return code
