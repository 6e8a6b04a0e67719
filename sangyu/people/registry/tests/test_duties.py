"""What waits in the registry has a duty: an owner, two clocks, and an end that is its proof."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from sangyu.city.duties import selectors as ledger
from sangyu.city.duties import services as duty_services
from sangyu.city.duties.types import DutyRow, DutyState, Proof
from sangyu.city.organisations.tests import factories as organisations
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.kernel import work
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.errors import Conflict
from sangyu.people.registry import duties
from sangyu.people.registry.models import DuplicatePair, Elder, ElderChange, Transfer
from sangyu.people.registry.services.duplicates import duplicates_find, pair_distinct
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.services.merges import elder_merge, merge_undo
from sangyu.people.registry.services.proposals import change_decide
from sangyu.people.registry.services.transfers import (
    transfer_accept,
    transfer_refuse,
    transfer_request,
    transfer_withdraw,
)
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    evidence,
    load_areas,
    make_actor,
    make_elder,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
MONDAY = datetime(2026, 3, 2, 4, tzinfo=UTC)


class City:
    """Two towns and the department that oversees them."""

    def __init__(self) -> None:
        load_areas()
        self.civil = organisations.make_unit("522601", OrganisationKind.DEPARTMENT, "凯里市民政局")
        self.here = organisations.make_unit(TOWN, OrganisationKind.TOWN)
        self.there = organisations.make_unit(OTHER_TOWN, OrganisationKind.TOWN)
        self.clerk = organisations.make_actor(Role.TOWN_CLERK, TOWN, self.here)
        self.other = organisations.make_actor(Role.TOWN_CLERK, OTHER_TOWN, self.there)
        self.director = organisations.make_actor(Role.DIRECTOR, "522601", self.civil)


@pytest.fixture
def town_pair() -> City:
    return City()


def only(actor: Actor, kind: str, **over: Any) -> DutyRow:
    """The one duty of a kind that the actor sees."""
    rows = [row for row in every(actor) if row.kind == kind]
    assert len(rows) == 1, rows
    return rows[0]


def every(actor: Actor) -> list[DutyRow]:
    """Live and finished."""
    found = []
    for state in DutyState:
        rows = ledger.duties_found(actor=actor, scope="area", state=state)
        found += ledger.rows_of(rows, actor=actor, on=date(2026, 3, 2))
    return found


def ask(city: City, elder: Elder | None = None) -> Transfer:
    """The giving town asks the other."""
    elder = elder or make_elder(name="王秀英")
    return transfer_request(
        actor=city.clerk, elder_id=elder.pk, to_area_code=OTHER_COMMUNITY, effective_on=date(2026, 2, 1), at=MONDAY
    )  # fmt: skip


def report(city: City, elder: Elder) -> str:
    """A change that the elder reported, by a clerk."""
    return elder_change(
        actor=city.clerk, elder_id=elder.pk, version=None, values={"address": "新街9号"},
        evidence=evidence("self_report", date(2026, 2, 1)), at=MONDAY,
    ).group  # fmt: skip


def test_the_receiving_town_owes_the_answer_within_its_working_days(town_pair: City) -> None:
    ask(town_pair)
    row = only(town_pair.other, duties.TRANSFER)
    assert (row.lead.id, row.state) == (town_pair.there.pk, DutyState.OPEN)
    assert (row.statutory_due, row.day_count) == (date(2026, 3, 16), "workdays")
    assert row.step_due == date(2026, 3, 7)
    assert "王*英" in row.title
    assert "王秀英" not in row.title
    assert row.action is not None
    assert every(town_pair.clerk) == []
    found = ledger.duty_detail(actor=town_pair.director, duty_id=row.id)
    assert found.overseer is not None
    assert found.overseer.id == town_pair.civil.pk


@pytest.mark.parametrize(
    ("end", "state"),
    [("accept", DutyState.DONE), ("refuse", DutyState.DONE), ("withdraw", DutyState.CANCELLED)],
)
def test_the_answer_ends_the_duty(town_pair: City, end: str, state: DutyState) -> None:
    transfer = ask(town_pair)
    if end == "accept":
        transfer_accept(actor=town_pair.other, transfer_id=transfer.pk, at=MONDAY)
    elif end == "refuse":
        transfer_refuse(actor=town_pair.other, transfer_id=transfer.pk, note="查无此人", at=MONDAY)
    else:
        transfer_withdraw(actor=town_pair.clerk, transfer_id=transfer.pk, at=MONDAY)
    assert only(town_pair.other, duties.TRANSFER).state == state
    duties.duties_match_all(at=MONDAY)
    assert only(town_pair.other, duties.TRANSFER).state == state


def test_no_written_account_stops_the_clock(town_pair: City) -> None:
    ask(town_pair)
    row = only(town_pair.other, duties.TRANSFER)
    proof = [Proof("text", "已答复", "已答复")]
    with pytest.raises(Conflict) as refusal:
        duty_services.duty_submit_proof(actor=town_pair.other, duty_id=row.id, proof=proof)
    assert refusal.value.code == "duty-kept-elsewhere"
    assert only(town_pair.other, duties.TRANSFER).state == DutyState.OPEN


def test_an_answer_after_the_day_is_late(town_pair: City) -> None:
    transfer = ask(town_pair)
    late = datetime(2026, 3, 17, 4, tzinfo=UTC)
    transfer_accept(actor=town_pair.other, transfer_id=transfer.pk, at=late)
    row = only(town_pair.other, duties.TRANSFER)
    found = ledger.duty_detail(actor=town_pair.other, duty_id=row.id).duty
    assert found.proof[0]["ref"] == f"transfer:{transfer.pk}"
    assert row.state == DutyState.DONE_LATE


def test_nobody_takes_it_and_it_goes_up(town_pair: City) -> None:
    ask(town_pair)
    told = []
    for day in (6, 8, 13, 17, 20):
        duty_services.duties_escalate(actor=SYSTEM, at=datetime(2026, 3, day, 4, tzinfo=UTC))
        row = only(town_pair.other, duties.TRANSFER)
        told.append(
            [one.step for one in ledger.duty_detail(actor=SYSTEM, duty_id=row.id).escalations]
        )
    assert told[0] == []
    assert told[1] == ["step"]
    assert {"overdue", "overseer"} <= set(told[3])
    assert "director" in told[4]


def test_a_proposal_goes_along_with_the_person_and_keeps_its_day(town_pair: City) -> None:
    elder = make_elder()
    group = report(town_pair, elder)
    row = only(town_pair.clerk, duties.PROPOSAL)
    assert row.statutory_due == date(2026, 3, 9)
    transfer = ask(town_pair, elder)
    transfer_accept(
        actor=town_pair.other, transfer_id=transfer.pk, at=datetime(2026, 3, 5, 4, tzinfo=UTC)
    )
    moved = only(town_pair.other, duties.PROPOSAL)
    assert (moved.id, moved.lead.id) == (row.id, town_pair.there.pk)
    assert moved.statutory_due == date(2026, 3, 9)
    assert moved.step_due != row.step_due
    assert [one.kind for one in every(town_pair.clerk)] == []
    change_decide(actor=town_pair.other, group=group, approve=False, note="不实", at=MONDAY)
    assert only(town_pair.other, duties.PROPOSAL).state == DutyState.DONE


def test_what_waited_before_the_ledger_knew_gets_its_duty_by_its_own_day(town_pair: City) -> None:
    elder = make_elder()
    report(town_pair, elder)
    ElderChange.objects.update(recorded_at=datetime(2026, 2, 25, 4, tzinfo=UTC))
    transfer = Transfer.objects.create(
        elder=elder, from_area_code=COMMUNITY, to_area_code=OTHER_COMMUNITY, effective_on=date(2026, 2, 1),
        requested_at=datetime(2026, 2, 26, 4, tzinfo=UTC), actor_label="x",
    )  # fmt: skip
    for _night in range(2):
        job = work.run_now(work.start(actor=SYSTEM, job="registry.duties", payload={}, title="x"))
        assert job.state == "done", job
    row = only(town_pair.director, duties.TRANSFER)
    assert (row.subject_id, row.statutory_due) == (
        str(transfer.pk),
        date(2026, 3, 11),
    )  # 28 February is a working Saturday
    assert len(every(town_pair.director)) == 2


def test_a_record_that_goes_takes_its_duty_off_the_ledger(town_pair: City) -> None:
    elder = make_elder()
    report(town_pair, elder)
    ElderChange.objects.filter(elder=elder).delete()
    duties.duties_match_all(at=MONDAY)
    row = only(town_pair.clerk, duties.PROPOSAL)
    assert row.state == DutyState.CANCELLED
    found = ledger.duty_detail(actor=town_pair.clerk, duty_id=row.id).duty
    assert found.reason


def test_look_alikes_of_a_night_are_one_duty_until_the_last_is_decided(town_pair: City) -> None:
    for name in ("王秀英", "李桂兰"):
        make_elder(name=name)
        make_elder(name=name)
    duplicates_find(actor=town_pair.clerk, at=MONDAY)
    row = only(town_pair.clerk, duties.DUPLICATES)
    assert (row.period, row.lead.id) == ("2026-03-02", town_pair.here.pk)
    first, second = DuplicatePair.objects.order_by("pk")
    pair_distinct(actor=town_pair.clerk, pair_id=first.pk, at=MONDAY)
    assert only(town_pair.clerk, duties.DUPLICATES).state == DutyState.OPEN
    merge = elder_merge(
        actor=town_pair.clerk, kept_id=second.left_id, merged_id=second.right_id, at=MONDAY
    )
    assert only(town_pair.clerk, duties.DUPLICATES).state == DutyState.DONE
    merge_undo(actor=town_pair.clerk, merge_id=merge.pk, at=MONDAY)
    again = only(town_pair.clerk, duties.DUPLICATES)
    assert (again.id, again.state, again.statutory_due) == (
        row.id,
        DutyState.OPEN,
        row.statutory_due,
    )


def test_without_any_unit_nothing_is_owed_and_nothing_fails() -> None:
    load_areas()
    clerk = make_actor()
    elder = make_elder()
    transfer_request(
        actor=clerk, elder_id=elder.pk, to_area_code=OTHER_COMMUNITY, effective_on=date(2026, 2, 1), at=MONDAY
    )  # fmt: skip
    assert every(SYSTEM) == []
    unit = organisations.make_unit(OTHER_TOWN, OrganisationKind.TOWN)
    duties.duties_match_all(at=MONDAY)
    assert only(SYSTEM, duties.TRANSFER).lead.id == unit.pk
