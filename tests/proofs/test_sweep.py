"""Every address of the site, as every role, with arguments of its own and of others: no page tells of a stranger.

The list of addresses comes from the resolver. An address with arguments that nobody has taught to `kind_of` fails, so a
new one cannot be forgotten. What the reader typed is not held against the page that repeats it.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import pii
from sangyu.people.registry.models import Elder
from sangyu.people.registry.pages.sections import PARTS
from sangyu.people.registry.views.life import WORDS
from tests.permissions import addresses, signed_in
from tests.proofs import (
    filled_assessments,
    filled_payments,
    filled_plans,
    filled_reports,
    filled_targets,
)
from tests.proofs.city import COMMUNITIES, COUNTY, HOME, HOME_TOWN, Person
from tests.proofs.filled import AS_OF, Arguments, Filled, fill

AREA_OF = {
    Role.DIRECTOR: COUNTY,
    Role.OFFICER: COUNTY,
    Role.COMMUNITY_WORKER: HOME,
    Role.FAMILY: HOME,
}
"""The post of each role; the others work for the town."""
ABROAD = [COMMUNITIES[1], COMMUNITIES[2], COMMUNITIES[4]]
"""The next community, the next town, the other county."""
KINDS = {
    "registry:transfer-": "transfer", "registry:pair-": "pair", "registry:merge-": "merge",
    "registry:proposal-": "proposal", "registry:campaign-": "campaign", "registry:filter-": "filter",
    "registry:export-file": "job", "registry:family-": "family", "registry:contact-": "person",
    "registry:responsible-": "person", "registry:need-": "person", "registry:category-": "person",
    "registry:change-": "person", "registry:elder-": "person", "api-v1:elder": "person", "work:": "job",
    "intake:": "batch", "papers:task": "paper task", "papers:split": "paper task", "papers:join": "paper task",
    "papers:target": "paper target", "papers:rule": "paper rule", "papers:": "paper",
    **filled_assessments.KINDS, **filled_payments.KINDS,
    **filled_assessments.KINDS, **filled_reports.KINDS,
    **filled_plans.KINDS, **filled_targets.KINDS, "plans:": "plan",
    "entitlement:": "entitled",
    "indicators:": "statistic", "duties:": "duty", "organisations:post-end": "post", "organisations:reset-": "reset",
    "organisations:": "account", "areas:": "area", "api-v1:area": "area", "attachments:": "file", "tokens:": "token",
    "catalogue:item": "service item", "catalogue:person": "person", "catalogue:line-": "service draft",
    "catalogue:wish-new": "person", "catalogue:wish": "wish", "catalogue:work": "work",
    "catalogue:": "service list", "api-v1:service-list": "service list",
    "audit:": "entry", "events:": "delivery", "console:notice-": "notice",
}  # fmt: skip
"""What the arguments of an address name, by how its name begins; the first that fits."""
FIXED: dict[str, list[Arguments]] = {
    "console:help-page": [{"slug": "sign-in"}],
    "ui-gallery-error": [{"status": 404}],
    "workdays:year": [{"year": 2026}],
    "papers:pack": [{"name": "kaili"}],
    "entitlement:programme": [{"code": "proof-allowance"}],
    "papers:pack-load": [{"name": "kaili"}],
}
VIEWERS = {"director", "officer", "town_clerk", "community_worker", "inspector", "hotline"}
SEARCHES = {"registry:elder-list", "console:search"}
PLAIN = "ui-gallery"
"""Pages without data, made for looking at components, begin so."""
MAY_BREAK = {"ui-gallery-broken"}
WAITS = ("registry:transfer-", "console:home")
"""Where the receiving town reads whom it is asked to take over, before the person is its own."""


@dataclass(frozen=True)
class Marks:
    """What gives a person away, wherever it stands."""

    person: Person
    words: tuple[str, ...]

    def found(self, text: str, typed: str) -> list[str]:
        """The marks that a page shows and nobody typed."""
        return [word for word in self.words if word in text and word not in typed]


@dataclass
class Reader:
    """Somebody signed in, and everybody they may know nothing of."""

    role: str
    area: str
    client: Client
    strangers: list[Marks]
    own: Person
    seen: int = 0
    asked: set[int] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def abroad(self) -> list[str]:
        """Two places beyond their area, the nearest and the farthest."""
        beyond = [place for place in ABROAD if not place.startswith(self.area)]
        return sorted({beyond[0], beyond[-1]})


@pytest.mark.usefixtures("kept_as_on_the_site")
@pytest.mark.django_db(transaction=True)
def test_no_page_tells_of_a_person_outside_the_readers_area(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.MEDIA_ROOT, settings.SNAPSHOT_DIR = tmp_path / "media", tmp_path / "snapshots"
    filled = fill()
    names = arguments_of_addresses()
    told: list[str] = []
    for role in Role:
        reader = reader_of(filled, role)
        for name in sorted(names):
            look(reader, filled, name, names[name])
        search(reader, filled)
        told += reader.told
        ensure_it_looked(reader)
    assert not told, "\n".join(told)


def ensure_it_looked(reader: Reader) -> None:
    """A sweep that opened nothing, or whose own people are not seen either, proves nothing."""
    assert reader.statuses[200] > 10, (reader.role, reader.statuses)
    if reader.role in VIEWERS:
        assert reader.statuses[404] > 30, (reader.role, reader.statuses)
        assert reader.seen > 30, (reader.role, reader.seen)


def test_the_marks_would_be_found() -> None:
    """The other side of the proof: a page that tells of somebody is caught, an echo is not."""
    marks = Marks(Person(1, "鼀鸀", HOME, "present", "", ""), ("鼀", "鸀"))
    assert marks.found("<p>甄鼀*</p>", "") == ["鼀"]
    assert marks.found("<p>甄鼀鸀</p>", "鼀鸀") == []


def reader_of(filled: Filled, role: Role) -> Reader:
    area = AREA_OF.get(role, HOME_TOWN)
    post = filled.families[HOME] if role == Role.FAMILY else make_post(role, area)
    own = {filled.first(HOME).id} if role == Role.FAMILY else None
    strangers = [
        one
        for one in filled.city.people
        if (one.id not in own if own is not None else not one.area_code.startswith(area))
    ]
    reader = Reader(
        str(role), area, signed_in(post), list(marks_of(filled, strangers)), filled.first(HOME)
    )
    rows = Elder.objects.filter(transfers__state="requested")
    reader.asked = set(
        rows.filter(transfers__to_area_code__startswith=area).values_list("pk", flat=True)
    )
    return reader


def marks_of(filled: Filled, people: Iterable[Person]) -> Iterator[Marks]:
    """Each sign of the name, the numbers in full and masked (where nobody shares the masked form), ref and link."""
    masked = Counter(pii.mask_resident_id(one.number) for one in filled.city.people)
    for one in people:
        veiled = pii.mask_resident_id(one.number)
        yield Marks(
            one,
            (
                *one.word, one.number, one.phone, pii.mask_phone(one.phone), filled.refs[one.id], f"/elders/{one.id}/",
                *([veiled] if masked[veiled] == 1 else []),
            ),
        )  # fmt: skip


# what is fetched
def arguments_of_addresses() -> dict[str, list[str]]:
    """Every address with the names of its arguments."""
    found = dict(_walk(get_resolver().url_patterns, "", []))
    assert set(addresses()) <= set(found)
    return found


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str, above: list[str]
) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        own = [*above, *pattern.pattern.regex.groupindex]
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, inner, own)
        else:
            yield f"{prefix}{pattern.name}", own


def look(reader: Reader, filled: Filled, name: str, wanted: list[str]) -> None:
    """Open one address with everything that fits into it, until the role is known to be refused whatever it asks."""
    for kwargs, query in asked(reader, filled, name, wanted):
        if fetch(reader, name, kwargs, query) in {403, 405}:
            return


def asked(
    reader: Reader, filled: Filled, name: str, wanted: list[str]
) -> Iterator[tuple[Arguments, dict[str, Any]]]:
    """One's own things first: whoever is refused these for want of a right is refused all."""
    if not wanted or name in FIXED:
        for kwargs in FIXED.get(name, [{}]):
            yield from ((kwargs, query) for query in queries(reader, filled, name))
        return
    for place in [HOME, *reader.abroad]:
        for kwargs in arguments(filled, name, wanted, place):
            yield from ((kwargs, query) for query in queries_of_one(filled, name, place))


