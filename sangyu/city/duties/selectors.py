"""Reads of the duty ledger: worklists, overdue lists, on-time rates, the bell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Case, Count, IntegerField, Min, Q, Value, When
from django.db.models.functions import Coalesce

from sangyu.city.duties import registry
from sangyu.city.duties.calendar import days_left
from sangyu.city.duties.models import Duty, DutyEscalation, DutyParty, DutyRule, Notice
from sangyu.city.duties.models.duty import DutyQuerySet
from sangyu.city.duties.notices import sentence_of, shown
from sangyu.city.duties.rights import DUTY_VIEW
from sangyu.city.duties.rules import is_overdue
from sangyu.city.duties.services import _ledger as ledger
from sangyu.city.duties.services._proof import is_file, pieces_of
from sangyu.city.duties.types import (
    LIVE,
    OWNERS_TURN,
    DayCount,
    DutyAction,
    DutyRow,
    DutyState,
    OnTimeRate,
    Part,
    Proof,
    UnitOverdue,
)
from sangyu.city.organisations.selectors import unit_ref, units
from sangyu.city.organisations.types import UnitRef
from sangyu.kernel import access, clock
from sangyu.kernel.actors import Actor

Scope = Literal["mine", "unit", "area", "review"]
NO_DUE_DAY = date(9999, 12, 31)
"""Sorts duties without a due day last."""
WORKLIST_LIMIT = 200
"""A worklist is worked from the top; what lies below the first 200 is reached by filters and the full list."""


NOTICE_TONES = {
    "duty.overdue": "bad", "duty.overdue_elsewhere": "bad", "duty.overdue_many": "bad",
    "duty.returned": "bad", "duty.soon": "warn", "duty.step": "warn", "duty.review": "warn",
}  # fmt: skip


@dataclass(frozen=True)
class NoticeRow:
    """A notice as the bell shows it, in the reader's language."""

    id: int
    title: str
    link: str
    made_at: datetime
    is_read: bool
    code: str = ""

    @property
    def tone(self) -> str:
        """What kind of news it is, for its colour and sign."""
        return NOTICE_TONES.get(self.code, "info")


@dataclass(frozen=True)
class DutyDetail:
    """All of one duty, and what the actor may do with it."""

    row: DutyRow
    duty: Duty
    parties: tuple[tuple[UnitRef, Part], ...]
    overseer: UnitRef | None
    children: tuple[DutyRow, ...]
    escalations: tuple[DutyEscalation, ...]
    may_act: bool
    may_manage: bool
    texts: tuple[Proof, ...] = ()


def worklist(
    *,
    actor: Actor,
    on: date | None = None,
    scope: Scope | None = None,
    limit: int = WORKLIST_LIMIT,
) -> list[DutyRow]:
    """What is to be done: the most overdue first, then by due day, what has no day last.

    `mine`: assigned to me; `unit`: my unit leads, leads jointly or supports; `area`: everything of my area; `review`:
    proof that waits for my unit. Without a scope: mine and my unit's, and what waits for its review.
    """
    on = on or clock.today()
    return rows_of(scoped(actor, scope)[:limit], actor=actor, on=on)


def scoped(actor: Actor, scope: Scope | None) -> DutyQuerySet:
    """The queryset behind a worklist: live duties in working order."""
    rows: DutyQuerySet = Duty.objects.visible_to(actor).live()
    return rows.select_related("lead", "assignee", "rule").filter(_condition(actor, scope))


def duties_found(
    *, actor: Actor, scope: Scope | None = None, state: str = "", text: str = ""
) -> DutyQuerySet:
    """The duties a list page shows, each with `due_sort`. Closed ones only where the state asks for them."""
    rows = scoped(actor, scope)
    if state:
        seen: DutyQuerySet = Duty.objects.visible_to(actor).select_related("lead", "assignee")
        rows = seen.filter(_condition(actor, scope or "area"), state=state)
    if text:
        rows = rows.filter(Q(title__contains=text) | Q(subject_label__contains=text))
    return rows.annotate(due_sort=Coalesce("statutory_due", Value(NO_DUE_DAY)))


def _condition(actor: Actor, scope: Scope | None) -> Q:
    """What a scope of the worklist holds, among what the actor sees; `area` holds all of it."""
    mine = Q(assignee_id=actor.account_id, assignee_id__isnull=False)
    review = Q(state=DutyState.SUBMITTED, overseer_id=actor.organisation_id)
    parties = DutyParty.objects.filter(organisation_id=actor.organisation_id or 0).values("duty_id")
    unit = Q(lead_id=actor.organisation_id) | Q(pk__in=parties)
    conditions = {"mine": mine, "unit": unit, "area": Q(), "review": review}
    return conditions[scope] if scope else mine | review | (unit & Q(state__in=OWNERS_TURN))


def worklist_counts(*, actor: Actor, on: date | None = None) -> dict[str, int]:
    """How many duties each scope of the worklist holds, and how many of the actor's own are overdue."""
    on = on or clock.today()
    scopes: tuple[Scope, ...] = ("mine", "unit", "area", "review")
    counts = {str(scope): scoped(actor, scope).count() for scope in scopes}
    own = scoped(actor, None).overdue(on)
    return counts | {"overdue": own.count()}


