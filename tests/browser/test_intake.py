"""The pages of an import in a real browser: history, upload, columns, preview, mending, choosing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from sangyu.city.organisations.models import Membership
from sangyu.city.organisations.tests.factories import make_post
from sangyu.people.registry.intake.tests import world
from sangyu.people.registry.intake.tests.world import person
from sangyu.people.registry.models import ImportBatch
from tests.browser.conftest import Survey

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(transactional_db: None) -> Membership:
    return make_post("town_clerk", world.TOWN)


@pytest.fixture
def batch(transactional_db: None, tmp_path: Path, settings: LazySettings) -> ImportBatch:
    """A checked list with something of everything."""
    settings.MEDIA_ROOT = tmp_path / "media"
    world.load_areas()
    world.committed(tmp_path, [person(1), person(2)])
    rows = [
        person(1, 现住址="新路9号", 联系电话="13700000001"),
        person(2),
        person(3),
        person(4, 居住状况="和狗", 联系电话="1380"),
        person(5, 身份证号=""),
    ]
    return world.checked(tmp_path, rows)


def test_the_history_and_the_upload(survey: Survey, post: Membership, batch: ImportBatch) -> None:
    survey("/import/", "intake-list", post=post)
    survey("/import/new/", "intake-upload", post=post)


def test_the_columns(survey: Survey, post: Membership, batch: ImportBatch) -> None:
    survey(f"/import/{batch.pk}/columns/", "intake-columns", post=post)


def test_the_preview(survey: Survey, post: Membership, batch: ImportBatch) -> None:
    survey(f"/import/{batch.pk}/?view=all", "intake-preview", post=post)


def test_one_row(survey: Survey, post: Membership, batch: ImportBatch) -> None:
    survey(f"/import/{batch.pk}/rows/5/", "intake-mend", post=post)
    survey(f"/import/{batch.pk}/rows/2/", "intake-choose", post=post)