def kind_of(name: str) -> str:
    """What an address with arguments is about; a new one has to be taught here."""
    kind = next((kind for start, kind in KINDS.items() if name.startswith(start)), "")
    assert kind, f"{name}: say in KINDS what its arguments name, so that the sweep can open it."
    return kind


def arguments(filled: Filled, name: str, wanted: list[str], place: str) -> list[Arguments]:
    """The arguments of one address for the things of one community."""
    kind, person = kind_of(name), filled.first(place)
    options: dict[str, list[Any]] = {}
    most = None if place == HOME else 1
    if kind == "person":
        known: Arguments = {"pk": person.id, "elder_id": person.id, "day": "2026-02-01"}
        known |= filled.city.hanging[person.id]
        options = {"part": list(PARTS)[:most], "step": list(WORDS)[:most]}
    elif kind == "pair":
        pairs = filled.city.things["pairs"]
        known = {"pk": pairs[COMMUNITIES.index(place)]}
    else:
        known = filled.things[kind][place]
    if name == "intake:row":
        options = {"number": [2, 3]}
    bases = [{key: value for key, value in known.items() if key in wanted}]
    for key in options.keys() & set(wanted):
        bases = [base | {key: value} for base in bases for value in options[key]]
    missing = set(wanted) - set(bases[0])
    assert not missing, f"{name}: the sweep has no {missing} for a {kind}."
    return bases


