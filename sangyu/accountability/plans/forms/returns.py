"""The form of a monthly return: one part for each task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.accountability.plans.forms.fields import offer, text
from sangyu.accountability.plans.models import ReturnLine
from sangyu.accountability.plans.types import Figure, LineInput
from sangyu.kernel.attachments.forms import FilesField
from sangyu.kernel.ui import formats


class LineForm(forms.Form):
    """What a unit says of one task."""

    progress = text(
        _("What was done"), rows=3, most=2000, required=False,
        help_text=_("What was done this month, or that nothing was, and why."),
    )  # fmt: skip
    share = forms.IntegerField(
        label=_("Share done, as reported (%)"), min_value=0, max_value=100, required=False
    )
    goal_id = forms.TypedChoiceField(
        label=_("Goal it is about"), coerce=int, empty_value=None, required=False
    )
    typed_value = forms.DecimalField(
        label=_("Figure, as reported"), max_digits=14, decimal_places=2, required=False,
        help_text=_("Shown as reported; it proves nothing."),
    )  # fmt: skip
    figure_ref = forms.ChoiceField(
        label=_("Computed figure"), required=False,
        help_text=_("Counted by the system from records, and sealed."),
    )  # fmt: skip
    hindrance = forms.CharField(label=_("What hinders"), max_length=500, required=False)
    files = FilesField(label=pgettext_lazy("files", "Evidence"))  # type: ignore[assignment]  # a declared field is no attribute of the form
    is_finished = forms.BooleanField(
        label=_("The task is finished"), required=False,
        help_text=_("Its proof then lies before the office; accepted, the duty is closed."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, files: Any = None, *, line: ReturnLine, figures: list[Figure]
    ) -> None:
        names = (
            "progress",
            "share",
            "goal_id",
            "typed_value",
            "figure_ref",
            "hindrance",
            "is_finished",
        )
        initial = {name: getattr(line, name) for name in names}
        super().__init__(data, files, prefix=f"t{line.task_id}", initial=initial)
        self.line = line
        goals = [(goal.pk, f"{goal.year} {goal.words}") for goal in line.task.goals.all()]
        offer(self, "goal_id", goals)
        offer(
            self,
            "figure_ref",
            [(one.ref, f"{one.label}：{formats.number(one.value)}") for one in figures],
        )
        if not goals:
            del self.fields["goal_id"]

    @property
    def has_figures(self) -> bool:
        """There is something in the part that is folded away, or something wrong with it."""
        folded = ("goal_id", "typed_value", "figure_ref")
        filled = any(getattr(self.line, name) not in {None, ""} for name in folded)
        return filled or bool(set(self.errors) & {*folded, "files"} if self.is_bound else ())

    def written(self) -> LineInput:
        """What was entered."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        return LineInput(task_id=self.line.task_id, **data)


class ReviewForm(forms.Form):
    """Accept or send back."""

    is_accepted = forms.TypedChoiceField(
        label=_("Answer"), coerce=lambda value: value == "yes",
        choices=[("yes", pgettext_lazy("a return", "Accept")), ("no", _("Send back"))], widget=forms.RadioSelect,
    )  # fmt: skip
    remark = text(
        _("Remark"), rows=2, required=False,
        help_text=_("Needed when it is sent back: what is missing."),
    )  # fmt: skip
