"""What can be wrong with a cell or a row: a code kept in the database, put into words for the reader's language.

A problem never carries personal data in clear: values that are numbers of a person, a phone or a card are masked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_LONG_NUMBER = re.compile(r"\d{7,}[\dXx]*")
SHOWN = 40
"""Characters of a faulty value that are shown."""


def mask_numbers(text: str) -> str:
    """Any run of seven digits or more, whatever column it stands in, keeps its ends only; the rest is cut short."""
    shown = _LONG_NUMBER.sub(_masked, text)
    return shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"


def _masked(match: re.Match[str]) -> str:
    number = match[0]
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


@dataclass(frozen=True)
class CellProblem:
    """One thing wrong with one cell (or, with `field` "", with the row). `is_fatal` keeps the row out."""

    code: str
    field: str = ""
    value: str = ""
    is_fatal: bool = True
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "field": self.field,
            "value": self.value,
            "fatal": self.is_fatal,
            "params": dict(self.params),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["code"], data["field"], data["value"], data["fatal"], data["params"])

    @property
    def why(self) -> str:
        return str(_SENTENCES[self.code][0]) % self.params

    @property
    def remedy(self) -> str:
        return str(_SENTENCES[self.code][1]) % self.params


def known_codes() -> frozenset[str]:
    """Every code that has its sentences."""
    return frozenset(_SENTENCES)


_Text = str | Promise
_COMPARE_CARD = _("Compare it with the identity card.")
_SENTENCES: dict[str, tuple[_Text, _Text]] = {
    # any cell
    "cell.long": (
        _("The text has more than %(limit)d characters."),
        _("Shorten it; put only this column's matter into the cell."),
    ),
    "cell.formula": (
        _("The text begins like a formula, as an attack on the next reader does."),
        _("Take away the leading sign, or paste the value instead of the formula."),
    ),
    "cell.control": (
        _("The text holds invisible control characters."),
        _("Clear the cell and type the text again."),
    ),
    "cell.error": (
        _("The spreadsheet shows an error here, so the value is not known."),
        _("Mend the formula, or type the value."),
    ),
    "cell.required": (_("This must be filled in."), _("Fill in the cell.")),
    # names
    "name.digits": (
        _("A name has no digits or signs."),
        _("Move numbers and remarks into their own columns."),
    ),
    "name.short": (_("A name has at least two characters."), _("Write the full name.")),
    "name.placeholder": (
        _("This is a placeholder and not a name."),
        _("Write the person's name."),
    ),
    # resident IDs
    "id.spreadsheet": (
        _("The spreadsheet has turned this resident ID into a number; its last digits are lost."),
        _("Format the column as text and fill it again from the source."),
    ),
    "id.length": (
        _("A resident ID has 18 characters (15 before 1999); this one has %(length)d."),
        _("Look for a missing or doubled digit."),
    ),
    "id.character": (
        _("Position %(position)d of the resident ID is not a digit."),
        _("Only the 18th may be X; O, I and l are often typed for digits."),
    ),
    "id.area": (_("No province has the code that the resident ID begins with."), _COMPARE_CARD),
    "id.demo": (
        _("Numbers that begin with 99 belong to the made-up people of demonstrations."),
        _("Take the number from the person's identity card."),
    ),
    "id.birth": (_("The birth date within the resident ID is impossible."), _COMPARE_CARD),
    "id.check": (
        _("The last character does not fit the other 17, so one of the 18 is wrong."),
        _("Compare each digit with the identity card; two may have changed places."),
    ),
    "id.cut": (
        _("The resident ID ends in 000 and does not check: a spreadsheet has cut its end."),
        _("Format the column as text and fill it again from the source."),
    ),
    "id.legacy": (
        _("The resident ID has the 15 digits of before 1999; it was brought to 18."),
        _("Ask to see the present card."),
    ),
    "id.century": (
        _("The 15-digit number may belong to somebody born in the 1800s; it was read as 1900s."),
        _("Ask to see the present card."),
    ),
    "id.sex": (
        _("The resident ID says %(expected)s, the column says otherwise."),
        _("Compare both with the identity card and mend the wrong one."),
    ),
    "id.birth-date": (
        _("The resident ID says born on %(expected)s, the column says otherwise."),
        _("Compare both with the identity card and mend the wrong one."),
    ),
    "id.duplicate": (
        _("The same resident ID stands in row %(rows)s of this file."),
        _("Keep one of the rows, or mend the wrong number."),
    ),
    "id.none": (
        _("There is no resident ID, so the person is matched by name, birth date and area."),
        _("Fill in the number when it is known."),
    ),
    # dates
    "date.unreadable": (
        _("This is not a date that can be read with certainty."),
        _("Write it as 1950-01-31."),
    ),
    "date.short-year": (
        _("The year has two digits, so the century is uncertain."),
        _("Write the year with four digits, as in 1950-01-31."),
    ),
    "date.no-day": (
        _("The day of the month is missing."),
        _("Write year, month and day, as in 1950-01-31."),
    ),
    "date.lunar": (
        _("This is a date of the lunar calendar."),
        _("Write the date of the identity card, as in 1950-01-31."),
    ),
    "date.ambiguous": (
        _("Day and month cannot be told apart."),
        _("Write it as 1950-01-31."),
    ),
    "date.impossible": (_("There is no such day."), _("Compare it with the source.")),
    "date.future": (_("The day lies in the future."), _("Compare it with the source.")),
    "date.ancient": (
        _("The day would make the person older than anybody ever was."),
        _("Compare it with the source."),
    ),
    # phones and cards
    "phone.unreadable": (
        _("This is neither a mobile number (11 digits) nor a land line (area code and number)."),
        _("Correct it, or leave it empty; of two numbers give the second to the contact columns."),
    ),
    "phone.second": (
        _("The cell holds two numbers; the first was taken."),
        _("Put the second into the emergency contact's column."),
    ),
    "card.unreadable": (
        _("A bank card number has 12 to 19 digits."),
        _("Format the column as text and fill it again from the card."),
    ),
    "card.spreadsheet": (
        _("The spreadsheet has turned this card number into a number; its last digits are lost."),
        _("Format the column as text and fill it again from the card."),
    ),
    "card.check": (
        _("The last digit does not fit the rest of the card number."),
        _("Compare it with the card."),
    ),
    # codes and words
    "code.unknown": (
        _("This is not one of the words known for this column: %(known)s."),
        _("Choose one of them, or leave the cell empty."),
    ),
    "yes.unknown": (_("This is neither a yes nor a no."), _("Write 是 or 否.")),
    "category.unknown": (
        _("“%(word)s” is not a known category of persons."),
        _("Use the words of the template, separated by 、."),
    ),
    # areas
    "area.unknown": (
        _("There is no community of this name in your area."),
        _("Write it as the registry does. Perhaps: %(suggestions)s."),
    ),
    "area.unknown-bare": (
        _("There is no community of this name in your area."),
        _("Write the name or the 12-digit code as the registry does."),
    ),
    "area.ambiguous": (
        _("Several communities have this name: %(suggestions)s."),
        _("Give the town as well, or the 12-digit code."),
    ),
    "area.town-only": (
        _("The community is missing; only the town is given."),
        _("Fill in the community or village."),
    ),
    "area.outside": (
        _("The area lies outside of yours."),
        _("Leave the row to the town that it belongs to."),
    ),
    "area.missing": (
        _("Neither town nor community is given."),
        _("Fill in the community, or choose one for the whole file."),
    ),
    "area.similar": (
        _("Read as %(area)s."),
        _("Check it; write the name as the registry does to be sure."),
    ),
    # rows
    "row.no-key": (
        _("Neither resident ID nor birth date is given, so the person cannot be told from others."),
        _("Fill in one of the two."),
    ),
    "row.young": (
        _("The person is younger than %(age)d."),
        _("Check the birth date; people are registered from their %(age)dth birthday on."),
    ),
    "row.several": (
        _("Several people in the registry have this name, birth date and area."),
        _("Fill in the resident ID."),
    ),
    "row.alike": (
        _(
            "Your register has somebody of the same name and birth date under another number or community."
        ),
        _(
            "Compare the two; if it is the same person, leave the row out or merge the records afterwards."
        ),
    ),
    "row.elsewhere": (
        _("The person is on the register of another town."),
        _("Ask that town for a transfer."),
    ),
    "row.left": (
        _("The registry says that this person has died or moved away."),
        _("Check with the family; take back the death or move on the person's page first."),
    ),
    "row.other-name": (
        _("The registry knows this resident ID under another name (%(name)s)."),
        _("Compare the number with the identity card; a new name is changed on the person's page."),
    ),
    "row.stale": (
        _("The person's record was changed by somebody else after this preview."),
        _("Download the rows that were not accepted, compare them and upload them again."),
    ),
    "row.footer": (
        _("The row looks like a total or a signature and not like a person."),
        _("Nothing to do if so; else fill in name and resident ID."),
    ),
    "row.header": (_("The row repeats the header."), _("Nothing to do.")),
    "row.refused": (
        _("The registry refused the change: %(why)s"),
        _("Change it on the person's page."),
    ),
    "undo.changed": (
        _("The person's record was changed after the import, so it was left as it is."),
        _("Look at the record and change it by hand."),
    ),
    "row.repeated": (
        _("The row repeats row %(rows)s."),
        _("Nothing to do; the other row is read."),
    ),
    "row.same-person": (
        _("Row %(rows)s is about the same person."),
        _("Keep one of the rows."),
    ),
    "id.other": (
        _("This cannot be the number of a passport or permit."),
        _("Write its letters and digits only."),
    ),
    "id.repeated": (
        _("Row %(rows)s has the same resident ID and was refused; this first one is taken."),
        _("Check that the number is this person's."),
    ),
    "category.derived": (
        _(
            "This category follows from other columns (ability, disability, support) and is not taken from a tick."
        ),
        _("Fill in the column that it follows from."),
    ),
    "category.contradicts": (
        _("The tick “%(category)s” contradicts this column; the column was taken."),
        _("Correct the one that is wrong."),
    ),
    "contact.kept": (
        _("The registry has another phone of this contact; it was left."),
        _("Change it on the person's page."),
    ),
    "field.proposed": (
        _("A change of this field from this source needs approval, so it is proposed only."),
        _("The town clerk approves it on the person's page."),
    ),
    "field.refused": (
        _("This field may not be changed from this source."),
        _("Change it on the person's page, with proof."),
    ),
}
