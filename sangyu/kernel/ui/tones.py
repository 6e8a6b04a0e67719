"""What a tone, a risk colour and an urgency look like; never colour alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

TONES = {
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-circle",
    "info": "info-circle",
    "muted": "circle",
}
RISKS: dict[str, tuple[Any, str]] = {
    "red": (_("Red: extreme risk"), "alert-circle"),
    "orange": (_("Orange: high risk"), "alert-triangle"),
    "yellow": (_("Yellow: medium risk"), "flag"),
    "green": (_("Green: low risk"), "shield-check"),
}
URGENCY_TONES = {
    "late": ("bad", "alert-circle"),
    "today": ("warn", "clock"),
    "soon": ("warn", "clock"),
}
