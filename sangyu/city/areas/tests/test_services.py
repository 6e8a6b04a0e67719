"""The shipped code table loads, again and again, and scopes by prefix."""

from __future__ import annotations

import pytest

from sangyu.city.areas import selectors
from sangyu.city.areas.services import areas_load, shipped_rows, short_name
from sangyu.kernel.actors import Actor, ActorKind

pytestmark = pytest.mark.django_db


def test_kaili_has_twenty_towns_with_their_communities() -> None:
    rows = shipped_rows("522601")
    assert areas_load(rows) == areas_load(rows)
    clerk = Actor(ActorKind.ACCOUNT, "clerk", area_code="522601103")
    city = Actor(ActorKind.ACCOUNT, "director", area_code="522601")
    assert len(selectors.area_children(actor=city, code="522601")) == 20
    assert [town.name for town in selectors.area_children(actor=clerk, code="522601")] == ["旁海镇"]
    assert len(selectors.area_descendants(actor=city, code="522601", level="community")) == 208
    assert selectors.area_name("522601103").full_name == "凯里市 旁海镇"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("柴市社区居委会", "柴市社区"),
        ("铁山村委会", "铁山村"),
        ("都辉村村民委员会", "都辉村"),
        ("绥兴社区", "绥兴社区"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short
