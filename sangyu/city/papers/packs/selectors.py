"""Reads of the packs: which there are for an area, which are loaded, and how they differ from what was confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from sangyu.city.duties.types import DeadlineKind
from sangyu.city.organisations import selectors as organisations
from sangyu.city.papers.models import Paper, PaperState, PaperTask
from sangyu.city.papers.packs import shelf
from sangyu.city.papers.packs.sayings import SayingDifferences, saying_differences
from sangyu.city.papers.packs.types import Pack, PackTask
from sangyu.city.papers.proposing import KINDS
from sangyu.city.papers.rights import PAPER_VIEW
from sangyu.kernel.access import require
from sangyu.kernel.actors import Actor

Change = tuple[str, str, str]
"""What, before, after: the words of the component `diff`."""


@dataclass(frozen=True)
class Differences:
    """What a pack says otherwise than the paper that was loaded: tasks, and its targets and rules (`sayings`)."""

    changed: list[tuple[PaperTask, PackTask]] = field(default_factory=list)
    added: list[PackTask] = field(default_factory=list)
    removed: list[PaperTask] = field(default_factory=list)
    sayings: SayingDifferences = field(default_factory=SayingDifferences)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed or self.sayings)


@dataclass(frozen=True)
class PackLine:
    """A pack as a list shows it, for one area."""

    pack: Pack
    paper: Paper | None
    is_own: bool

    @cached_property
    def differences(self) -> Differences:
        """Nothing where it is not loaded."""
        is_ours = self.paper is not None and self.paper.file_name == file_name(self.pack)
        return differences(self.pack, self.paper) if self.paper and is_ours else Differences()

    @property
    def state(self) -> str:
        """new, own (the city's own file of this title is there), read (waits for confirmation), loaded, or differs."""
        if self.paper is None:
            return "new"
        if self.paper.file_name != file_name(self.pack):
            return "own"
        if self.paper.state != PaperState.CONFIRMED:
            return "read"
        return "differs" if self.differences else "loaded"


def pack_lines(*, actor: Actor) -> list[PackLine]:
    """Every pack; those of the actor's own area first."""
    require(actor, PAPER_VIEW)
    lines = [_line(pack, actor) for pack in shelf.packs()]
    return sorted(lines, key=lambda line: (not line.is_own, line.pack.name))


def pack_line(*, actor: Actor, name: str) -> PackLine:
    """One pack."""
    require(actor, PAPER_VIEW)
    return _line(shelf.pack(name), actor)


def _line(pack: Pack, actor: Actor) -> PackLine:
    own, here = pack.document.area, actor.area_code
    is_own = own.startswith(here) or here.startswith(own)
    return PackLine(pack, paper_of(pack, here), is_own)


def file_name(pack: Pack) -> str:
    """The name under which a pack's Word file is kept; it tells a loaded pack from the city's own file."""
    return f"政策包-{pack.name}.docx"


def paper_of(pack: Pack, area_code: str) -> Paper | None:
    """The area's paper of this title, the confirmed one first."""
    papers = Paper.objects.filter(area_code=area_code, title=pack.document.title[:300])
    found: Paper | None = papers.order_by("state", "pk").first()
    return found


def unknown_units(*, actor: Actor, pack: Pack) -> list[str]:
    """The printed names that no unit of the actor's area answers to."""
    matches = organisations.match_units(pack.units, actor.area_code)
    return [name for name in pack.units if not matches[name].units]


def differences(pack: Pack, paper: Paper) -> Differences:
    """Task by task, target by target, rule by rule: what was changed, added or taken away since the pack was loaded.

    What somebody corrected by hand is the city's own and no difference.
    """
    rows = list(PaperTask.objects.filter(paper=paper).order_by("position"))
    by_key = {(row.part, row.no): row for row in rows}
    found = Differences(sayings=saying_differences(pack, paper))
    for task in pack.tasks:
        row = by_key.pop(key_of(task), None)
        if row is None:
            found.added.append(task)
        elif not row.is_corrected and (row.left_out or changes(row, task)):
            found.changed.append((row, task))
    found.removed.extend(row for row in by_key.values() if not row.left_out)
    return found


def key_of(task: PackTask) -> tuple[str, str]:
    """What makes two rows the same task: its part and number."""
    return task.part[:200], task.no[:20]


def changes(row: PaperTask, task: PackTask) -> list[Change]:
    """What differs in one task."""
    kind = KINDS.get(task.deadline_kind, task.deadline_kind.replace("-", "_"))
    pairs = [
        (_("Task"), row.title, task.title),
        (_("Measure"), row.measure, task.measure),
        (_("Leads"), "、".join(row.lead_printed), "、".join(task.lead)),
        (_("Supports"), "、".join(row.support_printed), "、".join(task.support)),
        (_("Deadline"), row.deadline, task.deadline[:200]),
        (_("Kind of deadline"), _kind(row.deadline_kind), _kind(kind)),
    ]
    return [(str(what), before, after) for what, before, after in pairs if before != after]


def _kind(value: str) -> str:
    return str(DeadlineKind(value).label)
