"""From a confirmed paper to targets: somebody says once what speaks of each; a later edition changes only its own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from sangyu.accountability.indicators.choices import Answer, Colour, Modality, Standing
from sangyu.accountability.indicators.models import Indicator, IndicatorVersion, ReadTarget, Target
from sangyu.accountability.indicators.selectors import readings as selectors
from sangyu.accountability.indicators.selectors import targets as target_selectors
from sangyu.accountability.indicators.services import definitions, targets
from sangyu.accountability.indicators.services.readings import readings_adopt
from sangyu.accountability.indicators.types import Answered, PaperRef, ProposedTarget
from sangyu.city.areas.services import areas_load
from sangyu.city.organisations.tests.factories import make_post, make_unit
from sangyu.city.organisations.types import Role
from sangyu.city.papers.services import paper_confirm, paper_upload
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import DomainError, Forbidden, NotFound
from sangyu.people.registry.tests.factories import make_actor
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("test")
KAILI = "522601"
AREAS = [
    ("52", "贵州省"),
    ("5226", "黔东南州"),
    (KAILI, "凯里市"),
    ("522601103", "旁海镇"),
    ("371502", "东昌府区"),
]
TEXT = """示例市养老服务提升方案

凯府办发〔2025〕8号

一、目标
到2026年底，80岁以上老年人能力评估率达到{value}%以上。力争到2026年底，老年助餐点满意率达到90%以上。

二、任务
（一）编一本办事指南。{more}（牵头单位：示例市民政局）

