"""Campaigns: the list, progress by town, a town's own confirmation."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui.acting import refused
from sangyu.people.registry import rights, types
from sangyu.people.registry.forms.campaigns import CampaignForm, ConfirmForm
from sangyu.people.registry.forms.life import ReasonForm
from sangyu.people.registry.models import CampaignTown
from sangyu.people.registry.pages import words
from sangyu.people.registry.selectors import campaign_pages, counts
from sangyu.people.registry.selectors.counts import Check
from sangyu.people.registry.services import campaigns
from sangyu.people.registry.services.reminders import campaign_remind
from sangyu.people.registry.views.acting import Step, posted, take

STATE_TONES = {"open": "warn", "confirmed": "good", "reopened": "info"}
COUNTY = 6
"""Campaigns are opened for a county or a city: whoever works for a single town confirms instead."""


@needs(rights.ELDER_VIEW)
def campaign_list(request: ActorRequest) -> HttpResponse:
    """The campaigns that concern us."""
    context = {
        "rows": campaign_pages.standings(actor=request.actor),
        "may_open": request.actor.may(rights.CAMPAIGN_MANAGE)
        and len(request.actor.area_code) <= COUNTY,
    }
    return render(request, "registry/campaigns.html", context)


@needs(rights.CAMPAIGN_MANAGE)
def campaign_new(request: ActorRequest) -> HttpResponse:
    """Open a campaign for one's own area."""
    form = CampaignForm(posted(request), initial={"opens_on": clock.today()})
    step = Step(
        _("Open a campaign"), _("Open it"), reverse("registry:campaign-list"),
        note=_("Every town of your area then confirms its register as of that day."),
        done=_("The campaign is open; the towns have been told."),
    )  # fmt: skip
    area = request.actor.area_code
    return take(
        request, step, form,
        lambda data: campaigns.campaign_open(actor=request.actor, area_code=area, **data),
    )  # fmt: skip


@needs(rights.ELDER_VIEW)
def campaign_detail(request: ActorRequest, pk: int) -> HttpResponse:
    """Progress by town."""
    campaign = campaign_pages.campaign_get(actor=request.actor, campaign_id=pk)
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "it": row,
            "state": types.CampaignTownState(row.state).label,
            "tone": STATE_TONES[row.state],
            "checks": [(words.CHECKS[one.code][0], one.number) for one in checks],
            "url": reverse("registry:campaign-town", args=[pk, row.town_code]),
            "list_url": f"{reverse('registry:elder-list')}?{urlencode({'area_code': row.town_code})}",
        }
        for name, row, checks in campaign_pages.progress(actor=request.actor, campaign_id=pk)
    ]
    done = sum(row["it"].state == types.CampaignTownState.CONFIRMED for row in rows)
    manages = request.actor.may(rights.CAMPAIGN_MANAGE) and request.actor.covers(campaign.area_code)
    context = {
        "campaign": campaign,
        "area": area_name(campaign.area_code).name,
        "rows": rows,
        "done": done,
        "heads": sum(row["it"].head_count or 0 for row in rows),
        "may_manage": manages and campaign.closed_at is None,
    }
    return render(request, "registry/campaign.html", context)


@needs(rights.CAMPAIGN_MANAGE)
@require_POST
def campaign_reminder(request: ActorRequest, pk: int) -> HttpResponse:
    """Tell every town that has not confirmed."""
    number = campaign_remind(actor=request.actor, campaign_id=pk)
    messages.success(
        request, ngettext("%(n)s town reminded.", "%(n)s towns reminded.", number) % {"n": number}
    )
    return redirect("registry:campaign-detail", pk=pk)


@needs(rights.CAMPAIGN_MANAGE)
@require_POST
def campaign_close(request: ActorRequest, pk: int) -> HttpResponse:
    """End a campaign."""
    campaigns.campaign_close(actor=request.actor, campaign_id=pk)
    messages.success(request, _("The campaign has been closed."))
    return redirect("registry:campaign-detail", pk=pk)


