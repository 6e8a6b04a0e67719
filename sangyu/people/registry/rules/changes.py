"""What becomes of a change: at once, with proof, by approval, or refused, by field and source (requirement P14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sangyu.people.registry.policy import ChangePolicy


class Mode(StrEnum):
    """In order of strictness."""

    APPLY = "apply"
    PROOF = "proof"
    APPROVE = "approve"
    REFUSE = "refuse"


_INTERNAL = frozenset({"merge", "transfer"})
"""Sources of changes that have passed their own decision before."""


@dataclass(frozen=True)
class Verdict:
    """What becomes of each field of one change."""

    modes: dict[str, Mode]

    @property
    def refused(self) -> tuple[str, ...]:
        return self._with(Mode.REFUSE)

    @property
    def proposed(self) -> tuple[str, ...]:
        return self._with(Mode.APPROVE)

    @property
    def applied(self) -> tuple[str, ...]:
        return (*self._with(Mode.APPLY), *self._with(Mode.PROOF))

    @property
    def needs_proof(self) -> bool:
        return bool(self._with(Mode.PROOF) or self.proposed)

    def _with(self, mode: Mode) -> tuple[str, ...]:
        return tuple(field for field, found in self.modes.items() if found is mode)


def mode_of(policy: ChangePolicy, field: str, source: str) -> Mode:
    """The mode of one field from one source; a source the policy does not name for the field is refused."""
    if source in _INTERNAL:
        return Mode.APPLY
    return Mode(policy.modes.get(field, {}).get(source, Mode.REFUSE))


def judge(policy: ChangePolicy, fields: Iterable[str], source: str) -> Verdict:
    """What becomes of a change of several fields from one source."""
    return Verdict({field: mode_of(policy, field, source) for field in fields})
