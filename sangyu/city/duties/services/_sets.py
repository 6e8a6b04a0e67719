"""Writes of the ledger that touch many rows at once: opening, and who takes part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sangyu.city.duties import events, notices, rights
from sangyu.city.duties.models import Duty, Notice
from sangyu.city.duties.rules import is_overdue
from sangyu.city.duties.services import _ledger as ledger
from sangyu.city.duties.types import DutyState
from sangyu.kernel import audit, clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit import Subject as Entry
from sangyu.kernel.errors import Conflict
from sangyu.kernel.events import publish


def open_planned(actor: Actor, rule_ids: Iterable[int], at: datetime) -> int:
    """Open what is planned for today or before; one notice each, none where it opens already overdue."""
    today = clock.legal_day(at)
    planned = Duty.objects.filter(rule_id__in=rule_ids, state=DutyState.PLANNED)
    rows = list(planned.filter(opens_on__lte=today).select_related("lead").order_by("pk"))
    by_step: dict[int | None, list[Duty]] = defaultdict(list)
    for row in rows:
        by_step[row.step_days].append(row)
    for alike in by_step.values():
        _advance_alike(alike, today=today, at=at)
    Notice.objects.bulk_create(
        ledger.notice_to_owner(row, notices.OPENED, at=at)
        for row in rows
        if not is_overdue(DutyState(row.state), row.statutory_due, today)
    )
    for row in rows:
        publish(events.DutyOpened(**ledger.facts(row), statutory_due=row.statutory_due))
    audit.record_many(
        actor, rights.OPENED, kind="duty", at=at,
        subjects=[Entry(row.pk, row.area_code, row.title, clause=row.clause.label) for row in rows],
    )  # fmt: skip
    return len(rows)


def _advance_alike(rows: list[Duty], *, today: Any, at: datetime) -> None:
    """`ledger.advance` to open for duties whose step clock starts alike; refused if somebody was faster with one."""
    changes = {
        "state": DutyState.OPEN,
        "changed_at": at,
        "opened_on": today,
        **ledger.step_clock(rows[0], at),
    }
    mine = Duty.objects.filter(pk__in=[row.pk for row in rows], state=DutyState.PLANNED)
    if mine.update(**changes) != len(rows):
        raise Conflict(
            "duty-changed",
            _("Somebody else has changed this duty in the meantime."),
            remedy=_("Look at it again, then decide."),
        )
    for row in rows:
        for name, value in changes.items():
            setattr(row, name, value)


def set_parties(model: Any, key: str, wanted: Mapping[int, Mapping[int, str]]) -> None:
    """Make the parties of each owner exactly these."""
    there = model.objects.filter(**{f"{key}__in": list(wanted)})
    gone = [
        pk
        for pk, owner, unit in there.values_list("pk", key, "organisation_id")
        if unit not in wanted[owner]
    ]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create(
        [
            model(**{key: owner}, organisation_id=pk, part=part)
            for owner, parties in wanted.items()
            for pk, part in parties.items()
        ],
        update_conflicts=True,
        unique_fields=[key.removesuffix("_id"), "organisation"],
        update_fields=["part"],
    )
