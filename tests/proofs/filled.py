"""The small city with something of everything in every community: each thing carries the word of one of its people.

`things` names, for each kind of thing, the arguments of its addresses in each community.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sangyu.accountability.indicators import behind
from sangyu.accountability.indicators import services as statistics
from sangyu.accountability.indicators.definitions import ELDER_POPULATION
from sangyu.accountability.plans.models import Plan
from sangyu.city.areas.services import areas_load
from sangyu.city.duties.notices import OPENED
from sangyu.city.duties.services import duty_open, duty_submit_proof, notice_send
from sangyu.city.duties.types import Subject
from sangyu.city.organisations.models import Membership, PasswordReset
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_post, make_unit
from sangyu.city.organisations.types import ResetState, Role
from sangyu.city.papers.models import Paper
from sangyu.city.papers.services import paper_confirm, paper_upload
from sangyu.city.papers.tests.factories import director
from sangyu.kernel import audit, clock, pii, work
from sangyu.kernel.actors import system_actor
from sangyu.kernel.attachments.models import Attachment
from sangyu.kernel.attachments.types import FileKind, SafeFile
from sangyu.kernel.events.models import Delivery, OutboxEvent
from sangyu.kernel.work.models import Job
from sangyu.openapi.models import ApiToken
from sangyu.people.entitlement.models import ProgrammeVersion
from sangyu.people.entitlement.tests.factories import make_claim, make_decision, make_version
from sangyu.people.registry import jobs_export
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.models import (
    Campaign,
    CampaignTown,
    Elder,
    ElderCategory,
    FamilyLink,
    ImportBatch,
    ImportRow,
    Merge,
    Need,
    ResponsibleLink,
    SavedFilter,
)
from sangyu.people.registry.models.intake import ROW_LABEL
from sangyu.people.registry.tests.factories import make_actor
from tests.proofs import (
    filled_assessments,
    filled_payments,
    filled_plans,
    filled_reports,
    filled_services,
    filled_targets,
)
from tests.proofs.city import (
    BY,
    COMMUNITIES,
    COUNTY,
    DAY,
    OTHER_COUNTY,
    PER_COMMUNITY,
    PREFECTURE,
    City,
    Person,
    build,
)

SYSTEM = system_actor("proof")
SEEN = audit.register("test.proof.seen", "%(who)s saw %(object)s")
AS_OF = date(2025, 12, 31)
Arguments = dict[str, Any]


@dataclass
class Filled:
    """The city, what hangs on it, and who works where."""

    city: City
    things: dict[str, dict[str, Arguments]] = field(default_factory=dict)
    clerks: dict[str, Membership] = field(default_factory=dict)
    families: dict[str, Membership] = field(default_factory=dict)
    refs: dict[int, str] = field(default_factory=dict)

    def put(self, kind: str, area_code: str, /, **arguments: Any) -> None:
        """Remember how a thing is addressed."""
        self.things.setdefault(kind, {})[area_code] = arguments

    def first(self, community: str) -> Person:
        """The person whose word the things of a community carry."""
        return self.city.people[COMMUNITIES.index(community) * PER_COMMUNITY]


def fill() -> Filled:
    """Build it all."""
    filled = Filled(build())
    for person in filled.city.people:
        _hang(filled.city, person)
    filled.refs = {pk: str(ref) for pk, ref in Elder.objects.values_list("pk", "ref")}
    for number, community in enumerate(COMMUNITIES):
        _community(filled, community, number)
    filled_targets.count(AS_OF)
    for county in (COUNTY, OTHER_COUNTY):
        _county(filled, county)
    _statistics(filled)
    filled_payments.pay(filled, (COUNTY, OTHER_COUNTY))
    return filled


def _hang(city: City, person: Person) -> None:
    row = {"elder_id": person.id}
    link = ResponsibleLink.objects.create(
        kind="family", name=f"{person.word}媳", started_on=DAY, **row
    )
    need = Need.objects.create(kind="meals", noted_on=DAY, note=f"{person.word}要送餐", **row)
    category = ElderCategory.objects.create(
        category="dementia",
        started_on=DAY,
        proof=f"{person.word}病历",
        recorded_at=clock.now(),
        **BY,
        **row,
    )
    hanging = {"link_id": link.pk, "need_id": need.pk, "category_id": category.pk}
    city.hanging[person.id] |= hanging


def _community(filled: Filled, community: str, number: int) -> None:
    person, town = filled.first(community), community[:9]
    if town not in filled.clerks:
        filled.clerks[town] = make_post(Role.TOWN_CLERK, town)
    clerk = filled.clerks[town]
    family = filled.families[community] = make_post(Role.FAMILY, community)
    link = FamilyLink.objects.create(
        elder_id=person.id, account=family.account, started_on=DAY, actor_label="clerk"
    )
    filled.put("family", community, pk=person.id, link_id=link.pk)
    for kind, arguments in filled_services.wait(person.id, person.word).items():
        filled.put(kind, community, **arguments)
    merge = Merge.objects.get(merged_id=filled.city.people[number * PER_COMMUNITY + 6].id)
    filled.put("merge", community, pk=merge.pk)
    filled.put("transfer", community, pk=filled.city.things["transfers"][number])
    filled.put("proposal", community, group=filled.city.hanging[person.id]["group"])
    filter_ = SavedFilter.objects.create(
        account=clerk.account, organisation=clerk.organisation, name=f"{person.word}的筛选",
        query=f"q={person.word}", is_shared=True, created_at=clock.now(),
    )  # fmt: skip
    filled.put("filter", community, pk=filter_.pk, ref=filter_.ref)
    for kind, arguments in filled_assessments.assess(person).items():
        filled.put(kind, community, **arguments)
    _batch(filled, community, person)
    _job(filled, community, person, clerk)
    duty = duty_open(
        actor=SYSTEM, kind="proof.visit", title=f"走访{person.word}",
        subject=Subject("elder", str(person.id), community, clerk.organisation_id, f"甄{person.word}"),
    )  # fmt: skip
    filled.put("duty", community, duty_id=duty.pk, step="submit")
    _proved(filled, community, person, clerk)
    notice = notice_send(
        actor=SYSTEM, code=OPENED, words={"title": f"走访{person.word}", "due": "—"}, link=f"/elders/{person.id}/",
        organisation_id=clerk.organisation_id,
    )  # fmt: skip
    filled.put("notice", community, notice_id=notice.pk)
    entry = audit.record(
        actor_of(clerk), SEEN, kind="elder", id=person.id, area_code=community, label=f"甄{person.word}",
        after={"address": f"{person.word}巷"},
    )  # fmt: skip
    filled.put("entry", community, pk=entry)
    _entitled(filled, community, person)
    result = filled.things["assessment"][community]["pk"]
    report = filled_reports.report_of(actor_of(clerk), result, person.word)
    filled.put("report", community, **report)
    filled.put("account", community, account_id=clerk.account_id)
    filled.put("post", community, membership_id=clerk.pk)


def _entitled(filled: Filled, community: str, person: Person) -> None:
    """What one person is entitled to, and answered."""
    version = ProgrammeVersion.objects.filter(programme__code="proof-allowance").first()
    version = version or make_version("proof-allowance", condition="age >= 60")
    elder = Elder.objects.get(pk=person.id)
    make_decision(elder, version)
    make_claim(elder, version, note=f"{person.word}同意")
    filled.put("entitled", community, pk=person.id, code="proof-allowance")


def _proved(filled: Filled, community: str, person: Person, clerk: Membership) -> None:
    """A duty whose proof is a file; a token and a new password asked for the clerk."""
    duty = duty_open(
        actor=SYSTEM, kind="proof.file", title=f"核实{person.word}",
        subject=Subject("elder", str(person.id), community, clerk.organisation_id, f"甄{person.word}"),
    )  # fmt: skip
    file = SafeFile(f"{person.word}证明.pdf", FileKind.PDF, 9, b"%PDF-1.7\n%%EOF")
    duty_submit_proof(actor=SYSTEM, duty_id=duty.pk, proof=[], files=[file])
    filled.put("file", community, ref=Attachment.objects.get(owner_id=str(duty.pk)).ref)
    token = ApiToken.objects.create(
        name=f"{person.word}接口", membership=clerk, digest=str(duty.pk).encode(), issued_at=clock.now(),
        expires_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    filled.put("token", community, token_id=token.pk)
    reset = PasswordReset.objects.create(
        account=clerk.account, reason=f"{person.word}忘记密码", asked_by_id=clerk.account_id,
        asked_at=clock.now(), expires_at=clock.now() + timedelta(days=1), state=ResetState.REFUSED,
        first_half=None, decided_at=clock.now(), decided_by_id=clerk.account_id,
    )  # fmt: skip
    filled.put("reset", community, reset_id=reset.pk)
    filled.put("area", community, code=community)


def _batch(filled: Filled, community: str, person: Person) -> None:
    columns = [
        {"index": 0, "label": "姓名", "group": "", "field": "name", "how": "name"},
        {"index": 1, "label": "现住址", "group": "", "field": "address", "how": "name"},
    ]
    batch = ImportBatch.objects.create(
        filename=f"{person.word}名单.xlsx", area_code=community, effective_on=DAY, state="previewed",
        created_at=clock.now(), columns=columns, **BY,
    )  # fmt: skip
    cells = [f"甄{person.word}", f"{person.word}巷"]
    for number, state in ((2, "good"), (3, "bad")):
        ImportRow.objects.create(
            batch=batch, number=number, state=state, action="update" if state == "good" else "skip", name=cells[0],
            cells_sealed=pii.seal(json.dumps(cells, ensure_ascii=False), ROW_LABEL), elder_id=person.id,
            values={"name": cells[0], "address": cells[1]}, changes={"address": [cells[1], cells[1]]},
            problems=[CellProblem("cell.required", "name").to_json()] if state == "bad" else [],
        )  # fmt: skip
    filled.put("batch", community, pk=batch.pk, number=2)
    filled.put("bad row", community, pk=batch.pk, number=3)


def _job(filled: Filled, community: str, person: Person, clerk: Membership) -> None:
    job = work.start(
        actor=actor_of(clerk), job=jobs_export.JOB, title=f"导出{person.word}",
        payload={"is_masked": True, "text": person.word},
    )  # fmt: skip
    Job.objects.filter(pk=job.pk).update(
        state="done", finished_at=clock.now(), message=person.word,
        result={"summary": person.word, "links": [], "data": {"name": f"{person.word}.xlsx", "count": 1}},
    )  # fmt: skip
    filled.put("job", community, pk=job.pk, job_id=job.pk)


def _county(filled: Filled, county: str) -> None:
    inside = [code for code in COMMUNITIES if code.startswith(county)]
    word = filled.first(inside[0]).word
    campaign = Campaign.objects.create(
        name=f"{county}摸底", area_code=county, as_of=DAY, opens_on=DAY, due_on=DAY + timedelta(days=9),
        created_at=clock.now(), **BY,
    )  # fmt: skip
    paper = _paper(county, word)
    target = filled_targets.promise(county, word)
    run = filled_plans.supervise(Plan.objects.get(document_id=paper.pk), word)
    run |= filled_services.promise(county, word)
    dead = Delivery.objects.create(
        event=OutboxEvent.objects.create(name="proof.gone", payload={}, published_at=clock.now()),
        handler="proof", state="dead", next_at=clock.now(),
    )  # fmt: skip
    for community in inside:
        town = CampaignTown.objects.get_or_create(
            campaign=campaign, town_code=community[:9],
            defaults={
                "state": "confirmed", "head_count": 1, "confirmed_at": clock.now(),
                "note": f"{filled.first(community).word}的情况已核",
            },
        )[0]  # fmt: skip
        filled.put("campaign", community, pk=campaign.pk, town_code=town.town_code)
        filled.put("paper", community, pk=paper.pk)
        filled.put("read paper", community, document_id=paper.pk)
        filled.put("paper target", community, pk=paper.papertargets.earliest("pk").pk)
        filled.put("paper rule", community, pk=paper.paperrules.earliest("pk").pk)
        filled.put("paper task", community, pk=paper.tasks.order_by("pk")[0].pk)
        for kind, arguments in run.items():
            filled.put(kind, community, **arguments)
        filled.put("target", community, **target)
        filled.put("indicator", community, code=filled_targets.INDICATOR)
        filled.put("digest", community, area_code=community[:9], month=f"{AS_OF:%Y-%m}")
        filled.put("delivery", community, pk=dead.pk)


def _paper(county: str, word: str) -> Paper:
    """A paper whose title and task carry the word, confirmed into a plan."""
    health = make_unit(county, name="示例市卫生健康局", short_name="市卫生健康局").name
    lines = (
        f"{word}养老服务方案", "测府办函〔2023〕1号", "一、总体目标",
        f"到2025年，{word}所在地护理型床位占比达到60%以上，{word}的申请20个工作日内答复。",
        "重点任务分解表", "序号", "重点任务", "完成时限", "牵头单位",
        "责任单位", "1", f"每年走访{word}等老人。", "每年1月底", health, health,
        "2", f"办好{word}家附近的食堂。", "长期", health, health,
    )  # fmt: skip
    actor = director(county)
    paper = paper_upload(
        actor=actor, content="\n\n".join(lines).encode(), file_name="plan.txt", at=clock.now()
    )
    paper_confirm(
        actor=actor, paper_id=paper.pk, heading={"title": f"{word}养老服务方案", "number": ""},
        starts_on=date(2026, 1, 1), at=clock.now(),
    )  # fmt: skip
    return paper


def _statistics(filled: Filled) -> None:
    """The other county's statistic, which is not ours, and the prefecture's, which opens to our own figures only."""
    areas_load([("52", "甲省")])
    for area in (COUNTY, OTHER_COUNTY, PREFECTURE):
        officer = make_actor(Role.OFFICER, area)
        row = statistics.statistic_prepare(
            actor=officer, code=ELDER_POPULATION, area_code=area, as_of=AS_OF
        )
        found = behind.count(actor=officer, row=row)
        statistics.statistic_store(
            actor=officer, statistic_id=row.pk, cells=found.cells,
            snapshot=(found.snapshot_id, found.snapshot_hash), at=clock.now(),
        )  # fmt: skip
        for community in COMMUNITIES:
            if community.startswith(area):
                filled.put(
                    "statistic" if area != PREFECTURE else "shared statistic", community, pk=row.pk
                )
