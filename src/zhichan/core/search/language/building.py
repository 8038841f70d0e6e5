"""What was parsed made into a typed tree (检索式的含义): fields known, days read, no term empty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _
from lark import Token, Tree

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.collection import Collection, SearchField, Sort
from zhichan.core.search.language.codes import Codes
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.habits import note_on_habit, notes_on_sets
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.operators import OPERATOR, operator_hint, operator_meant
from zhichan.core.search.language.pitfalls import (
    note_elsewhere,
    note_on_number,
    notes_on_all,
    notes_on_any,
    notes_on_words,
)
from zhichan.core.search.language.ranges import Ranges, notes_on_ranges
from zhichan.core.search.language.signs import comparison_at, field_before
from zhichan.core.search.language.spelling import field_named, half_width, no_field
from zhichan.core.search.language.tokens import Parsed, bare, error_at, token_of
from zhichan.core.search.language.values import Lists, Value, value_of
from zhichan.core.search.language.wrong_values import WrongLists
from zhichan.core.search.occurrences import MANY, ONE, has_many_outside_words, piece_atoms
from zhichan.core.search.tree import (
    And,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Term,
    Unit,
)

MOST_TERMS = 1_000
MOST_NOTES = 20
_NEAR = re.compile(r"(?:(\d+)([WD])|/(\d*)CLA|(/SEN|同句)|同分句)", re.IGNORECASE)
_SIGN_OF_TRUNCATION = re.compile(r"[*?]")


@dataclass
class Builder:
    """Builds the tree of one line. ``line``: as it was typed; tokens hold it in half-width signs. ``lists``:
    the lists of values in it, which the parser took as one sign each.

    ``wrong``: the values that cannot be right, gathered while building; a tree with any is of no use.
    ``notes``: what the asker is told of the line. ``is_part``: this reads the brackets of several fields.
    """

    collection: Collection
    sets: Mapping[int, Node]
    line: str
    lists: Lists
    wrong: WrongLists = field(default_factory=WrongLists)
    notes: list[Note] = field(default_factory=list)
    is_part: bool = False
    _terms: int = field(default=0, init=False)

    @property
    def _codes(self) -> Codes:
        return Codes(self.line, self.wrong, self.notes)

    @property
    def _ranges(self) -> Ranges:
        return Ranges(self.line, self.notes)

    def node(self, parsed: Parsed, within: SearchField | None = None) -> Node:
        """``within``: the field whose brackets this stands in. Raises QueryError."""
        assert isinstance(parsed, Tree)
        if parsed.data == "any":
            if within is None:
                self._note(notes_on_any(parsed, self.line, self.collection))
                self._note(notes_on_sets(parsed.children, self.line))
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
            return self._codes.of_list(self._values(parts), within)
        if is_list and within is not None:
            said = self._ranges.said([token_of(part) for part in parts], within)
            if said is not None:
                return said
        self._note(notes_on_words(parsed.children, self.line))
        if within is None:
            self._note(notes_on_all(parsed.children, self.line, self.collection))
            self._note(notes_on_sets(parsed.children, self.line))
        nodes = [self.node(part, within) for part in parts]
        self._note(notes_on_ranges(list(zip(parts, nodes, strict=True)), self.line))
        return And(tuple(nodes))

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
        node = self._asked(parsed, name, asked)
        if isinstance(asked, SearchField) and asked.elsewhere is not None and not self.wrong.values:
            note = note_elsewhere(name, self._said(parsed), asked, self.line, self.collection)
            self._note(iter([note] if note else []))
        return node

    def _asked(self, parsed: Tree[Token], name: Token, asked: SearchField | tuple[str, ...]) -> Node:
        if parsed.data == "field_of_all":
            if isinstance(asked, SearchField):
                return self.node(parsed.children[1], asked)
            general = _general(self.collection, asked)
            inner = Builder(general, self.sets, self.line, self.lists, self.wrong, self.notes, is_part=True)
            return inner.node(parsed.children[1], None)
        if not isinstance(asked, SearchField):
            return self._several(parsed, asked)
        if parsed.data == "field_of_wholes":
            return self._codes.wholes(name, self._values(parsed.children[1:]), asked)
        if parsed.data == "field_of_whole_values":
            return self._codes.wholes(name, self._listed(parsed), asked)
        if parsed.data == "field_of_values":
            values = self._listed(parsed)
            return (
                self._codes.of_list(values, asked) if len(values) > 1 else self._codes.node(values[0], asked)
            )
        if parsed.data == "field_of_one":
            return self._leaf(token_of(parsed.children[1]), asked)
        if parsed.data == "field_of_list":
            return self._list([token_of(part) for part in parsed.children[1:]], asked)
        if parsed.data == "field_compared":
            return self._ranges.compared(asked, str(parsed.children[1]), token_of(parsed.children[2]))
        return self._ranges.between(asked, [token_of(part) for part in parsed.children[1:]])

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
            raise error_at(name, _("“%(text)s”后面没有字段。") % {"text": name}, self._with_field(name))
        if str(name).endswith("!"):
            raise error_at(
                name,
                _("不能用“!=”。"),
                _("不等于请写成 NOT %(name)s=值。") % {"name": str(name)[:-1]},
            )
        if str(name).isdecimal():
            hint = _("数和日期写在字段后面，例如 AD>=2020。")
            raise error_at(name, _("没有字段“%(name)s”。") % {"name": name[:40]}, hint)
        raise no_field(str(name), self.collection, name.start_pos or 0, name.end_pos or 0)

    def _with_field(self, joint: Token) -> str:
        """How a comparison is written behind an operator: with the field that was asked before."""
        typed = half_width(self.line)
        field = field_before(typed, joint.start_pos or 0)
        said, _end = comparison_at(typed, joint.end_pos or 0)
        if not field:
            return _("请再写一次字段，例如 AD>=2020 AND AD<=2024。")
        return _("请写成 %(said)s。") % {"said": f"{joint} {field}{said}"}

    def _leaf(self, token: Token, within: SearchField | None) -> Node:
        self._note(self._notes_on_word(token, within))
        if within is None or within.sort is Sort.TEXT:
            return self._text(token, self._fields(within))
        self._count(token)
        if within.sort is Sort.CODE:
            return self._codes.node(value_of(token, self.line), within)
        return self._ranges.one(token, within)

    def _notes_on_word(self, token: Token, within: SearchField | None) -> Iterator[Note]:
        is_text = within is None or within.sort is Sort.TEXT
        if token.type == "QUOTED" or self.is_part or not is_text:
            return
        note = note_on_number(token, self.line, self.collection) if within is None else None
        note = note or note_on_habit(token, self.line, self.collection, within)
        if note and all(one.start != note.start for one in self.notes):
            yield note

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
            return Or(tuple(self._text(token, within.asked) for token in tokens))
        if within.sort is not Sort.CODE:
            return Or(tuple(self._leaf(token, within) for token in tokens))
        return self._codes.of_list([value_of(token, self.line) for token in tokens], within)

    def _said(self, parsed: Tree[Token]) -> Sequence[Value]:
        """All values behind the name of a field, however they are joined."""
        if parsed.data in ("field_of_values", "field_of_whole_values"):
            return self._listed(parsed)
        tokens = parsed.scan_values(lambda part: isinstance(part, Token) and part.type in ("WORD", "QUOTED"))
        return [value_of(token, self.line) for token in tokens]

    def _listed(self, parsed: Tree[Token]) -> Sequence[Value]:
        return self.lists[token_of(parsed.children[1]).start_pos or 0]

    def _values(self, parts: Sequence[Parsed]) -> Sequence[Value]:
        return [value_of(token_of(part), self.line) for part in parts]

    def _count(self, token: Token) -> None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise too_many_terms(token.start_pos or 0, token.end_pos or 0)

    def _fields(self, within: SearchField | None) -> tuple[str, ...]:
        return self.collection.general if within is None else within.asked


def too_many_terms(start: int, end: int) -> QueryError:
    return QueryError(
        _("检索式超过 %(most)s 个词。") % {"most": f"{MOST_TERMS:,}"},
        start,
        end,
        _("号码请写成列表；词太多时请分成几个检索式，再用集合号合并。"),
    )


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
