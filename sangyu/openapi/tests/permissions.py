"""The permission rows of the open API."""

from __future__ import annotations

from datetime import date, timedelta

from sangyu.city.areas.services import areas_load
from sangyu.city.organisations.tests.factories import make_actor, make_post
from sangyu.kernel import clock
from sangyu.openapi.services import token_issue
from sangyu.people.registry.tests.factories import make_elder
from tests.permissions import ANY, Row, World

VIEWERS = {"director", "officer", "town_clerk", "community_worker", "inspector", "hotline"}
AREA_VIEWERS = VIEWERS | {"system_admin", "audit_admin"}
TABLE = {
    "api-v1:openapi-json": Row(public=True, allow=ANY),
    "api-v1:api-root": Row(public=True, ok=404, allow=ANY),
    "api-v1:elders": Row(allow=VIEWERS, anonymous=401),
    # The table posts forms; a body that is not JSON is refused before the right (test_api has the 403).
    "api-v1:elders-search": Row(allow=VIEWERS, anonymous=401, method="post", ok=400, refused=400),
    "api-v1:elder": Row(allow=VIEWERS, anonymous=401, stranger=404, except_={"family": 404}),
    "api-v1:elder-day": Row(allow=VIEWERS, anonymous=401, stranger=404, except_={"family": 404}),
    "api-v1:elder-assessment": Row(
        allow={*VIEWERS - {"hotline"}},
        anonymous=401,
        stranger=404,
        except_={"family": 404, "assessor": 404},
    ),
    "api-v1:area": Row(allow=AREA_VIEWERS, anonymous=401, stranger=404),
    "api-v1:area-statistics": Row(allow=AREA_VIEWERS, anonymous=401, stranger=404),
    "tokens:list": Row(allow={"security_admin"}),
    "tokens:new": Row(allow={"security_admin"}),
    "tokens:revoke": Row(allow={"security_admin"}, method="post", ok=302, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """One elder in the home community."""
    elder = make_elder(area_code=world.community)
    areas_load([(world.city, "凯里市"), (world.town, "旁海镇"), (world.community, "旁海村")])
    token, _text = token_issue(
        actor=make_actor("security_admin", world.city), name="x",
        membership_id=make_post("officer", world.city).pk,
        expires_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    return {
        "tokens:revoke": {"token_id": token.pk},
        "api-v1:area": {"code": world.community},
        "api-v1:area-statistics": {"code": world.community},
        "api-v1:elder": {"elder_id": elder.pk},
        "api-v1:elder-assessment": {"elder_id": elder.pk},
        "api-v1:elder-day": {"elder_id": elder.pk, "day": date(2024, 1, 1)},
    }
