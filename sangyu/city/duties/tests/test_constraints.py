"""What the database itself refuses of a duty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sangyu.city.duties.models import Duty
from sangyu.city.duties.tests.factories import duty_of, make_city, make_rule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"state": "done"}, "duty_closed_has_day"),
        ({"state": "submitted"}, "duty_submitted_has_day"),
        ({"state": "cancelled"}, "duty_cancelled_has_reason"),
        ({"state": "done", "closed_on": date(2026, 2, 1)}, "duty_done_in_time"),
        ({"state": "lost"}, "duty_state_known"),
        ({"opened_on": None}, "duty_open_has_clock"),
        ({"is_dropped": True}, "duty_dropped_is_cancelled"),
    ],
)
def test_the_database_refuses_impossible_duties(changes: dict[str, Any], constraint: str) -> None:
    duty = duty_of(make_rule(make_city()))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(**changes)
