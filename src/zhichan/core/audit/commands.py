"""``zhichan audit verify`` and ``zhichan audit root``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhichan.core.upkeep.console import open_installation, print_json

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
KeptRoots = Annotated[
    list[Path] | None, typer.Option("--root", metavar="FILE", help="保存在外的日封存文件，可多次给出")
]


@app.command(help="校验审计链：改动、缺失、次序、整体删除、截尾。有发现时退出码为 1。")
def verify(root: KeptRoots = None, json: AsJson = False) -> None:
    """Verify the audit record, also against seals that were kept outside."""
    open_installation()
    from zhichan.core.audit.presenting import report_document, report_lines
    from zhichan.core.audit.seal_checks import read_handed_root
    from zhichan.core.audit.verify import verify_audit

    report = verify_audit(handed_roots=[read_handed_root(path) for path in root or []])
    if json:
        print_json(report_document(report))
    else:
        typer.echo("\n".join(report_lines(report)))
    if not report.is_sound:
        raise typer.Exit(1)


@app.command(help="输出最近一次日封存（根摘要），供交由外部保存。")
def root(json: AsJson = False) -> None:
    """Print the latest daily seal, or the root over everything while no day was sealed yet."""
    open_installation()
    from zhichan.core.audit.seals import latest_document

    document = latest_document()
    if json:
        print_json(document)
    else:
        typer.echo("\n".join(f"{name}: {value}" for name, value in document.items()))
