"""From the file to the register and back: matching, differences, the change log, categories, undo."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from sangyu.kernel import pii
from sangyu.kernel.errors import Conflict
from sangyu.people.registry.intake import services
from sangyu.people.registry.intake.tests import files, world
from sangyu.people.registry.intake.tests.world import ON, checked, clerk, committed, found, person
from sangyu.people.registry.models import (
    Contact,
    Elder,
    ElderCategory,
    ElderChange,
    ImportBatch,
    ImportRow,
)
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.types import BatchState, Evidence


@pytest.fixture(autouse=True)
def _areas(db: None, tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    world.load_areas()


def opened(sealed: bytes | memoryview | None, label: str) -> str:
    assert sealed is not None
    return pii.open_(sealed, label)


def image() -> list[dict[str, Any]]:
    """All that an undo has to bring back; sealed values opened, versions left out."""
    rows = []
    for elder in Elder.objects.order_by("id"):
        row = {f.name: getattr(elder, f.attname) for f in Elder._meta.concrete_fields}
        for name, label in (("id", "resident-id"), ("phone", "phone"), ("bank", "bank-card")):
            sealed = row.pop(f"{name}_sealed")
            row[f"{name}_text"] = pii.open_(sealed, label) if sealed else ""
            index = row[f"{name}_index"]
            row[f"{name}_index"] = bytes(index) if index else None
        for changing in ("version", "updated_at"):
            del row[changing]
        row["categories"] = list(
            ElderCategory.objects.filter(elder=elder)
            .order_by("category", "started_on")
            .values_list("category", "origin", "started_on", "ended_on")
        )
        row["contacts"] = list(Contact.objects.filter(elder=elder).values_list("name", "relation"))
        rows.append(row)
    return rows


def test_good_rows_come_in_whole_and_the_file_does_not_stay(tmp_path: Path) -> None:
    header = [*files.HEADER, "是否低保", "紧急联系人", "与老人关系", "紧急联系人电话"]
    row = [*person(1), "是", "李小明", "儿子", "13900000001"]
    batch = world.upload(tmp_path, [row], header=header)
    stored = Path(batch.file.path)
    assert stored.stat().st_mode & 0o777 == 0o600

    world.check(batch)
    services.batch_commit(actor=clerk(), batch=batch)
    world.run(batch)

    elder = Elder.objects.get()
    assert (elder.area_code, elder.sex, elder.birth_date) == (
        world.COMMUNITY,
        "1",
        date(1950, 5, 1),
    )
    assert (elder.living, elder.registered_on, elder.source) == ("alone", ON, "civil_affairs")
    assert opened(elder.id_sealed, "resident-id") == files.resident_id(1)
    assert opened(elder.phone_sealed, "phone") == "13800000001"
    assert elder.name_initials.startswith("l")
    assert set(ElderCategory.objects.values_list("category", "origin")) == {
        ("minimum_living", "declared"), ("alone", "derived"),
    }  # fmt: skip
    contact = Contact.objects.get()
    assert (contact.name, contact.relation, contact.emergency_order) == ("李小明", "20", 1)
    assert contact.phone_sealed
    assert batch.state == BatchState.COMMITTED
    assert not batch.file


def test_bad_rows_stay_out_each_with_its_reason_and_good_ones_are_not_lost(tmp_path: Path) -> None:
    wrong = files.resident_id(2)[:16] + "14"
    rows = [
        person(1),
        person(2, 身份证号=wrong),
        person(3, 性别="女"),
        person(4, 姓名=""),
        person(5, **{"社区(村)": "没有的社区"}),
        person(1, 姓名="王另一"),
        person(1),
        person(7, 出生日期="50.1.1"),
        person(8, 现住址="=cmd|'/C calc'!A0"),
        person(9, 身份证号="", 出生日期=""),
        person(10, 身份证号=""),
    ]
    batch = committed(tmp_path, rows)

    assert found(batch) == [
        (2, "committed", "create", ["id.repeated"]),
        (3, "bad", "create", ["id.check"]),
        (4, "bad", "create", ["id.sex"]),
        (5, "bad", "create", ["cell.required"]),
        (6, "bad", "create", ["area.unknown-bare"]),
        (7, "bad", "create", ["id.duplicate"]),
        (8, "warning", "skip", ["row.repeated"]),
        (9, "bad", "create", ["date.short-year"]),
        (10, "bad", "create", ["cell.formula"]),
        (11, "bad", "create", ["row.no-key", "id.none"]),
        (12, "committed", "create", ["id.none"]),
    ]
    assert Elder.objects.count() == 2
    for row in ImportRow.objects.filter(batch=batch):
        assert files.resident_id(2)[6:14] not in str(row.problems)


def test_the_same_list_again_changes_nothing(tmp_path: Path) -> None:
    rows = [person(1), person(2, 身份证号="")]
    committed(tmp_path, rows)
    before = image()
    again = world.upload_bytes((tmp_path / "list.xlsx").read_bytes())
    assert "file.again" in {notice["code"] for notice in again.notices}

    world.check(again)

    assert [action for _row, _state, action, _codes in found(again)] == ["same", "same"]
    with pytest.raises(Conflict):
        services.batch_commit(actor=clerk(), batch=again)
    assert image() == before


def test_differences_become_dated_changes_and_an_undo_restores_exactly(tmp_path: Path) -> None:
    committed(tmp_path, [person(1), person(2), person(3)])
    before = image()
    header = [*files.HEADER, "是否低保", "紧急联系人"]
    rows = [
        [
            *person(1, 现住址="新路9号", 居住状况="与子女同住", 联系电话="13700000001"),
            "是",
            "李小明",
        ],
        [*person(2), "", ""],
        [*person(4), "是", "赵小四"],
    ]
    batch = checked(tmp_path, rows, header=header, effective_on=date(2026, 11, 20))
    assert found(batch) == [
        (2, "good", "update", []), (3, "good", "same", []), (4, "good", "create", []),
    ]  # fmt: skip
    services.batch_commit(actor=clerk(), batch=batch)
    world.run(batch)

    first = Elder.objects.get(pk=before[0]["id"])
    assert (first.address, first.living, first.version) == ("新路9号", "with_children", 2)
    assert opened(first.phone_sealed, "phone") == "13700000001"
    changes = {c.field: c for c in ElderChange.objects.filter(elder=first)}
    assert set(changes) == {"address", "living", "phone"}
    assert changes["living"].before == "alone"
    assert changes["phone"].before == "138****0001"
    assert opened(changes["phone"].before_sealed, "elder-change") == "13800000001"
    assert {c.effective_on for c in changes.values()} == {date(2026, 11, 20)}
    assert {c.batch_id for c in changes.values()} == {batch.pk}
    assert Elder.objects.count() == 4

    services.batch_undo(actor=clerk(), batch=batch)
    world.run(batch)

    assert batch.state == BatchState.UNDONE
    assert image() == before
    assert set(ElderChange.objects.values_list("state", flat=True)) == {"undone"}


def test_an_undo_is_refused_while_somebody_has_changed_a_record_and_names_it(
    tmp_path: Path,
) -> None:
    batch = committed(tmp_path, [person(1), person(2)])
    elder = Elder.objects.order_by("id")[0]
    elder_change(
        actor=clerk(), elder_id=elder.pk, version=1, values={"address": "自己改的"},
        evidence=Evidence("community_visit", date(2026, 11, 20)),
    )  # fmt: skip

    with pytest.raises(Conflict) as refused:
        services.batch_undo(actor=clerk(), batch=batch)
    assert elder.name in str(refused.value)

    services.batch_undo(actor=clerk(), batch=batch, leave_touched=True)
    world.run(batch)
    assert list(Elder.objects.values_list("pk", flat=True)) == [elder.pk]
    assert batch.state == BatchState.COMMITTED
    assert "undo.changed" in found(batch)[0][3]


def test_a_record_changed_after_the_preview_is_left_alone(tmp_path: Path) -> None:
    committed(tmp_path, [person(1), person(2)])
    batch = checked(tmp_path, [person(1, 现住址="甲路1号"), person(2, 现住址="乙路2号")])
    elder = Elder.objects.order_by("id")[0]
    elder_change(
        actor=clerk(), elder_id=elder.pk, version=1, values={"address": "自己改的"},
        evidence=Evidence("community_visit", date(2026, 11, 20)),
    )  # fmt: skip
    services.batch_commit(actor=clerk(), batch=batch)
    world.run(batch)

    assert list(Elder.objects.order_by("id").values_list("address", flat=True)) == [
        "自己改的",
        "乙路2号",
    ]
    assert found(batch)[0] == (2, "bad", "update", ["row.stale"])


def test_a_list_dated_before_a_known_change_mends_the_timeline_and_not_the_present(
    tmp_path: Path,
) -> None:
    committed(tmp_path, [person(1)], effective_on=date(2026, 1, 1))
    elder = Elder.objects.get()
    elder_change(
        actor=clerk(), elder_id=elder.pk, version=1, values={"address": "今路"},
        evidence=Evidence("community_visit", date(2026, 11, 10)),
    )  # fmt: skip
    batch = committed(tmp_path, [person(1, 现住址="昔路")], effective_on=date(2026, 6, 1))

    elder.refresh_from_db()
    assert elder.address == "今路"
    timeline = ElderChange.objects.filter(elder=elder, state="applied").order_by("effective_on")
    assert [(c.before, c.after) for c in timeline] == [("文化路1号", "昔路"), ("昔路", "今路")]

    services.batch_undo(actor=clerk(), batch=batch)
    world.run(batch)
    elder.refresh_from_db()
    assert elder.address == "今路"
    assert [(c.before, c.after) for c in timeline.all()] == [("文化路1号", "今路")]


def test_a_source_that_may_only_propose_proposes(tmp_path: Path) -> None:
    committed(tmp_path, [person(1)])
    committed(
        tmp_path, [person(1, 居住状况="与配偶", 联系电话="13700000001")], source="self_report"
    )

    elder = Elder.objects.get()
    assert elder.living == "alone"
    assert opened(elder.phone_sealed, "phone") == "13700000001"
    assert dict(ElderChange.objects.values_list("field", "state")) == {
        "living": "proposed", "phone": "applied",
    }  # fmt: skip


def test_people_elsewhere_departed_or_of_another_name_are_not_overwritten(tmp_path: Path) -> None:
    committed(tmp_path, [person(1), person(2), person(3)])
    ids = list(Elder.objects.order_by("id").values_list("pk", flat=True))
    Elder.objects.filter(pk=ids[0]).update(area_code="522601103001")
    Elder.objects.filter(pk=ids[1]).update(status="died", left_on="2026-10-01", left_reason="death")
    batch = checked(tmp_path, [person(1), person(2), person(3, 姓名="王别人")])

    assert [codes for _row, _state, _action, codes in found(batch)] == [
        ["row.elsewhere"], ["row.left"], ["row.other-name"],
    ]  # fmt: skip
    assert "522601103" not in str([row.problems for row in ImportRow.objects.filter(batch=batch)])


def test_a_new_person_who_looks_like_a_known_one_is_pointed_out(tmp_path: Path) -> None:
    committed(tmp_path, [person(1)])
    rows = [person(3, 姓名=person(1)[0]), person(1, 身份证号="", **{"社区(村)": world.OTHER_NAME})]
    batch = checked(tmp_path, rows)

    assert [(action, codes) for _row, _state, action, codes in found(batch)] == [
        ("create", ["row.alike"]), ("create", ["id.none", "row.alike"]),
    ]  # fmt: skip


def test_what_the_reader_keeps_back_stays(tmp_path: Path) -> None:
    committed(tmp_path, [person(1)])
    batch = checked(tmp_path, [person(1, 现住址="新路", 居住状况="与配偶")])
    services.row_choose(actor=clerk(), batch=batch, number=2, keep={"living"}, skip=False)
    services.batch_commit(actor=clerk(), batch=batch)
    world.run(batch)

    elder = Elder.objects.get()
    assert (elder.address, elder.living) == ("新路", "alone")
    assert list(ElderChange.objects.values_list("field", flat=True)) == ["address"]


def test_a_refused_row_is_mended_in_place_and_checked_again(tmp_path: Path) -> None:
    batch = checked(tmp_path, [person(1), person(2, 居住状况="和狗")])
    assert found(batch)[1][1] == "bad"

    row = services.row_mend(actor=clerk(), batch=batch, number=3, cells={8: "独居"})
    assert (row.state, row.action) == ("good", "create")
    row = services.row_mend(
        actor=clerk(), batch=batch, number=3, cells={1: files.resident_id(1), 2: "男"}
    )
    assert [problem["code"] for problem in row.problems] == ["id.duplicate"]


def test_the_users_choice_of_columns_is_remembered_for_the_same_header(tmp_path: Path) -> None:
    header = [*files.HEADER[:-1], "跟谁住"]
    batch = world.upload(tmp_path, [person(1)], header=header)
    assert batch.columns[-1]["field"] == ""
    fields = {c["index"]: c["field"] for c in batch.columns} | {8: "living"}
    world.check(batch, fields=fields)

    again = world.upload(tmp_path, [person(2)], header=header)
    assert (again.columns[-1]["field"], again.columns[-1]["how"]) == ("living", "memory")


def test_a_batch_cannot_be_brought_in_twice(tmp_path: Path) -> None:
    batch = checked(tmp_path, [person(1)])
    stale = ImportBatch.objects.get(pk=batch.pk)
    services.batch_commit(actor=clerk(), batch=batch)
    with pytest.raises(Conflict):
        services.batch_commit(actor=clerk(), batch=stale)


def test_a_discarded_list_leaves_no_rows(tmp_path: Path) -> None:
    batch = checked(tmp_path, [person(1)])
    services.batch_discard(actor=clerk(), batch=batch)
    assert not ImportRow.objects.exists()
    assert ImportBatch.objects.get().state == BatchState.DISCARDED
