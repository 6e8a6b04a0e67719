"""Files with the proof of a duty, through HTTP: laid down, opened by who sees the duty, taken back until accepted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sangyu.city.duties.models import Duty
from sangyu.city.duties.tests.factories import City, duty_of, make_city, make_rule, make_town_rule
from sangyu.city.duties.types import DutyState, ProofKind
from sangyu.city.organisations.models import Account
from sangyu.kernel.actors import Actor
from sangyu.kernel.attachments.models import Attachment
from sangyu.kernel.attachments.services import orphans_remove
from sangyu.kernel.attachments.tests.test_door import PDF, jpg
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.digests import sm3

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings: LazySettings, tmp_path: Path) -> City:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_city()


def client_of(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    assert actor.account_id is not None
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def files(*named: tuple[str, bytes]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, data) for name, data in named]


@pytest.fixture
def duty(city: City) -> Duty:
    rule = make_town_rule(city, make_rule(city), proof_required=ProofKind.FILE)
    return duty_of(rule, city.towns[0].unit)


def submit(city: City, duty: Duty, *named: tuple[str, bytes]) -> int:
    data = {"kind": "text", "label": "已完成核对", "ref": "", "files": files(*named)}
    url = reverse("duties:act", args=[duty.pk, "submit"])
    status = client_of(city.towns[0].clerk).post(url, data).status_code
    duty.refresh_from_db()
    return status


def test_two_files_prove_a_duty_and_only_who_sees_it_opens_them(city: City, duty: Duty) -> None:
    assert submit(city, duty, ("台账.pdf", PDF), ("现场.jpg", jpg())) == 302
    assert [piece["kind"] for piece in duty.proof] == ["text", "file", "file"]
    row = Attachment.objects.get(kind="pdf")
    assert row.digest == sm3(PDF).hex()
    name = str(row.file.name)
    assert name.startswith("attachments/")
    assert "台账" not in name
    url = reverse("attachments:download", args=[row.ref])
    got: Any = client_of(city.officer).get(url)
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"].startswith("attachment;")
    assert (got["X-Content-Type-Options"], got["Cache-Control"].split(",")[0]) == (
        "nosniff",
        "max-age=0",
    )
    assert "sandbox" in got["Content-Security-Policy"]
    for stranger in (city.stranger, city.towns[1].clerk):
        assert client_of(stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    said = AuditEntry.objects.filter(action__startswith="attachment.").values_list(
        "action", flat=True
    )
    assert sorted(said) == ["attachment.added", "attachment.added", "attachment.opened"]
    assert AuditEntry.objects.filter(action="attachment.added", after__sm3=row.digest).exists()


def test_a_bad_file_leaves_the_duty_as_it_was(city: City, duty: Duty) -> None:
    assert submit(city, duty, ("x.pdf", b"<html>")) == 422
    assert submit(city, duty) == 422
    assert duty.state == DutyState.OPEN
    assert not Attachment.objects.exists()


def test_a_file_is_taken_back_until_the_proof_is_accepted(
    city: City, duty: Duty, django_capture_on_commit_callbacks: object
) -> None:
    submit(city, duty, ("一.pdf", PDF), ("二.jpg", jpg()))
    clerk = client_of(city.towns[0].clerk)
    url = reverse("duties:file-remove", args=[duty.pk])
    first, second = (piece["ref"] for piece in duty.proof if piece["kind"] == "file")
    place = Path(Attachment.objects.get(ref=first).file.path)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert clerk.post(url, {"ref": first}).status_code == 302
    assert not place.exists()
    assert clerk.post(url, {"ref": first}).status_code == 409
    assert clerk.post(url, {"ref": second}).status_code == 422, "the last one proves it"
    assert client_of(city.officer).post(url, {"ref": second}).status_code == 403
    attach = reverse("duties:act", args=[duty.pk, "attach"])
    assert clerk.post(attach, {"files": files(("三.pdf", PDF))}).status_code == 302
    close = reverse("duties:act", args=[duty.pk, "close"])
    assert client_of(city.officer).post(close).status_code == 302
    duty.refresh_from_db()
    assert duty.state in {DutyState.DONE, DutyState.DONE_LATE}
    assert clerk.post(url, {"ref": second}).status_code == 409
    assert Attachment.objects.filter(is_final=True).count() == 2


def test_returned_proof_keeps_its_files(city: City, duty: Duty) -> None:
    submit(city, duty, ("一.pdf", PDF))
    back = reverse("duties:act", args=[duty.pk, "return"])
    client_of(city.officer).post(back, {"reason": "缺少照片"})
    assert submit(city, duty, ("二.jpg", jpg())) == 302
    assert [piece["label"] for piece in duty.proof] == ["已完成核对", "一.pdf", "二.jpg"]


def test_what_a_rollback_left_is_swept(city: City, duty: Duty, settings: LazySettings) -> None:
    submit(city, duty, ("一.pdf", PDF))
    folder = Path(settings.MEDIA_ROOT) / "attachments" / "ab"
    folder.mkdir()
    for name in ("new.pdf", "old.pdf"):
        (folder / name).write_bytes(PDF)
    for place in (folder / "old.pdf", Path(Attachment.objects.get().file.path)):
        os.utime(place, (0, 0))
    assert orphans_remove() == 1
    assert (folder / "new.pdf").exists()
    assert Path(Attachment.objects.get().file.path).exists()
