"""The shipped programmes as rules, without a database: for the cases of the policy files."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sangyu.insight.datasets import registry
from sangyu.people.entitlement import policy
from sangyu.people.entitlement.rules.plan import Plan
from sangyu.people.entitlement.rules.rule import Rule, amounts_of


@lru_cache(maxsize=16)
def shipped_plan(day: date) -> Plan:
    """The plan of the shipped versions applied on a day; a version's number stands for its id."""
    found = [(draft, version) for draft in policy.programmes() if (version := _on(draft, day))]
    rules = [rule_of(draft, version) for draft, version in found]
    return Plan.of(rules, registry.get("elders"))


def rule_of(draft: policy.ProgrammeDraft, version: policy.VersionDraft) -> Rule:
    """The deciding part of a shipped version."""
    overlap = version.values["overlap"]
    return Rule(
        programme=draft.code,
        version_id=version.number,
        condition=version.values["condition"],
        amounts=amounts_of(version.values["amounts"]),
        area_code=draft.area_code,
        higher=overlap.get("higher", ""),
        excluded_by=tuple(overlap.get("excluded_by", ())),
        deducts=tuple(overlap.get("deducts", ())),
        ends_on_admission=version.values["ends_on_admission"],
    )


def _on(draft: policy.ProgrammeDraft, day: date) -> policy.VersionDraft | None:
    fitting = [
        version
        for version in draft.versions
        if version.in_force
        and version.effective_from <= day
        and (version.effective_to is None or version.effective_to >= day)
    ]
    return max(fitting, key=lambda version: version.effective_from, default=None)
