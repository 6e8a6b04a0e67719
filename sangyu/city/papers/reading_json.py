"""A reading as plain data, as `sangyu papers read --json` prints it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sangyu.city.papers.reading.types import (
    Clause,
    Deadline,
    Document,
    PaperReading,
    Part,
    Problem,
    Proposal,
    RuleProposal,
    Span,
    Target,
    Task,
    TaskReading,
)
from sangyu.city.papers.sentences import sentence

JSON = dict[str, Any]


def tasks_dict(reading: TaskReading) -> JSON:
    """The task table. `title` is free of injected strings, `title_printed` is verbatim."""
    return {
        "tasks": [task_dict(task) for task in reading.tasks],
        "problems": [problem_dict(problem) for problem in reading.problems],
    }


def paper_dict(reading: PaperReading) -> JSON:
    """The whole paper: document, clauses as a tree, tasks, targets, rules, problems."""
    return {
        "document": document_dict(reading.document),
        "clauses": [clause_dict(clause) for clause in reading.clauses],
        "tasks": [task_dict(task) for task in reading.tasks],
        "targets": [target_dict(target) for target in reading.targets],
        "rules": [rule_dict(rule) for rule in reading.rules],
        "problems": [problem_dict(problem) for problem in reading.problems],
    }


def document_dict(document: Document) -> JSON:
    """What the paper says of itself."""
    return {
        "title": document.title,
        "number": document.number,
        "issuer": document.issuer,
        "issued_on": _day(document.issued_on),
        "effective_on": _day(document.effective_on),
        "valid_until": _day(document.valid_until),
        "status": document.status,
        "parts": [_part(part) for part in document.parts],
        "annexes": [_part(part) for part in document.annexes],
        "spans": {name: _span(span) for name, span in document.spans.items()},
    }


def clause_dict(clause: Clause) -> JSON:
    """A clause with those within it."""
    return {
        "no": clause.no,
        "kind": clause.kind,
        "heading": clause.heading,
        "text": clause.text,
        "reading": clause.reading,
        "modality": clause.modality.value,
        "span": _span(clause.span),
        "proposals": [_proposal(item) for item in clause.proposals],
        "children": [clause_dict(child) for child in clause.children],
    }


def task_dict(task: Task) -> JSON:
    """A task of a table or of running text."""
    return {
        "no": task.no,
        "part": task.part,
        "title": task.title.reading,
        "title_printed": task.title.printed,
        "measure": task.measure.reading,
        "lead": list(task.lead.names),
        "support": list(task.support.names),
        **_deadline(task.deadline),
        "span": _span(task.span),
        "problems": [problem_dict(problem) for problem in task.problems],
    }


def target_dict(target: Target) -> JSON:
    """A quantified aim; `trajectory` has its steps where it has several."""
    return {
        "indicator": target.indicator,
        "operator": target.operator.value,
        "value": target.value,
        "unit": target.unit,
        "scope": target.scope,
        "qualifier": target.qualifier,
        "due_on": _day(target.due_on),
        "trajectory": [{"value": s.value, "due_on": _day(s.due_on)} for s in target.steps],
        "modality": target.modality.value,
        "part": target.part,
        "clause": target.clause,
        "printed": target.printed,
        "span": _span(target.span),
    }


def rule_dict(rule: RuleProposal) -> JSON:
    """A rule or clock, as a proposal."""
    return {
        "kind": rule.kind,
        "subject": rule.subject,
        "operator": rule.operator.value,
        "value": rule.value,
        "unit": rule.unit,
        "modality": rule.modality.value,
        "part": rule.part,
        "clause": rule.clause,
        "printed": rule.printed,
        "span": _span(rule.span),
    }


def problem_dict(problem: Problem) -> JSON:
    """A problem with its sentence in the reader's language."""
    return {
        "code": problem.code,
        "field": problem.field,
        "text": problem.text,
        "message": sentence(problem),
        "span": _span(problem.span),
    }


def _proposal(item: Proposal) -> JSON:
    return {"printed": item.printed, "proposed": item.proposed, "span": _span(item.span)}


def _part(part: Part) -> JSON:
    return {"no": part.no, "title": part.title, "span": _span(part.span)}


def _deadline(deadline: Deadline) -> JSON:
    return {
        "deadline": deadline.printed,
        "deadline_kind": deadline.kind.value,
        "dates": [day.isoformat() for day in deadline.dates],
        "start": _day(deadline.start),
        "months": list(deadline.months),
        "day": deadline.day,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
