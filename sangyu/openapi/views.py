"""The pages of the API's tokens: which there are, when each was last used, a new one, an end."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.listing import Column
from sangyu.openapi import selectors, services
from sangyu.openapi.forms import TokenForm
from sangyu.openapi.selectors import TokenState

COLUMNS = [
    Column("name", gettext_lazy("Calling system"), sort="name"),
    Column("post", gettext_lazy("In the name of")),
    Column("state", gettext_lazy("State")),
    Column("issued", gettext_lazy("Issued"), sort="issued_at", kind="date", is_minor=True),
    Column("expires", gettext_lazy("Valid until"), sort="expires_at", kind="date"),
    Column("used", gettext_lazy("Last used"), kind="date"),
    Column("actions", gettext_lazy("Action"), kind="actions"),
]
TONES = {TokenState.IN_FORCE: "good", TokenState.POST_ENDED: "warn"}


@needs("api.token")
def tokens(request: ActorRequest) -> HttpResponse:
    """All tokens of the area, ended ones too."""
    rows = selectors.tokens_seen(actor=request.actor)
    page = listing.build(request, rows, COLUMNS, default="-issued", list_id="tokens")
    now = clock.now()
    for row in page.rows:
        row.state = selectors.state_of(row, now)
        row.tone = TONES.get(row.state, "muted")
        row.may_revoke = row.state in {TokenState.IN_FORCE, TokenState.POST_ENDED}
    return render(request, "openapi/tokens.html", {"tokens": page})


@needs("api.token")
@never_cache
def token_new(request: ActorRequest) -> HttpResponse:
    """Issue a token; its text is shown once, on the answer to this form."""
    form = TokenForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        end = datetime.combine(data["expires_on"] + timedelta(days=1), time(), clock.SHANGHAI)
        try:
            token, text = services.token_issue(
                actor=request.actor, name=data["name"], membership_id=data["membership_id"],
                expires_at=end,
            )  # fmt: skip
        except DomainError as refusal:
            field = "expires_on" if refusal.field == "expires_at" else refusal.field
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            return render(request, "openapi/token_shown.html", {"token": token, "text": text})
    status = 422 if form.errors else 200
    return render(request, "openapi/token_new.html", {"form": form}, status=status)


@needs("api.token")
@require_POST
def token_revoke(request: ActorRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    services.token_revoke(actor=request.actor, token_id=token_id)
    messages.success(request, _("The token is revoked; calls with it are refused from now on."))
    return redirect("tokens:list")
