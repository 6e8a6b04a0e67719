"""Forms for a part of the record and for a new person: built from the room's field list, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.selectors import area_descendants, area_name
from sangyu.kernel.actors import Actor
from sangyu.people.registry.forms.parts import EvidenceForm, day_field
from sangyu.people.registry.pages import words
from sangyu.people.registry.pages.sections import PARTS, SEALED, Part
from sangyu.people.registry.rules.fields import FIELDS, Field, Kind
from sangyu.people.registry.selectors.elders import ElderDetail

CLEARABLE = ("phone", "bank")
NEW_FIELDS = (*PARTS["identity"].fields, *PARTS["residence"].fields, "living", "children_nearby")
TOWN = 9


def areas(actor: Actor) -> list[tuple[str, str]]:
    """The communities somebody may place a person in, and the town itself where the community is not known."""
    found = [
        (area.code, " ".join(area.path[1:]))
        for area in area_descendants(actor=actor, code=actor.area_code, level="community")
    ]
    if len(actor.area_code) == TOWN:
        town = area_name(actor.area_code).name
        found.append((actor.area_code, str(_("%(town)s, community not known") % {"town": town})))
    return found


def control(field: Field, actor: Actor) -> forms.Field:
    """The form field for a field of the record. None is required here: the rules say what is missing."""
    label = words.label(field.name)
    if field.name == "area_code":
        return forms.ChoiceField(
            label=_("Community"), choices=[("", "—"), *areas(actor)], required=False
        )
    if field.kind is Kind.CODE or field.name in words.LEVELS:
        choices = list(words.choices_of(field))
        if "" not in dict(choices) and (field.code_list or field.name in words.LEVELS):
            choices.insert(0, ("", "—"))
        return forms.ChoiceField(label=label, choices=choices, required=False)
    if field.kind is Kind.DATE:
        return day_field(label, required=False)
    length = field.length or 30
    hint = _("Six, nine or twelve digits (GB/T 2260).") if field.name == "hukou_area_code" else ""
    return forms.CharField(label=label, max_length=length, required=False, help_text=hint)


def plain(name: str, value: Any) -> Any:
    """A form's value as the services want it."""
    if name in words.LEVELS:
        return int(value) if value else None
    return value


class PartForm(EvidenceForm):
    """One part of an elder's record, with the evidence for the change."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: Part, detail: ElderDetail, actor: Actor) -> None:
        super().__init__(*args)
        self.part, self.detail = part, detail
        own: dict[str, forms.Field] = {}
        for name in part.fields:
            own |= self._control(name, actor)
        evidence = {
            name: self.fields[name]
            for name in ("source", "effective_on", "proof", "files", "version")
        }
        evidence["version"].initial = detail.version
        self.fields = own | evidence

    def changed_values(self) -> dict[str, Any]:
        """What differs from the record the editor saw."""
        data, found = self.cleaned_data, {}
        for name in self.part.fields:
            value = plain(name, data.get(name))
            if name in SEALED:
                if data.get(f"{name}_clear"):
                    found[name] = ""
                elif value:
                    found[name] = value
            elif value != self.detail.values[name]:
                found[name] = value
        return found

    @property
    def record_fields(self) -> list[forms.BoundField]:
        """The fields of the record, above the evidence."""
        ours = {"source", "effective_on", "proof", "files", "version"}
        return [self[name] for name in self.fields if name not in ours]

    def _control(self, name: str, actor: Actor) -> dict[str, forms.Field]:
        field = control(FIELDS[name], actor)
        if name not in SEALED:
            field.initial = self.detail.values[name]
            return {name: field}
        masked = self.detail.masked[name]
        field.widget.attrs["autocomplete"] = "off"
        if not masked:
            return {name: field}
        field.help_text = _("Now %(masked)s. Leave empty to keep it.") % {"masked": masked}
        if name not in CLEARABLE:
            return {name: field}
        clear = forms.BooleanField(
            label=_("Remove: %(field)s") % {"field": words.label(name)}, required=False
        )
        return {name: field, f"{name}_clear": clear}


class NewPersonForm(EvidenceForm):
    """A person who comes onto the register. Birth date and sex follow from a resident ID."""

    def __init__(self, *args: Any, actor: Actor) -> None:
        super().__init__(*args)
        own = {name: control(FIELDS[name], actor) for name in NEW_FIELDS}
        for name in ("name", "area_code"):
            own[name].required = True
        own["sex"].initial, own["residence_kind"].initial = "0", "unknown"
        own["living"].initial = own["children_nearby"].initial = "unknown"
        for name in ("id", "phone"):
            own[name].widget.attrs["autocomplete"] = "off"
        own["id"].help_text = _("Date of birth and sex are read from a resident ID.")
        if len(areas(actor)) == 1:
            own["area_code"].initial = areas(actor)[0][0]
        evidence = {name: self.fields[name] for name in ("source", "effective_on", "proof")}
        evidence["effective_on"].label = _("On the register from")
        self.fields = own | evidence

    def values(self) -> dict[str, Any]:
        """What was filled in; what was left out stays unknown."""
        data = self.cleaned_data
        found = {
            name: plain(name, data[name]) for name in NEW_FIELDS if data[name] not in ("", None)
        }
        if found.get("id"):
            for name, empty in (("sex", "0"), ("birth_date", None)):
                if found.get(name) == empty:
                    found.pop(name, None)
        return found


def bound_values(form: forms.Form, names: Iterable[str]) -> dict[str, str]:
    """What was typed so far, whether or not it is right (for the check of duplicates while typing)."""
    return {name: str(form.data.get(name, "")).strip() for name in names}