2025年3月1日
"""
LAST = "到2027年底，全市建成老年食堂20个以上。"


@pytest.fixture
def city(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    areas_load(AREAS)
    make_unit(KAILI, name="示例市民政局", short_name="市民政局")
    definitions.definitions_load(actor=SYSTEM)


@pytest.fixture
def director() -> Actor:
    return make_actor(Role.DIRECTOR, KAILI)


def confirm(actor: Actor, value: int = 60, more: str = LAST, *, title: str = "") -> int:
    """Upload an edition of the paper and confirm it; returns its number."""
    paper = paper_upload(
        actor=actor, content=TEXT.format(value=value, more=more).encode(), file_name="plan.txt", at=clock.now()
    )  # fmt: skip
    heading = {
        "title": title or "示例市养老服务提升方案",
        "number": "凯府办发〔2025〕8号",
        "issued_on": date(2025, 3, 1),
    }
    paper_confirm(
        actor=actor, paper_id=paper.pk, heading=heading, starts_on=date(2025, 3, 1), at=clock.now()
    )
    return int(paper.pk)


def posted(client: Client, document: int, **choices: str) -> Any:
    """Decide on the page; `choices` by the first characters of the phrase."""
    rows = ReadTarget.objects.filter(document_id=document, gone_on__isnull=True)
    data = {
        f"answer_{row.pk}": next((c for words, c in choices.items() if row.phrase.startswith(words)), "")
        for row in rows
    }  # fmt: skip
    return client.post(f"/targets/papers/{document}/", data)


def test_a_confirmed_paper_leads_to_targets_on_a_page(city: None, director: Actor) -> None:
    document = confirm(director)
    rows = list(ReadTarget.objects.filter(document_id=document).order_by("position"))
    assert [(row.phrase[:4], int(row.value), row.modality) for row in rows] == [
        ("80岁以", 60, "must"), ("老年助餐", 90, "strive"), ("建成老年", 20, "must"),
    ]  # fmt: skip
    assert not Target.objects.exists()
    client = signed_in(make_post(Role.OFFICER, KAILI))
    assert f"/targets/papers/{document}/" in client.get("/targets/").content.decode()
    page = client.get(f"/targets/papers/{document}/").content.decode()
    assert '<option value="i:advanced-age-assessed"' in page.split("All indicators")[0]
    answer = posted(
        client, document, **{"80岁": "i:advanced-age-assessed", "老年助餐": "h:", "建成": "w:care.meals"}
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    by_phrase = {target.wording["zh"][:4]: target for target in Target.objects.all()}
    counted = by_phrase["80岁以"]
    assert (counted.indicator.code, counted.value, counted.due_on) == (
        "advanced-age-assessed", Decimal(60), date(2026, 12, 31),
    )  # fmt: skip
    assert (counted.document_id, counted.document_number) == (document, "凯府办发〔2025〕8号")
    held = {
        each.target.pk: each for each in target_selectors.targets_all(actor=director, on=clock.today())
    }  # fmt: skip
    waiting = held[by_phrase["建成老年"].pk]
    assert (waiting.state.standing, waiting.version.waits_for) == (Standing.WAITING, "care.meals")
    assert held[by_phrase["老年助餐"].pk].version.waits_for == "reported"
    entries = AuditEntry.objects.filter(action="indicators.targets.answered")
    assert entries.count() == 3
    assert {entry.object_id for entry in entries} == {str(document)}


def test_what_nobody_counts_is_self_reported_and_never_green(city: None, director: Actor) -> None:
    document = confirm(director)
    client = signed_in(make_post(Role.OFFICER, KAILI))
    posted(client, document, 老年助餐="h:")
    target = Target.objects.get()
    assert target.modality == Modality.STRIVE
    targets.figure_report(
        actor=director, target_id=target.pk, as_of=date(2025, 6, 30), value=Decimal(95), source="表"
    )
    (held,) = target_selectors.targets_all(actor=director, on=clock.today())
    assert (held.state.standing, held.state.colour) == (Standing.SELF_REPORTED, Colour.NONE)


def test_deciding_again_the_same_changes_nothing(city: None, director: Actor) -> None:
    document = confirm(director)
    answers = [
        Answered(row.pk, Answer.WAITS, waits_for="care.meals")
        for row in ReadTarget.objects.filter(document_id=document)
    ]
    done = readings_adopt(actor=director, document_id=document, answers=answers)
    assert (done.added, done.changed) == (3, 0)
    before = AuditEntry.objects.count()
    again = readings_adopt(actor=director, document_id=document, answers=answers)
    assert (again.added, again.changed, again.unchanged, again.retired) == (0, 0, 3, 0)
    assert AuditEntry.objects.count() == before
    assert IndicatorVersion.objects.filter(indicator__code__startswith="read-").count() == 3


def test_a_later_edition_changes_only_what_it_changes(city: None, director: Actor) -> None:
    first = confirm(director)
    by_hand = [
        Answered(row.pk, Answer.WAITS, waits_for="care.meals")
        for row in ReadTarget.objects.filter(document_id=first)
    ]
    readings_adopt(actor=director, document_id=first, answers=by_hand)
    kept = {target.code: target.pk for target in Target.objects.all()}
    second = confirm(director, value=70, more="")
    assert second != first
    rows = {row.phrase[:4]: row for row in ReadTarget.objects.all()}
    assert {row.document_id for row in rows.values() if not row.gone_on} == {second}
    found = selectors.readings_of(actor=director, document_id=second, on=clock.today())
    changed = {
        one.row.phrase[:4]: [(f.name, f.before, f.after) for f in one.differences] for one in found
    }
    assert changed["80岁以"] == [("value", Decimal(60), Decimal(70))]
    assert changed["老年助餐"] == []
    client = signed_in(make_post(Role.OFFICER, KAILI))
    page = client.get(f"/targets/papers/{second}/").content.decode()
    assert "建成老年食堂" in page
    assert (
        posted(
            client,
            second,
            **{"80岁": "w:care.meals", "老年": "w:care.meals", "建成": "w:care.meals"},
        ).status_code
        == 302
    )
    assert {target.code: target.pk for target in Target.objects.all()} == kept
    assert Target.objects.get(readings=rows["80岁以"]).value == 70
    assert Target.objects.get(readings=rows["建成老年"]).retired_on is not None
    last = AuditEntry.objects.filter(action="indicators.target.changed").values_list(
        "object_id", flat=True
    )
    assert list(last) == [str(rows["80岁以"].target_id)]


def test_confirming_an_earlier_edition_once_more_takes_nothing_back(
    city: None, director: Actor
) -> None:
    first = confirm(director)
    second = confirm(director, value=70)
    heading = {"title": "示例市养老服务提升方案", "number": "凯府办发〔2025〕8号"}
    paper_confirm(
        actor=director, paper_id=first, heading=heading, starts_on=date(2025, 3, 1), at=clock.now()
    )
    assert set(ReadTarget.objects.values_list("document_id", flat=True)) == {second}
    assert ReadTarget.objects.get(phrase__startswith="80岁").value == 70


def test_a_shipped_target_of_the_same_paper_is_not_made_twice(city: None, director: Actor) -> None:
    shipped = ProposedTarget(
        "A1", "一", "advanced-age-assessed", "ge", Decimal(60), {"zh": "评估率60%", "en": "60 %"},
        due_on=date(2026, 12, 31),
    )  # fmt: skip
    paper = PaperRef("示例市养老服务提升方案", "凯府办发〔2025〕8号", KAILI)
    targets.targets_adopt(actor=SYSTEM, paper=paper, targets=[shipped])
    document = confirm(director)
    known = Target.objects.get()
    client = signed_in(make_post(Role.OFFICER, KAILI))
    page = client.get(f"/targets/papers/{document}/").content.decode()
    assert f'<option value="t:{known.pk}" selected>' in page
    posted(client, document, **{"80岁": f"t:{known.pk}"})
    assert Target.objects.get() == known
    assert ReadTarget.objects.get(target=known).answer == Answer.KNOWN
    again = targets.targets_adopt(actor=SYSTEM, paper=paper, targets=[shipped])
    assert (again.unchanged, again.retired) == (1, 0)


def test_the_unit_and_the_condition_are_checked(city: None, director: Actor) -> None:
    document = confirm(director)
    client = signed_in(make_post(Role.OFFICER, KAILI))
    rows = {row.phrase[:4]: row for row in ReadTarget.objects.filter(document_id=document)}
    refused = posted(client, document, 建成="i:advanced-age-assessed")
    assert refused.status_code == 422
    assert not Target.objects.exists()
    with pytest.raises(DomainError) as caught:
        readings_adopt(
            actor=director, document_id=document,
            answers=[
                Answered(
                    rows["80岁以"].pk, Answer.INDICATOR, indicator="advanced-age-assessed",
                    scope_condition="no_such_column = 1",
                )
            ],
        )  # fmt: skip
    assert caught.value.field == f"condition_{rows['80岁以'].pk}"


def test_who_may_not_adopt_and_who_is_elsewhere(city: None, director: Actor) -> None:
    document = confirm(director)
    with pytest.raises(NotFound):
        readings_adopt(actor=make_actor(Role.OFFICER, "371502"), document_id=document, answers=[])
    with pytest.raises(Forbidden):
        readings_adopt(
            actor=make_actor(Role.OFFICER, "522601103"), document_id=document, answers=[]
        )
    with pytest.raises(Forbidden):
        readings_adopt(actor=make_actor(Role.TOWN_CLERK, KAILI), document_id=document, answers=[])
    elsewhere = signed_in(make_post(Role.OFFICER, "371502"))
    assert elsewhere.get(f"/targets/papers/{document}/").status_code == 404


def test_a_new_indicator_is_designed_from_the_phrase(city: None, director: Actor) -> None:
    document = confirm(director)
    row = ReadTarget.objects.get(phrase__startswith="老年助餐")
    client = signed_in(make_post(Role.OFFICER, KAILI))
    page = client.get(f"/indicators/design/?reading={row.pk}").content.decode()
    assert f'value="{row.phrase}"' in page
    answer = client.post(
        f"/indicators/design/?reading={row.pk}",
        {
            "code": "meals-liked", "title": row.phrase, "meaning": row.phrase, "dataset": "elders",
            "counts": "老年人", "denominator": "", "meets": "满意", "numerator": "age >= 80", "unit": "percent",
            "direction": "up", "period": "month", "effective_from": "2025-01-01", "save": "1",
        },
    )  # fmt: skip
    assert answer.headers["Location"] == f"/targets/papers/{document}/"
    assert Indicator.objects.filter(code="meals-liked", area_code=KAILI).exists()
    page = client.get(f"/targets/papers/{document}/").content.decode()
    assert '<option value="i:meals-liked" selected>' in page
