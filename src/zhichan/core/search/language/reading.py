"""A query line read into a tree (检索式解析)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from zhichan.core.search.collection import Collection
from zhichan.core.search.language.building import Builder
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.spelling import half_width
from zhichan.core.search.language.typed import readable
from zhichan.core.search.tree import Node

LONGEST_LINE = 2_000_000
DEEPEST = 100
DEEPEST_TREE = 3 * DEEPEST


@cache
def _grammar() -> Lark:
    text = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", propagate_positions=True, maybe_placeholders=False)


@dataclass(frozen=True)
class LineRead:
    """A line as it was read; ``notes``: what its asker is told of that."""

    node: Node
    notes: tuple[Note, ...] = ()


def read_query(line: str, collection: Collection, sets: Mapping[int, Node] | None = None) -> Node:
    """The tree of a line; ``sets``: what ``#1`` and the like stand for. Raises as ``read_line``."""
    return read_line(line, collection, sets).node


def read_line(line: str, collection: Collection, sets: Mapping[int, Node] | None = None) -> LineRead:
    """The tree of a line, and what is told of it.

    Raises QueryError with the place and the likely fix for whatever cannot be read; WrongValues names all
    numbers that cannot be right.
    """
    typed = half_width(line)
    _refuse_unreadable(line, typed)
    typed = readable(typed, collection)
    try:
        parsed: Tree[Token] = _grammar().parse(typed)
    except UnexpectedInput as unexpected:
        raise _told(unexpected, typed) from None
    _refuse_deep(parsed, line)
    builder = Builder(collection, sets or {}, line)
    node = builder.node(parsed.children[0])
    builder.wrong.refuse(line)
    return LineRead(node, tuple(builder.notes))


def _refuse_unreadable(line: str, typed: str) -> None:
    if not typed.strip():
        raise QueryError(_("检索式是空的。"), 0, len(line), _("请输入要检索的词。"))
    if len(line) > LONGEST_LINE:
        raise QueryError(
            _("检索式太长：%(count)d 个字符，最多 %(most)d 个。")
            % {"count": len(line), "most": LONGEST_LINE},
            LONGEST_LINE,
            len(line),
            _("请分成几个检索式，再用集合号合并。"),
        )
    for place, sign in enumerate(line):
        if unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") and sign not in "\t\r\n":
            raise QueryError(
                _("第 %(place)d 个字符看不见（U+%(code)04X）。") % {"place": place + 1, "code": ord(sign)},
                place,
                place + 1,
                _("请删去它再检索。"),
            )
    _refuse_unbalanced(typed)


def _refuse_unbalanced(typed: str) -> None:
    quoted = [found.span() for found in re.finditer(r'"[^"]*"', typed)]
    if typed.count('"') % 2:
        start = typed.rindex('"')
        raise QueryError(_("引号没有成对。"), start, start + 1, _("请补上另一个引号，或删去这一个。"))
    open_at: list[int] = []
    inside = iter(quoted)
    next_quoted = next(inside, None)
    for place, sign in enumerate(typed):
        while next_quoted and place >= next_quoted[1]:
            next_quoted = next(inside, None)
        if (next_quoted and place >= next_quoted[0]) or sign not in "()[]":
            continue
        if sign in "([":
            open_at.append(place)
            if len(open_at) > DEEPEST:
                raise QueryError(
                    _("括号嵌套超过 %(most)d 层。") % {"most": DEEPEST},
                    place,
                    place + 1,
                    _("请分成几个检索式，再用集合号合并。"),
                )
        elif not open_at or typed[open_at.pop()] + sign not in ("()", "[]"):
            raise QueryError(
                _("多出一个右括号“%(sign)s”。") % {"sign": sign},
                place,
                place + 1,
                _("请删去它，或在前面补上左括号。"),
            )
    if open_at:
        raise QueryError(
            _("左括号“%(sign)s”没有配对。") % {"sign": typed[open_at[-1]]},
            open_at[-1],
            open_at[-1] + 1,
            _("请在后面补上右括号。"),
        )


def _refuse_deep(parsed: Tree[Token], line: str) -> None:
    """Operators nest without brackets, too: NOT NOT NOT … Walked level by level, since it may be deep."""
    level: list[Tree[Token]] = [parsed]
    for _depth in range(DEEPEST_TREE):
        level = [part for one in level for part in one.children if isinstance(part, Tree)]
        if not level:
            return
    raise QueryError(_("检索式套得太深。"), 0, len(line), _("请分成几个检索式，再用集合号合并。"))


def _told(unexpected: UnexpectedInput, typed: str) -> QueryError:
    """What the parser met, in the words of whoever typed it."""
    if isinstance(unexpected, UnexpectedToken) and unexpected.token.type != "$END":
        token: Token = unexpected.token
        start = token.start_pos or 0
        return _unexpected(token.type, str(token), start, start + len(token), unexpected.expected)
    if isinstance(unexpected, UnexpectedCharacters):
        start = unexpected.pos_in_stream or 0
        return _unexpected("", typed[start], start, start + 1, unexpected.allowed or ())
    assert isinstance(unexpected, UnexpectedEOF | UnexpectedToken)
    end = len(typed.rstrip())
    start = max(typed.rfind(" ", 0, end), typed.rfind("(", 0, end), typed.rfind("=", 0, end - 1)) + 1
    return QueryError(_("检索式到这里没有写完。"), start, end, _("请补上后面的词，或删去最后的运算符。"))


def _unexpected(kind: str, text: str, start: int, end: int, expected: Sequence[str] | set[str]) -> QueryError:
    if text == ",":
        return QueryError(
            _("这里不能用逗号。"),
            start,
            end,
            _("几个词都要时请写 A AND B，有一个就行时请写 A OR B；词里有标点时请加引号；")
            + _("号码列表请写成“字段=(号码, 号码)”。"),
        )
    if text == ">" and kind == "COMPARED":
        return QueryError(_("不能用“<>”。"), start, end, _("不等于请写成 NOT 字段=值，例如 NOT AD=2012。"))
    if text == "=":
        return QueryError(_("“=”前面没有字段。"), start, end, _("请写成“字段=词”，例如 TI=电池。"))
    if text == "#":
        return QueryError(_("集合号没有写完整。"), start, end, _("请写成 #1 这样的形式。"))
    if text == ")":
        return QueryError(_("右括号前面缺少词。"), start, end, _("请补上词，或删去前面的运算符。"))
    if kind in ("AND", "_OR", "NEAR", "_NOT"):
        return QueryError(
            _("运算符“%(text)s”前面缺少词。") % {"text": text},
            start,
            end,
            _("请在它前面写上词；它本身要作为词检索时请加引号。"),
        )
    if "_TO" in expected or "[" in text or "]" in text:
        return QueryError(
            _("范围没有写对。"), start, end, _("请写成 AD=[2015-01-01 TO 2024-09-30] 这样的形式。")
        )
    return QueryError(
        _("“%(text)s”不能写在这里。") % {"text": text}, start, end, _("要作为词检索时请加引号。")
    )
