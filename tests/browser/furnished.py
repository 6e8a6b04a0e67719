"""The small city, lived in: something of everything that a page can show, so that no page is looked at empty."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sangyu.accountability.indicators import services as statistics
from sangyu.accountability.indicators.definitions import ELDER_POPULATION
from sangyu.accountability.indicators.models import ReadTarget
from sangyu.accountability.indicators.services.readings import readings_adopt, readings_take
from sangyu.accountability.indicators.types import Answered
from sangyu.city.duties import notices
from sangyu.city.duties.models import Duty
from sangyu.city.duties.services import duties_escalate, notice_send, rule_declare
from sangyu.city.duties.tests.factories import SYSTEM
from sangyu.city.duties.types import Cadence
from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_account, make_post
from sangyu.city.organisations.types import Role
from sangyu.city.papers.events import TasksConfirmed
from sangyu.city.papers.keeping import confirmed_targets
from sangyu.city.papers.models import Paper
from sangyu.city.papers.services import paper_upload
from sangyu.demo.targets import targets_of_the_city
from sangyu.kernel import clock, work
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit import sealing
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.events.models import Delivery, OutboxEvent
from sangyu.kernel.work.models import Job
from sangyu.kernel.workdays.services import day_set
from sangyu.people.entitlement.services.deciding import elders_decide
from sangyu.people.entitlement.services.programmes import programmes_load
from sangyu.people.recognition.services import report_issue
from sangyu.people.registry.intake.tests import world
from sangyu.people.registry.models import DuplicatePair, Elder, ElderCategory, ElderChange
from sangyu.people.registry.selectors.campaigns import campaign_id_of
from sangyu.people.registry.services.campaigns import campaign_confirm
from sangyu.people.registry.services.categories import categories_recompute, category_declare
from sangyu.people.registry.services.contacts import contact_save, need_note, responsible_save
from sangyu.people.registry.services.duplicates import duplicates_find
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.services.family import family_link
from sangyu.people.registry.services.filters import filter_save
from sangyu.people.registry.services.merges import elder_merge
from sangyu.people.registry.services.transfers import transfer_request
from sangyu.people.registry.tests.factories import evidence, make_elder, resident_id
from tests.browser import assessed, journeys, paid, served, supervised
from tests.browser.journeys import AS_OF, COMMUNITY, KAILI, OTHER_COMMUNITY, City

DAY = date(2025, 12, 1)


LONG_PAPER = """凯里市居家养老服务实施方案

凯府办发〔2025〕3号

一、总体目标
到2027年底，全市护理型床位占比达到55%以上，有意愿的失能特困人员集中供养率达到100%。

二、主要任务
（一）织密服务网络。每个街道建成一处综合养老服务中心，新建小区每百户不低于30平方米配建用房。（牵头单位：市民政局；责任单位：市自然资源局、各镇人民政府）
（二）展开上门服务。为独居老年人每月至少巡访2次，投诉在5个工作日内答复。（责任单位：市民政局、市卫生健康局）
（三）鼓励邻里互助。探索时间银行。（牵头单位：市民政局；责任单位：市不存在局）

