"""Are the answers of a sheet the instrument's: every item answered, none unknown, none impossible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangyu.people.assessment.types import Answer, Fault, FaultKind, Instrument, Item


def answers_check(
    instrument: Instrument, answers: Mapping[str, object]
) -> tuple[dict[str, Answer], list[Fault]]:
    """The answers that can be, in the order of the form; and what is wrong with the rest."""
    items = instrument.items
    good: dict[str, Answer] = {}
    faults = []
    for code, item in items.items():
        if code not in answers:
            if item.required:
                faults.append(_fault(FaultKind.MISSING, item))
            continue
        answer = _answer(item, answers[code])
        if answer is None:
            faults.append(_fault(FaultKind.IMPOSSIBLE, item, answers[code]))
        else:
            good[code] = answer
    return good, [*faults, *_unknown(items, answers)]


def scores(instrument: Instrument, answers: Mapping[str, Answer]) -> dict[str, int]:
    """The score of each given answer, by code of item."""
    return {code: instrument.items[code].options[answer] for code, answer in answers.items()}


def _answer(item: Item, value: object) -> Answer | None:
    """The value if it is one of the item's options. True is no 1, and 4.0 or "4" no 4."""
    if type(value) is int or type(value) is str:
        return value if value in item.options else None
    return None


def _fault(kind: FaultKind, item: Item, value: object = None) -> Fault:
    return Fault(kind, f"answers.{item.code}", value, item.name, tuple(item.options))


def _unknown(items: Mapping[str, Item], answers: Mapping[str, object]) -> Iterator[Fault]:
    ends = (next(iter(items)), tuple(items)[-1])
    for code, value in answers.items():
        if code not in items:
            yield Fault(FaultKind.UNKNOWN_ITEM, f"answers.{code}", value, possible=ends)
