"""The filters of a list of elders: read from a query string, written back into one (links, saved filters)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from sangyu.kernel.access import in_area
from sangyu.kernel.errors import DomainError
from sangyu.people.registry import types
from sangyu.people.registry.models import ElderCategory, ElderChange

_CHOICES: dict[str, tuple[str, ...]] = {
    "sex": tuple(types.Sex.values),
    "living": tuple(types.Living.values),
    "category": tuple(types.CategoryCode.values),
    "ability": ("0", "1", "2", "3", "4", "unknown"),
    "status": ("present", "died", "moved", "all"),
    "residence_kind": tuple(types.ResidenceKind.values),
    "self_care": tuple(types.SelfCare.values),
    "wants_home": tuple(types.WantsHome.values),
    "gap": ("id", "phone", "community"),
}
_DATES = ("changed_since", "category_since")
_AGES = ("age_from", "age_to")


@dataclass(frozen=True)
class ElderFilters:
    """What narrows a list. Values of one filter are alternatives; filters add up. Empty: no narrowing.

    `area_code` is a town or community (or county) within the actor's area; `changed_since` the day since which the
    record was changed, `category_since` the day since which one of `category` (or any) has begun.
    """

    area_code: str = ""
    age_from: int | None = None
    age_to: int | None = None
    sex: tuple[str, ...] = ()
    living: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    ability: tuple[str, ...] = ()
    residence_kind: tuple[str, ...] = ()
    self_care: tuple[str, ...] = ()
    wants_home: tuple[str, ...] = ()
    gap: tuple[str, ...] = ()
    status: tuple[str, ...] = ("present",)
    changed_since: date | None = None
    category_since: date | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> ElderFilters:
        """From request.GET (or any mapping of lists or single texts); refuses values that no list has."""
        found: dict[str, Any] = {}
        for name, allowed in _CHOICES.items():
            values = tuple(value for value in _all(query, name) if value)
            if any(value not in allowed for value in values):
                raise _unknown(name)
            if values:
                found[name] = values
        for name in (*_AGES, *_DATES, "area_code"):
            text = next((value for value in _all(query, name) if value), "")
            if text:
                found[name] = _read(name, text)
        return cls(**found)

    def to_query(self) -> dict[str, list[str]]:
        """The opposite of `from_query`; only what differs from no filter."""
        query: dict[str, list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default and value not in {None, ""}:
                query[field.name] = [
                    str(one) for one in (value if isinstance(value, tuple) else (value,))
                ]
        return query

    def condition(self, today: date, within: str = "") -> Q:
        """The filters as a condition on Elder, without the area (the selectors narrow the actor by it).

        `within` is the area the list is narrowed to, so that categories are looked for there only.
        """
        condition = Q()
        if "all" not in self.status:
            condition &= _in("status", self.status)
        for name in ("sex", "living", "residence_kind", "self_care", "wants_home"):
            if getattr(self, name):
                condition &= _in(name, getattr(self, name))
        return (
            condition & self._ability() & self._ages(today) & self._gaps() & self._related(within)
        )

    def _gaps(self) -> Q:
        """What the record lacks; any of the named."""
        conditions = {
            "id": Q(id_kind=types.IdKind.NONE),
            "phone": Q(phone_index__isnull=True),
            "community": Q(area_code=F("town_code")),
        }
        found = Q()
        for name in self.gap:
            found |= conditions[name]
        return found

    def _ability(self) -> Q:
        if not self.ability:
            return Q()
        levels = [int(value) for value in self.ability if value != "unknown"]
        known = Q(ability_level__in=levels)
        return known | Q(ability_level__isnull=True) if "unknown" in self.ability else known

    def _ages(self, today: date) -> Q:
        condition = Q()
        if self.age_from is not None:
            condition &= Q(birth_date__lte=years_before(today, self.age_from))
        if self.age_to is not None:
            condition &= Q(birth_date__gt=years_before(today, self.age_to + 1))
        return condition

    def _related(self, within: str) -> Q:
        condition = Q()
        if self.category or self.category_since:
            rows = ElderCategory.objects.filter(elder=OuterRef("pk"), ended_on__isnull=True)
            if within:
                rows = rows.filter(in_area(within[:9], "town_code"))
            if self.category:
                rows = rows.filter(_in("category", self.category))
            if self.category_since:
                rows = rows.filter(started_on__gte=self.category_since)
            condition &= Q(Exists(rows))
        if self.changed_since:
            changes = ElderChange.objects.filter(
                elder=OuterRef("pk"), recorded_at__date__gte=self.changed_since
            )
            condition &= Q(Exists(changes)) | Q(registered_on__gte=self.changed_since)
        return condition


def years_before(day: date, years: int) -> date:
    """The latest birth date of somebody `years` old on `day`."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _in(name: str, values: tuple[str, ...]) -> Q:
    return Q(**{name: values[0]}) if len(values) == 1 else Q(**{f"{name}__in": values})


def _all(query: Mapping[str, Any], name: str) -> list[str]:
    getlist = getattr(query, "getlist", None)
    if getlist is not None:
        return [str(value) for value in getlist(name)]
    value = query.get(name, ())
    return [value] if isinstance(value, str) else [str(one) for one in value]


def _read(name: str, text: str) -> Any:
    if name in _DATES:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _unknown(name) from None
    if not text.isdecimal() or len(text) > (3 if name in _AGES else 12):
        raise _unknown(name)
    return int(text) if name in _AGES else text


def _unknown(name: str) -> DomainError:
    return DomainError(
        "filter-unknown",
        _("This filter has a value that does not exist."),
        field=name,
        remedy=_("Take the filter away and choose again."),
    )
