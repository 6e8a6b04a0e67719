"""Rarer faces of the audit trail, of jobs and of undeliverable events; their everyday ones stand in looks.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel import audit, clock, work
from sangyu.kernel.audit import sealing
from sangyu.kernel.audit.models import AuditCheck
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.tests import sample_jobs
from tests.browser.support import look_over

if TYPE_CHECKING:
    from tests.browser.conftest import Survey, Visit

pytestmark = pytest.mark.django_db(transaction=True)
CHANGED = audit.register("test.elder.changed", "%(who)s更新了%(object)s的登记信息")
TOWN = "522601103"


@pytest.fixture
def clerk() -> Membership:
    """Who starts jobs."""
    return make_post("town_clerk", TOWN)


@pytest.fixture
def entry(clerk: Membership) -> int:
    """An entry among others, sealed."""
    audit.describe(
        "test.elder", "老年人", fields={"living": "居住状况", "phone": "联系电话", "tags": "类别"},
        choices={"living": [("alone", "独居"), ("spouse", "与配偶同住")]},
    )  # fmt: skip
    actor = actor_of(clerk)
    audit.viewed(
        actor, kind="test.elder", id=7, label="示例老人 7", purpose="电话回访", fields=["phone"]
    )
    subjects = [
        audit.Subject(n, TOWN, f"示例老人 {n}", {"tags": []}, {"tags": ["高龄"]}) for n in range(60)
    ]
    audit.record_many(actor, CHANGED, kind="test.elder", subjects=subjects)
    number = audit.record(
        actor, CHANGED, kind="test.elder", id=7, label="示例老人 7", clause="A2",
        before={"living": "spouse", "phone": "138••••0001", "tags": ["高龄"]},
        after={"living": "alone", "phone": None, "tags": ["高龄", "独居"]},
    )  # fmt: skip
    sealing.seal()
    return number


def test_the_trails_rarer_faces(survey: Survey, visit: Visit, entry: int) -> None:
    post = make_post("audit_admin")
    survey(reverse("audit:entry", args=(entry,)), "audit-change", post=post)
    AuditCheck.objects.create(at=clock.now(), entries=1, sealed=1, seals=1, findings=3, report={})
    look_over(visit(reverse("audit:list"), post=post, screen="phone"), "audit-tampered")


def test_filtering_the_trail(visit: Visit, entry: int) -> None:
    page = visit(reverse("audit:list"), post=make_post("audit_admin"))
    page.get_by_label("对象类型").select_option("test.elder")
    page.get_by_label("对象编号").fill("7")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("#entries tbody tr")).to_have_count(3)
    page.get_by_role("link", name="更新了示例老人 7").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("示例老人 7")


def test_jobs_in_the_rarer_states(survey: Survey, visit: Visit, clerk: Membership) -> None:
    now = clock.now()
    running = {"done": 42_000, "total": 95_000, "message": "写入登记表", "heartbeat_at": now}
    states: dict[str, dict[str, object]] = {
        "waiting": {},
        "running": running | {"started_at": now},
        "failed": {"finished_at": now, "error": "第 3 行的身份证号有误。请修改后重新上传。"},
        "cancelled": {"finished_at": now, "done": 10, "total": 50},
    }
    for state, values in states.items():
        job = work.start(
            actor=actor_of(clerk), job=sample_jobs.STEPS, title="导入老年人名册", payload={}
        )
        Job.objects.filter(pk=job.pk).update(state=state, **values)
        look_over(visit(reverse("work:progress", args=(job.pk,)), post=clerk), f"job-{state}")
    survey(reverse("work:list"), "jobs", post=clerk)


def test_the_progress_page_follows_the_job_by_itself(visit: Visit, clerk: Membership) -> None:
    payload = {"n": 3, "seconds": 0}
    job = work.start(actor=actor_of(clerk), job=sample_jobs.STEPS, payload=payload)
    page = visit(reverse("work:progress", args=(job.pk,)), post=clerk)
    expect(page.locator("#job")).to_contain_text("等待中")
    work.run_now(job)
    expect(page.locator("#job")).to_contain_text("已完成")
    expect(page.locator("#job-said")).to_contain_text("已完成 100 %")
    expect(page.locator("#job")).not_to_have_attribute("hx-trigger", "every 1s")


def test_cancelling_from_the_page(visit: Visit, clerk: Membership) -> None:
    job = work.start(actor=actor_of(clerk), job=sample_jobs.STEPS, payload={})
    page = visit(reverse("work:progress", args=(job.pk,)), post=clerk)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="取消作业").click()
    expect(page.locator("#job")).to_contain_text("已取消")
    page.get_by_role("button", name="重新启动").click()
    expect(page.locator("#job")).to_contain_text("等待中")


def test_no_undeliverable_events(visit: Visit) -> None:
    look_over(visit(reverse("events:dead"), post=make_post("system_admin")), "events-none")
