"""Two people press the same button at once: one is done, the other is told, and nothing is there twice.

Each case runs twice on connections of its own, the second while the first holds the row: it waits for the lock, then
looks at what there is now.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from sangyu.city.areas.services import areas_load
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.errors import DomainError
from sangyu.people.registry.models import Elder, ElderChange, Merge, Transfer
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.services.life import elder_record_death
from sangyu.people.registry.services.merges import elder_merge, merge_undo
from sangyu.people.registry.services.proposals import change_decide, change_undo
from sangyu.people.registry.services.transfers import (
    transfer_accept,
    transfer_refuse,
    transfer_request,
)
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    evidence,
    load_areas,
    make_actor,
    make_elder,
)

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = make_actor(Role.TOWN_CLERK)
RECEIVER = make_actor(Role.TOWN_CLERK, OTHER_TOWN)
Deed = Callable[[], object]
WAIT = 10


@pytest.fixture(autouse=True)
def _areas() -> None:
    areas_load([("52", "甲省"), ("5226", "乙州")])
    load_areas()


def at_once(elder: Elder, *deeds: Deed) -> list[str]:
    """Run the deeds together, all waiting for the elder's row before any goes on; "done", or the code of a refusal."""
    ends: list[str] = []

    def run(deed: Deed) -> None:
        try:
            deed()
            ends.append("done")
        except DomainError as refusal:
            ends.append(f"{refusal.status} {refusal.code}")
        except Exception as error:  # noqa: BLE001  told to the test, which compares the ends
            ends.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    with transaction.atomic():
        Elder.objects.select_for_update().get(pk=elder.pk)
        for thread in threads:
            thread.start()
        waiting_for_locks(len(threads))
    for thread in threads:
        thread.join(WAIT)
    return sorted(ends, key=lambda end: end != "done")


def waiting_for_locks(number: int) -> None:
    """Until so many sessions stand before a lock."""
    query = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
    for _try in range(WAIT * 20):
        with connection.cursor() as cursor:
            cursor.execute(query)
            if (cursor.fetchone() or (0,))[0] >= number:
                return
        threading.Event().wait(0.05)
    raise AssertionError("they do not wait for the row")


def proposal(elder: Elder) -> uuid.UUID:
    """A change that waits for a decision."""
    group = uuid.uuid4()
    ElderChange.objects.create(
        elder=elder, field="living", before="unknown", after="alone", effective_on=date(2024, 3, 1),
        recorded_at=clock.now(), source="self_report", state="proposed", group=group, proof="seen",
        actor_label="somebody",
    )  # fmt: skip
    return group


def test_a_proposal_is_decided_once() -> None:
    elder = make_elder()
    group = proposal(elder)
    ends = at_once(
        elder,
        lambda: change_decide(actor=CLERK, group=group, approve=True),
        lambda: change_decide(actor=CLERK, group=group, approve=True),
    )
    assert ends == ["done", "409 no-proposal"]
    assert Elder.objects.get(pk=elder.pk).version == elder.version + 1


def test_what_was_approved_is_not_rejected_in_the_same_moment() -> None:
    elder = make_elder()
    group = proposal(elder)
    ends = at_once(
        elder,
        lambda: change_decide(actor=CLERK, group=group, approve=True),
        lambda: change_decide(actor=CLERK, group=group, approve=False, note="no"),
    )
    assert ends == ["done", "409 no-proposal"]
    state = ElderChange.objects.get(group=group).state
    assert (state == "applied") == (Elder.objects.get(pk=elder.pk).living == "alone")


def test_the_same_form_sent_twice_is_saved_once() -> None:
    elder = make_elder()

    def save() -> Any:
        return elder_change(
            actor=CLERK, elder_id=elder.pk, version=elder.version, values={"living": "alone"},
            evidence=evidence(),
        )  # fmt: skip

    assert at_once(elder, save, save) == ["done", "409 elder-changed-meanwhile"]
    assert ElderChange.objects.filter(elder=elder, field="living").count() == 1


def test_a_death_is_recorded_once() -> None:
    elder = make_elder()

    def die() -> Any:
        return elder_record_death(actor=CLERK, elder_id=elder.pk, evidence=evidence())

    ends = at_once(elder, die, die)
    assert ends[0] == "done"
    assert ends[1].startswith("409"), ends
    assert ElderChange.objects.filter(elder=elder, field="status").count() == 1


def test_a_change_is_undone_once() -> None:
    elder = make_elder()
    elder_change(
        actor=CLERK,
        elder_id=elder.pk,
        version=None,
        values={"living": "alone"},
        evidence=evidence(),
    )
    change = ElderChange.objects.get(elder=elder, field="living")

    def undo() -> Any:
        return change_undo(actor=CLERK, elder_id=elder.pk, change_id=change.pk)

    assert at_once(elder, undo, undo) == ["done", "409 not-undoable"]


def test_a_transfer_is_asked_for_once() -> None:
    elder = make_elder()

    def ask() -> Any:
        return transfer_request(
            actor=CLERK,
            elder_id=elder.pk,
            to_area_code=OTHER_COMMUNITY,
            effective_on=date(2024, 3, 1),
        )

    assert at_once(elder, ask, ask) == ["done", "409 transfer-open"]
    assert Transfer.objects.filter(elder=elder).count() == 1


def test_a_transfer_is_answered_once() -> None:
    elder = make_elder()
    transfer = transfer_request(
        actor=CLERK, elder_id=elder.pk, to_area_code=OTHER_COMMUNITY, effective_on=date(2024, 3, 1)
    )
    ends = at_once(
        elder,
        lambda: transfer_accept(actor=RECEIVER, transfer_id=transfer.pk),
        lambda: transfer_accept(actor=RECEIVER, transfer_id=transfer.pk),
    )
    assert ends == ["done", "409 transfer-decided"]
    with pytest.raises(DomainError) as refusal:
        transfer_refuse(actor=RECEIVER, transfer_id=transfer.pk, note="no")
    assert refusal.value.status == 409


def test_two_records_are_merged_and_parted_once() -> None:
    kept, merged = make_elder(area_code=COMMUNITY), make_elder(area_code=COMMUNITY)

    def merge() -> Any:
        return elder_merge(actor=CLERK, kept_id=kept.pk, merged_id=merged.pk)

    ends = at_once(kept, merge, merge)
    assert ends == ["done", "404 not-found"]
    one = Merge.objects.get()

    def part() -> Any:
        return merge_undo(actor=CLERK, merge_id=one.pk)

    assert at_once(kept, part, part) == ["done", "409 merge-undone"]
