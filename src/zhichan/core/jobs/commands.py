"""``zhichan worker`` and ``zhichan sweep``."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from zhichan.core.upkeep.console import open_installation, print_json

if TYPE_CHECKING:
    from zhichan.core.jobs.sweep import SweepResult

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def worker(
    batch: Annotated[bool, typer.Option("--batch", help="队列空了就结束")] = False,
) -> None:
    """运行后台任务，直到停止。"""
    open_installation()
    from zhichan.core.jobs.worker import run_worker

    run_worker(batch=batch)


def sweep(
    name: Annotated[list[str] | None, typer.Option("--name", help="只运行这些，不论是否到期")] = None,
    every: Annotated[float, typer.Option("--every", help="每隔多少秒运行一次，直到停止")] = 0,
    json: AsJson = False,
) -> None:
    """运行到期的定时任务。"""
    open_installation()
    from zhichan.core.jobs.sweep import Outcome, known_names

    names = known_names(name) if name else None
    if every > 0:
        _repeat(every, names)
        return
    results = _once(names)
    if json:
        print_json([result.__dict__ for result in results])
    else:
        for result in results:
            typer.echo(f"{result.name}\t{result.label()}\t{result.count}")
    if any(result.outcome is Outcome.FAILED for result in results):
        raise typer.Exit(1)


def _once(names: frozenset[str] | None) -> list[SweepResult]:
    from django.utils import timezone

    from zhichan.core.jobs.sweep import run_sweep

    return run_sweep(timezone.now(), names=names)


def _repeat(every: float, names: frozenset[str] | None) -> None:
    """Sweep again and again until a signal says stop; the sweep under way is finished first."""
    from django.db import close_old_connections

    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopped.is_set():
        close_old_connections()
        _once(names)
        stopped.wait(every)
