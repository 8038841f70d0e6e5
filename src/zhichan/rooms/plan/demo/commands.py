"""``zhichan demo``: load the demo district (示例区) and print its accounts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from zhichan.core.upkeep.console import open_installation, print_json

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def demo(json: AsJson = False) -> None:
    """Load the fictional district 云川区 into an empty installation; a second run changes nothing."""
    open_installation()
    from zhichan.rooms.plan.demo.load import demo_accounts, load_or_refuse

    was_loaded = load_or_refuse()
    accounts = demo_accounts()
    if json:
        print_json({"loaded": was_loaded, "accounts": [asdict(one) for one in accounts]})
        return
    typer.echo("示例区已载入。" if was_loaded else "示例区早已载入，没有改动。")
    typer.echo("示例账号（口令相同）：")
    for one in accounts:
        typer.echo(f"  {one.username:<12}{one.password}  {one.name}（{one.role_label}）")
