"""What was somebody's from one post is not theirs from another: files, lists of a narrower area, confirmations."""

from __future__ import annotations

import json
import uuid
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.selectors import actor_of
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock, work
from sangyu.kernel.errors import Conflict, Forbidden
from sangyu.kernel.work.models import Job
from sangyu.people.registry import jobs_export
from sangyu.people.registry.intake import services, showing
from sangyu.people.registry.intake.tests import files, world
from sangyu.people.registry.models import Campaign, CampaignTown, Elder, ImportRow, Transfer
from sangyu.people.registry.services.campaigns import campaign_reopen
from sangyu.people.registry.services.reminders import campaign_remind
from sangyu.people.registry.services.transfers import transfer_accept, transfer_request
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    TOWN,
    load_areas,
    make_actor,
    make_elder,
)
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def _world(db: None, tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    load_areas()


def acting(post: Membership) -> Client:
    """A client of the account, acting from this one of its posts."""
    client = signed_in(post)
    assert client.post(reverse("console:post-switch"), {"post": str(post.pk)}).status_code == 302
    return client


def made_file(post: Membership, *, is_masked: bool = True) -> str:
    """A finished export of this post; the address of its file."""
    name = default_storage.save("registry/exports/x.xlsx", ContentFile(b"secret"))
    job = work.start(
        actor=actor_of(post), job=jobs_export.JOB,
        payload={
            "purpose": "p", "what": "w", "query": {}, "text": "", "ids": [], "is_masked": is_masked, "expected": 1,
        },
    )  # fmt: skip
    Job.objects.filter(pk=job.pk).update(
        state="done", finished_at=clock.now(), result={"data": {"name": name, "count": 1}}
    )
    return reverse("registry:export-file", args=[job.pk])


def fetched(client: Client, url: str) -> int:
    """The status; a file that comes is read to its end."""
    answer: Any = client.get(url)
    if answer.streaming:
        BytesIO(b"".join(answer.streaming_content))
    return int(answer.status_code)


def test_a_file_made_from_one_post_is_not_fetched_from_another() -> None:
    here = make_post(Role.TOWN_CLERK, TOWN)
    there = make_post(Role.TOWN_CLERK, OTHER_TOWN, account=here.account)
    url = made_file(here)
    assert fetched(acting(here), url) == 200
    assert fetched(acting(there), url) == 404
    Membership.objects.filter(pk=here.pk).update(ended_on=clock.today())
    assert fetched(signed_in(there), url) == 404
    assert fetched(signed_in(make_post(Role.TOWN_CLERK, TOWN)), url) == 404


def test_numbers_in_full_are_fetched_only_by_who_may_still_see_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = make_post(Role.TOWN_CLERK, TOWN)
    masked, full = made_file(post), made_file(post, is_masked=False)
    assert fetched(signed_in(post), full) == 200
    rights = "sangyu.city.organisations.selectors.rights_of"
    left = actor_of(post).rights - {"elder.unmask"}
    monkeypatch.setattr(rights, lambda _role: left)
    assert fetched(signed_in(post), masked) == 200
    assert fetched(signed_in(post), full) == 403


def narrow_batch(folder: Path, rows: list[list[str]]) -> Any:
    """A list that a community's worker uploaded and the town's clerk has checked."""
    worker = make_actor(Role.COMMUNITY_WORKER, world.COMMUNITY, organisation_id=None)
    batch = world.upload(folder, rows, actor=worker)
    return world.check(batch, actor=world.clerk())


def test_a_list_is_checked_for_its_own_area_whoever_helps(tmp_path: Path) -> None:
    """The community's worker reads the preview, so it must not hold what the clerk sees of other communities."""
    number = files.resident_id(1)
    make_elder(name="邻村人", area_code=world.OTHER_COMMUNITY, id=number, address="邻村巷1号")
    batch = narrow_batch(tmp_path, [world.person(1)])
    row = ImportRow.objects.get(batch=batch)
    assert (row.state, row.elder_id, row.changes) == ("bad", None, {})


def test_a_preview_forgets_the_numbers_of_who_has_moved_away(tmp_path: Path) -> None:
    make_elder(
        name=world.person(1)[0],
        area_code=world.COMMUNITY,
        id=files.resident_id(1),
        phone="14000000001",
    )
    batch = world.checked(tmp_path, [world.person(1)])
    row = ImportRow.objects.get(batch=batch)
    assert "phone" in row.changes

    def before() -> str:
        (shown,) = showing.shown_rows(batch, [row])
        return next(change.before for change in shown.changes if change.field == "phone")

    assert before().startswith("140")
    Elder.objects.update(area_code=OTHER_COMMUNITY)
    assert before() == ""


def test_a_step_whose_job_has_stopped_is_taken_up_by_a_colleague_once(tmp_path: Path) -> None:
    batch = world.checked(tmp_path, [world.person(1)])
    services.batch_commit(actor=world.clerk(), batch=batch)
    with pytest.raises(Conflict):
        services.batch_commit(actor=world.clerk(), batch=batch)
    assert batch.job_id is not None
    Job.objects.filter(pk=batch.job_id).update(state="failed", finished_at=clock.now())
    client = signed_in(make_post(Role.TOWN_CLERK, world.TOWN))
    page = client.get(reverse("intake:batch", args=[batch.pk])).content.decode()
    assert reverse("intake:commit", args=[batch.pk]) in page
    assert client.post(reverse("intake:commit", args=[batch.pk])).status_code == 303
    assert client.post(reverse("intake:commit", args=[batch.pk])).status_code == 409
    batch.refresh_from_db()
    world.run(batch)
    assert batch.state == "committed"
    assert Elder.objects.count() == 1


def test_the_towns_of_a_wider_campaign_are_not_a_countys_to_reopen() -> None:
    by = {"actor_label": "clerk", "created_at": clock.now()}
    campaign = Campaign.objects.create(
        name="摸底", area_code="5226", as_of=DAY, opens_on=DAY, due_on=DAY, **by
    )
    CampaignTown.objects.create(
        campaign=campaign, town_code=TOWN, state="confirmed", head_count=1, confirmed_at=clock.now()
    )
    CampaignTown.objects.create(campaign=campaign, town_code=OTHER_TOWN)
    county, prefecture = (make_actor(Role.OFFICER, code) for code in ("522601", "5226"))
    call: dict[str, Any] = {"campaign_id": campaign.pk, "town_code": TOWN, "reason": "r"}
    with pytest.raises(Forbidden):
        campaign_reopen(actor=county, **call)
    with pytest.raises(Forbidden):
        campaign_remind(actor=county, campaign_id=campaign.pk)
    assert campaign_reopen(actor=prefecture, **call).state == "reopened"


def test_who_was_handed_over_is_no_longer_read_by_the_giver() -> None:
    elder = make_elder(name="甄龘靐齉", area_code=COMMUNITY)
    giver, receiver = (signed_in(make_post(Role.TOWN_CLERK, town)) for town in (TOWN, OTHER_TOWN))
    transfer = transfer_request(
        actor=make_actor(), elder_id=elder.pk, to_area_code=OTHER_COMMUNITY, effective_on=DAY
    )
    page = reverse("registry:transfer-list")
    for client in (giver, receiver):
        assert elder.name in client.get(page).content.decode()
    transfer_accept(actor=make_actor(Role.TOWN_CLERK, OTHER_TOWN), transfer_id=transfer.pk)
    Elder.objects.filter(pk=elder.pk).update(name="甄爩麤灪")
    given = giver.get(page).content.decode()
    assert Transfer.objects.get().state == "accepted"
    assert "爩麤" not in given
    assert "甄爩麤灪" in receiver.get(page).content.decode()


def test_who_may_not_unmask_reads_no_house_of_the_past_either() -> None:
    """The past of a record is no way around today's mask: not its history, not a day, not the API, not a proposal."""
    elder = make_elder(area_code=COMMUNITY, address="")
    for state in ("applied", "proposed"):
        elder.changes.create(
            field="address", before="旁海镇桂丁村枣树巷77号", after="", effective_on=date(2024, 5, 1),
            recorded_at=clock.now(), source="self_report", state=state, actor_label="clerk",
            group=uuid.uuid4(),
        )  # fmt: skip
    inspector, clerk = (
        signed_in(make_post(role, TOWN)) for role in (Role.INSPECTOR, Role.TOWN_CLERK)
    )
    history = reverse("registry:elder-history", args=[elder.pk])
    pages = [
        history,
        f"{history}?on=2024-04-01",
        reverse("api-v1:elder-day", kwargs={"elder_id": elder.pk, "day": "2024-04-01"}),
        reverse("registry:proposal-list"),
    ]
    for url in pages:
        assert "枣树巷" in text_of(clerk, url), url
        assert "枣树巷" not in text_of(inspector, url), url


def text_of(client: Client, url: str) -> str:
    """A page as it is read; JSON without its escapes."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    is_json = "json" in answer["Content-Type"]
    return json.dumps(answer.json(), ensure_ascii=False) if is_json else answer.content.decode()
