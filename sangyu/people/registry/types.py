"""What leaves the registry: the values its columns may hold, and the references other rooms keep.

Values are stored as codes; where a national standard has codes (GB/T 2261, 3304, 4658, 4761) those are stored and
`rules.codes` names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

from django.db import models
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.attachments.types import SafeFile

FILE_OWNER = "elder"
"""The kind of object that the files of evidence belong to (kernel.attachments)."""
ElderId = NewType("ElderId", int)


class IdKind(models.TextChoices):
    """Which paper the ID number is of."""

    RESIDENT = "resident", _("Resident ID card")
    OTHER = "other", _("Other paper")
    NONE = "none", _("No paper")


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    UNKNOWN = "0", _("Unknown")
    MALE = "1", _("Male")
    FEMALE = "2", _("Female")
    UNSTATED = "9", _("Not stated")


class Status(models.TextChoices):
    """Where the record stands. `merged` records are hidden behind the one that was kept."""

    PRESENT = "present", _("On the register")
    DIED = "died", _("Deceased")
    MOVED = "moved", _("Moved away")
    MERGED = "merged", _("Merged into another record")


class LeftReason(models.TextChoices):
    """Why a person left the register."""

    DEATH = "death", _("Death")
    MOVED_OUT = "moved_out", _("Moved out of the city")


class Living(models.TextChoices):
    """With whom the elder lives."""

    ALONE = "alone", _("Alone")
    COUPLE = "couple", _("With spouse only")
    WITH_CHILDREN = "with_children", _("With children")
    WITH_OTHERS = "with_others", _("With others")
    INSTITUTION = "institution", _("In an eldercare home")
    UNKNOWN = "unknown", _("Not known")


class ChildrenNearby(models.TextChoices):
    """Where the nearest child lives."""

    NEARBY = "nearby", _("In the same county")
    AWAY = "away", _("All away")
    CHILDLESS = "childless", _("No children")
    UNKNOWN = "unknown", _("Not known")


class ResidenceKind(models.TextChoices):
    """How the place of living and the household registration relate."""

    BOTH_HERE = "both_here", _("Registered and living here")
    REGISTERED_AWAY = "registered_away", _("Registered here, living elsewhere")
    SEPARATED = "separated", _("Living here, registered elsewhere in the city")
    FROM_OUTSIDE = "from_outside", _("Long-term resident from outside the city")
    UNKNOWN = "unknown", _("Not known")


class HukouKind(models.TextChoices):
    """The kind of household registration."""

    RURAL = "rural", _("Agricultural household")
    URBAN = "urban", _("Non-agricultural household")
    RESIDENT = "resident", _("Resident household (unified)")
    UNKNOWN = "unknown", _("Not known")


class SelfCare(models.TextChoices):
    """How far the elder can look after themselves, as seen on a visit (not an assessment)."""

    FULL = "full", _("Fully independent")
    PARTIAL = "partial", _("Partly dependent")
    NONE = "none", _("Fully dependent")
    UNKNOWN = "unknown", _("Not known")


class MedicalInsurance(models.TextChoices):
    """Basic medical insurance."""

    EMPLOYEE = "employee", _("Employees' medical insurance")
    RESIDENT = "resident", _("Residents' medical insurance")
    PUBLIC = "public", _("Publicly funded medical care")
    NONE = "none", _("Not insured")
    UNKNOWN = "unknown", _("Not known")


class PensionKind(models.TextChoices):
    """Old-age pension."""

    EMPLOYEE = "employee", _("Enterprise employees' pension")
    PUBLIC = "public", _("Government and public institutions' pension")
    RESIDENT = "resident", _("Urban and rural residents' pension")
    NONE = "none", _("No pension")
    UNKNOWN = "unknown", _("Not known")


class CareInsurance(models.TextChoices):
    """Long-term care insurance."""

    INSURED = "insured", _("Insured")
    RECEIVING = "receiving", _("Receiving benefits")
    NONE = "none", _("Not insured")
    UNKNOWN = "unknown", _("Not known")


class DisabilityKind(models.TextChoices):
    """The kind on the disability card (GB/T 26341)."""

    NONE = "none", _("No disability card")
    VISION = "vision", _("Visual")
    HEARING = "hearing", _("Hearing")
    SPEECH = "speech", _("Speech")
    PHYSICAL = "physical", _("Physical")
    INTELLECTUAL = "intellectual", _("Intellectual")
    MENTAL = "mental", _("Mental")
    MULTIPLE = "multiple", _("Multiple")
    UNKNOWN = "unknown", _("Not known")


class SupportForm(models.TextChoices):
    """How a person in destitute support (特困) is supported."""

    NONE = "none", _("Not in destitute support")
    CENTRALISED = "centralised", _("Supported in a home")
    SCATTERED = "scattered", _("Supported at home")


class WantsHome(models.TextChoices):
    """Whether the elder wishes to enter an eldercare home."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not asked")


class AbilitySource(models.TextChoices):
    """Where the ability level comes from."""

    NONE = "none", _("Not assessed")
    ASSESSMENT = "assessment", _("Assessment (GB/T 42195)")
    CARE_INSURANCE = "care_insurance", _("Care insurance assessment")
    LEGACY = "legacy", _("Earlier assessment (MZ/T 039)")
    IMPORT = "import", _("Taken over from a list")


