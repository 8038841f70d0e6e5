"""Reads the templates of plans from their files, and says with file and line what is wrong in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from zhichan.core.errors import NotFound
from zhichan.core.measures.declaration import measure_named
from zhichan.core.rules.nodes import Fault, Node, read_yaml
from zhichan.rooms.plan.models import Indicator, Plan, Target, Task
from zhichan.rooms.plan.plan_templates.definition import (
    OFFICE,
    UNIT,
    YEAR,
    IndicatorPattern,
    Limit,
    Owner,
    PlanTemplate,
    Spread,
    TaskPattern,
    Term,
)

FOLDER = Path(__file__).parent
MOST_DAYS = 3660
_FIELDS = ("label", "note", "genre", "title", "days", "spread", "tasks", "indicators")
_TASK = ("title", "text", "kind", "chapter", "owner", "helpers", "deadline")
_INDICATOR = ("name", "unit", "op", "counting", "value", "measure")
_PLACE = re.compile(r"\{([^{}]*)\}")


class FaultyTemplate(Exception):
    """A template that cannot be used: ``plan_templates/file:line: reason``, a line for each fault."""


@cache
def all_templates() -> tuple[PlanTemplate, ...]:
    """Every template, by the name of its file. Raises FaultyTemplate."""
    return tuple(load(path) for path in sorted(FOLDER.glob("*.yaml")))


def template_named(name: str) -> PlanTemplate:
    """Raises NotFound for a name no file has."""
    for one in all_templates():
        if one.name == name:
            return one
    raise NotFound(_("没有这个方案模板。"), template=name[:60])


def load(path: Path) -> PlanTemplate:
    """One template from its file. Raises FaultyTemplate with every fault, in the order of lines."""
    faults: list[Fault] = []
    template = _template(path.stem, read_yaml(path, faults))
    if faults:
        lines = [f"plan_templates/{path.name}:{one.line}: {one.reason}" for one in sorted(faults)]
        raise FaultyTemplate("\n".join(lines))
    return template


def _template(name: str, root: Node) -> PlanTemplate:
    fields = root.fields(_FIELDS, needed=_FIELDS[:-1])
    spread = Spread(_one_of(fields["spread"], Spread.values, Spread.ONE))
    title = fields["title"]
    _check_title(title, spread)
    tasks = tuple(_task(node) for node in fields["tasks"].each())
    if not tasks:
        fields["tasks"].fault("至少要有一项任务")
    indicators = fields["indicators"]
    return PlanTemplate(
        name=name,
        label=_words(fields["label"], 60),
        note=_words(fields["note"], 400),
        genre=_one_of(fields["genre"], Plan.Genre.values, Plan.Genre.WORK_PLAN),
        title=_words(title, 200),
        days=_days(fields["days"]),
        spread=spread,
        tasks=tasks,
        indicators=tuple(_indicator(node) for node in indicators.each()),
    )


def _check_title(node: Node, spread: Spread) -> None:
    places = _PLACE.findall(node.text)
    for place in places:
        if place not in (YEAR, UNIT, OFFICE):
            node.fault(f"标题里不能写 {{{place}}}；可以写 {{{YEAR}}}、{{{UNIT}}}、{{{OFFICE}}}")
    if spread is Spread.EACH and UNIT not in places:
        node.fault(f"每个单位各一个方案时，标题里要有 {{{UNIT}}}")


def _task(node: Node) -> TaskPattern:
    fields = node.fields(_TASK, needed=("title", "text", "owner", "deadline"))
    helpers = fields["helpers"]
    return TaskPattern(
        title=_words(fields["title"], 200),
        text=_words(fields["text"], 4000),
        kind=_one_of(
            fields["kind"], (Task.Kind.TASK, Task.Kind.PROJECT, Task.Kind.SAFEGUARD), Task.Kind.TASK
        ),
        chapter="" if fields["chapter"].is_missing else _words(fields["chapter"], 200),
        owner=Owner(_one_of(fields["owner"], Owner.values, Owner.OFFICE)),
        helpers=None if helpers.is_missing else Owner(_one_of(helpers, Owner.values, Owner.UNITS)),
        limit=_limit(fields["deadline"]),
    )


def _limit(node: Node) -> Limit:
    text = node.text
    if text in (Term.END, Term.ONGOING):
        return Limit(Term(text))
    return Limit(Term.DAYS, _days(node))


def _indicator(node: Node) -> IndicatorPattern:
    fields = node.fields(_INDICATOR, needed=("name", "op", "counting"))
    measure = fields["measure"].text
    if measure:
        try:
            measure_named(measure)
        except NotFound:
            fields["measure"].fault(f"没有“{measure}”这个计算口径")
    ops = (Target.Op.EQUALS, Target.Op.REACH, Target.Op.EXCEED, Target.Op.INCREASE)
    return IndicatorPattern(
        name=_words(fields["name"], 120),
        unit=fields["unit"].text,
        op=_one_of(fields["op"], ops, Target.Op.REACH),
        counting=_one_of(fields["counting"], Indicator.Counting.values, Indicator.Counting.UNDECIDED),
        value=_figure(fields["value"]),
        measure=measure,
    )


def _words(node: Node, most: int) -> str:
    text = node.text
    if not node.is_missing and not text:
        node.fault("这里不能空着")
    if len(text) > most:
        node.fault(f"不能超过 {most} 个字")
    return text


def _one_of(node: Node, allowed: Sequence[str], usual: str) -> str:
    """One of the values; the usual one where nothing is written."""
    if node.is_missing:
        return usual
    if node.text in allowed:
        return node.text
    node.fault(f"“{node.text[:40]}”不行；可以写 {'、'.join(str(one) for one in allowed)}")
    return usual


def _days(node: Node) -> int:
    text = node.text
    if not node.is_missing and not (text.isdecimal() and 0 < int(text) <= MOST_DAYS):
        node.fault(f"“{text[:40]}”不是天数；请写 1 到 {MOST_DAYS} 的整数")
        return 1
    return int(text or 1)


def _figure(node: Node) -> Decimal | None:
    text = node.text
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        value = Decimal("NaN")
    if value is not None and not value.is_finite():
        node.fault(f"“{text[:40]}”不是数")
        return None
    return value
