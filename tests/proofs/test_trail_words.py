"""Whatever the rooms write into the trail has a name in the reader's language: no administrator reads codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import translation

from sangyu.kernel.audit.kinds import kind_of
from sangyu.kernel.audit.models import AuditEntry
from tests.proofs.filled import fill


@pytest.mark.django_db(transaction=True)
def test_every_object_and_field_of_the_trail_has_its_name(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.MEDIA_ROOT, settings.SNAPSHOT_DIR = tmp_path / "media", tmp_path / "snapshots"
    fill()
    bare: set[str] = set()
    seen: set[str] = set()
    with translation.override("zh-hans"):
        for entry in AuditEntry.objects.exclude(action__startswith="proof."):
            kind = kind_of(entry.object_kind)
            seen.add(kind.code)
            if not is_chinese(kind.label):
                bare.add(kind.code)
            for name in {**(entry.before or {}), **(entry.after or {})}:
                if not is_chinese(kind.field_label(name)):
                    bare.add(f"{entry.action}: {kind.code}.{name}")
    assert {"duty", "paper", "statistic"} <= seen
    assert not bare, sorted(bare)


def is_chinese(text: object) -> bool:
    """SM3 and the like may stand in a name, but not be all of it."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in str(text))