@needs(rights.ELDER_VIEW)
def campaign_town(request: ActorRequest, pk: int, town_code: str) -> HttpResponse:
    """A town's own page: the head count, what is wrong and where, the confirmation."""
    town = campaign_pages.town_get(actor=request.actor, campaign_id=pk, town_code=town_code)
    form = ConfirmForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            campaigns.campaign_confirm(
                actor=request.actor,
                campaign_id=pk,
                town_code=town_code,
                note=form.cleaned_data["note"],
            )
        except DomainError as error:
            if error.status in {403, 404}:
                raise
            refused(form, error)
        else:
            messages.success(request, _("Confirmed. Thank you: the city sees it now."))
            return redirect("registry:campaign-town", pk=pk, town_code=town_code)
    context = _town_context(request, town) | {"form": form}
    return render(
        request, "registry/campaign_town.html", context, status=422 if form.errors else 200
    )


@needs(rights.CAMPAIGN_MANAGE)
def campaign_reopen(request: ActorRequest, pk: int, town_code: str) -> HttpResponse:
    """Let a town mend its register."""
    campaign_pages.town_get(actor=request.actor, campaign_id=pk, town_code=town_code)
    step = Step(
        _("Reopen a town's register"), _("Reopen"), reverse("registry:campaign-detail", args=[pk]),
        area_name(town_code).name, done=_("Reopened; the town has to confirm again."),
    )  # fmt: skip
    return take(
        request, step, ReasonForm(posted(request)),
        lambda data: campaigns.campaign_reopen(
            actor=request.actor, campaign_id=pk, town_code=town_code, **data
        ),
    )  # fmt: skip


def _town_context(request: ActorRequest, town: CampaignTown) -> dict[str, Any]:
    actor, campaign = request.actor, town.campaign
    is_done = town.state == types.CampaignTownState.CONFIRMED
    checks = (
        [Check(**one) for one in town.checks]
        if is_done
        else counts.town_checks(actor=actor, town_code=town.town_code, as_of=campaign.as_of)
    )
    as_of = min(campaign.as_of, clock.today())
    blocked = any(one.blocks and one.number for one in checks)
    return {
        "town": town,
        "campaign": campaign,
        "name": area_name(town.town_code).name,
        "state": types.CampaignTownState(town.state).label,
        "tone": STATE_TONES[town.state],
        "is_done": is_done,
        "as_of": as_of,
        "heads": town.head_count
        if is_done
        else counts.head_count(actor=actor, area_code=town.town_code, on=as_of),
        "checks": [_check(one, town.town_code) for one in checks],
        "is_blocked": blocked,
        "is_early": campaign.as_of > clock.today(),
        "may_confirm": not is_done
        and campaign.closed_at is None
        and actor.may(rights.CAMPAIGN_CONFIRM)
        and actor.covers(town.town_code),
        "may_reopen": is_done
        and campaign.closed_at is None
        and actor.may(rights.CAMPAIGN_MANAGE)
        and actor.covers(campaign.area_code),
    }


def _check(one: Check, town_code: str) -> dict[str, Any]:
    """A check with its sentence and where to mend it."""
    title, remedy = words.CHECKS[one.code]
    listed = reverse("registry:elder-list")
    urls = {
        "proposals": reverse("registry:proposal-list"),
        "transfers": reverse("registry:transfer-list"),
        "duplicates": reverse("registry:pair-list"),
        "without_id": f"{listed}?{urlencode({'area_code': town_code, 'gap': 'id'})}",
        "living_unknown": f"{listed}?{urlencode({'area_code': town_code, 'living': 'unknown'})}",
        "community_unknown": f"{listed}?{urlencode({'area_code': town_code, 'gap': 'community'})}",
    }
    tone = "good" if not one.number else ("bad" if one.blocks else "warn")
    return {
        "title": title,
        "remedy": remedy,
        "number": one.number,
        "tone": tone,
        "url": urls[one.code],
    }
