"""The public's own check: a few questions about somebody, answered by the list and kept nowhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.people.registry import types

NOT_SAID = ("", pgettext_lazy("an answer", "not known"))
LEVELS = [
    (0, pgettext_lazy("ability", "Whole")), (1, pgettext_lazy("ability", "Slight loss")),
    (2, pgettext_lazy("ability", "Moderate loss")), (3, pgettext_lazy("ability", "Severe loss")),
    (4, pgettext_lazy("ability", "Complete loss")),
]  # fmt: skip
GROUPS = (
    types.CategoryCode.MINIMUM_LIVING, types.CategoryCode.LOW_INCOME_EDGE, types.CategoryCode.FAMILY_PLANNING_SPECIAL,
    types.CategoryCode.VETERAN_CARE, types.CategoryCode.DEMENTIA,
)  # fmt: skip


def _choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    known = [one for one in choices if one[0] != "unknown"]
    return forms.ChoiceField(label=label, choices=[NOT_SAID, *known], required=False, **options)


class CheckForm(forms.Form):
    """What the conditions of lists look at, as far as somebody can tell of themselves."""

    age = forms.IntegerField(label=_("Age in full years"), min_value=50, max_value=130)
    living = _choice(_("With whom do they live?"), types.Living.choices)
    children_nearby = _choice(_("Where do the children live?"), types.ChildrenNearby.choices)
    ability_level = _choice(_("Result of the ability assessment"), LEVELS)
    disability_grade = _choice(
        _("Grade on the disability card"), [(0, _("no card")), *((n, str(n)) for n in range(1, 5))]
    )
    pension_kind = _choice(_("Pension"), types.PensionKind.choices)
    support_form = _choice(_("Destitute support"), types.SupportForm.choices)
    groups = forms.MultipleChoiceField(
        label=_("What applies?"), choices=[(one.value, one.label) for one in GROUPS], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Column → value; what was not said is None. No card is a grade that no condition asks for."""
        data = self.cleaned_data
        found: dict[str, Any] = {
            name: data[name] or None
            for name in ("living", "children_nearby", "pension_kind", "support_form")
        }
        for name in ("ability_level", "disability_grade"):
            found[name] = int(data[name]) if data[name] else None
        return found | {"age": data["age"], "categories": tuple(data["groups"])}
