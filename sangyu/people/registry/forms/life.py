"""Forms for deaths, moves, returns, transfers and decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.selectors import area_children, area_descendants, area_name
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.people.registry.forms.editing import areas
from sangyu.people.registry.forms.parts import EvidenceForm, day_field, note_field

COUNTY = 6


class DepartureForm(EvidenceForm):
    """A death or a move away: the day, who says so, the proof."""

    field_order = ("effective_on", "source", "proof", "files")

    def __init__(self, *args: Any, day: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if day:
            self.fields["effective_on"].label = day
        self.fields["effective_on"].initial = None


class ReasonForm(forms.Form):
    """Why."""

    reason = note_field(_("Reason"))


class TransferForm(forms.Form):
    """To which town, since when, why."""

    to_area_code = forms.ChoiceField(label=_("To which town or street"))
    to_address = forms.CharField(label=_("Address there"), max_length=200, required=False)
    effective_on = day_field(_("Moved on"))
    reason = note_field(_("Reason"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = system_actor("areas")  # names of other towns are nobody's secret
        towns = area_descendants(actor=everywhere, code=actor.area_code[:4], level="town")
        choices = [(one.code, " ".join(one.path)) for one in towns if not actor.covers(one.code)]
        self.fields["to_area_code"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]  # a choice field
        self.fields["effective_on"].initial = clock.today()


class AcceptForm(forms.Form):
    """Into which community the receiving town takes the person."""

    area_code = forms.ChoiceField(label=_("Community"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, to_area_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [one for one in areas(actor) if one[0].startswith(to_area_code[:9])]
        if len(actor.area_code) <= COUNTY:
            found = area_children(actor=actor, code=to_area_code[:9])
            choices = [(one.code, one.name) for one in found]
            choices.append((to_area_code[:9], area_name(to_area_code[:9]).name))
        self.fields["area_code"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["area_code"].initial = to_area_code


class NoteForm(forms.Form):
    """A word with a decision."""

    note = note_field(_("Note"), required=False)
