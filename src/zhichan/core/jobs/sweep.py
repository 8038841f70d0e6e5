"""Sweeps (定时巡检): work that is due because time has passed.

A room registers a function in its ``sweepers.py``:

    @sweeper("plan.reminders", every=timedelta(hours=1))
    def remind(at: datetime) -> int: ...

``run_sweep`` runs whatever is due. Each sweeper is leased by a row, so two sweeps do not do the same
work at once; the lease of a killed process runs out after ``LEASE``. Sweepers change nothing when they
run twice, and return how many things they dealt with.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhichan.core.by_name import ByName
from zhichan.core.errors import InvalidInput
from zhichan.core.jobs.models import SweepRun

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)

Run = Callable[[datetime], int]


class Outcome(StrEnum):
    DONE = "done"
    NOT_DUE = "not_due"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True)
class Sweeper:
    name: str
    every: timedelta
    run: Run


@dataclass(frozen=True)
class SweepResult:
    """How one sweeper went. ``error`` is the name of the error's class; the log has the rest."""

    name: str
    outcome: Outcome
    count: int = 0
    error: str = ""

    def label(self) -> str:
        return {
            Outcome.DONE: _("完成"),
            Outcome.NOT_DUE: _("未到时间"),
            Outcome.BUSY: _("正在另一进程中运行"),
            Outcome.FAILED: _("失败（%s），详见日志") % self.error,
        }[self.outcome]


_SWEEPERS: ByName[Sweeper] = ByName("sweeper")


def sweeper(name: str, *, every: timedelta) -> Callable[[Run], Run]:
    """Register a function to be run every so often; a second one of the same name stops the start."""

    def register(run: Run) -> Run:
        _SWEEPERS.add(name, Sweeper(name, every, run))
        return run

    return register


def all_sweepers() -> tuple[Sweeper, ...]:
    return tuple(_SWEEPERS[name] for name in sorted(_SWEEPERS))


def known_names(names: Iterable[str]) -> frozenset[str]:
    """The names as a set. Raises InvalidInput for one that no sweeper has."""
    for name in names:
        if name not in _SWEEPERS:
            known = "、".join(sorted(_SWEEPERS))
            raise InvalidInput(
                _("没有名为“%(name)s”的定时任务。现有：%(known)s。") % {"name": name, "known": known}
            )
    return frozenset(names)


def run_sweep(at: datetime, *, names: frozenset[str] | None = None) -> list[SweepResult]:
    """Run what is due at an instant; ``names`` restricts to some, due or not. One failure stops no other."""
    return list(_swept(at, names))


def _swept(at: datetime, names: frozenset[str] | None) -> Iterator[SweepResult]:
    for item in all_sweepers():
        if names is None:
            yield _run_one(item, at, only_when_due=True)
        elif item.name in names:
            yield _run_one(item, at, only_when_due=False)


def _run_one(item: Sweeper, at: datetime, *, only_when_due: bool) -> SweepResult:
    if refusal := _lease(item, at, only_when_due):
        return SweepResult(item.name, refusal)
    count, error, is_done = 0, "", False
    try:
        count, is_done = item.run(at), True
    except Exception as failure:  # the job runner: one failure must not stop the others
        logger.exception("sweeper %s failed", item.name)
        error = type(failure).__name__
    finally:
        # Also when the process is told to stop: the lease is given back at once.
        SweepRun.objects.filter(name=item.name, started_at=at).update(
            leased_until=None, count=count, error=error, **({"done_at": at} if is_done else {})
        )
    return SweepResult(item.name, Outcome.FAILED if error else Outcome.DONE, count, error)


def done_at(name: str) -> datetime | None:
    """The instant for which a sweeper last ran to its end; None for one that never did."""
    return SweepRun.objects.filter(name=name).values_list("done_at", flat=True).first()


@transaction.atomic
def _lease(item: Sweeper, at: datetime, only_when_due: bool) -> Outcome | None:
    """Take the sweeper for this run, or say why not."""
    SweepRun.objects.bulk_create([SweepRun(name=item.name)], ignore_conflicts=True)
    free = SweepRun.objects.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=at), name=item.name)
    row = SweepRun.objects.select_for_update().get(name=item.name)
    if only_when_due and row.started_at is not None and row.started_at + item.every > at:
        return Outcome.NOT_DUE
    taken = free.update(leased_until=at + LEASE, started_at=at)
    return None if taken else Outcome.BUSY
