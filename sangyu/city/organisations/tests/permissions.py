"""The permission rows of the organisations room."""

from __future__ import annotations

from sangyu.city.organisations.services import reset_ask
from sangyu.city.organisations.tests.factories import make_actor, make_post
from tests.permissions import ANY, Row, World

ADMINS = {"system_admin", "security_admin"}
TABLE = {
    "organisations:units": Row(allow=ANY),
    "organisations:accounts": Row(allow=ADMINS),
    "organisations:account": Row(allow=ADMINS, stranger=404),
    "organisations:account-new": Row(allow={"system_admin"}),
    "organisations:account-close": Row(
        allow={"system_admin"}, method="post", ok=302, stranger=404, data={"reason": "调离"}
    ),
    "organisations:account-reopen": Row(
        allow={"system_admin"}, method="post", ok=302, stranger=404
    ),
    "organisations:password-reset": Row(allow={"system_admin"}, method="post", stranger=404),
    "organisations:post-grant": Row(allow={"security_admin"}, method="post", ok=422, stranger=404),
    "organisations:post-end": Row(allow={"security_admin"}, method="post", ok=302, stranger=404),
    "organisations:lock-release": Row(
        allow={"security_admin"}, method="post", ok=302, stranger=404
    ),
    "organisations:factor-remove": Row(
        allow={"security_admin"}, method="post", ok=302, stranger=404
    ),
    "organisations:resets": Row(allow=ADMINS),
    "organisations:reset-approve": Row(allow={"security_admin"}, method="post", stranger=404),
    "organisations:reset-refuse": Row(
        allow={"security_admin"}, method="post", ok=302, stranger=404
    ),
    "organisations:reset-withdraw": Row(
        allow={"system_admin"}, method="post", ok=302, stranger=404
    ),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """An officer of the city."""
    post = make_post("officer", world.city)
    account = {"account_id": post.account_id}
    names = [name for name in TABLE if name.startswith("organisations:")]
    without = {
        "organisations:units",
        "organisations:accounts",
        "organisations:account-new",
        "organisations:resets",
    }
    found: dict[str, dict[str, object]] = {
        name: dict(account) for name in names if name not in without
    }
    found["organisations:post-end"] = {"membership_id": post.pk}
    director = make_post("director", world.city)
    row, _half = reset_ask(
        actor=make_actor("system_admin", world.city), account_id=director.account_id, reason="忘记"
    )
    for name in ("approve", "refuse", "withdraw"):
        found[f"organisations:reset-{name}"] = {"reset_id": row.pk}
    return found
