"""What the plans room does when something happens below."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sangyu.accountability.indicators.events import StatisticFrozen
from sangyu.accountability.plans import counting, duties, services
from sangyu.city.duties import services as ledger
from sangyu.city.duties.events import DutyOpened
from sangyu.city.duties.types import Proof
from sangyu.city.papers.events import TasksConfirmed
from sangyu.kernel import clock, events
from sangyu.kernel.actors import system_actor
from sangyu.people.registry.events import CampaignTownConfirmed


@events.subscribe(TasksConfirmed)
def adopt_plan(event: TasksConfirmed) -> None:
    """A confirmed paper becomes a plan with duties, in the same transaction."""
    services.plan_adopt(actor=event.actor, event=event, at=event.at)


@events.subscribe(DutyOpened)
def open_campaign(event: DutyOpened) -> None:
    """A yearly count that falls open opens the registration campaign of its towns."""
    if event.kind == duties.ELDER_COUNT:
        counting.campaign_ensure(
            actor=system_actor("plans.open-campaign"),
            subject=event.subject_id,
            duty_id=event.duty_id,
        )


@events.subscribe(DutyOpened)
def enter_meeting(event: DutyOpened) -> None:
    """A meeting of the cycle that falls due gets its page, so that the office finds an agenda to draw up."""
    if event.kind == duties.MEETING:
        services.meeting_ensure(
            actor=system_actor("plans.meeting-due"), plan_id=int(event.subject_id), period=event.period,
            due_on=event.statutory_due, at=clock.now(),
        )  # fmt: skip


@events.subscribe(CampaignTownConfirmed)
def close_town_duty(event: CampaignTownConfirmed) -> None:
    """A town that has confirmed its register has kept its duty; the confirmation is the proof."""
    ledger.duties_close_for_subject(
        actor=system_actor("plans.town-confirmed"),
        kind=duties.TOWN_REGISTER,
        subject_kind="town-register",
        subject_id=duties.count_subject(event.town_code, event.as_of),
        proof=[
            Proof(
                "figure",
                f"campaign:{event.campaign_id}",
                _("%(n)s elders confirmed") % {"n": event.head_count},
            )
        ],
    )


@events.subscribe(StatisticFrozen)
def close_count_duty(event: StatisticFrozen) -> None:
    """The frozen statistic is the proof that the yearly count was kept."""
    ledger.duties_close_for_subject(
        actor=system_actor("plans.statistic-frozen"),
        kind=duties.ELDER_COUNT,
        subject_kind="elder-count",
        subject_id=duties.count_subject(event.area_code, event.as_of),
        proof=[
            Proof(
                "statistic",
                f"statistic:{event.statistic_id}",
                _("Yearly statistic as of %(day)s: %(n)s people")
                % {"day": event.as_of.isoformat(), "n": event.total},
                digest=event.seal,
                url=reverse("indicators:detail", args=[event.statistic_id]),
            )
        ],
    )
