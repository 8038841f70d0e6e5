"""``zhichan plan read FILE`` and ``zhichan plan check FILE``. No Django: reading needs no database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.model import PlanReading
from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.schema import as_json, json_text
from zhichan.rooms.plan.reading.source import Progress
from zhichan.rooms.plan.reading.source.limits import MAX_FILE_BYTES, refuse_if_large

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="规划文件：txt、html、docx 或带文字层的 pdf")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@app.command(help="读出规划的结构：指标、任务、专栏、资助标准、待出台文件。")
def read(
    file: PlanFile,
    json: AsJson = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="JSON 中附上全文")] = False,
) -> None:
    """Print what the plan promises (schema zhichan-plan/1 with --json)."""
    reading = _reading(file)
    if json:
        sys.stdout.write(json_text(as_json(reading, with_text=with_text)))
    else:
        from zhichan.rooms.plan.reading.summary import print_summary

        print_summary(reading)


@app.command(help="检查规划自身的问题：前后矛盾、增长率、缺责任单位、日期异常。")
def check(file: PlanFile, json: AsJson = False) -> None:
    """Print what is wrong with the plan; exit 1 when there is more than mere notes."""
    reading = _reading(file)
    if json:
        found = as_json(reading)
        sys.stdout.write(json_text({name: found[name] for name in ("schema", "conflicts", "lints")}))
    else:
        from zhichan.rooms.plan.reading.summary import print_findings

        print_findings(reading)
    if any(lint.severity != "info" for lint in reading.lints):
        raise typer.Exit(1)


def _reading(file: Path) -> PlanReading:
    with _progress(file.name) as progress:
        return read_plan(_content(file), file.name, progress=progress)


def _content(file: Path) -> bytes:
    """The bytes of the file, refused by size before they are read."""
    try:
        if file.is_dir():
            raise InvalidInput(f"{file}：是文件夹，不是文件；请指定其中一个文件。", code="is_directory")
        refuse_if_large(file.stat().st_size, MAX_FILE_BYTES, file.name, "文件")
        return file.read_bytes()
    except FileNotFoundError as missing:
        raise InvalidInput(f"{file}：找不到文件；请检查路径。", code="no_file") from missing
    except PermissionError as refusal:
        raise InvalidInput(f"{file}：没有读取权限；请检查文件权限。", code="no_permission") from refusal
    except (OSError, ValueError) as failure:
        raise InvalidInput(f"{file}：无法读取；请检查路径和磁盘。", code="unreadable_file") from failure


@contextmanager
def _progress(name: str) -> Iterator[Progress | None]:
    """A bar on standard error while a long PDF is read, only where somebody can see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        pages = bars.add_task(name, total=None)
        yield lambda done, total: bars.update(pages, completed=done, total=total)
