"""``zhichan deadline --limit N --unit UNIT --from DAY``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from zhichan.core.errors import InvalidInput
from zhichan.core.matters.limits import Due, Excluded, Limit, Roll, Unit, due_of
from zhichan.core.upkeep.console import open_installation, print_json


def deadline(
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="期限的数量")],
    unit: Annotated[Unit, typer.Option("--unit", help="期限的单位")],
    start: Annotated[
        str, typer.Option("--from", metavar="DAY", help="起算的日期；按小时计的写时刻，如 2026-02-13T17:30")
    ],
    excluded: Annotated[
        list[str], typer.Option("--excluded", metavar="A..B", help="扣除的期间，两端都算，可写多次")
    ] = [],  # noqa: B006
    roll: Annotated[
        Roll, typer.Option("--roll", help="期满日逢休息日：顺延或不顺延")
    ] = Roll.NEXT_WORKING_DAY,
    backwards: Annotated[bool, typer.Option("--backwards", help="往前算：要在那一天之前多久办到")] = False,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """算出期限哪天届满，并列出每一步。"""
    open_installation()
    from zhichan.core.calendar.queries import Calendar

    asked = Limit(limit, unit, roll, backwards)
    begun = _instant(start) if unit is Unit.HOUR else _day(start, "--from")
    found = due_of(asked, begun, Calendar().day, [_excluded(text) for text in excluded])
    if json:
        print_json(_as_json(found))
    else:
        _print(found)


def _as_json(found: Due) -> dict[str, object]:
    steps = [{"day": step.day.isoformat(), "counted": step.counted, "why": step.why} for step in found.steps]
    return {"due": found.due.isoformat(), "provisional": found.is_provisional, "steps": steps}


def _print(found: Due) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("日期", "计入", "缘由")
    for step in found.steps:
        table.add_row(step.day.isoformat(), "是" if step.counted else "", step.why)
    console = Console()
    console.print(table)
    console.print(f"届满：{found.due.isoformat()}")
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
