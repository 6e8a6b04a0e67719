"""Papers for tests, read from text in our own words."""

from __future__ import annotations

from sangyu.city.areas.services import areas_load
from sangyu.city.organisations.tests.factories import make_unit
from sangyu.city.organisations.types import Role
from sangyu.city.papers.models import Paper
from sangyu.city.papers.services import paper_upload
from sangyu.kernel import access, clock
from sangyu.kernel.actors import Actor, ActorKind

AREAS = [
    ("52", "贵州省"), ("5226", "黔东南州"), ("522601", "凯里市"), ("522601103", "旁海镇"), ("522601103201", "旁海村"),
]  # fmt: skip
TEXT = """养老服务试行方案

凯府办函〔2023〕16号

一、总体目标

到2025年，全市护理型床位占比达到55%以上。投诉在5个工作日内答复。

重点任务分解表

序号

重点任务

完成时限

牵头单位

责任单位

1

每年统计全市老年人数量并写出分析。

每年1月底

{health}

{town}

2

编一本办事指南。

2023年底

{civil}

无此单位局

3

办好老年食堂。

长期

{civil}

{health}
"""


def director(area_code: str = "522601") -> Actor:
    """A director of an area, without an account behind it."""
    return Actor(
        ActorKind.ACCOUNT, "局长", role=Role.DIRECTOR, area_code=area_code,
        rights=access.rights_of(Role.DIRECTOR), organisation_name="示例民政局",
    )  # fmt: skip


def make_paper(area_code: str = "522601", *, actor: Actor | None = None) -> Paper:
    """A paper of three tasks, led by units of today, one printed name unknown."""
    areas_load(AREAS)
    health = make_unit(area_code, name="示例市卫生健康局", short_name="市卫生健康局")
    civil = make_unit(area_code, name="示例市民政局", short_name="市民政局")
    town = make_unit(f"{area_code}103"[:9], "town", name="示例镇人民政府", short_name="示例镇")
    text = TEXT.format(health=health.name, civil=civil.name, town=town.name)
    return paper_upload(
        actor=actor or director(area_code),
        content=text.encode(),
        file_name="plan.txt",
        at=clock.now(),
    )
