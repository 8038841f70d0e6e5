"""``zhichan backup``, ``zhichan restore`` and ``zhichan doctor``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhichan.core.upkeep.console import open_installation, print_json

if TYPE_CHECKING:
    from zhichan.core.upkeep.archive import Manifest
    from zhichan.core.upkeep.backup import Progress
    from zhichan.core.upkeep.doctor import Outcome

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
ArchiveFile = Annotated[Path, typer.Argument(metavar="FILE", help="备份文件（.zip）")]


def backup(file: ArchiveFile, json: AsJson = False) -> None:
    """备份全部数据、文件和审计记录；可在运行中进行。"""
    open_installation()
    from django.utils import timezone

    from zhichan.core.access.actor import system_actor
    from zhichan.core.upkeep.backup import make_backup

    with _progress() as progress:
        manifest = make_backup(file, by=system_actor("console"), at=timezone.now(), progress=progress)
    _tell(manifest, file, json, "已备份到")


def restore(file: ArchiveFile, json: AsJson = False) -> None:
    """恢复备份；只能恢复到空的数据目录和空数据库。"""
    open_installation(make=False)
    from zhichan.core.upkeep.restore import restore_backup

    with _progress() as progress:
        manifest = restore_backup(file, progress=progress)
    _tell(manifest, file, json, "已恢复并核对")


def _tell(manifest: Manifest, file: Path, json: bool, done: str) -> None:
    counts = {
        "file": str(file),
        "made_at": manifest.made_at,
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "files": len(manifest.files),
        "audit_events": manifest.audit_events,
        "audit_root": manifest.audit_root,
    }
    if json:
        print_json(counts)
        return
    held = f"{manifest.rows} 行，{len(manifest.files)} 个文件，审计事件 {manifest.audit_events} 条"
    typer.echo(f"{done} {file}：{held}。")


@contextmanager
def _progress() -> Iterator[Progress]:
    """A line that moves on standard error, only where somebody can see it."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield lambda step: status.update(step)


def doctor(
    quick: Annotated[bool, typer.Option("--quick", help="不通读存储文件和审计链")] = False,
    json: AsJson = False,
) -> None:
    """检查本机安装是否健康；有问题时退出码为 1。"""
    open_installation()
    from django.utils import timezone

    from zhichan.core.upkeep.doctor import examine

    outcomes = examine(timezone.now(), thorough=not quick)
    is_good = all(outcome.is_good for outcome in outcomes)
    if json:
        print_json({"sound": is_good, "checks": [_document(outcome) for outcome in outcomes]})
    else:
        _print_table(outcomes)
    if not is_good:
        raise typer.Exit(1)


def _document(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.check.name,
        "label": str(outcome.check.label),
        "good": outcome.is_good,
        "remarks": [{"level": remark.level.value, "text": remark.text} for remark in outcome.remarks],
    }


def _print_table(outcomes: list[Outcome]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table("检查项", "结果", box=SIMPLE_HEAD)
    table.add_column("说明", overflow="fold")
    for outcome in outcomes:
        texts = "\n".join(remark.text for remark in outcome.remarks)
        table.add_row(str(outcome.check.label), "正常" if outcome.is_good else "有问题", texts)
    Console().print(table)
