"""What may be shown without a stated purpose: enough to recognise a known person, too little to learn a new one."""

from __future__ import annotations

import re

from sangyu.kernel.ids import mask_resident_id

__all__ = ["mask_address", "mask_bank_card", "mask_name", "mask_phone", "mask_resident_id"]

_HIDDEN = "****"
_PLACE_END = re.compile(r"(?:街道|社区|[省市州盟区县旗镇乡村])(?![政委民场])")
_DETAIL = re.compile(r"[0-9\uff10-\uff19]|[路巷弄号]|街(?!道)")


def mask_name(name: str) -> str:
    """王*明, 王*; at most two stars, so that the length of a long name is not told either: 阿**提."""
    if len(name) < 2:
        return "*" * len(name)
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * min(len(name) - 2, 2) + name[-1]


def mask_phone(phone: str) -> str:
    """138****5678; a landline keeps its last two digits."""
    if len(phone) >= 11:
        return f"{phone[:-8]}{_HIDDEN}{phone[-4:]}"
    return _HIDDEN + phone[-2:] if len(phone) > 5 else "*" * len(phone)


def mask_bank_card(number: str) -> str:
    """**** 1234."""
    return f"{_HIDDEN} {number[-4:]}" if len(number) > 8 else "*" * len(number)


def mask_address(address: str) -> str:
    """The administrative names it begins with, down to the village or community; never a road or a house number."""
    detail = _DETAIL.search(address)
    public = address[: detail.start()] if detail else address[:-1]
    kept = max((place.end() for place in _PLACE_END.finditer(public)), default=0)
    return address[:kept] + _HIDDEN if address else ""
