"""The audit trail: who did what to which record, when, on which clause; append-only and sealed.

This room owns the entries, their seals and the checks of both. Services of every room write here:

    from sangyu.kernel import audit

    audit.register("registry.elder.updated", _("%(who)s changed the record of %(object)s"), redact={"phone"})
    audit.record(actor, "registry.elder.updated", kind="elder", id=elder.pk, area_code=elder.area_code,
                 before={…}, after={…})

`audit.record_many` writes many entries by COPY, `audit.record_select` writes one per row of a SELECT, `audit.viewed`
records that a person looked at personal data, and for what purpose. `audit.selectors.history` is the history of one
object, ready for `{% timeline %}`; `audit.describe` lends it the names of an object's fields. An entry needs an open
transaction only if the change it tells of does.

Clauses: Cybersecurity Law (logs kept no less than six months); GB/T 22239-2019 level 3 (audit protected and
unstoppable); GB/T 32905 (SM3).
"""

from __future__ import annotations

from sangyu.kernel.audit.codes import register
from sangyu.kernel.audit.kinds import choices_of, describe, words_of
from sangyu.kernel.audit.services import record, record_many, record_select, viewed
from sangyu.kernel.audit.types import Subject

__all__ = [
    "Subject", "choices_of", "describe", "record", "record_many", "record_select", "register", "viewed", "words_of",
]  # fmt: skip
