"""Builds the demonstration city, step by step; each step is whole or not there, and may be repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from random import Random

from django.db import transaction

from sangyu.city.areas.figures import figures_load, successions_load
from sangyu.city.areas.selectors import area_descendants
from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations.services import units_load
from sangyu.demo import accounts, assessing, elsewhere, kept, past, settling, story, targets, weeks
from sangyu.demo.elsewhere import PLACES, Place
from sangyu.demo.names import Names
from sangyu.demo.population import people, shares
from sangyu.kernel.actors import Actor, system_actor
from sangyu.people.registry.selectors import search

KAILI = "522601"
ELDERS = 95_000
LIGHTER = 40
"""Each of the four other cities has this part of Kaili's people."""
Say = Callable[[str], None]


def build(
    *, seed: int, elders: int, at: datetime, today: date, say: Say, places: Sequence[Place] = PLACES
) -> None:
    """The whole city, and lighter ones in these places. What is already there is left alone."""
    actor = system_actor("demonstration")
    say("Areas and units …")
    areas_load(shipped_rows(KAILI))
    successions_load(KAILI)
    figures_load(actor=actor, prefix=KAILI)
    units_load(actor=actor, area_code=KAILI)
    say("Accounts …")
    accounts.build(actor=actor, area_code=KAILI)
    if not search.elder_count(actor=actor.within(KAILI), limit=1).number:
        say(f"{elders:,} elders …")
        _people(actor, Random(seed), elders=elders, at=at, today=today)
    say(f"The statistic of {today.year - 2} …")
    story.statistic_of_the_year_before_last(actor=actor, area_code=KAILI, today=today, at=at)
    say("Assessments …")
    assessing.assessments_of_the_town(actor=actor, area_code=KAILI, today=today, at=at, seed=seed)
    say("Targets and indicators …")
    targets.targets_of_the_city(actor=actor, area_code=KAILI, today=today, at=at)
    say("The paper of last year and what became of it …")
    past.paper_of_last_year(actor=actor, area_code=KAILI, today=today, seed=seed)
    weeks.imports_of_the_last_weeks(actor=actor, area_code=KAILI)
    kept.paper_of_kaili(actor=actor, area_code=KAILI, today=today, seed=seed)
    for place in places:
        if not elsewhere.is_there(place):
            say(f"{place.name} …")
            draw = elsewhere.draw(place, seed=seed, elders=elders // LIGHTER)
            elsewhere.build(actor=actor, place=place, draw=draw, at=at, today=today)
    say("Done.")


@transaction.atomic
def _people(actor: Actor, rng: Random, *, elders: int, at: datetime, today: date) -> None:
    names = Names(rng)
    communities = [
        (area.code, area.name)
        for area in area_descendants(actor=actor, code=KAILI, level="community")
    ]
    found = [
        person
        for place in shares(communities, elders=elders, rng=rng)
        for person in people(place, today=today, rng=rng, names=names)
    ]
    settling.settle(actor.within(KAILI), found, at=at, today=today)
    story.campaign_of_the_year_before_last(actor=actor, area_code=KAILI, today=today, at=at)
    story.work_waiting(actor=actor, today=today, at=at)
    weeks.events_of_the_last_weeks(actor=actor, area_code=KAILI, today=today, at=at)
