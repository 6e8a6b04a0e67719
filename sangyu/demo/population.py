"""The people of the synthetic city, with enough of a past that two years' statistics can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sangyu.demo import rates
from sangyu.demo.names import Names
from sangyu.kernel import ids

REGISTER_BEGAN = date(2023, 6, 1)  # the paper is of May 2023


@dataclass(frozen=True)
class Place:
    """A community with its share of the city's elders."""

    code: str
    name: str
    rural: bool
    elders: int


@dataclass
class Change:
    """One later change of one field."""

    field: str
    before: str
    after: str
    on: date


@dataclass
class Person:
    """One elder as of `today`; `columns` are the registry's, the rest is history."""

    columns: dict[str, object]
    id_number: str
    phone: str
    died_on: date | None = None
    moved_on: date | None = None
    changes: list[Change] = field(default_factory=list)
    categories: list[tuple[str, date]] = field(default_factory=list)
    child: tuple[str, str] | None = None


def shares(communities: list[tuple[str, str]], *, elders: int, rng: Random) -> list[Place]:
    """Share the elders among the communities: towns' villages are many and small, street communities few and large."""
    weights = []
    for code, _name in communities:
        rural = code[6:9] >= "100"
        weights.append(rng.lognormvariate(0.0, 0.35) * (1.0 if rural else 2.1))
    total = sum(weights)
    return [
        Place(code, name, code[6:9] >= "100", max(1, round(elders * weight / total)))
        for (code, name), weight in zip(communities, weights, strict=True)
    ]


def people(place: Place, *, today: date, rng: Random, names: Names) -> Iterator[Person]:
    """Everybody who was on the register of one community since it began, the dead and the moved included."""
    years = (today - REGISTER_BEGAN).days / 365
    for _ in range(place.elders):
        yield _person(place, today=today, rng=rng, names=names)
    gone = place.elders * years * (0.03 + rates.MOVES_IN_A_YEAR)
    for _ in range(int(gone + rng.random())):
        person = _person(place, today=today, rng=rng, names=names, older_by=3)
        _leave(person, today=today, rng=rng)
        yield person


def _person(place: Place, *, today: date, rng: Random, names: Names, older_by: int = 0) -> Person:
    low, high, men, women = rng.choices(rates.AGE_SEX, [row[2] + row[3] for row in rates.AGE_SEX])[
        0
    ]
    sex = "1" if rng.random() < men / (men + women) else "2"
    age = rng.randint(low, high) + older_by
    born = _birthday(today, age, rng)
    sixty = date(born.year + 60, born.month, min(born.day, 28))
    registered = max(REGISTER_BEGAN, sixty) + timedelta(days=rng.randrange(120))
    columns: dict[str, object] = {
        "name": names.full_name(sex),
        "sex": sex,
        "birth_date": born,
        "area_code": place.code,
        "address": names.address(place.name, rural=place.rural),
        "ethnicity": _pick(rates.ETHNICITY, rng),
        "education": _pick(rates.EDUCATION, rng),
        "hukou_kind": "rural" if place.rural else rng.choice(("urban", "resident")),
        "hukou_area_code": place.code,
        "medical_insurance": "resident" if place.rural or rng.random() < 0.5 else "employee",
        "pension_kind": "resident" if place.rural or rng.random() < 0.45 else "employee",
        "residence_kind": "both_here",
        "source": "community_visit",
        "registered_on": min(registered, today),
    }
    columns |= _household(age, rng) | _ability(age, place, sex, registered, today, rng)
    serial = names.serial()
    sequence = serial % 500 * 2 + (1 if sex == "1" else 0)  # odd for men (GB 11643)
    first = f"{990000 + serial // 500 % 10000}{born:%Y%m%d}{sequence:03d}"
    number = first + ids.resident_id_check_character(first)
    person = Person(columns, number, names.phone() if rng.random() < 0.82 else "")
    _past(person, age, place, today=today, rng=rng)
    if columns["children_nearby"] != "childless":
        person.child = (
            str(columns["name"])[0] + names.full_name(rng.choice("12"))[1:],
            names.phone(),
        )
    return person


