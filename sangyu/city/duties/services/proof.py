"""The proof of a duty: what its owner lays down, the files with it, and when they may still be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.city.duties import notices, rights
from sangyu.city.duties.models import Duty
from sangyu.city.duties.services import _ledger as ledger
from sangyu.city.duties.services._proof import (
    files_of,
    is_file,
    need_by_hand,
    need_proof,
    owner_of,
    piece_of,
    pieces_of,
)
from sangyu.city.duties.types import OPEN_TO_FILES, DutyState, Proof
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.services import attachment_remove, attachments_add
from sangyu.kernel.attachments.types import SafeFile
from sangyu.kernel.errors import Conflict


@transaction.atomic
def duty_submit_proof(
    *,
    actor: Actor,
    duty_id: int,
    proof: Sequence[Proof],
    files: Sequence[SafeFile] = (),
    at: datetime | None = None,
) -> Duty:
    """Lay the proof before the overseer. Stops the owner's clocks; the overseer's step begins (P23).

    Files of an earlier submission that was returned stay with the new one until they are taken back."""
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_ACT)
    need_by_hand(duty)
    before = {"state": duty.state, "proof": duty.proof}
    pieces = [*proof, *files_of(duty, proof), *_keep(actor, duty, files, at)]
    need_proof(duty, pieces)
    ledger.advance(
        duty, DutyState.SUBMITTED, at=at, proof=[asdict(piece) for piece in pieces],
        submitted_on=clock.legal_day(at), reason="", **ledger.step_clock(duty, at),
    )  # fmt: skip
    ledger.record(
        actor, rights.SUBMITTED, duty, before=before,
        after={"state": duty.state, "proof": duty.proof}, at=at,
    )  # fmt: skip
    ledger.silence([duty.pk])
    if duty.overseer_id and duty.overseer_id != actor.organisation_id:
        ledger.notice_for(duty, notices.SUBMITTED, at=at, organisation_id=duty.overseer_id).save()
    return duty


@transaction.atomic
def duty_files_add(
    *, actor: Actor, duty_id: int, files: Sequence[SafeFile], at: datetime | None = None
) -> Duty:
    """Add files to proof that nobody has accepted yet. No clock moves."""
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_ACT)
    _need_open(duty)
    return _set_proof(actor, duty, [*pieces_of(duty), *_keep(actor, duty, files, at)], at)


@transaction.atomic
def duty_file_remove(*, actor: Actor, duty_id: int, ref: str, at: datetime | None = None) -> Duty:
    """Take one file back, as long as nobody has accepted the proof and what is left still proves it."""
    at = at or clock.now()
    duty = ledger.load(actor, duty_id, rights.DUTY_ACT)
    _need_open(duty)
    pieces = pieces_of(duty)
    left = [piece for piece in pieces if not (is_file(piece) and piece.ref == ref)]
    if len(left) == len(pieces):
        raise Conflict(
            "file-gone",
            _("This file is not part of the proof any more."),
            remedy=_("Look at the duty again."),
        )
    if duty.state == DutyState.SUBMITTED:
        need_proof(duty, left)
    attachment_remove(actor=actor, ref=ref, at=at)
    return _set_proof(actor, duty, left, at)


def _set_proof(actor: Actor, duty: Duty, pieces: Sequence[Proof], at: datetime) -> Duty:
    before, duty.proof = {"proof": duty.proof}, [asdict(piece) for piece in pieces]
    duty.changed_at = at
    duty.save(update_fields=["proof", "changed_at"])
    ledger.record(
        actor, rights.PROOF_CHANGED, duty, before=before, after={"proof": duty.proof}, at=at
    )
    return duty


def _keep(actor: Actor, duty: Duty, files: Sequence[SafeFile], at: datetime) -> list[Proof]:
    if not files:
        return []
    return [
        piece_of(row)
        for row in attachments_add(actor=actor, owner=owner_of(duty), files=files, at=at)
    ]


def _need_open(duty: Duty) -> None:
    if duty.state not in OPEN_TO_FILES:
        raise Conflict(
            "proof-closed",
            _("Files are added and taken back only while the proof waits to be accepted."),
            remedy=_("Submit the proof first; if it was accepted, have the duty reopened."),
        )