凯里市人民政府办公室
2025年3月1日
"""


@dataclass
class Furnished:
    """Who can look, and the numbers of what there is to look at."""

    city: City
    posts: dict[str, Membership] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)


def build(folder: Path) -> Furnished:
    """Kaili in January 2026 with papers, duties, people and all that hangs on them."""
    city = journeys.build()
    house = Furnished(city)
    for role in Role:
        house.posts[role] = _post_of(role, city)
    clerk = actor_of(city.clerk)
    _promises(house)
    _people(house, clerk)
    _queues(house, clerk)
    _lists(house, folder)
    house.ids |= served.build(KAILI)
    house.ids |= assessed.build(house.ids["elder"], house.posts)
    _late(house)
    _report(house)
    _machinery(house)
    house.ids |= paid.build()
    duties_escalate(actor=SYSTEM)
    house.ids["entry"] = AuditEntry.objects.filter(object_kind="elder").latest("pk").pk
    sealing.seal()
    return house


def _post_of(role: str, city: City) -> Membership:
    known = {
        Role.DIRECTOR: city.director, Role.OFFICER: city.officer, Role.TOWN_CLERK: city.clerk
    }  # fmt: skip
    if role in known:
        return known[Role(role)]
    area = COMMUNITY if role in {Role.COMMUNITY_WORKER, Role.FAMILY} else KAILI
    return make_post(role, area, None, make_account(name=f"演示{Role(role).name[:3]}"))


def _promises(house: Furnished) -> None:
    """The plan with a town that has confirmed, the statistic of 2024 frozen and that of 2025 as a draft."""
    plan = journeys.adopt(house.city)
    task = plan.tasks.get(no="1")
    campaign = campaign_id_of(area_code=KAILI, as_of=AS_OF)
    assert campaign is not None
    campaign_confirm(
        actor=SYSTEM, campaign_id=campaign, town_code=journeys.OTHER_TOWN, note="已逐户核对"
    )
    reader = actor_of(house.city.director)
    open_paper = paper_upload(
        actor=reader, content=journeys.SHEET.read_bytes(), file_name=journeys.SHEET.name, at=clock.now()
    )  # fmt: skip
    first, long_paper = (
        paper_upload(actor=reader, content=text.encode(), file_name=f"{name}.txt", at=clock.now())
        for name, text in (("2025", LONG_PAPER), ("2026", LONG_PAPER.replace("达到55%", "达到60%")))
    )
    assert first.pk != long_paper.pk
    duty = Duty.objects.filter(lead=house.city.clerk.organisation).order_by("pk")[0]
    assert duty.parent_id is not None
    house.ids |= {
        "plan": plan.pk, "task": task.pk, "campaign": campaign, "open_paper": open_paper.pk,
        "paper": Paper.objects.filter(state="confirmed").get().pk, "duty": duty.pk, "parent": duty.parent_id,
        "long_paper": long_paper.pk, "paper_target": long_paper.papertargets.order_by("position")[0].pk,
        "paper_rule": long_paper.paperrules.order_by("position")[0].pk,
        "paper_task": open_paper.tasks.order_by("position")[0].pk,
    }  # fmt: skip
    _targets_read(reader, first, long_paper)
    house.ids |= supervised.build(house.city, plan)
    for year in (2024, 2025):
        house.ids[str(year)] = _counted(actor_of(house.city.officer), year)
    house.ids["target"] = targets_of_the_city(
        actor=SYSTEM, area_code=KAILI, today=clock.today(), at=clock.now(), months=2
    )


def _targets_read(reader: Actor, first: Paper, later: Paper) -> None:
    """Both editions of the long paper in the words of their confirmation: one target decided, one changed, one open."""
    for paper in (first, later):
        readings_take(
            actor=reader,
            event=TasksConfirmed(
                actor=reader, document_id=paper.pk, title=paper.title, number=paper.number, area_code=KAILI,
                issued_on=paper.issued_on, starts_on=DAY, tasks=(), at=clock.now(), targets=confirmed_targets(paper),
            ),
        )  # fmt: skip
        if paper == first:
            row = ReadTarget.objects.filter(document_id=paper.pk).earliest("position")
            decided = [Answered(row.pk, "waits", waits_for="places.facilities")]
            readings_adopt(actor=reader, document_id=paper.pk, answers=decided)


def _counted(officer: Actor, year: int) -> int:
    row = statistics.statistic_prepare(
        actor=officer, code=ELDER_POPULATION, area_code=KAILI, as_of=date(year, 12, 31)
    )
    job = statistics.statistic_compute_start(actor=officer, statistic_id=row.pk)
    done = work.run_now(Job.objects.get(pk=job))
    assert done.state == "done", done.error
    if year == 2024:
        towns = statistics.towns_not_confirmed(actor=officer, row=row)
        statistics.statistic_analyse(
            actor=officer, statistic_id=row.pk, analysis="独居老人集中在城西街道。"
        )
        statistics.statistic_freeze(
            actor=officer, statistic_id=row.pk, reasons=dict.fromkeys(towns, "首年补报，尚未开展逐镇确认"),
            at=clock.now(),
        )  # fmt: skip
    return int(row.pk)


def _people(house: Furnished, clerk: Actor) -> None:
    """One person with everything that can hang on a record."""
    elder = Elder.objects.filter(area_code=COMMUNITY).order_by("pk")[0]
    contact = contact_save(
        actor=clerk, elder_id=elder.pk, name="示小甲", phone="14000009001", relation="20",
        emergency_order=1,
    )  # fmt: skip
    link = responsible_save(
        actor=clerk, elder_id=elder.pk, kind="family", name="示小甲", started_on=DAY
    )
    need = need_note(actor=clerk, elder_id=elder.pk, kind="meals", noted_on=DAY, note="中午一餐")
    category = category_declare(
        actor=clerk, elder_id=elder.pk, category="dementia", evidence=evidence(on=DAY, proof="诊断书 12 号")
    )  # fmt: skip
    elder_change(
        actor=clerk, elder_id=elder.pk, version=None, values={"address": "北京西路 9 号"},
        evidence=evidence(on=DAY, proof="入户核实"),
    )  # fmt: skip
    family = house.posts[Role.FAMILY].account
    linked = family_link(actor=clerk, elder_id=elder.pk, username=family.username, relation="20")
    categories_recompute(actor=SYSTEM)
    assert ElderCategory.objects.filter(elder=elder).exists()
    programmes_load(actor=SYSTEM)
    known = list(Elder.objects.filter(status="present").values_list("pk", flat=True))
    elders_decide(actor=SYSTEM, elder_ids=known, as_of=clock.today())
    house.ids |= {
        "elder": elder.pk, "contact": contact.pk, "link": link.pk, "need": need.pk, "category": category.pk,
        "family": linked.pk,
    }  # fmt: skip


def _queues(house: Furnished, clerk: Actor) -> None:
    """A proposal, a transfer each way, a pair that may be one person, a merge, a saved filter, a notice."""
    ours = list(Elder.objects.filter(area_code=COMMUNITY, status="present").order_by("pk"))
    theirs = Elder.objects.filter(area_code=OTHER_COMMUNITY, status="present").order_by("pk")[0]
    elder_change(
        actor=actor_of(house.posts[Role.COMMUNITY_WORKER]), elder_id=ours[1].pk, version=None,
        values={"living": "alone", "phone": "14000009002"},
        evidence=evidence("family_report", on=DAY, proof="家属来电"),
    )  # fmt: skip
    proposed = ElderChange.objects.filter(state="proposed").first()
    assert proposed is not None
    transfer_request(
        actor=clerk, elder_id=ours[2].pk, to_area_code=OTHER_COMMUNITY, effective_on=DAY, reason="随子女迁居"
    )  # fmt: skip
    incoming = transfer_request(
        actor=actor_of(house.city.other_clerk), elder_id=theirs.pk, to_area_code=COMMUNITY, effective_on=DAY,
        reason="搬回老宅",
    )  # fmt: skip
    shared = {"area_code": COMMUNITY, "phone": "14000009003", "birth_date": date(1948, 3, 2)}
    twins = [
        make_elder(name="示双老人", address=where, **shared)
        for where in ("北京西路 3 号", "北京西路 3 号 2 单元")
    ]
    again = [
        make_elder(name="示重老人", area_code=COMMUNITY, birth_date=date(1944, 3, 2), **extra)
        for extra in ({"id": resident_id(date(1944, 3, 2), serial=801)}, {"phone": "14000009004"})
    ]
    duplicates_find(actor=clerk)
    merge = elder_merge(
        actor=clerk, kept_id=again[0].pk, merged_id=again[1].pk, take=["phone"], reason="两次登记"
    )
    saved = filter_save(actor=clerk, name="独居", query="living=alone", is_shared=True)
    pair = DuplicatePair.objects.get(left_id=min(twin.pk for twin in twins))
    house.ids |= {
        "group": proposed.group, "transfer": incoming.pk, "pair": pair.pk, "merge": merge.pk, "filter": saved.ref
    }  # fmt: skip
    notice_send(
        actor=SYSTEM, code=notices.OPENED, words={"title": "核对台账", "due": "2026年1月31日"},
        link="/worklist/", account_id=house.city.clerk.account_id,
    )  # fmt: skip


def _lists(house: Furnished, folder: Path) -> None:
    """A list that is checked, with something of everything, and one that waits for its columns."""
    folder.mkdir(parents=True, exist_ok=True)
    who = actor_of(house.city.clerk)
    rows = [
        world.person(1, 联系电话="14000000001"),
        world.person(2, 联系电话="14000000002"),
        world.person(4, 居住状况="和狗", 联系电话="1380"),
        world.person(5, 身份证号=""),
    ]
    checked = world.upload(folder, rows, actor=who)
    world.check(checked, actor=who, effective_on=DAY)
    waiting = world.upload(folder, rows, actor=who)
    house.ids |= {"batch": checked.pk, "waiting": waiting.pk, "bad_row": 4, "good_row": 2}


def _late(house: Furnished) -> None:
    """A duty of the town whose day has passed, which goes up to its overseer."""
    rule_declare(
        actor=SYSTEM, code="kaili/4", title="健康养老知识宣传", area_code=KAILI, cadence=Cadence.ONCE,
        owner_id=house.city.clerk.organisation_id, overseer_id=house.city.officer.organisation_id,
        first=date(2026, 1, 1), due_on=date(2026, 1, 5),
    )  # fmt: skip


def _report(house: Furnished) -> None:
    """A report of the result."""
    report = report_issue(
        actor=actor_of(house.city.clerk),
        assessment_id=house.ids["assessment"],
        purpose="适老化改造",
    )
    house.ids["report"] = report.pk


def _machinery(house: Furnished) -> None:
    """A job that is done, an event that could not be delivered, a holiday of a year that is not yet published."""
    day_set(actor=SYSTEM, day=date(2027, 1, 1), is_workday=False, source="示例通知", note="元旦")
    house.ids["account"] = house.city.officer.account_id
    house.ids["job"] = Job.objects.filter(account_id=house.city.clerk.account_id).latest("pk").pk
    at = clock.now() - timedelta(hours=2)
    event = OutboxEvent.objects.create(
        name="sangyu.people.registry.events.ElderDied", payload={}, published_at=at
    )
    Delivery.objects.create(
        event=event, handler="duties.tell_town", state="dead", attempts=8, next_at=at,
        error="DomainError: gone",
    )  # fmt: skip
