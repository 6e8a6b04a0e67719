"""Programmes and decisions for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sangyu.people.entitlement.models import Claim, Decision, Programme, ProgrammeVersion

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def make_version(code: str = "test-allowance", **over: Any) -> ProgrammeVersion:
    """A programme with one version: 50 yuan a month from 80; `over` names columns, `programme` those of the programme,
    `yuan` the amount."""
    name = {"zh": "测试津贴", "en": "Test allowance"}
    about = {"kind": "allowance", "name": name, "created_at": LONG_AGO}
    programme, _made = Programme.objects.get_or_create(
        code=code, defaults=about | over.pop("programme", {})
    )
    yuan = over.pop("yuan", 50)
    fields: dict[str, Any] = {
        "number": programme.versions.count() + 1,
        "effective_from": date(2020, 1, 1),
        "condition": "age >= 80",
        "amounts": [{"fen": yuan * 100, "when": "", "words": {"zh": "每月", "en": "A month"}}],
        "back_pay": "entitlement",
        "stop_death": "next_month",
        "stop_move": "next_month",
        "stop_loss": "next_month",
        "fund": "county-finance",
        "clause": {"zh": "测试文件", "en": "A paper for tests", "item": "1"},
        "modality": "must",
        "certainty": "example",
        "created_at": LONG_AGO,
        "created_by": "tests",
    }
    return ProgrammeVersion.objects.create(programme=programme, **(fields | over))


def make_decision(elder: Any, version: ProgrammeVersion, **over: Any) -> Decision:
    """A standing decision "yes" since January 2026."""
    fields: dict[str, Any] = {
        "area_code": elder.area_code,
        "verdict": "yes",
        "effect": "none",
        "state": "unclaimed",
        "amount_fen": 5000,
        "told": 1,
        "from_on": date(2026, 1, 10),
        "first_month": date(2026, 1, 1),
        "decided_at": LONG_AGO,
    }
    return Decision.objects.create(
        elder=elder, programme=version.programme, version=version, **(fields | over)
    )


def make_claim(elder: Any, version: ProgrammeVersion, **over: Any) -> Claim:
    """An answer of an elder: agreed and applied for."""
    fields: dict[str, Any] = {
        "answer": "agreed",
        "answered_on": date(2026, 3, 5),
        "applied_on": date(2026, 3, 5),
        "updated_at": LONG_AGO,
    }
    return Claim.objects.create(elder=elder, programme=version.programme, **(fields | over))
