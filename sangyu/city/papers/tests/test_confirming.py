"""From an upload to confirmed tasks: what is read, what is corrected, what is refused."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.papers import selectors, services
from sangyu.city.papers.models import Paper, PaperState
from sangyu.city.papers.pieces import pieces
from sangyu.city.papers.reading.paper import read_paper
from sangyu.city.papers.tests.factories import director, make_paper
from sangyu.kernel import clock
from sangyu.kernel.errors import DomainError, Forbidden
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db


def confirm(paper: Paper) -> Paper:
    heading = {"title": paper.title, "number": paper.number}
    return services.paper_confirm(
        actor=director(),
        paper_id=paper.pk,
        heading=heading,
        starts_on=date(2026, 1, 1),
        at=clock.now(),
    )


def test_reading_finds_units_deadlines_and_the_heading() -> None:
    paper = make_paper()
    first, second, third = selectors.proposals(actor=director(), paper=paper)
    assert paper.number == "凯府办函〔2023〕16号"
    assert paper.title == "养老服务试行方案"
    assert [unit.short_name for unit in first.lead] == ["市卫生健康局"]
    assert (first.row.deadline_kind, first.row.month) == ("yearly", 1)
    assert first.row.method == "elder_count"
    assert (second.row.deadline_kind, second.row.due_on) == ("dated", date(2023, 12, 31))
    assert any("无此单位局" in doubt for doubt in second.doubts)
    assert third.row.deadline_kind == "open"


def test_the_same_file_is_the_same_paper() -> None:
    paper = make_paper()
    with paper.file.open() as file:
        content = file.read()
    again = services.paper_upload(
        actor=director(), content=content, file_name="copy.txt", at=clock.now()
    )
    assert again.pk == paper.pk


def test_two_who_upload_the_same_file_at_once_get_the_same_paper(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second has looked, found nothing and is reading when the first is done."""
    paper = make_paper()
    with paper.file.open() as file:
        content = file.read()
    Paper.objects.update(digest="0" * 64)
    read = read_paper

    def slowly(data: bytes, name: str) -> object:
        Paper.objects.update(digest=hashlib.sha256(content).hexdigest())
        return read(data, name)

    monkeypatch.setattr(services, "read_paper", slowly)
    again = services.paper_upload(
        actor=director(), content=content, file_name="copy.txt", at=clock.now()
    )
    assert again.pk == paper.pk
    assert Paper.objects.count() == 1


def test_the_source_text_is_cut_without_losing_a_character() -> None:
    paper = make_paper()
    found = pieces(
        paper,
        selectors.proposals(actor=director(), paper=paper),
        selectors.sayings(actor=director(), paper=paper),
    )
    assert "".join(piece.text for piece in found) == paper.text
    assert {piece.position for piece in found if piece.position} == {1, 2, 3}
    links = [part.link for piece in found for part in piece.parts if part.is_first]
    assert links == ["target-1", "rule-1", "rule-2"]


def test_a_task_without_a_lead_blocks_confirmation_until_it_is_given_one_or_left_out() -> None:
    paper = make_paper()
    task = selectors.proposals(actor=director(), paper=paper)[1].row
    services.task_correct(
        actor=director(), task_id=task.pk, values={"title": "编办事指南"}, lead=[], support=[]
    )
    with pytest.raises(DomainError) as refusal:
        confirm(paper)
    assert refusal.value.code == "no-lead"
    services.task_correct(
        actor=director(), task_id=task.pk, values={"left_out": "已并入他项"}, lead=[], support=[]
    )
    assert confirm(paper).state == PaperState.CONFIRMED


def test_a_director_of_a_town_reads_the_citys_paper_but_does_not_touch_it() -> None:
    paper = make_paper()
    town = director("522601103")
    task = selectors.proposals(actor=town, paper=paper)[0].row
    with pytest.raises(Forbidden):
        services.task_correct(
            actor=town, task_id=task.pk, values={"left_out": "不办"}, lead=[], support=[]
        )
    with pytest.raises(Forbidden):
        services.paper_confirm(
            actor=town, paper_id=paper.pk, heading={}, starts_on=date(2026, 1, 1), at=clock.now()
        )


def test_the_director_uploads_corrects_and_confirms_by_the_pages() -> None:
    client = signed_in(make_post("director"))
    seen = make_paper()
    text = seen.text.replace("办好老年食堂", "办好社区食堂")
    upload = SimpleUploadedFile("new.txt", text.encode())
    answer = client.post("/papers/upload/", {"file": upload})
    paper = Paper.objects.exclude(pk=seen.pk).get()
    assert answer.headers["Location"] == f"/papers/{paper.pk}/"
    page = client.get(f"/papers/{paper.pk}/").content.decode()
    assert "办好社区食堂" in page
    refused = client.post(f"/papers/{paper.pk}/confirm/", {"title": "", "first_year": "2026"})
    assert refused.status_code == 422
    done = client.post(f"/papers/{paper.pk}/confirm/", {"title": "试行方案", "first_year": "2026"})
    assert done.status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.starts_on) == (PaperState.CONFIRMED, date(2026, 1, 1))


@pytest.mark.parametrize("content", [b"", b"no table here at all", b"PK\x03\x04broken"])
def test_a_file_without_tasks_is_refused_with_its_reason(content: bytes) -> None:
    client = signed_in(make_post("director"))
    answer = client.post("/papers/upload/", {"file": SimpleUploadedFile("x.docx", content or b" ")})
    assert answer.status_code == 422
    assert not Paper.objects.exists()


def test_papers_stay_within_their_area() -> None:
    paper = make_paper()
    assert not selectors.paper_list(actor=director("371502")).exists()
    clerk = signed_in(make_post("town_clerk", "522601103"))
    assert clerk.get(f"/papers/{paper.pk}/").status_code == 200
    assert clerk.get("/papers/upload/").status_code == 403
