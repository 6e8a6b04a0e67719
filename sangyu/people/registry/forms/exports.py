"""Forms for taking a list away, saving a filter, and acting on checked rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.people.registry.forms.attached import CategoryForm
from sangyu.people.registry.forms.parts import PurposeForm

MOST_CHECKED = 200


class IdsField(forms.CharField):
    """Ids of checked rows, joined by commas in a hidden field."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> list[int]:
        """The numbers; anything else is left out."""
        text = super().clean(value) or ""
        return [int(one) for one in text.split(",") if one.isdecimal()][:MOST_CHECKED]


class ExportForm(PurposeForm):
    """What for, and whether numbers stay masked."""

    with_numbers = forms.BooleanField(
        label=_("ID and phone numbers in full"),
        required=False,
        help_text=_("Each person in the list then has an entry in the trail."),
    )
    ids = IdsField()

    def __init__(self, *args: Any, may_unmask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_unmask:
            del self.fields["with_numbers"]


class BulkCategoryForm(CategoryForm):
    """A category for all checked people, on one proof."""

    ids = IdsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["files"]  # a copy belongs to one person's record


class SaveFilterForm(forms.Form):
    """A name for the filters of the list."""

    name = forms.CharField(label=_("Name of the filter"), max_length=60)
    is_shared = forms.BooleanField(label=_("Share it with my unit"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1500)
