"""Who acts: a signed-in membership, or a named system actor, so that jobs are audited exactly like people."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from enum import StrEnum


class ActorKind(StrEnum):
    """A person signed in, or a part of the system itself."""

    ACCOUNT = "account"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Account + organisation + role + area, copied by value: it outlives all of them in the audit trail.

    `area_code` is the scope: a prefix of the codes the actor may see ("" sees all). `subject_ids` narrows a family
    member's scope to named persons (None: no narrowing). `rights` are the action codes the role carries.
    """

    kind: ActorKind
    label: str
    account_id: int | None = None
    membership_id: int | None = None
    organisation_id: int | None = None
    organisation_name: str = ""
    role: str = ""
    area_code: str = ""
    rights: frozenset[str] = frozenset()
    subject_ids: frozenset[int] | None = None
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def is_system(self) -> bool:
        return self.kind is ActorKind.SYSTEM

    def may(self, right: str) -> bool:
        """True if the actor's role carries this right; system actors carry all."""
        return self.is_system or right in self.rights

    def covers(self, area_code: str) -> bool:
        """True if an area lies within the actor's own."""
        return area_code.startswith(self.area_code)

    def within(self, area_code: str) -> Actor:
        """The same actor, narrowed to an area below its own (a job run on behalf of one town)."""
        if not self.covers(area_code):
            raise ValueError("An actor's scope can only be narrowed.")
        return replace(self, area_code=area_code)


def system_actor(name: str) -> Actor:
    """The system itself, doing `name` (for example "nightly-seal"), with every right and the whole city in scope."""
    return Actor(kind=ActorKind.SYSTEM, label=name, role="system")
