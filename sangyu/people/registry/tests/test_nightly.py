"""The night's jobs go on where they were killed, and run again without effect."""

from __future__ import annotations

import pytest

from sangyu.kernel import work
from sangyu.kernel.actors import system_actor
from sangyu.people.registry.models import DuplicatePair, ElderCategory
from sangyu.people.registry.tests.factories import OTHER_COMMUNITY, make_elder

pytestmark = pytest.mark.django_db


def test_the_whole_city_is_derived_and_searched_by_night() -> None:
    make_elder(living="alone", name="王秀英")
    make_elder(living="alone", name="王秀英", area_code=OTHER_COMMUNITY)
    actor = system_actor("night")
    for _night in range(2):
        for name in ("registry.derive", "registry.duplicates"):
            job = work.run_now(work.start(actor=actor, job=name, payload={}, title=name))
            assert job.state == "done", job
    assert ElderCategory.objects.filter(category="alone").count() == 2
    assert DuplicatePair.objects.get().reasons == ["same_name_birth"]
