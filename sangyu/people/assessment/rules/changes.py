"""What changes the preliminary level: coma sets it; dementia, another mental disorder or repeated events raise it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sangyu.people.assessment.rules.circumstances import Diagnosis
from sangyu.people.assessment.types import Answer, ChangeRule, Effect, Instrument, Reason


def changes_apply(
    instrument: Instrument,
    preliminary: int,
    answers: Mapping[str, Answer],
    diagnoses: Sequence[Diagnosis],
    events: Mapping[str, int],
) -> tuple[int, list[Reason]]:
    """The level after every rule that holds, and each such rule with what it did. Never lower, never beyond the worst.

    A rule that sets the level comes before any that raises it. Without `stacking` only the first that raises counts.
    """
    level = preliminary
    reasons = []
    has_raised = False
    for rule in sorted(instrument.changes, key=lambda rule: rule.sets is None):
        params = _holds(rule, answers, diagnoses, events)
        if params is None:
            continue
        reason = Reason(rule.code, Effect.NOTHING, rule.clause, params)
        if rule.sets is not None and rule.sets > level:
            level = rule.sets
            reason = _did(reason, Effect.SETS, level)
        elif rule.raises and level < instrument.worst and (instrument.stacking or not has_raised):
            level = min(instrument.worst, level + rule.raises)
            has_raised = True
            reason = _did(reason, Effect.RAISES, level)
        reasons.append(reason)
    return level, reasons


def _did(reason: Reason, effect: Effect, level: int) -> Reason:
    return replace(reason, effect=effect, params={**reason.params, "level": level})


def _holds(
    rule: ChangeRule,
    answers: Mapping[str, Answer],
    diagnoses: Sequence[Diagnosis],
    events: Mapping[str, int],
) -> dict[str, object] | None:
    """The values by which the rule holds; None if it does not."""
    if rule.item:
        return {"item": rule.item} if answers.get(rule.item) == rule.option else None
    if rule.diagnoses is not None:
        named = [one.written for one in diagnoses if one.within(rule.diagnoses)]
        return {"diagnoses": named} if named else None
    least = rule.events_at_least
    if least is None or sum(events.values()) < least:
        return None
    happened = {kind: count for kind, count in events.items() if count}
    return {"count": sum(events.values()), "least": least, "events": happened}
