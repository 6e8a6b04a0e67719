"""The form of a new token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sangyu.city.organisations.selectors import posts_in_area
from sangyu.city.organisations.types import PRIVILEGED_ROLES
from sangyu.kernel import clock
from sangyu.kernel.actors import Actor

USUAL = timedelta(days=180)


class TokenForm(forms.Form):
    """Which system, in whose name, until when."""

    name = forms.CharField(
        label=_("Name of the calling system"), max_length=60, help_text=_("As in 市健康平台.")
    )
    membership_id = forms.TypedChoiceField(
        label=_("Calls in the name of"),
        coerce=int,
        help_text=_("It sees and may do what this post does; it ends with the post."),
    )
    expires_on = forms.DateField(
        label=_("Valid until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A year at most."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = [
            post
            for post in posts_in_area(actor=actor)
            if post.role not in PRIVILEGED_ROLES and post.account_id != actor.account_id
        ]
        self.fields["membership_id"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "—"),
            *(
                (p.pk, f"{p.organisation.short_name} · {p.account.name}（{p.get_role_display()}）")
                for p in posts
            ),
        ]
        self.fields["expires_on"].initial = clock.today() + USUAL
