"""``zhichan rules list``, ``explain`` and ``simulate``."""

from __future__ import annotations

import csv
import json as json_format
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from zhichan.core.errors import InvalidInput
from zhichan.core.upkeep.console import open_installation, print_json

if TYPE_CHECKING:
    from zhichan.core.rules.asking import Simulated
    from zhichan.core.rules.explaining import Explained

MOST_BYTES = 1_000_000
Day = Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="查询日，缺省今天")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]

app = typer.Typer(help="查询规则：列出、解释一个案件、成批试算。", no_args_is_help=True)


@app.command("list")
def list_sets(json: Json = False) -> None:
    """列出全部规则集。"""
    open_installation()
    from zhichan.core.rules.summary import set_values, sets_on

    values = [set_values(one) for one in sets_on(_today())]
    if json:
        print_json(values)
        return
    for one in values:
        open_ones = f"，{one['unsettled_count']} 项依据待核" if one["unsettled_count"] else ""
        typer.echo(f"{one['name']}\t{one['label']}（{one['parameter_count']} 项参数{open_ones}）")


@app.command()
def explain(
    name: Annotated[str, typer.Argument(metavar="SET", help="规则集名；zhichan rules list 列出")],
    case: Annotated[str, typer.Argument(metavar="CASE.json", help="案件事实；- 从标准输入读")],
    on: Day = None,
    json: Json = False,
) -> None:
    """把一个案件套进规则：结果、理由和出处。"""
    open_installation()
    from zhichan.core.rules import asking
    from zhichan.core.rules.explaining import explained_values

    day = on.date() if on else _today()
    found = asking.explain(name, on=day, case=_read_case(case))
    if json:
        print_json({"rule_set": name, "on": day.isoformat(), **explained_values(found)})
    else:
        _print(found)


@app.command()
def simulate(
    name: Annotated[str, typer.Argument(metavar="SET", help="规则集名")],
    table: Annotated[Path, typer.Option("--input", metavar="FILE", help="csv，每行一个案件，列名即事实名")],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="写到文件，缺省标准输出")
    ] = None,
    on: Day = None,
    json: Json = False,
) -> int:
    """成批试算：读 csv，写 csv（或 JSON）。有行读不了时退出码为 1。"""
    open_installation()
    from zhichan.core.rules import asking
    from zhichan.core.rules.loading import rule_set

    with _opened(table) as rows:
        extra = asking.check_columns(rule_set(name), rows.fieldnames or ())
        if extra:
            typer.echo(f"不是这个规则的事实，原样带出：{'、'.join(extra)}", err=True)
        done = list(asking.simulate(name, rows, on=on.date() if on else _today()))
    if json:
        print_json([_as_json(one) for one in done])
    elif output is None:
        _write(sys.stdout, rows.fieldnames or (), done)
    else:
        with output.open("w", encoding="utf-8-sig", newline="") as file:
            _write(file, rows.fieldnames or (), done)
    failed = sum(bool(one.error) for one in done)
    typer.echo(f"{len(done)} 行，{failed} 行读不了。", err=True)
    return 1 if failed else 0


def _today() -> date:
    from django.utils import timezone

    return timezone.localdate()


def _read_case(place: str) -> Mapping[str, Any]:
    """Raises InvalidInput for what is no JSON object of facts."""
    try:
        text = sys.stdin.read(MOST_BYTES + 1) if place == "-" else _text_of(Path(place))
        value = json_format.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput(f"“{place}”不是 JSON。") from None
    if not isinstance(value, dict):
        raise InvalidInput(f'“{place}”要写成一个 JSON 对象：{{"事实名": 值}}。')
    return value


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidInput(f"读不了“{path}”：{error.strerror}。") from None
    if len(data) > MOST_BYTES:
        raise InvalidInput(f"“{path}”超过 1 MB，不像一个案件。")
    return data.decode("utf-8-sig")


@contextmanager
def _opened(path: Path) -> Iterator[csv.DictReader[str]]:
    """The rows of a table. Raises InvalidInput for a file that is not there, not UTF-8 or has no heading."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, restkey="", restval="")
            if not rows.fieldnames:
                raise InvalidInput(f"“{path}”是空的：第一行要写列名。")
            yield rows
    except OSError as error:
        raise InvalidInput(f"读不了“{path}”：{error.strerror}。") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"“{path}”不是 UTF-8 编码，请另存为 UTF-8 的 csv。") from None
    except csv.Error as error:
        raise InvalidInput(f"“{path}”不是合格的 csv：{error}。") from None


def _as_json(one: Simulated) -> dict[str, Any]:
    from zhichan.core.rules.explaining import explained_values

    told = explained_values(one.found) if one.found else {}
    return {"row": {name: text for name, text in one.row.items() if name}, "error": one.error or None, **told}


def _write(file: IO[str], columns: Any, done: list[Simulated]) -> None:
    """The columns that came in, then the parts of the result, the reasons and the error of each row."""
    from zhichan.core.exports.cells import guarded, unguarded
    from zhichan.core.rules.explaining import plain

    results = [plain(one.found.result) if one.found else {} for one in done]
    parts = list(dict.fromkeys(name for result in results for name in result))
    writer = csv.writer(file)
    writer.writerow([*columns, *(f"result_{part}" for part in parts), "unsettled", "reasons", "error"])
    for one, result in zip(done, results, strict=True):
        own = [guarded(unguarded(one.row.get(name, ""))) for name in columns]
        writer.writerow([*own, *(_cell(result.get(part)) for part in parts), *_told(one)])


def _told(one: Simulated) -> list[str]:
    if one.found is None:
        return ["", "", one.error]
    unsettled = "；".join(source.words for source in one.found.unsettled)
    return [unsettled, "\n".join(reason.text for reason in one.found.reasons), ""]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        return json_format.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _print(found: Explained[Any]) -> None:
    from zhichan.core.rules.showing import facts_of
    from zhichan.core.rules.sources import MARK_LABELS

    typer.echo(found.lead)
    for label, text in facts_of(found.result):
        typer.echo(f"{label}：{text}")
    for number, reason in enumerate(found.reasons, 1):
        sources = "；".join(f"{one.words}（{MARK_LABELS[one.mark]}）" for one in reason.sources)
        typer.echo(f"{number:3}. {reason.text}" + (f"\n     {sources}" if sources else ""))
    if found.unsettled:
        typer.echo("依据待核：" + "；".join(one.words for one in found.unsettled) + "。结果只供参考。")
