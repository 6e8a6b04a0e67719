"""Copies of proofs with changes and categories: kept with the record, opened by who may see numbers in full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sangyu.city.organisations.tests.factories import make_post, make_unit
from sangyu.city.organisations.types import OrganisationKind, Role
from sangyu.kernel.attachments.models import Attachment
from sangyu.kernel.attachments.tests.test_door import PDF
from sangyu.people.registry.models import ElderCategory, ElderChange
from sangyu.people.registry.tests.factories import OTHER_TOWN, TOWN, load_areas, make_elder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    load_areas()


def client_of(role: str, area: str) -> Client:
    kind = OrganisationKind.TOWN if len(area) == 9 else OrganisationKind.DEPARTMENT
    client = Client(raise_request_exception=False)
    client.force_login(make_post(role, area, make_unit(area, kind)).account)
    return client


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("户口簿.pdf", PDF)


def test_a_reported_change_comes_with_a_copy_and_the_approver_opens_it() -> None:
    elder = make_elder()
    data = {
        "living": "alone", "children_nearby": "unknown", "wants_home": "unknown",
        "source": "self_report", "effective_on": "2026-02-01",
        "proof": "", "version": elder.version, "files": [a_file()],
    }  # fmt: skip
    clerk = client_of(Role.TOWN_CLERK, TOWN)
    url = reverse("registry:elder-edit", args=[elder.pk, "life"])
    assert clerk.post(url, data | {"files": []}).status_code == 422
    assert clerk.post(url, data).status_code == 302
    change = ElderChange.objects.get(elder=elder, field="living")
    row = Attachment.objects.get()
    assert (str(change.proof_file), row.owner_id) == (str(row.bundle), str(elder.pk))
    page = client_of(Role.TOWN_CLERK, TOWN).get(reverse("registry:proposal-list")).content.decode()
    link = reverse("attachments:download", args=[row.ref])
    assert link in page
    got: Any = client_of(Role.TOWN_CLERK, TOWN).get(link)
    assert b"".join(got.streaming_content) == PDF
    assert client_of(Role.TOWN_CLERK, OTHER_TOWN).get(link).status_code == 404
    assert client_of(Role.INSPECTOR, "522601").get(link).status_code == 404
    assert link in clerk.get(reverse("registry:elder-history", args=[elder.pk])).content.decode()


def test_a_category_is_declared_on_a_copy_alone() -> None:
    elder = make_elder()
    data = {
        "category": "minimum_living",
        "source": "civil_affairs",
        "effective_on": "2026-02-01",
        "proof": "",
    }
    clerk = client_of(Role.TOWN_CLERK, TOWN)
    url = reverse("registry:category-declare", args=[elder.pk])
    assert clerk.post(url, data).status_code == 422
    assert (
        clerk.post(url, data | {"files": [SimpleUploadedFile("x.pdf", b"<html>")]}).status_code
        == 422
    )
    assert clerk.post(url, data | {"files": [a_file()]}).status_code == 302
    row = ElderCategory.objects.get(elder=elder, category="minimum_living")
    assert str(row.proof_file) == str(Attachment.objects.get().bundle)
