"""The trail's pages: scope, filters, one entry; and the history on other rooms' pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel import audit, clock
from sangyu.kernel.actors import Actor, ActorKind, system_actor
from sangyu.kernel.audit import kinds, sealing, selectors, verification
from sangyu.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
CHANGED = audit.register("test.room.changed", "%(who)s changed %(object)s")
TOWN = "522601103"
audit.describe(
    "test.room", "Room", fields={"name": "Name", "tone": "Tone"}, choices={"tone": [("a", "Alpha")]}
)


def person(name: str, area: str = TOWN, account: int = 1) -> Actor:
    """Somebody who changes rooms."""
    return Actor(
        kind=ActorKind.ACCOUNT, label=name, account_id=account, role="town_clerk", area_code=area,
        organisation_name="Town", request_id=f"r-{name}",
    )  # fmt: skip


@pytest.fixture
def client() -> Client:
    """The audit administrator of Kaili."""
    browser = Client()
    browser.force_login(make_post("audit_admin", "522601").account)
    return browser


@pytest.fixture
def number() -> int:
    """One entry by Ann on room 5, besides others."""
    for n in range(3):
        audit.record(person("Bob", account=2), CHANGED, kind="test.room", id=n, label=f"Bobs {n}")
    audit.record(person("Far", "371502001"), CHANGED, kind="test.room", id=5, label="Elsewhere")
    audit.viewed(
        system_actor("x"), kind="test.room", id=5, area_code=TOWN, label="Looked", purpose="p"
    )
    return audit.record(
        person("Ann"), CHANGED, kind="test.room", id=5, label="Anns", clause="A2",
        before={"name": "old", "tone": None}, after={"name": "new", "tone": "a"},
        at=clock.now() - timedelta(days=3),
    )  # fmt: skip


def test_what_rooms_say_of_one_kind_adds_up_and_numbers_show_their_names() -> None:
    audit.describe(
        "test.room",
        "Room",
        fields={"lead": "Lead"},
        lookups={"lead": {7: "Ann", 8: ""}.__getitem__},
    )
    kind = kinds.kind_of("test.room")
    assert (kind.field_label("name"), kind.field_label("lead")) == ("Name", "Lead")
    assert (kind.shown("lead", 7), kind.shown("lead", 8)) == ("Ann", "8")
    assert kind.shown("proof", [{"label": "One"}, {"label": "Two"}]) == "One；Two"
    assert kind.shown("proof", {"a": 1}) == '{"a": 1}'
    assert kind.shown("tone", ["a", "b"]) == "Alpha、b"


def test_the_list_keeps_to_the_area_and_the_filters(client: Client, number: int) -> None:
    day = clock.legal_day(clock.now() - timedelta(days=3))
    page = client.get(reverse("audit:list")).content.decode()
    assert "Anns" in page
    assert "Bobs 2" in page
    assert "Elsewhere" not in page
    for query in (
        "who=An", "account=1", "kind=test.room&object=5&action=test.room.changed", "request=r-Ann",
        f"first={day}&last={day}", f"who=Ann&area={TOWN}", "who=Ann&first=0001-01-01&last=9999-12-31",
    ):  # fmt: skip
        page = client.get(f"{reverse('audit:list')}?{query}").content.decode()
        assert "Anns" in page, query
        assert "Bobs" not in page, query
    for query in ("area=52260199", f"last={day - timedelta(1)}", "action=pii.viewed"):
        assert "Anns" not in client.get(f"{reverse('audit:list')}?{query}").content.decode(), query


def test_an_entry_shows_before_and_after_in_the_rooms_words(client: Client, number: int) -> None:
    page = client.get(reverse("audit:entry", args=(number,))).content.decode()
    for text in ("Ann changed Anns", "A2", "<del>old</del>", "<ins>new</ins>", "<ins>Alpha</ins>"):
        assert text in page
    sealing.seal()
    assert selectors.seal_of(number) is not None
    assert client.get(reverse("audit:entry", args=(number,))).status_code == 200


def test_the_list_says_when_the_trail_was_last_found_whole(client: Client, number: int) -> None:
    actor = actor_of(make_post("audit_admin", "522601"))
    last = AuditEntry.objects.latest("pk").pk
    for prepare in (lambda: None, sealing.seal, verification.check):
        prepare()
        assert client.get(reverse("audit:list")).status_code == 200
    standing = selectors.standing(actor=actor)
    assert (standing.last_sealed, standing.waits, standing.findings) == (last, False, 0)


def test_an_objects_history_leaves_out_other_areas_and_mere_looking(number: int) -> None:
    found = selectors.history(actor=person("Carl"), kind="test.room", id=5)
    assert [entry.id for entry in found] == [number]
    assert found[0].text == "Name: old → new; Tone: — → Alpha"


def test_paging_by_key(client: Client) -> None:
    subjects = [audit.Subject(n, TOWN, f"<{n:03}>") for n in range(120)]
    audit.record_many(person("Ann"), CHANGED, kind="test.room", subjects=subjects)
    first = client.get(reverse("audit:list"))
    listing = first.context["entries"]
    assert [row.object_label for row in listing.rows][::49] == ["<119>", "<070>"]
    second = client.get(listing.next_url).context["entries"]
    assert second.rows[0].object_label == "<069>"
