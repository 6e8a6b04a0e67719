"""What narrows the list of elders: read from the address, shown as fields and chips, handed on as ElderFilters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sangyu.city.areas.selectors import area_children, area_name, names_edition
from sangyu.kernel.actors import Actor, system_actor
from sangyu.people.registry import types
from sangyu.people.registry.pages import words
from sangyu.people.registry.selectors.filters import ElderFilters

Choices = list[tuple[str, str | Promise]]
ANY: tuple[str, str | Promise] = ("", _("Any"))
TOWN_DIGITS = 9
DAY = {"type": "date"}


class QuickSelect(forms.Select):
    """A select written by hand: Django renders a template per option, which costs more than the whole list."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control; `value` is one code or several."""
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (code, mark_safe(" selected") if str(code) in chosen else "", label)
                for code, label in self.choices
            ),
        )
        all_attrs = self.build_attrs(self.attrs, attrs) | {"name": name}
        return format_html("<select{}>{}</select>", flatatt(all_attrs), options)


class Several(QuickSelect):
    """One value chosen by hand; a link may carry several."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """All values of the address that are not empty."""
        values = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        return [value for value in values if value]


class SeveralField(forms.MultipleChoiceField):
    """Values of one filter are alternatives; none is no narrowing."""

    widget = Several

    def __init__(self, label: Any, choices: Any) -> None:
        super().__init__(label=label, choices=[ANY, *choices], required=False)


class ElderFilterForm(forms.Form):
    """The filters of the list. Areas cascade within the actor's own: choosing a town offers its communities."""

    area = ("county", "town", "community")
    main = ("town", "community", "category", "status")

    county = forms.ChoiceField(label=_("County"), required=False, widget=QuickSelect)
    town = forms.ChoiceField(label=_("Town or street"), required=False, widget=QuickSelect)
    community = forms.ChoiceField(
        label=_("Community or village"), required=False, widget=QuickSelect
    )
    category = SeveralField(_("Category"), types.CategoryCode.choices)
    status = SeveralField(
        _("Status"),
        [("died", _("Deceased")), ("moved", _("Moved away")), ("all", _("Everybody"))],
    )
    age_from = forms.IntegerField(label=_("Age from"), min_value=0, max_value=130, required=False)
    age_to = forms.IntegerField(label=_("Age to"), min_value=0, max_value=130, required=False)
    sex = SeveralField(_("Sex"), types.Sex.choices)
    living = SeveralField(_("Lives with"), types.Living.choices)
    ability = SeveralField(
        _("Ability"),
        [*((str(k), v) for k, v in words.ABILITY.items()), ("unknown", _("Not assessed"))],
    )
    self_care = SeveralField(_("Self-care"), types.SelfCare.choices)
    wants_home = SeveralField(_("Wishes to enter a home"), types.WantsHome.choices)
    residence_kind = SeveralField(_("Kind of residence"), types.ResidenceKind.choices)
    gap = SeveralField(
        _("Missing"),
        [("id", _("ID number")), ("phone", _("Phone")), ("community", _("Community"))],
    )
    changed_since = forms.DateField(
        label=_("Changed since"), required=False, widget=forms.DateInput(attrs=DAY)
    )
    category_since = forms.DateField(
        label=_("In the category since"), required=False, widget=forms.DateInput(attrs=DAY)
    )

    def __init__(self, data: QueryDict, *, actor: Actor) -> None:
        self.query = _with_area_parts(data, actor)
        super().__init__(self.query)
        self.actor = actor
        status: Any = self.fields["status"]
        status.choices = [("", _("On the register")), *status.choices[1:]]
        self._offer_areas()
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"

    def filters(self) -> ElderFilters:
        """The filters; of a form with errors, none."""
        if not self.is_valid():
            return ElderFilters()
        data = self.cleaned_data
        area = data.get("community") or data.get("town") or data.get("county") or ""
        values: dict[str, Any] = {
            name: value for name, value in data.items() if name not in self.area
        }
        return ElderFilters.from_query(
            {name: _texts(value) for name, value in values.items()} | {"area_code": area}
        )

    @cached_property
    def key(self) -> str:
        """Tells apart all that the fields show: the area whose parts they offer, and what is chosen."""
        chosen = [(name, self.query.getlist(name)) for name in self.fields]
        return f"{self.actor.area_code}?{urlencode(chosen, doseq=True)}"

    @property
    def shown_first(self) -> list[forms.BoundField]:
        """The fields that are always open."""
        first = [name for name in ("county", *self.main) if name in self.fields]
        return [self[name] for name in first]

    @property
    def shown_on_demand(self) -> list[forms.BoundField]:
        """The other fields."""
        return [self[name] for name in self.fields if name not in {"county", *self.main}]

    @property
    def has_more_set(self) -> bool:
        """True if a field that is shown on demand narrows the list, so that it stays open."""
        return any(self.query.getlist(bound.name) != [] for bound in self.shown_on_demand)

    def _offer_areas(self) -> None:
        """Each level offers what lies within the level above, as far as that is settled."""
        scope, above = self.actor.area_code, self.actor.area_code
        for name, digits in (("county", 6), ("town", TOWN_DIGITS), ("community", 12)):
            if len(scope) >= digits:
                del self.fields[name]
                continue
            choices: Choices = [ANY]
            if len(above) == {6: 4, 9: 6, 12: 9}[digits]:
                choices += _children(self.actor, above)
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
            given = self.query.get(name, "")
            if given and given not in dict(choices):
                self.query.pop(name)  # of another town, or outside the actor's area
                given = ""
            above = given or (above if len(above) >= digits else "")


