"""The forms of the plans room."""

from __future__ import annotations

from sangyu.accountability.plans.forms.filters import TaskFilter

__all__ = ["TaskFilter"]
