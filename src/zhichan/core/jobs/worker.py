"""The worker (后台进程): runs queued jobs and gives a sign of life.

Jobs run one after another in the main thread, by the worker of django-tasks-db. A second thread beats,
so that a long job is not taken for a dead worker, and a third keeps the search indexes up to date. Sweeps are
another process (``zhichan sweep``).
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from zhichan.core.jobs.models import Heartbeat
from zhichan.core.search.follower import Follower

logger = logging.getLogger(__name__)

PULSE_SECONDS = 20.0
POLL_SECONDS = 1.0
SILENT_AFTER = timedelta(minutes=10)
"""A worker without a heartbeat for so long is taken for dead."""


def new_worker_id() -> str:
    return f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(4)}"


def beat(worker_id: str, at: datetime) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(worker_id=worker_id, started_at=at, beat_at=at)],
        update_conflicts=True,
        unique_fields=["worker_id"],
        update_fields=["beat_at"],
    )


class Pulse(threading.Thread):
    """The second thread of a worker. A database that does not answer is tried again at the next beat."""

    def __init__(self, worker_id: str, *, every_seconds: float = PULSE_SECONDS) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker_id = worker_id
        self.every_seconds = every_seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        try:
            while not self._stopped.wait(self.every_seconds):
                self.once(timezone.now())
        finally:
            connection.close()

    def once(self, at: datetime) -> None:
        close_old_connections()
        try:
            beat(self.worker_id, at)
        except DatabaseError:
            logger.exception("worker %s could not reach the database", self.worker_id)

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=10)


def run_worker(*, batch: bool = False) -> None:
    """Work until told to stop (SIGTERM, Ctrl+C); ``batch`` stops when the queue is empty."""
    worker = Worker(
        queue_names=["*"],
        interval=POLL_SECONDS,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=new_worker_id(),
        excluded_queue_names=[],
    )
    beat(worker.worker_id, timezone.now())
    pulse = Pulse(worker.worker_id)
    worker.configure_signals()
    pulse.start()
    follower = Follower()
    if not batch:
        follower.start()
    try:
        worker.run()
    finally:
        pulse.stop()
        if follower.is_alive():
            follower.stop()
        Heartbeat.objects.filter(worker_id=worker.worker_id).delete()
