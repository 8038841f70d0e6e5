"""``zhichan deadline``: a limit given in numbers, or that of a procedure's move."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from zhichan.core.errors import InvalidInput
from zhichan.core.matters.limits import Due, Excluded, Limit, Roll, Unit, due_of
from zhichan.core.matters.procedure import Within
from zhichan.core.rules.sources import MARK_LABELS
from zhichan.core.upkeep.console import open_installation, print_json


def deadline(
    start: Annotated[
        str, typer.Option("--from", metavar="DAY", help="起算的日期；按小时计的写时刻，如 2026-02-13T17:30")
    ],
    procedure: Annotated[
        str, typer.Argument(metavar="[程序", help="程序名，如 lead；不用 --limit 时写")
    ] = "",
    move: Annotated[str, typer.Argument(metavar="动作]", help="动作名，如 file")] = "",
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="期限的数量")] = None,
    unit: Annotated[Unit | None, typer.Option("--unit", help="期限的单位")] = None,
    excluded: Annotated[
        list[str], typer.Option("--excluded", metavar="A..B", help="扣除的期间，两端都算，可写多次")
    ] = [],  # noqa: B006
    roll: Annotated[Roll | None, typer.Option("--roll", help="期满日逢休息日：顺延（缺省）或不顺延")] = None,
    backwards: Annotated[bool, typer.Option("--backwards", help="往前算：要在那一天之前多久办到")] = False,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """算出期限哪天届满，并列出每一步。"""
    open_installation()
    from zhichan.core.calendar.queries import Calendar

    if bool(procedure) is (limit is not None):
        raise InvalidInput("请写程序和动作，或者写 --limit 和 --unit，二者取一。")
    within = None
    if limit is not None:
        if unit is None or move:
            raise InvalidInput("--limit 要和 --unit 一起写，不再写动作。")
        asked = Limit(limit, unit, roll or Roll.NEXT_WORKING_DAY, backwards)
    else:
        if unit or roll or backwards:
            raise InvalidInput("写了程序和动作，就不再写 --unit、--roll、--backwards：它们由程序规定。")
        within = _within(procedure, move, start)
        asked = within.limit
    begun = _instant(start) if asked.unit is Unit.HOUR else _day(start, "--from")
    found = due_of(asked, begun, Calendar().day, [_excluded(text) for text in excluded])
    if json:
        print_json({**_as_json(found), **(_basis(within) if within else {})})
    else:
        _print(found, within)


def _within(procedure: str, move: str, start: str) -> Within:
    """The first limit on the move, in the version in force on the day it is counted from.

    Raises NotFound, or InvalidInput for a move without a limit.
    """
    from zhichan.core.matters.loading import move_of, procedure_on

    if not move:
        raise InvalidInput("还缺动作：zhichan deadline 程序 动作 --from 日期。")
    chosen = move_of(procedure_on(procedure, _day(start[:10], "--from")), move)
    if not chosen.within:
        raise InvalidInput(f"动作“{move}”没有期限。")
    return chosen.within[0]


def _basis(within: Within) -> dict[str, object]:
    basis = within.basis
    return {
        "since": within.since,
        "excludes": list(within.excludes),
        "basis": {"title": basis.title, "article": basis.article, "mark": basis.mark},
    }


def _as_json(found: Due) -> dict[str, object]:
    steps = [{"day": step.day.isoformat(), "counted": step.counted, "why": step.why} for step in found.steps]
    return {"due": found.due.isoformat(), "provisional": found.is_provisional, "steps": steps}


def _print(found: Due, within: Within | None) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("日期", "计入", "缘由")
    for step in found.steps:
        table.add_row(step.day.isoformat(), "是" if step.counted else "", step.why)
    console = Console()
    console.print(table)
    console.print(f"届满：{found.due.isoformat()}")
    if within:
        basis = within.basis
        console.print(f"依据：{basis.words}（{MARK_LABELS[basis.mark]}）")
        if within.excludes:
            console.print(f"可以扣除：{'、'.join(within.excludes)}")
    if found.is_provisional:
        console.print("暂定：用到的日子还没有公布放假安排，公布后可能改变。")


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(f"{option}：“{text[:40]}”不是日期，请写成 2026-02-10 这样。") from None


def _instant(text: str) -> datetime:
    from django.utils import timezone

    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(f"--from：“{text[:40]}”不是时刻，请写成 2026-02-13T17:30 这样。") from None
    return found if found.tzinfo else timezone.make_aware(found)


def _excluded(text: str) -> Excluded:
    first, between, last = text.partition("..")
    if not between:
        raise InvalidInput(f"--excluded：“{text[:40]}”不是期间，请写成 2026-02-10..2026-02-20 这样。")
    return Excluded(_day(first, "--excluded"), _day(last, "--excluded"))
