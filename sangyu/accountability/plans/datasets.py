"""What the plans offer to insight: the dataset `plan_duties`, one row for each duty that a task of a plan has made.

The ledger is read by SQL, as every dataset reads its source; a duty knows its task by `source_kind` and `source_id`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sangyu.accountability.indicators.opening import Named, Opener
from sangyu.accountability.plans.duties import ELDER_COUNT, TASK, TOWN_REGISTER
from sangyu.accountability.plans.rights import PLAN_VIEW
from sangyu.city.duties.types import DeadlineKind
from sangyu.insight.datasets.types import Column, Dataset, Kind, Split
from sangyu.kernel.actors import Actor
from sangyu.kernel.ui.links import address

CLOSED = "d.closed_on IS NOT NULL AND d.closed_on <= :as_of"
WAITING = "d.state <> 'returned' AND d.submitted_on <= :as_of"
STATE = (
    f"CASE WHEN {CLOSED} THEN CASE WHEN d.state = 'done_late' THEN 'kept_late' ELSE 'kept' END"
    f" WHEN {WAITING} THEN 'waiting' WHEN d.statutory_due < :as_of THEN 'overdue' ELSE 'running' END"
)
STATES = {
    "kept": _("Kept"),
    "kept_late": _("Kept late"),
    "waiting": _("Proof to be checked"),
    "overdue": _("Overdue"),
    "running": pgettext_lazy("a task", "Running"),
}
KINDS = {
    TASK: _("Task of a plan"),
    ELDER_COUNT: _("Yearly count of elders"),
    TOWN_REGISTER: _("Register of a town"),
}

PLAN_DUTIES = Dataset(
    name="plan_duties",
    label=_("Duties of plans"),
    grain=_("duty of a task"),
    source=(
        "duties_duty d JOIN plans_plantask t ON d.source_kind = 'plan-task' AND d.source_id = t.id::text"
        " JOIN plans_plan p ON p.id = t.plan_id JOIN organisations_organisation o ON o.id = d.lead_id"
    ),
    where="d.state <> 'cancelled' AND d.opens_on <= :as_of",
    columns=(
        Column("id", Kind.INTEGER, _("duty"), _("In the ledger."), sql="d.id", digits=18),
        Column("area_code", Kind.TEXT, _("area"), _("Where it is owed (GB/T 2260)."), sql="d.area_code"),
        Column("plan", Kind.INTEGER, _("plan"), _("The plan's number."), sql="p.id", digits=18),
        Column("document", Kind.TEXT, _("document number"), _("Of the paper."), sql="p.number"),
        Column("task_id", Kind.INTEGER, _("record of the task"), _("It opens the task's page."), sql="t.id", digits=18),
        Column("no", Kind.TEXT, _("no."), _("The task's number in the paper."), sql="t.no"),
        Column("title", Kind.TEXT, pgettext_lazy("of a plan", "task"), sql="left(t.title, 120)"),
        Column(
            "deadline_kind", Kind.TEXT, _("kind of deadline"), values=dict(DeadlineKind.choices),
            sql="t.deadline_kind",
        ),
        Column("kind", Kind.TEXT, _("kind of duty"), values=KINDS, sql="d.kind"),
        Column("lead", Kind.TEXT, _("leading unit"), _("By its short name."), sql="o.short_name"),
        Column("period", Kind.TEXT, _("period"), _("Of a duty that returns; else a dash."), sql="d.period"),
        Column(
            "due_on", Kind.DATE, _("due on"), _("The statutory day, with later days granted."),
            sql="d.statutory_due",
        ),
        Column(
            "closed_on", Kind.DATE, _("day of closing"), _("Missing where it was open on the as-of date."),
            sql=f"CASE WHEN {CLOSED} THEN d.closed_on END",
        ),
        Column(
            "state", Kind.TEXT, _("state"), _("On the as-of date, as the ledger knows it now."), values=STATES,
            sql=STATE,
        ),
    ),
    validity=_("Every duty open or closed by the as-of date; cancelled ones are left out."),
    meaning=_("What the tasks of confirmed papers have made units owe, and whether they kept it."),
    split=Split("duties_duty", "d"),
)  # fmt: skip


def _named(actor: Actor, rows: Sequence[Mapping[str, object]]) -> dict[int, Named]:
    """A duty is told by its task, which whoever may see plans may open."""
    return {
        int(str(row["id"])): Named(
            f"{row['no']} {row['title']}".strip(), address("plans:task", int(str(row["task_id"])))
        )
        for row in rows
    }


OPENER = Opener(right=PLAN_VIEW, columns=("no", "title", "task_id"), named=_named)
