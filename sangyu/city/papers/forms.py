"""Forms of the papers room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.types import DeadlineKind
from sangyu.city.organisations import selectors as organisations
from sangyu.city.papers import methods
from sangyu.city.papers.models import Paper, PaperRule, PaperTarget, PaperTask
from sangyu.city.papers.selectors import TaskProposal
from sangyu.kernel import clock


def _day() -> forms.DateInput:
    """A field for a day; browsers take its value in ISO order only, whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class UploadForm(forms.Form):
    """A paper to read."""

    file = forms.FileField(
        label=_("Paper"),
        help_text=_(
            "Word (.docx), Excel (.xlsx), PDF with text, a saved web page (.html) or text (.txt), up to 20 MiB."
        ),
    )


class ConfirmForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """The paper's heading, and from which year on its duties are wanted."""

    first_year = forms.TypedChoiceField(
        label=_("Duties from"),
        coerce=int,
        help_text=_(
            "Returning tasks get a duty for every period from this year on, late ones included."
        ),
    )

    class Meta:
        model = Paper
        fields = ("title", "number", "issuer", "issued_on", "effective_on", "valid_until", "status")
        widgets = {name: _day() for name in ("issued_on", "effective_on", "valid_until")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        years = range(this_year + 1, this_year - 6, -1)
        self.fields["first_year"].choices = [(y, str(y)) for y in years]  # type: ignore[attr-defined]  # a choice field
        self.fields["first_year"].initial = this_year

    @property
    def heading(self) -> dict[str, Any]:
        """The paper's columns."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def starts_on(self) -> date:
        """The first day whose duties are wanted."""
        return date(self.cleaned_data["first_year"], 1, 1)


class SplitForm(forms.Form):
    """Where a task is cut in two."""

    at_sentence = forms.TypedChoiceField(label=_("The second task begins with"), coerce=int)

    def __init__(self, sentences: list[str], data: Any = None) -> None:
        super().__init__(data)
        choices = [(at, text.strip()[:60]) for at, text in enumerate(sentences) if at]
        self.fields["at_sentence"].choices = choices  # type: ignore[attr-defined]  # a choice field


class SayingForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """What a target and a rule have in common."""

    class Meta:
        fields: tuple[str, ...] = ("operator", "value", "unit", "modality", "left_out")
        help_texts = {
            "left_out": _("A reason here leaves it out; it stays visible with this reason.")
        }
        widgets: dict[str, forms.Widget] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["value"] = f"{self.instance.value.normalize():f}"

    @property
    def values(self) -> dict[str, Any]:
        """The columns."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class TargetForm(SayingForm):
    """One target put right."""

    class Meta(SayingForm.Meta):
        model = PaperTarget
        fields = (
            "indicator",
            "scope",
            "qualifier",
            "operator",
            "value",
            "unit",
            "due_on",
            "modality",
            "left_out",
        )
        widgets = {
            "indicator": forms.Textarea(attrs={"rows": 2}),
            "due_on": _day(),
        }


class RuleForm(SayingForm):
    """One rule put right."""

    class Meta(SayingForm.Meta):
        model = PaperRule
        fields = ("kind", "subject", "operator", "value", "unit", "modality", "left_out")
        widgets = {"subject": forms.Textarea(attrs={"rows": 2})}


class TaskForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """One task put right."""

    lead = forms.MultipleChoiceField(label=_("Leading units"), required=False)
    support = forms.MultipleChoiceField(label=_("Supporting units"), required=False)
    first_lead = forms.ChoiceField(
        label=_("Of these, first"),
        required=False,
        help_text=_("The unit that owes the duty; the others lead jointly."),
    )

    class Meta:
        model = PaperTask
        fields = (
            "title",
            "measure",
            "deadline_kind",
            "due_on",
            "month",
            "day",
            "method",
            "left_out",
        )
        widgets = {
            "title": forms.Textarea(attrs={"rows": 3}),
            "measure": forms.Textarea(attrs={"rows": 3}),
            "due_on": _day(),
        }
        labels = {"title": _("Task")}
        help_texts = {
            "month": _(
                "For tasks that come back: the month, 1 to 12. Blank: the last of the period."
            ),
            "day": _("The day of that month. Blank: its last day."),
            "left_out": _("A reason here leaves the task out; it stays visible with this reason."),
        }

    def __init__(self, proposal: TaskProposal, data: Any = None) -> None:
        super().__init__(data, instance=proposal.row)
        units = organisations.units_of_area(proposal.row.paper.area_code)
        choices = [(str(unit.id), unit.short_name) for unit in units]
        for name, chosen in (("lead", proposal.lead), ("support", proposal.support)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
            self.fields[name].initial = [str(unit.id) for unit in chosen]
            self.fields[name].widget.attrs["size"] = 8
        self.fields["first_lead"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]  # as above
        self.fields["first_lead"].initial = str(proposal.lead[0].id) if proposal.lead else ""
        self.fields["method"] = forms.ChoiceField(
            label=_("How it is kept"), choices=methods.choices, initial=proposal.row.method
        )

    def clean(self) -> dict[str, Any]:
        """A task that is due by a date needs the date; one that is not left out needs a lead."""
        data = super().clean() or {}
        if data.get("deadline_kind") in {DeadlineKind.DATED, DeadlineKind.HYBRID} and not data.get(
            "due_on"
        ):
            self.add_error("due_on", _("A task that is due by a date needs the date."))
        if not data.get("lead") and not data.get("first_lead") and not data.get("left_out"):
            self.add_error(
                "lead",
                _("Choose at least one leading unit, or give a reason to leave the task out."),
            )
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The task's own columns."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def lead_ids(self) -> list[int]:
        """The leading units, the one that owes the duty first."""
        first = [self.cleaned_data["first_lead"]] if self.cleaned_data["first_lead"] else []
        return list(dict.fromkeys(int(value) for value in (*first, *self.cleaned_data["lead"])))

    @property
    def support_ids(self) -> list[int]:
        """The supporting units."""
        return [int(value) for value in self.cleaned_data["support"]]
