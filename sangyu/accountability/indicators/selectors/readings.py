"""Reads of the targets read in confirmed papers: what may speak of each, and what a later edition changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import gettext as _

from sangyu.accountability.indicators import rights, shipped
from sangyu.accountability.indicators.choices import Answer, Origin
from sangyu.accountability.indicators.defining import unit_of
from sangyu.accountability.indicators.models import IndicatorVersion, ReadTarget, Target
from sangyu.accountability.indicators.readings import own_code, paper_of, proposed_of
from sangyu.accountability.indicators.rules.matching import Candidate, Suggestion, suggestions
from sangyu.accountability.indicators.selectors.values import version_list
from sangyu.kernel.access import load
from sangyu.kernel.actors import Actor
from sangyu.kernel.errors import NotFound


@dataclass(frozen=True)
class Fact:
    """One fact of a promise as the paper has it now, beside what was adopted."""

    name: str
    before: object
    after: object


@dataclass(frozen=True)
class Reading:
    """A promise of a paper, with what may speak of it and what is to be brought up to date."""

    row: ReadTarget
    suggestions: tuple[tuple[Suggestion, IndicatorVersion], ...]
    differences: tuple[Fact, ...]

    @property
    def is_open(self) -> bool:
        """Somebody has to decide."""
        return self.row.answer == Answer.OPEN and not self.row.gone_on

    @property
    def is_gone(self) -> bool:
        """The newest edition does not have it, and its target still stands."""
        target = self.row.target
        return bool(
            self.row.gone_on
            and target
            and not target.retired_on
            and target.code == own_code(self.row)
        )

    @property
    def waits(self) -> bool:
        """Anything is to be done."""
        return self.is_open or self.is_gone or bool(self.differences)


@dataclass(frozen=True)
class Waiting:
    """A confirmed paper of whose targets some wait for a decision."""

    document_id: int
    title: str
    open: int


def reading_get(*, actor: Actor, reading_id: int) -> ReadTarget:
    """One target read in a paper."""
    found: ReadTarget = load(ReadTarget.objects.all(), actor, rights.INDICATOR_VIEW, pk=reading_id)
    return found


def readings_of(*, actor: Actor, document_id: int, on: date) -> list[Reading]:
    """The targets of one paper in its order, those that its newest edition lost last; 404 where the actor sees none."""
    rows = list(
        ReadTarget.objects.visible_to(actor)
        .filter(document_id=document_id)
        .select_related("indicator", "target__indicator")
        .prefetch_related("target__checkpoints")
        .order_by("position")
    )
    if not rows:
        raise NotFound(
            "paper-unknown", _("No target was read in this paper, or it lies outside your area.")
        )
    versions = version_list(actor=actor, on=on)
    candidates = _candidates(actor, versions)
    by_code = {version.indicator.code: version for version in versions}
    found = [Reading(row, _suggested(row, candidates, by_code), differences(row)) for row in rows]
    return sorted(found, key=lambda each: (each.row.gone_on is not None, each.row.position))


def known_targets(*, actor: Actor, area_code: str, title: str) -> list[Target]:
    """The targets that the shipped edition of a paper has brought already."""
    rows = Target.objects.visible_to(actor).filter(
        area_code=area_code, origin=Origin.PAPER, document_id__isnull=True, retired_on__isnull=True,
        document_title=title,
    )  # fmt: skip
    return list(rows.select_related("indicator").order_by("code"))


def same_as_known(row: ReadTarget, known: Sequence[Target]) -> Target | None:
    """The shipped target that asks the same by the same day, if there is exactly one."""
    same = [
        target
        for target in known
        if (target.value, target.due_on, target.operator) == (row.value, row.due_on, row.operator)
    ]
    return same[0] if len(same) == 1 else None


def papers_waiting(*, actor: Actor) -> list[Waiting]:
    """The confirmed papers of the actor's own area of whose targets some were not decided yet."""
    rows = (
        ReadTarget.objects.visible_to(actor)
        .filter(gone_on__isnull=True, answer=Answer.OPEN)
        .values("document_id", "document_title", "area_code")
        .annotate(open=Count("pk"))
        .order_by("document_id")
    )
    return [
        Waiting(row["document_id"], row["document_title"], row["open"])
        for row in rows
        if actor.covers(row["area_code"])
    ]


def differences(row: ReadTarget) -> tuple[Fact, ...]:
    """What the paper says otherwise than the target that was adopted from it."""
    target = row.target
    if target is None or row.gone_on or target.code != own_code(row):
        return ()
    proposed = proposed_of(row, target.code)
    points = tuple((point.due_on, point.value) for point in target.checkpoints.all())
    pairs = [
        ("phrase", target.wording["zh"], proposed.wording["zh"]),
        ("item", target.item, proposed.item),
        ("operator", target.operator, proposed.operator),
        ("value", target.value, proposed.value),
        ("due_on", target.due_on, proposed.due_on),
        ("path", points if len(points) > 1 else (), proposed.path),
        ("modality", target.modality, proposed.modality),
        ("scope", target.scope.get("zh", ""), proposed.scope.get("zh", "")),
        ("starts_on", target.starts_on, paper_of(row).starts_on),
        ("document", target.document_number, row.document_number),
    ]
    return tuple(Fact(name, before, after) for name, before, after in pairs if before != after)


def _candidates(actor: Actor, versions: Sequence[IndicatorVersion]) -> list[Candidate]:
    clauses: dict[int, list[str]] = {}
    rows = Target.objects.visible_to(actor).filter(origin=Origin.PAPER)
    for indicator_id, title, number, item in rows.values_list(
        "indicator_id", "document_title", "document_number", "item"
    ):
        clauses.setdefault(indicator_id, []).append(f"{title} {number} {item}")
    return [
        Candidate(
            version.indicator.code,
            (version.title["zh"], version.numerator_words["zh"]),
            version.unit,
            (*version.clauses, *clauses.get(version.indicator_id, ())),
        )
        for version in versions
    ]


def _suggested(
    row: ReadTarget, candidates: Sequence[Candidate], by_code: dict[str, IndicatorVersion]
) -> tuple[tuple[Suggestion, IndicatorVersion], ...]:
    terms = shipped.matching()
    found = suggestions(
        row.phrase, unit=unit_of(row.unit), clause=(row.document_number or row.document_title, row.clause),
        candidates=[one for one in candidates if one.code != own_code(row)],
        least=float(terms.least), most=terms.most,
    )  # fmt: skip
    return tuple((one, by_code[one.code]) for one in found)


def is_sure(suggestion: Suggestion) -> bool:
    """True if a suggestion is likely enough to be put into the form."""
    return Decimal(suggestion.likeness) >= 100 * shipped.matching().sure
