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

from sangyu.accountability.indicators import services as statistics  # noqa: E402
from sangyu.accountability.indicators.definitions import ELDER_POPULATION  # noqa: E402
from sangyu.accountability.indicators.selectors import figures, is_whole, statistic_get  # noqa: E402
from sangyu.accountability.plans.duties import ELDER_COUNT, count_subject  # noqa: E402
from sangyu.city.duties.services import duty_open  # noqa: E402
from sangyu.city.duties.types import Subject  # noqa: E402
from sangyu.city.organisations.tests.factories import make_unit  # noqa: E402
from sangyu.city.organisations.types import Role  # noqa: E402
from sangyu.kernel import clock  # noqa: E402
from sangyu.kernel.actors import system_actor  # noqa: E402
from sangyu.people.payments.tests import paying  # noqa: E402
from sangyu.people.registry.intake import checking, commit, services, undo  # noqa: E402
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

checking.CHUNK = commit.CHUNK = undo.CHUNK = CHUNK = 10
"""Small, so that a short list has several."""
CITY = "522601"
OFFICER = make_actor(Role.OFFICER, CITY)
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
    """A list uploaded and checked: every second person is known and has a new address, the others are new."""
    known = [world.person(number, 姓名=name_of(number)) for number in range(first, first + rows, 2)]
    world.committed(_folder(), known)
    return int(world.checked(_folder(), _moved(first, rows)).pk)


def uploaded_list(first: int, rows: int) -> int:
    """The same list, of people who are all new, uploaded only."""
    return int(world.upload(_folder(), _moved(first, rows)).pk)


def _moved(first: int, rows: int) -> list[list[str]]:
    return [
        world.person(number, 姓名=name_of(number), 现住址=f"新路{number}号")
        for number in range(first, first + rows)
    ]


def _folder() -> Path:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    return Path(settings.MEDIA_ROOT)


def name_of(number: int) -> str:
    """A name that stands for a number, so that a gate can wait for one person."""
    return f"李{chr(0x4E00 + number)}"


def commit_list(batch: int) -> None:
    """Press "bring in"."""
    services.batch_commit(actor=world.clerk(), batch=ImportBatch.objects.get(pk=batch))


def check_list(batch: int) -> None:
    """Say what the columns mean and have the list checked."""
    row = ImportBatch.objects.get(pk=batch)
    services.batch_check(
        actor=world.clerk(), batch=row, fields={c["index"]: c["field"] for c in row.columns},
        source="civil_affairs", effective_on=world.ON, proof="名单",
    )  # fmt: skip


def undo_list(batch: int) -> None:
    """Take it back."""
    services.batch_undo(actor=world.clerk(), batch=ImportBatch.objects.get(pk=batch))


def draft(year: int) -> int:
    """The statistic of a year, not counted yet, and the duty that waits for it."""
    as_of = date(year, 12, 31)
    make_elder(area_code=COMMUNITY, birth_date=date(1930, 1, 1), registered_on=date(2000, 1, 1))
    unit = make_unit(CITY, name=f"统计单位{year}").pk
    subject = Subject("elder-count", count_subject(CITY, as_of), CITY, unit)
    duty_open(actor=system_actor("proof"), kind=ELDER_COUNT, title="清点", subject=subject)
    row = statistics.statistic_prepare(
        actor=OFFICER, code=ELDER_POPULATION, area_code=CITY, as_of=as_of
    )
    return int(row.pk)


def count(statistic: int) -> None:
    """Start the job that counts."""
    statistics.statistic_compute_start(actor=OFFICER, statistic_id=statistic)


def freeze(statistic: int) -> None:
    """Freeze what was counted; no town has confirmed."""
    row = statistic_get(actor=OFFICER, statistic_id=statistic)
    towns = statistics.towns_not_confirmed(actor=OFFICER, row=row)
    reasons = dict.fromkeys(towns, "停电")
    statistics.statistic_freeze(
        actor=OFFICER, statistic_id=statistic, reasons=reasons, at=clock.now()
    )


def seal_holds(statistic: int) -> bool:
    """True if the frozen statistic is what was sealed."""
    return is_whole(statistic_get(actor=OFFICER, statistic_id=statistic))


def total_of(statistic: int) -> int:
    """The head count of the whole city among the figures."""
    row = statistic_get(actor=OFFICER, statistic_id=statistic)
    found = [
        f.count
        for f in figures(actor=OFFICER, row=row)
        if (f.area_code, f.dimension) == (CITY, "total")
    ]
    return sum(found)


def batch_opened() -> int:
    """Two people are owed money, and a batch for them is opened; the worker is asked to compute it."""
    return paying.opened()


def batch_approved(batch: int) -> None:
    """Two people approve it, and the worker is asked to issue it."""
    paying.approved(batch)


def bank_answered(batch: int) -> None:
    """The bank's result file comes in: one is paid, one is refused."""
    paying.answered(batch)
