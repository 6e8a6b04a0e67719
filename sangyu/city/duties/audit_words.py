"""What the trail calls duties, their rules and notices (kernel.audit.describe)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from sangyu.city.duties.models import Duty, DutyRule
from sangyu.city.organisations.selectors import account_name, unit_name
from sangyu.kernel import audit

EXTRAS = {
    "assignee": _("Assigned to"), "owner": _("Owed by"), "due": _("Due"), "lead": _("Leading unit"),
    "overseer": _("Overseen by"), "parent": _("Part of"), "rule": _("Rule"),
    "steps": _("Escalation steps"), "parties": _("Other units"), "file": _("File"),
    "sm3": _("Digest (SM3)"), "size": _("Size in bytes"), "starts_on": _("From"),
}  # fmt: skip


def declare() -> None:
    """Lend the names. Units and people stand in entries by their numbers; they show by their names of today."""
    lookups: dict[str, Callable[[int], str]] = {
        f"{name}{end}": unit_name for name in ("lead", "overseer", "owner") for end in ("", "_id")
    }
    lookups |= {"assignee": account_name, "assignee_id": account_name}
    numbers = {f"{name}_id": label for name, label in EXTRAS.items()}
    for code, label, model, url in (
        ("duty", _("Duty"), Duty, "duties:detail"),
        ("duty-rule", _("Rule of duties"), DutyRule, ""),
    ):
        fields = audit.words_of(model) | EXTRAS | numbers
        audit.describe(
            code, label, fields=fields, choices=audit.choices_of(model), url=url, lookups=lookups
        )
    audit.describe(
        "duty-list", _("List of duties"), fields={"duties": _("Duties"), "printed": _("Printed")}
    )
    audit.describe("notice", _("Notices"), fields={"count": _("How many")})
