"""`sangyu worker`: run jobs, the timetable and the event deliveries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sangyu.kernel.work import worker


class Command(BaseCommand):
    """Runs until SIGTERM, or until nothing is left to do."""

    help = (
        "Run the jobs, start what the timetable says, deliver events. SIGTERM ends politely: running jobs stop at "
        "their next step and are continued by the next worker. Several workers may run at the same time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due, then stop")

    def handle(self, *, once: bool, **_options: Any) -> None:
        if once:
            worker.run_once()
        else:
            worker.run_forever()