def _birthday(today: date, age: int, rng: Random) -> date:
    return date(today.year - age, today.month, min(today.day, 28)) - timedelta(
        days=rng.randrange(365)
    )


def _household(age: int, rng: Random) -> dict[str, object]:
    draw = rng.random()
    home = rates.by_age(rates.IN_A_HOME, age)
    alone = home + rates.by_age(rates.LIVES_ALONE, age)
    couple = alone + rates.by_age(rates.LIVES_AS_COUPLE, age)
    if draw < home:
        living = "institution"
    elif draw < alone:
        living = "alone"
    elif draw < couple:
        living = "couple"
    else:
        living = "with_children" if rng.random() < 0.93 else "with_others"
    nearby = (
        "nearby"
        if living == "with_children"
        else rng.choices(("nearby", "away", "childless"), (62, 34, 4))[0]
    )
    marriage = (
        "20" if living == "couple" else rng.choices(("20", "30", "40", "10"), (40, 52, 5, 3))[0]
    )
    return {"living": living, "children_nearby": nearby, "marriage": marriage}


def _ability(
    age: int, place: Place, sex: str, registered: date, today: date, rng: Random
) -> dict[str, object]:
    chance = (
        rates.by_age(rates.LOSS_OF_ABILITY, age)
        * (1.12 if sex == "2" else 0.88)
        * (1.1 if place.rural else 1.0)
    )
    lost = rng.random() < chance
    level = int(_pick(rates.LEVEL_AMONG_LOST, rng)) if lost else 0
    self_care = "none" if level == 4 else "partial" if level >= 2 else "full"
    found: dict[str, object] = {"self_care": self_care}
    if rng.random() < rates.by_age(rates.ASSESSED, age) * (1.3 if lost else 1.0):
        days = max(1, (today - registered).days)
        found["ability_level"] = level
        found["ability_assessed_on"] = min(today, registered + timedelta(days=rng.randrange(days)))
        found["ability_source"] = "assessment"
    return found


def _past(person: Person, age: int, place: Place, *, today: date, rng: Random) -> None:
    """Widowhood, and the categories that somebody declared with proof."""
    registered = person.columns["registered_on"]
    assert isinstance(registered, date)  # noqa: S101  a fact of this module
    days = max(1, (today - registered).days)
    years = days / 365
    if person.columns["living"] == "alone" and rng.random() < rates.WIDOWED_IN_A_YEAR * years * 4:
        on = registered + timedelta(days=rng.randrange(days))
        person.changes.append(Change("living", "couple", "alone", on))
    for category, share in rates.DECLARED.items():
        weight = 3.0 if category == "dementia" and age >= 80 else 1.0
        if rng.random() < share * weight:
            person.categories.append((category, registered + timedelta(days=rng.randrange(days))))
    left_behind = place.rural and person.columns["children_nearby"] == "away"
    if left_behind and rng.random() < rates.LEFT_BEHIND_RURAL * 3:
        person.categories.append(("left_behind", registered))
    if any(category == "destitute_support" for category, _on in person.categories):
        person.columns["support_form"] = (
            "centralised" if person.columns["living"] == "institution" else "scattered"
        )


def _leave(person: Person, *, today: date, rng: Random) -> None:
    registered = person.columns["registered_on"]
    assert isinstance(registered, date)  # noqa: S101  a fact of this module
    days = (today - registered).days
    on = registered + timedelta(days=rng.randrange(1, max(2, days)))
    person.changes = [change for change in person.changes if change.on < on]
    person.categories = [(category, since) for category, since in person.categories if since < on]
    if rng.random() < 0.9:
        person.died_on = min(on, today)
    else:
        person.moved_on = min(on, today)


def _pick(table: tuple[tuple[object, int], ...], rng: Random) -> str:
    return str(rng.choices([value for value, _ in table], [weight for _, weight in table])[0])
