"""What happens in the registry, told to the rooms above. Areas are those after the event unless named otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ElderRegistered:
    """A person came onto the register, or came back to it."""

    elder_id: int
    area_code: str
    on: date


@dataclass(frozen=True)
class EldersLoaded:
    """Many people came onto the register at once (an import, with its batch)."""

    count: int
    area_code: str
    batch_id: int | None


@dataclass(frozen=True)
class ElderRemoved:
    """The import that brought a person was taken back: the record never was."""

    elder_id: int
    area_code: str


@dataclass(frozen=True)
class ElderChanged:
    """Fields of a person changed as of a day (which may lie in the past)."""

    elder_id: int
    area_code: str
    fields: tuple[str, ...]
    effective_on: date


@dataclass(frozen=True)
class ElderDied:
    """A person on the register died."""

    elder_id: int
    area_code: str
    on: date


@dataclass(frozen=True)
class ElderMoved:
    """A person moved to another area of the city, or away (`to_area_code` empty)."""

    elder_id: int
    from_area_code: str
    to_area_code: str
    on: date


@dataclass(frozen=True)
class ElderReinstated:
    """A recorded death or move was a mistake and never happened."""

    elder_id: int
    area_code: str


@dataclass(frozen=True)
class ChangeProposed:
    """A change waits for the town's decision."""

    group: str
    elder_id: int
    area_code: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ChangeDecided:
    """A proposed change was approved or rejected."""

    group: str
    elder_id: int
    area_code: str
    approved: bool


@dataclass(frozen=True)
class TransferRequested:
    """A town hands a person to another, which has to answer."""

    transfer_id: int
    elder_id: int
    from_area_code: str
    to_area_code: str


@dataclass(frozen=True)
class TransferDecided:
    """The receiving town answered, or the giving one took the request back."""

    transfer_id: int
    elder_id: int
    from_area_code: str
    to_area_code: str
    accepted: bool


@dataclass(frozen=True)
class ElderMerged:
    """One record was merged into another: rooms above move what hangs on it."""

    kept_id: int
    merged_id: int


@dataclass(frozen=True)
class ElderUnmerged:
    """A merge was undone."""

    kept_id: int
    merged_id: int


@dataclass(frozen=True)
class DuplicatesSought:
    """A search for look-alikes ended; `towns` are those with new pairs or with pairs that are none any more."""

    towns: tuple[str, ...]


@dataclass(frozen=True)
class PairDecided:
    """Two records that look alike are two persons after all."""

    pair_id: int
    town_code: str


@dataclass(frozen=True)
class CampaignOpened:
    """A campaign began for the towns of an area."""

    campaign_id: int
    area_code: str
    town_codes: tuple[str, ...]
    as_of: date
    due_on: date
    clause: str


@dataclass(frozen=True)
class CampaignTownConfirmed:
    """A town confirmed its register."""

    campaign_id: int
    town_code: str
    as_of: date
    head_count: int


@dataclass(frozen=True)
class CampaignTownReopened:
    """A town's confirmation was taken back."""

    campaign_id: int
    town_code: str
    as_of: date
