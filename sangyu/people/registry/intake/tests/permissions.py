"""Who may open the addresses of imports."""

from __future__ import annotations

import json
from datetime import date

from sangyu.kernel import clock, pii
from sangyu.people.registry.intake.problems import CellProblem
from sangyu.people.registry.models import ImportBatch, ImportRow
from sangyu.people.registry.models.intake import ROW_LABEL
from tests.permissions import Row, World

EDITORS = {"town_clerk", "community_worker"}
TABLE = {
    "intake:list": Row(allow=EDITORS),
    "intake:upload": Row(allow=EDITORS),
    "intake:template": Row(allow=EDITORS),
    "intake:batch": Row(allow=EDITORS, stranger=404),
    "intake:columns": Row(allow=EDITORS, stranger=404),
    "intake:refused": Row(allow=EDITORS, stranger=404),
    "intake:row": Row(allow=EDITORS, stranger=404),
    "intake:again": Row(allow=EDITORS, method="post", ok=409, stranger=404),
    "intake:commit": Row(allow=EDITORS, method="post", ok=409, stranger=404),
    "intake:undo": Row(allow=EDITORS, method="post", ok=409, stranger=404),
    "intake:discard": Row(allow=EDITORS, method="post", ok=409, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A discarded list of the community: everything can be seen and nothing can happen to it any more."""
    batch = ImportBatch.objects.create(
        filename="list.xlsx", area_code=world.community, effective_on=date(2026, 1, 1), state="discarded",
        created_at=clock.now(), actor_label="clerk",
        columns=[{"index": 0, "label": "姓名", "group": "", "field": "name", "how": "name"}],
    )  # fmt: skip
    ImportRow.objects.create(
        batch=batch, number=2, state="bad", cells_sealed=pii.seal(json.dumps([""]), ROW_LABEL),
        problems=[CellProblem("cell.required", "name").to_json()],
    )  # fmt: skip
    of_batch = TABLE.keys() - {"intake:list", "intake:upload", "intake:template"}
    found: dict[str, dict[str, object]] = {name: {"pk": batch.pk} for name in of_batch}
    found["intake:row"]["number"] = 2
    return found
