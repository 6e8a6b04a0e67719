"""What stands beside the tasks: kept, corrected, split, joined, compared, carried by the event."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.papers import parting, selectors, services
from sangyu.city.papers.editions import differences
from sangyu.city.papers.models import Paper, PaperRule, PaperTarget
from sangyu.city.papers.tests.factories import director, make_paper
from sangyu.kernel import clock, events
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import Conflict, Forbidden
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db

TEXT = """安养市居家养老实施意见

安养政发〔2025〕7号

一、目标
到2025年，护理型床位占比达到60%以上。

二、任务
（一）展开巡访服务。每月走访独居老人。重点人群每周走访。（牵头单位：市民政局；责任单位：市卫生健康局）
（二）办好食堂。2025年底前办成。（责任单位：市民政局）
"""


def upload(text: str, name: str = "paper.txt") -> Paper:
    return services.paper_upload(
        actor=director(), content=text.encode(), file_name=name, at=clock.now()
    )


def confirm(paper: Paper) -> Paper:
    return services.paper_confirm(
        actor=director(),
        paper_id=paper.pk,
        heading={"title": paper.title},
        starts_on=date(2026, 1, 1),
        at=clock.now(),
    )


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_an_upload_keeps_clauses_targets_and_rules_at_their_characters() -> None:
    make_paper()
    paper = upload(TEXT)
    seen = selectors.sayings(actor=director(), paper=paper)
    assert [(row.no, row.depth) for row in seen.clauses] == [
        ("一", 0), ("二", 0), ("（一）", 1), ("（二）", 1),
    ]  # fmt: skip
    assert seen.clauses[2].parent_id == seen.clauses[1].pk
    assert "〔展开→开展〕" in seen.clauses[2].reading
    assert "展开巡访" in seen.clauses[2].text
    for row in (*seen.clauses, *seen.targets, *seen.rules):
        printed = paper.text[row.span_start : row.span_end]
        assert printed.strip() == printed != ""
    (target,) = seen.targets
    assert (target.indicator, target.value, target.due_on) == (
        "护理型床位占比", Decimal(60), date(2025, 12, 31),
    )  # fmt: skip
    assert (paper.number, paper.title) == ("安养政发〔2025〕7号", "安养市居家养老实施意见")


def test_confirming_carries_the_targets_and_rules_that_are_not_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = make_paper()
    sent: list[Any] = []
    monkeypatch.setattr(events, "publish", sent.append)
    task = selectors.proposals(actor=director(), paper=paper)[1].row
    services.task_correct(
        actor=director(), task_id=task.pk, values={"left_out": "不办"}, lead=[], support=[]
    )
    target, rule = PaperTarget.objects.get(), PaperRule.objects.order_by("position")[0]
    services.saying_correct(
        actor=director(), kind=PaperTarget, saying_id=target.pk, values={"value": Decimal(58)}
    )
    services.saying_correct(
        actor=director(), kind=PaperRule, saying_id=rule.pk, values={"left_out": "另有规定"}
    )
    confirm(paper)
    (event,) = sent
    assert [(one.id, one.value, one.scope) for one in event.targets] == [
        (target.pk, Decimal(58), "全市")
    ]
    assert rule.pk not in {one.id for one in event.rules}
    assert actions().count("papers.saying.corrected") == 2
    with pytest.raises(Forbidden):
        services.saying_correct(
            actor=director("522601103"), kind=PaperTarget, saying_id=target.pk, values={}
        )


def test_a_task_is_split_at_a_sentence_and_joined_again() -> None:
    make_paper()
    paper = upload(TEXT)
    first = selectors.proposals(actor=director(), paper=paper)[0]
    second = parting.task_split(actor=director(), task_id=first.row.pk, at_sentence=1)
    found = selectors.proposals(actor=director(), paper=paper)
    assert [(task.row.no, task.row.position) for task in found] == [
        ("（一）", 1), ("（一）-2", 2), ("（二）", 3),
    ]  # fmt: skip
    assert (found[0].row.measure, found[1].row.title) == (
        "每月走访独居老人。",
        "重点人群每周走访。",
    )
    assert (found[1].lead, found[1].support) == (first.lead, first.support)
    with pytest.raises(Conflict):
        parting.task_split(actor=director(), task_id=second.pk, at_sentence=1)
    parting.task_merge(actor=director(), task_id=second.pk)
    joined, gone, _ = selectors.proposals(actor=director(), paper=paper)
    assert joined.row.measure == "每月走访独居老人。\n重点人群每周走访。"
    assert gone.row.left_out
    assert actions()[-2:] == ["papers.task.split", "papers.task.merged"]
    with pytest.raises(Forbidden):
        parting.task_merge(actor=director("522601103"), task_id=joined.row.pk)


def test_a_later_edition_is_compared_and_a_confirmed_paper_contradicted() -> None:
    make_paper()
    earlier = upload(TEXT)
    confirm(earlier)
    later = upload(TEXT.replace("60%", "65%").replace("（二）办好食堂", "（二）办好 食堂"), "b.txt")
    assert selectors.earlier_edition(actor=director(), paper=later) == earlier
    assert selectors.earlier_edition(actor=director(), paper=earlier) is None
    (change,) = differences(actor=director(), earlier=earlier, later=later)
    assert (change.what, "60%" in change.before, "65%" in change.after) == ("一", True, True)
    seen = selectors.sayings(actor=director(), paper=later)
    (found,) = selectors.contradictions(actor=director(), paper=later, targets=seen.targets)
    assert (found.mine.value, found.other.value) == (Decimal(65), Decimal(60))
    page = signed_in(make_post("director")).get(f"/papers/{later.pk}/changes/")
    assert "65%" in page.content.decode()


def test_the_director_splits_joins_and_corrects_by_the_pages() -> None:
    client = signed_in(make_post("director"))
    make_paper()
    file = SimpleUploadedFile(
        "page.html", f"<html><body><p>{TEXT.replace(chr(10), '<br>')}".encode()
    )
    paper_at = client.post("/papers/upload/", {"file": file}).headers["Location"]
    paper = Paper.objects.get(pk=paper_at.split("/")[2])
    task = paper.tasks.order_by("position")[0]
    split = client.post(f"/papers/tasks/{task.pk}/split/", {"at_sentence": "1"})
    assert client.get(split.headers["Location"]).status_code == 200
    second = paper.tasks.get(position=2)
    joined = client.post(f"/papers/tasks/{second.pk}/join/")
    assert joined.headers["Location"] == f"/papers/tasks/{task.pk}/"
    target = paper.papertargets.get()
    page = client.get(f"/papers/targets/{target.pk}/")
    data = {**page.context["form"].initial, "value": "61", "left_out": "", "qualifier": ""}
    done = client.post(f"/papers/targets/{target.pk}/", data)
    assert done.headers["Location"] == paper_at
    target.refresh_from_db()
    assert (target.value, target.is_corrected) == (Decimal(61), True)
    refused = client.post(f"/papers/targets/{target.pk}/", {**data, "value": "-1"})
    assert refused.status_code == 422