class Source(models.TextChoices):
    """Who says so. The change rules go by field and source."""

    POLICE = "police", _("Household registration (police)")
    HEALTH = "health", _("Health commission")
    INSURANCE = "insurance", _("Medical or pension insurance")
    CIVIL_AFFAIRS = "civil_affairs", _("Civil affairs")
    DISABLED_FEDERATION = "disabled_federation", _("Disabled persons' federation")
    COMMUNITY_VISIT = "community_visit", _("Visit by the community")
    SELF_REPORT = "self_report", _("Elder's own report")
    FAMILY_REPORT = "family_report", _("Family's report")
    IMPORT = "import", _("Imported list")
    MERGE = "merge", _("Merging of duplicates")
    TRANSFER = "transfer", _("Transfer between towns")
    CORRECTION = "correction", _("Correction of a mistake")


class ChangeState(models.TextChoices):
    """A change is applied, waits for approval, was rejected, or was applied and undone."""

    APPLIED = "applied", _("Applied")
    PROPOSED = "proposed", _("Waiting for approval")
    REJECTED = "rejected", _("Rejected")
    UNDONE = "undone", _("Undone")


class CategoryCode(models.TextChoices):
    """The groups that papers single out (policy/categories.toml says on which clause and by which condition)."""

    ALONE = "alone", _("Living alone")
    EMPTY_NEST = "empty_nest", _("Empty nest")
    LEFT_BEHIND = "left_behind", _("Left behind")
    DISABLED = "disabled", _("Ability lost")
    DEMENTIA = "dementia", _("Dementia")
    SEVERE_DISABILITY = "severe_disability", _("Severe disability")
    FAMILY_PLANNING_SPECIAL = "family_planning_special", _("Special family-planning family")
    DESTITUTE_SUPPORT = "destitute_support", _("Destitute support")
    MINIMUM_LIVING = "minimum_living", _("Minimum living allowance")
    LOW_INCOME_EDGE = "low_income_edge", _("Edge of minimum living allowance")
    ADVANCED_AGE = "advanced_age", _("Advanced age")
    VETERAN_CARE = "veteran_care", _("Entitled to veterans' care")


class CategoryOrigin(models.TextChoices):
    """Worked out by a rule, or declared with proof."""

    DERIVED = "derived", _("Derived by rule")
    DECLARED = "declared", _("Declared with proof")


class ResponsibleKind(models.TextChoices):
    """The links of the chain of responsibility."""

    FAMILY = "family", _("Family")
    VILLAGE_OFFICER = "village_officer", _("Village or community officer")
    VOLUNTEER = "volunteer", _("Volunteer")
    AGENCY = "agency", _("Service agency")


class NeedKind(models.TextChoices):
    """What an elder says they need."""

    MEALS = "meals", _("Meals")
    BATHING = "bathing", _("Bathing")
    CLEANING = "cleaning", _("Cleaning")
    MEDICAL = "medical", _("Medical care")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    COMPANY = "company", _("Company and comfort")
    EMERGENCY = "emergency", _("Emergency call")
    ADAPTATION = "adaptation", _("Home adaptation")
    DAY_CARE = "day_care", _("Day care")
    HOME_PLACE = "home_place", _("Place in an eldercare home")
    OTHER = "other", _("Other")


class CampaignTownState(models.TextChoices):
    """A town's part of a campaign."""

    OPEN = "open", _("Not confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    REOPENED = "reopened", _("Reopened")


class TransferState(models.TextChoices):
    """A transfer waits for the receiving town's answer."""

    REQUESTED = "requested", _("Waiting for the receiving town")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PairDecision(models.TextChoices):
    """What was decided about two records that look alike."""

    OPEN = "open", _("To be looked at")
    MERGED = "merged", _("The same person: merged")
    DISTINCT = "distinct", _("Two persons")


class BatchState(models.TextChoices):
    """An import batch. Its steps: intake.services.STEPS."""

    UPLOADED = "uploaded", _("Uploaded")
    CHECKING = "checking", _("Being checked")
    PREVIEWED = "previewed", _("Ready to be looked at")
    COMMITTING = "committing", _("Being brought in")
    COMMITTED = "committed", _("Brought in")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Failed")


class RowState(models.TextChoices):
    """A row of an import batch."""

    GOOD = "good", _("Good")
    WARNING = "warning", _("To be looked at")
    BAD = "bad", _("Refused")
    COMMITTED = "committed", _("Brought in")
    UNDONE = "undone", _("Taken back")


class RowAction(models.TextChoices):
    """What committing a row does."""

    CREATE = "create", _("New person")
    UPDATE = "update", _("Change")
    SAME = "same", _("Already as in the list")
    SKIP = "skip", _("Left out")


@dataclass(frozen=True)
class Evidence:
    """Why a change is made: who says so, as of which day, with which proof: a text, files, or both.

    `uploads` are files that have passed the door and are not kept yet; `proof_file` names the bundle of kept ones
    (kernel.attachments)."""

    source: str
    effective_on: date
    proof: str = ""
    proof_file: str = ""
    batch_id: int | None = None
    uploads: tuple[SafeFile, ...] = ()


@dataclass(frozen=True)
class ChangeOutcome:
    """What became of a change: fields applied at once, fields waiting for approval (under `group`)."""

    elder_id: int
    version: int
    applied: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class CategoryCounts:
    """What deriving the categories changed."""

    started: int
    ended: int
    corrected: int
