"""`sangyu administrators UNIT`: the first three administrators of a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sangyu.city.organisations import selectors, services
from sangyu.city.organisations.models import Membership, Organisation
from sangyu.city.organisations.types import ADMINISTRATOR_ROLES, OrganisationKind, Role
from sangyu.kernel import clock
from sangyu.kernel.cli.console import command_actor, refusing

FIRST = (
    ("sysadmin", "系统管理员", Role.SYSTEM_ADMIN),
    ("secadmin", "安全管理员", Role.SECURITY_ADMIN),
    ("auditadmin", "审计管理员", Role.AUDIT_ADMIN),
)


class Command(BaseCommand):
    """Once, before anybody can sign in; every further account is opened and given its posts by these three.

    `--reset` is the operator's way back where an administrator's password is lost and nobody else could approve a
    new one: it is recorded under the name of the machine's user.
    """

    help = (
        "Open the accounts sysadmin, secadmin and auditadmin for a unit and print their first passwords, once. "
        "Refuses when there are administrators already. The unit is entered if the register does not have it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "unit", nargs="?", help="full name of the unit they work for, as 某某市民政局"
        )
        parser.add_argument("--area", help="its area code, as 522601 (sangyu areas load)")
        parser.add_argument(
            "--reset",
            metavar="USERNAME",
            help="print a new first password of an account that no second administrator can approve",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            self._reset(options["reset"])
            return
        if not options["unit"] or not options["area"]:
            raise CommandError("Name the unit and its --area.")
        with refusing(self), transaction.atomic():
            lines = self._open(options["unit"], options["area"])
        self.stdout.write("\n".join(lines))
        self.stdout.write(
            "Hand each password to another person. It must be changed, and the second factor set up, at first sign-in."
        )

    def _reset(self, username: str) -> None:
        account = selectors.account_named(username)
        if account is None:
            raise CommandError(f"There is no account {username}.")
        with refusing(self):
            password = services.password_reset(actor=command_actor(), account_id=account.pk)
        self.stdout.write(f"{username:<12}{password}  {account.name}")

    def _open(self, name: str, area_code: str) -> list[str]:
        if Membership.objects.filter(role__in=ADMINISTRATOR_ROLES).exists():
            raise CommandError(
                "There are administrators already. The system administrator opens further accounts, the security "
                "administrator gives them their posts."
            )
        actor = command_actor()
        unit = Organisation.objects.filter(name=name, area_code=area_code).first()
        if unit is None:
            unit = services.organisation_create(
                actor=actor, name=name, kind=OrganisationKind.DEPARTMENT, area_code=area_code
            )
        lines = []
        for username, title, role in FIRST:
            account = services.account_open(
                actor=actor, username=username, name=title, password=None
            )
            password = services.password_reset(actor=actor, account_id=account.pk)
            services.membership_grant(
                actor=actor, account=account, organisation=unit, role=role, on=clock.today()
            )
            lines.append(f"{username:<12}{password}  {title}")
        return lines
