"""Counted as of a day, compared, frozen, sealed; every figure opens to its people; nobody sees what is not theirs."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from sangyu.accountability.indicators import behind, selectors, services
from sangyu.accountability.indicators.definitions import ELDER_POPULATION
from sangyu.accountability.indicators.models import Statistic, StatisticCell
from sangyu.city.areas.services import areas_load
from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.errors import Conflict, DomainError, Forbidden
from sangyu.people.registry.services.life import elder_record_death
from sangyu.people.registry.tests.factories import (
    COMMUNITY,
    OTHER_COMMUNITY,
    make_actor,
    make_elder,
)
from sangyu.people.registry.types import Evidence, Source
from tests.permissions import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
AS_OF = date(2025, 12, 31)
AREAS = [
    ("52", "贵州省"), ("5226", "黔东南州"), ("522601", "凯里市"), ("522601103", "旁海镇"), ("522601104", "湾水镇"),
    (COMMUNITY, "旁海村"), (OTHER_COMMUNITY, "湾水村"),
]  # fmt: skip


@pytest.fixture
def officer() -> Actor:
    return make_actor(Role.OFFICER, "522601")


@pytest.fixture
def people() -> None:
    """Four on the register at the end of 2025 (one has died since), two who are not counted then."""
    areas_load(AREAS)
    make_elder(name="甲一", living="alone", sex="1", birth_date=date(1960, 1, 1))
    make_elder(name="乙二", living="couple", birth_date=date(1940, 6, 1), ability_level=2)
    make_elder(name="丙三", area_code=OTHER_COMMUNITY)
    died(make_elder(name="丁四", birth_date=date(1935, 1, 1)).pk, date(2026, 2, 1))
    make_elder(name="戊五", registered_on=date(2026, 3, 1))
    died(make_elder(name="己六").pk, date(2025, 5, 1))


def died(elder_id: int, on: date) -> None:
    elder_record_death(
        actor=system_actor("test"),
        elder_id=elder_id,
        evidence=Evidence(Source.POLICE, on, "户口注销"),
    )


def counted(actor: Actor, as_of: date = AS_OF) -> Statistic:
    row = services.statistic_prepare(
        actor=actor, code=ELDER_POPULATION, area_code="522601", as_of=as_of
    )
    found = behind.count(actor=actor, row=row)
    return services.statistic_store(
        actor=actor, statistic_id=row.pk, cells=found.cells,
        snapshot=(found.snapshot_id, found.snapshot_hash), at=clock.now(),
    )  # fmt: skip


def number(row: Statistic, area: str, dimension: str, value: str = "") -> int:
    cell = StatisticCell.objects.filter(
        statistic=row, area_code=area, dimension=dimension, value=value
    ).first()
    return cell.count if cell else 0


@pytest.mark.usefixtures("people")
def test_people_are_counted_as_they_were_on_the_day(officer: Actor) -> None:
    row = counted(officer)
    assert row.total == number(row, "522601", "total") == 4
    assert number(row, "522601103", "total") == 3
    assert number(row, OTHER_COMMUNITY, "total") == 1
    assert number(row, "522601", "age", "65-69") == 1
    assert number(row, "522601", "living", "alone") == 1
    assert number(row, "522601", "ability", "2") == 1
    assert number(row, "522601", "ability", "unknown") == 3
    assert number(row, "522601", "groups", "alone") == 1
    for dimension in ("age", "sex", "living", "ability", "hukou"):
        cells = StatisticCell.objects.filter(statistic=row, area_code="522601", dimension=dimension)
        assert sum(cell.count for cell in cells) == 4


@pytest.mark.usefixtures("people")
def test_every_figure_opens_to_exactly_its_people(officer: Actor) -> None:
    row = counted(officer)
    for figure in selectors.figures(actor=officer, row=row):
        page = behind.people_page(actor=officer, row=row, figure=figure, after="")
        assert len(page.people) == figure.count, figure


@pytest.mark.usefixtures("people")
def test_a_town_sees_its_own_figures_and_people_only(officer: Actor) -> None:
    row = counted(officer)
    clerk = make_actor(Role.TOWN_CLERK, "522601103")
    areas = {figure.area_code for figure in selectors.figures(actor=clerk, row=row)}
    assert areas == {"522601", "522601103", COMMUNITY}
    whole = next(
        f
        for f in selectors.figures(actor=clerk, row=row)
        if (f.area_code, f.dimension) == ("522601", "total")
    )
    page = behind.people_page(actor=clerk, row=row, figure=whole, after="")
    assert {person.area for person in page.people} == {"凯里市 旁海镇 旁海村"}


@pytest.mark.usefixtures("people")
def test_freezing_needs_confirmed_towns_or_reasons_and_then_nothing_changes(officer: Actor) -> None:
    row = counted(officer)
    with pytest.raises(DomainError) as refusal:
        services.statistic_freeze(actor=officer, statistic_id=row.pk, reasons={}, at=clock.now())
    assert refusal.value.code == "towns-open"
    reasons = {"522601103": "镇里停电", "522601104": "经办人空缺"}
    frozen = services.statistic_freeze(
        actor=officer, statistic_id=row.pk, reasons=reasons, at=clock.now()
    )
    assert frozen.exceptions == reasons
    assert selectors.is_whole(Statistic.objects.get(pk=row.pk))
    with pytest.raises(Conflict):
        services.statistic_analyse(actor=officer, statistic_id=row.pk, analysis="改")
    for change in (
        lambda: Statistic.objects.filter(pk=row.pk).update(total=1),
        lambda: StatisticCell.objects.filter(statistic=row).update(count=1),
        lambda: StatisticCell.objects.filter(statistic=row).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.usefixtures("people")
def test_the_year_before_stands_beside(officer: Actor) -> None:
    counted(officer, date(2024, 12, 31))
    row = counted(officer)
    total = next(
        f
        for f in selectors.figures(actor=officer, row=row)
        if (f.area_code, f.dimension) == ("522601", "total")
    )
    assert (total.count, total.before, total.change) == (4, 5, -1)


def test_a_day_that_is_not_over_cannot_be_counted(officer: Actor) -> None:
    with pytest.raises(DomainError) as refusal:
        services.statistic_prepare(
            actor=officer, code=ELDER_POPULATION, area_code="522601", as_of=clock.today()
        )
    assert refusal.value.code == "day-not-over"


@pytest.mark.usefixtures("people")
def test_pages_document_and_workbook_show_the_same_figures(officer: Actor) -> None:
    row = counted(officer)
    client = signed_in(make_post("officer"))
    assert "2025" in client.get("/statistics/").content.decode()
    english = client.get("/statistics/", headers={"accept-language": "en"}).content.decode()
    assert "Frozen at" in english
    assert "固化时间" not in english
    page = client.get(f"/statistics/{row.pk}/").content.decode()
    assert f"/statistics/{row.pk}/people/?area=522601103" in page
    listed = client.get(
        f"/statistics/{row.pk}/people/", {"area": "522601", "dimension": "living", "value": "alone"}
    )
    assert "甲一" in listed.content.decode()
    assert client.get(f"/statistics/{row.pk}/print/").status_code == 200
    book = load_workbook(BytesIO(client.get(f"/statistics/{row.pk}/export/").content))
    values = [cell.value for line in book.worksheets[0].iter_rows() for cell in line]
    assert 4 in values
    frozen = client.post(
        f"/statistics/{row.pk}/freeze/",
        {"reason_522601103": "说明", "reason_522601104": "说明", "is_final": "on"},
    )
    assert frozen.status_code == 302
    assert Statistic.objects.get(pk=row.pk).state == "frozen"


def test_the_system_itself_may_count(people: None) -> None:
    assert counted(system_actor("test")).total == 4


def test_an_officer_of_a_town_reads_the_citys_statistic_but_does_not_write_it(
    people: None, officer: Actor
) -> None:
    row = counted(officer)
    town = make_actor(Role.OFFICER, "522601103")
    assert selectors.statistic_get(actor=town, statistic_id=row.pk) == row
    for write in (
        lambda: services.statistic_compute_start(actor=town, statistic_id=row.pk),
        lambda: services.statistic_analyse(actor=town, statistic_id=row.pk, analysis="x"),
        lambda: services.statistic_freeze(
            actor=town, statistic_id=row.pk, reasons={"522601103": "x", "522601104": "x"}, at=clock.now()
        ),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            write()


def test_a_made_up_place_in_the_list_of_people_is_its_beginning(
    people: None, officer: Actor
) -> None:
    row = counted(officer)
    figure = behind.figure_asked(
        actor=officer, row=row, query={"area": "522601", "dimension": "total"}
    )
    page = behind.people_page(actor=officer, row=row, figure=figure, after="5:" + "9" * 40)
    assert len(page.people) == figure.count
