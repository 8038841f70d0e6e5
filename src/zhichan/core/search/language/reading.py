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
from zhichan.core.search.language.building import MOST_TERMS, Builder, too_many_terms
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.operators import OPERATOR, OTHER_WAY
from zhichan.core.search.language.signs import LISTED, QUOTED, SIGN, START, WORD, comparison_at, field_before
from zhichan.core.search.language.spelling import half_width
from zhichan.core.search.language.typed import names_in_one_piece, quotes_alike, readable
from zhichan.core.search.language.values import lists_read
from zhichan.core.search.tree import Node

LONGEST_LINE = 2_000_000
LONGEST_WORD = 10_000
DEEPEST = 100
MOST_SIGNS = 10 * MOST_TERMS
DEEPEST_TREE = 3 * DEEPEST
_UNSEEN = frozenset(("Cc", "Cf", "Co", "Cs"))
#: Each alternative begins with a sign of its own: then the rest of a long line is passed over fast.
_BRACKET = re.compile(rf"{QUOTED}|\(|\)|\[|\]")
_COMPARED = r"\s*([<>]=?|[≥≤])\s*"
_TWO_COMPARED = re.compile(rf"{START}({SIGN}+){_COMPARED}((?!\d){SIGN}+){_COMPARED}({SIGN}+)")
_VALUES_WITH_COMMAS = re.compile(rf"{START}({SIGN}+)\s*=\s*({SIGN}+)((?:\s*,\s*{SIGN}+)+)")
_PIECE = re.compile(rf"({QUOTED}|{WORD})(\s*[=<>≥≤])?|{LISTED}+|#\d*|[()\[\]=<>≥≤,]")


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
    typed = quotes_alike(half_width(line))
    _refuse_unreadable(line, typed)
    typed = names_in_one_piece(typed, collection)
    typed, lists = lists_read(typed, line, collection)
    _refuse_long(typed)
    typed = readable(typed, collection)
    try:
        parsed: Tree[Token] = _grammar().parse(typed)
    except UnexpectedInput as unexpected:
        raise _told(unexpected, typed) from None
    _refuse_deep(parsed, line)
    builder = Builder(collection, sets or {}, line, lists)
    node = builder.node(parsed.children[0])
    builder.wrong.refuse(line)
    return LineRead(node, tuple(builder.notes))


def _refuse_unreadable(line: str, typed: str) -> None:
    """What is wrong whatever the words are, looked at before anything that takes long. O(characters)."""
    if len(line) > LONGEST_LINE:
        raise QueryError(
            _("检索式太长：%(count)d 个字符，最多 %(most)d 个。")
            % {"count": len(line), "most": LONGEST_LINE},
            LONGEST_LINE,
            len(line),
            _("请分成几个检索式，再用集合号合并。"),
        )
    if not typed.strip():
        raise QueryError(_("检索式是空的。"), 0, len(line), _("请输入要检索的词。"))
    unseen = [sign for sign in set(line) if unicodedata.category(sign) in _UNSEEN and sign not in "\t\r\n"]
    if unseen:
        place = min(map(line.index, unseen))
        raise QueryError(
            _("第 %(place)d 个字符看不见（U+%(code)04X）。") % {"place": place + 1, "code": ord(line[place])},
            place,
            place + 1,
            _("请删去它再检索。"),
        )
    _refuse_unbalanced(typed)


def _refuse_unbalanced(typed: str) -> None:
    if typed.count('"') % 2:
        start = typed.rindex('"')
        raise QueryError(_("引号没有成对。"), start, start + 1, _("请补上另一个引号，或删去这一个。"))
    open_at: list[int] = []
    for found in _BRACKET.finditer(typed):
        place, sign = found.start(), found[0]
        if sign in "([":
            open_at.append(place)
            if len(open_at) > DEEPEST:
                raise QueryError(
                    _("括号嵌套超过 %(most)d 层。") % {"most": DEEPEST},
                    place,
                    place + 1,
                    _("请分成几个检索式，再用集合号合并。"),
                )
        elif sign in ")]" and (not open_at or typed[open_at.pop()] + sign not in ("()", "[]")):
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


def _refuse_long(typed: str) -> None:
    """Pieces counted before the grammar reads them, which takes much longer: words, and the signs between."""
    words = signs = 0
    for piece in _PIECE.finditer(typed):
        is_word = piece[1] and not piece[2] and not OPERATOR.fullmatch(piece[1])
        words, signs = (words + 1, signs) if is_word else (words, signs + 1)
        if is_word and len(piece[1]) > LONGEST_WORD:
            raise QueryError(
                _("这个词太长：%(count)s 个字，最多 %(most)s 个。")
                % {"count": f"{len(piece[1]):,}", "most": f"{LONGEST_WORD:,}"},
                *piece.span(1),
                _("请分成几个词；要找与一段文字相似的专利，请用相似检索。"),
            )
        if words > MOST_TERMS:
            raise too_many_terms(*piece.span(1))
        if signs > MOST_SIGNS:
            raise QueryError(
                _("检索式里的运算符、括号和等号超过 %(most)s 个。") % {"most": f"{MOST_SIGNS:,}"},
                *piece.span(),
                _("请分成几个检索式，再用集合号合并。"),
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
        if token.type == "COMPARED" and (told := _told_of_comparison(typed, start)):
            return told
        if token.type == "COMMA" and (said := _one_of_values(typed, start)):
            return QueryError(
                _("这里不能用逗号。"), start, start + 1, _("有一个就行时请写成 %(said)s。") % {"said": said}
            )
        return _unexpected(token.type, str(token), start, start + len(token), unexpected.expected)
    if isinstance(unexpected, UnexpectedCharacters):
        start = unexpected.pos_in_stream or 0
        return _unexpected("", typed[start], start, start + 1, unexpected.allowed or ())
    assert isinstance(unexpected, UnexpectedEOF | UnexpectedToken)
    end = len(typed.rstrip())
    start = max(typed.rfind(" ", 0, end), typed.rfind("(", 0, end), typed.rfind("=", 0, end - 1)) + 1
    return QueryError(_("检索式到这里没有写完。"), start, end, _("请补上后面的词，或删去最后的运算符。"))


def _one_of_values(typed: str, comma: int) -> str:
    """``PA=甲,乙`` as it is written with OR; empty where no value of a field stands before the comma."""
    for found in _VALUES_WITH_COMMAS.finditer(typed):
        if found.start(3) <= comma < found.end(3):
            values = [found[2], *filter(None, re.split(r"\s*,\s*", found[3]))]
            return f"{found[1]}=({' OR '.join(values)})"
    return ""


def _told_of_comparison(typed: str, start: int) -> QueryError | None:
    """``2020<=AD<=2024``: two in one; ``AD>=2020 <=2024``: a comparison without its field."""
    for found in _TWO_COMPARED.finditer(typed):
        if found.start(4) == start:
            low, sign, field, other, high = found.groups()
            said = f"{field}{sign.translate(OTHER_WAY)}{low} AND {field}{other}{high}"
            return QueryError(
                _("一次只能写一个比较。"), *found.span(), _("请写成 %(said)s。") % {"said": said}
            )
    if typed[max(0, start - 1) : start] in ("<", ">", "!"):
        return None
    said, end = comparison_at(typed, start)
    hint = _("请写成“字段>=值”，例如 AD>=2020。")
    if field := field_before(typed, start):
        hint = _("请写成 %(said)s。") % {"said": f"AND {field}{said}"}
    return QueryError(_("“%(text)s”前面没有字段。") % {"text": said}, start, end, hint)


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
