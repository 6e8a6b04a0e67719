"""The demonstration city's targets: the shipped papers', and those of a made-up paper that the register can answer.

Values are counted from the register as of month ends, through the services, so that every colour has its path and
every figure opens to people.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from sangyu.accountability.indicators.selectors.targets import targets_all
from sangyu.accountability.indicators.selectors.values import newest_day
from sangyu.accountability.indicators.services.definitions import definitions_load
from sangyu.accountability.indicators.services.targets import (
    policy_load,
    target_set_for_area,
    targets_adopt,
)
from sangyu.accountability.indicators.services.values import values_refresh
from sangyu.accountability.indicators.types import PaperRef, ProposedTarget
from sangyu.city.areas.selectors import area_descendants
from sangyu.kernel.actors import Actor

MONTHS = 6
"""So many month ends are counted, the newest being that before today."""


def targets_of_the_city(
    *, actor: Actor, area_code: str, today: date, at: datetime, months: int = MONTHS
) -> int:
    """Definitions, targets and the values of the last month ends; returns the made-up paper's first target.

    What is there already stays as it is.
    """
    definitions_load(actor=actor, at=at)
    policy_load(actor=actor, area_code=area_code, at=at)
    targets_adopt(actor=actor, paper=_paper(area_code, today), targets=_targets(today), at=at)
    days = [
        day
        for day in _month_ends(today, months)
        if newest_day(actor=actor, area_code=area_code, on=day) != day
    ]
    for day in days:
        values_refresh(actor=actor.within(area_code), as_of=day, at=at)
    return _of_one_town(actor, area_code, at)


def _of_one_town(actor: Actor, area_code: str, at: datetime) -> int:
    """One town in the hills is asked less, with the reason."""
    held = targets_all(actor=actor.within(area_code), on=at.date())
    ours = (each.target for each in held if each.target.code == "demo-2")
    whole = next(target for target in ours if not target.parent_id)
    towns = area_descendants(actor=actor, code=area_code, level="town")
    if towns:
        target_set_for_area(
            actor=actor, target_id=whole.pk, area_code=towns[-1].code, value=Decimal(40), at=at,
            reason="山区居住分散，评估员须逐寨上门，经会商放缓一年。",
        )  # fmt: skip
    return int(whole.pk)


def _paper(area_code: str, today: date) -> PaperRef:
    year = today.year - 1
    return PaperRef(
        "凯里市养老服务提质年度目标（演示）", f"演示〔{year}〕3号", area_code, date(year, 1, 1)
    )


def _targets(today: date) -> list[ProposedTarget]:
    """Made up by this project. The first is due at the end of this year, the second climbs in two steps."""
    last, end = date(today.year - 1, 12, 31), date(today.year, 12, 31)
    return [
        _target("demo-1", "alone-answered-for", 100,
            ("独居老年人全部落实责任人", "Somebody answers for everybody who lives alone"),
            end,
        ),
        _target("demo-2", "advanced-age-assessed", 90,
            ("80岁以上老年人能力评估率达到90%", "90 % of 80 and over assessed"),
            end, ((last, Decimal(20)), (end, Decimal(90))),
        ),
        _target("demo-3", "destitute-in-homes", 100,
            ("有意愿的失能特困人员全部集中供养", "All willing disabled people in destitute support live in a home"),
            end,
        ),
        _target("demo-4", "employee-ltci", 5,
            ("探索长期护理保险，参保率5%以上", "Explore care insurance: at least 5 %"),
            last, modality="explore",
        ),
        _target("demo-5", "left-behind-recorded", 60,
            ("农村留守老年人基础信息完整率60%以上", "Complete records of at least 60 % of left-behind elders"),
            last,
        ),
    ]  # fmt: skip


def _target(  # noqa: PLR0913  # a target has this many facts
    code: str,
    indicator: str,
    value: int,
    wording: tuple[str, str],
    due: date,
    path: tuple[tuple[date, Decimal], ...] = (),
    *,
    modality: str = "must",
) -> ProposedTarget:
    return ProposedTarget(
        code,
        f"第{code[-1]}项",
        indicator,
        "ge",
        Decimal(value),
        dict(zip(("zh", "en"), wording, strict=True)),
        due,
        path,
        modality,
    )


def _month_ends(today: date, months: int) -> list[date]:
    """The last days of the months before today, oldest first."""
    days = []
    day = today.replace(day=1) - timedelta(days=1)
    for _month in range(months):
        days.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return days[::-1]
