"""``zhichan search QUERY``, ``zhichan index status|rebuild``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhichan.core.errors import InvalidInput, ZhichanError
from zhichan.core.upkeep.console import open_installation, print_json, table_console

if TYPE_CHECKING:
    from zhichan.core.access.actor import Actor
    from zhichan.core.search.asking import Answer, Question
    from zhichan.core.search.collection import Collection, Hit
    from zhichan.core.search.index import Facet

VALUES_ASKED = 50
index = typer.Typer(no_args_is_help=True, help="检索索引：状态、重建")


def search(
    query: Annotated[str, typer.Argument(help="检索式，例如 “TI=电池 AND AD>=2020”")] = "",
    collection: Annotated[str, typer.Option("--in", help="检索库，见 zhichan index status")] = "patent",
    count: Annotated[bool, typer.Option("--count", help="只要件数")] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help="列出多少件；0 只要件数和统计")] = 20,
    sort: Annotated[str, typer.Option("--sort", help="排序字段，前加 - 为降序")] = "",
    facet: Annotated[
        list[str], typer.Option("--facet", help="统计哪个字段，可写多次；不写时只有 --json 统计，为常用字段")
    ] = [],  # noqa: B006
    similar: Annotated[
        str,
        typer.Option(
            "--similar", help="找与一个文本文件或一件专利（申请号）相似的；检索式可不写，写了就只在其中找"
        ),
    ] = "",
    export: Annotated[
        Path | None, typer.Option("--export", help="全部命中写入 .xlsx、.csv 或 .docx 文件")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """检索专利、商标、主体等，先把索引更新到最新。"""
    open_installation()
    from zhichan.core.search.asking import Question
    from zhichan.core.search.index import Order
    from zhichan.core.search.indexing import bring_up_to_date

    bring_up_to_date(wait=True)
    order = Order(sort.lstrip("+-"), is_rising=not sort.startswith("-")) if sort else None
    facets = dict.fromkeys(facet, VALUES_ASKED) if facet or (limit and not json) else None
    asked = Question(collection, query, order, None, limit, facets)
    try:
        if similar:
            _print_alike(similar, query, collection, limit, as_json=json)
        else:
            _answered(asked, export, is_counted=count, as_json=json)
    except ZhichanError as refused:
        refuse(refused, query, as_json=json)


def _answered(asked: Question, export: Path | None, *, is_counted: bool, as_json: bool) -> None:
    from zhichan.core.access.actor import system_actor
    from zhichan.core.search.asking import ask, count_of

    actor = system_actor("console")
    if export is not None:
        _export(asked, export, actor, json=as_json)
    elif is_counted:
        found, snapshot = count_of(asked, actor)
        print_json({"count": found, "snapshot": snapshot}) if as_json else typer.echo(found)
    elif as_json:
        print_json(_as_json(ask(asked, actor), asked.collection))
    else:
        _print(ask(asked, actor), asked.collection)


def refuse(refused: ZhichanError, query: str, *, as_json: bool) -> None:
    """With the place in the query where it has one. Raises what was refused, or ends as JSON."""
    from zhichan.core.search.language.errors import QueryError

    place = refused.marked(query)[1] if isinstance(refused, QueryError) else ""
    if not as_json:
        if not isinstance(refused, QueryError):
            raise refused
        told = f"第 {refused.start + 1} 个字起" + (f"：{place[:40]}" if place else "")
        raise InvalidInput(f"{refused.message}（{told}）") from refused
    error: dict[str, Any] = {"code": refused.code, "message": refused.message}
    if isinstance(refused, QueryError):
        error |= {"problem": refused.problem, "hint": refused.hint, "text": place}
        error |= {"start": refused.start, "end": refused.end}
    print_json({"error": error})
    raise typer.Exit(2)


def _print_alike(similar: str, line: str, collection: str, limit: int, *, as_json: bool) -> None:
    from rich.table import Table

    from zhichan.core.access.actor import system_actor
    from zhichan.core.search.asking_alike import ask_alike, question_of

    answer = ask_alike(question_of(similar, collection, line, limit), system_actor("console"))
    if as_json:
        hits = [
            {**_hit(one.hit), "shared": {part.text: part.weight_permille for part in one.shared}}
            for one in answer.found
        ]
        print_json({"snapshot": answer.snapshot, "took_ms": answer.took_ms, "hits": hits})
        return
    console = table_console()
    console.print(f"快照 {answer.snapshot} · {answer.took_ms} 毫秒", highlight=False)
    table = Table("号码", "名称", "权利人", "共有")
    for one in answer.found:
        shared = "；".join(part.text for part in one.shared)
        table.add_row(one.hit.number, one.hit.title, one.hit.facts.get("applicant", ""), shared)
    console.print(table)


def _export(asked: Question, path: Path, actor: Actor, *, json: bool) -> None:
    """Write everything found; the file is there whole or not at all."""
    import shutil

    from django.utils import timezone

    from zhichan.core.search.exporting import export_found, notes_of

    def notes(count: int, snapshot: str) -> Sequence[str]:
        return notes_of(asked.line, count, snapshot, who=actor.name, at=timezone.now())

    if path.is_dir() or not path.parent.is_dir():
        raise InvalidInput(f"{path}：不能写成文件，请换个位置。")
    made = export_found(asked, actor, kind=path.suffix.lower().lstrip("."), notes=notes)
    beside = path.with_name(f"{path.name}.part")
    try:
        with made.file, beside.open("wb") as file:
            shutil.copyfileobj(made.file, file)
        beside.replace(path)
    except OSError as error:
        raise InvalidInput(f"{path}：{error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
    told = {"count": made.count, "rows": made.rows, "snapshot": made.snapshot, "file": str(path)}
    print_json(told) if json else typer.echo(f"{made.rows:,} 件已写入 {path}，快照 {made.snapshot}")


def _as_json(answer: Answer, name: str) -> dict[str, Any]:
    from zhichan.core.search.asking import found_collection

    collection = found_collection(name)
    return {
        "count": answer.count,
        "snapshot": answer.snapshot,
        "took_ms": answer.took_ms,
        "notes": [
            {"message": one.message, "start": one.start, "end": one.end, "instead": one.instead}
            for one in answer.notes
        ],
        "hits": [_hit(hit) for hit in answer.hits],
        "facets": {
            one.field: [
                {"value": value.value, "label": label, "count": value.count}
                for value, label in zip(one.counts, _labels(one, collection), strict=True)
            ]
            for one in answer.facets
        },
    }


def _labels(facet: Facet, collection: Collection) -> list[str]:
    """What people read for the values of a facet."""
    values = [one.value for one in facet.counts]
    words = collection.words_of(facet.field, values)
    return [words.get(value, value) for value in values]


def _hit(hit: Hit) -> dict[str, Any]:
    """What is told of it; of a value of a list its code and the word for it."""
    coded = {name: {"value": code, "label": word} for name, (code, word) in hit.coded.items()}
    return {"id": hit.id, "number": hit.number, "title": hit.title, **hit.facts, **coded}


def _print(answer: Answer, name: str) -> None:
    from rich.table import Table

    from zhichan.core.search.asking import found_collection

    console, collection = table_console(), found_collection(name)
    for note in answer.notes:
        instead = f"可改为：{note.instead}" if note.instead else ""
        typer.echo(f"提示：{note.message}{instead}", err=True)
    console.print(f"{answer.count:,} 件 · 快照 {answer.snapshot} · {answer.took_ms} 毫秒", highlight=False)
    table = Table("号码", "名称", "说明")
    for hit in answer.hits:
        table.add_row(hit.number, hit.title, hit.about)
    if answer.hits:
        console.print(table)
    for one in answer.facets:
        labels = _labels(one, collection)
        told = "；".join(f"{label} {value.count:,}" for value, label in zip(one.counts, labels, strict=True))
        console.print(f"{collection.by_name[one.field].head}：{told}", highlight=False)


@index.command("status")
def status(json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """各检索库的索引：快照、件数、等待更新的变动。"""
    open_installation()
    from zhichan.core.search.collection import EVERYTHING, collections
    from zhichan.core.search.indexing import is_current, is_sound, searcher_of, waiting
    from zhichan.core.search.models import SearchState
    from zhichan.core.search.tree import Everything

    states = {state.collection: state for state in SearchState.objects.all()}
    told = []
    for collection in collections():
        state = states.get(collection.name)
        whole = is_current(collection) and is_sound(collection)
        told.append(
            {
                "collection": collection.name,
                "is_current": whole,
                "records": searcher_of(collection).count(Everything(), EVERYTHING) if whole else None,
                "snapshot": state.snapshot if state else "",
                "built_at": state.built_at.isoformat() if state and state.built_at else None,
                "changed_at": state.changed_at.isoformat() if state and state.changed_at else None,
                "build_reason": state.build_reason if state else "",
            }
        )
    if json:
        print_json({"waiting": waiting(), "collections": told})
        return
    typer.echo(f"等待更新的变动：{waiting():,}")
    for one in told:
        state_word = "可用" if one["is_current"] else "待重建"
        typer.echo(
            f"{one['collection']}：{state_word}，{one['records'] or 0:,} 件，快照 {one['snapshot'] or '—'}"
        )


@index.command("rebuild")
def rebuild(
    collection: Annotated[str, typer.Argument(help="检索库；不写则全部")] = "",
) -> None:
    """重新建立索引；期间旧的索引照常应答。"""
    open_installation()
    from zhichan.core.search.asking import found_collection
    from zhichan.core.search.collection import collections
    from zhichan.core.search.indexing import build, take_in, turn_to_index

    chosen = [found_collection(collection)] if collection else list(collections())
    with turn_to_index(wait=True):
        for one in chosen:
            done = 0
            for done in build(one, "手动重建"):
                if done % 50_000 < 500:
                    typer.echo(f"{one.name}：{done:,}", err=True)
            typer.echo(f"{one.name}：{done:,} 件已建成")
        take_in()
