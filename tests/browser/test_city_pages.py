"""Rarer faces of areas, tokens and privileged passwords; their pages as they are every day stand in looks.py."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from sangyu.city.areas import figures
from sangyu.city.areas.services import areas_load, shipped_rows
from sangyu.city.organisations.services import reset_ask
from sangyu.city.organisations.tests.factories import SYSTEM, make_actor, make_post
from sangyu.kernel import clock
from sangyu.openapi.services import token_issue

if TYPE_CHECKING:
    from tests.browser.conftest import Survey

pytestmark = pytest.mark.django_db(transaction=True)
CITY = "320614"


def test_an_area_with_its_figures(survey: Survey) -> None:
    areas_load(shipped_rows(CITY))
    figures.successions_load(CITY)
    figures.figures_load(actor=SYSTEM, prefix=CITY)
    officer = make_post("officer", "3206")
    survey(reverse("areas:detail", args=[CITY]), "area", post=officer)
    survey(reverse("areas:detail", args=["320684"]), "area-abolished", post=officer)


def test_tokens(survey: Survey) -> None:
    security = make_post("security_admin")
    token_issue(
        actor=make_actor("security_admin"), name="示例健康平台", membership_id=make_post("officer").pk,
        expires_at=clock.now() + timedelta(days=90),
    )  # fmt: skip
    survey(reverse("tokens:list"), "tokens", post=security)


def test_privileged_passwords(survey: Survey) -> None:
    director = make_post("director")
    system = make_post("system_admin")
    reset_ask(
        actor=make_actor("system_admin"), account_id=director.account_id, reason="本人忘记密码"
    )
    survey(reverse("organisations:resets"), "resets", post=make_post("security_admin"))
    survey(
        reverse("organisations:account", args=[director.account_id]),
        "account-privileged",
        post=system,
    )