def _children(actor: Actor, code: str) -> Choices:
    return [(area.code, area.name) for area in area_children(actor=actor, code=code)]


def _with_area_parts(data: QueryDict, actor: Actor) -> QueryDict:
    """A link may name one `area_code`: it becomes the levels above and itself."""
    copy = data.copy()
    code = str((copy.pop("area_code", None) or [""])[0])
    for name, digits in (("county", 6), ("town", TOWN_DIGITS), ("community", 12)):
        if len(code) >= digits and code.startswith(actor.area_code):
            copy[name] = code[:digits]
    for name in [key for key in copy if not any(copy.getlist(key))]:
        del copy[name]
    return copy


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [] if value in (None, "") else [str(value)]


def filter_form(query: QueryDict, *, area_code: str) -> ElderFilterForm:
    """The form of an address, for somebody of this area. Forms that were read are kept, for Django copies every field
    for each: most lists are opened with one of a few dozen narrowings. Only read what is returned.
    """
    asked = (*ElderFilterForm.base_fields, "area_code")
    given = tuple((name, tuple(query.getlist(name))) for name in asked if name in query)
    return _kept_form(area_code, given, names_edition(), get_language())


@lru_cache(maxsize=512)
def _kept_form(
    area_code: str, given: tuple[tuple[str, tuple[str, ...]], ...], *_edition: object
) -> ElderFilterForm:
    query = QueryDict(mutable=True)
    for name, values in given:
        query.setlist(name, list(values))
    form = ElderFilterForm(query, actor=system_actor("filters").within(area_code))
    form.full_clean()
    return form


def in_words(query: Mapping[str, list[str]], *, actor: Actor) -> str:
    """The filters of a query in one line ("旁海镇 · 独居 · 80 岁以上"), for headings of prints and exports."""
    found = QueryDict(mutable=True)
    for name, values in query.items():
        found.setlist(name, values)
    form = filter_form(found, area_code=actor.area_code)
    parts = [area_name(actor.area_code).name] if actor.area_code else []
    if form.is_valid():
        for bound in form:
            value = form.cleaned_data.get(bound.name)
            if value in (None, "", []):
                continue
            choices = dict(getattr(bound.field, "choices", ()))
            many = value if isinstance(value, list) else [value]
            text = "、".join(str(choices.get(str(one), one)) for one in many)
            parts.append(text if choices else f"{bound.label} {text}")
    return " · ".join(parts)
