"""The organisations room."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.audit import kinds
from sangyu.kernel.ui import nav
from sangyu.kernel.work import standing


class OrganisationsConfig(AppConfig):
    """组织."""

    name = "sangyu.city.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Declare this room's rights and its entries in the navigation; lend the trail its names, and jobs the
        check of posts."""
        from sangyu.city.organisations import audit_words, rights, selectors
        from sangyu.city.organisations.types import Role

        audit_words.declare()
        standing.register(selectors.post_holds)
        labels: dict[str, Any] = {**dict(Role.choices), "system": _("The system itself")}
        kinds.names.role = lambda code: str(labels.get(code, code))

        nav.register(
            nav.Item(
                "city",
                _("Units"),
                "organisations:units",
                "building",
                rights.ORGANISATION_VIEW,
                order=10,
            )
        )
        nav.register(
            nav.Item(
                "system",
                _("Accounts"),
                "organisations:accounts",
                "users-group",
                rights.ACCOUNT_VIEW,
                order=10,
            )
        )
        nav.register(
            nav.Item(
                "system",
                _("Privileged passwords"),
                "organisations:resets",
                "key",
                rights.ACCOUNT_VIEW,
                order=12,
                badge=selectors.resets_waiting,
            )
        )
