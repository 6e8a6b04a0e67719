"""The unified social credit code of organisations, GB 32100-2015."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ids.common import DIGITS, BadIdentifier, Remark, normalise

_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_VALUES = {character: value for value, character in enumerate(_CODE_ALPHABET)}
_CODE_WEIGHTS = tuple(pow(3, power, 31) for power in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class UnifiedCode:
    """A valid unified social credit code, taken apart. Public data, never masked."""

    code: str
    registrar: str
    kind: str
    area_code: str
    organisation_code: str
    warnings: tuple[Remark, ...] = ()


def unified_code_parse(text: str) -> UnifiedCode:
    """The unified social credit code in `text`; raises `BadIdentifier`.

    Validity is the 18th character's. The organisation code within (9th to 17th) has a check digit of its own, which
    some codes in force do not keep, so a mismatch there is a warning.
    """
    code = normalise(text)
    if not code:
        raise BadIdentifier(
            "uscc-empty",
            _("No unified social credit code is given."),
            remedy=_("Type its 18 characters."),
        )
    if len(code) != 18:
        raise BadIdentifier(
            "uscc-length",
            _("A unified social credit code has 18 characters; this one has %(length)d.")
            % {"length": len(code)},
            remedy=_("Copy it again from the certificate."),
        )
    for position, character in enumerate(code, start=1):
        if character not in _CODE_VALUES:
            raise _bad_code_character(position)
    if code[17] != unified_code_check_character(code[:17]):
        raise BadIdentifier(
            "uscc-check",
            _(
                "The check character (position 18) does not fit the other 17, so one of the 18 is wrong."
            ),
            remedy=_(
                "Compare each character with the certificate; 0 and D, 8 and B, 2 and Z are easily confused."
            ),
            position=18,
        )
    return UnifiedCode(code, code[0], code[1], code[2:8], code[8:17], tuple(_code_warnings(code)))


def unified_code_check_character(first_17: str) -> str:
    """The 18th character that belongs to the first 17."""
    total = sum(_CODE_VALUES[c] * weight for c, weight in zip(first_17, _CODE_WEIGHTS, strict=True))
    return _CODE_ALPHABET[(31 - total % 31) % 31]


def organisation_code_check_character(first_8: str) -> str:
    """The 9th character of an organisation code (GB 11714)."""
    total = sum(
        int(c, 36) * weight for c, weight in zip(first_8, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0X987654321"[total % 11]


def _bad_code_character(position: int) -> BadIdentifier:
    return BadIdentifier(
        "uscc-character",
        _("Position %(position)d of the unified social credit code has a character it never uses.")
        % {"position": position},
        remedy=_("Codes have digits and capital letters but no I, O, S, V, Z: type 1, 0, 5, U, 2."),
        position=position,
    )


def _code_warnings(code: str) -> list[Remark]:
    warnings = []
    if not DIGITS.issuperset(code[2:8]):
        warnings.append(
            Remark("uscc-area", _("The area code within (positions 3 to 8) is not all digits."))
        )
    if organisation_code_check_character(code[8:16]) != code[16]:
        warnings.append(
            Remark(
                "uscc-organisation-check",
                _(
                    "The organisation code within (positions 9 to 17) does not keep its own check"
                    " digit; some codes in force do not. Compare it with the certificate."
                ),
            )
        )
    return warnings
