"""``zhichan resolve``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from zhichan.core.upkeep.console import open_installation, print_json


def resolve(json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """归并还没有归并过的组织与个人：有把握的并入，拿不准的列入待归并。"""
    open_installation()
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.rooms.registry.actions.resolve_parties import Progress, resolve_parties
    from zhichan.rooms.registry.queries.joins import questions_visible_to
    from zhichan.rooms.registry.resolution.model import stored_model

    by, reached = system_actor("console"), Progress(0, 0)
    with _bar() as advance:
        for reached in resolve_parties(by=by, at=timezone.now()):
            advance(reached)
    waiting = questions_visible_to(by).count()
    found = {"parties": reached.done, "joined": reached.joined, "queued": reached.queued, "new": reached.new}
    if json:
        print_json({**found, "waiting": waiting, "model": stored_model().version})
        return
    typer.echo(
        f"归并 {reached.done:,} 个主体：并入 {reached.joined:,}，待归并 {reached.queued:,}，"
        f"各自成立 {reached.new:,}。等待人决定的共 {waiting:,} 条。"
    )


@contextmanager
def _bar() -> Iterator[Any]:
    """A bar on standard error where somebody can see it."""
    if not sys.stderr.isatty():
        yield lambda _reached: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("归并"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda reached: bars.update(task, completed=reached.done, total=reached.total)
