"""The command ``zhichan``: every verb in one list, each loaded only when it is asked for.

To add a verb, add one line to ``VERBS``. Exit codes: 0 good, 1 findings, 2 bad input with one line on
standard error that says what is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple

import typer
from typer.exceptions import TyperException

from zhichan.core.errors import ZhichanError

GOOD, FINDINGS, BAD_INPUT = 0, 1, 2


class Verb(NamedTuple):
    """A verb and where it lives: ``module:attribute``, a Typer app or a function with Typer's annotations.

    ``passes_on``: options that ``zhichan`` does not know are handed to the function as they are.
    """

    name: str
    target: str
    help: str
    passes_on: bool = False


VERBS: tuple[Verb, ...] = (
    Verb("plan", "zhichan.rooms.plan.commands:app", "读取、检查规划文件"),
    Verb("import", "zhichan.rooms.registry.commands:import_files", "导入权利、主体、名单文件"),
    Verb("measure", "zhichan.core.measures.commands:measure", "从登记册计算指标"),
    Verb("deadline", "zhichan.core.matters.commands:deadline", "算一个期限哪天届满，列出每一步"),
    Verb("procedures", "zhichan.core.matters.procedure_commands:procedures", "列出办理程序，导出 BPMN"),
    Verb("rules", "zhichan.core.rules.commands:app", "查询规则：列出、解释、成批试算"),
    Verb("search", "zhichan.core.search.commands:search", "用检索式检索专利、商标、主体、规划、任务、事项"),
    Verb("search-marks", "zhichan.rooms.search.commands:search_marks", "找与一个商标近似的商标"),
    Verb("index", "zhichan.core.search.commands:index", "检索索引：状态、重建"),
    Verb("undo", "zhichan.rooms.registry.commands:undo", "撤销一个已入库的批次"),
    Verb("resolve", "zhichan.rooms.registry.joining.command:resolve", "归并还没有归并过的组织与个人"),
    Verb("kinds", "zhichan.rooms.registry.commands:kinds", "列出能识别的文件版式"),
    Verb("demo", "zhichan.rooms.plan.demo.commands:demo", "在空的安装里载入示例区"),
    Verb("serve", "zhichan.config.commands:serve", "启动知产（网页、后台任务、定时检查）"),
    Verb("worker", "zhichan.core.jobs.commands:worker", "只运行后台任务"),
    Verb("sweep", "zhichan.core.jobs.commands:sweep", "运行到期的定时任务"),
    Verb("audit", "zhichan.core.audit.commands:app", "校验审计链，输出日封存"),
    Verb("backup", "zhichan.core.upkeep.commands:backup", "备份全部数据、文件和审计记录"),
    Verb("restore", "zhichan.core.upkeep.commands:restore", "恢复备份到空的位置"),
    Verb("doctor", "zhichan.core.upkeep.commands:doctor", "检查本机安装是否健康"),
    Verb("manage", "zhichan.config.commands:manage", "运行 Django 管理命令", passes_on=True),
)

_USAGE_ERRORS = {
    "MissingParameter": "缺少参数",
    "NoSuchOption": "没有这个选项",
    "BadOptionUsage": "选项用法不对",
    "BadParameter": "参数值不对",
    "UsageError": "命令用法不对",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _app(words[0])(words, prog_name="zhichan", standalone_mode=False)
    except ZhichanError as error:
        return _refuse(error.message)
    except TyperException as error:
        return _refuse(_usage_message(error))
    except (typer.Abort, KeyboardInterrupt):
        return _refuse("已中断。")
    return code if isinstance(code, int) else GOOD


def _app(chosen: str) -> typer.Typer:
    """All verbs, only the chosen one with its module loaded."""
    app = typer.Typer(
        help="知产：知识产权局的工作平台。",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_together)
    for verb in VERBS:
        target = _target(verb) if verb.name == chosen else _not_loaded
        if isinstance(target, typer.Typer):
            app.add_typer(target, name=verb.name, help=verb.help)
        else:
            settings = {"ignore_unknown_options": True} if verb.passes_on else None
            app.command(verb.name, help=verb.help, context_settings=settings)(target)
    return app


def _together() -> None:
    """知产：知识产权局的工作平台。"""


def _not_loaded() -> None:
    """Stands in the list of verbs for one that was not asked for."""


def _target(verb: Verb) -> typer.Typer | Callable[..., object]:
    module, _, attribute = verb.target.partition(":")
    target: typer.Typer | Callable[..., object] = getattr(import_module(module), attribute)
    return target


def _usage_message(error: TyperException) -> str:
    what = _USAGE_ERRORS.get(type(error).__name__, "命令用法不对")
    said = getattr(error, "format_message", lambda: str(error))()
    return f"{what}：{said.rstrip('.')}。用 zhichan --help 查看用法。"


def _refuse(message: str) -> int:
    """Say one line on standard error."""
    print("zhichan: " + " ".join(message.split()), file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
