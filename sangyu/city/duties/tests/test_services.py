"""The ledger from rule to proof: generation, clocks, hand-over, escalation, notices, rights."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sangyu.city.duties import events, forms, pages, selectors, services
from sangyu.city.duties.models import Duty, DutyEscalation, Notice
from sangyu.city.duties.tests.factories import (
    SYSTEM,
    City,
    at,
    duty_of,
    make_city,
    make_rule,
    make_town_rule,
)
from sangyu.city.duties.types import Cadence, DayCount, DutyState, Proof, Reconciled, Subject
from sangyu.city.organisations.tests.factories import make_unit
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.kernel.events import subscribe

pytestmark = pytest.mark.django_db
STATISTIC = Proof("statistic", "statistic:1", "2025年老年人口统计", "ab" * 32)
heard: list[object] = []


@subscribe(events.DutyOpened)
def _hear_opened(event: events.DutyOpened) -> None:
    heard.append(event)


@subscribe(events.DutyClosed)
def _hear_closed(event: events.DutyClosed) -> None:
    heard.append(event)


@subscribe(events.DutyOverdue)
def _hear_overdue(event: events.DutyOverdue) -> None:
    heard.append(event)


@pytest.fixture
def city() -> City:
    heard.clear()
    return make_city()


def codes(duty: Duty, **recipient: int) -> list[str]:
    return list(
        Notice.objects.filter(duty=duty, **recipient).order_by("pk").values_list("code", flat=True)
    )


def test_a_rule_makes_its_duties_once_however_often_it_is_computed(city: City) -> None:
    parent = make_rule(city)
    towns = make_town_rule(city, parent)
    count = Duty.objects.count()
    assert count == 3
    assert services.duties_generate(actor=SYSTEM, at=at("2026-01-06")) == Reconciled()
    make_rule(city)
    assert Duty.objects.count() == count
    duty = duty_of(parent)
    assert (duty.state, duty.statutory_due) == (DutyState.OPEN, date(2026, 1, 31))
    assert {child.parent for child in Duty.objects.filter(rule=towns)} == {duty}
    assert duty.parties.count() == 2
    assert [type(event) for event in heard] == [events.DutyOpened] * 3


def test_the_year_after_comes_as_planned_and_opens_on_its_day(city: City) -> None:
    rule = make_rule(city)
    services.duties_generate(actor=SYSTEM, at=at("2026-11-20"))
    assert duty_of(rule, period="2027").state == DutyState.PLANNED
    services.duties_generate(actor=SYSTEM, at=at("2027-01-01"))
    assert duty_of(rule, period="2027").state == DutyState.OPEN
    assert duty_of(rule, period="2027").statutory_due == date(2027, 1, 31)


def test_a_period_the_machine_slept_through_is_made_up_and_told_as_overdue_only(city: City) -> None:
    rule = make_rule(city, on="2026-01-05")
    services.duties_generate(actor=SYSTEM, at=at("2027-03-01"))
    late = duty_of(rule, period="2027")
    assert codes(late) == []
    services.duties_escalate(actor=SYSTEM, at=at("2027-03-01"))
    assert codes(late, organisation_id=city.health.pk) == ["duty.overdue"]


def test_a_changed_rule_mends_live_duties_and_leaves_kept_ones(city: City) -> None:
    parent = make_rule(city)
    towns = make_town_rule(city, parent)
    first, second = (duty_of(towns, town.unit) for town in city.towns)
    services.duty_close(actor=city.officer, duty_id=first.pk, at=at("2026-01-10"))
    services.duty_transfer(
        actor=city.officer, duty_id=second.pk, organisation_id=city.civil.pk, reason="区划调整",
        at=at("2026-01-10"),
    )  # fmt: skip
    make_town_rule(city, parent, on="2026-01-11", due_day=25)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.statutory_due) == (DutyState.DONE, date(2026, 1, 20))
    assert (second.lead, second.statutory_due) == (city.civil, date(2026, 1, 25))


def test_a_unit_that_comes_or_goes_brings_or_drops_its_duty(city: City) -> None:
    towns = make_town_rule(city, make_rule(city))
    gone = city.towns[1].unit
    gone.closed_on = date(2026, 1, 8)
    gone.save()
    new = make_unit("522601105", "town")
    result = services.duties_generate(actor=SYSTEM, at=at("2026-01-09"))
    assert (result.added, result.cancelled, result.opened) == (1, 1, 1)
    assert duty_of(towns, gone).state == DutyState.CANCELLED
    gone.closed_on = None
    gone.save()
    services.duties_generate(actor=SYSTEM, at=at("2026-01-10"))
    assert duty_of(towns, gone).state == DutyState.OPEN
    assert duty_of(towns, new).state == DutyState.OPEN
    assert Duty.objects.filter(rule=towns).count() == 3


def test_what_a_person_cancelled_stays_cancelled(city: City) -> None:
    duty = duty_of(make_rule(city))
    with pytest.raises(DomainError, match="原因"):
        services.duty_cancel(actor=city.director, duty_id=duty.pk, reason=" ")
    services.duty_cancel(actor=city.director, duty_id=duty.pk, reason="任务已撤销")
    services.duties_generate(actor=SYSTEM, at=at("2026-01-09"))
    duty.refresh_from_db()
    assert (duty.state, codes(duty)) == (DutyState.CANCELLED, [])


def test_retiring_a_rule_drops_what_is_not_kept(city: City) -> None:
    parent = make_rule(city)
    towns = make_town_rule(city, parent)
    kept = duty_of(towns, city.towns[0].unit)
    services.duty_close(actor=city.officer, duty_id=kept.pk, at=at("2026-01-10"))
    services.rule_retire(actor=city.officer, rule_id=towns.pk, at=at("2026-01-11"))
    states = set(Duty.objects.filter(rule=towns).values_list("state", flat=True))
    assert states == {DutyState.DONE, DutyState.CANCELLED}


def test_proof_is_submitted_returned_and_accepted(city: City) -> None:
    duty = duty_of(make_rule(city, overseer_id=city.civil.pk))
    with pytest.raises(DomainError, match="证明"):
        services.duty_submit_proof(
            actor=city.officer, duty_id=duty.pk, proof=[Proof("text", "写好了")]
        )
    services.duty_submit_proof(
        actor=city.officer, duty_id=duty.pk, proof=[STATISTIC], at=at("2026-01-20")
    )
    assert codes(duty, organisation_id=city.civil.pk) == ["duty.submitted"]
    services.duty_return(
        actor=city.colleague, duty_id=duty.pk, reason="缺少分镇数据", at=at("2026-01-22")
    )
    duty.refresh_from_db()
    assert (duty.state, duty.submitted_on) == (DutyState.RETURNED, None)
    assert codes(duty, organisation_id=city.health.pk) == ["duty.returned"]
    services.duty_submit_proof(
        actor=city.officer, duty_id=duty.pk, proof=[STATISTIC], at=at("2026-01-31")
    )
    services.duty_close(actor=city.colleague, duty_id=duty.pk, at=at("2026-02-09"))
    duty.refresh_from_db()
    assert (duty.state, duty.proof[0]["digest"]) == (DutyState.DONE, STATISTIC.digest)
    assert codes(duty) == []
    assert heard[-1] == events.DutyClosed(
        duty.pk, "task", "2026", "522601", city.health.pk, "", "", date(2026, 2, 9), is_late=False
    )


def test_transfer_restarts_the_step_clock_and_never_the_statutory_one(city: City) -> None:
    duty = duty_of(make_town_rule(city, make_rule(city)), city.towns[0].unit)
    started, due = duty.step_started_at, duty.statutory_due
    services.duty_transfer(
        actor=city.officer, duty_id=duty.pk, organisation_id=city.towns[1].unit.pk, reason="区划调整",
        at=at("2026-01-12"),
    )  # fmt: skip
    duty.refresh_from_db()
    assert duty.step_started_at == at("2026-01-12") != started
    assert (duty.step_due, duty.statutory_due) == (date(2026, 1, 17), due)
    assert codes(duty, organisation_id=city.towns[1].unit.pk) == ["duty.transferred"]
    assert codes(duty, organisation_id=city.towns[0].unit.pk) == []


def test_assigning_keeps_both_clocks_and_needs_a_colleague(city: City) -> None:
    town, other = city.towns
    duty = duty_of(make_town_rule(city, make_rule(city)), town.unit)
    with pytest.raises(DomainError) as refused:
        services.duty_assign(
            actor=town.clerk, duty_id=duty.pk, account_id=_id(other.clerk.account_id)
        )
    assert refused.value.code == "duty-assignee-elsewhere"
    services.duty_assign(actor=town.clerk, duty_id=duty.pk, account_id=_id(town.clerk.account_id))
    after = Duty.objects.get(pk=duty.pk)
    assert after.state == DutyState.IN_PROGRESS
    assert (after.step_started_at, after.statutory_due) == (
        duty.step_started_at,
        duty.statutory_due,
    )


def test_an_unassigned_duty_escalates_step_by_step_once_each(city: City) -> None:
    duty = duty_of(make_town_rule(city, make_rule(city), step_days=None), city.towns[0].unit)
    told: list[tuple[str, int]] = []
    for day in ("2026-01-12", "2026-01-13", "2026-01-14", "2026-01-21", "2026-01-22", "2026-01-27"):
        before = set(Notice.objects.filter(duty=duty).values_list("pk", flat=True))
        services.duties_escalate(actor=SYSTEM, at=at(day))
        services.duties_escalate(actor=SYSTEM, at=at(day))
        new = Notice.objects.filter(duty=duty).exclude(pk__in=before).order_by("pk")
        told += [
            (f"{day[-2:]} {notice.code}", notice.organisation_id or -_id(notice.account_id))
            for notice in new
        ]
    owner, overseer, director = (
        city.towns[0].unit.pk, city.health.pk, -_id(city.director.account_id),
    )  # fmt: skip
    assert told == [
        ("13 duty.soon", owner),
        ("21 duty.overdue", owner),
        ("21 duty.overdue_elsewhere", overseer),
        ("27 duty.overdue_elsewhere", director),
    ]
    assert DutyEscalation.objects.filter(duty=duty).count() == 4
    overdue = [event for event in heard if isinstance(event, events.DutyOverdue)]
    assert [event.duty_id for event in overdue].count(duty.pk) == 1
    duty.refresh_from_db()
    assert duty.statutory_due == date(2026, 1, 20)


def test_many_late_units_are_one_notice_to_who_oversees_them(city: City) -> None:
    for code in ("522601105", "522601106", "522601107"):
        make_unit(code, "town")
    make_town_rule(city, make_rule(city))
    services.duties_escalate(actor=SYSTEM, at=at("2026-01-21"))
    (told,) = Notice.objects.filter(organisation=city.health, code__startswith="duty.overdue")
    assert (told.code, told.words["count"]) == ("duty.overdue_many", 5)
    assert "scope=area" in told.link
    assert Notice.objects.filter(code="duty.overdue").count() == 5


def test_a_child_of_another_cadence_belongs_to_the_parent_of_its_time(city: City) -> None:
    parent = make_rule(city)
    child = make_town_rule(
        city, parent, cadence=Cadence.ONCE, due_month=None, due_day=None, due_on=date(2026, 1, 20)
    )
    assert {duty.parent_id for duty in Duty.objects.filter(rule=child)} == {duty_of(parent).pk}


def test_a_step_that_stands_still_reminds_again_and_a_review_reminds_the_overseer(
    city: City,
) -> None:
    town = city.towns[0]
    duty = duty_of(make_town_rule(city, make_rule(city, due_day=20), step_days=2), town.unit)
    services.duties_escalate(actor=SYSTEM, at=at("2026-01-08"))
    assert codes(duty) == ["duty.step"]
    services.duty_submit_proof(actor=town.clerk, duty_id=duty.pk, proof=[], at=at("2026-01-19"))
    services.duties_escalate(actor=SYSTEM, at=at("2026-02-10"))
    assert codes(duty, organisation_id=town.unit.pk) == []
    assert codes(duty, organisation_id=city.health.pk) == ["duty.review"]
    duty.refresh_from_db()
    assert duty.overdue_since is None


def test_done_tasks_never_notify(city: City) -> None:
    duty = duty_of(make_town_rule(city, make_rule(city)), city.towns[0].unit)
    assert codes(duty) == ["duty.opened"]
    services.duty_close(actor=city.officer, duty_id=duty.pk, at=at("2026-01-10"))
    services.duties_escalate(actor=SYSTEM, at=at("2026-03-01"))
    assert codes(duty) == []


def test_a_reopened_duty_owes_the_same_day(city: City) -> None:
    duty = duty_of(make_town_rule(city, make_rule(city)), city.towns[0].unit)
    services.duty_close(actor=city.officer, duty_id=duty.pk, at=at("2026-01-10"))
    services.duty_reopen(
        actor=city.officer, duty_id=duty.pk, reason="台账有误", at=at("2026-01-25")
    )
    duty.refresh_from_db()
    assert (duty.state, duty.statutory_due, duty.closed_on) == (
        DutyState.OPEN, date(2026, 1, 20), None,
    )  # fmt: skip
    services.duty_close(actor=city.officer, duty_id=duty.pk, at=at("2026-01-26"))
    duty.refresh_from_db()
    assert duty.state == DutyState.DONE_LATE


def test_a_duty_without_rule_counts_working_days_and_comes_once(city: City) -> None:
    subject = Subject("complaint", "77", "522601103", city.towns[0].unit.pk)
    fields: dict[str, Any] = {
        "kind": "complaint", "title": "反馈投诉处理结果", "subject": subject, "due_after": 5,
        "day_count": DayCount.WORKDAYS, "escalation": "short",
    }  # fmt: skip
    duty = services.duty_open(actor=SYSTEM, at=at("2026-09-30"), **fields)
    assert (duty.statutory_due, duty.is_provisional) == (date(2026, 10, 13), False)
    assert services.duty_open(actor=SYSTEM, at=at("2026-10-09"), **fields).pk == duty.pk
    (row,) = selectors.for_subject(
        actor=city.officer, kind="complaint", id=77, on=date(2026, 10, 9)
    )
    assert row.days_left == 3  # the 10th is worked, the 11th is a Sunday
    done = services.duties_close_for_subject(
        actor=SYSTEM, kind="complaint", subject_kind="complaint", subject_id="77", proof=[],
        at=at("2026-10-13"),
    )  # fmt: skip
    assert (done, duty_state(duty)) == (1, DutyState.DONE)


def test_three_people_owner_colleague_and_stranger(city: City) -> None:
    town, other = city.towns
    duty = duty_of(make_town_rule(city, make_rule(city)), town.unit)
    call: dict[str, Any] = {"duty_id": duty.pk, "proof": []}
    with pytest.raises(NotFound):
        services.duty_submit_proof(actor=city.stranger, **call)
    with pytest.raises(NotFound):
        services.duty_submit_proof(actor=other.clerk, **call)
    with pytest.raises(Forbidden):
        services.duty_submit_proof(actor=city.colleague, **call)
    with pytest.raises(Forbidden):
        services.duty_close(actor=city.colleague, **call)
    with pytest.raises(Forbidden):
        services.duty_close(actor=town.clerk, **call)
    services.duty_submit_proof(actor=town.clerk, **call)
    services.duty_close(actor=city.officer, **call)


def test_a_supporting_town_sees_the_citys_duty_and_may_not_act(city: City) -> None:
    duty = duty_of(make_rule(city))
    clerk = city.towns[0].clerk
    detail = selectors.duty_detail(actor=clerk, duty_id=duty.pk)
    assert (detail.may_act, detail.may_manage) == (False, False)
    with pytest.raises(Forbidden):
        services.duty_submit_proof(actor=clerk, duty_id=duty.pk, proof=[STATISTIC])


def test_two_who_change_the_same_duty(city: City) -> None:
    duty = duty_of(make_rule(city))
    services.duty_close(actor=city.officer, duty_id=duty.pk, proof=[STATISTIC], at=at("2026-01-10"))
    with pytest.raises(Conflict):
        services.duty_submit_proof(actor=city.officer, duty_id=duty.pk, proof=[STATISTIC])


def test_every_step_is_in_the_trail(city: City) -> None:
    duty = duty_of(make_rule(city))
    services.duty_submit_proof(
        actor=city.officer, duty_id=duty.pk, proof=[STATISTIC], at=at("2026-01-20")
    )
    entries = AuditEntry.objects.filter(object_kind="duty", object_id=str(duty.pk)).order_by("pk")
    assert [entry.action for entry in entries] == ["duty.added", "duty.opened", "duty.submitted"]
    assert entries[2].clause == "《凯里市创建健康养老示范县实施方案》附件2第1项"
    assert entries[2].actor_label == city.officer.label


def duty_state(duty: Duty) -> str:
    duty.refresh_from_db()
    return str(duty.state)


def _id(value: int | None) -> int:
    assert value is not None
    return value


def test_a_duty_that_a_computed_figure_proves_is_not_proved_by_typing(city: City) -> None:
    duty = duty_of(make_rule(city, overseer_id=city.civil.pk))
    found = selectors.duty_detail(actor=city.officer, duty_id=duty.pk)
    assert found.may_act
    assert "submit" not in dict(pages.steps_for(found))
    form = forms.ProofForm({"kind": "statistic", "ref": "statistic:1", "label": "已统计"})
    assert "kind" in form.errors
