"""What a rule set is (规则集), once its files are read: parameters, the formula of each day, worked cases."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from zhichan.core.rules.explaining import Explained
from zhichan.core.rules.parameters import Parameter, Valued
from zhichan.core.rules.values import kind_of

Function = Callable[..., Explained[Any]]


@dataclass(frozen=True)
class Formula:
    """A function with the day from which it is the shape of the rule."""

    from_on: date
    name: str
    function: Function


@dataclass(frozen=True)
class Slot:
    """A field of the parameters a formula takes: one parameter, or all of a group.

    ``may_be_unknown``: the figure may be missing; ``may_be_absent``: the rule need not be in force.
    """

    name: str
    kind: type
    is_group: bool = False
    may_be_unknown: bool = False
    may_be_absent: bool = False


@dataclass(frozen=True)
class WorkedCase:
    """A case worked by hand from the text. ``expect``: what the result holds among other things;
    ``because``: words that stand in the reasons; ``refused``: the code of the refusal, instead of both."""

    title: str
    on: date
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    because: tuple[str, ...] = ()
    refused: str = ""
    line: int = 0


@dataclass(frozen=True)
class RuleSet:
    """One folder of rules. ``case`` and ``takes``: the dataclasses Case and Parameters of its formulas."""

    name: str
    room: str
    label: str
    note: str
    parameters: Mapping[str, Parameter]
    formulas: tuple[Formula, ...]
    case: type
    takes: type
    cases: tuple[WorkedCase, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        return _slots(self.takes)

    def formula_on(self, day: date) -> Formula | None:
        """The formula on a day; None before the first."""
        begun = [one for one in self.formulas if one.from_on <= day]
        return begun[-1] if begun else None

    @property
    def first_day(self) -> date:
        """The earliest day on which any of its values holds."""
        return min(value.from_on for one in self.parameters.values() for value in one.values)


@cache
def _slots(takes: type) -> tuple[Slot, ...]:
    return tuple(slots_of(takes))


def slots_of(takes: type) -> Iterator[Slot]:
    """The slots of a class of parameters. Raises TypeError for a field that is neither kind."""
    hints = typing.get_type_hints(takes)
    for one in dataclasses.fields(takes):
        hint, may_be_absent = _without_none(hints[one.name])
        is_group = typing.get_origin(hint) is tuple
        if is_group:
            hint = typing.get_args(hint)[0]
        if typing.get_origin(hint) is not Valued:
            raise TypeError(f"{one.name}: {hint} is no Valued[…]")
        kind, may_be_unknown = _without_none(typing.get_args(hint)[0])
        yield Slot(one.name, kind, is_group, may_be_unknown, may_be_absent)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        rest = [one for one in typing.get_args(hint) if one is not type(None)]
        if len(rest) == 1:
            return rest[0], True
    return hint, False


def misfits(takes: type, parameters: Mapping[str, Parameter]) -> Iterator[tuple[int, str]]:
    """Where the parameters of the file and those the formula takes do not fit: line and reason each."""
    slots = {one.name: one for one in slots_of(takes)}
    names = {one.group or one.name for one in parameters.values()}
    yield from ((1, f"公式要用参数 {name}，文件里没有") for name in slots if name not in names)
    for one in parameters.values():
        slot = slots.get(one.group or one.name)
        if slot is None:
            yield one.line, f"公式不用参数 {one.group or one.name}"
        elif slot.is_group is not bool(one.group):
            yield one.line, f"参数 {one.name}：公式与文件对是否成组说法不一"
        elif kind_of(one.unit) is not slot.kind:
            yield one.line, f"参数 {one.name} 的单位 {one.unit} 不合公式要的 {slot.kind.__name__}"
        elif not slot.may_be_unknown:
            yield from (
                (value.line, f"参数 {one.name}：公式不许取值未知")
                for value in one.values
                if value.value is None
            )
