"""Verification: is every sealed entry still there, unchanged and in its place, and is the chain of seals whole?

What it can say: which entry was changed, removed, inserted or put in another's place; which seal was altered, removed
or rewritten. What only an anchor (a seal's hash kept outside the database) can show: that the end of the trail was cut
off, or that everything from some seal on was rewritten by somebody able to disable the triggers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from django.db import connection, transaction

from sangyu.kernel import clock
from sangyu.kernel.audit.canonical import DIGEST_BYTES, GENESIS, entry_digests, unpack_ids
from sangyu.kernel.audit.models import AuditCheck, AuditSeal
from sangyu.kernel.audit.sealing import hash_of

MOST_FINDINGS = 10_000
"""Findings kept; a trail with more than these is lost as a whole."""


class What(StrEnum):
    """What is wrong."""

    ENTRY_CHANGED = "entry-changed"
    ENTRY_REMOVED = "entry-removed"
    ENTRY_INSERTED = "entry-inserted"
    ENTRY_MOVED = "entry-moved"
    SEAL_ALTERED = "seal-altered"
    SEAL_REMOVED = "seal-removed"
    SEAL_REWRITTEN = "seal-rewritten"
    ANCHOR_MISSING = "anchor-missing"
    ANCHOR_DIFFERS = "anchor-differs"


@dataclass(frozen=True)
class Finding:
    """One thing wrong: with which entry or seal, and for a moved entry, the number it was sealed under."""

    what: What
    number: int
    was: int | None = None


@dataclass
class Report:
    """The result of a verification."""

    entries: int = 0
    sealed: int = 0
    seals: int = 0
    unsealed: int = 0
    head: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.findings

    def add(self, finding: Finding) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)


@dataclass
class _Differences:
    """Entries that do not match their seal, kept to the end: an unexpected one may be a missing one elsewhere."""

    lost: dict[int, bytes] = field(default_factory=dict)
    found: dict[int, bytes] = field(default_factory=dict)

    def compare(self, expected: dict[int, bytes], actual: Iterable[tuple[int, bytes]]) -> int:
        """Compare one seal's list with the entries in its range; returns how many entries there are."""
        count = 0
        for number, body in actual:
            count += 1
            sealed = expected.pop(number, None)
            if sealed != body:
                self.found[number] = body
                if sealed is not None:
                    self.lost[number] = sealed
        self.lost.update(expected)
        return count

    def findings(self) -> Iterator[Finding]:
        """Each number once: moved (it holds what another number was sealed with), changed, inserted, or removed."""
        origin = {body: number for number, body in self.lost.items()}
        for number in sorted(self.lost.keys() | self.found.keys()):
            body = self.found.get(number)
            if body is None:
                yield Finding(What.ENTRY_REMOVED, number)
            elif body in origin:
                yield Finding(What.ENTRY_MOVED, number, was=origin[body])
            else:
                kind = What.ENTRY_CHANGED if number in self.lost else What.ENTRY_INSERTED
                yield Finding(kind, number)


def verify(*, anchors: Iterable[tuple[int, str]] = ()) -> Report:
    """Check everything against the seals, in one consistent view of the database; then against the anchors."""
    with transaction.atomic():
        if not connection.savepoint_ids:  # the outermost transaction
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        report = Report()
        differences = _Differences()
        last = _walk(report, differences)
        _tail(report, differences, last)
        for finding in islice(differences.findings(), MOST_FINDINGS):
            report.add(finding)
        for number, value in anchors:
            _check_anchor(report, number, value)
    return report


def _walk(report: Report, differences: _Differences) -> int:
    """Every seal in order; returns the last entry number that any seal speaks of."""
    before: AuditSeal | None = None
    trusted_to: int | None = 0  # None: the seal before proves nothing about where its entries end
    reach = 0
    for seal in AuditSeal.objects.order_by("number").iterator(chunk_size=4):
        if _has_gap(report, seal, before):
            trusted_to = None
        report.seals += 1
        report.head = f"{seal.number}:{bytes(seal.hash).hex()}"
        ids = unpack_ids(bytes(seal.entry_ids))
        if _is_intact(seal, ids):
            _check_link(report, seal, before)
            start = ids[0] - 1 if trusted_to is None else trusted_to
            actual = entry_digests(start, ids[-1])
            report.entries += differences.compare(_expected(seal, ids), actual)
            report.sealed += len(ids)
            trusted_to = ids[-1]
            reach = max(reach, ids[-1])
        else:
            report.add(Finding(What.SEAL_ALTERED, seal.number))
            trusted_to = None
            reach = max(reach, seal.last_entry)
        before = seal
    return reach


def _has_gap(report: Report, seal: AuditSeal, before: AuditSeal | None) -> bool:
    expected = before.number + 1 if before else 1
    for number in range(expected, seal.number):
        report.add(Finding(What.SEAL_REMOVED, number))
    return seal.number != expected


def _is_intact(seal: AuditSeal, ids: list[int]) -> bool:
    says = (seal.count, seal.first_entry, seal.last_entry, len(seal.digests))
    holds = (len(ids), ids[0], ids[-1], len(ids) * DIGEST_BYTES) if ids else ()
    return says == holds and hash_of(seal) == bytes(seal.hash)


def _check_link(report: Report, seal: AuditSeal, before: AuditSeal | None) -> None:
    if seal.number != (before.number + 1 if before else 1):
        return
    if bytes(seal.previous_hash) != (bytes(before.hash) if before else GENESIS):
        report.add(Finding(What.SEAL_REWRITTEN, max(seal.number - 1, 1)))


def _expected(seal: AuditSeal, ids: list[int]) -> dict[int, bytes]:
    digests = bytes(seal.digests)
    size = DIGEST_BYTES
    return {number: digests[n * size : (n + 1) * size] for n, number in enumerate(ids)}


def _tail(report: Report, differences: _Differences, last: int) -> None:
    """Entries after the last seal: not sealed yet, unless they are sealed ones that were moved here."""
    lost = set(differences.lost.values())
    for number, body in entry_digests(last, None):
        report.entries += 1
        report.unsealed += 1
        if body in lost:
            differences.found[number] = body


def _check_anchor(report: Report, number: int, value: str) -> None:
    found = AuditSeal.objects.filter(number=number).values_list("hash", flat=True).first()
    if found is None:
        report.add(Finding(What.ANCHOR_MISSING, number))
    elif bytes(found).hex() != value.lower():
        report.add(Finding(What.ANCHOR_DIFFERS, number))


def check(*, anchors: Iterable[tuple[int, str]] = ()) -> Report:
    """Verify and keep the result for the pages."""
    report = verify(anchors=anchors)
    AuditCheck.objects.create(
        at=clock.now(),
        entries=report.entries,
        sealed=report.sealed,
        seals=report.seals,
        findings=len(report.findings),
        report=as_json(report),
    )
    return report


def as_json(report: Report) -> dict[str, object]:
    """The report for machines."""
    return {
        "whole": report.is_whole,
        "entries": report.entries,
        "sealed": report.sealed,
        "unsealed": report.unsealed,
        "seals": report.seals,
        "head": report.head,
        "findings": [
            {"what": str(item.what), "number": item.number}
            | ({"was": item.was} if item.was is not None else {})
            for item in report.findings
        ],
    }
