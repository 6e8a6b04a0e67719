"""The pages of jobs, for the starter, a colleague and the system administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.models import Account, Membership
from sangyu.city.organisations.selectors import actor_of, post_holds
from sangyu.city.organisations.tests.factories import make_post
from sangyu.kernel import clock, work
from sangyu.kernel.actors import system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.work.models import Job
from sangyu.kernel.work.tests import sample_jobs

pytestmark = pytest.mark.django_db
TOWN = "522601103"


def signed_in(post: Membership) -> Client:
    """A client with a session of this post."""
    client = Client()
    client.force_login(post.account)
    return client


@pytest.fixture
def clerk() -> Membership:
    """Who starts the job."""
    return make_post("town_clerk", TOWN)


@pytest.fixture
def job(clerk: Membership) -> Job:
    """A waiting job of the clerk."""
    payload = {"n": 4, "seconds": 0}
    return work.start(actor=actor_of(clerk), job=sample_jobs.STEPS, payload=payload, title="走一走")


def test_only_the_starter_and_the_system_administrator_see_it(clerk: Membership, job: Job) -> None:
    answers = {
        clerk: True,
        make_post("town_clerk", TOWN): False,
        make_post("town_clerk", "371502001"): False,
        make_post("system_admin", "522601"): True,
        make_post("system_admin", "371502"): False,
    }
    for post, sees in answers.items():
        client = signed_in(post)
        assert (job.title in client.get(reverse("work:list")).content.decode()) is sees
        page = client.get(reverse("work:progress", args=(job.pk,)))
        assert page.status_code == (200 if sees else 404)


def test_the_system_sees_all_jobs_and_narrowed_those_of_an_area(job: Job) -> None:
    """An empty condition gives way to the other side of an “or”: without an area the system saw none."""
    system = system_actor("test")
    assert list(Job.objects.visible_to(system)) == [job]
    assert list(Job.objects.visible_to(system.within("522601"))) == [job]
    assert not Job.objects.visible_to(system.within("371502")).exists()


def test_the_page_polls_until_the_job_has_ended_and_then_shows_its_result(
    clerk: Membership, job: Job
) -> None:
    client = signed_in(clerk)
    url = reverse("work:progress", args=(job.pk,))
    assert 'hx-trigger="every 1s"' in client.get(url).content.decode()
    work.run_now(job)
    fragment = client.get(f"{url}?said=waiting-0", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "hx-trigger" not in fragment
    assert "All steps" in fragment
    assert "hx-swap-oob" in fragment  # the screen reader is told of the change
    again = client.get(f"{url}?said=done-10", headers={"HX-Request": "true"}).content.decode()
    assert "hx-swap-oob" not in again


def test_cancel_and_again(clerk: Membership, job: Job) -> None:
    client = signed_in(clerk)
    for name, state in (("work:cancel", "cancelled"), ("work:again", "waiting")):
        answer = client.post(reverse(name, args=(job.pk,)))
        assert answer.headers["Location"] == reverse("work:progress", args=(job.pk,))
        job.refresh_from_db()
        assert job.state == state
    assert client.post(reverse("work:again", args=(job.pk,))).status_code == 409
    actions = AuditEntry.objects.filter(object_kind="job").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "work.job.started", "work.job.cancelled", "work.job.retried",
    ]  # fmt: skip


def test_filters(clerk: Membership, job: Job) -> None:
    client = signed_in(clerk)
    for query, shown in (("", True), ("?state=waiting", True), ("?state=done", False)):
        page = client.get(reverse("work:list") + query).content.decode()
        assert (job.title in page) is shown


def end_post(clerk: Membership) -> None:
    Membership.objects.filter(pk=clerk.pk).update(ended_on=clock.today())


def close_account(clerk: Membership) -> None:
    Account.objects.filter(pk=clerk.account_id).update(is_active=False)


def change_role(clerk: Membership) -> None:
    Membership.objects.filter(pk=clerk.pk).update(role="inspector")


def move_elsewhere(clerk: Membership) -> None:
    Membership.objects.filter(pk=clerk.pk).update(area_code="371502001")


@pytest.mark.parametrize("what", [end_post, close_account, change_role, move_elsewhere])
def test_a_job_is_refused_once_the_post_behind_it_no_longer_holds(
    what: Callable[[Membership], None], clerk: Membership, job: Job
) -> None:
    what(clerk)
    assert work.run_now(job).state == "failed"
    assert "岗位" in job.error
    assert job.result == {}
    admin = signed_in(make_post("system_admin", "522601"))
    admin.post(reverse("work:again", args=(job.pk,)))
    job.refresh_from_db()
    assert work.run_now(job).state == "failed", "nor does another's retry lend it a post"


def test_a_narrowed_actor_and_a_wider_role_still_hold(clerk: Membership) -> None:
    actor = actor_of(clerk).within(f"{TOWN}201")
    assert post_holds(actor)
    fewer = replace(actor, rights=frozenset(list(actor.rights)[:2]))
    assert post_holds(fewer), "a role that has gained rights since"
    more = replace(actor, rights=actor.rights | {"work.view_all"})
    assert not post_holds(more), "a role that has lost one"
    assert not post_holds(replace(actor, account_id=0))
