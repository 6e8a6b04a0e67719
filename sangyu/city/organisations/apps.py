"""The organisations room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.audit import kinds
from sangyu.kernel.ui import nav


class OrganisationsConfig(AppConfig):
    """组织."""

    name = "sangyu.city.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Declare this room's rights and its entries in the navigation; lend the audit trail the roles' names."""
        from sangyu.city.organisations import rights
        from sangyu.city.organisations.types import Role

        labels = dict(Role.choices)
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
