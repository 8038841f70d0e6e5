"""What was parsed made into a typed tree (检索式的含义): fields known, days read, no term empty."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lark import Token, Tree

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.collection import Collection, SearchField, Sort
from zhichan.core.search.language.days import day_beside, days_meant
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.wrong_values import WrongLists
from zhichan.core.search.occurrences import MANY, ONE, has_many_outside_words, piece_atoms
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

MOST_TERMS = 1_000
MOST_VALUES = 100_000
_NEAR = re.compile(r"(?:(\d+)([WD])|/(\d*)CLA|(/SEN|同句)|同分句)", re.IGNORECASE)
_SIGN_OF_TRUNCATION = re.compile(r"[*?]")
# Where an operator cannot stand, the grammar takes it for a word.
_OPERATOR = re.compile(r"AND|OR|NOT|与|且|或|非|\d{1,3}[WD]|/(?:\d{1,3})?CLA|/SEN|同句|同分句", re.IGNORECASE)
_BELOW = re.compile(r"/(?:LOW|下位)$", re.IGNORECASE)
Parsed = Tree[Token] | Token


@dataclass
class Builder:
    """Builds the tree of one line. ``line``: as it was typed; tokens hold it in half-width signs.

    ``wrong``: the values that cannot be right, gathered while building; a tree with any is of no use.
    """

    collection: Collection
    sets: Mapping[int, Node]
    line: str
    wrong: WrongLists = field(default_factory=WrongLists)
    _terms: int = field(default=0, init=False)

    def node(self, parsed: Parsed, within: SearchField | None = None) -> Node:
        """``within``: the field whose brackets this stands in. Raises QueryError."""
        assert isinstance(parsed, Tree)
        if parsed.data == "any":
            return Or(tuple(self.node(part, within) for part in parsed.children))
        if parsed.data == "all":
            return self._all(parsed, within)
        if parsed.data == "none":
            return Not(self.node(parsed.children[0], within))
        if parsed.data == "close":
            return self._near(parsed, within)
        if parsed.data == "set_number":
            return self._set(parsed)
        if parsed.data in ("word", "phrase"):
            return self._leaf(self._token(parsed), within)
        if within is not None:
            raise self._error(parsed, _("字段的括号里不能再写字段。"), _("请把它移到括号外面。"))
        return self._field(parsed)

    def _all(self, parsed: Tree[Token], within: SearchField | None) -> Node:
        parts = [part for part in parsed.children if not isinstance(part, Token)]
        is_list = len(parts) == len(parsed.children) and all(_is_word(part) for part in parts)
        if is_list and within is not None and within.sort is Sort.CODE:
            return self._list([self._token(part) for part in parts], within)
        return And(tuple(self.node(part, within) for part in parts))

    def _near(self, parsed: Tree[Token], within: SearchField | None) -> Near:
        if len(parsed.children) > 3:
            raise self._error(
                parsed.children[3], _("邻近运算一次只能连接两个词。"), _("请分成两个邻近运算，用 AND 连接。")
            )
        left, sign, right = parsed.children
        if within is not None and within.sort is not Sort.TEXT:
            raise self._error(sign, _("字段“%(name)s”不能用邻近运算。") % {"name": within.label})
        unit, distance, is_ordered = _nearness(str(sign))
        return Near(
            self._fields(within),
            self._operand(left, within),
            self._operand(right, within),
            unit,
            distance,
            is_ordered,
        )

    def _operand(self, parsed: Parsed, within: SearchField | None) -> tuple[Term | Pattern, ...]:
        parts = parsed.children if isinstance(parsed, Tree) and parsed.data == "any" else [parsed]
        if not all(_is_word(part) for part in parts):
            raise self._error(
                parsed,
                _("邻近运算的两边只能是词，或括号里用 OR 连接的词。"),
                _("字段请写在整个运算外面，例如 AB=(电池 5W 隔膜)。"),
            )
        found: list[Term | Pattern] = []
        for part in parts:
            leaf = self._text(self._token(part), self._fields(within))
            if isinstance(leaf, Pattern) and has_many_outside_words(leaf):
                raise self._error(part, _("邻近运算的词里，“*”不能代替汉字。"), _("请改用“?”代替一个字。"))
            found.append(leaf)
        return tuple(found)

    def _set(self, parsed: Tree[Token]) -> Node:
        number = int(str(parsed.children[0])[1:])
        if number not in self.sets:
            raise self._error(
                parsed, _("没有集合 #%(number)d。") % {"number": number}, _("集合号见检索历史。")
            )
        return self.sets[number]

    def _field(self, parsed: Tree[Token]) -> Node:
        name = parsed.children[0]
        assert isinstance(name, Token)
        asked = self._named(name)
        if parsed.data == "field_of_all":
            if isinstance(asked, SearchField):
                return self.node(parsed.children[1], asked)
            general = _general(self.collection, asked)
            return Builder(general, self.sets, self.line, self.wrong).node(parsed.children[1], None)
        if not isinstance(asked, SearchField):
            return self._several(parsed, asked)
        if parsed.data == "field_of_wholes":
            return self._wholes(name, [self._token(part) for part in parsed.children[1:]], asked)
        if parsed.data == "field_of_one":
            return self._leaf(self._token(parsed.children[1]), asked)
        if parsed.data == "field_of_list":
            return self._list([self._token(part) for part in parsed.children[1:]], asked)
        if parsed.data == "field_compared":
            return self._compared(asked, str(parsed.children[1]), self._token(parsed.children[2]))
        return self._range(asked, self._token(parsed.children[1]), self._token(parsed.children[2]))

    def _wholes(self, name: Token, tokens: Sequence[Token], asked: SearchField) -> OneOf:
        """Values as they stand in the register, whole: of codes, and of texts whose values are counted."""
        if asked.sort in (Sort.DAY, Sort.NUMBER) or (asked.sort is Sort.TEXT and not asked.facet):
            raise self._error(name, _("字段“%(name)s”不能用“==”。") % {"name": asked.label})
        if len(tokens) > MOST_VALUES:
            raise self._error(
                tokens[MOST_VALUES], _("列表超过 %(most)s 个值。") % {"most": f"{MOST_VALUES:,}"}
            )
        self._note_wrong(tokens, asked)
        return OneOf(asked.name, tuple(dict.fromkeys(asked.normal(self._bare(token)) for token in tokens)))

    def _several(self, parsed: Tree[Token], fields: tuple[str, ...]) -> Node:
        """A name for several fields, as TAC for title, abstract and claims."""
        if parsed.data != "field_of_one":
            raise self._error(parsed, _("这个字段只能检索词。"))
        return self._text(self._token(parsed.children[1]), fields)

    def _named(self, name: Token) -> SearchField | tuple[str, ...]:
        wanted = str(name).strip().casefold()
        for one in self.collection.fields:
            if wanted in {one.code.casefold(), str(one.label).casefold(), *map(str.casefold, one.also)}:
                return one
        for several, fields in self.collection.several.items():
            if wanted in {part.casefold() for part in several.split("|")}:
                return fields
        codes = "、".join(one.code for one in self.collection.fields)
        raise self._error(
            name, _("没有字段“%(name)s”。") % {"name": name}, _("可用的字段：%(codes)s。") % {"codes": codes}
        )

    def _leaf(self, token: Token, within: SearchField | None) -> Node:
        if within is None or within.sort is Sort.TEXT:
            return self._text(token, self._fields(within))
        self._count(token)
        if within.sort is Sort.CODE:
            return self._code(token, within)
        low, high = self._days_or_number(token, within)
        return Range(within.name, low, high)

    def _text(self, token: Token, fields: tuple[str, ...]) -> Term | Pattern:
        self._count(token)
        text = self._bare(token)
        if token.type != "QUOTED" and _OPERATOR.fullmatch(text):
            raise self._error(
                token,
                _("运算符“%(text)s”前面缺少词。") % {"text": text},
                _("请在它前面写上词；它本身要作为词检索时请加引号。"),
            )
        if _SIGN_OF_TRUNCATION.search(text) and token.type != "QUOTED":
            if all(atom in (MANY, ONE) or atom in "\t\n" for atom in piece_atoms(text)):
                raise self._error(token, _("截词符不能单独使用。"), _("请在“*”或“?”旁边写上词。"))
            return Pattern(fields, text)
        if not atoms_of(text) or all(atom in "\t\n" for atom in atoms_of(text)):
            raise self._error(
                token, _("“%(text)s”里没有可以检索的字。") % {"text": text}, _("请换成字、词或数字。")
            )
        return Term(fields, text)

    def _code(self, token: Token, within: SearchField) -> Node:
        text = self._bare(token).strip()
        if (below := _BELOW.search(text)) is not None:
            return self._below(token, text[: below.start()], within)
        if token.type != "QUOTED" and "?" in text:
            raise self._error(token, _("字段“%(name)s”不能用“?”。") % {"name": within.label})
        beginning = text.removesuffix("*")
        if "*" in beginning:
            raise self._error(token, _("字段“%(name)s”只能在末尾用“*”。") % {"name": within.label})
        if not beginning:
            raise self._error(token, _("截词符不能单独使用。"), _("请在“*”前面写上号码或代码。"))
        if text != beginning or within.by_beginning:
            return Prefix(within.name, within.normal(beginning))
        return self._list([token], within)

    def _below(self, token: Token, text: str, within: SearchField) -> Node:
        """A code with all that stand under it, as they are known today."""
        if within.below is None:
            raise self._error(token, _("字段“%(name)s”没有下位。") % {"name": within.label})
        found = within.below(within.normal(text))
        if found is None:
            raise self._error(
                token,
                _("分类表里没有 %(code)s，不知道它有哪些下位组。") % {"code": text[:40]},
                _("请核对分类号；没有登记分类表时，去掉末尾的“/下位”，按前缀检索。"),
            )
        parts: list[Node] = [Prefix(within.name, one[:-1]) for one in found if one.endswith("*")]
        if whole := tuple(one for one in found if not one.endswith("*")):
            parts.append(OneOf(within.name, whole))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _list(self, tokens: Sequence[Token], within: SearchField) -> Node:
        if within.sort is Sort.TEXT:
            return Or(tuple(self._text(token, (within.name,)) for token in tokens))
        if within.sort is not Sort.CODE:
            return Or(tuple(self._leaf(token, within) for token in tokens))
        if len(tokens) > MOST_VALUES:
            raise self._error(
                tokens[MOST_VALUES], _("列表超过 %(most)s 个值。") % {"most": f"{MOST_VALUES:,}"}
            )
        if within.by_beginning or any(self._bare(token).endswith("*") for token in tokens):
            return Or(tuple(self._code(token, within) for token in tokens))
        self._note_wrong(tokens, within)
        return OneOf(within.name, tuple(dict.fromkeys(within.normal(self._bare(token)) for token in tokens)))

    def _note_wrong(self, tokens: Sequence[Token], within: SearchField) -> None:
        if within.problem is not None:
            spans = [(token.start_pos or 0, token.end_pos or 0, self._bare(token)) for token in tokens]
            self.wrong.look(spans, self.line, within)

    def _compared(self, asked: SearchField, sign: str, token: Token) -> Range:
        if asked.sort not in (Sort.DAY, Sort.NUMBER):
            raise self._error(token, _("字段“%(name)s”不能比较大小。") % {"name": asked.label})
        low, high = self._days_or_number(token, asked)
        if sign in (">=", "≥"):
            return Range(asked.name, low, None)
        if sign in ("<=", "≤"):
            return Range(asked.name, None, high)
        beside = day_beside if asked.sort is Sort.DAY else operator.add
        if sign == ">":
            return Range(asked.name, beside(high, 1), None)
        return Range(asked.name, None, beside(low, -1))

    def _range(self, asked: SearchField, first: Token, last: Token) -> Range:
        if asked.sort not in (Sort.DAY, Sort.NUMBER):
            raise self._error(first, _("字段“%(name)s”不能用范围。") % {"name": asked.label})
        low = None if first == "*" else self._days_or_number(first, asked)[0]
        high = None if last == "*" else self._days_or_number(last, asked)[1]
        if low is not None and high is not None and low > high:
            raise QueryError(
                _("范围写反了：起点在终点之后。"),
                first.start_pos or 0,
                last.end_pos or 0,
                _("请对调两端。"),
            )
        return Range(asked.name, low, high)

    def _days_or_number(self, token: Token, asked: SearchField) -> tuple[int, int]:
        text = self._bare(token)
        if asked.sort is Sort.NUMBER:
            if not re.fullmatch(r"[0-9]{1,15}", text):
                raise self._error(token, _("“%(text)s”不是整数。") % {"text": text})
            return int(text), int(text)
        meant = days_meant(text)
        if meant is None:
            raise self._error(
                token,
                _("“%(text)s”不是日期。") % {"text": text},
                _("请写成 2024、2024-09 或 2024-09-30。"),
            )
        return meant

    def _count(self, token: Token) -> None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise self._error(
                token,
                _("检索式超过 %(most)s 个词。") % {"most": f"{MOST_TERMS:,}"},
                _("号码请写成列表；词太多时请分成几个检索式，再用集合号合并。"),
            )

    def _fields(self, within: SearchField | None) -> tuple[str, ...]:
        return self.collection.general if within is None else (within.name,)

    def _bare(self, token: Token) -> str:
        """The text of a word, or what was typed between two quotes."""
        if token.type != "QUOTED":
            return str(token)
        return self.line[(token.start_pos or 0) + 1 : (token.end_pos or 0) - 1]

    def _token(self, parsed: Parsed) -> Token:
        while isinstance(parsed, Tree):
            parsed = parsed.children[0]
        return parsed

    def _error(self, at: Parsed, message: str, hint: str = "") -> QueryError:
        if isinstance(at, Token):
            return QueryError(message, at.start_pos or 0, at.end_pos or 0, hint)
        return QueryError(message, at.meta.start_pos, at.meta.end_pos, hint)


def _is_word(parsed: Parsed) -> bool:
    return isinstance(parsed, Tree) and parsed.data in ("word", "phrase")


def _general(collection: Collection, fields: tuple[str, ...]) -> Collection:
    from dataclasses import replace

    return replace(collection, general=fields)


def _nearness(sign: str) -> tuple[Unit, int, bool]:
    found = _NEAR.fullmatch(sign)
    assert found is not None
    number, letter, clauses, sentence = found.groups()
    if number is not None:
        return Unit.CHARACTERS, int(number), letter.upper() == "W"
    if sentence:
        return Unit.SENTENCE, 0, False
    return Unit.CLAUSE, int(clauses or 0), False
