"""The forms of what stands in a task's way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.accountability.plans.forms.fields import day, named, offer, text, unit
from sangyu.city.duties.types import DutyRow
from sangyu.city.organisations import selectors as units
from sangyu.kernel.ui import formats


class BlockForm(forms.Form):
    """What hinders, and whom it needs."""

    words = text(_("What hinders"))
    asks_id = unit(
        _("Who can clear it"), required=False, help_text=_("The unit whose help is needed.")
    )

    def __init__(self, *args: Any, area_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "asks_id", named(units.governing_units(area_code)))


class ClearForm(forms.Form):
    """How it was cleared."""

    answer = text(_("How it was cleared"))


class LinkForm(forms.Form):
    """Which task it waits for."""

    needs_id = forms.TypedChoiceField(label=_("Waits for"), coerce=int)
    why = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, tasks: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "needs_id", tasks)


class PostponeForm(forms.Form):
    """Which duty, until when, and why."""

    duty_id = forms.TypedChoiceField(label=_("Duty"), coerce=int)
    to_due = day(_("New day"))
    reason = text(_("Reason"))

    def __init__(self, *args: Any, duties: list[DutyRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "duty_id",
            [(one.id, f"{one.title[:40]} · {formats.day(one.statutory_due)}") for one in duties],
        )


class AnswerForm(forms.Form):
    """The office's answer to a request for a later day."""

    is_granted = forms.TypedChoiceField(
        label=_("Answer"), coerce=lambda value: value == "yes",
        choices=[("yes", _("Grant the later day")), ("no", pgettext_lazy("a later day", "Refuse"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    answer = text(_("Reason of the answer"))
