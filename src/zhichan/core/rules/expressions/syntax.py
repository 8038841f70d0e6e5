"""Reading a formula (读算式): a small grammar, no more than is named here; nothing of it is executed.

formula    = term { (+ | −) term }
term       = factor { (× | ÷) factor }
factor     = number | name | − factor | ( formula ) | function ( … )
condition  = formula (< | ≤ | > | ≥ | = | ≠) formula

min(a, b, …) 取小    max(a, b, …) 取大    clamp(x, 下限, 上限) 限于
if(条件, 值, 条件, 值, …, 否则) 分段: the first condition that holds decides
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from zhichan.core.rules.expressions.tokens import END, Token, fault, tokens_of

MOST_DEPTH = 30
COMPARISONS = ("<", "≤", ">", "≥", "=", "≠")
FUNCTIONS = {
    "min": "min",
    "取小": "min",
    "max": "max",
    "取大": "max",
    "clamp": "clamp",
    "限于": "clamp",
    "if": "if",
    "分段": "if",
}


@dataclass(frozen=True)
class Number:
    value: Decimal


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Negated:
    inner: Node


@dataclass(frozen=True)
class Operation:
    """``sign``: + − × ÷."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    """``function``: min, max or clamp."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Condition:
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Pieces:
    """The value of the first condition that holds, else ``otherwise``."""

    pieces: tuple[tuple[Condition, Node], ...]
    otherwise: Node


Node = Number | Name | Negated | Operation | Call | Pieces


def formula_of(text: str, names: Collection[str]) -> Node:
    """The formula, of which every name is one of ``names``.

    Raises InvalidInput that says the place and what is wrong there.
    """
    return _Reader(tokens_of(text), names).whole()


def names_in(node: Node | Condition) -> Iterator[str]:
    """Every name a formula uses, in order of writing, also more than once."""
    match node:
        case Name(name):
            yield name
        case Negated(inner):
            yield from names_in(inner)
        case Operation(_, left, right) | Condition(_, left, right):
            yield from names_in(left)
            yield from names_in(right)
        case Call(_, arguments):
            for one in arguments:
                yield from names_in(one)
        case Pieces(pieces, otherwise):
            for condition, value in pieces:
                yield from names_in(condition)
                yield from names_in(value)
            yield from names_in(otherwise)


class _Reader:
    """Goes through the words once, from left to right."""

    def __init__(self, tokens: list[Token], names: Collection[str]) -> None:
        self._tokens, self._names = tokens, names
        self._place = self._depth = 0

    def whole(self) -> Node:
        if self._now.kind == END:
            raise fault(_("请写算式"), 1)
        node = self._formula()
        if self._now.kind != END:
            raise fault(_("“%(word)s”前缺少运算符，或者多余") % {"word": self._now.text}, self._now.at)
        return node

    @property
    def _now(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._now
        self._place += token.kind != END
        return token

    def _is(self, *signs: str) -> bool:
        return self._now.kind == "sign" and self._now.text in signs

    def _expect(self, sign: str) -> None:
        if not self._is(sign):
            raise fault(_("这里应写“%(sign)s”") % {"sign": sign}, self._now.at)
        self._take()

    def _formula(self) -> Node:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise fault(_("括号套得太深"), self._now.at)
        node = self._term()
        while self._is("+", "−"):
            node = Operation(self._take().text, node, self._term())
        self._depth -= 1
        return node

    def _term(self) -> Node:
        node = self._factor()
        while self._is("×", "÷"):
            node = Operation(self._take().text, node, self._factor())
        return node

    def _factor(self) -> Node:
        negations = 0
        while self._is("−"):
            self._take()
            negations += 1
        node = self._value()
        return Negated(node) if negations % 2 else node

    def _value(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return Number(Decimal(token.text))
        if token.kind == "name":
            return self._called(token) if self._is("(") else self._named(token)
        if token.text == "(":
            node = self._formula()
            self._expect(")")
            return node
        if token.kind == END:
            raise fault(_("算式没有写完"), token.at)
        raise fault(_("这里应是数、数据名或括号，不是“%(word)s”") % {"word": token.text}, token.at)

    def _named(self, token: Token) -> Name:
        if token.text in self._names:
            return Name(token.text)
        if token.text in FUNCTIONS:
            raise fault(_("“%(word)s”后面要写括号") % {"word": token.text}, token.at)
        raise fault(_("没有“%(word)s”这项数据") % {"word": token.text[:40]}, token.at)

    def _called(self, token: Token) -> Node:
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise fault(_("没有“%(word)s”这个函数") % {"word": token.text[:40]}, token.at)
        self._expect("(")
        node = self._pieces() if function == "if" else self._call(function, token)
        self._expect(")")
        return node

    def _call(self, function: str, token: Token) -> Call:
        arguments = [self._formula()]
        while self._is(","):
            self._take()
            arguments.append(self._formula())
        if function == "clamp" and len(arguments) != 3:
            raise fault(_("clamp（限于）要写三项：值、下限、上限"), token.at)
        if len(arguments) < 2:
            raise fault(_("%(word)s 至少要写两项") % {"word": token.text}, token.at)
        return Call(function, tuple(arguments))

    def _pieces(self) -> Pieces:
        pieces: list[tuple[Condition, Node]] = []
        while True:
            at, left = self._now.at, self._formula()
            if not self._is(*COMPARISONS):
                if not pieces:
                    raise fault(_("if（分段）先写条件，如 任务数 > 0"), at)
                return Pieces(tuple(pieces), left)
            condition = Condition(self._take().text, left, self._formula())
            self._expect(",")
            pieces.append((condition, self._formula()))
            self._expect(",")
