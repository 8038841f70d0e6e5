"""``parameters.yaml``: read and checked (规则文件).

    label: 听证告知
    note: 拟作出哪些处罚要告知听证权利。
    parameters:
      person:
        label: 对自然人罚款的较大数额
        unit: yuan
        local: yes
        values:
          - from: 2021-07-15
            value: 10000
            source: {title: 市场监督管理行政处罚听证办法, article: 第五条, mark: memory}

Also ``group`` and ``about`` of a parameter, ``until``, ``note`` and ``checked`` of a value. A value of unit
``band`` is written as its parts: ``{base: turnover_fen, side: at_least, line: 50000, times_most: 5}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from zhichan.core.rules.bands import Band, Side
from zhichan.core.rules.money import fen_of
from zhichan.core.rules.nodes import Fault, Node, read_yaml
from zhichan.core.rules.parameters import Dated, Parameter
from zhichan.core.rules.sources import Mark, Source
from zhichan.core.rules.values import Value, ValueUnit, value_of

V = TypeVar("V")
Word = TypeVar("Word", bound=StrEnum)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_VALUE_FIELDS = ("from", "until", "value", "source", "checked", "note")
_BAND_MONEY = {"line": "line_fen", "least": "least_fen", "most": "most_fen", "cap": "cap_fen"}
_BAND_TIMES = ("times_least", "times_most")


@dataclass(frozen=True)
class Written:
    """What a file says."""

    label: str
    note: str
    parameters: dict[str, Parameter]


def read_parameters(path: Path, faults: list[Fault]) -> Written:
    """The parameters of a file, with every fault in it."""
    root = read_yaml(path, faults).fields(("label", "note", "parameters"), ("label", "parameters"))
    found = {name: _parameter(name, node) for name, node in root["parameters"].items()}
    return Written(root["label"].text, root["note"].text, found)


def _parameter(name: str, node: Node) -> Parameter:
    if not _NAME.fullmatch(name):
        node.fault(f"参数名“{name}”要用小写字母、数字和下划线，字母开头")
    known = ("label", "unit", "local", "group", "about", "values")
    given = node.fields(known, ("label", "unit", "values"))
    unit = _one_of(ValueUnit, given["unit"], ValueUnit.TEXT)
    values = tuple(sorted(_values(unit, given["values"]), key=lambda one: one.from_on))
    if not values:
        node.fault(f"参数 {name} 没有取值")
    for before, after in pairwise(values):
        if before.from_on == after.from_on or (before.until_on and before.until_on >= after.from_on):
            node.fault(f"参数 {name}：自 {after.from_on} 起的取值与自 {before.from_on} 起的重叠")
    about = {key: place.text for key, place in given["about"].items()}
    is_local = given["local"].text == "yes"
    if given["local"].text not in {"", "yes", "no"}:
        given["local"].fault("local 写 yes 或 no")
    return Parameter(name, given["label"].text, unit, values, given["group"].text, about, is_local, node.line)


def _values(unit: ValueUnit, node: Node) -> Iterator[Dated]:
    for one in node.each():
        given = one.fields(_VALUE_FIELDS, ("from", "value", "source"))
        from_on, until_on = given["from"].day(), given["until"].day()
        value = _value(unit, given["value"])
        if given["value"].is_null and not given["note"].text:
            one.fault("取值未知（null）时要在 note 里写为什么")
        if from_on and until_on and until_on < from_on:
            given["until"].fault(f"止日 {until_on} 早于起日 {from_on}")
        source, checked_on = _source(given["source"]), given["checked"].day()
        if checked_on and source.mark is Mark.MEMORY:
            given["checked"].fault("凭记忆（memory）的取值没有核对日期")
        yield Dated(value, from_on or date.min, source, until_on, checked_on, given["note"].text, one.line)


def _source(node: Node) -> Source:
    given = node.fields(("title", "article", "mark"), ("title", "mark"))
    mark = _one_of(Mark, given["mark"], Mark.MEMORY)
    if mark is Mark.CONFIRMED:
        given["mark"].fault("confirmed 只由两个人在系统里确认，不能写在文件里")
    title = given["title"].text
    if not title:
        node.fault("没有写出处的名称")
    if "://" in title + given["article"].text:
        node.fault("出处写名称和条款，不写网址")
    return Source(title, given["article"].text, mark)


def _value(unit: ValueUnit, node: Node) -> Value | None:
    if node.is_null or node.is_missing:
        return None
    if unit is ValueUnit.BAND:
        return _band(node)
    try:
        return value_of(unit, node.text)
    except ValueError as error:
        node.fault(str(error))
        return None


def _band(node: Node) -> Band | None:
    if not node.is_mapping:
        node.fault("幅度要写成 {least: …, most: …} 这样")
        return None
    given = node.fields(("base", "side", *_BAND_MONEY, *_BAND_TIMES))
    money = {field: _read(fen_of, given[name]) for name, field in _BAND_MONEY.items()}
    times = {name: _read(Decimal, given[name]) for name in _BAND_TIMES}
    side = None if given["side"].is_missing else _one_of(Side, given["side"], Side.AT_LEAST)
    parts: dict[str, Any] = {**money, **times}
    band = Band(base=given["base"].text, side=side, **parts)
    for wrong, reason in (
        ((band.side is None) is not (band.line_fen is None), "side 和 line 要一起写"),
        (bool(band.side or band.times_most) is not bool(band.base), "有分档线或倍数就要写 base，没有就不写"),
        (band.times_most is not None and band.most_fen is not None, "倍数和固定数额只能写一种"),
        (band.times_most is None and (band.times_least or band.cap_fen) is not None, "缺少 times_most"),
        ((band.least_fen or 0) > (band.most_fen or 0), "least 大于 most"),
        ((band.times_least or 0) > (band.times_most or 0), "times_least 大于 times_most"),
    ):
        if wrong:
            node.fault(f"幅度：{reason}")
    return band


def _read(read: Callable[[str], V], node: Node) -> V | None:
    """What is written read by a function; None for nothing, and with a fault for what it refuses."""
    if node.is_missing:
        return None
    try:
        return read(node.text)
    except (ValueError, ArithmeticError) as error:
        node.fault(str(error) if isinstance(error, ValueError) else f"“{node.text[:40]}”不是数")
        return None


def _one_of(kind: type[Word], node: Node, fallback: Word) -> Word:
    """A word of a closed set; the fallback, with a fault, for any other."""
    text = node.text
    if text in list(kind):
        return kind(text)
    if not node.is_missing:
        node.fault(f"“{text[:40]}”不在 {'、'.join(kind)} 之中")
    return fallback
