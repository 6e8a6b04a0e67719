"""The files of evidence: kept with the elder's record, in the transaction of the change they prove."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from sangyu.kernel import pii
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.services import attachments_add, attachments_finish
from sangyu.kernel.attachments.types import Owner
from sangyu.people.registry.models import Elder
from sangyu.people.registry.types import FILE_OWNER, Evidence


def owner_of(elder: Elder) -> Owner:
    """The record as the owner of files; its name is masked, for the trail outlives the record."""
    return Owner(FILE_OWNER, str(elder.pk), elder.area_code, pii.mask_name(elder.name))


def kept(actor: Actor, elder: Elder, evidence: Evidence, at: datetime) -> Evidence:
    """The same evidence, its files kept and named by their bundle. What was recorded with them stays provable."""
    if not evidence.uploads:
        return evidence
    bundle = uuid.uuid4()
    owner = owner_of(elder)
    attachments_add(actor=actor, owner=owner, files=evidence.uploads, bundle=bundle, at=at)
    attachments_finish(owner=owner)
    return replace(evidence, proof_file=str(bundle), uploads=())
