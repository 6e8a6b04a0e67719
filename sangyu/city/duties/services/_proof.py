"""Pieces of proof: what lies with a duty, which of it are kept files, whether it proves what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sangyu.city.duties import registry
from sangyu.city.duties.models import Duty
from sangyu.city.duties.types import FILE_OWNER, Proof, ProofKind
from sangyu.kernel.attachments.types import AttachmentRow, Owner
from sangyu.kernel.errors import Conflict, DomainError


def owner_of(duty: Duty) -> Owner:
    """The duty as the owner of its files."""
    return Owner(FILE_OWNER, str(duty.pk), duty.area_code, duty.title)


def pieces_of(duty: Duty) -> list[Proof]:
    """What lies with the duty."""
    return [Proof(**piece) for piece in duty.proof]


def is_file(piece: Proof) -> bool:
    """A kept file, as against a reference to one that lies elsewhere."""
    return piece.kind == ProofKind.FILE and bool(piece.digest)


def files_of(duty: Duty, replaced: Sequence[Proof] = ()) -> list[Proof]:
    """The kept files among the proof that lies there, without those that the new proof names itself."""
    named = {piece.ref for piece in replaced}
    return [piece for piece in pieces_of(duty) if is_file(piece) and piece.ref not in named]


def piece_of(row: AttachmentRow) -> Proof:
    """A kept file as a piece of proof."""
    return Proof(ProofKind.FILE, str(row.ref), row.name, row.digest, row.url)


def need_by_hand(duty: Duty) -> None:
    """Refuse a written account where only the decision itself keeps the duty."""
    kind = registry.kind_of(duty.kind)
    if not kind.by_hand:
        raise Conflict(
            "duty-kept-elsewhere",
            _("This duty is kept by the decision itself, not by a written account."),
            remedy=_("Open the page where it is done, and decide there."),
        )


def need_proof(duty: Duty, proof: Sequence[Proof]) -> None:
    """Refuse what does not prove what the duty asks for."""
    need = ProofKind(duty.proof_required)
    if need == ProofKind.NONE or any(piece.kind == need and piece.ref.strip() for piece in proof):
        return
    raise DomainError(
        "proof-missing",
        _("This duty needs proof of the kind “%(kind)s”.") % {"kind": need.label},
        field="files" if need == ProofKind.FILE else "proof",
        remedy=_("Add the proof, then submit again."),
    )
