"""The pages of units and of the three administrators.

The system administrator keeps accounts, the security administrator posts, locks and second factors; the audit
administrator reads the trail (kernel.audit).
"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sangyu.city.organisations import forms, selectors, services
from sangyu.kernel import clock
from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import listing
from sangyu.kernel.ui.listing import Column

UNIT_COLUMNS = [
    Column("name", gettext_lazy("Unit"), sort="name"),
    Column("kind", gettext_lazy("Kind")),
    Column("area", gettext_lazy("Area"), sort="area_code", is_minor=True),
    Column("state", gettext_lazy("State")),
]
ACCOUNT_COLUMNS = [
    Column("name", gettext_lazy("Name"), sort="name"),
    Column("username", gettext_lazy("Account name"), sort="username"),
    Column("state", gettext_lazy("State")),
    Column("last", gettext_lazy("Last sign-in"), kind="date", is_minor=True),
]


@needs("organisation.view")
def units(request: ActorRequest) -> HttpResponse:
    """The unit register."""
    found = forms.UnitFilter(request.GET)
    data = found.cleaned_data if found.is_valid() else {}
    rows = selectors.organisations_found(
        actor=request.actor, text=data.get("q", ""), kind=data.get("kind", "")
    ).select_related("successor")
    page = listing.build(request, rows, UNIT_COLUMNS, default="area_code", list_id="units")
    return render(request, "organisations/units.html", {"filter": found, "units": page})


@needs("account.view")
def accounts(request: ActorRequest) -> HttpResponse:
    """The accounts, and those that are locked now."""
    found = forms.FindForm(request.GET)
    text = found.cleaned_data["q"] if found.is_valid() else ""
    rows = selectors.accounts_found(actor=request.actor, text=text)
    page = listing.build(request, rows, ACCOUNT_COLUMNS, default="name", list_id="accounts")
    visible = set(rows.filter(pk__in=[lock.account.pk for lock in selectors.locks()]))
    locked = [lock for lock in selectors.locks() if lock.account in visible]
    context = {"filter": found, "accounts": page, "locks": locked}
    return render(request, "organisations/accounts.html", context)


@needs("account.manage")
def account_new(request: ActorRequest) -> HttpResponse:
    """Open an account and hand out its first password."""
    form = forms.AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.account_open(actor=request.actor, password=None, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("username", " ".join(error.messages))
        else:
            return _first_password(request, row.pk)
    status = 422 if form.errors else 200
    return render(request, "organisations/account_new.html", {"form": form}, status=status)


def _first_password(request: ActorRequest, account_id: int) -> HttpResponse:
    """The page that shows a first password, once."""
    password = services.password_reset(actor=request.actor, account_id=account_id)
    shown = selectors.account(account_id)
    return render(request, "organisations/password.html", {"account": shown, "password": password})


@needs("account.view")
def account(request: ActorRequest, account_id: int) -> HttpResponse:
    """One account: its posts, its lock, its second factor."""
    return _account_page(request, account_id)


def _account_page(
    request: ActorRequest, account_id: int, form: forms.PostForm | None = None
) -> HttpResponse:
    shown = selectors.account_seen(actor=request.actor, account_id=account_id)
    lock = next((lock for lock in selectors.locks() if lock.account.pk == account_id), None)
    context = {
        "account": shown,
        "posts": [
            (post, request.actor.covers(post.area_code))
            for post in selectors.posts_of(account=shown)
        ],
        "is_held": selectors.is_held(actor=request.actor, account=shown),
        "lock": lock,
        "has_factor": selectors.has_second_factor(shown),
        "is_privileged": services.is_privileged(shown),
        "may_manage": request.actor.may("account.manage"),
        "may_grant": request.actor.may("post.grant"),
        "form": form or forms.PostForm(actor=request.actor),
        "close_form": forms.ReasonForm(),
        "reset_form": forms.ReasonForm(auto_id="reset_%s"),
    }
    status = 422 if form is not None else 200
    return render(request, "organisations/account.html", context, status=status)


@needs("post.grant")
@require_POST
def post_grant(request: ActorRequest, account_id: int) -> HttpResponse:
    """Give a post."""
    shown = selectors.account_seen(actor=request.actor, account_id=account_id)
    form = forms.PostForm(request.POST, actor=request.actor)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.membership_grant(
                actor=request.actor, account=shown, role=data["role"], area_code=data["area_code"],
                organisation=selectors.organisation_get(data["organisation_id"]), on=clock.today(),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The post was given."))
            if shown.must_change_password and services.is_privileged(shown):
                messages.warning(
                    request,
                    _(
                        "The first password of this account ended with it. The system administrator asks for a new one."
                    ),
                )
            return redirect("organisations:account", account_id)
    return _account_page(request, account_id, form)


def _done(request: ActorRequest, account_id: int, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("organisations:account", account_id)


@needs("account.manage")
@require_POST
def account_close(request: ActorRequest, account_id: int) -> HttpResponse:
    """Close an account."""
    reason = request.POST.get("reason", "")[:200]
    services.account_close(actor=request.actor, account_id=account_id, reason=reason)
    return _done(request, account_id, _("The account is closed."))


@needs("account.manage")
@require_POST
def account_reopen(request: ActorRequest, account_id: int) -> HttpResponse:
    """Open a closed account again."""
    services.account_reopen(actor=request.actor, account_id=account_id)
    return _done(request, account_id, _("The account is open again."))


@needs("account.manage")
@require_POST
def password_reset(request: ActorRequest, account_id: int) -> HttpResponse:
    """A new first password; of a privileged account, the request for one."""
    shown = selectors.account_seen(actor=request.actor, account_id=account_id)
    if not services.is_privileged(shown):
        return _first_password(request, account_id)
    row, half = services.reset_ask(
        actor=request.actor, account_id=account_id, reason=request.POST.get("reason", "")
    )
    context = {"account": shown, "half": half, "reset": row}
    return render(request, "organisations/half.html", context)


@needs("lock.release")
@require_POST
def lock_release(request: ActorRequest, account_id: int) -> HttpResponse:
    """Release a lock."""
    services.lock_release(actor=request.actor, account_id=account_id)
    return _done(request, account_id, _("The lock is released."))


@needs("lock.release")
@require_POST
def factor_remove(request: ActorRequest, account_id: int) -> HttpResponse:
    """Remove a lost second factor."""
    services.second_factor_remove(actor=request.actor, account_id=account_id)
    return _done(request, account_id, _("The second factor is removed."))


@needs("post.grant")
@require_POST
def post_end(request: ActorRequest, membership_id: int) -> HttpResponse:
    """Withdraw a post."""
    row = services.membership_end(
        actor=request.actor, membership_id=membership_id, on=clock.today()
    )
    return _done(request, row.account_id, _("The post is withdrawn."))
