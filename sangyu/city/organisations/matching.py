"""From a printed unit name to today's unit: the body of `selectors.match_unit`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sangyu.city.areas.selectors import area_name
from sangyu.city.areas.types import parent_code
from sangyu.city.organisations.models import Organisation, OrganisationAlias
from sangyu.city.organisations.rules import likeness, unit_key
from sangyu.city.organisations.types import OrganisationKind, UnitMatch, UnitRef
from sangyu.kernel.access import areas_up_from

GOVERNING = (
    OrganisationKind.GOVERNMENT,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.OFFICE,
    OrganisationKind.TOWN,
)
"""The kinds that papers name; homes and agencies are found by their exact name only."""
NEAR = 0.45
"""Below this likeness a suggestion only confuses (tried on the misprints of five papers)."""
SUGGESTIONS = 3


def unit_ref(row: Organisation) -> UnitRef:
    """The reference of a unit that other rooms keep."""
    return UnitRef(row.pk, row.name, row.short_name, row.kind, row.area_code)


def places_of(area_code: str) -> list[str]:
    """The names that may precede a unit's name: those of the area and of the areas above it, with and without 市."""
    names: list[str] = []
    code = area_code
    while code:
        name = area_name(code).name
        names += [name, name.rstrip("省州市县区")] if len(name) > 2 else [name]
        code = parent_code(code)
    return [name for name in names if len(name) >= 2]


@dataclass
class Register:
    """The units of one area by comparable name: loaded once, asked for every name of a paper."""

    area_code: str
    places: list[str]
    units: dict[int, Organisation]
    own: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    other: dict[str, list[OrganisationAlias]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls, area_code: str) -> Register:
        """Units within the area; aliases of the area and of the areas above it."""
        rows = Organisation.objects.filter(area_code__startswith=area_code, kind__in=GOVERNING)
        register = cls(area_code, places_of(area_code), {row.pk: row for row in rows})
        for row in register.units.values():
            for key in {register.key(row.name), register.key(row.short_name)}:
                register.own[key].append(row.pk)
        near = OrganisationAlias.objects.filter(area_code__in=areas_up_from(area_code))
        for alias in near.order_by("pk"):
            register.other[register.key(alias.name)].append(alias)
        return register

    def key(self, name: str) -> str:
        return unit_key(name, self.places)

    def match(self, printed: str) -> UnitMatch:
        """Exact → alias → successor → group → the nearest suggestions."""
        key = self.key(printed)
        if not key:
            return UnitMatch(printed, (), "none")
        if own := self.own.get(key):
            return self._own(printed, own)
        if aliases := self.other.get(key):
            return self._alias(printed, aliases)
        return UnitMatch(printed, (), "none", self._nearest(key))

    def _own(self, printed: str, ids: list[int]) -> UnitMatch:
        today = [self.units[pk] for pk in ids if self.units[pk].closed_on is None]
        if today:
            return UnitMatch(printed, tuple(map(unit_ref, today)), "exact")
        ends = self._successors(ids)
        return UnitMatch(printed, tuple(map(unit_ref, ends)), "successor" if ends else "none")

    def _alias(self, printed: str, aliases: list[OrganisationAlias]) -> UnitMatch:
        how = aliases[0].how
        kinds = {alias.group_kind for alias in aliases if alias.group_kind}
        ids = [alias.organisation_id for alias in aliases if alias.organisation_id]
        found = self._successors(ids) + [
            row
            for row in self.units.values()
            if row.kind in kinds and row.closed_on is None and self._is_of_group(row)
        ]
        found.sort(key=lambda row: (row.area_code, row.pk))
        return UnitMatch(printed, tuple(map(unit_ref, found)), how if found else "none")

    def _is_of_group(self, row: Organisation) -> bool:
        """各县（市）区人民政府 are the governments below, never the area's own."""
        return row.kind != OrganisationKind.GOVERNMENT or row.area_code != self.area_code

    def _successors(self, ids: Iterable[int]) -> list[Organisation]:
        """The units of today at the ends of the successor chains; a chain that bites its tail ends nowhere."""
        ends: dict[int, Organisation] = {}
        for pk in ids:
            seen: set[int] = set()
            row = self.units.get(pk)
            while row is not None and row.closed_on is not None and row.pk not in seen:
                seen.add(row.pk)
                row = self.units.get(row.successor_id or 0)
            if row is not None and row.closed_on is None:
                ends[row.pk] = row
        return list(ends.values())

    def _nearest(self, key: str) -> tuple[UnitRef, ...]:
        scores: dict[int, float] = {}
        for name, ids in self.own.items():
            for pk in ids:
                if self.units[pk].closed_on is None:
                    scores[pk] = max(scores.get(pk, 0.0), likeness(key, name))
        best = sorted((pk for pk in scores if scores[pk] >= NEAR), key=lambda pk: (-scores[pk], pk))
        return tuple(unit_ref(self.units[pk]) for pk in best[:SUGGESTIONS])
