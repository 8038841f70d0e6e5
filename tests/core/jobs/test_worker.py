"""The worker: jobs run, fail visibly, outlive their worker, and are pruned; it gives a sign of life."""

from __future__ import annotations

import signal
import threading
from datetime import datetime, timedelta

import pytest
from django.db.utils import OperationalError
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.core.jobs.sample_tasks import double, fail
from tests.core.upkeep.sites import NewSite
from zhichan.core.jobs import worker
from zhichan.core.jobs.models import Heartbeat
from zhichan.core.jobs.sweepers import ATTEMPTS, KEPT_FOR, prune, requeue_lost
from zhichan.core.jobs.worker import SILENT_AFTER, Pulse, beat, new_worker_id, run_worker


@pytest.fixture
def own_signals():
    """The worker takes over signals; give them back."""
    taken = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    kept = [signal.getsignal(number) for number in taken]
    yield
    for number, handler in zip(taken, kept, strict=True):
        signal.signal(number, handler)


def test_queued_jobs_run_and_failures_are_kept(new_site: NewSite, own_signals) -> None:
    with new_site().here():
        done, failed = double.enqueue(21), fail.enqueue()
        run_worker(batch=True)
        done.refresh()
        failed.refresh()
        assert done.return_value == 42
        assert failed.status == TaskResultStatus.FAILED
        row = DBTaskResult.objects.get(pk=failed.id)
        assert row.exception_class_path == "builtins.LookupError"
        assert "此任务总是失败" in row.traceback
        assert Heartbeat.objects.count() == 0


def test_a_beat_keeps_when_the_worker_began(db, now) -> None:
    beat("w1", now)
    beat("w1", now + timedelta(seconds=20))
    row = Heartbeat.objects.get()
    assert (str(row), row.started_at, row.beat_at) == ("w1", now, now + timedelta(seconds=20))
    assert new_worker_id() != new_worker_id()
    assert len(new_worker_id()) <= 64


def test_the_pulse_beats_until_it_is_stopped() -> None:
    beaten = threading.Event()

    class Counted(Pulse):
        def once(self, at: datetime) -> None:
            beaten.set()

    pulse = Counted("w1", every_seconds=0.001)
    pulse.start()
    assert beaten.wait(timeout=10)
    pulse.stop()
    assert not pulse.is_alive()


def test_a_pulse_survives_a_database_that_does_not_answer(db, now, monkeypatch, caplog) -> None:
    def unreachable(_worker_id: str, _at: datetime) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    Pulse("w1").once(now)
    assert Heartbeat.objects.count() == 1
    monkeypatch.setattr(worker, "beat", unreachable)
    Pulse("w1").once(now)
    assert "could not reach the database" in caplog.text


def _running(now: datetime, *workers: str) -> DBTaskResult:
    row = DBTaskResult.objects.get(pk=double.enqueue(1).id)
    row.status, row.started_at, row.worker_ids = TaskResultStatus.RUNNING, now - SILENT_AFTER, list(workers)
    row.save()
    return row


def test_the_job_of_a_dead_worker_is_queued_again(db, now) -> None:
    beat("alive", now)
    beat("silent", now - SILENT_AFTER)
    kept, lost, orphaned = _running(now, "silent", "alive"), _running(now, "silent"), _running(now)
    assert requeue_lost(now) == 2
    for row in (kept, lost, orphaned):
        row.refresh_from_db()
    assert (kept.status, lost.status, orphaned.status) == (
        TaskResultStatus.RUNNING,
        TaskResultStatus.READY,
        TaskResultStatus.READY,
    )
    assert requeue_lost(now) == 0


def test_a_job_begun_just_now_is_left_alone(db, now) -> None:
    row = _running(now, "unknown")
    DBTaskResult.objects.update(started_at=now - SILENT_AFTER + timedelta(seconds=1))
    assert requeue_lost(now) == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


def test_a_job_that_takes_worker_after_worker_with_it_fails(db, now) -> None:
    row = _running(now, *["dead"] * ATTEMPTS)
    assert requeue_lost(now) == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path.endswith("WorkerLost")


def test_old_results_and_heartbeats_are_pruned(db, now) -> None:
    for age in (KEPT_FOR + timedelta(seconds=1), KEPT_FOR - timedelta(seconds=1)):
        row = DBTaskResult.objects.get(pk=double.enqueue(1).id)
        row.status, row.finished_at = TaskResultStatus.SUCCESSFUL, now - age
        row.save()
        beat(f"w{age}", now - age)
    double.enqueue(1)
    assert prune(now) == 1
    assert DBTaskResult.objects.count() == 2
    assert Heartbeat.objects.count() == 1
