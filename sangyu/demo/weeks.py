"""The last weeks in the demonstration city: people who died, moved, were handed over; lists that came in."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from openpyxl import Workbook

from sangyu.city.organisations import selectors as units
from sangyu.city.organisations.types import OrganisationKind
from sangyu.demo.accounts import COMMUNITY, TOWN, actor_named
from sangyu.kernel import work
from sangyu.kernel.actors import Actor
from sangyu.kernel.ids import resident_id_check_character
from sangyu.kernel.work.selectors import job_list
from sangyu.people.registry.intake import selectors as imports
from sangyu.people.registry.intake import services as intake
from sangyu.people.registry.selectors.family import subjects_of
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.selectors.search import ElderLine, elder_page
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.services.family import family_link
from sangyu.people.registry.services.life import elder_record_death, elder_record_move
from sangyu.people.registry.services.proposals import change_decide
from sangyu.people.registry.services.transfers import (
    transfer_accept,
    transfer_refuse,
    transfer_request,
)
from sangyu.people.registry.types import Evidence, Source

NEIGHBOURS = ("522601104", "522601105", "522601106", "522601107")
HEADER = ("姓名", "身份证号", "性别", "出生日期", "镇(街道)", "社区(村)", "现住址", "居住状况")
SURNAMES, GIVEN = (
    "杨潘吴龙张王李刘",
    ("秀英", "桂兰", "正明", "光荣", "玉珍", "国强", "大芬", "昌贵"),
)


@transaction.atomic
def events_of_the_last_weeks(*, actor: Actor, area_code: str, today: date, at: datetime) -> None:
    """Deaths and moves in every town, transfers and reports decided and waiting, a family that looks on."""
    for number, town in enumerate(units.units_in(area_code=area_code, kind=OrganisationKind.TOWN)):
        clerk = actor_named(f"clerk-{town.area_code}")
        _departures(clerk, number, today, at)
    _transfers(today, at)
    _reports(today, at)
    lines = _lines(actor.within(COMMUNITY), 3)
    if lines and not subjects_of(actor_named("demo-family").account_id or 0):
        family_link(
            actor=actor, elder_id=lines[-1].id, username="demo-family", relation="女儿", at=at
        )


def _lines(actor: Actor, size: int) -> tuple[ElderLine, ...]:
    """People of the actor's area, always the same."""
    return elder_page(actor=actor, filters=ElderFilters(area_code=actor.area_code), size=size).lines


def _departures(clerk: Actor, number: int, today: date, at: datetime) -> None:
    """A death told by the police in every town, a second one or a move in some."""
    lines = _lines(clerk, 40)[30:]
    for place, line in enumerate(lines[: 1 + number % 3]):
        days = 2 + (number * 3 + place * 5) % 18
        day, moment = today - timedelta(days=days + 2), at - timedelta(days=days)
        if place == 1:
            evidence = Evidence(Source.POLICE, day, "户籍迁出证明")
            elder_record_move(actor=clerk, elder_id=line.id, evidence=evidence, at=moment)
        else:
            evidence = Evidence(Source.POLICE, day, "死亡证明（户籍注销）")
            elder_record_death(actor=clerk, elder_id=line.id, evidence=evidence, at=moment)


def _transfers(today: date, at: datetime) -> None:
    """Handed over between towns: taken, refused, waiting too long, waiting."""
    receiver = actor_named(f"clerk-{TOWN}")
    for number, town in enumerate(NEIGHBOURS):
        giver = actor_named(f"clerk-{town}")
        lines = _lines(giver, 60)
        line = lines[(50 + number) % len(lines)]
        asked = at - timedelta(days=(34, 26, 19, 8)[number])
        transfer = transfer_request(
            actor=giver, elder_id=line.id, to_area_code=TOWN, effective_on=asked.date(),
            reason=("随女儿迁居", "租房", "投靠亲属", "搬回老屋")[number], at=asked,
        )  # fmt: skip
        if number == 0:
            transfer_accept(
                actor=receiver, transfer_id=transfer.pk, area_code=COMMUNITY, at=asked + timedelta(days=6)
            )  # fmt: skip
        elif number == 1:
            transfer_refuse(
                actor=receiver, transfer_id=transfer.pk, note="入户两次，未在本镇居住", at=asked + timedelta(days=12),
            )  # fmt: skip


def _reports(today: date, at: datetime) -> None:
    """Reported changes: one approved, one rejected, one that waits longer than it should."""
    worker, clerk = actor_named("demo-community"), actor_named(f"clerk-{TOWN}")
    for number, line in enumerate(_lines(worker, 20)[12:15]):
        told = at - timedelta(days=(21, 15, 9)[number])
        outcome = elder_change(
            actor=worker, elder_id=line.id, version=None, at=told,
            values={"living": "alone" if line.living != "alone" else "couple"},
            evidence=Evidence(Source.SELF_REPORT, told.date(), "本人到社区反映，附情况说明"),
        )  # fmt: skip
        if outcome.group and number < 2:
            change_decide(
                actor=clerk, group=outcome.group, approve=number == 0,
                note="" if number == 0 else "入户核实与反映不符", at=told + timedelta(days=3),
            )  # fmt: skip


def imports_of_the_last_weeks(*, actor: Actor, area_code: str) -> None:
    """A list that came in, and one whose preview waits. Nothing to do if there are imports already."""
    if imports.batch_list(actor=actor).exists():
        return
    clerk = actor_named("demo-clerk")
    good = [_row(number) for number in range(24)]
    _run(clerk, "旁海镇新增老年人登记.xlsx", good, is_committed=True)
    mixed = [_row(number) for number in range(24, 40)]
    mixed[3][1] = mixed[3][1][:-1] + ("0" if mixed[3][1][-1] != "0" else "1")
    mixed[8][0] = ""
    mixed[11][5] = "不存在的村"
    _run(clerk, "旁海镇民政办核对名单.xlsx", mixed, is_committed=False)


def _row(number: int) -> list[str]:
    born = date(1944 + number % 20, 1 + number % 12, 1 + number % 27)
    first = f"990{900 + number // 100:03d}{born:%Y%m%d}{number * 7 % 1000:03d}"
    sex = "男" if int(first[-1]) % 2 else "女"
    name = SURNAMES[number % 8] + GIVEN[number * 3 % 8]
    return [
        name, first + resident_id_check_character(first), sex, born.isoformat(), "旁海镇",
        "", f"文化路{number + 1}号", "独居" if number % 3 else "与子女同住",
    ]  # fmt: skip


def _run(clerk: Actor, name: str, rows: list[list[str]], *, is_committed: bool) -> None:
    """Upload, check and perhaps bring in, as the clerk; the jobs run here."""
    book = Workbook()
    book.worksheets[0].append(HEADER)
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    batch = intake.batch_upload(actor=clerk, file=ContentFile(out.getvalue(), name))
    fields = {column["index"]: column["field"] for column in batch.columns}
    batch = intake.batch_check(
        actor=clerk, batch=batch, fields=fields, source=Source.CIVIL_AFFAIRS, default_area=COMMUNITY,
        effective_on=batch.effective_on, proof="镇民政办登记表",
    )  # fmt: skip
    assert batch.job_id is not None  # noqa: S101  # the step has begun its job
    work.run_now(job_list(actor=clerk).get(pk=batch.job_id))
    if is_committed:
        batch.refresh_from_db()
        batch = intake.batch_commit(actor=clerk, batch=batch)
        assert batch.job_id is not None  # noqa: S101  # the step has begun its job
        work.run_now(job_list(actor=clerk).get(pk=batch.job_id))
