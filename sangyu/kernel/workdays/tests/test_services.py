"""Editing the calendar: who may, what is recorded and announced, and when a change is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sangyu.kernel import workdays
from sangyu.kernel.actors import Actor, ActorKind, system_actor
from sangyu.kernel.audit.models import AuditEntry
from sangyu.kernel.errors import DomainError, Forbidden, NotFound
from sangyu.kernel.events import registry
from sangyu.kernel.workdays import events, overlay, selectors, services
from sangyu.kernel.workdays.models import DayOverride, KnownYear
from sangyu.kernel.workdays.notice import BadNotice
from sangyu.kernel.workdays.rules import PACKAGE_CALENDAR
from sangyu.kernel.workdays.types import Imported, Override

CLERK = Actor(ActorKind.ACCOUNT, "clerk", rights=frozenset({"elder.view"}))
ADMIN = replace(CLERK, label="admin", rights=frozenset({"workdays.manage"}))
JOB = system_actor("calendar")
NEW_YEAR = date(2027, 1, 1)
SOURCE = "made-up notice"
NOTICE = """\
日期,安排,说明
2027-01-01,休,元旦
2027年1月3日,班,元旦调休
2027/2/６,放假,春节

"""


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[events.CalendarChanged]:
    heard: list[events.CalendarChanged] = []
    monkeypatch.setattr(registry, "_now", {events.CalendarChanged: [heard.append]})
    return heard


@pytest.mark.django_db
def test_only_who_may_edit_the_calendar_does(announced: list[events.CalendarChanged]) -> None:
    assert workdays.is_workday(NEW_YEAR)
    with pytest.raises(Forbidden):
        services.day_set(actor=CLERK, day=NEW_YEAR, is_workday=False, source=SOURCE)
    with pytest.raises(Forbidden):
        services.day_remove(actor=CLERK, day=NEW_YEAR)
    with pytest.raises(Forbidden):
        services.notice_import(actor=CLERK, content=b"", name="n.csv", source=SOURCE)
    assert workdays.is_workday(NEW_YEAR)
    services.day_set(actor=ADMIN, day=NEW_YEAR, is_workday=False, source=SOURCE)
    assert not workdays.is_workday(NEW_YEAR), "seen at once, within the transaction"
    assert workdays.add_workdays(date(2026, 12, 31), 1).date == date(2027, 1, 4)
    assert workdays.workdays_between(date(2026, 12, 31), date(2027, 1, 4)) == 1
    assert announced == [events.CalendarChanged(NEW_YEAR, NEW_YEAR)]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id, entry.actor_label) == (
        "workdays.day.set",
        "2027-01-01",
        "admin",
    )


@pytest.mark.django_db
def test_setting_what_is_set_changes_nothing(announced: list[events.CalendarChanged]) -> None:
    for _again in range(2):
        services.day_set(actor=JOB, day=NEW_YEAR, is_workday=False, source=SOURCE, note="元旦")
    assert (AuditEntry.objects.count(), len(announced)) == (1, 1)
    services.day_set(actor=JOB, day=NEW_YEAR, is_workday=True, source=SOURCE, note="元旦")
    assert selectors.override_list() == [Override(NEW_YEAR, True, "元旦", SOURCE)]
    last = AuditEntry.objects.latest("pk")
    assert (last.before, last.after) == ({"is_workday": False}, {"is_workday": True})


@pytest.mark.django_db
def test_a_removed_day_is_as_before(announced: list[events.CalendarChanged]) -> None:
    services.day_set(actor=JOB, day=NEW_YEAR, is_workday=False, source=SOURCE)
    services.day_remove(actor=ADMIN, day=NEW_YEAR)
    assert workdays.is_workday(NEW_YEAR)
    with pytest.raises(NotFound):
        services.day_remove(actor=ADMIN, day=NEW_YEAR)
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == [
        "workdays.day.set",
        "workdays.day.removed",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_is_forgotten_and_a_committed_one_remembered() -> None:
    overlay._forget()
    assert workdays.is_workday(NEW_YEAR)
    with transaction.atomic():
        services.day_set(actor=JOB, day=NEW_YEAR, is_workday=False, source=SOURCE)
        assert not workdays.is_workday(NEW_YEAR)
        transaction.set_rollback(True)
    assert workdays.is_workday(NEW_YEAR)
    services.day_set(actor=JOB, day=NEW_YEAR, is_workday=False, source=SOURCE)
    assert not workdays.is_workday(NEW_YEAR)
    services.day_remove(actor=JOB, day=NEW_YEAR)
    assert workdays.is_workday(NEW_YEAR)


@pytest.mark.django_db
def test_the_calendar_is_read_once_and_then_remembered(
    django_assert_num_queries: object,
) -> None:
    overlay._forget()
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(2):
        for _time in range(3):
            workdays.add_workdays(date(2026, 9, 30), 5)
    assert workdays.calendar() == PACKAGE_CALENDAR


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_years_notice_makes_the_year_known(
    encoding: str, announced: list[events.CalendarChanged]
) -> None:
    stale = date(2027, 5, 1)
    services.day_set(actor=JOB, day=stale, is_workday=True, source="a guess")
    done = services.notice_import(
        actor=ADMIN,
        content=NOTICE.encode(encoding),
        name="2027.csv",
        source=SOURCE,
        whole_years=[2027],
    )
    assert done == Imported(added=3, changed=0, unchanged=0, years=(2027,))
    assert [row.date for row in selectors.override_list(2027)] == [
        NEW_YEAR,
        date(2027, 1, 3),
        date(2027, 2, 6),
    ]
    assert selectors.known_year_sources() == {2027: SOURCE}
    assert workdays.add_workdays(date(2026, 12, 31), 2) == (date(2027, 1, 4), False)
    assert announced[-1] == events.CalendarChanged(NEW_YEAR, date(2027, 12, 31))
    again = services.notice_import(
        actor=ADMIN, content=NOTICE.encode(), name="2027.csv", source=SOURCE
    )
    assert again == Imported(added=0, changed=0, unchanged=3, years=())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "where", "field"),
    [
        ("日期,安排\n2027-13-01,休", "2", "date"),
        ("日期,安排\n2027-01-01,休\n\n6.2.2027,休", "4", "date"),
        ("日期,安排\n2027-01-01,也许", "2", "workday"),
        ("日期,安排\n2027-01-01", "2", "workday"),
        ("日期,安排\n2027-01-01,休\n2027/1/1,班", "3", "date"),
        ("2027-01-01,休", "1", ""),
        ('日期,安排\n"' + "x" * 200_000, "2", ""),
    ],
)
def test_a_bad_notice_names_its_lines_and_changes_nothing(
    text: str, where: str, field: str
) -> None:
    with pytest.raises(BadNotice) as caught:
        services.notice_import(
            actor=ADMIN, content=text.encode(), name="n.csv", source=SOURCE, whole_years=[2027]
        )
    (problem,) = caught.value.problems
    assert (problem.where, problem.field) == (where, field)
    assert str(problem.message)
    assert (DayOverride.objects.count(), AuditEntry.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_notice_of_another_year_or_without_a_source_is_refused() -> None:
    for years, source, code in (
        ([2028], SOURCE, "workdays-year-empty"),
        ([27], SOURCE, "workdays-year-empty"),
        ([2027], " ", "workdays-source-missing"),
    ):
        with pytest.raises(DomainError) as caught:
            services.notice_import(
                actor=ADMIN, content=NOTICE.encode(), name="n", source=source, whole_years=years
            )
        assert caught.value.code == code
    assert DayOverride.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (DayOverride(date=NEW_YEAR, is_workday=True, source="x"), "dayoverride_date_unique"),
        (DayOverride(date=date(2027, 1, 2), is_workday=True), "dayoverride_source_given"),
        (KnownYear(year=2027, source="x"), "knownyear_year_unique"),
        (KnownYear(year=27, source="x"), "knownyear_year_range"),
        (KnownYear(year=2028), "knownyear_source_given"),
    ],
)
def test_the_database_itself_refuses(row: DayOverride | KnownYear, constraint: str) -> None:
    DayOverride.objects.create(date=NEW_YEAR, is_workday=False, source="x")
    KnownYear.objects.create(year=2027, source="x")
    row.pk = None
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)
