"""``zhichan import``, ``zhichan undo`` and ``zhichan kinds``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhichan.core.errors import InvalidInput, ZhichanError
from zhichan.core.upkeep.console import open_installation, print_json

if TYPE_CHECKING:
    from zhichan.core.imports.models import ImportBatch
    from zhichan.core.registers.declaration import Register
    from zhichan.rooms.registry.queries.mappings import Way

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
FINDINGS = 1


def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="csv、xlsx、xml，可用 gzip 压缩")],
    kind: Annotated[
        str, typer.Option("--kind", help="版式或基础表名（见 zhichan kinds）；不写则按内容识别")
    ] = "",
    sender: Annotated[
        str, typer.Option("--sender", help="发送人（单位、个人或自定名称）；用为其记住的列对应")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只预览，不入库")] = False,
    known: Annotated[datetime | None, typer.Option("--known", formats=["%Y-%m-%d"], help="获知日期")] = None,
    json: AsJson = False,
) -> None:
    """读取、核对、入库，每个文件一个批次；拒收的行写明原因。分类表按台账导入对应的登记册。"""
    open_installation()
    asked = _Asked(kind, sender, dry_run, _end_of(known))
    results = [_imported(path, asked) for path in files]
    if json:
        print_json(results[0] if len(results) == 1 else results)
        return
    for result in results:
        _print(result)


def undo(batch: Annotated[int, typer.Argument(help="批次号")], json: AsJson = False) -> None:
    """撤销一个批次：它的内容从现在起不再算数，以前怎么知道的不变。"""
    open_installation()
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.registers.actions.undo import undo_batch
    from zhichan.core.registers.kept_work import kept_work_on

    by = system_actor("console")
    done = undo_batch(batch, by=by, at=timezone.now())
    kept = kept_work_on(done, by)
    if json:
        told = [{"what": one.what, "count": one.count, "names": one.names} for one in kept]
        print_json({"batch": done.pk, "state": done.state, "kept": told})
        return
    typer.echo(f"批次 {done.pk} 已撤销。")
    for one in kept:
        typer.echo(f"依据这一批的{one}：仍保留，其中的记录已不在册。")


def kinds(json: AsJson = False) -> None:
    """列出能按内容识别的文件版式，和台账导入的基础表。"""
    open_installation(make=False)
    from zhichan.rooms.registry.formats import all_formats
    from zhichan.rooms.registry.queries.mappings import reference_registers

    listed = [{"name": one.name, "kind": one.kind, "label": str(one.label)} for one in all_formats()]
    listed += [
        {"name": one.name, "kind": "reference", "label": str(one.label)} for one in reference_registers()
    ]
    if json:
        print_json(listed)
        return
    for told in listed:
        typer.echo("\t".join(told.values()))


@dataclass(frozen=True)
class _Asked:
    kind: str
    sender: str
    dry_run: bool
    known_at: datetime | None


def _imported(path: Path, asked: _Asked) -> dict[str, Any]:
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.registers.actions.batches import stage_batch
    from zhichan.core.registers.actions.commit import commit_batch
    from zhichan.rooms.registry.actions.mapped_files import abandon_mapping
    from zhichan.rooms.registry.queries.mappings import Way
    from zhichan.rooms.registry.reference_files import take_in

    _require_file(path)
    by, at = system_actor("console"), timezone.now()
    way = _way(path, asked, timezone.localdate(at))
    if not isinstance(way, Way):
        _require_no_options(way, asked)
        return take_in(path, way, dry_run=asked.dry_run, by=by, at=at)
    with _bar(path.name) as advance:
        batch, rows, mapped = _begun(path, way, asked, by, at)
        try:
            _follow(stage_batch(batch, rows, by=by, at=at), advance)
        except BaseException:
            if mapped is not None:
                abandon_mapping(mapped, by=by, at=at)
            raise
        if not asked.dry_run:
            _follow(commit_batch(batch.pk, by=by, at=timezone.now()), advance)
    return _result(batch)


def _begun(
    path: Path, way: Way, asked: _Asked, by: Any, at: datetime
) -> tuple[ImportBatch, Iterator[Any], int | None]:
    """A batch for the file, its rows, and the file that waits for a mapping again if they cannot be read."""
    from zhichan.core.registers.actions.batches import Incoming, begin_batch
    from zhichan.core.registers.importing.intake import intake_of
    from zhichan.rooms.registry.actions.mapped_files import (
        TableToMap,
        abandon_mapping,
        begin_mapped,
        open_remembered,
    )
    from zhichan.rooms.registry.formats import media_type_of
    from zhichan.rooms.registry.reading import rows_of_batch

    if way.remembered is not None:
        table = TableToMap(path, path.name, asked.sender, asked.known_at)
        waiting = open_remembered(table, way.remembered.pk, by=by, at=at)
        try:
            batch = begin_mapped(waiting.pk, by=by, at=at)
        except InvalidInput:
            abandon_mapping(waiting.pk, by=by, at=at)
            raise
        return batch, rows_of_batch(batch), waiting.pk
    assert way.layout is not None
    with path.open("rb") as content:
        media_type = media_type_of(path)
        incoming = Incoming(content, path.name, way.layout.name, media_type, asked.known_at, asked.sender)
        batch = begin_batch(intake_of(way.kind, way.label), incoming, by=by, at=at)
    return batch, way.layout.read(path), None


def _way(path: Path, asked: _Asked, on: date) -> Way | Register:
    """How a file is read: by a layout or a mapping, or as the ledger of a reference register."""
    from zhichan.rooms.registry.queries.mappings import MappingNeeded, sender_of, way_to_read

    if asked.kind:
        return _way_named(asked.kind)
    try:
        return way_to_read(path, sender_of(asked.sender, on))
    except MappingNeeded as refusal:
        return _reference(path, asked, refusal)


def _way_named(kind: str) -> Way | Register:
    from zhichan.rooms.registry.formats import format_named
    from zhichan.rooms.registry.queries.mappings import Way, reference_named

    if register := reference_named(kind):
        return register
    try:
        layout = format_named(kind)
    except KeyError:
        raise InvalidInput(f"没有“{kind}”这种版式；用 zhichan kinds 查看。") from None
    return Way(layout.kind, layout.label, layout)


def _reference(path: Path, asked: _Asked, refusal: ZhichanError) -> Register:
    """The register of a table of classes; of another that nobody has mapped is said what to do."""
    from zhichan.rooms.registry.formats.mapping.samples import sheet_samples
    from zhichan.rooms.registry.models.goods import GOODS_ITEMS
    from zhichan.rooms.registry.models.ipc_group import IPC_GROUPS
    from zhichan.rooms.registry.models.ipc_symbol import IPC_SYMBOLS
    from zhichan.rooms.registry.queries.mappings import ledger_hint, mapping_page_hint, reference_in

    register = reference_in(sheet_samples(path))
    if register in (GOODS_ITEMS, IPC_SYMBOLS, IPC_GROUPS):
        return register
    if register:  # 名称 and 地区代码 stand in many tables
        raise InvalidInput(ledger_hint(register)) from None
    hint = mapping_page_hint(asked.sender)
    raise InvalidInput(hint if asked.sender else f"{refusal.message}{hint}") from None


def _require_no_options(register: Register, asked: _Asked) -> None:
    """A ledger counts from when it comes in, whoever sent it."""
    if asked.sender or asked.known_at:
        raise InvalidInput(f"“{register.label}”按台账导入，不用 --sender 和 --known；请去掉再导入。")


def _follow(steps: Iterable[int], advance: Any) -> None:
    for done in steps:
        advance(done)


def _result(batch: ImportBatch) -> dict[str, Any]:
    from zhichan.core.registers.importing.staging import staging_of
    from zhichan.rooms.registry.models import MappedFile

    batch.refresh_from_db()
    mapped = MappedFile.objects.select_related("remembered").filter(batch=batch).first()
    with staging_of(batch.pk) as staging:
        reasons = [{"reason": r.reason, "count": r.count, "rows": r.rows} for r in staging.reasons()]
    return {
        "kind": batch.format,
        "sender": batch.sender,
        "mapping": mapped.remembered_id if mapped else None,
        "batch": batch.pk,
        "state": batch.state,
        "rows_in": batch.row_count,
        "new": batch.new_count,
        "changed": batch.changed_count,
        "same": batch.same_count,
        "refused": batch.refused_count,
        "reasons": reasons,
    }


def _print(result: dict[str, Any]) -> None:
    typer.echo(
        f"批次 {result['batch']}（{result['kind']}）：共 {result['rows_in']:,} 行，新增 {result['new']:,}，"
        f"变更 {result['changed']:,}，相同 {result['same']:,}，拒收 {result['refused']:,}。"
    )
    for reason in result["reasons"][:10]:
        rows = "、".join(map(str, reason["rows"][:5]))
        typer.echo(f"  拒收 {reason['count']:,} 行：{reason['reason']}（第 {rows} 行）")


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise InvalidInput(f"{path}：是文件夹，不是文件；请指定其中的文件。")
    if not path.is_file():
        raise InvalidInput(f"{path}：找不到文件；请检查路径。")


def _end_of(day: datetime | None) -> datetime | None:
    """The end of a day in the office's time: what was known that day was known by then."""
    from zhichan.core.registers.moments import end_of

    return end_of(day.date()) if day else None


@contextmanager
def _bar(name: str) -> Iterator[Any]:
    """A bar on standard error where somebody can see it."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,} 行"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(name, total=None)
        yield lambda done: bars.update(task, completed=done)
