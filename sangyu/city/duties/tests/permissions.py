"""The permission rows of the duties room."""

from __future__ import annotations

from sangyu.city.duties.services import duty_open, duty_submit_proof
from sangyu.city.duties.tests.factories import SYSTEM
from sangyu.city.duties.types import Subject
from sangyu.city.organisations.tests.factories import make_unit
from sangyu.kernel.attachments.models import Attachment
from sangyu.kernel.attachments.types import FileKind, SafeFile
from tests.permissions import Row, World

READERS = {
    "director",
    "officer",
    "town_clerk",
    "inspector",
}
"""They oversee the town in which the duty lies."""
OWN_ONLY = {"community_worker": 404, "hotline": 404, "assessor": 404, "home_operator": 404}
"""They work with duties, but this one is another unit's and lies outside what they oversee."""

TABLE = {
    "duties:board": Row(allow=READERS | set(OWN_ONLY)),
    "duties:detail": Row(allow=READERS, except_=OWN_ONLY, stranger=404),
    "duties:export": Row(allow=READERS | set(OWN_ONLY)),
    "duties:print": Row(allow=READERS | set(OWN_ONLY)),
    "duties:rates": Row(allow=READERS | set(OWN_ONLY)),
    "duties:bulk": Row(allow=READERS | set(OWN_ONLY), method="post", ok=302),
    "duties:file-remove": Row(method="post", except_=OWN_ONLY),
    "duties:act": Row(allow=READERS, except_=OWN_ONLY, stranger=404),
    # Whoever sees what a file proves may download it; for all others it is not there.
    "attachments:download": Row(allow=READERS, refused=404, stranger=404),
}


def prepare(world: World) -> dict[str, dict[str, object]]:
    """A town's duty without a rule, and another one with a file as its proof."""
    unit = make_unit(world.town, "town")
    duty = duty_open(
        actor=SYSTEM, kind="task", title="核对台账", subject=Subject("", "", world.town, unit.pk)
    )
    proved = duty_open(
        actor=SYSTEM, kind="task", title="核对台账", subject=Subject("", "", world.town, unit.pk)
    )
    file = SafeFile("台账.pdf", FileKind.PDF, 9, b"%PDF-1.7\n%%EOF")
    duty_submit_proof(actor=SYSTEM, duty_id=proved.pk, proof=[], files=[file])
    return {
        "attachments:download": {"ref": Attachment.objects.get(owner_id=str(proved.pk)).ref},
        "duties:detail": {"duty_id": duty.pk},
        "duties:file-remove": {"duty_id": duty.pk},
        "duties:act": {"duty_id": duty.pk, "step": "submit"},
    }
