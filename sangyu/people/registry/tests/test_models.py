"""The database itself refuses impossible elders, and the scope holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sangyu.people.registry.models import Elder
from sangyu.people.registry.models.columns import Bigrams
from sangyu.people.registry.tests.factories import OTHER_TOWN, TOWN, make_actor, make_elder

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"area_code": "522601"}, "elder_area_code_digits"),
        ({"name": ""}, "elder_name_given"),
        ({"sex": "3"}, "elder_sex_known"),
        ({"ability_level": 5}, "elder_ability_level_known"),
        ({"status": "died"}, "elder_left_by_status"),
        ({"left_on": date(2021, 1, 1)}, "elder_left_by_status"),
        ({"status": "merged"}, "elder_merged_by_status"),
        ({"id_kind": "resident"}, "elder_id_by_kind"),
        ({"phone_sealed": b"x"}, "elder_phone_sealed_with_index"),
        ({"birth_date": date(1860, 1, 1)}, "elder_birth_plausible"),
    ],
)
def test_impossible_states_are_refused_by_name(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_elder(**fields)


def test_one_id_number_is_one_person_unless_merged() -> None:
    sealed = {"id_kind": "resident", "id_sealed": b"x", "id_index": b"i" * 32}
    kept = make_elder(**sealed)
    make_elder(**sealed, status="merged", merged_into=kept)
    make_elder(**{**sealed, "id_kind": "other"})
    with pytest.raises(IntegrityError, match="elder_id_once"):
        make_elder(**sealed)


def test_owner_and_superior_see_the_elder_and_a_stranger_does_not() -> None:
    elder = make_elder(address="凯里市 旁海镇 3组")
    for area, expected in ((TOWN, 1), ("522601", 1), ("", 1), (OTHER_TOWN, 0), (f"{TOWN}999", 0)):
        assert Elder.objects.visible_to(make_actor(area_code=area)).count() == expected
    family = make_actor("family", "522601", subject_ids=frozenset({elder.pk}))
    assert Elder.objects.visible_to(family).count() == 1
    other = make_actor("family", "522601", subject_ids=frozenset({elder.pk + 1}))
    assert Elder.objects.visible_to(other).count() == 0
    pieces = {"grams__contains": ["市旁", "镇3"]}
    found = Elder.objects.alias(grams=Bigrams("address")).filter(**pieces)
    assert found.get().town_code == TOWN
