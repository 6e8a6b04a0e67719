"""What the service and page tests of imports share: areas, an actor, uploads, and jobs run on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.kernel import work
from sangyu.kernel.actors import Actor
from sangyu.kernel.work.models import Job
from sangyu.people.registry.intake import services
from sangyu.people.registry.intake.tests import files
from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.tests.factories import make_actor

TOWN = "522601001"
COMMUNITY = "522601001001"
OTHER_COMMUNITY = "522601001002"
TOWN_NAME = "城西街道"
NAME, OTHER_NAME = "北京西路社区", "龙溪社区"
ON = date(2026, 11, 1)


def clerk(**over: Any) -> Actor:
    """The town clerk whose lists are imported."""
    return make_actor(area_code=TOWN, organisation_id=None, **over)


def load_areas() -> None:
    """Kaili's areas."""
    areas_load(shipped_rows("522601"))


def person(serial: int, **over: str) -> list[str]:
    """A good row of this town."""
    return files.person(serial, **({"镇(街道)": TOWN_NAME, "社区(村)": NAME} | over))


def upload(
    folder: Path,
    rows: Sequence[Sequence[Any]],
    *,
    actor: Actor | None = None,
    header: Sequence[str] = files.HEADER,
) -> ImportBatch:
    """An uploaded .xlsx of these rows."""
    path = files.xlsx(folder / "list.xlsx", [header, *rows])
    return upload_bytes(path.read_bytes(), actor=actor)


def upload_bytes(data: bytes, *, actor: Actor | None = None) -> ImportBatch:
    """An uploaded file of these bytes."""
    file = SimpleUploadedFile("list.xlsx", data)
    return services.batch_upload(actor=actor or clerk(), file=file)


def check(batch: ImportBatch, *, actor: Actor | None = None, **over: Any) -> ImportBatch:
    """Check it with the fields that were recognised."""
    options: dict[str, Any] = {
        "fields": {column["index"]: column["field"] for column in batch.columns},
        "source": "civil_affairs",
        "effective_on": ON,
        "proof": "名单",
    }
    options |= over
    services.batch_check(actor=actor or clerk(), batch=batch, **options)
    return run(batch)


def run(batch: ImportBatch) -> ImportBatch:
    """Run the batch's waiting job here."""
    job = work.run_now(Job.objects.get(pk=batch.job_id or 0))
    assert job.state == "done", job.error
    batch.refresh_from_db()
    return batch


def checked(folder: Path, rows: Sequence[Sequence[Any]], **over: Any) -> ImportBatch:
    """Uploaded and checked."""
    header = over.pop("header", files.HEADER)
    return check(upload(folder, rows, header=header), **over)


def committed(folder: Path, rows: Sequence[Sequence[Any]], **over: Any) -> ImportBatch:
    """Uploaded, checked and brought in."""
    batch = checked(folder, rows, **over)
    services.batch_commit(actor=clerk(), batch=batch)
    return run(batch)


def found(batch: ImportBatch) -> list[tuple[int, str, str, list[str]]]:
    """(row, state, action, problem codes) of every row."""
    return [
        (row.number, row.state, row.action, [problem["code"] for problem in row.problems])
        for row in ImportRow.objects.filter(batch=batch)
    ]
