"""The worker: one process that runs jobs, starts what the timetable says, recovers orphans, delivers events.

Two lanes, each a loop in a thread of its own with its own connection: the long lane takes the ordinary queue; the quick
lane takes the quick queue and does the housekeeping, so that seals and messages do not wait behind a long import.
Several workers may run side by side.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable
from threading import Event, Thread
from types import FrameType
from typing import Any

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from sangyu.kernel.errors import where
from sangyu.kernel.events.delivery import deliver_due
from sangyu.kernel.work.execution import recover_lost, recover_orphans, stopping
from sangyu.kernel.work.registry import LONG, QUICK
from sangyu.kernel.work.scheduling import start_due
from sangyu.kernel.work.tasks import enqueue

logger = logging.getLogger("sangyu.work")
IDLE_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 1.0
AFTER_FAULT_SECONDS = 2.0


class Lane:
    """Takes tasks of some queues one after another, until told to stop."""

    def __init__(self, queues: tuple[str, ...], chores: Callable[[], None] | None = None) -> None:
        self.queues = queues
        self.chores = chores
        self._next_chores = 0.0
        self._runner = TaskRunner(
            queue_names=list(queues), interval=0, batch=False, backend_name="default",
            startup_delay=False, max_tasks=None, worker_id=f"{os.getpid()}-{queues[0]}",
            excluded_queue_names=[],
        )  # fmt: skip

    def run(self, ended: Event) -> None:
        """Until `ended`; a database that is away for a while is waited for."""
        try:
            while not ended.is_set():
                try:
                    close_old_connections()
                    pause = 0.0 if self.step() else IDLE_SECONDS
                except (OperationalError, InterfaceError) as error:
                    logger.warning("the database does not answer\n%s", where(error))
                    connection.close()
                    pause = AFTER_FAULT_SECONDS
                except Exception as error:  # noqa: BLE001  a worker that dies of one task serves nobody
                    _log_fault(error)
                    pause = AFTER_FAULT_SECONDS
                ended.wait(pause)
        finally:
            connection.close()

    def step(self) -> bool:
        """Chores if it is time, then one task; False if there was none."""
        if self.chores and time.monotonic() >= self._next_chores:
            self.chores()
            self._next_chores = time.monotonic() + HOUSEKEEPING_SECONDS
        task = self._claim()
        if task is None:
            return False
        self._runner.run_task(task)
        return True

    def _claim(self) -> DBTaskResult[..., Any] | None:
        ready = DBTaskResult.objects.ready().filter(
            backend_name="default", queue_name__in=self.queues
        )
        with transaction.atomic():
            task = ready.get_locked()
            if task is not None:
                task.claim(self._runner.worker_id)
        return task


def _recover() -> None:
    recover_orphans(enqueue=enqueue)
    recover_lost(enqueue=enqueue)


CHORES: tuple[Callable[[], object], ...] = (_recover, start_due, deliver_due)


def housekeeping() -> None:
    """What must happen between jobs; each chore on its own, so that one that fails does not stop the others."""
    for chore in CHORES:
        try:
            chore()
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001  and so that one bad chore does not stop the worker
            _log_fault(error)


def run_forever() -> None:
    """Until SIGTERM or SIGINT; then the running jobs stop at their next step and go back to the queue."""
    _listen_to_signals()
    quick = Thread(target=Lane((QUICK,), housekeeping).run, args=(stopping,), name="quick")
    quick.start()
    Lane((LONG,)).run(stopping)
    quick.join()


def run_once() -> None:
    """Do all that is due, then return: housekeeping and tasks in turn until neither has anything left."""
    lane = Lane((QUICK, LONG))
    housekeeping()
    while lane.step() or deliver_due():
        if stopping.is_set():
            return


def _listen_to_signals() -> None:
    def finish(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, finish)


def _log_fault(error: Exception) -> None:
    logger.error("the worker goes on after a fault\n%s", where(error))
