"""Numbers that name a person (GB 11643-1999) or an organisation (GB 32100-2015).

No database. Every refusal is a `BadIdentifier` with a code, the position at fault and what to do; what is odd but
lawful comes back as warnings. Messages never repeat the number itself.
"""

from __future__ import annotations

from sangyu.kernel.ids.common import BadIdentifier, Remark, normalise
from sangyu.kernel.ids.resident import (
    DEMO_PREFIX,
    ResidentId,
    Sex,
    mask_resident_id,
    resident_id_check_character,
    resident_id_parse,
)
from sangyu.kernel.ids.unified import (
    UnifiedCode,
    organisation_code_check_character,
    unified_code_check_character,
    unified_code_parse,
)

__all__ = [
    "DEMO_PREFIX",
    "BadIdentifier",
    "Remark",
    "ResidentId",
    "Sex",
    "UnifiedCode",
    "mask_resident_id",
    "normalise",
    "organisation_code_check_character",
    "resident_id_check_character",
    "resident_id_parse",
    "unified_code_check_character",
    "unified_code_parse",
]
