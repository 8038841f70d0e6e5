"""A reading and its findings for people at a terminal (终端摘要)."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from zhichan.rooms.plan.reading.model import Goal, PlanReading, Span, Target, Task

_KINDS = {"task": "任务", "project": "工程", "safeguard": "保障", "paragraph": "段落"}
_GENRES = {
    "five-year-plan": "五年规划",
    "work-plan": "工作方案（计划）",
    "task-assignment": "任务分工",
    "annual-points": "年度要点",
    "measures": "政策措施",
    "other": "其他",
}
_ROLES = {"adopted": "审议", "issued": "印发", "posted": "发布", "page-banner": "页面日期"}
_SIGNS = {"=": "", ">=": "≥", ">": "＞", "+=": "＋", "~": "约", "range": ""}
_SEVERITIES = {"error": "[red]错误[/]", "warn": "[yellow]警告[/]", "info": "提示"}
_NOTHING = "—"


def print_summary(reading: PlanReading, console: Console | None = None) -> None:
    """Facts, counts, targets and tasks, then the findings."""
    out = console or Console(highlight=False)
    _print_facts(reading, out)
    if reading.targets:
        out.print(_targets(reading))
    if reading.tasks:
        out.print(_tasks(reading))
    print_findings(reading, out)


def print_findings(reading: PlanReading, console: Console | None = None) -> None:
    """Lints with the line each stands on (every contradiction is one), or one line that there are none."""
    out = console or Console(highlight=False)
    for lint in reading.lints:
        place = f"第 {_line_number(reading, lint.span)} 行：" if lint.span else ""
        _say(out, f"{_SEVERITIES[lint.severity]} {place}{escape(lint.message)} [dim]{lint.code}[/]")
    if not reading.lints:
        _say(out, "没有发现问题。")


def _print_facts(reading: PlanReading, out: Console) -> None:
    facts = reading.document
    period = f"{facts.period.start}—{facts.period.end}" if facts.period else _NOTHING
    dates = "，".join(f"{_ROLES[one.role]} {one.date or one.text}" for one in facts.dates)
    _say(out, f"[bold]{escape(facts.title or '（没有读到标题）')}[/]")
    _say(out, f"{_GENRES[facts.genre]}　规划期 {period}　{'　'.join(facts.region)}")
    _say(
        out, escape(f"{'、'.join(facts.issuers) or _NOTHING}　{facts.doc_number_normal or _NOTHING}　{dates}")
    )
    counts = (
        ("指标", len(reading.targets)),
        ("任务", len(reading.tasks)),
        ("专栏", len(reading.boxes)),
        ("资助标准", len(reading.money_rules)),
        ("待出台文件", len(reading.instruments)),
    )
    _say(out, "　".join(f"{name} {count}" for name, count in counts))


def _targets(reading: PlanReading) -> Table:
    table = Table("编号", "指标", "基期", "目标", "单位", "属性", title="指标", title_justify="left")
    for target in reading.targets:
        baseline = _figure(target.baseline.value) if target.baseline else _NOTHING
        table.add_row(
            target.id,
            escape(target.name),
            baseline,
            _goal(target),
            escape(target.unit or _NOTHING),
            target.nature or _NOTHING,
        )
    return table


def _goal(target: Target) -> str:
    goal = target.target
    if goal is None:
        return _NOTHING
    year = f"（{goal.year}）" if goal.year else ""
    return f"{_SIGNS[goal.op]}{_goal_figures(goal)}{year}"


def _goal_figures(goal: Goal) -> str:
    if goal.value is not None:
        return _figure(goal.value)
    ends = (goal.value_min, goal.value_max)
    return "—".join(_figure(end) for end in ends if end is not None)


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _tasks(reading: PlanReading) -> Table:
    table = Table("编号", "类别", "内容", "牵头", "参与", "时限", title="任务", title_justify="left")
    for task in reading.tasks:
        table.add_row(
            f"{task.id} {task.number or ''}".strip(),
            _KINDS[task.kind],
            escape(_short(task)),
            escape("、".join(task.lead) or _NOTHING),
            escape("、".join(task.participants) or _NOTHING),
            escape(task.deadline.text) if task.deadline else _NOTHING,
        )
    return table


def _short(task: Task, longest: int = 40) -> str:
    words = " ".join((task.title or task.text).split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def _line_number(reading: PlanReading, span: Span) -> int:
    return reading.source.text.count("\n", 0, span[0]) + 1


def _say(out: Console, markup: str) -> None:
    """Print a line of text whole, however narrow the terminal is."""
    out.print(markup, soft_wrap=True)
