"""What was parsed made into a typed tree (检索式的含义): fields known, days read, no term empty."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _
from lark import Token, Tree

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.collection import Collection, SearchField, Sort
from zhichan.core.search.language.codes import Codes
from zhichan.core.search.language.days import day_beside, days_meant
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.operators import OPERATOR, operator_hint, operator_meant
from zhichan.core.search.language.pitfalls import (
    note_on_number,
    notes_on_all,
    notes_on_any,
    notes_on_words,
)
from zhichan.core.search.language.spelling import all_fields, field_named, likely_fields
from zhichan.core.search.language.tokens import Parsed, bare, error_at, token_of
from zhichan.core.search.language.wrong_values import WrongLists
from zhichan.core.search.occurrences import MANY, ONE, has_many_outside_words, piece_atoms
from zhichan.core.search.tree import (
    And,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Range,
    Term,
    Unit,
)

MOST_TERMS = 1_000
MOST_NOTES = 20
_NEAR = re.compile(r"(?:(\d+)([WD])|/(\d*)CLA|(/SEN|同句)|同分句)", re.IGNORECASE)
_ENDS = re.compile(r"([^:~]+)[:~]([^:~]+)")
_SIGN_OF_TRUNCATION = re.compile(r"[*?]")


@dataclass
class Builder:
    """Builds the tree of one line. ``line``: as it was typed; tokens hold it in half-width signs.

    ``wrong``: the values that cannot be right, gathered while building; a tree with any is of no use.
    ``notes``: what the asker is told of the line. ``is_part``: this reads the brackets of several fields.
    """

    collection: Collection
    sets: Mapping[int, Node]
    line: str
    wrong: WrongLists = field(default_factory=WrongLists)
    notes: list[Note] = field(default_factory=list)
    is_part: bool = False
    _terms: int = field(default=0, init=False)

    @property
    def _codes(self) -> Codes:
        return Codes(self.line, self.wrong, self.notes)

    def node(self, parsed: Parsed, within: SearchField | None = None) -> Node:
        """``within``: the field whose brackets this stands in. Raises QueryError."""
        assert isinstance(parsed, Tree)
        if parsed.data == "any":
            if within is None:
                self._note(notes_on_any(parsed, self.line, self.collection))
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
            return self._leaf(token_of(parsed), within)
        if within is not None:
            raise error_at(parsed, _("字段的括号里不能再写字段。"), _("请把它移到括号外面。"))
        return self._field(parsed)

    def _all(self, parsed: Tree[Token], within: SearchField | None) -> Node:
        parts = [part for part in parsed.children if not isinstance(part, Token)]
        is_list = len(parts) == len(parsed.children) and all(_is_word(part) for part in parts)
        if is_list and within is not None and within.sort is Sort.CODE:
            return self._list([token_of(part) for part in parts], within)
        self._note(notes_on_words(parsed.children, self.line))
        if within is None:
            self._note(notes_on_all(parsed.children, self.line, self.collection))
        return And(tuple(self.node(part, within) for part in parts))

    def _note(self, notes: Iterator[Note]) -> None:
        """Each holds the whole line that was likely meant: of a long line not all are made."""
        self.notes += islice(notes, max(0, MOST_NOTES - len(self.notes)))

    def _near(self, parsed: Tree[Token], within: SearchField | None) -> Near:
        if len(parsed.children) > 3:
            raise error_at(
                parsed.children[3], _("邻近运算一次只能连接两个词。"), _("请分成两个邻近运算，用 AND 连接。")
            )
        left, sign, right = parsed.children
        if within is not None and within.sort is not Sort.TEXT:
            raise error_at(sign, _("字段“%(name)s”不能用邻近运算。") % {"name": within.label})
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
            raise error_at(
                parsed,
                _("邻近运算的两边只能是词，或括号里用 OR 连接的词。"),
                _("字段请写在整个运算外面，例如 AB=(电池 5W 隔膜)。"),
            )
        found: list[Term | Pattern] = []
        for part in parts:
            leaf = self._text(token_of(part), self._fields(within))
            if isinstance(leaf, Pattern) and has_many_outside_words(leaf):
                raise error_at(part, _("邻近运算的词里，“*”不能代替汉字。"), _("请改用“?”代替一个字。"))
            found.append(leaf)
        return tuple(found)

    def _set(self, parsed: Tree[Token]) -> Node:
        number = int(str(parsed.children[0])[1:])
        if number not in self.sets:
            raise error_at(parsed, _("没有集合 #%(number)d。") % {"number": number}, _("集合号见检索历史。"))
        return self.sets[number]

    def _field(self, parsed: Tree[Token]) -> Node:
        name = parsed.children[0]
        assert isinstance(name, Token)
        asked = self._named(name)
        if parsed.data == "field_of_all":
            if isinstance(asked, SearchField):
                return self.node(parsed.children[1], asked)
            general = _general(self.collection, asked)
            inner = Builder(general, self.sets, self.line, self.wrong, self.notes, is_part=True)
            return inner.node(parsed.children[1], None)
        if not isinstance(asked, SearchField):
            return self._several(parsed, asked)
        if parsed.data == "field_of_wholes":
            return self._codes.wholes(name, [token_of(part) for part in parsed.children[1:]], asked)
        if parsed.data == "field_of_one":
            return self._leaf(token_of(parsed.children[1]), asked)
        if parsed.data == "field_of_list":
            return self._list([token_of(part) for part in parsed.children[1:]], asked)
        if parsed.data == "field_compared":
            return self._compared(asked, str(parsed.children[1]), token_of(parsed.children[2]))
        return self._range(asked, token_of(parsed.children[1]), token_of(parsed.children[2]))

    def _several(self, parsed: Tree[Token], fields: tuple[str, ...]) -> Node:
        """A name for several fields, as TAC for title, abstract and claims."""
        if parsed.data != "field_of_one":
            raise error_at(parsed, _("这个字段只能检索词。"))
        return self._text(token_of(parsed.children[1]), fields)

    def _named(self, name: Token) -> SearchField | tuple[str, ...]:
        found = field_named(str(name), self.collection)
        if found is not None:
            return found
        if str(name) == "!":
            raise error_at(name, _("不能用“!=”。"), operator_hint("NOT"))
        if OPERATOR.fullmatch(str(name)):
            raise error_at(
                name,
                _("“%(text)s”后面没有字段。") % {"text": name},
                _("请再写一次字段，例如 AD>=2020 AND AD<=2024。"),
            )
        if str(name).endswith("!"):
            raise error_at(
                name,
                _("不能用“!=”。"),
                _("不等于请写成 NOT %(name)s=值。") % {"name": str(name)[:-1]},
            )
        likely = likely_fields(str(name), self.collection)
        hint = _("是不是 %(names)s？") % {"names": "、".join(likely)}
        if not likely:
            hint = _("可用的字段：%(names)s。") % {"names": "、".join(all_fields(self.collection))}
        raise error_at(name, _("没有字段“%(name)s”。") % {"name": name}, hint)

    def _leaf(self, token: Token, within: SearchField | None) -> Node:
        if within is None and token.type != "QUOTED" and not self.is_part:
            note = note_on_number(token, self.line, self.collection)
            self.notes += [note] if note else []
        if within is None or within.sort is Sort.TEXT:
            return self._text(token, self._fields(within))
        self._count(token)
        if within.sort is Sort.CODE:
            return self._codes.node(token, within)
        if (ends := _ENDS.fullmatch(bare(token, self.line))) is not None:
            return self._stretch(within, token, token, ends[1], ends[2])
        low, high = self._days_or_number(token, within)
        return Range(within.name, low, high)

    def _text(self, token: Token, fields: tuple[str, ...]) -> Term | Pattern:
        self._count(token)
        text = bare(token, self.line)
        if token.type != "QUOTED" and OPERATOR.fullmatch(text):
            raise error_at(
                token,
                _("运算符“%(text)s”前面缺少词。") % {"text": text},
                _("请在它前面写上词；它本身要作为词检索时请加引号。"),
            )
        if token.type != "QUOTED" and (meant := operator_meant(text)):
            raise error_at(
                token,
                _("这里没有运算符“%(text)s”。") % {"text": text[:40]},
                operator_hint(meant) + _("它本身要作为词检索时请加引号。"),
            )
        if _SIGN_OF_TRUNCATION.search(text) and token.type != "QUOTED":
            if all(atom in (MANY, ONE) or atom in "\t\n" for atom in piece_atoms(text)):
                raise error_at(token, _("截词符不能单独使用。"), _("请在“*”或“?”旁边写上词。"))
            return Pattern(fields, text)
        if not atoms_of(text) or all(atom in "\t\n" for atom in atoms_of(text)):
            raise error_at(
                token, _("“%(text)s”里没有可以检索的字。") % {"text": text}, _("请换成字、词或数字。")
            )
        return Term(fields, text)

    def _list(self, tokens: Sequence[Token], within: SearchField) -> Node:
        if within.sort is Sort.TEXT:
            return Or(tuple(self._text(token, (within.name,)) for token in tokens))
        if within.sort is not Sort.CODE:
            return Or(tuple(self._leaf(token, within) for token in tokens))
        return self._codes.of_list(tokens, within)

    def _compared(self, asked: SearchField, sign: str, token: Token) -> Range:
        if asked.sort not in (Sort.DAY, Sort.NUMBER):
            raise error_at(token, _("字段“%(name)s”不能比较大小。") % {"name": asked.label})
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
            raise error_at(first, _("字段“%(name)s”不能用范围。") % {"name": asked.label})
        return self._stretch(asked, first, last, bare(first, self.line), bare(last, self.line))

    def _stretch(self, asked: SearchField, first: Token, last: Token, begin: str, end: str) -> Range:
        low = None if begin == "*" else self._days_or_number(first, asked, begin)[0]
        high = None if end == "*" else self._days_or_number(last, asked, end)[1]
        if low is not None and high is not None and low > high:
            raise QueryError(
                _("范围写反了：起点在终点之后。"),
                first.start_pos or 0,
                last.end_pos or 0,
                _("请对调两端。"),
            )
        return Range(asked.name, low, high)

    def _days_or_number(self, token: Token, asked: SearchField, text: str = "") -> tuple[int, int]:
        text = text or bare(token, self.line)
        if asked.sort is Sort.NUMBER:
            if not re.fullmatch(r"[0-9]{1,15}", text):
                raise error_at(token, _("“%(text)s”不是整数。") % {"text": text})
            return int(text), int(text)
        meant = days_meant(text)
        if meant is None:
            raise error_at(
                token,
                _("“%(text)s”不是日期。") % {"text": text},
                _("请写成 2024、2024-09 或 2024-09-30，一段时间写成 %(code)s=[2015 TO 2024]。")
                % {"code": asked.code},
            )
        return meant

    def _count(self, token: Token) -> None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise error_at(
                token,
                _("检索式超过 %(most)s 个词。") % {"most": f"{MOST_TERMS:,}"},
                _("号码请写成列表；词太多时请分成几个检索式，再用集合号合并。"),
            )

    def _fields(self, within: SearchField | None) -> tuple[str, ...]:
        return self.collection.general if within is None else (within.name,)


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
