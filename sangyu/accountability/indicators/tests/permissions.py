"""The permission rows of the indicators room."""

from __future__ import annotations

from datetime import date

from sangyu.accountability.indicators import shipped
from sangyu.accountability.indicators.definitions import ELDER_POPULATION, definition
from sangyu.accountability.indicators.models import ReadTarget, Statistic, Target
from sangyu.accountability.indicators.services.definitions import definitions_load
from sangyu.accountability.indicators.services.targets import targets_adopt
from sangyu.kernel import clock
from sangyu.kernel.actors import system_actor
from tests.permissions import Row, World

READERS = {"director", "officer", "town_clerk", "community_worker", "inspector", "hotline"}
PREPARERS = {"director", "officer"}
TABLE = {
    "indicators:list": Row(allow=READERS),
    "indicators:prepare": Row(allow=PREPARERS, method="post", ok=422),
    "indicators:detail": Row(allow=READERS, stranger=404),
    "indicators:compute": Row(allow=PREPARERS, method="post", ok=302, stranger=404),
    "indicators:analysis": Row(allow=PREPARERS, stranger=404),
    "indicators:freeze": Row(allow={"officer"}, stranger=404),
    "indicators:people": Row(allow=READERS, ok=404, stranger=404),
    "indicators:print": Row(allow=READERS, stranger=404),
    "indicators:export": Row(allow=READERS, stranger=404),
    "targets:cockpit": Row(allow=READERS),
    "targets:print": Row(allow=READERS),
    "targets:digest": Row(allow=READERS, stranger=404),
    "targets:indicator-list": Row(allow=READERS),
    "targets:indicator": Row(allow=READERS),
    "targets:records": Row(allow=READERS, ok=404),
    "targets:design": Row(allow=PREPARERS),
    "targets:refresh": Row(allow=PREPARERS, method="post", ok=302),
    "targets:list": Row(allow=READERS),
    "targets:load": Row(allow=PREPARERS, method="post", ok=302),
    "targets:new": Row(allow=PREPARERS),
    "api-v1:indicators": Row(allow=READERS, anonymous=401),
    "api-v1:indicator": Row(allow=READERS, anonymous=401),
    "api-v1:indicator-values": Row(allow=READERS, anonymous=401),
    "api-v1:targets": Row(allow=READERS, anonymous=401),
    "api-v1:target": Row(allow=READERS, anonymous=401, stranger=404),
    "targets:paper": Row(allow=PREPARERS, stranger=404),
    "targets:detail": Row(allow=READERS, stranger=404),
    "targets:area": Row(allow=PREPARERS, method="post", ok=422, stranger=404),
    "targets:report": Row(
        allow={*PREPARERS, "town_clerk"},
        method="post",
        ok=422,
        stranger=404,
        except_={"town_clerk": 422},
    ),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A draft of the city that has not been counted, so no figure opens yet."""
    row = Statistic.objects.create(
        code=ELDER_POPULATION, area_code=world.city, as_of=date(2025, 12, 31),
        definition=definition(ELDER_POPULATION).source,
    )  # fmt: skip
    definitions_load(actor=system_actor("test"))
    for paper, rows in shipped.papers():
        if paper.area_code == world.city:
            targets_adopt(actor=system_actor("test"), paper=paper, targets=rows)
    target = Target.objects.filter(area_code=world.city).earliest("pk")
    ReadTarget.objects.create(
        document_id=1, paper_target_id=1, area_code=world.city, document_title="示例方案", position=1, clause="一",
        phrase="评估率", operator="ge", value=60, unit="%", modality="must", taken_at=clock.now(),
    )  # fmt: skip
    found: dict[str, dict[str, object]] = {
        name: {"pk": row.pk}
        for name in TABLE
        if name.startswith("indicators:") and name not in {"indicators:list", "indicators:prepare"}
    }
    found |= {f"targets:{name}": {"pk": target.pk} for name in ("detail", "area", "report")}
    found |= {f"targets:{name}": {"code": "living-alone"} for name in ("indicator", "records")}
    found["api-v1:target"] = {"pk": target.pk}
    found |= {
        f"api-v1:{name}": {"code": "living-alone"} for name in ("indicator", "indicator-values")
    }
    found["targets:paper"] = {"document_id": 1}
    found["targets:digest"] = {"area_code": world.town, "month": "2025-12"}
    return found
