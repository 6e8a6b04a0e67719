"""How targets and their standing are told, in the reader's language: values with units, asked values, every reason."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.accountability.indicators.choices import WINGS, Colour, Modality, Operator, Unit
from sangyu.accountability.indicators.models import IndicatorVersion, Target
from sangyu.accountability.indicators.rules.states import Reason
from sangyu.accountability.indicators.selectors.targets import Held
from sangyu.accountability.indicators.wording import spoken
from sangyu.kernel.ui import formats

TONES = {
    Colour.GREEN: "risk-green",
    Colour.YELLOW: "risk-yellow",
    Colour.ORANGE: "risk-orange",
    Colour.RED: "risk-red",
    Colour.NONE: "muted",
}
ICONS = {
    Colour.GREEN: "circle-check",
    Colour.YELLOW: "flag",
    Colour.ORANGE: "alert-triangle",
    Colour.RED: "alert-circle",
    Colour.NONE: "clock",
}
TENTH = Decimal("0.1")

REASONS: dict[str, str | Promise] = {
    "waits": gettext_lazy("Waiting for data from: %(room)s."),
    "from": gettext_lazy("The target holds from %(day)s."),
    "no-value": gettext_lazy("Nothing had been counted by %(day)s."),
    "nobody": gettext_lazy("As of %(day)s nobody met the denominator."),
    "reached": gettext_lazy("%(value)s as of %(day)s; %(asked)s is asked."),
    "not-held": gettext_lazy("%(value)s as of %(day)s; %(asked)s is asked at all times."),
    "missed": gettext_lazy("%(asked)s was due by %(due)s; the value as of %(day)s is %(value)s."),
    "not-since": gettext_lazy("Something was due by %(due)s, and nothing has been counted since %(day)s."),
    "begun": gettext_lazy("First value %(value)s; the path leads from here to %(next)s by %(due)s."),
    "on-path": gettext_lazy("%(value)s as of %(day)s; the path to %(next)s by %(due)s asks %(asked)s on that day."),
    "behind": gettext_lazy("%(value)s as of %(day)s; the path to %(next)s by %(due)s asks %(asked)s: %(gap)s behind."),
    "far-behind": gettext_lazy(
        "%(value)s as of %(day)s; the path to %(next)s by %(due)s asks %(asked)s: %(gap)s behind, "
        "more than a tolerable part of the step."
    ),
    "not-binding": gettext_lazy("The clause says “%(modality)s”: it cannot be breached."),
    "unknown": gettext_lazy("For %(count)s of %(total)s it cannot be told; they do not count as met."),
    "reported": gettext_lazy("The figure is self-reported, not counted from records."),
    "by-hand": gettext_lazy("The target was typed by hand and rests on no paper."),
}  # fmt: skip


def value_text(value: Decimal | None, unit: str) -> str:
    """A value with its unit. Shares are cut, not rounded, so that 54.99 never looks like 55."""
    if value is None:
        return formats.NOTHING
    if unit == Unit.PERCENT:
        return f"{value.quantize(TENTH, rounding=ROUND_DOWN):,.1f}%"
    return formats.number(value)


def asked_text(operator: str, value: Decimal, unit: str) -> str:
    """What is asked: ≥ 55%."""
    shown = formats.number(value, 0 if value == value.to_integral() else 1)
    return f"{Operator(operator).label} {shown}{'%' if unit == Unit.PERCENT else ''}"


def reason_text(reason: Reason, unit: str) -> str:
    """One reason as a sentence."""
    return str(REASONS[reason.code]) % {
        name: _word(name, value, unit) for name, value in reason.words.items()
    }


def _word(name: str, value: object, unit: str) -> str:
    if isinstance(value, Decimal):
        return value_text(value, unit)
    if isinstance(value, date):
        return formats.day(value)
    if name == "room":
        return room_text(str(value))
    return str(Modality(str(value)).label) if name == "modality" else str(value)


def room_text(code: str) -> str:
    """The room whose records are still to come."""
    return str(WINGS.get(code, code))


def reasons_of(held: Held) -> list[str]:
    """Why a target stands as it does."""
    return [reason_text(reason, held.version.unit) for reason in held.state.reasons]


def title_of_version(version: IndicatorVersion) -> str:
    """An indicator's name."""
    return spoken(version.title)


def clause_of(target: Target) -> str:
    """The clause a target rests on: document and item; what was typed by hand says so."""
    name = target.document_number or (
        f"《{target.document_title}》" if target.document_title else ""
    )
    return f"{name} {target.item}".strip() or _("Typed by hand")
