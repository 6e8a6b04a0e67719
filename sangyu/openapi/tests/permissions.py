"""The permission rows of the open API."""

from __future__ import annotations

from datetime import date

from sangyu.people.registry.tests.factories import make_elder
from tests.permissions import ANY, Row, World

VIEWERS = {"director", "officer", "town_clerk", "community_worker", "inspector", "hotline"}
TABLE = {
    "api-v1:openapi-json": Row(public=True, allow=ANY),
    "api-v1:api-root": Row(public=True, ok=404, allow=ANY),
    "api-v1:elders": Row(allow=VIEWERS, anonymous=401),
    # The table posts forms; a body that is not JSON is refused before the right (test_api has the 403).
    "api-v1:elders-search": Row(allow=VIEWERS, anonymous=401, method="post", ok=400, refused=400),
    "api-v1:elder": Row(allow=VIEWERS, anonymous=401, stranger=404, except_={"family": 404}),
    "api-v1:elder-day": Row(allow=VIEWERS, anonymous=401, stranger=404, except_={"family": 404}),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """One elder in the home community."""
    elder = make_elder(area_code=world.community)
    return {
        "api-v1:elder": {"elder_id": elder.pk},
        "api-v1:elder-day": {"elder_id": elder.pk, "day": date(2024, 1, 1)},
    }