def overdue_count(*, actor: Actor, on: date | None = None) -> int:
    """How many duties of the actor or its unit are overdue: the badge of every page, so one query."""
    return int(scoped(actor, None).overdue(on or clock.today()).count())


def waiting_count(*, actor: Actor) -> int:
    """How many duties wait for the actor or its unit."""
    return int(scoped(actor, None).count())


def notice_link(*, actor: Actor, notice_id: int) -> str:
    """Where a notice of the actor's leads; 404 for anybody else's."""
    return str(access.load(Notice.objects.all(), actor, "", pk=notice_id).link)


def duty_detail(*, actor: Actor, duty_id: int, on: date | None = None) -> DutyDetail:
    """One duty with everything its page shows. 404 outside the actor's scope."""
    on = on or clock.today()
    queryset = Duty.objects.select_related("lead", "assignee", "overseer", "rule", "parent")
    duty = access.load(queryset, actor, DUTY_VIEW, pk=duty_id)
    parties = duty.parties.select_related("organisation").order_by(
        "part", "organisation__area_code"
    )
    children = Duty.objects.filter(parent=duty).select_related("lead", "assignee", "rule")
    return DutyDetail(
        row=duty_row(duty, actor=actor, on=on),
        duty=duty,
        parties=tuple((unit_ref(party.organisation), Part(party.part)) for party in parties),
        overseer=unit_ref(duty.overseer) if duty.overseer else None,
        children=tuple(
            rows_of(children.visible_to(actor).order_by("area_code", "pk"), actor=actor, on=on)
        ),
        escalations=tuple(duty.escalations.filter(is_told=True)),
        may_act=ledger.may_act(actor, duty),
        may_manage=ledger.may_manage(actor, duty),
        texts=tuple(piece for piece in pieces_of(duty) if not is_file(piece)),
    )


def sees(actor: Actor, duty_id: str) -> bool:
    """True if the actor may see this duty, and so the files of its proof."""
    rows = Duty.objects.visible_to(actor).filter(pk=duty_id) if duty_id.isdecimal() else None
    return rows is not None and actor.may(DUTY_VIEW) and rows.exists()


def for_subject(
    *, actor: Actor, kind: str, id: int | str, on: date | None = None  # noqa: A002  the word callers read best
) -> list[DutyRow]:  # fmt: skip
    """The duties about one object, the live ones first."""
    rows = (
        Duty.objects.visible_to(actor)
        .filter(subject_kind=kind, subject_id=str(id))
        .select_related("lead", "assignee", "rule")
        .order_by(
            Case(
                When(state__in=LIVE, then=Value(0)), default=Value(1), output_field=IntegerField()
            ),
            "statutory_due",
            "pk",
        )
    )
    return rows_of(rows, actor=actor, on=on or clock.today())


def for_subjects(*, kind: str, ids: Sequence[str]) -> dict[str, date]:
    """Until when the live duties about several objects of one kind run, for a page that shows those objects anyway."""
    rows = Duty.objects.live().filter(subject_kind=kind, subject_id__in=list(ids))
    found = rows.exclude(statutory_due__isnull=True).order_by("-statutory_due")
    return {
        subject: due for subject, due in found.values_list("subject_id", "statutory_due") if due
    }


def from_source(*, actor: Actor, kind: str, id: int | str) -> list[DutyRow]:  # noqa: A002  as above
    """The duties that came from one object (a paper's task), newest period first."""
    rows = (
        Duty.objects.visible_to(actor)
        .filter(source_kind=kind, source_id=str(id))
        .select_related("lead", "assignee", "rule")
        .order_by("-period", "area_code", "pk")
    )
    return rows_of(rows, actor=actor, on=clock.today())


def from_sources(*, actor: Actor, kind: str, ids: Sequence[str]) -> dict[str, list[DutyRow]]:
    """The duties that came from several objects of one kind, by object, newest period first."""
    rows = (
        Duty.objects.visible_to(actor)
        .filter(source_kind=kind, source_id__in=list(ids))
        .select_related("lead", "assignee", "rule")
        .order_by("-period", "area_code", "pk")
    )
    on = clock.today()
    found: dict[str, list[DutyRow]] = {}
    for duty in rows:
        found.setdefault(duty.source_id, []).append(duty_row(duty, actor=actor, on=on))
    return found


def sources_unfinished(*, kind: str, ids: Sequence[str]) -> set[str]:
    """Of several objects of one kind, those that a duty came from which is still to be kept, now or later."""
    rows = Duty.objects.filter(
        source_kind=kind, source_id__in=list(ids), state__in=LIVE | {DutyState.PLANNED}
    )
    return set(rows.values_list("source_id", flat=True))


