"""Stages and their gates, and the goals of each year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sangyu.accountability.plans import codes
from sangyu.accountability.plans.duties import GATE
from sangyu.accountability.plans.events import StagePassed
from sangyu.accountability.plans.models import GateItem, Goal, Plan, PlanTask, Stage
from sangyu.accountability.plans.rights import PLAN_RUN
from sangyu.accountability.plans.services._common import (
    need,
    plan_to_run,
    record,
    signed,
    task_seen,
)
from sangyu.accountability.plans.services._gates import gate_rule
from sangyu.accountability.plans.types import GATE_OWNER, GoalInput, Method
from sangyu.accountability.plans.who import require_runs
from sangyu.city.duties import services as duties
from sangyu.city.duties.types import Proof, ProofKind
from sangyu.kernel import access, clock, events
from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.attachments.services import attachments_add, attachments_finish
from sangyu.kernel.attachments.types import Owner, SafeFile
from sangyu.kernel.errors import Conflict, DomainError


@transaction.atomic
def stage_set(  # noqa: PLR0913  a stage has this many facts
    *,
    actor: Actor,
    plan_id: int,
    title: str,
    starts_on: date,
    ends_on: date,
    asks: Sequence[str],
    clause: str = "",
    stage_id: int | None = None,
    at: datetime,
) -> Stage:
    """Enter a stage with what its gate asks for, or change one that is not passed. The office owes the gate as a duty.

    Items that are met already stay; a changed list keeps them where the words are the same.
    """
    plan = plan_to_run(actor, plan_id)
    if ends_on < starts_on:
        raise DomainError(
            "stage-ends-first",
            _("A stage cannot end before it begins."),
            field="ends_on",
            remedy=_("Correct one of the two days."),
        )
    stage = _stage(plan, stage_id)
    before = {"title": stage.title, "ends_on": stage.ends_on} if stage.pk else {}
    stage.title, stage.starts_on, stage.ends_on = need(title, "title")[:100], starts_on, ends_on
    stage.clause = clause.strip()
    stage.full_clean(validate_constraints=False)
    stage.save()
    words = [need(one, "asks")[:300] for one in asks]
    _items(stage, words)
    gate_rule(plan, stage, at)
    record(
        actor, codes.STAGE_SET, plan, kind="plan-stage", id=stage.pk, label=stage.title, before=before,
        after={"title": stage.title, "ends_on": ends_on, "asks": words}, clause=stage.clause, at=at,
    )  # fmt: skip
    return stage


def _stage(plan: Plan, stage_id: int | None) -> Stage:
    if stage_id is None:
        last = Stage.objects.filter(plan=plan).order_by("-position").first()
        return Stage(plan=plan, position=last.position + 1 if last else 1)
    stage: Stage = Stage.objects.select_for_update().get(pk=stage_id, plan=plan)
    _require_open(stage)
    return stage


def _require_open(stage: Stage) -> None:
    if stage.passed_on is not None:
        raise Conflict(
            "stage-passed",
            _("This stage has passed its gate and is not changed any more."),
            remedy=_("What is still missing belongs to the next stage."),
        )


def _items(stage: Stage, words: Sequence[str]) -> None:
    known = {item.words: item for item in GateItem.objects.filter(stage=stage)}
    GateItem.objects.filter(stage=stage).exclude(words__in=list(words)).filter(
        met_on__isnull=True
    ).delete()
    offset = len(known) + len(words)
    kept = [item for item in known.values() if item.words in words or item.met_on is not None]
    for number, item in enumerate(kept):  # out of the way first: the positions are unique
        item.position = offset + 1 + number
    GateItem.objects.bulk_update(kept, ["position"])
    for position, text in enumerate(dict.fromkeys(words), start=1):
        row = known.get(text) or GateItem(stage=stage, words=text)
        row.position = position
        row.save()


@transaction.atomic
def gate_item_meet(
    *,
    actor: Actor,
    item_id: int,
    ref: str = "",
    waiver: str = "",
    files: Sequence[SafeFile] = (),
    at: datetime,
) -> GateItem:
    """Lay down what one item of a gate asks for: files, or where it lies; or waive it with the reason."""
    items = GateItem.objects.select_related("stage__plan").select_for_update(of=("self",))
    item = access.load(items, actor, PLAN_RUN, pk=item_id)
    plan = item.stage.plan
    require_runs(actor, plan)
    _require_open(item.stage)
    if not (files or ref.strip() or waiver.strip()):
        raise DomainError(
            "gate-item-empty",
            _("Attach a file, say where it lies, or give the reason why it is waived."),
            field="files",
        )
    attachments_add(
        actor=actor,
        owner=Owner(GATE_OWNER, str(item.pk), plan.area_code, item.words),
        files=files,
        at=at,
    )
    item.ref, item.waiver = ref.strip()[:300], waiver.strip()[:300]
    has_proof = bool(files or item.ref)
    item.met_on = clock.legal_day(at) if has_proof else None
    item.met_by = signed(actor) if has_proof else ""
    item.save()
    record(
        actor, codes.GATE_MET, plan, kind="plan-stage", id=item.stage_id, label=item.stage.title,
        after={"words": item.words, "ref": item.ref, "waiver": item.waiver, "files": len(files)}, at=at,
    )  # fmt: skip
    return item


@transaction.atomic
def stage_pass(*, actor: Actor, stage_id: int, at: datetime) -> Stage:
    """Pass the gate: refused while something it asks for is neither there nor waived."""
    stages = Stage.objects.select_related("plan").select_for_update(of=("self",))
    stage = access.load(stages, actor, PLAN_RUN, pk=stage_id)
    require_runs(actor, stage.plan)
    _require_open(stage)
    items = list(GateItem.objects.filter(stage=stage))
    missing = [item.words for item in items if not item.is_settled]
    if missing or not items:
        raise DomainError(
            "gate-not-met",
            _("The gate asks for what is not there yet: %(what)s.")
            % {"what": "；".join(missing[:5]) or "—"},
            remedy=_("Lay it down, or waive it with a reason."),
        )
    stage.passed_on, stage.passed_by = clock.legal_day(at), signed(actor)
    stage.save(update_fields=["passed_on", "passed_by"])
    for item in items:
        attachments_finish(owner=Owner(GATE_OWNER, str(item.pk)))
    met = sum(item.met_on is not None for item in items)
    text = f"{stage.title}：{met}/{len(items)}"
    duties.duties_close_for_subject(
        actor=system_actor("plans.stage"), kind=GATE, subject_kind="plan-stage", subject_id=str(stage.pk),
        proof=[Proof(ProofKind.TEXT, text, text)], at=at,
    )  # fmt: skip
    record(
        actor, codes.STAGE_PASSED, stage.plan, kind="plan-stage", id=stage.pk, label=stage.title,
        after={"passed_on": stage.passed_on}, clause=stage.clause, at=at,
    )  # fmt: skip
    events.publish(StagePassed(stage.pk, stage.plan_id, stage.passed_on))
    return stage


@transaction.atomic
def goal_set(*, actor: Actor, task_id: int, goal: GoalInput, at: datetime) -> Goal:
    """Set what a task shall have reached by the end of a year. A goal with a value closes by a computed figure only:
    from then on the ledger takes no typed account for the task."""
    task = task_seen(actor, task_id, PLAN_RUN)
    require_runs(actor, task.plan)
    row = Goal(
        task=task, year=goal.year, words=need(goal.words, "words")[:200], value=goal.value, operator=goal.operator,
        unit=goal.unit.strip(), figure=goal.figure,
    )  # fmt: skip
    if Goal.objects.filter(task=task, year=row.year, words=row.words).exists():
        raise DomainError(
            "goal-there", _("This goal is there already."), field="words",
            remedy=_("Remove the old one, or word the new one differently."),
        )  # fmt: skip
    row.full_clean(validate_constraints=False)
    row.save()
    _ask_for_figures(task, at)
    record(
        actor, codes.GOAL_SET, task.plan, kind="plan-task", id=task.pk, label=str(task),
        after={"year": row.year, "words": row.words, "value": row.value, "figure": row.figure}, at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def goal_remove(*, actor: Actor, goal_id: int, at: datetime) -> int:
    """Take a goal back that is not reached; returns its task."""
    goals = Goal.objects.select_related("task__plan").select_for_update(of=("self",))
    goal = access.load(goals, actor, PLAN_RUN, pk=goal_id)
    task = goal.task
    require_runs(actor, task.plan)
    if goal.reached_on is not None:
        raise Conflict(
            "goal-reached",
            _("This goal was reached and stays on record."),
            remedy=_("Set another goal for the coming year."),
        )
    before = {"year": goal.year, "words": goal.words, "value": goal.value}
    goal.delete()
    _ask_for_figures(task, at)
    record(
        actor, codes.GOAL_REMOVED, task.plan, kind="plan-task", id=task.pk, label=str(task),
        before=before, at=at,
    )  # fmt: skip
    return int(task.pk)


def _ask_for_figures(task: PlanTask, at: datetime) -> None:
    """The task's duties ask for a computed figure while it has a goal with a value, else for a written account."""
    if task.rule_id is None or task.method != Method.PROOF:
        return
    code = f"plan:{task.plan_id}:{task.position}"
    duties.rule_declare(
        actor=system_actor("plans.goal"), code=code, at=at, proof_required=_proof_asked(task)
    )


def _proof_asked(task: PlanTask) -> ProofKind:
    """What the duties of a task that its owner proves ask for."""
    has_value = Goal.objects.filter(task=task, value__isnull=False).exists()
    return ProofKind.FIGURE if has_value else ProofKind.TEXT
