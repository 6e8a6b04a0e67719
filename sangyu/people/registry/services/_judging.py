"""May this change be made? The room's rules, applied to one elder's row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from sangyu.kernel import clock
from sangyu.kernel.errors import Conflict, DomainError, Forbidden
from sangyu.people.registry import policy
from sangyu.people.registry.models import Elder
from sangyu.people.registry.rules.changes import Verdict, judge
from sangyu.people.registry.rules.checks import check
from sangyu.people.registry.rules.fields import FIELDS
from sangyu.people.registry.services._rows import BadValues, value_of
from sangyu.people.registry.services._timeline import values_on
from sangyu.people.registry.types import Evidence

_TOGETHER = ("id_kind", "id", "birth_date", "sex")
"""Fields that are checked against each other."""


def checked_new(values: Mapping[str, Any], on: date) -> dict[str, Any]:
    """A new person's values, cleaned; refused with all that is wrong."""
    checked = check(values, on=on, policy=policy.register_policy(on), is_new=True)
    if checked.problems:
        raise BadValues(checked.problems)
    return checked.values


def checked_with(elder: Elder, values: Mapping[str, Any], on: date, today: date) -> dict[str, Any]:
    """The given values, cleaned and checked together with the record's; without those that were so already on `on`."""
    before = values_on(elder, {*values, *_TOGETHER}, on)
    context = {name: before[name] for name in _TOGETHER} if set(values) & set(_TOGETHER) else {}
    checked = check(context | dict(values), on=today, policy=policy.register_policy(today))
    if checked.problems:
        raise BadValues(checked.problems)
    return {
        name: value
        for name, value in checked.values.items()
        if (name in values or name in context) and value != before[name]
    }


def ensure_plausible(elder: Elder, today: date) -> None:
    """After an approval or an undo: identity still holds together."""
    values = {name: value_of(elder, name) for name in _TOGETHER}
    checked = check(values, on=today, policy=policy.register_policy(today))
    if checked.problems:
        raise BadValues(checked.problems)


def judged(values: Mapping[str, Any], evidence: Evidence) -> Verdict:
    """The mode of every field; refused if a field may not come from this source, or the proof is missing."""
    verdict = judge(policy.change_policy(evidence.effective_on), values, evidence.source)
    if verdict.refused:
        field = verdict.refused[0]
        raise Forbidden(
            "source-refused",
            _("This source may not change “%(field)s”.") % {"field": FIELDS[field].label},
            field=field,
            remedy=_("Name the source that established the fact, or ask the unit in charge of it."),
        )
    if verdict.needs_proof and not (evidence.proof or evidence.proof_file):
        raise DomainError(
            "proof-missing",
            _("This change needs a proof."),
            field="proof",
            remedy=_("Name the paper that proves it, or attach a copy."),
        )
    return verdict


def refuse_future(on: date, at: datetime) -> None:
    """What has not happened yet is not recorded."""
    if on > clock.legal_day(at):
        raise DomainError(
            "in-the-future",
            _("This day lies in the future."),
            field="effective_on",
            remedy=_("Record the change on the day it takes effect."),
        )


def not_present() -> Conflict:
    """A departed person's record stands still."""
    return Conflict(
        "not-present",
        _("This person has left the register, so the record no longer changes."),
        remedy=_("If that was a mistake, take the departure back first."),
    )
