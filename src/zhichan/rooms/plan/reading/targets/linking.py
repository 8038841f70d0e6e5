"""Text targets tied to the table row that makes the same promise (同一指标)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import Target
from zhichan.rooms.plan.reading.numbers import scale_value
from zhichan.rooms.plan.reading.targets.likeness import core_of, same_name

_NEAREST_MULTIPLE, _FARTHEST_MULTIPLE = Decimal("0.98"), Decimal("1.2")  # 翻一番 is a round word
_SCALES = "万亿千百十"


def linked(targets: Sequence[Target]) -> tuple[Target, ...]:
    """The targets with ``same_as`` set on each promise of the text that a table row makes too."""
    rows = [target for target in targets if target.source == "table"]
    return tuple(replace(t, same_as=_row_for(t, rows)) if t.source == "text" else t for t in targets)


def rows_named(target: Target, rows: Sequence[Target]) -> list[Target]:
    """The table rows that name the same indicator, whatever they promise.

    In a box the level (国家, 市级) may be left to its lead sentence.
    """
    named = [row for row in rows if same_name(target.name, row.name)]
    if named or target.box is None:
        return named
    return [row for row in rows if core_of(row.name).removeprefix("国家") == core_of(target.name)]


def says_the_same(target: Target, row: Target) -> bool:
    """Whether a text promise and a row agree: the same level, an increment or a multiple."""
    if target.target is None or row.target is None:
        return False
    said, level = plain_value(target), plain_value(row)
    if target.unit == "倍" and target.target.op == ">=" and said and level and row.baseline:
        multiple = level / (plain(row.baseline.value, row.unit) * said) if row.baseline.value else Decimal(0)
        return _NEAREST_MULTIPLE <= multiple <= _FARTHEST_MULTIPLE
    if said is None or level is None:
        return target.target.value_max is not None and _bounds(target) == _bounds(row)
    if said == level:
        return True
    return (
        target.target.op == "+="
        and row.baseline is not None
        and plain(row.baseline.value, row.unit) + said == level
    )


def plain_value(target: Target) -> Decimal | None:
    """The promised figure in ones: 1.2 万件 → 12000; ``None`` for a range."""
    if target.target is None or target.target.value is None:
        return None
    return plain(target.target.value, target.unit)


def plain(value: Decimal, unit: str | None) -> Decimal:
    """A printed value in ones of its measure."""
    return value * scale_of(unit)


def scale_of(unit: str | None) -> int:
    """How many ones the scale word of a printed unit stands for: 10000 of 万件."""
    simple = fold(unit or "")
    return scale_value(simple[: len(simple) - len(simple.lstrip(_SCALES))])


def measure_of(unit: str | None) -> str:
    """The unit without its scale: 件 of 万件."""
    return fold(unit or "").lstrip(_SCALES)


def _bounds(target: Target) -> tuple[Decimal | None, Decimal | None]:
    goal = target.target
    if goal is None:
        return None, None
    return tuple(None if v is None else plain(v, target.unit) for v in (goal.value_min, goal.value_max))  # type: ignore[return-value]


def _row_for(target: Target, rows: Sequence[Target]) -> str | None:
    named = rows_named(target, rows)
    agreeing = [row for row in named if says_the_same(target, row)]
    return agreeing[0].id if agreeing else None
