"""One's own account: what it may do, its password, its language, its post."""

from __future__ import annotations

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sangyu.city.organisations import selectors, services
from sangyu.city.organisations.middleware import SESSION_KEY, gate
from sangyu.console.forms import LanguageForm, PasswordForm
from sangyu.kernel.access import ActorRequest, all_rights, needs
from sangyu.kernel.errors import DomainError, NotFound


@needs("")
def account(request: ActorRequest) -> HttpResponse:
    """Who I am here, what I may do, my language, my second factor."""
    mine = selectors.account(request.actor.account_id or 0)
    form = LanguageForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        services.language_choose(actor=request.actor, account=mine, language=language)
        response = redirect("console:account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language)
        return response
    rights = all_rights()
    context = {
        "account": mine,
        "posts": selectors.membership_list(account=mine),
        "rights": [rights[code].label for code in sorted(request.actor.rights) if code in rights],
        "has_factor": selectors.has_second_factor(mine),
        "form": form,
    }
    return render(request, "console/account.html", context, status=422 if form.errors else 200)


@gate
@needs("")
@sensitive_post_parameters()
def password(request: ActorRequest) -> HttpResponse:
    """Change one's password; forced where the account says so."""
    mine = selectors.account(request.actor.account_id or 0)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            services.password_change(actor=request.actor, account=mine, old=old, new=new)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            device = getattr(request.user, "otp_device", None)
            update_session_auth_hash(request, mine)
            if device is not None:
                django_otp.login(request, device)
            messages.success(request, _("Your password was changed."))
            return redirect("console:home")
    context = {"form": form, "is_forced": mine.must_change_password}
    return render(request, "console/password.html", context, status=422 if form.errors else 200)


@needs("")
@require_POST
def post_switch(request: ActorRequest) -> HttpResponse:
    """Act in another of one's posts."""
    mine = selectors.account(request.actor.account_id or 0)
    posts = {str(post.pk): post for post in selectors.membership_list(account=mine)}
    chosen = posts.get(request.POST.get("post", ""))
    if chosen is None:
        raise NotFound("no-such-post", _("You have no such post."))
    request.session[SESSION_KEY] = chosen.pk
    services.post_switched(actor=request.actor, membership=chosen)
    return redirect("console:home")
