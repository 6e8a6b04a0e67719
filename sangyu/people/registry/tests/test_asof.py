"""Any day can be asked: after deaths, moves, late news and corrections the row of a day is what the story says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sangyu.kernel.errors import NotFound
from sangyu.people.registry.models import Elder, ElderChange
from sangyu.people.registry.selectors.counts import head_count
from sangyu.people.registry.selectors.past import as_of, timeline
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.services.life import elder_record_death, elder_reinstate
from sangyu.people.registry.services.proposals import change_undo
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    LONG_AGO,
    OTHER_TOWN,
    TOWN,
    evidence,
    load_areas,
    make_actor,
    make_elder,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def areas() -> None:
    load_areas()


DAYS = [date(2024, 1, 1) + timedelta(days=30 * step) for step in range(8)]
VALUES: dict[str, list[Any]] = {
    "living": ["alone", "couple", "with_children"],
    "ability_level": [None, 0, 2],
    "ability_assessed_on": [None, date(2023, 5, 1)],
    "address": ["", "1组", "2组"],
    "area_code": [COMMUNITY, f"{TOWN}206"],
}
changes = st.tuples(st.sampled_from(DAYS), st.sampled_from(sorted(VALUES)), st.integers(0, 2))
undo = st.tuples(st.just("undo"), st.integers(0, 20), st.just(0))


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(changes | undo, max_size=12))
def test_the_row_of_every_day_is_the_fold_of_the_story(story: list[tuple[Any, Any, int]]) -> None:
    """Brute force: sort what stands by (day, order of recording) and apply it; undone entries never were."""
    elder = make_elder()
    clerk = make_actor()
    first = {field: getattr(elder, field) for field in VALUES}
    told: list[tuple[date, int, str, Any]] = []
    for what, field, pick in story:
        if what == "undo":
            if told:
                entry = told.pop(field % len(told))
                change_undo(actor=clerk, elder_id=elder.pk, change_id=entry[1])
            continue
        value = VALUES[field][pick % len(VALUES[field])]
        last = ElderChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        elder_change(
            actor=clerk, elder_id=elder.pk, version=None, values={field: value},
            evidence=evidence("civil_affairs", what),
        )  # fmt: skip
        told += [
            (what, pk, field, value)
            for pk in ElderChange.objects.filter(pk__gt=last).values_list("pk", flat=True)
        ]
    for day in (DAYS[0] - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)):
        so_far = sorted((entry for entry in told if entry[0] <= day), key=lambda entry: entry[:2])
        expected = first | {field: value for _on, _pk, field, value in so_far}
        row = as_of(actor=clerk, elder_id=elder.pk, on=day)
        assert row is not None
        assert {field: row[field] for field in VALUES} == expected
    elder.refresh_from_db()
    told.sort(key=lambda entry: entry[:2])
    now = first | {field: value for _on, _pk, field, value in told}
    assert {field: getattr(elder, field) for field in VALUES} == now


def test_heads_are_counted_as_of_the_day_not_of_today() -> None:
    clerk = make_actor()
    dead, moved = make_elder(), make_elder()
    make_elder(registered_on=date(2024, 6, 1))
    day = date(2023, 12, 31)
    assert head_count(actor=clerk, area_code=TOWN, on=day) == 2
    elder_record_death(actor=clerk, elder_id=dead.pk, evidence=evidence("police", date(2024, 2, 1)))
    Elder.objects.filter(pk=moved.pk).update(area_code="522601104200")
    ElderChange.objects.create(
        elder=moved, field="area_code", before=COMMUNITY, after="522601104200", source="transfer",
        effective_on=date(2024, 3, 1), recorded_at=datetime(2024, 3, 2, tzinfo=UTC), actor_label="x",
    )  # fmt: skip
    assert head_count(actor=clerk, area_code=TOWN, on=day) == 2
    assert head_count(actor=clerk, area_code=TOWN, on=date(2024, 2, 28)) == 1
    assert head_count(actor=clerk, area_code=TOWN, on=date(2024, 6, 1)) == 1
    elder_reinstate(actor=clerk, elder_id=dead.pk, reason="mistaken identity")
    assert head_count(actor=clerk, area_code=TOWN, on=date(2024, 2, 28)) == 2
    assert head_count(actor=make_actor(area_code=OTHER_TOWN), area_code=TOWN, on=day) == 0
    officer = make_actor("officer", "522601")
    assert head_count(actor=officer, area_code=OTHER_TOWN, on=date(2024, 6, 1)) == 1


def test_the_past_is_seen_only_where_the_person_is() -> None:
    elder = make_elder()
    clerk = make_actor()
    elder_change(
        actor=clerk, elder_id=elder.pk, version=1, values={"living": "alone"},
        evidence=evidence(on=date(2024, 5, 1)),
    )  # fmt: skip
    assert as_of(actor=clerk, elder_id=elder.pk, on=LONG_AGO - timedelta(days=1)) is None
    (entry,) = timeline(actor=clerk, elder_id=elder.pk)
    assert (entry.before, entry.after, entry.effective_on) == ("unknown", "alone", date(2024, 5, 1))
    stranger = make_actor(area_code=OTHER_TOWN)
    for look in (
        lambda: as_of(actor=stranger, elder_id=elder.pk, on=date(2024, 5, 1)),
        lambda: timeline(actor=stranger, elder_id=elder.pk),
    ):
        with pytest.raises(NotFound):
            look()
