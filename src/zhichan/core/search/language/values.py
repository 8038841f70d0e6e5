"""Values of fields as a line has them (字段的值), and the lists of them, of which one may hold 100,000."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from lark import Token

from zhichan.core.search.collection import Collection, SearchField, Sort
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.operators import OPERATOR
from zhichan.core.search.language.signs import LISTED, QUOTED, SIGN, WORD
from zhichan.core.search.language.spelling import plain_name
from zhichan.core.search.language.tokens import bare

MOST_VALUES = 100_000
#: As many as a line may have words; those behind them are counted by their values, and refused.
MOST_LISTS = 1_000
_LONGEST_NAME = 40
_LONGEST_OPERATOR = 7
_BEGINS = re.compile(rf"{QUOTED}|==?\s*\(|:\s*\(")
_PLAIN_LIST = re.compile(r"[^()\[\]\"=<>≥≤#\ue001]+(?=\))")
_PLAIN_VALUE = re.compile(r"[^\s,]+")
_NAME_AT_END = re.compile(rf"(?:{SIGN}|\({SIGN}+\))+\s*\Z")


class Value(NamedTuple):
    """``text``: without quotes; ``start``, ``end``: its place in the line, with them."""

    text: str
    start: int
    end: int
    is_quoted: bool = False

    def error(self, message: str, hint: str = "") -> QueryError:
        return QueryError(message, self.start, self.end, hint)


def value_of(token: Token, line: str) -> Value:
    return Value(bare(token, line), token.start_pos or 0, token.end_pos or 0, token.type == "QUOTED")


#: Lists by the place where their first sign stands.
Lists = Mapping[int, Sequence[Value]]


def lists_read(typed: str, line: str, collection: Collection) -> tuple[str, Lists]:
    """The line with one run of ``LISTED`` for every list of values without operators, and those lists.

    They are read here and not by the grammar, which takes ten times as long. O(characters). Raises QueryError
    for too many values, and for what is no list where only one can stand.
    """
    names = fields_by_name(collection)
    said, lists, done = [], dict[int, Sequence[Value]](), 0
    for begins in _BEGINS.finditer(typed):
        field = None if begins[0].startswith('"') else named_before(typed, begins.start(), names)
        is_whole = begins[0].startswith("==")
        if field is None or not (is_whole or field.sort is Sort.CODE):
            continue
        start = begins.end()
        if len(lists) == MOST_LISTS:
            break
        values, end = _listed(typed, line, start, field)
        if is_whole and not values:
            raise QueryError(
                _("“==”的括号里只能是用逗号隔开的值。"),
                start,
                typed.index(")", start),
                _("值里有空格或括号时请加引号。"),
            )
        if values:
            # ``AN:(`` is said with an equals sign here, since nothing looks at this place again.
            said += [typed[done : begins.start()], begins[0].replace(":", "="), LISTED * (end - start)]
            lists[start], done = values, end
    return "".join([*said, typed[done:]]), lists


def fields_by_name(collection: Collection) -> Mapping[str, SearchField]:
    named: dict[str, SearchField] = {}
    for one in reversed(collection.fields):
        named |= dict.fromkeys(map(plain_name, one.names), one)
    return named


def named_before(typed: str, at: int, names: Mapping[str, SearchField]) -> SearchField | None:
    """The field whose name ends here."""
    found = _NAME_AT_END.search(typed, max(0, at - _LONGEST_NAME), at)
    return names.get(plain_name(found[0])) if found else None


def _listed(typed: str, line: str, start: int, field: SearchField) -> tuple[Sequence[Value], int]:
    """The values from here to the closing bracket, and its place; none where something else stands there.

    Codes stand apart by commas or blanks, texts by commas alone.
    """
    if field.sort is Sort.CODE and field.spaced is None and (plain := _PLAIN_LIST.match(typed, start)):
        values = PlainValues(typed, start, plain.end())
        return ((), start) if values.hold_operator() else (_not_too_many(values), plain.end())
    one = _one_of_list(field.spaced.pattern if field.spaced else "")
    is_code, found, at = field.sort is Sort.CODE, list[Value](), start
    while (read := one.match(typed, at)) is not None:
        begin, end = read.span(1)
        is_quoted = typed[begin] == '"'
        found.append(Value(line[begin + 1 : end - 1] if is_quoted else read[1], begin, end, is_quoted))
        _not_too_many(found)
        at = read.end()
        if typed[at : at + 1] == ")":
            return found, at
        if not (read[2] and is_code) and "," not in read[2]:
            break
    return (), start


class PlainValues(Sequence[Value]):
    """The values of a list without quotes and brackets, as nearly every long one is, each made when it is
    looked at: ten times as fast."""

    def __init__(self, typed: str, start: int, end: int) -> None:
        self._typed = typed
        self._spans = [one.span() for one in _PLAIN_VALUE.finditer(typed, start, end)]

    def __len__(self) -> int:
        return len(self._spans)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[at] for at in range(len(self))[place]]
        start, end = self._spans[place]
        return Value(self._typed[start:end], start, end)

    def hold_operator(self) -> bool:
        short = (self._typed[start:end] for start, end in self._spans if end - start <= _LONGEST_OPERATOR)
        return any(OPERATOR.fullmatch(one) for one in short)


def _not_too_many(values: Sequence[Value]) -> Sequence[Value]:
    if len(values) > MOST_VALUES:
        raise values[MOST_VALUES].error(_("列表超过 %(most)s 个值。") % {"most": f"{MOST_VALUES:,}"})
    return values


@lru_cache
def _one_of_list(spaced: str) -> re.Pattern[str]:
    """One value, and what stands between it and the next."""
    code = rf"{spaced}(?=[\s,)])|" if spaced else ""
    word = rf"(?!(?:{OPERATOR.pattern})(?=[\s()\"])){WORD}"
    return re.compile(rf"\s*({code}{QUOTED}|{word})([\s,]*)", re.IGNORECASE)
