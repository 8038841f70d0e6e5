"""Days and numbers of a line, and the ranges they make (日期与数的范围): how they are read, what is told."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lark import Token, Tree

from zhichan.core.search.collection import SearchField, Sort
from zhichan.core.search.language.days import day_beside, days_meant, stretch_said, why_no_day
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.notes import Note
from zhichan.core.search.language.operators import OTHER_WAY
from zhichan.core.search.language.tokens import bare, error_at, text_of
from zhichan.core.search.tree import Node, Range

_ENDS = re.compile(r"([^:~]+)[:~]([^:~]+)")
_TO = ("TO", "至", "到")


@dataclass(frozen=True)
class Ranges:
    """Reads the days and numbers of one line; ``notes`` gathers how they were taken."""

    line: str
    notes: list[Note]

    def compared(self, asked: SearchField, sign: str, token: Token) -> Range:
        if asked.sort not in (Sort.DAY, Sort.NUMBER):
            raise error_at(token, _("字段“%(name)s”不能比较大小。") % {"name": asked.label})
        low, high = self._ends(token, asked)
        if sign in (">=", "≥"):
            return Range(asked.name, low, None)
        if sign in ("<=", "≤"):
            return Range(asked.name, None, high)
        beside = day_beside if asked.sort is Sort.DAY else operator.add
        if sign == ">":
            return Range(asked.name, beside(high, 1), None)
        return Range(asked.name, None, beside(low, -1))

    def between(self, asked: SearchField, ends: Sequence[Token]) -> Range:
        first, last = ends[0], ends[-1]
        if asked.sort not in (Sort.DAY, Sort.NUMBER):
            raise error_at(first, _("字段“%(name)s”不能用范围。") % {"name": asked.label})
        if first is last:
            return self.one(first, asked)
        return self._stretch(asked, first, last, bare(first, self.line), bare(last, self.line))

    def one(self, token: Token, within: SearchField) -> Range:
        """A day or a number, or the two ends of a range in one word."""
        text = bare(token, self.line)
        if (ends := _ENDS.fullmatch(text)) is not None:
            return self._stretch(within, token, token, ends[1], ends[2])
        if token.type != "QUOTED" and (said := range_said(text, within)):
            found = self._stretch(within, token, token, *said)
            self.notes.append(note_on_range(token, text, said))
            return found
        low, high = self._ends(token, within)
        return Range(within.name, low, high)

    def said(self, tokens: Sequence[Token], within: SearchField) -> Range | None:
        """``2020 TO 2024`` in round brackets; None for other words."""
        if not is_range(tokens, self.line, within):
            return None
        low, sign, high = tokens
        ends = bare(low, self.line), bare(high, self.line)
        found = self._stretch(within, low, high, *ends)
        self.notes.append(note_on_range(sign, str(sign), ends))
        return found

    def _stretch(self, asked: SearchField, first: Token, last: Token, begin: str, end: str) -> Range:
        low = None if begin == "*" else self._ends(first, asked, begin)[0]
        high = None if end == "*" else self._ends(last, asked, end)[1]
        if low is not None and high is not None and low > high:
            raise QueryError(
                _("范围写反了：起点在终点之后。"),
                first.start_pos or 0,
                last.end_pos or 0,
                _("请对调两端，写成 %(said)s。") % {"said": f"{asked.code}=[{end} TO {begin}]"},
            )
        return Range(asked.name, low, high)

    def _ends(self, token: Token, asked: SearchField, text: str = "") -> tuple[int, int]:
        text = text or bare(token, self.line)
        if asked.sort is Sort.NUMBER:
            if not re.fullmatch(r"[0-9]{1,15}", text):
                raise error_at(token, _("“%(text)s”不是整数。") % {"text": text})
            return int(text), int(text)
        meant = days_meant(text)
        if meant is None:
            why = why_no_day(text)
            told = _("“%(text)s”不是日期：%(why)s。") if why else _("“%(text)s”不是日期。")
            hint = _("请写成 2024、2024-09 或 2024-09-30，一段时间写成 %(code)s=[2015 TO 2024]。")
            raise error_at(token, told % {"text": text, "why": why}, hint % {"code": asked.code})
        return meant


def is_range(tokens: Sequence[Token], line: str, field: SearchField) -> bool:
    """Whether these are a first value, a word for *to* and a last value."""
    if len(tokens) != 3 or tokens[1].upper() not in _TO or any(one.type == "QUOTED" for one in tokens):
        return False
    ends = [text_of(tokens[0], line), text_of(tokens[2], line)]
    if field.sort is Sort.NUMBER:
        return all(one.isdecimal() for one in ends)
    return field.sort is Sort.DAY and all(days_meant(one) is not None for one in ends)


def in_order(low: str, high: str, field: SearchField) -> tuple[str, str]:
    if field.sort is Sort.NUMBER:
        return (low, high) if int(low) <= int(high) else (high, low)
    first, last = days_meant(low), days_meant(high)
    return (low, high) if first is None or last is None or first[0] <= last[1] else (high, low)


def range_said(text: str, field: SearchField) -> tuple[str, str] | None:
    """``2020-2024`` behind a field of days, ``3-5`` behind one of numbers: the two ends; None for a value."""
    if field.sort is Sort.NUMBER:
        return stretch_said(text, str.isdecimal)
    if days_meant(text) is not None:
        return None
    return stretch_said(text, lambda end: days_meant(end) is not None)


def note_on_range(at: Token, text: str, ends: tuple[str, str]) -> Note:
    low, high = ends
    told = _("“%(text)s”按范围检索：%(low)s 至 %(high)s。")
    if high == "*":
        told = _("“%(text)s”按范围检索：%(low)s 起。")
    return Note(told % {"text": text, "low": low, "high": high}, at.start_pos or 0, at.end_pos or 0)


def notes_on_ranges(parts: Sequence[tuple[Tree[Token] | Token, Node]], line: str) -> Iterator[Note]:
    """``AD>2024 AND AD<2020``: two ranges of one field that have nothing in common."""
    before: dict[str, tuple[Tree[Token] | Token, Range]] = {}
    for part, node in parts:
        if not isinstance(node, Range):
            continue
        if node.field in before and _are_apart(before[node.field][1], node):
            yield _nothing_found(before[node.field][0], part, line)
        before[node.field] = part, node


def _are_apart(one: Range, other: Range) -> bool:
    lows = [low for low in (one.low, other.low) if low is not None]
    highs = [high for high in (one.high, other.high) if high is not None]
    return bool(lows and highs) and max(lows) > min(highs)


def _nothing_found(first: Tree[Token] | Token, last: Tree[Token] | Token, line: str) -> Note:
    pieces = [_place(first), _place(last)]
    told = _("“%(first)s”和“%(last)s”没有共同的部分，同时要求时什么也找不到。") % {
        "first": line[slice(*pieces[0])],
        "last": line[slice(*pieces[1])],
    }
    return Note(told, *pieces[1], _turned_round(first, last, line))


def _turned_round(first: Tree[Token] | Token, last: Tree[Token] | Token, line: str) -> str:
    """The line with ``<`` for ``>`` and the other way round; empty where these are no comparisons."""
    said = line
    for one in (last, first):
        if not isinstance(one, Tree) or one.data != "field_compared":
            return ""
        start, end = _place(one.children[1])
        said = f"{said[:start]}{line[start:end].translate(OTHER_WAY)}{said[end:]}"
    return said


def _place(part: Tree[Token] | Token) -> tuple[int, int]:
    if isinstance(part, Token):
        return part.start_pos or 0, part.end_pos or 0
    tokens = list(part.scan_values(lambda _one: True))
    return tokens[0].start_pos or 0, tokens[-1].end_pos or 0
