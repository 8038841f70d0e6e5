"""An extracted item in words (条目的文字): what a page shows of it and a comparison compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from zhichan.rooms.plan import item_values as values
from zhichan.rooms.plan.item_values import Json, PrintedUnit, TargetValue, TaskValue
from zhichan.rooms.plan.models import ExtractedItem, Indicator, Responsibility, Target, Task

_SHORT = 30


@dataclass(frozen=True)
class Words:
    """A label and what stands under it."""

    label: str
    text: str

    @property
    def is_long(self) -> bool:
        """Whether it is a sentence that wants a line of its own."""
        return len(self.text) > _SHORT


def title_of(kind: str, value: Json) -> str:
    """What the item is called in a list."""
    match kind:
        case ExtractedItem.Kind.TARGET:
            return values.target_of(value).name or _("（没有读出名称）")
        case ExtractedItem.Kind.TASK:
            task = values.task_of(value)
            return f"{task.number} {task.title}".strip()
        case ExtractedItem.Kind.BOX:
            box = values.box_of(value)
            return f"{box.number} {box.title}".strip() or _("（无标题）")
        case ExtractedItem.Kind.MONEY_RULE:
            return money_in_words(value)
        case ExtractedItem.Kind.INSTRUMENT:
            instrument = values.instrument_of(value)
            return f"{instrument.verb}《{instrument.title.strip('《》')}》"
        case _:
            return values.conflict_of(value).what


def words_of(kind: str, value: Json) -> tuple[Words, ...]:
    """The item's content under its title, empty parts left out."""
    describe = _DESCRIBE.get(kind)
    found = describe(value) if describe else iter(())
    return tuple(words for words in found if words.text)


def goal_in_words(target: TargetValue) -> str:
    """What is promised: 达到 15,000 件（2025）."""
    if target.op == Target.Op.RANGE:
        figure = f"{_figure(target.value_min)}–{_figure(target.value_max)}"
    else:
        figure = _figure(target.value)
    op = str(Target.Op(target.op).label) if target.op in Target.Op.values else ""
    sign = "" if target.op in {Target.Op.EQUALS, Target.Op.RANGE} else f"{op} "
    return f"{sign}{figure} {target.unit}".strip() + _in_year(target.year)


def money_in_words(value: Json) -> str:
    rule = values.money_rule_of(value)
    if rule.amount is not None:
        amount = _figure(rule.amount)
    else:
        amount = "–".join(_figure(side) for side in (rule.amount_min, rule.amount_max) if side is not None)
    per = f"/{rule.per}" if rule.per else ""
    return f"{amount or '—'} {rule.unit}{per}".strip() + (f" {rule.object}" if rule.object else "")


def units_in_words(printed: tuple[PrintedUnit, ...]) -> str:
    """牵头：区科技局；参与：区工信局、区商务局"""
    parts = []
    for role in Responsibility.Role:
        names = "、".join(unit.name for unit in printed if unit.role == role.value)
        if names:
            parts.append(f"{role.label}：{names}")
    return "；".join(parts)


def deadline_in_words(task: TaskValue) -> str:
    if task.deadline_on is not None:
        return task.deadline_on.isoformat()
    if task.deadline_kind == Task.DeadlineKind.ONGOING:
        return str(Task.DeadlineKind.ONGOING.label)
    return task.deadline_text


def _target_words(value: Json) -> Iterator[Words]:
    target = values.target_of(value)
    if target.baseline is not None:
        baseline = f"{_figure(target.baseline)} {target.unit}".strip() + _in_year(target.baseline_year)
        yield Words(_("基期"), baseline)
    yield Words(_("目标"), goal_in_words(target))
    yield Words(_("属性"), target.nature)
    if target.growth_rate_pct is not None:
        yield Words(_("年均增长"), f"{_figure(target.growth_rate_pct)}%")
    if target.counting != Indicator.Counting.UNDECIDED:
        yield Words(_("口径"), str(Indicator.Counting(target.counting).label))


def _task_words(value: Json) -> Iterator[Words]:
    task = values.task_of(value)
    yield Words(_("内容"), task.text)
    yield Words(_("分工"), units_in_words(task.printed))
    yield Words(_("时限"), deadline_in_words(task))
    yield Words(_("工作方面"), task.chapter)


def _box_words(value: Json) -> Iterator[Words]:
    for marker, text in values.box_of(value).items:
        yield Words(marker, text)


def _money_words(value: Json) -> Iterator[Words]:
    rule = values.money_rule_of(value)
    yield Words(_("类别"), rule.kind)
    yield Words(_("对象"), rule.object)
    yield Words(_("条件"), rule.condition)


def _conflict_words(value: Json) -> Iterator[Words]:
    yield Words(_("读法"), values.conflict_of(value).reading)


_DESCRIBE: dict[str, Callable[[Json], Iterator[Words]]] = {
    ExtractedItem.Kind.TARGET: _target_words,
    ExtractedItem.Kind.TASK: _task_words,
    ExtractedItem.Kind.BOX: _box_words,
    ExtractedItem.Kind.MONEY_RULE: _money_words,
    ExtractedItem.Kind.CONFLICT: _conflict_words,
}


def _figure(value: Decimal | None) -> str:
    """12,654 or 4.37; a dash where there is none."""
    if value is None:
        return "—"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _in_year(year: int | None) -> str:
    return f"（{year}）" if year else ""
