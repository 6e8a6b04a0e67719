"""Who may open the addresses of the register."""

from __future__ import annotations

import uuid
from datetime import date

from sangyu.kernel import clock
from sangyu.people.registry.models import (
    Campaign,
    CampaignTown,
    Contact,
    DuplicatePair,
    ElderCategory,
    FamilyLink,
    Merge,
    Need,
    ResponsibleLink,
    SavedFilter,
    Transfer,
)
from sangyu.people.registry.tests.factories import make_elder
from tests.permissions import Row, World

EDITORS = {"town_clerk", "community_worker"}
STAFF = {"director", "officer", *EDITORS}
VIEWERS = {*STAFF, "inspector", "hotline"}
UNMASKERS = {*STAFF, "hotline"}
EXPORTERS = {"officer", "town_clerk"}
MANAGERS = {"officer", "director"}
CLERK = {"town_clerk"}
OTHERS_404 = dict.fromkeys(VIEWERS - CLERK, 404)

TABLE = {
    "registry:elder-list": Row(allow=VIEWERS),
    "registry:elder-search": Row(allow=VIEWERS, method="post", ok=302),
    "registry:communities": Row(allow=VIEWERS),
    "registry:export": Row(allow=EXPORTERS),
    "registry:export-file": Row(allow=EXPORTERS, ok=404),
    "registry:elder-print": Row(allow=VIEWERS),
    "registry:elder-bulk": Row(allow=EDITORS, method="post", ok=302),
    "registry:bulk-category": Row(allow=EDITORS, method="post", ok=422),
    "registry:filter-save": Row(allow=VIEWERS),
    "registry:filter-open": Row(allow=CLERK, ok=302, except_=OTHERS_404, stranger=404),
    "registry:filter-delete": Row(
        allow=CLERK, method="post", ok=302, except_=OTHERS_404, stranger=404
    ),
    "registry:map": Row(allow=VIEWERS),
    "registry:mine": Row(allow={"family"}),
    "registry:elder-new": Row(allow=EDITORS),
    "registry:elder-alike": Row(allow=EDITORS, method="post"),
    "registry:proposal-list": Row(allow=VIEWERS),
    "registry:proposal-approve": Row(allow=CLERK, method="post", ok=409),
    "registry:proposal-reject": Row(allow=CLERK),
    "registry:transfer-list": Row(allow=VIEWERS),
    "registry:transfer-accept": Row(allow=CLERK, stranger=404),
    "registry:transfer-refuse": Row(allow=CLERK, stranger=404),
    "registry:transfer-withdraw": Row(allow=EDITORS, method="post", ok=409, stranger=404),
    "registry:pair-list": Row(allow=CLERK),
    "registry:pair-find": Row(allow=CLERK, method="post", ok=302),
    "registry:pair-compare": Row(allow=CLERK, stranger=404),
    "registry:pair-distinct": Row(allow=CLERK, method="post", ok=302, stranger=404),
    "registry:merge-undo": Row(allow=CLERK, method="post", ok=409, stranger=404),
    "registry:campaign-list": Row(allow=VIEWERS),
    "registry:campaign-new": Row(allow=MANAGERS),
    "registry:campaign-detail": Row(allow=VIEWERS, stranger=404),
    "registry:campaign-remind": Row(allow=MANAGERS, method="post", ok=409, stranger=404),
    "registry:campaign-close": Row(allow=MANAGERS, method="post", ok=409, stranger=404),
    "registry:campaign-town": Row(allow=VIEWERS, stranger=404),
    "registry:campaign-reopen": Row(allow=MANAGERS, stranger=404),
    "registry:elder-detail": Row(allow=VIEWERS, stranger=404),
    "registry:elder-history": Row(allow=VIEWERS, stranger=404),
    "registry:change-undo": Row(allow=EDITORS, method="post", ok=409, stranger=404),
    "registry:elder-looks": Row(allow=UNMASKERS, stranger=404),
    "registry:elder-reveal": Row(allow=UNMASKERS, stranger=404),
    "registry:elder-edit": Row(allow=EDITORS, stranger=404),
    "registry:elder-step": Row(allow=EDITORS, stranger=404),
    "registry:contact-new": Row(allow=EDITORS, stranger=404),
    "registry:contact-edit": Row(allow=EDITORS, stranger=404),
    "registry:contact-remove": Row(allow=EDITORS, method="post", ok=302, stranger=404),
    "registry:contact-reveal": Row(allow=UNMASKERS, stranger=404),
    "registry:responsible-new": Row(allow=EDITORS, stranger=404),
    "registry:responsible-end": Row(allow=EDITORS, stranger=404),
    "registry:need-new": Row(allow=EDITORS, stranger=404),
    "registry:need-meet": Row(allow=EDITORS, stranger=404),
    "registry:category-declare": Row(allow=EDITORS, stranger=404),
    "registry:category-end": Row(allow=EDITORS, stranger=404),
    "registry:elder-family": Row(allow=EDITORS, stranger=404),
    "registry:family-end": Row(allow=EDITORS, method="post", ok=302, stranger=404),
}
DAY = date(2026, 1, 1)


