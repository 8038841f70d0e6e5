"""``zhichan search-marks NAME``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhichan.core.errors import InvalidInput, ZhichanError
from zhichan.core.search.commands import refuse
from zhichan.core.upkeep.console import open_installation, print_json, table_console

if TYPE_CHECKING:
    from zhichan.core.marks.scoring import Likeness
    from zhichan.rooms.registry.face import MarkTold


def search_marks(
    name: Annotated[str, typer.Argument(metavar="文字", help="商标的文字")],
    classes: Annotated[list[int], typer.Option("--class", help="类别，可写多次")] = [],  # noqa: B006
    groups: Annotated[list[str], typer.Option("--group", help="类似群或其开头，可写多次")] = [],  # noqa: B006
    least: Annotated[int, typer.Option("--least", help="得分不低于，60 到 100")] = 60,
    limit: Annotated[int, typer.Option("--limit", min=0, help="列出多少件")] = 50,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """找与一个商标近似的商标，得分高的在前；先把索引更新到最新。"""
    open_installation()
    try:
        _answered(name, classes, groups, least, limit, as_json=json)
    except ZhichanError as refused:
        refuse(refused, name, as_json=json)


def _answered(
    name: str, classes: list[int], groups: list[str], least: int, limit: int, *, as_json: bool
) -> None:
    from zhichan.core.access.actor import system_actor
    from zhichan.core.marks.elements import mark_of
    from zhichan.core.marks.keys import LEAST_FOUND
    from zhichan.core.marks.scoring import IDENTICAL
    from zhichan.core.search.indexing import bring_up_to_date
    from zhichan.rooms.registry.face import Narrowing, marks_told
    from zhichan.rooms.search.queries.marks import MarkQuestion, marks_like

    if not LEAST_FOUND <= least <= IDENTICAL:
        raise InvalidInput(f"--least {least}：得分写 {LEAST_FOUND} 到 {IDENTICAL}，更低的不保证查全。")
    if mark_of(name).is_empty:
        raise InvalidInput(f"“{name[:40]}”里没有可以比对的文字，请写汉字、字母或数字。")
    bring_up_to_date(wait=True)
    actor = system_actor("console")
    narrowing = Narrowing(tuple(map(_class, classes)), tuple(map(_group, groups)))
    answer = marks_like(MarkQuestion(name, narrowing=narrowing, least=least), actor)
    shown = answer.marks[:limit]
    told = marks_told([hit.mark.pk for hit in shown], actor)
    hits = [_hit(told[hit.mark.pk], hit.likeness) for hit in shown if hit.mark.pk in told]
    if as_json:
        count = {"count": len(answer.marks), "compared": answer.compared, "is_cut": answer.is_cut}
        print_json({**count, "took_ms": answer.took_ms, "hits": hits})
    else:
        _print(len(answer.marks), answer.took_ms, hits)


def _class(number: int) -> str:
    if not 0 < number < 46:
        raise InvalidInput(f"没有第 {number} 类：类别是 1 到 45。")
    return f"{number:02d}"


def _group(text: str) -> str:
    is_number = text.isascii() and text.isdigit() and 2 <= len(text) <= 4
    if not is_number or not 0 < int(text[:2]) < 46:
        raise InvalidInput(f"“{text[:40]}”不是类似群：写两到四位数字，前两位是类别 01 到 45，如 3001。")
    return text


def _hit(told: MarkTold, likeness: Likeness) -> dict[str, Any]:
    from zhichan.core.marks.wording import reasons_text

    return {
        "id": told.pk,
        "title": told.title,
        "number": told.number,
        "class": told.nice_class,
        "groups": told.groups,
        "status": told.status,
        "holder": told.holder,
        "score": likeness.score,
        "shape": likeness.shape,
        "sound": likeness.sound,
        "meaning": likeness.meaning,
        "rules": [{"id": one.rule_id, "is_excepted": one.is_excepted} for one in likeness.rules],
        "reasons": reasons_text(likeness),
    }


def _print(count: int, took_ms: float, hits: list[dict[str, Any]]) -> None:
    from rich.table import Table

    console = table_console()
    console.print(f"{count:,} 件近似 · {took_ms} 毫秒", highlight=False)
    table = Table("商标", "注册号与类别", "得分", "形", "音", "义", "理由", "第一注册人")
    for hit in hits:
        figures = (str(hit[one]) for one in ("score", "shape", "sound", "meaning"))
        table.add_row(hit["title"], hit["number"], *figures, hit["reasons"], hit["holder"])
    console.print(table)
