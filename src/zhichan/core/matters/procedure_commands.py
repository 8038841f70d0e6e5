"""``zhichan procedures``: the procedures there are, one of them in words, JSON or BPMN."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhichan.core.errors import InvalidInput
from zhichan.core.upkeep.console import open_installation, print_json

if TYPE_CHECKING:
    from zhichan.core.matters.procedure import Procedure


def procedures(
    name: Annotated[str, typer.Argument(metavar="[程序]", help="程序名，如 lead；不写则列出全部")] = "",
    version: Annotated[int | None, typer.Option("--version", help="版本；缺省为今天施行的一版")] = None,
    bpmn: Annotated[
        Path | None, typer.Option("--bpmn", metavar="FILE", help="写成 BPMN 2.0 文件；- 为标准输出")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """列出办理程序，或者看一个程序的状态、动作和期限。"""
    open_installation(make=False)
    from django.utils import timezone

    from zhichan.core.matters.loading import chosen

    if not name:
        if version is not None or bpmn is not None:
            raise InvalidInput(
                "--version 和 --bpmn 要和程序名一起写：zhichan procedures lead --bpmn lead.bpmn。"
            )
        _list(json)
        return
    if bpmn is not None and json:
        raise InvalidInput("--bpmn 和 --json 只能写一个。")
    found = chosen(name, version, timezone.localdate())
    if bpmn is not None:
        _write(found, bpmn)
    elif json:
        from zhichan.core.matters.procedure_values import whole_values

        print_json(whole_values(found))
    else:
        _print(found)


def _list(json: bool) -> None:
    from zhichan.core.matters.loading import all_procedures
    from zhichan.core.matters.procedure_values import head_values

    if json:
        print_json([head_values(one) for one in all_procedures()])
        return
    for one in all_procedures():
        typer.echo(
            f"{one.name}\t{one.label}\t第 {one.version} 版\t自 {one.in_force_from.isoformat()}\t"
            f"{len(one.states)} 个状态、{len(one.moves)} 个动作、{len(one.duties)} 个期限"
        )


def _write(procedure: Procedure, path: Path) -> None:
    """Raises InvalidInput where the file cannot be written."""
    from zhichan.core.matters.bpmn import bpmn_of

    content = bpmn_of(procedure)
    if str(path) == "-":
        sys.stdout.write(content.decode())
        return
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InvalidInput(f"写不了 {path}：{error.strerror or error}。") from error
    typer.echo(f"已写入 {path}（{len(content):,} 字节）。")


def _print(procedure: Procedure) -> None:
    from zhichan.core.matters.roads import roads_of
    from zhichan.core.matters.step_lines import move_lines
    from zhichan.core.matters.wording import said_source

    day = procedure.in_force_from.isoformat()
    typer.echo(f"{procedure.label}（{procedure.name}）第 {procedure.version} 版，自 {day} 起施行")
    for source in map(said_source, procedure.basis):
        typer.echo(f"依据：{source.text}（{source.mark}）")
    typer.echo("主线：" + " → ".join(str(procedure.state(one).label) for one in roads_of(procedure).main))
    for move, line in zip(procedure.moves, move_lines(procedure), strict=True):
        typer.echo(f"{line.label}（{move.name}）：{line.leaves} → {line.to or '不变'}；{line.by}")
        for words in line.terms:
            typer.echo(f"    条件：{words}")
        for limit in line.limits:
            said = "；".join([limit.text, *limit.details, f"{limit.source.text}（{limit.source.mark}）"])
            typer.echo(f"    期限：{said}")
        typer.echo(f"    依据：{line.source.text}（{line.source.mark}）")
