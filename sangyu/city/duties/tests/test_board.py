"""The list of duties: filtered, taken away, handed over in bulk; and how the units keep time."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from sangyu.city.duties import board
from sangyu.city.duties.models import Duty
from sangyu.city.duties.tests.factories import City, make_city, make_rule, make_town_rule
from sangyu.city.organisations.models import Account
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor
from sangyu.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
TODAY = clock.today()
OPEN = {
    "first": TODAY - timedelta(days=40),
    "due_month": None,
    "due_day": None,
    "cadence": "once",
    "parent_id": None,
}


@pytest.fixture
def city() -> City:
    """Each of two towns has a duty overdue, one due soon, one later and one without a day."""
    city = make_city()
    parent = make_rule(city)
    for code, days in (("late", -3), ("soon", 4), ("later", 30), ("never", None)):
        due = None if days is None else TODAY + timedelta(days=days)
        make_town_rule(
            city, parent, TODAY.isoformat(), code=f"board/{code}", title=f"任务{code}", due_on=due, **OPEN
        )  # fmt: skip
    return city


def client_of(actor: Actor) -> Client:
    client = Client(raise_request_exception=False)
    assert actor.account_id is not None
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


@pytest.mark.parametrize(
    ("when", "titles"),
    [
        ("overdue", {"任务late"}),
        ("soon", {"任务soon"}),
        ("later", {"任务later"}),
        ("open", {"任务never"}),
    ],
)
def test_by_when(city: City, when: str, titles: set[str]) -> None:
    rows = board.duties_wanted(actor=city.director, wanted=board.Wanted(scope="area", when=when))
    found = rows.filter(title__startswith="任务")
    assert set(found.values_list("title", flat=True)) == titles
    assert found.count() == 2
    one = board.Wanted(unit=city.towns[0].unit.pk, when=when)
    assert board.duties_wanted(actor=city.director, wanted=one).count() == 1
    assert board.duties_wanted(actor=city.stranger, wanted=one).count() == 0


def test_the_list_is_taken_away_with_its_mark_and_a_trace(city: City) -> None:
    got = client_of(city.director).get(
        reverse("duties:export"), {"scope": "area", "when": "overdue", "q": "任务"}
    )
    sheet = load_workbook(io.BytesIO(got.content)).worksheets[0]
    titles = [row[0] for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert [str(title)[:6] for title in titles] == ["任务late"] * 2
    assert city.director.label in str(sheet["A2"].value)
    entry = AuditEntry.objects.get(action="duty.exported")
    assert entry.after is not None
    assert entry.after["duties"] == 2
    town = client_of(city.towns[0].clerk).get(
        reverse("duties:export"), {"scope": "area", "when": "overdue", "q": "任务"}
    )
    assert load_workbook(io.BytesIO(town.content)).worksheets[0].max_row == 5
    assert client_of(city.director).get(reverse("duties:print")).status_code == 200


def test_the_checked_go_to_a_colleague_and_strangers_stay(city: City) -> None:
    town, other = city.towns
    ids = list(Duty.objects.filter(title="任务soon").values_list("pk", flat=True))
    mine = Duty.objects.get(title="任务soon", lead=town.unit)
    client = client_of(town.clerk)
    asked = client.post(reverse("duties:bulk"), {"ids": ids})
    assert asked.status_code == 200
    assert mine.title in asked.content.decode()
    data = {"picked": ",".join(map(str, ids)), "account_id": town.clerk.account_id}
    assert client.post(reverse("duties:bulk"), data).status_code == 302
    mine.refresh_from_db()
    assert mine.assignee_id == town.clerk.account_id
    assert Duty.objects.get(title="任务soon", lead=other.unit).assignee_id is None
    assert client.post(reverse("duties:bulk"), {"picked": str(mine.pk)}).status_code == 422
    both = data | {"organisation_id": other.unit.pk}
    assert client.post(reverse("duties:bulk"), both).status_code == 422


def test_another_unit_takes_over_by_the_director_only_and_the_day_stays(city: City) -> None:
    town, other = city.towns
    mine = Duty.objects.get(title="任务soon", lead=town.unit)
    data = {"picked": str(mine.pk), "organisation_id": other.unit.pk, "reason": "辖区调整"}
    client_of(town.clerk).post(reverse("duties:bulk"), data)
    mine.refresh_from_db()
    assert mine.lead_id == town.unit.pk
    assert client_of(city.director).post(reverse("duties:bulk"), data).status_code == 302
    day = mine.statutory_due
    mine.refresh_from_db()
    assert (mine.lead_id, mine.statutory_due) == (other.unit.pk, day)


def test_every_figure_of_the_rates_opens_to_as_many_duties(city: City) -> None:
    client = client_of(city.director)
    page = client.get(reverse("duties:rates"), {"year": TODAY.year})
    assert page.status_code == 200
    lines = page.context["lines"]
    assert lines
    for line in lines:
        for url, number in (
            (line.on_time_url, line.rate.on_time),
            (line.late_url, line.rate.late),
            (line.unfinished_url, line.rate.unfinished),
        ):
            assert client.get(url).context["duties"].total == number, (
                line.rate.unit.short_name,
                url,
            )
    assert client.get(reverse("duties:rates"), {"year": "x"}).status_code == 200
