"""Getting in and out: sign-in, the demonstration's buttons, the second factor, sign-out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import django_otp
import segno
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sangyu.city.areas.selectors import area_name
from sangyu.city.organisations import selectors, services
from sangyu.city.organisations.middleware import WAS_HERE_COOKIE, gate
from sangyu.console.forms import SignInForm, TokenForm
from sangyu.kernel.access import ActorRequest, needs, public
from sangyu.kernel.actors import system_actor
from sangyu.kernel.errors import DomainError, NotFound

if TYPE_CHECKING:
    from sangyu.city.organisations.models import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGN_IN = system_actor("sign-in")


@public
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Account name and password; the demonstration also offers a button for each role."""
    if request.actor is not None:  # type: ignore[attr-defined]  # put there by the middleware
        return redirect("console:home")
    form = SignInForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        account = _check(request, form) if form.is_valid() else None
        if account is not None:
            return _enter(request, account)
        status = 429 if getattr(request, "axes_locked_out", False) else 422
    context = {
        "form": form,
        "next": _next(request),
        "has_ended": "ended" in request.GET,
        "is_out": "out" in request.GET,
        **_demonstration(request),
    }
    return render(request, "console/sign_in.html", context, status=status)


def _demonstration(request: HttpRequest) -> dict[str, object]:
    """The buttons of the chosen city of the demonstration, and its cities to choose from."""
    found = selectors.demo_accounts() if settings.SANGYU_DEMO else []
    cities = list(dict.fromkeys(one.city for one in found))
    city = request.GET.get("city", "")
    city = city if city in cities else next(iter(cities), "")
    target = _next(request)
    choices = [
        {
            "label": area_name(code).name,
            "url": "?" + urlencode({"city": code} | ({"next": target} if target else {})),
            "is_current": code == city,
        }
        for code in cities
    ]
    return {
        "demo": [one for one in found if one.city == city],
        "cities": choices if len(choices) > 1 else [],
    }


def _check(request: HttpRequest, form: SignInForm) -> Account | None:
    """The account, if name and password fit and it has a post; else the reason goes into the form."""
    username = form.cleaned_data["username"]
    user = authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is not None:
        account = selectors.account(user.pk)
        if selectors.membership_list(account=account):
            return account
        form.add_error(
            None,
            _("This account has no post today. Ask the security administrator to give it one."),
        )
        return None
    is_locked = bool(getattr(request, "axes_locked_out", False))
    services.sign_in_failed(actor=SIGN_IN, username=username, is_locked=is_locked)
    form.add_error(None, _lock_message(username) if is_locked else _wrong_message())
    return None


def _wrong_message() -> str:
    return _(
        "Account name and password do not fit together. Check both; after %(count)s failures the account locks."
    ) % {"count": settings.AXES_FAILURE_LIMIT}


def _lock_message(username: str) -> str:
    until = selectors.locked_until(username)
    return _(
        "This account is locked until %(until)s after too many failed attempts. Wait until then, or ask the security "
        "administrator to release it."
    ) % {"until": f"{until:%H:%M}" if until else "—"}


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click into a role of the demonstration."""
    found = {str(one.account_id): one for one in selectors.demo_accounts()}
    chosen = found.get(request.POST.get("account", ""))
    if not settings.SANGYU_DEMO or chosen is None:
        raise NotFound("not-found", _("There is no such page."))
    return _enter(request, selectors.account(chosen.account_id))


def _enter(request: HttpRequest, account: Account) -> HttpResponse:
    """Open the session; the middleware leads on to the gates."""
    target = _next(request) or "console:home"
    login(request, account, backend=BACKEND)
    post = selectors.membership_list(account=account)[0]
    services.signed_in(actor=selectors.actor_of(post), account=account)
    response = redirect(target)
    response.set_cookie(
        WAS_HERE_COOKIE, "1", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    if account.language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, account.language)
    return response


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if it lies within this site."""
    target = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if is_ours else ""


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    actor = request.actor  # type: ignore[attr-defined]  # put there by the middleware
    if actor is not None:
        services.signed_out(actor=actor, account=selectors.account(actor.account_id))
    logout(request)
    response = redirect(f"{reverse(settings.LOGIN_URL)}?out=1")
    response.delete_cookie(WAS_HERE_COOKIE)
    return response


@gate
@needs("")
@never_cache
def second_factor(request: ActorRequest) -> HttpResponse:
    """Set up the second factor, or show it."""
    account = selectors.account(request.actor.account_id or 0)
    form = TokenForm(request.POST if request.method == "POST" else None)
    has_factor = selectors.has_second_factor(account)
    if request.method == "POST" and form.is_valid():
        try:
            return _pass(request, account, form) if has_factor else _enrol(request, account, form)
        except DomainError as refusal:
            form.add_error("token", str(refusal))
    template = "console/second_factor.html" if has_factor else "console/second_factor_set.html"
    context: dict[str, object] = {"form": form}
    if not has_factor:
        device = services.second_factor_begin(actor=request.actor, account=account)
        context["secret"] = selectors.secret_of(device)
    return render(request, template, context, status=422 if form.errors else 200)


def _pass(request: ActorRequest, account: Account, form: TokenForm) -> HttpResponse:
    device = django_otp.match_token(account, form.cleaned_data["token"])
    if device is None:
        services.sign_in_failed(actor=request.actor, username=account.username, is_locked=False)
        raise DomainError(
            "second-factor-code-wrong",
            _("This code is not right."),
            remedy=_("Wait for the app's next code, or use a backup code."),
        )
    django_otp.login(request, device)
    return redirect("console:home")


def _enrol(request: ActorRequest, account: Account, form: TokenForm) -> HttpResponse:
    device, codes = services.second_factor_confirm(
        actor=request.actor, account=account, token=form.cleaned_data["token"]
    )
    django_otp.login(request, device)
    return render(request, "console/backup_codes.html", {"codes": codes})


@gate
@needs("")
@never_cache
def second_factor_code(request: ActorRequest) -> HttpResponse:
    """The QR code of the app being set up."""
    account = selectors.account(request.actor.account_id or 0)
    device = services.second_factor_begin(actor=request.actor, account=account)
    picture = io.BytesIO()
    segno.make(device.config_url, error="m").save(picture, kind="svg", scale=5, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
