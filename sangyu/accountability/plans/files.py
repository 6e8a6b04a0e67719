"""Whose files may be opened: the evidence of a gate by who sees the plan, that of a return as the return itself."""

from __future__ import annotations

from sangyu.accountability.plans.selectors import sees_gate_item, sees_line
from sangyu.accountability.plans.types import GATE_OWNER, LINE_OWNER
from sangyu.kernel.attachments import registry

registry.register(GATE_OWNER, sees_gate_item)
registry.register(LINE_OWNER, sees_line)
