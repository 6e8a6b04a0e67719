"""What the commands share: who acts, how a refusal ends, and the embedded database where one is needed."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand

from sangyu.kernel.actors import Actor, system_actor
from sangyu.kernel.errors import DomainError
from sangyu.kernel.postgres import PostgresError


def command_actor() -> Actor:
    """The operator at the command line, by the name the operating system gives them."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return system_actor(f"command line ({name})")


@contextmanager
def refusing(command: BaseCommand) -> Iterator[None]:
    """End with status 1 and the reason on stderr, without a traceback, when a rule refuses."""
    try:
        yield
    except (DomainError, ImproperlyConfigured, PostgresError) as error:
        fail(command, str(error))


def fail(command: BaseCommand, reason: str) -> NoReturn:
    """The reason on stderr, status 1."""
    command.stderr.write(reason)
    sys.exit(1)


def start_database() -> None:
    """Start the embedded server, if it is the one in use; `sangyu` leaves it alone for commands that may go without."""
    if settings.EMBEDDED_POSTGRES is not None:
        settings.EMBEDDED_POSTGRES.start()
