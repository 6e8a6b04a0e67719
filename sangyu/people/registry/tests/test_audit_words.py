"""The trail names what the register writes into it."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from sangyu.kernel.audit.kinds import kind_of
from sangyu.kernel.audit.models import AuditEntry
from sangyu.people.registry.models import Contact
from sangyu.people.registry.selectors.filters import ElderFilters
from sangyu.people.registry.services.categories import category_declare
from sangyu.people.registry.services.contacts import contact_save
from sangyu.people.registry.services.elders import elder_change
from sangyu.people.registry.services.life import elder_record_death
from sangyu.people.registry.services.looking import elder_search
from sangyu.people.registry.services.merges import elder_merge
from sangyu.people.registry.services.transfers import transfer_request
from sangyu.people.registry.tests.factories import (
    OTHER_TOWN,
    TOWN,
    evidence,
    load_areas,
    make_actor,
    make_elder,
)

CLERK = make_actor()


@pytest.mark.django_db
def test_every_field_of_an_entry_about_an_elder_has_its_name_in_chinese() -> None:
    load_areas()
    elder, twin, moving, gone = (make_elder() for _number in range(4))
    elder_change(
        actor=CLERK, elder_id=elder.pk, version=None, values={"living": "alone", "address": "新路 1 号"},
        evidence=evidence(),
    )  # fmt: skip
    contact_save(actor=CLERK, elder_id=elder.pk, name="甲", relation="20")
    category_declare(actor=CLERK, elder_id=elder.pk, category="dementia", evidence=evidence())
    elder_merge(actor=CLERK, kept_id=elder.pk, merged_id=twin.pk, take=["address"], reason="同一人")
    transfer_request(
        actor=CLERK, elder_id=moving.pk, to_area_code=OTHER_TOWN, effective_on=evidence().effective_on
    )  # fmt: skip
    elder_record_death(actor=CLERK, elder_id=gone.pk, evidence=evidence("police"))
    assert Contact.objects.exists()
    elder_search(actor=CLERK, text="王", filters=ElderFilters(
        area_code=TOWN, age_from=60, age_to=90, sex=("1",), living=("alone",), category=("alone",), ability=("1",),
        residence_kind=("unknown",), self_care=("unknown",), wants_home=("no",), gap=("id",), status=("all",),
        changed_since=date(2024, 1, 1), category_since=date(2024, 1, 1),
    ))  # fmt: skip

    kind = kind_of("elder")
    with translation.override("zh-hans"):
        for entry in AuditEntry.objects.filter(object_kind="elder"):
            for name in {**(entry.before or {}), **(entry.after or {})}:
                assert kind.field_label(name) != name, f"{entry.action}: {name}"
        assert kind.shown("living", "alone") == "独自居住"
        assert kind.shown("by", ["id", "phone"]) == "证件号码、联系电话"
        assert kind.shown("taken", ["address"]) == "居住地址"
    with translation.override("en"):
        assert kind.shown("living", "alone") == "Alone"
