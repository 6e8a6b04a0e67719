"""Orders and results through the services: who may, what is refused, what the register and the ledger learn."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest

from sangyu.city.duties.models import Duty
from sangyu.city.organisations.tests.factories import make_unit
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.people.assessment.duties import EXPIRY, ORDER, duties_match_all
from sangyu.people.assessment.models import Assessment, AssessmentOrder
from sangyu.people.assessment.selectors import valid_result
from sangyu.people.assessment.services.orders import order_cancel, order_plan
from sangyu.people.assessment.services.results import result_rescore, result_take_over
from sangyu.people.assessment.tests.factories import (
    ASSESSED,
    COUNTY,
    DAY,
    ORDERED,
    Agency,
    make_agency,
    make_order,
    make_result,
)
from sangyu.people.assessment.tests.sheets import best
from sangyu.people.assessment.types import Sheet
from sangyu.people.registry.models import Elder, ElderChange
from sangyu.people.registry.services.life import elder_record_death
from sangyu.people.registry.tests.factories import (
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    evidence,
    load_areas,
    make_actor,
    make_elder,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    load_areas()
    make_unit(COUNTY, OrganisationKind.DEPARTMENT, "示例市民政局", short_name="民政局")
    make_unit(TOWN, OrganisationKind.TOWN)
    return make_agency()


def test_an_order_goes_to_an_accredited_agency_and_becomes_its_duty(agency: Agency) -> None:
    order = make_order(agency)
    assert (order.state, order.due_on) == ("ordered", date(2026, 3, 30)), "20 working days"
    duty = Duty.objects.get(kind=ORDER)
    assert (duty.lead_id, duty.subject_id, duty.statutory_due) == (
        agency.unit.pk, str(order.pk), order.due_on,
    )  # fmt: skip
    with pytest.raises(Conflict) as caught:
        make_order(agency, order.elder_id)
    assert caught.value.code == "order-open"
    idle = make_unit(COUNTY, OrganisationKind.AGENCY)
    with pytest.raises(DomainError) as refused:
        make_order(agency, agency_id=idle.pk)
    assert refused.value.code == "agency-not-accredited"


def test_nobody_orders_beyond_the_own_area_and_nobody_without_the_right(agency: Agency) -> None:
    abroad = make_elder(area_code=OTHER_COMMUNITY)
    with pytest.raises(NotFound):
        make_order(agency, abroad.pk)
    with pytest.raises(Forbidden):
        make_order(agency, actor=agency.actor)
    order = make_order(agency)
    stranger = make_actor(area_code=OTHER_TOWN)
    assert not AssessmentOrder.objects.visible_to(stranger).exists()
    rival = make_agency(make_unit(COUNTY, OrganisationKind.AGENCY))
    assert not AssessmentOrder.objects.visible_to(rival.actor).exists(), "another agency's order"
    assert AssessmentOrder.objects.visible_to(agency.actor).get() == order


def test_a_filled_form_is_scored_kept_and_told_to_the_register(agency: Agency) -> None:
    order = make_order(agency)
    row = make_result(agency, order)
    assert (row.total, row.level, row.valid_until) == (50, 2, date(2027, 3, 9))
    elder = Elder.objects.get(pk=order.elder_id)
    assert (elder.ability_level, elder.ability_assessed_on, elder.ability_source) == (
        2, DAY, "assessment",
    )  # fmt: skip
    order.refresh_from_db()
    assert order.state == "done"
    assert Duty.objects.get(kind=ORDER).state == "done"
    assert AuditEntry.objects.filter(action="assessment.result.recorded").count() == 1


def test_the_same_form_sent_twice_is_one_result(agency: Agency) -> None:
    order, ref = make_order(agency), uuid.uuid4()
    first = make_result(agency, order, ref=ref)
    again = make_result(agency, order, ref=ref)
    assert again.pk == first.pk
    assert Assessment.objects.count() == 1
    with pytest.raises(Conflict) as caught:
        make_result(agency, order)
    assert caught.value.code == "order-closed"


def test_a_form_filled_on_an_older_order_meets_a_conflict(agency: Agency) -> None:
    order = make_order(agency)
    order_plan(
        actor=agency.actor, order_id=order.pk, version=1,
        appointment_at=datetime(2026, 3, 9, 1, tzinfo=UTC), at=ORDERED,
    )  # fmt: skip
    with pytest.raises(Conflict) as caught:
        make_result(agency, order, version=1)
    assert caught.value.code == "order-changed"
    assert make_result(agency, order, version=2).level == 2


def test_a_team_without_a_nurse_and_an_incomplete_sheet_are_refused(agency: Agency) -> None:
    order = make_order(agency)
    with pytest.raises(DomainError) as caught:
        make_result(agency, order, lead_id=agency.other.pk)
    assert caught.value.code == "team-twice"
    answers = best("gbt42195")
    del answers["B.1.1"]
    with pytest.raises(DomainError) as refused:
        make_result(agency, order, sheet=Sheet(answers, [], {}))
    assert refused.value.field == "answers.B.1.1"
    assert not Assessment.objects.exists()


def test_a_new_result_follows_the_old_one_and_no_grade_is_lost(agency: Agency) -> None:
    elder = make_elder()
    first = make_result(agency, make_order(agency, elder.pk))
    later = datetime(2026, 9, 1, 2, tzinfo=UTC)
    again = make_order(agency, elder.pk, occasion="immediate", at=later)
    second = make_result(agency, again, total=20, assessed_on=date(2026, 9, 1), at=later)
    assert (second.supersedes_id, second.level) == (first.pk, 4)
    first.refresh_from_db()
    assert first.level == 2
    told = ElderChange.objects.filter(elder=elder, field="ability_level").order_by("effective_on")
    assert [(row.before, row.after) for row in told] == [(None, 2), (2, 4)]


def test_the_gate_names_the_result_it_used(agency: Agency) -> None:
    row = make_result(agency)
    found = valid_result(agency.clerk, row.elder_id, date(2027, 1, 10))
    assert found is not None
    assert (found.id, found.level, found.is_expiring) == (row.pk, 2, True)
    assert f"№ {row.pk}" in found.name
    assert valid_result(agency.clerk, row.elder_id, date(2027, 3, 10)) is None, "expired"
    assert valid_result(agency.clerk, row.elder_id, date(2026, 3, 9)) is None, "not yet made"
    assert valid_result(agency.clerk, row.elder_id, DAY, scale="care_insurance") is None
    assert valid_result(make_actor(area_code=OTHER_TOWN), row.elder_id, DAY) is None


def test_a_disputed_result_goes_to_another_agency(agency: Agency) -> None:
    row = make_result(agency)
    with pytest.raises(DomainError) as caught:
        make_order(agency, row.elder_id, occasion="disputed", disputes_id=row.pk, at=ASSESSED)
    assert caught.value.code == "disputed-same-agency"
    rival = make_agency(make_unit(COUNTY, OrganisationKind.AGENCY))
    order = make_order(rival, row.elder_id, occasion="disputed", disputes_id=row.pk, at=ASSESSED)
    assert order.disputes_id == row.pk
    assert order.due_on == date(2026, 3, 24), "10 working days"


def test_old_answers_under_a_new_standard_are_a_further_result(agency: Agency) -> None:
    elder = make_elder()
    old = result_take_over(
        actor=agency.clerk, elder_id=elder.pk, instrument="mzt039",
        sheet=Sheet(best("mzt039"), [], {}), assessed_on=date(2022, 5, 1), source_note="old system",
        at=ASSESSED,
    )  # fmt: skip
    assert (old.valid_until, old.level) == (date(2022, 10, 31), 0)
    with pytest.raises(DomainError) as caught:
        result_rescore(actor=agency.clerk, assessment_id=old.pk, instrument="gbt42195")
    assert "B.1.1" in str(caught.value)
    more = {
        code: answer
        for code, answer in best("gbt42195").items()
        if code not in {"B.3.7", "B.3.8", "B.3.9", "B.4.1", "B.4.2"}
    } | {"B.1.1": 3}
    new = result_rescore(
        actor=agency.clerk, assessment_id=old.pk, instrument="gbt42195", supplement=more
    )
    assert (new.origin, new.rescored_from_id, new.level, new.supersedes_id) == (
        "rescored", old.pk, 1, None,
    )  # fmt: skip
    old.refresh_from_db()
    assert (old.level, new.valid_until) == (0, old.valid_until)
    assert Elder.objects.get(pk=elder.pk).ability_level == 0
    on = date(2022, 6, 1)
    gate = valid_result(agency.clerk, elder.pk, on)
    asked = valid_result(agency.clerk, elder.pk, on, instrument="gbt42195")
    assert gate is not None
    assert asked is not None
    assert (gate.id, asked.id) == (old.pk, new.pk)
    with pytest.raises(DomainError) as between:
        result_rescore(actor=agency.clerk, assessment_id=old.pk, instrument="ltc2021")
    assert between.value.code == "no-crosswalk"


def test_the_duty_before_expiry_opens_sixty_days_ahead_and_a_new_result_keeps_it(
    agency: Agency,
) -> None:
    row = make_result(agency)
    duties_match_all(at=datetime(2027, 1, 7, 2, tzinfo=UTC))
    assert not Duty.objects.filter(kind=EXPIRY).exists()
    duties_match_all(at=datetime(2027, 1, 8, 2, tzinfo=UTC))
    duty = Duty.objects.get(kind=EXPIRY)
    assert (duty.subject_id, duty.statutory_due) == (str(row.pk), row.valid_until)
    later = datetime(2027, 2, 1, 2, tzinfo=UTC)
    order = make_order(agency, row.elder_id, occasion="expiry", at=later)
    make_result(agency, order, assessed_on=date(2027, 2, 1), at=later)
    duty.refresh_from_db()
    assert duty.state == "done"


def test_a_death_cancels_what_is_ordered(agency: Agency) -> None:
    order = make_order(agency)
    elder_record_death(
        actor=agency.clerk, elder_id=order.elder_id, version=None, evidence=evidence(on=date(2026, 3, 5)),
        at=ASSESSED,
    )  # fmt: skip
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert Duty.objects.get(kind=ORDER).state == "cancelled"


def test_an_order_is_cancelled_with_a_reason_on_its_present_version(agency: Agency) -> None:
    order = make_order(agency)
    with pytest.raises(DomainError):
        order_cancel(actor=agency.clerk, order_id=order.pk, version=1, reason=" ")
    with pytest.raises(Conflict):
        order_cancel(actor=agency.clerk, order_id=order.pk, version=7, reason="moved")
    order_cancel(actor=agency.clerk, order_id=order.pk, version=1, reason="moved")
    assert Duty.objects.get(kind=ORDER).state == "cancelled"
