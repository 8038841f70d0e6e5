"""A tree written as a query line (检索式书写): what the builder shows, and what is kept of a saved search.

Read back it is the same tree: ``read_query(write_query(node, c), c) == node`` for every tree that a line can
say.
"""

from __future__ import annotations

import re

from zhichan.core.search.collection import Collection, Sort
from zhichan.core.search.tree import (
    And,
    Near,
    Node,
    Not,
    OneOf,
    Or,
    Pattern,
    Prefix,
    Range,
    Term,
    Unit,
)

_PLAIN = re.compile(
    r"[^\s()\[\]\"=<>≥≤,#*?/:!&|，、；;（）【】〔〕［］“”„‟「」『』＝＞＜＃＊？＂\uff01-\uff5e]+"
)
_OPERATOR = re.compile(
    r"AND|OR|NOT|TO|与|且|或|非|至|到|\d{1,3}[WD]|同句|同分句|(?:NEAR|ADJ)\d{0,3}|SAME|[-+]|\$\w+",
    re.IGNORECASE,
)


def write_query(node: Node, collection: Collection) -> str:
    """The line that says this tree. A term keeps its signs; a value keeps its normal form."""
    return _Writer(collection).line(node)


class _Writer:
    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    def line(self, node: Node) -> str:
        if isinstance(node, And | Or):
            sign = " AND " if isinstance(node, And) else " OR "
            return sign.join(self._inner(part) for part in node.parts)
        if isinstance(node, Not):
            return f"NOT {self._inner(node.part)}"
        return self._leaf(node)

    def _inner(self, node: Node) -> str:
        return f"({self.line(node)})" if isinstance(node, And | Or | Not) else self.line(node)

    def _leaf(self, node: Node) -> str:
        if isinstance(node, Term | Pattern):
            return self._with_fields(node.fields, _word(node), brackets=False)
        if isinstance(node, Near):
            left, right = (" OR ".join(map(_word, side)) for side in (node.left, node.right))
            left, right = (
                f"({side})" if len(terms) > 1 else side
                for side, terms in ((left, node.left), (right, node.right))
            )
            return self._with_fields(node.fields, f"{left} {_sign(node)} {right}", brackets=True)
        if not isinstance(node, OneOf | Prefix | Range):
            raise ValueError(f"no line says {node}")
        asked = self._collection.by_name[node.field]
        code = asked.code
        if isinstance(node, Prefix):
            return f'{code}="{node.beginning}"' if asked.by_beginning else f"{code}={node.beginning}*"
        if isinstance(node, OneOf):
            values = ", ".join(f'"{value}"' for value in node.values)
            has_more = asked.variants is not None and any(
                tuple(asked.variants(value)) != (value,) for value in node.values
            )
            sign = "==" if asked.by_beginning or asked.sort is Sort.TEXT or has_more else "="
            return f"{code}{sign}({values})" if len(node.values) > 1 else f"{code}{sign}{values}"
        return self._range(code, node)

    def _range(self, code: str, node: Range) -> str:
        is_day = self._collection.by_name[node.field].sort is Sort.DAY
        low, high = (
            "*" if end is None else _day(end) if is_day else str(end) for end in (node.low, node.high)
        )
        return f"{code}=[{low} TO {high}]"

    def _with_fields(self, fields: tuple[str, ...], said: str, *, brackets: bool) -> str:
        if fields == self._collection.general:
            return f"({said})" if brackets else said
        names = {several: name.split("|")[0] for name, several in self._collection.several.items()}
        first = self._collection.by_name[fields[0]]
        code = first.code if fields in ((first.name,), first.asked) else names.get(fields)
        if code is None:
            raise ValueError(f"no name for the fields {fields} together")
        return f"{code}=({said})" if brackets else f"{code}={said}"


def _word(term: Term | Pattern) -> str:
    if isinstance(term, Pattern) or (_PLAIN.fullmatch(term.text) and not _OPERATOR.fullmatch(term.text)):
        return term.text
    return f'"{term.text}"'


def _sign(near: Near) -> str:
    if near.unit is Unit.SENTENCE:
        return "/SEN"
    if near.unit is Unit.CLAUSE:
        return f"/{near.distance}CLA"
    return f"{near.distance}{'W' if near.is_ordered else 'D'}"


def _day(value: int) -> str:
    return f"{value // 10000:04d}-{value // 100 % 100:02d}-{value % 100:02d}"
