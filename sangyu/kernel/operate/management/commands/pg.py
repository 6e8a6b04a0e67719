"""`sangyu pg start|stop|status|url`: the embedded PostgreSQL."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sangyu.kernel.postgres import PostgresError


class Command(BaseCommand):
    """Drive the embedded server by hand."""

    help = (
        "Start, stop or ask after the embedded PostgreSQL. Every other command starts it by itself."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status", "url"])

    def handle(self, *args: Any, **options: Any) -> None:
        server = settings.EMBEDDED_POSTGRES
        if server is None:
            raise CommandError(
                "DATABASE_URL names a server, so the embedded PostgreSQL is not used."
            )
        try:
            if options["action"] in {"start", "stop"}:
                getattr(server, options["action"])()
        except PostgresError as error:
            raise CommandError(str(error)) from error
        state = "runs" if server.is_running() else "is stopped"
        self.stdout.write(
            server.url if options["action"] == "url" else f"PostgreSQL {state}: {server.url}"
        )
