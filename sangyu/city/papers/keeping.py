"""From a reading to the rows beside a paper's tasks: its units, clauses, targets and rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sangyu.city.papers.events import ConfirmedRule, ConfirmedTarget
from sangyu.city.papers.models import (
    Paper,
    PaperClause,
    PaperRule,
    PaperTarget,
    PaperTask,
    PaperTaskUnit,
)
from sangyu.city.papers.reading.types import Clause, PaperReading, RuleProposal, Target

# A value beyond this is a misprint or no value.
MOST = Decimal(10) ** 11


def keep_sayings(paper: Paper, reading: PaperReading) -> None:
    """Write everything that was read beside the tasks."""
    keep_clauses(paper, reading.clauses)
    PaperTarget.objects.bulk_create(
        target_row(paper, position, target)
        for position, target in enumerate(reading.targets, 1)
        if Decimal(target.value) < MOST
    )
    PaperRule.objects.bulk_create(
        rule_row(paper, position, rule)
        for position, rule in enumerate(reading.rules, 1)
        if Decimal(rule.value) < MOST
    )


def keep_units(row: PaperTask, lead: Sequence[int], support: Sequence[int]) -> None:
    """Put these units in the place of those that stand with the task."""
    PaperTaskUnit.objects.filter(task=row).delete()
    wanted = [(unit, True) for unit in lead] + [
        (unit, False) for unit in support if unit not in lead
    ]
    PaperTaskUnit.objects.bulk_create(
        PaperTaskUnit(task=row, organisation_id=unit, is_lead=is_lead, position=index)
        for index, (unit, is_lead) in enumerate(wanted)
    )


def keep_clauses(paper: Paper, clauses: Sequence[Clause]) -> None:
    """One statement for each depth: a clause needs its parent's key."""
    positions = {id(clause): at for at, clause in enumerate(_walk(clauses), 1)}
    level: list[tuple[Clause, PaperClause | None]] = [(clause, None) for clause in clauses]
    depth = 0
    while level:
        rows = PaperClause.objects.bulk_create(
            _clause(paper, positions[id(clause)], clause, parent, depth) for clause, parent in level
        )
        level = [
            (child, row)
            for (clause, _), row in zip(level, rows, strict=True)
            for child in clause.children
        ]
        depth += 1


def _walk(clauses: Sequence[Clause]) -> Iterator[Clause]:
    for clause in clauses:
        yield clause
        yield from _walk(clause.children)


def _clause(
    paper: Paper, position: int, clause: Clause, parent: PaperClause | None, depth: int
) -> PaperClause:
    return PaperClause(
        paper=paper, position=position, parent=parent, depth=depth, no=clause.no[:20],
        kind=clause.kind, heading=clause.heading, text=clause.text, reading=clause.reading,
        modality=clause.modality.value, span_start=clause.span.start, span_end=clause.span.end,
        proposals=[
            {"printed": p.printed, "proposed": p.proposed, "span": [p.span.start, p.span.end]}
            for p in clause.proposals
        ],
    )  # fmt: skip


def target_row(paper: Paper, position: int, target: Target) -> PaperTarget:
    """A target as it was read, not written yet."""
    return PaperTarget(
        paper=paper, position=position, clause_no=target.clause[:60], part=target.part[:200],
        indicator=target.indicator, operator=target.operator.value, value=Decimal(target.value),
        unit=target.unit[:20], scope=target.scope[:40], qualifier=target.qualifier[:60],
        due_on=target.due_on, printed=target.printed, modality=target.modality.value,
        steps=[[s.value, s.due_on.isoformat() if s.due_on else None] for s in target.steps],
        span_start=target.span.start, span_end=target.span.end,
    )  # fmt: skip


def rule_row(paper: Paper, position: int, rule: RuleProposal) -> PaperRule:
    """A rule as it was read, not written yet."""
    return PaperRule(
        paper=paper, position=position, clause_no=rule.clause[:60], part=rule.part[:200],
        kind=rule.kind, subject=rule.subject, operator=rule.operator.value,
        value=Decimal(rule.value), unit=rule.unit[:20], printed=rule.printed,
        modality=rule.modality.value, span_start=rule.span.start, span_end=rule.span.end,
    )  # fmt: skip


def confirmed_targets(paper: Paper) -> tuple[ConfirmedTarget, ...]:
    """The targets that are not left out, as the event carries them."""
    return tuple(
        ConfirmedTarget(
            id=row.pk, clause=row.clause_no, part=row.part, indicator=row.indicator,
            operator=row.operator, value=row.value, unit=row.unit, scope=row.scope,
            qualifier=row.qualifier, due_on=row.due_on, modality=row.modality, printed=row.printed,
            steps=tuple((Decimal(v), date.fromisoformat(d) if d else None) for v, d in row.steps),
        )
        for row in PaperTarget.objects.filter(paper=paper, left_out="").order_by("position")
    )  # fmt: skip


def confirmed_rules(paper: Paper) -> tuple[ConfirmedRule, ...]:
    """The rules that are not left out, as the event carries them."""
    return tuple(
        ConfirmedRule(
            id=row.pk, clause=row.clause_no, part=row.part, kind=row.kind, subject=row.subject,
            operator=row.operator, value=row.value, unit=row.unit, modality=row.modality,
            printed=row.printed,
        )
        for row in PaperRule.objects.filter(paper=paper, left_out="").order_by("position")
    )  # fmt: skip
