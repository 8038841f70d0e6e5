"""Sweepers of the queue itself: jobs of dead workers, and old results."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from zhichan.core.jobs.models import Heartbeat
from zhichan.core.jobs.sweep import sweeper
from zhichan.core.jobs.worker import SILENT_AFTER

ATTEMPTS = 3
KEPT_FOR = timedelta(days=30)


class WorkerLost(Exception):
    """Why a job is marked failed that took ``ATTEMPTS`` workers with it."""


@sweeper("jobs.lost", every=timedelta(minutes=5))
@transaction.atomic
def requeue_lost(at: datetime) -> int:
    """Put the running jobs of workers that died back into the queue; give up after three workers."""
    alive = set(Heartbeat.objects.filter(beat_at__gt=at - SILENT_AFTER).values_list("worker_id", flat=True))
    running = DBTaskResult.objects.running().select_for_update().filter(started_at__lte=at - SILENT_AFTER)
    lost = [job for job in running if not alive.intersection(job.worker_ids[-1:])]
    for job in lost:
        if len(job.worker_ids) >= ATTEMPTS:
            job.set_failed(WorkerLost(f"{ATTEMPTS} workers died while running it"))
        else:
            job.status = TaskResultStatus.READY
            job.save(update_fields=["status"])
    return len(lost)


@sweeper("jobs.prune", every=timedelta(days=1))
def prune(at: datetime) -> int:
    """Remove results of jobs finished a month ago, and heartbeats of workers long gone."""
    before = at - KEPT_FOR
    Heartbeat.objects.filter(beat_at__lt=before).delete()
    done = Q(status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED], finished_at__lt=before)
    return DBTaskResult.objects.filter(done).delete()[0]
