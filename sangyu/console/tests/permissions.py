"""The permission rows of the console."""

from __future__ import annotations

from sangyu.city.duties import notices
from sangyu.city.duties.services import notice_send
from sangyu.city.duties.tests.factories import SYSTEM
from tests.permissions import ANY, Row, World

WORKERS = {
    "director",
    "officer",
    "town_clerk",
    "community_worker",
    "inspector",
    "hotline",
    "assessor",
    "home_operator",
}
TABLE = {
    "console:home": Row(allow=ANY),
    "console:search": Row(allow=ANY),
    "console:worklist": Row(allow=WORKERS),
    "console:notices": Row(allow=ANY),
    "console:notices-read": Row(allow=ANY, method="post", ok=302),
    "console:notice-open": Row(allow={"officer"}, method="post", ok=302, refused=404, stranger=404),
    "console:sign-in": Row(public=True, except_=dict.fromkeys(ANY, 302)),
    "console:demo-sign-in": Row(public=True, method="post", ok=404),
    "console:sign-out": Row(public=True, method="post", ok=302),
    "console:second-factor": Row(allow=ANY),
    "console:second-factor-code": Row(allow=ANY),
    "console:account": Row(allow=ANY),
    "console:password": Row(allow=ANY),
    "console:post-switch": Row(allow=ANY, method="post", ok=404),
    "console:help": Row(allow=ANY),
    "console:help-page": Row(allow=ANY),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """The officer's own notice."""
    notice = notice_send(
        actor=SYSTEM, code=notices.OPENED, words={"title": "核对台账", "due": "—"}, link="/worklist/",
        account_id=world.posts["officer"].account_id,
    )  # fmt: skip
    return {
        "console:notice-open": {"notice_id": notice.pk},
        "console:help-page": {"slug": "sign-in"},
    }
