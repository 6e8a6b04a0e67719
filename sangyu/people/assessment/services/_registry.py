"""The register's ability fact follows the newest result of the ability scale, through the registry's own services.

The registry keeps every earlier level in its timeline, dated by the day of the assessment: no grade is ever lost.
"""

from __future__ import annotations

from datetime import datetime

from sangyu.kernel.actors import system_actor
from sangyu.people.assessment.choices import Origin
from sangyu.people.assessment.models import Assessment
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.types import AbilitySource, Evidence, Source

ACTOR = system_actor("assessment.results")
SCALE = "ability"
SOURCES = {"mzt039": AbilitySource.LEGACY}
"""Of which kind a level is, where it is not that of the standard in force."""


def level_tell(row: Assessment, at: datetime) -> None:
    """Tell the register the level; a re-scored one is a reading beside the result, not a fact of its own."""
    if row.scale != SCALE or row.origin == Origin.RESCORED:
        return
    values = {
        "ability_level": row.level,
        "ability_assessed_on": row.assessed_on,
        "ability_source": str(SOURCES.get(row.instrument, AbilitySource.ASSESSMENT)),
    }
    evidence = Evidence(
        str(Source.CIVIL_AFFAIRS), row.assessed_on, proof=f"assessment {row.pk} ({row.instrument})"
    )
    elder_change(
        actor=ACTOR, elder_id=row.elder_id, version=None, values=values, evidence=evidence, at=at
    )