def queries(reader: Reader, filled: Filled, name: str) -> list[dict[str, Any]]:
    """What is asked of a list: people of another area by every sign, filters naming it, cursors in it."""
    found: list[dict[str, Any]] = [{}]
    for place in reader.abroad:
        person = filled.first(place)
        if name in SEARCHES:
            texts = [
                person.word,
                person.number,
                person.phone,
                f"{person.word}巷",
                "zhen",
                "z",
                "甄",
            ]
            found += [{"q": text} for text in (f"甄{person.word}", *texts)]
            reader.said |= {person.number, person.phone}
        found.append(
            {"q": person.word, "area_code": place, "area": place, "status": "all", "scope": "area", "found": "1"}
        )  # fmt: skip
        found.append({"area_code": place, "area": place, "status": "all", "at": f"0.{person.id}"})
        found += [
            {"at": f"{side}.{key}"}
            for side in ("after", "before")
            for key in keys(filled, name, place)
        ]
    return found[:1] if name.startswith(PLAIN) else found


def keys(filled: Filled, name: str, place: str) -> list[Any]:
    """The row of another area that a list would begin after."""
    kinds = {
        "intake:list": "batch", "duties:board": "duty", "audit:list": "entry", "papers:list": "paper",
        "work:list": "job", "organisations:accounts": "account", "events:dead": "delivery",
    }  # fmt: skip
    known = filled.things[kinds[name]][place] if name in kinds else {}
    return list(known.values())[:1]


