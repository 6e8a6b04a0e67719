"""Personal data at rest and on the screen: sealed with SM4-GCM, found by a keyed blind index, shown masked.

    sealed = pii.seal("522601…", "resident-id")         bytes for a `SealedField`
    index = pii.blind_index("522601…", "resident-id")   32 bytes for a `BlindIndexField`; equal texts, equal indexes
    indexes = pii.blind_index_every(["522601…"], "resident-id")     to search by, also while the HMAC key is replaced
    text = pii.open_(sealed, "resident-id")             raises `Unreadable` if a bit was changed

A label names the purpose ("resident-id", "phone"); it is bound into both, so a value moved to a column of another
purpose does not open. Normalise before indexing (`ids.resident_id_parse(…).number`). `seal_many` and
`blind_index_many` are for COPY. What this is not: access control or audit of unmasking; services do those.
"""

from __future__ import annotations

from sangyu.kernel.pii.fields import BlindIndexField, SealedField
from sangyu.kernel.pii.keys import KeysUnusable, ensure_ready
from sangyu.kernel.pii.masking import (
    mask_address,
    mask_bank_card,
    mask_name,
    mask_phone,
    mask_resident_id,
)
from sangyu.kernel.pii.sealed_columns import Column, columns, register_column
from sangyu.kernel.pii.sealing import (
    Unreadable,
    blind_index,
    blind_index_every,
    blind_index_many,
    is_index_rotating,
    masked_many,
    open_,
    open_many,
    seal,
    seal_many,
)

__all__ = [
    "BlindIndexField",
    "Column",
    "KeysUnusable",
    "SealedField",
    "Unreadable",
    "blind_index",
    "blind_index_every",
    "blind_index_many",
    "columns",
    "ensure_ready",
    "is_index_rotating",
    "mask_address",
    "mask_bank_card",
    "mask_name",
    "mask_phone",
    "mask_resident_id",
    "masked_many",
    "open_",
    "open_many",
    "register_column",
    "seal",
    "seal_many",
]