def rules_of(*, kinds: Sequence[str], source_kind: str, source_id: str) -> set[int]:
    """The rules of these kinds that one object made and nobody has retired: for the room that made them."""
    rows = DutyRule.objects.filter(
        kind__in=list(kinds), source_kind=source_kind, source_id=source_id, is_retired=False
    )
    return set(rows.values_list("pk", flat=True))


def overdue_by_unit(*, actor: Actor, on: date | None = None) -> list[UnitOverdue]:
    """The units with overdue duties, the longest overdue first."""
    found = list(
        Duty.objects.visible_to(actor)
        .overdue(on or clock.today())
        .order_by()
        .values("lead_id")
        .annotate(count=Count("pk"), oldest=Min("statutory_due"))
        .order_by("oldest", "lead_id")
    )
    names = units([row["lead_id"] for row in found])
    return [UnitOverdue(names[row["lead_id"]], row["count"], row["oldest"]) for row in found]


def on_time_rates(
    *, actor: Actor, since: date, until: date, on: date | None = None
) -> list[OnTimeRate]:
    """How each unit kept the duties whose statutory day lay in [since, until], by the state of `on`."""
    on = on or clock.today()
    found = list(
        Duty.objects.visible_to(actor)
        .filter(statutory_due__gte=since, statutory_due__lte=until)
        .order_by()
        .values("lead_id", "lead__area_code")
        .annotate(
            on_time=Count("pk", filter=Q(state=DutyState.DONE)),
            late=Count("pk", filter=Q(state=DutyState.DONE_LATE)),
            unfinished=Count("pk", filter=Q(state__in=OWNERS_TURN, statutory_due__lt=on)),
        )
        .filter(Q(on_time__gt=0) | Q(late__gt=0) | Q(unfinished__gt=0))
        .order_by("lead__area_code", "lead_id")
    )
    names = units([row["lead_id"] for row in found])
    return [
        OnTimeRate(names[row["lead_id"]], row["on_time"], row["late"], row["unfinished"])
        for row in found
    ]


def rows_of(duties: Iterable[Duty], *, actor: Actor, on: date) -> list[DutyRow]:
    """Duties as rows; `lead` and `assignee` must be selected with them."""
    return [duty_row(duty, actor=actor, on=on) for duty in duties]


def rows_by_id(*, actor: Actor, ids: Sequence[int]) -> list[DutyRow]:
    """Some duties as rows, in working order; those the actor does not see are left out."""
    rows = (
        Duty.objects.visible_to(actor).filter(pk__in=list(ids)).select_related("lead", "assignee")
    )
    return rows_of(rows, actor=actor, on=clock.today())


def duty_row(duty: Duty, *, actor: Actor, on: date) -> DutyRow:
    """One duty as lists show it."""
    state, day_count = DutyState(duty.state), DayCount(duty.day_count)
    is_live = state in LIVE or state == DutyState.PLANNED
    return DutyRow(
        id=duty.pk,
        kind=duty.kind,
        period="" if duty.period == "-" else duty.period,
        title=title_of(duty),
        area_code=duty.area_code,
        lead=unit_ref(duty.lead),
        assignee=duty.assignee.name if duty.assignee else "",
        state=state,
        opened_on=duty.opened_on,
        statutory_due=duty.statutory_due,
        is_provisional=duty.is_provisional,
        step_due=duty.step_due if state in LIVE else None,
        days_left=days_left(on, duty.statutory_due, day_count) if is_live else None,
        day_count=day_count,
        is_overdue=is_overdue(state, duty.statutory_due, on),
        is_mine=duty.assignee_id is not None and duty.assignee_id == actor.account_id,
        clause=duty.clause.label,
        subject_kind=duty.subject_kind,
        subject_id=duty.subject_id,
        action=_action(duty) if state in OWNERS_TURN else None,
        changed_at=duty.changed_at,
    )


def title_of(duty: Duty) -> str:
    """The title in the reader's language where its kind has one, and whom or what it is about."""
    title = str(registry.kind_of(duty.kind).title) or duty.title
    return f"{title}（{duty.subject_label}）" if duty.subject_label else title


def _action(duty: Duty) -> DutyAction | None:
    kind = registry.kind_of(duty.kind)
    url = kind.url(duty.subject_kind, duty.subject_id, duty.period) if kind.url else ""
    return DutyAction(kind.url_label or kind.label, url) if url else None


def notices_unread(*, actor: Actor) -> int:
    """The number on the bell."""
    return int(Notice.objects.visible_to(actor).filter(read_at__isnull=True).count())


def notice_list(*, actor: Actor, limit: int = 50) -> list[NoticeRow]:
    """The newest notices, unread ones first."""
    rows = Notice.objects.visible_to(actor).order_by(
        Case(
            When(read_at__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField()
        ),
        "-made_at",
        "-pk",
    )[:limit]
    return notice_rows(rows)


def notice_rows(rows: Iterable[Notice] | Sequence[Notice]) -> list[NoticeRow]:
    """Notices in the reader's language."""
    return [
        NoticeRow(
            row.pk,
            sentence_of(row.code, shown(row.words)),
            row.link,
            row.made_at,
            row.read_at is not None,
            row.code,
        )
        for row in rows
    ]
