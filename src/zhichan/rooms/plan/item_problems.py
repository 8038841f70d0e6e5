"""Why an extracted item cannot be confirmed as it stands (不能确认的原因)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.db.models import CharField
from django.utils.translation import gettext as _

from zhichan.rooms.plan import item_values as values
from zhichan.rooms.plan.indicator_bounds import beyond_sense, growth_beyond_sense
from zhichan.rooms.plan.item_values import Json
from zhichan.rooms.plan.models import ExtractedItem, Indicator, PromisedInstrument, Target, Task

FIRST_YEAR, LAST_YEAR = 1949, 2149
_LARGEST = Decimal(10) ** 15
_SMALLEST_STEP = Decimal("0.0001")


def problems_of(kind: str, value: Json) -> list[str]:
    """One sentence for each thing that must be corrected first; empty when the item can be confirmed."""
    check = _CHECKS.get(kind)
    return list(check(value)) if check else []


def _target_problems(value: Json) -> Iterator[str]:
    target = values.target_of(value)
    yield from _length(_("指标名称"), target.name, _longest(Indicator, "name"))
    yield from _length(_("计量单位"), target.unit, _longest(Indicator, "unit_of_measure"), may_be_empty=True)
    if target.op not in Target.Op.values:
        yield _("没有读出目标要求（达到、超过、新增……），请更正。")
    elif target.op == Target.Op.RANGE:
        if target.value_min is None or target.value_max is None:
            yield _("区间目标要有上限和下限。")
        elif target.value_min > target.value_max:
            yield _("下限大于上限。")
    elif target.value is None:
        yield _("没有读出目标值，请更正。")
    figures = (target.value, target.value_min, target.value_max, target.baseline, target.growth_rate_pct)
    if any(not _fits(figure) for figure in figures if figure is not None):
        yield _("数值过大，或小数超过四位。")
    else:
        yield from _senseless(target)
    for year in (target.year, target.baseline_year):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            yield _("年份 %(year)s 不合理。") % {"year": year}


def _senseless(target: values.TargetValue) -> Iterator[str]:
    """The figures that an indicator of that unit cannot have, each told once."""
    for figure in (target.value, target.value_min, target.value_max, target.baseline):
        if figure is not None:
            yield from filter(None, [beyond_sense(figure, unit=target.unit, name=target.name)])
    if target.growth_rate_pct is not None:
        yield from filter(None, [growth_beyond_sense(target.growth_rate_pct)])


def _task_problems(value: Json) -> Iterator[str]:
    task = values.task_of(value)
    if not task.text:
        yield _("任务内容是空的。")
    yield from _length(_("任务标题"), task.title, _longest(Task, "title"))
    yield from _length(_("编号"), task.number, _longest(Task, "number"), may_be_empty=True)
    if task.kind not in Task.Kind.values:
        yield _("类别不对。")
    if task.deadline_kind not in Task.DeadlineKind.values:
        yield _("时限种类不对。")
    if task.deadline_kind == Task.DeadlineKind.BY_DATE and task.deadline_on is None:
        yield _("限期完成的任务没有读出日期，请更正。")


def _box_problems(value: Json) -> Iterator[str]:
    box = values.box_of(value)
    yield from _length(_("专栏编号"), box.number, 20, may_be_empty=True)
    yield from _length(_("专栏标题"), box.title, 200)


def _money_rule_problems(value: Json) -> Iterator[str]:
    """A rule may name no amount (给予适当奖励); an amount needs its unit."""
    rule = values.money_rule_of(value)
    amounts = [amount for amount in (rule.amount, rule.amount_min, rule.amount_max) if amount is not None]
    if any(amount < 0 or not _fits(amount) for amount in amounts):
        yield _("金额不合理。")
    if amounts and rule.unit not in {"元", "万元"}:
        yield _("金额单位要写明是元还是万元。")


def _instrument_problems(value: Json) -> Iterator[str]:
    instrument = values.instrument_of(value)
    yield from _length(_("文件名称"), instrument.title, _longest(PromisedInstrument, "title"))
    yield from _length(_("动作"), instrument.verb, _longest(PromisedInstrument, "verb"))


_CHECKS: dict[str, Callable[[Json], Iterator[str]]] = {
    ExtractedItem.Kind.TARGET: _target_problems,
    ExtractedItem.Kind.TASK: _task_problems,
    ExtractedItem.Kind.BOX: _box_problems,
    ExtractedItem.Kind.MONEY_RULE: _money_rule_problems,
    ExtractedItem.Kind.INSTRUMENT: _instrument_problems,
}


def _length(label: str, text: str, longest: int, *, may_be_empty: bool = False) -> Iterator[str]:
    if not text and not may_be_empty:
        yield _("%(label)s是空的。") % {"label": label}
    if len(text) > longest:
        yield _("%(label)s超过 %(longest)d 个字，请更正。") % {"label": label, "longest": longest}


def _longest(model: type[Indicator | Task | PromisedInstrument], field: str) -> int:
    found = model._meta.get_field(field)
    return found.max_length or 0 if isinstance(found, CharField) else 0


def _fits(figure: Decimal) -> bool:
    return figure.is_finite() and abs(figure) < _LARGEST and figure == figure.quantize(_SMALLEST_STEP)
