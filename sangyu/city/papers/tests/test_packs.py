"""The shipped packs are whole and read back as they are; loading one gives the plan of an uploaded, confirmed paper."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.duties.selectors import worklist
from sangyu.city.duties.types import DutyRow
from sangyu.city.organisations import selectors as organisations
from sangyu.city.organisations import services as units
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.papers.models import Paper, PaperTask
from sangyu.city.papers.packs import selectors, services, shelf
from sangyu.city.papers.packs.types import Pack, PackRule, Target
from sangyu.city.papers.packs.word import word
from sangyu.city.papers.reading.tasks import read_tasks
from sangyu.city.papers.services import task_correct
from sangyu.city.papers.tests.factories import director
from sangyu.kernel import clock
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import Conflict, DomainError
from tests.permissions import signed_in

PACKS = shelf.packs()
TASKS = {
    "kaili": 21 + 9 + 33,
    "liaocheng": 25,
    "mudanjiang": 28,
    "supervision": 17,
    "urban-plan": 14,
    "zhangye": 29,
}
MODALITIES = {"must", "support", "encourage", "explore"}
OPERATORS = {">=", "<=", "="}
COUNTED = {"", "workday", "natural", "year", "half-year", "quarter"}
START = date(2026, 1, 1)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_row_cites_a_clause_and_speaks_the_words_of_the_schema(pack: Pack) -> None:
    items = [clause.item for clause in pack.clauses]
    assert len(items) == len(set(items))
    assert all(clause.text and clause.heading for clause in pack.clauses)
    assert len(pack.tasks) == TASKS[pack.name]
    figures: list[Target | PackRule] = [*pack.targets, *pack.rules]
    assert {row.clause for row in (*pack.tasks, *figures)} <= set(items)
    assert {row.modality for row in (*pack.clauses, *figures)} <= MODALITIES
    assert {row.operator for row in figures} <= OPERATORS
    assert {rule.count_by for rule in pack.rules} <= COUNTED
    assert all(float(target.value) > 0 for target in pack.targets)
    checkpoints = [(target.key, target.due) for target in pack.targets]
    assert len(checkpoints) == len(set(checkpoints))
    assert len({rule.key for rule in pack.rules}) == len(pack.rules)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_figure_stands_in_the_words_of_its_clause(pack: Pack) -> None:
    """A value cannot drift from its clause; those that the clause says without a number are 1 or 100."""
    rules = [rule for rule in pack.rules if rule.kind != "procedure"]
    figures: list[Target | PackRule] = [*pack.targets, *rules]
    for row in figures:
        text = f"{pack.by_item[row.clause].heading}{pack.by_item[row.clause].text}"
        spoken = {"10000": "1万", "300000": "30万", "30": "三成", "60": "六成", "5": "五年"}
        assert (
            row.value in text
            or spoken.get(row.value, "?") in text
            or row.value in {"0", "1", "100"}
        ), (row.key, row.value, text)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_the_word_file_reads_back_to_the_pack(pack: Pack) -> None:
    content = word(pack)
    assert content == word(pack)
    reading = read_tasks(content, "pack.docx")
    assert [
        (
            *(task.part, task.no, task.title.reading, task.measure.reading, task.lead.names),
            *(task.support.names, task.deadline.printed, task.deadline.kind.value),
        )
        for task in reading.tasks
    ] == [
        (
            *(task.part, task.no, task.title, task.measure, task.lead),
            *(task.support, task.deadline, task.deadline_kind),
        )
        for task in pack.tasks
    ]
    assert {problem.code for problem in reading.problems} <= {"table.no_deadlines"}
    for clause in pack.clauses:
        assert clause.text in reading.text


@pytest.mark.django_db
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_unit_of_a_pack_answers_in_the_register_of_its_area(pack: Pack) -> None:
    area = pack.document.area
    areas_load([row for row in shipped_rows(area) if len(row[0]) <= 9])
    units.units_load(actor=system_actor("test"), area_code=area)
    assert selectors.unknown_units(actor=director(area), pack=pack) == []
    towns = organisations.match_unit("各县区人民政府", area).units
    assert all(unit.kind == "government" and unit.area_code != area for unit in towns)


@pytest.fixture
def kaili() -> None:
    areas_load([row for row in shipped_rows("522601") if len(row[0]) <= 9])
    units.units_load(actor=system_actor("test"), area_code="522601")


def load(starts_on: date | None = START) -> Paper:
    return services.pack_load(actor=director(), name="kaili", at=clock.now(), starts_on=starts_on)


def duties() -> dict[str, DutyRow]:
    """What is owed under the confirmed tasks, by title."""
    return {row.title: row for row in worklist(actor=director(), scope="area", limit=1000)}


@pytest.mark.django_db
@pytest.mark.usefixtures("kaili")
def test_a_loaded_pack_is_a_confirmed_paper_with_its_plan_and_loading_again_changes_nothing() -> (
    None
):
    assert selectors.pack_line(actor=director(), name="kaili").state == "new"
    read = load(None)
    assert selectors.pack_line(actor=director(), name="kaili").state == "read"
    paper = load()
    assert paper.pk == read.pk
    assert (paper.number, paper.issued_on) == ("凯府办函〔2023〕16号", date(2023, 5, 18))
    owed = duties()
    for task in shelf.pack("kaili").tasks:
        assert any(title.startswith(task.title) for title in owed), task.no
    assert owed["出台创建星级养老机构的奖励办法。"].statutory_due == date(2023, 12, 31)
    assert load().confirmed_at == paper.confirmed_at
    assert Paper.objects.count() == 1
    assert set(duties()) == set(owed)
    lines = selectors.pack_lines(actor=director())
    assert (lines[0].pack.name, lines[0].is_own, lines[0].state) == (
        "kaili",
        True,
        "loaded",
    )
    assert selectors.pack_line(actor=director("3715"), name="kaili").state == "new"


@pytest.mark.django_db
@pytest.mark.usefixtures("kaili")
def test_a_later_edition_shows_its_differences_and_is_taken_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = load()
    corrected = PaperTask.objects.get(paper=paper, part="附件2 责任分解表", no="2")
    lead = [unit.organisation_id for unit in corrected.units.all() if unit.is_lead]
    task_correct(
        actor=director(),
        task_id=corrected.pk,
        values={"title": "我市的说法"},
        lead=lead,
        support=[],
    )
    old = shelf.pack("kaili")
    tasks = list(old.tasks)
    gone = tasks.pop()
    tasks[0] = dataclasses.replace(
        tasks[0], title="新的说法", deadline="2027年底", deadline_kind="dated"
    )
    tasks.append(dataclasses.replace(gone, no="34", title="新增的一项"))
    monkeypatch.setattr(shelf, "pack", lambda _name: dataclasses.replace(old, tasks=tuple(tasks)))
    told = selectors.pack_line(actor=director(), name="kaili").differences
    assert [(row.no, task.title) for row, task in told.changed] == [("1", "新的说法")]
    assert [task.no for task in told.added] == ["34"]
    assert [row.no for row in told.removed] == ["33"]
    client = signed_in(make_post("director"))
    page = client.get("/papers/packs/kaili/").content.decode()
    assert all(text in page for text in ("更新到新版", "新的说法", "新增的一项", "2027年底"))
    answer = client.post("/papers/packs/kaili/load/")
    assert answer.headers["Location"] == f"/papers/{paper.pk}/"
    assert selectors.pack_line(actor=director(), name="kaili").state == "loaded"
    owed = duties()
    assert {"新的说法", "新增的一项", "我市的说法"} <= set(owed)
    assert owed["新的说法"].statutory_due == date(2027, 12, 31)
    paper.refresh_from_db()
    row = PaperTask.objects.get(paper=paper, no="34")
    assert "新增的一项" in paper.text[row.span_start : row.span_end]


@pytest.mark.django_db
@pytest.mark.usefixtures("kaili")
def test_what_cannot_be_loaded_is_refused_with_the_reason() -> None:
    with pytest.raises(DomainError) as without:
        services.pack_load(actor=director("3715"), name="kaili", at=clock.now(), starts_on=START)
    assert without.value.code == "no-lead"
    client = signed_in(make_post("director", "3715"))
    refused = client.post("/papers/packs/kaili/load/", {"first_year": "2026"})
    assert refused.status_code == 422
    assert "以下任务没有牵头单位" in refused.content.decode()
    paper = load(None)
    Paper.objects.filter(pk=paper.pk).update(file_name="红头文件.docx")
    with pytest.raises(Conflict):
        load()
    with pytest.raises(DomainError):
        shelf.pack("../kaili")


def test_a_folder_elsewhere_is_read_as_a_pack(tmp_path: Path) -> None:
    for file in (shelf.DATA / "zhangye").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert shelf.read(tmp_path).tasks == shelf.pack("zhangye").tasks
