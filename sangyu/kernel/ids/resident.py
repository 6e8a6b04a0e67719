"""The resident ID of people, GB 11643-1999."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.clock import today
from sangyu.kernel.errors import Text
from sangyu.kernel.ids.common import DIGITS, BadIdentifier, Remark, normalise

DEMO_PREFIX = "99"
"""No province has it: synthetic people carry it, so that none of them can match a real person."""
LONGEST_LIFE = 122
"""Years; an older holder is worth a warning."""
OLDEST_YEARS = 150
"""An older birth date is refused. Not nearer, since registers keep the dead (the standard's example is of 1880)."""

_PROVINCES = frozenset(
    f"{region}{number}"
    for region, numbers in (
        ("1", "12345"),
        ("2", "123"),
        ("3", "1234567"),
        ("4", "123456"),
        ("5", "01234"),
        ("6", "12345"),
        ("7", "1"),
        ("8", "123"),
    )
    for number in numbers
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CENTENARIAN_SEQUENCES = frozenset(("996", "997", "998", "999"))
_SPREADSHEET_NUMBER = re.compile(r"[0-9]([.][0-9]+)?E[+]?[0-9]{1,2}|[0-9]{15,18}[.]0*")


class Sex(StrEnum):
    """GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSPECIFIED = "9"


@dataclass(frozen=True)
class ResidentId:
    """A valid resident ID in its 18-character form, and what it tells of its holder."""

    number: str
    birth_date: date
    sex: Sex
    area_code: str
    was_legacy: bool = False
    warnings: tuple[Remark, ...] = ()

    @property
    def masked(self) -> str:
        return mask_resident_id(self.number)

    @property
    def is_demo(self) -> bool:
        return self.number.startswith(DEMO_PREFIX)

    def __repr__(self) -> str:
        """Masked, so that no log or traceback carries the number."""
        return f"ResidentId({self.masked})"

    def __str__(self) -> str:
        return self.masked


def resident_id_parse(
    text: str,
    *,
    on: date | None = None,
    demo: bool | None = None,
    is_known_area: Callable[[str], bool] | None = None,
) -> ResidentId:
    """The resident ID in `text`, 18 characters or the 15 digits used before 1999; raises `BadIdentifier`.

    `on` is the day against which a birth date is in the future or too long ago (default today). `demo` accepts the
    unassigned prefix 99 (default: the setting SANGYU_DEMO). Area codes are not looked up, since people keep the
    code of a county long abolished; `is_known_area` may be given to have a warning for an unlisted one.
    """
    number, on = normalise(text), on or today()
    _check_shape(number)
    was_legacy = len(number) == 15
    if was_legacy:
        number = number[:6] + "19" + number[6:]
    _check_province(
        number, demo=bool(getattr(settings, "SANGYU_DEMO", False)) if demo is None else demo
    )
    born = _birth_date(number, was_legacy=was_legacy, on=on)
    check = resident_id_check_character(number[:17])
    if was_legacy:
        number += check
    elif number[17] != check:
        raise _bad_check(number)
    return ResidentId(
        number=number,
        birth_date=born,
        sex=Sex.MALE if int(number[16]) % 2 else Sex.FEMALE,
        area_code=number[:6],
        was_legacy=was_legacy,
        warnings=tuple(
            _id_warnings(number, was_legacy=was_legacy, on=on, is_known_area=is_known_area)
        ),
    )


def resident_id_check_character(first_17: str) -> str:
    """The 18th character that belongs to 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def mask_resident_id(number: str) -> str:
    """`522601********1234`: the area and the last four; a text of any other length is hidden but for its end."""
    if len(number) == 18:
        return f"{number[:6]}********{number[-4:]}"
    if len(number) == 15:
        return f"{number[:6]}******{number[-3:]}"
    return "*" * max(len(number) - 2, 0) + number[-2:] if len(number) > 6 else "*" * len(number)


def _check_shape(number: str) -> None:
    if not number:
        raise BadIdentifier(
            "resident-id-empty", _("No resident ID is given."), remedy=_("Type its 18 characters.")
        )
    if _SPREADSHEET_NUMBER.fullmatch(number):
        raise BadIdentifier(
            "resident-id-spreadsheet-number",
            _("A spreadsheet has turned this resident ID into a number; its last digits are lost."),
            remedy=_("Format the column as text and fill it again from the source."),
        )
    if len(number) not in (15, 18):
        raise BadIdentifier(
            "resident-id-length",
            _("A resident ID has 18 characters (15 before 1999); this one has %(length)d.")
            % {"length": len(number)},
            remedy=_("Look for a missing or doubled digit."),
        )
    for position, character in enumerate(number, start=1):
        if character not in DIGITS and not (position == 18 and character == "X"):
            raise BadIdentifier(
                "resident-id-character",
                _("Position %(position)d of the resident ID is not a digit.")
                % {"position": position},
                remedy=_(
                    "Only the 18th may be X. The letters O, I and l are often typed for digits."
                ),
                position=position,
            )


def _check_province(number: str, *, demo: bool) -> None:
    if number[:2] in _PROVINCES or (demo and number.startswith(DEMO_PREFIX)):
        return
    if number.startswith(DEMO_PREFIX):
        raise BadIdentifier(
            "resident-id-demo",
            _("The prefix 99 (positions 1 and 2) belongs to the made-up people of demonstrations."),
            remedy=_("Take the number from the person's identity card."),
            position=1,
        )
    raise BadIdentifier(
        "resident-id-area",
        _("No province has the code that the resident ID begins with (positions 1 and 2)."),
        remedy=_("Compare the first two digits with the identity card."),
        position=1,
    )


def _birth_date(number: str, *, was_legacy: bool, on: date) -> date:
    shift = -2 if was_legacy else 0  # positions are those of the number as given
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if not 1 <= month <= 12:
        raise _bad_date(
            "resident-id-month",
            _("The birth month (positions %(first)d to %(last)d) is not between 01 and 12."),
            11 + shift,
        )
    try:
        born = date(year, month, day)
    except ValueError:
        raise _bad_date(
            "resident-id-day",
            _("The birth month has no such day (positions %(first)d to %(last)d)."),
            13 + shift,
        ) from None
    if born > on:
        raise _bad_date(
            "resident-id-future",
            _("The birth date (positions %(first)d to %(last)d) lies in the future."),
            7,
            last=14 + shift,
        )
    if on.year - year > OLDEST_YEARS:
        raise _bad_date(
            "resident-id-too-old",
            _("The birth date (positions %(first)d to %(last)d) is over 150 years ago."),
            7,
            last=14 + shift,
        )
    return born


def _bad_date(code: str, message: Text, first: int, last: int | None = None) -> BadIdentifier:
    return BadIdentifier(
        code,
        str(message) % {"first": first, "last": last or first + 1},
        remedy=_("Compare the birth date with the identity card."),
        position=first,
    )


def _bad_check(number: str) -> BadIdentifier:
    """A spreadsheet keeps 15 digits of a number and fills the rest with zeros."""
    remedy = (
        _("It ends in 000, as when a spreadsheet has cut it: fill it again from the source.")
        if number.endswith("000")
        else _("Compare each digit with the identity card; two may have changed places.")
    )
    return BadIdentifier(
        "resident-id-check",
        _(
            "The check character (position 18) does not fit the other 17, so one of the 18 is wrong."
        ),
        remedy=remedy,
        position=18,
    )


def _id_warnings(
    number: str, *, was_legacy: bool, on: date, is_known_area: Callable[[str], bool] | None
) -> list[Remark]:
    warnings = []
    if was_legacy and number[14:17] in _CENTENARIAN_SEQUENCES:
        warnings.append(
            Remark(
                "resident-id-century",
                _(
                    "In 15-digit numbers the sequences 996 to 999 marked people born in the"
                    " 1800s; the birth date was read as one in the 1900s."
                ),
            )
        )
    if on.year - int(number[6:10]) > LONGEST_LIFE:
        warnings.append(
            Remark(
                "resident-id-very-old",
                _("Its holder would be older than anybody has ever become; check the birth year."),
            )
        )
    if is_known_area is not None and not is_known_area(number[:6]):
        warnings.append(
            Remark(
                "resident-id-area-retired",
                _(
                    "The area code (positions 1 to 6) is not in today's list; it may be a retired one."
                ),
            )
        )
    return warnings
