"""The duties this room opens and closes, each with its clock (policy/duties.toml): what waits for a town's decision.

    registry.transfer    a transfer that was asked for    the receiving town accepts or refuses
    registry.proposal    a reported change with proof     the elder's town approves or rejects
    registry.duplicates  a night's look-alikes of a town  the town merges them or keeps them apart

The ledger follows what waits, at once by the room's events and again every night: a duty is opened on the day of the
request, goes along when the person belongs to another town (its statutory day does not move), and is closed by the
decision, which is its proof. A request that was withdrawn cancels it. Where a town has no unit the overseer owes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.city.duties import registry
from sangyu.city.duties.services import duties_match
from sangyu.city.duties.services.matching import OutcomeOf
from sangyu.city.duties.types import Claim, Outcome, Proof, Reconciled, Subject, Terms
from sangyu.city.organisations import selectors as units
from sangyu.city.organisations.types import OrganisationKind
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.ui.links import address
from sangyu.people.registry import policy
from sangyu.people.registry.selectors import claims
from sangyu.people.registry.selectors.claims import Waiting
from sangyu.people.registry.types import ChangeState, TransferState

TRANSFER = "registry.transfer"
PROPOSAL = "registry.proposal"
DUPLICATES = "registry.duplicates"
ACTOR = system_actor("registry.duties")
COUNTY = 6
Waits = Callable[[Collection[str] | None], Iterable[Waiting]]


class Owners:
    """Who owes what waits in a town, and who oversees it; each town is looked up once."""

    def __init__(self, overseer: str) -> None:
        self._overseer = overseer
        self._towns: dict[str, int | None] = {}
        self._overseers: dict[str, int | None] = {}

    def overseer(self, town: str) -> int | None:
        """The department of the county, by the name the policy gives."""
        county = town[:COUNTY]
        if county not in self._overseers:
            found = units.match_unit(self._overseer, county).units
            self._overseers[county] = found[0].id if len(found) == 1 else None
        return self._overseers[county]

    def owner(self, town: str) -> int | None:
        """The town's own unit; where there is none, the overseer."""
        if town not in self._towns:
            found = units.units_in(area_code=town, kind=OrganisationKind.TOWN)
            self._towns[town] = found[0].id if found else None
        return self._towns[town] or self.overseer(town)


def _claims(which: str, waiting: Iterable[Waiting]) -> list[Claim]:
    """What waits, with its owner and its terms: those of the day its clock began."""
    owners: dict[str, Owners] = {}
    found = []
    for one in waiting:
        rule = policy.duty_policy(which, clock.legal_day(one.since))
        its = owners.setdefault(rule.overseer, Owners(rule.overseer))
        owner = its.owner(one.town)
        if owner is None:
            continue  # no unit in the whole county: nobody could owe it yet; the next night asks again
        terms = Terms(
            due_after=rule.workdays, step_days=rule.step_days, escalation=rule.escalation,
            overseer_id=its.overseer(one.town),
        )  # fmt: skip
        subject = Subject(f"registry-{which}", one.id, one.town, owner, one.label)
        found.append(Claim(subject, one.since, terms, one.period))
    return found


def _transfer_outcome(transfer_id: str, _period: str) -> Outcome:
    found = claims.transfer_outcome(transfer_id)
    if found is None:
        return Outcome(reason=_("The record is no longer on the register."))
    state, at = found
    if state == TransferState.WITHDRAWN:
        return Outcome(reason=_("The other town withdrew its request."), at=at)
    url = address("registry:transfer-list")
    return Outcome(Proof("figure", f"transfer:{transfer_id}", _on(state.label, at), url=url), at=at)


def _proposal_outcome(group: str, _period: str) -> Outcome:
    found = claims.proposal_outcome(group)
    if found is None:
        return Outcome(reason=_("The record is no longer on the register."))
    state, at = found
    verdict = _("Rejected") if state == ChangeState.REJECTED else _("Approved")
    return Outcome(Proof("figure", f"proposal:{group}", _on(verdict, at)), at=at)


def _pairs_outcome(town: str, day: str) -> Outcome:
    decided = claims.pairs_decided(town, day)
    label = _("%(number)s pairs decided") % {"number": len(decided)}
    proof = Proof("figure", f"pairs:{town}:{day}", label, url=address("registry:pair-list"))
    return Outcome(proof, at=max(decided, default=None))


def _on(verdict: object, at: datetime) -> str:
    day = clock.legal_day(at).isoformat()
    return _("%(state)s on %(day)s") % {"state": verdict, "day": day}


class Match(Protocol):
    """Makes the duties of one kind those that wait: the given subjects', or all."""

    def __call__(
        self, *, actor: Actor = ..., only: Collection[str] | None = None, at: datetime | None = None
    ) -> Reconciled: ...


def _match(kind: str, waiting: Waits, outcome: OutcomeOf) -> Match:
    which = kind.removeprefix("registry.")

    @transaction.atomic
    def match(
        *, actor: Actor = ACTOR, only: Collection[str] | None = None, at: datetime | None = None
    ) -> Reconciled:
        found = _claims(which, waiting(only))
        return duties_match(actor=actor, kind=kind, claims=found, outcome=outcome, only=only, at=at)

    return match


transfers_match = _match(TRANSFER, claims.transfers_waiting, _transfer_outcome)
proposals_match = _match(PROPOSAL, claims.proposals_waiting, _proposal_outcome)
duplicates_match = _match(DUPLICATES, claims.duplicates_waiting, _pairs_outcome)


@transaction.atomic
def duties_match_all(*, actor: Actor = ACTOR, at: datetime | None = None) -> Reconciled:
    """Everything that waits, recomputed."""
    return (
        transfers_match(actor=actor, at=at)
        + proposals_match(actor=actor, at=at)
        + duplicates_match(actor=actor, at=at)
    )


CONFIGURED = gettext_lazy(
    "The day is this city's own setting and not a term of law; it does not move when the duty is handed over."
)
registry.register(
    TRANSFER, gettext_lazy("Transfer between towns"),
    title=gettext_lazy("Answer the transfer of an elder into your area"), description=CONFIGURED,
    url=lambda _kind, _id, _period: address("registry:transfer-list"),
    url_label=gettext_lazy("Answer it"), by_hand=False,
)  # fmt: skip
registry.register(
    PROPOSAL, gettext_lazy("Reported change"),
    title=gettext_lazy("Decide a reported change of an elder's record"), description=CONFIGURED,
    url=lambda _kind, _id, _period: address("registry:proposal-list"),
    url_label=gettext_lazy("Decide it"), by_hand=False,
)  # fmt: skip
registry.register(
    DUPLICATES, gettext_lazy("Records that look alike"),
    title=gettext_lazy("Decide which records are one person"), description=CONFIGURED,
    url=lambda _kind, _id, _period: address("registry:pair-list"),
    url_label=gettext_lazy("Compare them"), by_hand=False,
)  # fmt: skip
