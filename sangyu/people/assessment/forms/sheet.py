"""The form of an instrument, made from its policy data: one choice for each item, diagnoses, events, who was there."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.people.assessment import wording
from sangyu.people.assessment.choices import Informant, Place
from sangyu.people.assessment.forms.parts import day_field
from sangyu.people.assessment.models import Assessor
from sangyu.people.assessment.types import Answer, Instrument, Sheet

RANGES = (
    ("F00-F03", _("Dementia (F00–F03), diagnosed")),
    ("F04-F99", _("Other mental disorder (F04–F99), diagnosed by a psychiatrist")),
)


class SheetForm(forms.Form):
    """A filled form as it comes in; scoring says what is wrong with it."""

    assessed_on = day_field(_("Assessed on"))
    lead_id = forms.TypedChoiceField(label=_("First assessor"), coerce=int)
    second_id = forms.TypedChoiceField(label=_("Second assessor"), coerce=int)
    informant = forms.ChoiceField(label=_("Informant"), choices=Informant.choices)
    informant_name = forms.CharField(
        label=_("Name of the informant"), max_length=60, required=False
    )
    place = forms.ChoiceField(
        label=pgettext_lazy("of an assessment", "Where"), choices=Place.choices
    )
    diagnoses = forms.MultipleChoiceField(
        label=_("Diagnoses that raise the level"),
        choices=RANGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ref = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    filled_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, instrument: Instrument, assessors: list[Assessor], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        team = [("", "—"), *((one.pk, _named(one)) for one in assessors)]
        for name in ("lead_id", "second_id"):
            self.fields[name].choices = team  # type: ignore[attr-defined]  # a choice field
        self.fields["ref"].initial = uuid.uuid4
        for item in instrument.items.values():
            self.fields[item.code] = forms.ChoiceField(
                label=wording.name_of(item.name),
                choices=[(str(one), wording.option_text(one)) for one in item.options],
                widget=forms.RadioSelect,
                required=False,
            )
        for event in instrument.events:
            self.fields[f"event_{event}"] = forms.IntegerField(
                label=wording.event_text(event), min_value=0, max_value=99, initial=0
            )

    def sections(self) -> list[dict[str, Any]]:
        """The parts of the form, each item with its scores, as the template draws them."""
        return [
            {
                "section": section,
                "name": wording.name_of(section.name),
                "most": sum(max(item.options.values()) for item in section.items),
                "items": [
                    {
                        "code": item.code,
                        "name": wording.name_of(item.name),
                        "field": self[item.code],
                        "options": [
                            (str(one), wording.option_text(one), score)
                            for one, score in item.options.items()
                        ],
                        "chosen": str(self[item.code].value() or ""),
                    }
                    for item in section.items
                ],
            }
            for section in self.instrument.sections
        ]

    def events(self) -> list[forms.BoundField]:
        """The counts of care-risk events."""
        return [self[f"event_{event}"] for event in self.instrument.events]

    def sheet(self) -> Sheet:
        """What was answered; an item left open is left out, so that scoring names it."""
        data = self.cleaned_data
        answers: dict[str, Answer] = {}
        for code, item in self.instrument.items.items():
            by_text = {str(one): one for one in item.options}
            if data.get(code) in by_text:
                answers[code] = by_text[data[code]]
        events = {event: data[f"event_{event}"] for event in self.instrument.events}
        return Sheet(answers, list(data["diagnoses"]), events)

    def facts(self) -> dict[str, Any]:
        """Everything else, as the service takes it."""
        names = (
            "assessed_on", "lead_id", "second_id", "informant", "informant_name", "place", "ref", "version",
            "filled_at",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}


def _named(one: Assessor) -> str:
    return f"{one.name} · {_('medical')}" if one.is_medical else one.name