def queries_of_one(filled: Filled, name: str, place: str) -> list[dict[str, Any]]:
    """What is asked of one thing: the statistic's figures and the people behind them, the views of a list."""
    if name == "indicators:detail":
        return [{}, {"area": place}, {"area": place[:9]}]
    if name == "indicators:people":
        return [
            {"area": area, "dimension": dimension, "value": value, "after": after}
            for area in (place, place[:6], "5226")
            for dimension, value in (("total", ""), ("groups", "dementia"))
            for after in ("", f"{place}:{filled.first(place).id}")
        ]
    if name.startswith("targets:"):
        return filled_targets.queries(name, place, AS_OF, filled.first(place).id)
    known: dict[str, list[dict[str, Any]]] = {
        "intake:batch": [{"view": view} for view in ("all", "refused", "changes")],
        "registry:elder-history": [{}, {"on": AS_OF.isoformat()}],
    }
    return known.get(name, [{}])


def search(reader: Reader, filled: Filled) -> None:
    """What is read by POST: the search box, exports, prints, checked rows, the API's search, who looks alike."""
    purpose = {"purpose": "visit", "details": "October round"}
    for place in reader.abroad:
        one = filled.first(place)
        for text in (one.number, one.phone, f"甄{one.word}"):
            post(reader, "registry:elder-search", {"q": text}, follow=True)
            post(
                reader,
                "registry:elder-alike",
                {"name": text, "id": text, "phone": text, "birth_date": "1950-05-01"},
            )
            body = json.dumps({"text": text, "size": 100, "status": ["all"]})
            post(reader, "api-v1:elders-search", body, content_type="application/json")
        body = json.dumps({"cursor": f"0.{one.id}", "area_code": place})
        post(reader, "api-v1:elders-search", body, content_type="application/json")
        for query in ("", f"?area_code={place}&status=all", f"?q={one.word}"):
            post(reader, "registry:export", purpose, query=query)
            post(reader, "registry:elder-print", purpose, query=query)
    ids = [str(person.id) for person in filled.city.beyond(reader.area)]
    post(reader, "registry:export", purpose | {"ids": ",".join(ids), "with_numbers": "on"})
    post(reader, "registry:elder-bulk", {"ids": ids, "do": "export"})
    post(reader, "registry:elder-bulk", {"ids": ids})


# how it is fetched and read
def fetch(reader: Reader, name: str, kwargs: Arguments, query: dict[str, Any]) -> int:
    url = reverse(name, kwargs=kwargs or None) if name != "set_language" else "/language/"
    answer = reader.client.get(url, query)
    return read(reader, name, answer, url, query)


def post(reader: Reader, name: str, data: Any, *, query: str = "", **more: Any) -> None:
    url = reverse(name) + query
    if (
        name not in reader.refused
        and read(reader, name, reader.client.post(url, data, **more), url, data) == 403
    ):
        reader.refused.add(name)


def read(reader: Reader, name: str, answer: Any, url: str, given: Any) -> int:
    """Look for every stranger's marks in an answer, whatever its form."""
    reader.statuses[answer.status_code] += 1
    text, typed = text_of(answer), f"{unquote(url)} {given}"
    if "found" in given:  # the number that this session searched for before
        typed += " ".join(reader.said)
    reader.seen += reader.own.word in text and reader.own.word not in typed
    waits = reader.asked if name.startswith(WAITS) else set()
    for marks in reader.strangers:
        if marks.person.id not in waits and (found := marks.found(text, typed)):
            reader.told.append(
                f"{reader.role} {reader.area}: {url} {given} tells {found} of {marks.person}"
            )
    if answer.status_code >= 500 and name not in MAY_BREAK:
        reader.told.append(f"{reader.role}: {url} {given} breaks")
    return int(answer.status_code)


def text_of(answer: Any) -> str:
    """The body and the headers; what lies in a workbook is unpacked."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(content)) as book:
            content = b"".join(book.read(part) for part in book.namelist())
    text = (
        json.dumps(json.loads(content), ensure_ascii=False)
        if is_json(answer)
        else content.decode(errors="replace")
    )
    return text + unquote(" ".join(f"{key} {value}" for key, value in answer.items()))


def is_json(answer: Any) -> bool:
    """JSON may write signs as escapes."""
    return "json" in answer.get("Content-Type", "")
