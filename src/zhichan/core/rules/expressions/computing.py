"""Computing a formula (计算) with exact decimals, and writing it out with the numbers put in (代入)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

from zhichan.core.rules.expressions.syntax import (
    Call,
    Condition,
    Name,
    Negated,
    Node,
    Number,
    Operation,
    Pieces,
)
from zhichan.core.tables.text import number_text

Known = Mapping[str, Decimal | None]
DIGITS = 34

_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
    "=": operator.eq,
    "≠": operator.ne,
}
_STRENGTH = {"+": 1, "−": 1, "×": 2, "÷": 2}


@dataclass(frozen=True)
class Computed:
    """The value, or why there is none: an input that is not known (``missing``), or a division by nothing."""

    value: Decimal | None
    missing: str = ""
    is_divided_by_nothing: bool = False


class _NoValue(Exception):
    def __init__(self, missing: str = "", *, is_divided_by_nothing: bool = False) -> None:
        super().__init__(missing)
        self.result = Computed(None, missing, is_divided_by_nothing)


def computed(node: Node, known: Known) -> Computed:
    """The value with 34 digits. Of pieces only those that are reached are computed; nothing is raised."""
    with localcontext(prec=DIGITS):
        try:
            return Computed(_value(node, known))
        except _NoValue as reason:
            return reason.result


def _value(node: Node, known: Known) -> Decimal:
    match node:
        case Number(value):
            return value
        case Name(name):
            found = known.get(name)
            if found is None:
                raise _NoValue(name)
            return found
        case Negated(inner):
            return -_value(inner, known)
        case Operation(sign, left, right):
            return _operated(sign, _value(left, known), _value(right, known))
        case Call(function, arguments):
            return _called(function, [_value(one, known) for one in arguments])
        case Pieces(pieces, otherwise):
            return _value(_reached(pieces, otherwise, known), known)


def _operated(sign: str, left: Decimal, right: Decimal) -> Decimal:
    if sign == "+":
        return left + right
    if sign == "−":
        return left - right
    if sign == "×":
        return left * right
    if not right:
        raise _NoValue(is_divided_by_nothing=True)
    return left / right


def _called(function: str, values: list[Decimal]) -> Decimal:
    if function == "min":
        return min(values)
    if function == "max":
        return max(values)
    value, least, most = values
    return max(least, min(most, value))


def _reached(pieces: tuple[tuple[Condition, Node], ...], otherwise: Node, known: Known) -> Node:
    for condition, value in pieces:
        if _COMPARED[condition.sign](_value(condition.left, known), _value(condition.right, known)):
            return value
    return otherwise


def written(node: Node, known: Known | None = None) -> str:
    """The formula as people read it; with ``known`` every name is its number: ``100 × 9 ÷ 10``."""
    return _written(node, known, 0)


def _written(node: Node | Condition, known: Known | None, within: int) -> str:
    match node:
        case Number(value):
            return number_text(value).replace(",", "")
        case Name(name):
            return _number(name, known)
        case Negated(inner):
            return f"−{_written(inner, known, 3)}"
        case Operation(sign, left, right):
            strength = _STRENGTH[sign]
            text = f"{_written(left, known, strength)} {sign} {_written(right, known, strength + 1)}"
            return f"({text})" if strength < within else text
        case Call(function, arguments):
            return f"{function}({', '.join(_written(one, known, 0) for one in arguments)})"
        case Condition(sign, left, right):
            return f"{_written(left, known, 0)} {sign} {_written(right, known, 0)}"
        case Pieces(pieces, otherwise):
            parts = [_written(part, known, 0) for piece in pieces for part in piece]
            return f"if({', '.join([*parts, _written(otherwise, known, 0)])})"


def _number(name: str, known: Known | None) -> str:
    if known is None:
        return name
    found = known.get(name)
    if found is None:
        return _("缺%(name)s") % {"name": name}
    text = number_text(found).replace(",", "")
    return f"({text.replace('-', '−')})" if found < 0 else text