def prepare(world: World) -> dict[str, dict[str, object]]:
    """One elder of the community with everything that can hang on a record."""
    now, by = clock.now(), {"actor_label": "clerk"}
    elder, twin, gone = (make_elder(area_code=world.community) for _n in range(3))
    account = world.posts["town_clerk"].account
    merge = Merge.objects.create(
        kept=elder, merged=gone, image={}, merged_at=now, undone_at=now, **by
    )
    pair = DuplicatePair.objects.create(left=elder, right=twin, score=80, found_at=now)
    transfer = Transfer.objects.create(
        elder=elder, from_area_code="522601104", to_area_code=world.community, effective_on=DAY,
        requested_at=now, state="accepted", decided_at=now, **by,
    )  # fmt: skip
    campaign = Campaign.objects.create(
        name="Count", area_code=world.city, as_of=DAY, opens_on=DAY, due_on=DAY, created_at=now,
        closed_at=now, **by,
    )  # fmt: skip
    CampaignTown.objects.create(campaign=campaign, town_code=world.town)
    saved = SavedFilter.objects.create(
        account=account, name="alone", query="living=alone", created_at=now
    )
    hangs = {
        "contact_id": Contact.objects.create(elder=elder, name="C").pk,
        "link_id": ResponsibleLink.objects.create(
            elder=elder, kind="family", name="R", started_on=DAY
        ).pk,
        "need_id": Need.objects.create(elder=elder, kind="meals", noted_on=DAY).pk,
        "category_id": ElderCategory.objects.create(
            elder=elder, category="dementia", started_on=DAY, proof="seen", recorded_at=now, **by
        ).pk,
    }
    family = FamilyLink.objects.create(elder=elder, account=account, started_on=DAY, **by)
    of_town = {"pk": campaign.pk, "town_code": world.town}
    return {
        **{name: {"pk": elder.pk} for name in TABLE if _is_about(name, "elder-", "new", "declare")},
        "registry:elder-edit": {"pk": elder.pk, "part": "life"},
        "registry:elder-step": {"pk": elder.pk, "step": "death"},
        "registry:change-undo": {"pk": elder.pk, "change_id": 0},
        **{
            name: {"pk": elder.pk, key: number}
            for name in TABLE
            for key, number in hangs.items()
            if name.startswith(f"registry:{_OWNERS[key]}-")
            and not _is_about(name, "new", "declare")
        },
        "registry:family-end": {"pk": elder.pk, "link_id": family.pk},
        **{
            f"registry:transfer-{step}": {"pk": transfer.pk}
            for step in ("accept", "refuse", "withdraw")
        },
        **{f"registry:pair-{step}": {"pk": pair.pk} for step in ("compare", "distinct")},
        "registry:merge-undo": {"pk": merge.pk},
        **{
            f"registry:campaign-{step}": {"pk": campaign.pk}
            for step in ("detail", "remind", "close")
        },
        **{f"registry:campaign-{step}": of_town for step in ("town", "reopen")},
        **{f"registry:proposal-{step}": {"group": uuid.uuid4()} for step in ("approve", "reject")},
        "registry:filter-open": {"ref": saved.ref},
        "registry:filter-delete": {"pk": saved.pk},
        "registry:export-file": {"job_id": 0},
    }


_OWNERS = {
    "contact_id": "contact",
    "link_id": "responsible",
    "need_id": "need",
    "category_id": "category",
}
_WITHOUT = {
    "registry:elder-list", "registry:elder-search", "registry:elder-print", "registry:elder-bulk", "registry:elder-new",
    "registry:elder-alike", "registry:campaign-new", "registry:bulk-category",
}  # fmt: skip


def _is_about(name: str, *marks: str) -> bool:
    """Pages about one elder, by their name."""
    return name not in _WITHOUT and any(
        name.endswith(f"-{mark}") or name.startswith(f"registry:{mark}") for mark in marks
    )
