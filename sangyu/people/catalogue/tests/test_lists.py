"""Lists: drafted, released by a person, frozen, compared; brought in and taken out as workbooks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from sangyu.city.organisations.types import Role
from sangyu.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from sangyu.people.catalogue import sheets
from sangyu.people.catalogue.models import Bought, Item, Release
from sangyu.people.catalogue.selectors import releases as selectors
from sangyu.people.catalogue.services import lines, releases
from sangyu.people.catalogue.services._lists import Refusals
from sangyu.people.catalogue.tests.factories import CITY, heading, item, make_release, released
from sangyu.people.catalogue.types import BoughtFacts, ListKind
from sangyu.people.registry.tests.factories import make_actor

pytestmark = pytest.mark.django_db
DIRECTOR = make_actor(Role.DIRECTOR, CITY)
OFFICER = make_actor(Role.OFFICER, CITY)
STRANGER = make_actor(Role.DIRECTOR, "371502")


def test_an_officer_drafts_and_a_director_releases() -> None:
    draft = make_release(OFFICER)
    with pytest.raises(Forbidden):
        releases.release_publish(actor=OFFICER, release_id=draft.pk)
    with pytest.raises(NotFound):
        releases.release_publish(actor=STRANGER, release_id=draft.pk)
    done = releases.release_publish(actor=DIRECTOR, release_id=draft.pk)
    assert (done.state, len(done.content_hash)) == ("released", 64)
    assert "director" in done.released_by


def test_a_list_is_made_by_the_city_or_county_itself() -> None:
    clerk = make_actor(Role.OFFICER, CITY + "103")
    with pytest.raises(Forbidden):
        make_release(clerk, area_code=CITY)
    with pytest.raises(Forbidden):
        make_release(STRANGER, area_code=CITY)


def test_one_draft_at_a_time() -> None:
    make_release(OFFICER)
    with pytest.raises(Conflict):
        make_release(OFFICER)
    assert make_release(OFFICER, kind=ListKind.PURCHASE).bought.count() == 6


def test_a_released_list_is_frozen_by_service_and_database() -> None:
    done = released(DIRECTOR)
    with pytest.raises(Conflict):
        lines.line_save(actor=OFFICER, release_id=done.pk, facts=item())
    with pytest.raises(Conflict):
        releases.release_discard(actor=OFFICER, release_id=done.pk)
    for change in (
        lambda: Item.objects.filter(release=done).update(name="x"),
        lambda: Item.objects.filter(release=done).delete(),
        lambda: Release.objects.filter(pk=done.pk).update(title="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_list_below_the_national_one_is_refused_with_every_item_and_clause() -> None:
    draft = make_release(OFFICER)
    for code in ("N09", "N16"):
        lines.line_remove(actor=OFFICER, release_id=draft.pk, line_id=draft.items.get(code=code).pk)
    with pytest.raises(Refusals) as refusal:
        releases.release_publish(actor=DIRECTOR, release_id=draft.pk)
    told = [str(one.message) for one in refusal.value.problems]
    assert len(told) == 2
    wanted = [("老年人能力综合评估", "第9项"), ("探访服务", "第16项")]
    assert all(
        name in text and clause in text for (name, clause), text in zip(wanted, told, strict=True)
    )
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_empty_list_is_not_released() -> None:
    draft = make_release(OFFICER, begin_with="empty")
    with pytest.raises(Refusals):
        releases.release_publish(actor=DIRECTOR, release_id=draft.pk)


def test_the_next_list_tells_what_it_adds_drops_and_changes() -> None:
    released(DIRECTOR, year=2025)
    draft = make_release(OFFICER, year=2026, begin_with="last")
    lines.line_save(actor=OFFICER, release_id=draft.pk, facts=item("L1"))
    first = draft.items.get(code="N03")
    facts = selectors.item_facts(first)
    wider = type(facts)(**(facts.__dict__ | {"condition": "age >= 75", "amount": Decimal("60.00")}))
    lines.line_save(actor=OFFICER, release_id=draft.pk, facts=wider, line_id=first.pk)
    found = selectors.changes_of(draft)
    assert found is not None
    assert [one.code for one in found.added] == ["L1"]
    assert found.dropped == ()
    assert [(one.after.code, one.fields) for one in found.changed] == [
        ("N03", (("condition", "age >= 80", "age >= 75"), ("amount", None, Decimal("60.00"))))
    ]


def test_a_list_begins_after_the_one_before_it() -> None:
    released(DIRECTOR, year=2025)
    draft = make_release(OFFICER, year=2025, begin_with="last")
    assert draft.version == 2
    with pytest.raises(DomainError) as refusal:
        releases.release_publish(actor=DIRECTOR, release_id=draft.pk)
    assert refusal.value.field == "starts_on"


def test_the_county_list_goes_before_the_city_list() -> None:
    city = make_actor(Role.DIRECTOR, "5226")
    wide = released(city, area_code="5226", year=2024)
    narrow = released(DIRECTOR, year=2025)

    def holds(area: str, on: date) -> Release | None:
        return selectors.release_in_force(actor=city, area_code=area, kind=ListKind.SERVICES, on=on)

    assert holds(CITY + "103200", date(2026, 1, 1)) == narrow
    assert holds(CITY + "103200", date(2024, 6, 1)) == wide
    assert holds("522622100200", date(2026, 1, 1)) == wide
    assert holds("371502100200", date(2026, 1, 1)) is None


def test_a_wrong_condition_is_refused_at_the_word() -> None:
    draft = make_release(OFFICER)
    with pytest.raises(Refusals) as refusal:
        lines.line_save(actor=OFFICER, release_id=draft.pk, facts=item(condition="agee >= 80"))
    (problem,) = refusal.value.problems
    assert (problem.field, problem.value) == ("condition", "agee")


def test_what_is_exported_comes_back_the_same() -> None:
    for kind in ListKind.values:
        draft = make_release(OFFICER, kind=kind)
        facts = selectors.lines_of(draft)
        content = sheets.workbook(kind, "List", facts, mark="for a test")
        assert sheets.read(kind, content, "list.xlsx") == sheets.SheetRows(tuple(facts), ())
        number = lines.lines_replace(actor=OFFICER, release_id=draft.pk, lines=facts)
        assert number == len(facts)
        assert selectors.lines_of(draft) == facts


def test_rows_at_fault_are_named_and_nothing_is_changed() -> None:
    draft = make_release(OFFICER)
    book = load_workbook(
        BytesIO(sheets.workbook(draft.kind, "List", selectors.lines_of(draft), mark=""))
    )
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    sheet.cell(
        row=5, column=heads.index(str(Item._meta.get_field("amount").verbose_name)) + 1
    ).value = "五十"
    sheet.cell(
        row=6, column=heads.index(str(Item._meta.get_field("form").verbose_name)) + 1
    ).value = "别的"
    out = BytesIO()
    book.save(out)
    found = sheets.read(draft.kind, out.getvalue(), "list.xlsx")
    assert [(one.where, one.field, one.value) for one in found.problems] == [
        ("5", "amount", "五十"), ("6", "form", "别的"),
    ]  # fmt: skip
    facts = selectors.lines_of(draft)
    with pytest.raises(Refusals) as refusal:
        lines.lines_replace(actor=OFFICER, release_id=draft.pk, lines=[*facts, facts[0]])
    assert [one.field for one in refusal.value.problems] == ["code"]
    assert draft.items.count() == 16


def test_a_file_without_headings_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        sheets.read(ListKind.SERVICES, b"a,b\n1,2\n", "list.csv")
    assert refusal.value.code == "sheet-without-headings"


def test_a_purchase_line_needs_a_price_unit_and_norm() -> None:
    draft = make_release(OFFICER, kind=ListKind.PURCHASE)
    with pytest.raises(Refusals) as refusal:
        lines.line_save(actor=OFFICER, release_id=draft.pk, facts=BoughtFacts("B9", "助行"))
    assert [one.field for one in refusal.value.problems] == ["unit", "norm", "clause", "price"]
    assert draft.is_example
    assert Bought.objects.filter(release=draft, price__lte=0).count() == 0


def test_discarding_takes_the_draft_with_its_lines() -> None:
    draft = make_release(OFFICER)
    releases.release_head(actor=OFFICER, release_id=draft.pk, heading=heading(2027))
    releases.release_discard(actor=OFFICER, release_id=draft.pk)
    assert (Release.objects.count(), Item.objects.count()) == (0, 0)
