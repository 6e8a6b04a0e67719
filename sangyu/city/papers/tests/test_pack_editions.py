"""A later edition of each shipped pack: what it changes in targets and rules is shown, taken over and in the trail."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from decimal import Decimal

import pytest

from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations import services as units
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.papers.models import Paper, PaperClause, PaperRule, PaperTarget
from sangyu.city.papers.packs import selectors, services, shelf
from sangyu.city.papers.packs.sayings import Saying, changed_names
from sangyu.city.papers.packs.types import Clause, Pack
from sangyu.city.papers.services import saying_correct
from sangyu.city.papers.tests.factories import director
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.audit.models import AuditEntry
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db
PACKS = shelf.packs()
START = date(2026, 1, 1)
NEW_CLAUSE = Clause(
    "九九", "九、新增", "clause", "新增要求",
    "到2029年底，全市时间银行注册志愿者占比达到13%以上。申请在17个工作日内办结。", "must",
)  # fmt: skip


@dataclasses.dataclass
class Loaded:
    """A pack loaded and confirmed in its own area."""

    pack: Pack
    paper: Paper
    actor: Actor


def loaded(pack: Pack) -> Loaded:
    area = pack.document.area
    areas_load([row for row in shipped_rows(area) if len(row[0]) <= 9])
    units.units_load(actor=system_actor("test"), area_code=area)
    actor = director(area)
    paper = services.pack_load(actor=actor, name=pack.name, at=clock.now(), starts_on=START)
    return Loaded(pack, paper, actor)


def one_more(text: str) -> str:
    """A share of at least so many per cent, by one point higher."""
    return re.sub(r"(?<!\d)(\d\d)%以上", lambda m: f"{int(m[1]) + 1}%以上", text, count=1)


def edited(pack: Pack) -> Pack:
    """Its next edition: the first clause with a share of per cent asks one point more, and a clause is new."""
    clauses, tasks = list(pack.clauses), list(pack.tasks)
    for at, clause in enumerate(clauses):
        if (text := one_more(clause.text)) != clause.text:
            clauses[at] = dataclasses.replace(clause, text=text)
            break
    for at, task in enumerate(tasks):
        if (text := one_more(task.measure)) != task.measure:
            tasks[at] = dataclasses.replace(task, measure=text)
            break
    return dataclasses.replace(pack, clauses=(*clauses, NEW_CLAUSE), tasks=tuple(tasks))


def stored(paper: Paper) -> list[Saying]:
    return [*paper.papertargets.order_by("position"), *paper.paperrules.order_by("position")]


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_pack_just_loaded_differs_in_nothing(pack: Pack) -> None:
    done = loaded(pack)
    line = selectors.pack_line(actor=done.actor, name=pack.name)
    assert (line.state, bool(line.differences)) == ("loaded", False)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_later_edition_changes_only_what_it_changes(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = loaded(pack)
    before = {(type(row), row.pk): row for row in stored(done.paper)}
    later = edited(pack)
    monkeypatch.setattr(shelf, "pack", lambda _name: later)
    told = selectors.pack_line(actor=done.actor, name=pack.name).differences.sayings
    added = [(type(row).__name__, int(row.value)) for row in told.added]
    assert {("PaperTarget", 13), ("PaperRule", 17)} <= set(added)
    assert told.removed == []
    touched = {(type(row), row.pk) for row, _new in told.changed}
    services.pack_load(actor=done.actor, name=pack.name, at=clock.now(), starts_on=START)
    done.paper.refresh_from_db()
    for row in stored(done.paper):
        assert done.paper.text[row.span_start : row.span_end]
        old = before.get((type(row), row.pk))
        if old is not None:
            assert bool(changed_names(old, row)) == ((type(row), row.pk) in touched)
    assert selectors.pack_line(actor=done.actor, name=pack.name).state == "loaded"
    assert PaperClause.objects.filter(paper=done.paper, heading__contains="新增").exists()
    corrected = AuditEntry.objects.filter(action="papers.saying.corrected")
    assert corrected.count() == len(told.changed)
    updated = AuditEntry.objects.get(action="papers.paper.updated")
    assert updated.after is not None
    assert updated.after["targets"] + updated.after["rules"] == len(told.changed) + len(added)
    count = AuditEntry.objects.count()
    services.pack_load(actor=done.actor, name=pack.name, at=clock.now(), starts_on=START)
    assert AuditEntry.objects.count() == count


def test_what_somebody_corrected_stays_and_what_is_gone_is_left_out_and_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pack = shelf.pack("liaocheng")
    done = loaded(pack)
    later = edited(pack)
    monkeypatch.setattr(shelf, "pack", lambda _name: later)
    services.pack_load(actor=done.actor, name=pack.name, at=clock.now(), starts_on=START)
    new = PaperTarget.objects.get(paper=done.paper, value=13)
    rule = PaperRule.objects.get(paper=done.paper, value=17)
    saying_correct(
        actor=done.actor, kind=PaperRule, saying_id=rule.pk, values={"value": Decimal(18)}
    )
    monkeypatch.setattr(shelf, "pack", lambda _name: pack)
    client = signed_in(make_post("director", done.actor.area_code))
    page = client.get(f"/papers/packs/{pack.name}/").content.decode()
    assert "时间银行注册志愿者占比" in page
    assert client.post(f"/papers/packs/{pack.name}/load/").status_code == 302
    new.refresh_from_db()
    rule.refresh_from_db()
    assert new.left_out
    assert (int(rule.value), rule.left_out) == (18, "")
    monkeypatch.setattr(shelf, "pack", lambda _name: later)
    services.pack_load(actor=done.actor, name=pack.name, at=clock.now(), starts_on=START)
    new.refresh_from_db()
    assert (new.left_out, int(new.value)) == ("", 13)
