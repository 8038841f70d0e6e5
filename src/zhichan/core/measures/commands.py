"""``zhichan measure NAME --region R``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhichan.core.upkeep.console import open_installation, print_json

if TYPE_CHECKING:
    from zhichan.core.measures.computing import Figure
    from zhichan.core.measures.declaration import Question

Day = datetime


def measure(
    name: Annotated[str, typer.Argument(help="指标名；不写则列出全部")] = "",
    region: Annotated[str, typer.Option("--region", help="地区代码")] = "",
    on: Annotated[Day | None, typer.Option("--on", formats=["%Y-%m-%d"], help="时点，缺省今天")] = None,
    known: Annotated[Day | None, typer.Option("--known", formats=["%Y-%m-%d"], help="按哪天所知")] = None,
    option: Annotated[list[str], typer.Option("--option", help="名=值，可写多次")] = [],  # noqa: B006
    all_of_region: Annotated[bool, typer.Option("--all", help="一次计算全部指标，不留存")] = False,
    rows: Annotated[bool, typer.Option("--rows", help="附上每一行")] = False,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """从登记册计算一个指标，并说明由哪些行得出。"""
    open_installation()
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.measures.actions.run import run_measure
    from zhichan.core.measures.declaration import Question
    from zhichan.core.registers.moments import end_of

    if not name and not all_of_region:
        _list(json)
        return
    now = timezone.now()
    day = on.date() if on else timezone.localdate(now)
    end = end_of(known.date()) if known else now
    asked = Question(region, day, min(end, now), _read(option))
    if all_of_region:
        _tell_all(name, asked, now, rows, json)
        return
    figure, _run = run_measure(name, asked, by=system_actor("console"), at=now)
    if json:
        print_json(_as_json(figure, rows))
    else:
        _print(figure, rows)


def _tell_all(name: str, asked: Question, at: datetime, rows: bool, json: bool) -> None:
    """Every figure in one asking. Raises InvalidInput where a measure is named as well."""
    from zhichan.core.access.actor import system_actor
    from zhichan.core.errors import InvalidInput
    from zhichan.core.measures.asking import computed_all

    if name:
        raise InvalidInput("--all 计算全部指标，不再写指标名。")
    answers = computed_all(asked, by=system_actor("console"), at=at)
    if json:
        figures = [_as_json(figure, rows) for figure in answers.figures]
        print_json({"figures": figures, "left_out": list(answers.left_out)})
        return
    for figure in answers.figures:
        _print(figure, rows)
    for left_out in answers.left_out:
        typer.echo(f"{left_out}：缺必选的选项，没有计算")


def _list(json: bool) -> None:
    from zhichan.core.measures.declaration import all_measures

    if json:
        print_json(
            [
                {
                    "name": one.name,
                    "label": str(one.label),
                    "unit": str(one.unit),
                    "scope": str(one.scope),
                    "options": [option.name for option in one.options],
                }
                for one in all_measures()
            ]
        )
        return
    for one in all_measures():
        typer.echo(f"{one.name}\t{one.label}（{one.unit}）")


def _as_json(figure: Figure, with_rows: bool) -> dict[str, Any]:
    from zhichan.core.measures.presenting import figure_values

    found = figure_values(figure)
    if with_rows:
        found["rows"] = {"register": figure.counted.register.name, "ids": _ids(figure)}
    return found


def _print(figure: Figure, with_rows: bool) -> None:
    least = "至少 " if figure.counted.is_lower_bound else ""
    shown = "—" if figure.value is None else f"{least}{figure.value}"
    typer.echo(
        f"{figure.measure.label} {figure.asked.region} {figure.asked.on}：{shown} {figure.measure.unit}"
    )
    typer.echo(
        f"  分子 {figure.numerator:,}，分母 {figure.denominator or '—'}，行摘要 {figure.rows_digest[:16]}…"
    )
    for line in filter(None, (figure.counted.missing, *figure.counted.notes)):
        typer.echo(f"  {line}")
    for part in figure.parts:
        typer.echo(f"  {part.label} {part.count:,}" + (f"（{part.note}）" if part.note else ""))
    if with_rows:
        typer.echo("  " + " ".join(map(str, _ids(figure))))


def _ids(figure: Figure) -> list[int]:
    return list(figure.counted.rows.order_by("subject_id").values_list("subject_id", flat=True))


def _read(options: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` each. Raises InvalidInput for one that is not."""
    from zhichan.core.errors import InvalidInput

    pairs = [text.partition("=") for text in options]
    if any(not sign for _name, sign, _value in pairs):
        raise InvalidInput("选项写成 名=值，如 --option group=3。")
    return {name: value for name, _sign, value in pairs}
