"""The permission rows of the plans room.

Who runs the plan here is the director: its office is a unit of nobody who tries. So an officer, who may run the plans
of an office of his own, is refused, and so is everybody who would speak for another unit.
"""

from __future__ import annotations

from sangyu.accountability.plans import services
from sangyu.accountability.plans.tests.factories import furnished, supervised
from sangyu.accountability.plans.types import GoalInput
from sangyu.kernel import clock
from tests.permissions import Row, World

READERS = {"director", "officer", "town_clerk", "community_worker", "inspector"}
REPORTERS = {"director", "officer", "town_clerk"}
LOOK = Row(allow=READERS, stranger=404)
RUN = Row(allow={"director"}, stranger=404)
DO = Row(allow={"director"}, method="post", ok=302, stranger=404)
OWN_UNIT = Row()
"""Only the unit itself, and nobody who tries works for it."""
TABLE = {
    "plans:list": Row(allow=READERS),
    **dict.fromkeys(
        (
            "plans:detail", "plans:print", "plans:board", "plans:timeline", "plans:units", "plans:unit",
            "plans:export", "plans:document", "plans:office", "plans:stage", "plans:stage-evidence", "plans:task",
            "plans:returns", "plans:return", "plans:meeting", "plans:meeting-print", "plans:meeting-document",
            "plans:remark", "plans:scores",
        ),
        LOOK,
    ),
    **dict.fromkeys(
        (
            "plans:contact", "plans:office-set", "plans:dissolve", "plans:stage-new", "plans:stage-edit",
            "plans:gate-item", "plans:goal-new", "plans:link", "plans:block", "plans:clear", "plans:postponement",
            "plans:meeting-new", "plans:agenda-add", "plans:decision-add", "plans:minutes", "plans:remark-new",
        ),
        RUN,
    ),
    **dict.fromkeys(("plans:goal-remove", "plans:unlink", "plans:agenda"), DO),
    "plans:stage-pass": Row(allow={"director"}, method="post", ok=422, stranger=404),
    "plans:return-review": Row(allow={"director"}, method="post", ok=422, stranger=404),
    "plans:scores-publish": Row(
        allow={"director"}, method="post", ok=422, stranger=404, data={"year": "2099"}
    ),
    # each of them reports for a unit, but theirs leads no task
    "plans:return-open": Row(allow=REPORTERS, method="post", ok=422, stranger=404),
    **dict.fromkeys(("plans:return-write", "plans:postpone", "plans:explain"), OWN_UNIT),
    "api-v1:plans": Row(allow=READERS, anonymous=401),
    "api-v1:plan-tasks": Row(allow=READERS, anonymous=401, stranger=404),
    "api-v1:plan-scores": Row(allow=READERS, anonymous=401, stranger=404),
}  # fmt: skip


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A plan of the city with something of everything."""
    run = supervised(world.city)
    ids = furnished(run)
    goal = services.goal_set(
        actor=run.director,
        task_id=run.task("3").pk,
        goal=GoalInput(clock.today().year, "办好"),
        at=clock.now(),
    )
    kinds = {
        "plans:stage": "stage", "plans:gate-": "gate_item", "plans:task": "task", "plans:goal-new": "task",
        "plans:link": "task", "plans:block": "task", "plans:postponement": "postponement", "plans:postpone": "task",
        "plans:clear": "blockage", "plans:unlink": "link", "plans:returns": "plan", "plans:return-open": "plan",
        "plans:return": "return", "plans:meeting-new": "plan", "plans:meeting": "meeting", "plans:agenda": "meeting",
        "plans:decision": "meeting", "plans:minutes": "meeting", "plans:remark-new": "plan", "plans:remark": "remark",
        "plans:explain": "remark", "plans:stage-new": "plan", "plans:goal-remove": "goal",
    }  # fmt: skip
    ids |= {"goal": goal.pk}
    found: dict[str, dict[str, object]] = {}
    for name in TABLE:
        fitting = [start for start in kinds if name.startswith(start)]
        kind = kinds[max(fitting, key=len)] if fitting else "plan"
        if name not in {"plans:list", "api-v1:plans"}:
            found[name] = {"pk": ids[kind]}
    for name in ("plans:unit", "plans:contact"):
        found[name]["unit_id"] = run.civil_id
    found["plans:document"]["name"] = "five.xlsx"
    return found
