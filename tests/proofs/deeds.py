"""What the killed processes do: the product's own services and its own worker, called in a forked process.

Loaded by the fork server with the settings of the house under test, never by pytest itself.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from sangyu.city.organisations.types import Role  # noqa: E402
from sangyu.people.registry.intake import commit, services  # noqa: E402
from sangyu.people.registry.intake.tests import world  # noqa: E402
from sangyu.people.registry.models import ImportBatch  # noqa: E402
from sangyu.people.registry.services.contacts import contact_save  # noqa: E402
from sangyu.people.registry.services.merges import elder_merge  # noqa: E402
from sangyu.people.registry.tests.factories import (  # noqa: E402
    COMMUNITY,
    TOWN,
    load_areas,
    make_actor,
    make_elder,
)

commit.CHUNK = CHUNK = 10
"""Small, so that a short list has several."""
CLERK = make_actor(Role.TOWN_CLERK, TOWN)


def migrate() -> None:
    """Tables and areas."""
    call_command("migrate", verbosity=0)
    load_areas()


def worker(*args: str) -> None:
    """`sangyu worker`."""
    call_command("worker", *args)


def two_records() -> tuple[int, int]:
    """One person registered twice, with things hanging on both records."""
    kept = make_elder(name="留下", area_code=COMMUNITY, registered_on=date(2022, 1, 1))
    merged = make_elder(name="并入", area_code=COMMUNITY, registered_on=date(2021, 1, 1))
    for elder in (kept, merged):
        contact_save(actor=CLERK, elder_id=elder.pk, name=f"{elder.name}之子")
    return kept.pk, merged.pk


def merge(kept: int, merged: int) -> None:
    """Merge the two."""
    elder_merge(actor=CLERK, kept_id=kept, merged_id=merged, take=["name"], reason="重复登记")


def checked_list(first: int, rows: int) -> int:
    """A list of new people, uploaded and checked."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    people = [world.person(number, 姓名=name_of(number)) for number in range(first, first + rows)]
    return int(world.checked(Path(settings.MEDIA_ROOT), people).pk)


def name_of(number: int) -> str:
    """A name that stands for a number, so that a gate can wait for one person."""
    return f"李{chr(0x4E00 + number)}"


def commit_list(batch: int) -> None:
    """Press "bring in"."""
    services.batch_commit(actor=world.clerk(), batch=ImportBatch.objects.get(pk=batch))
