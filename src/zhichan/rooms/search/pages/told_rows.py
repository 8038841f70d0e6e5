"""The rows of conditions that say a query line (检索式的条件行), where rows can.

What was typed stays as it was typed: a number in its spelling, a day as short as it was. Rows are believed
only where the line they make asks the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from zhichan.core.search.collection import Collection, Sort
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.language.writing import write_query
from zhichan.core.search.tree import Node
from zhichan.rooms.search.pages.builder import (
    ALL,
    ANY,
    BETWEEN,
    FROM,
    IS,
    JOINTS,
    MOST_ROWS,
    PHRASE,
    TO,
    Row,
    Word,
    are_same,
    field_of,
    line_of,
    sort_of,
    word_said,
)

#: Longer lines are lists of numbers, which are no good in a row.
LONGEST_TOLD = 20_000
_SIGN = re.compile(r'\s*("[^"]*"|==|>=|<=|[()\[\]=,<>≥≤]|[^\s()\[\]"=,<>≥≤]+)')
_ENDS = {">=": FROM, "≥": FROM, "<=": TO, "≤": TO}
T = TypeVar("T")


class _NoRows(Exception):
    """What comes next is nothing that rows say."""


def rows_of(line: str, node: Node, collection: Collection) -> list[Row] | None:
    """The rows of a line that was read as this tree; None where rows cannot say it."""
    if len(line) > LONGEST_TOLD:
        return None
    for said in (line, _written(node, collection)):
        rows = _rows_in(said, collection)
        for told in ([_in_words(row, collection) for row in rows], rows):
            if rows and _say(told, node, collection):
                return told
    return None


def _written(node: Node, collection: Collection) -> str:
    """The line in its plain form; empty for a tree no line says."""
    try:
        return write_query(node, collection)
    except ValueError:
        return ""


def _rows_in(line: str, collection: Collection) -> list[Row]:
    try:
        rows = _Reading(collection, _SIGN.findall(line)).whole()
    except _NoRows:
        return []
    return rows if len(rows) <= MOST_ROWS else []


def _say(rows: Sequence[Row], node: Node, collection: Collection) -> bool:
    try:
        return are_same(read_query(line_of(rows, collection), collection), node)
    except QueryError:
        return False


def _in_words(row: Row, collection: Collection) -> Row:
    """With the words people read for codes."""
    asked = field_of(row.field, collection)
    if asked is None or asked.words is None or row.how != IS:
        return row
    values = row.text.split(", ")
    words = asked.words(values)
    return replace(row, text=", ".join(words.get(value, value) for value in values))


@dataclass
class _Reading:
    """Reads a line sign by sign. Every method takes what it reads, or raises _NoRows."""

    collection: Collection
    signs: Sequence[str]
    at: int = field(default=0)

    def whole(self) -> list[Row]:
        rows = self._rows()
        if self._next():
            raise _NoRows
        return rows

    def _next(self) -> str:
        return self.signs[self.at] if self.at < len(self.signs) else ""

    def _take(self, *wanted: str) -> str:
        """The next sign, one of those wanted or any."""
        sign = self._next()
        if not sign or (wanted and sign.upper() not in wanted):
            raise _NoRows
        self.at += 1
        return sign

    def _either(self, *ways: Callable[[], T]) -> T:
        """The first way that can be read from here."""
        start = self.at
        for way in ways:
            self.at = start
            try:
                return way()
            except _NoRows:
                continue
        raise _NoRows

    def _rows(self) -> list[Row]:
        """Rows joined from the top: what stands above may be in brackets."""
        rows = self._either(lambda: [self._negated()], lambda: [self._row()], self._above)
        while self._next() not in ("", ")"):
            joint = self._take().upper() if self._next().upper() in ("AND", "OR") else "AND"
            row = self._either(self._negated, self._row)
            if row.joint == "NOT" and joint == "OR":
                raise _NoRows
            rows.append(row if row.joint == "NOT" else replace(row, joint=joint))
        return rows

    def _above(self) -> list[Row]:
        self._take("(")
        rows = self._rows()
        self._take(")")
        return rows

    def _negated(self) -> Row:
        if self._next() == "(":
            return self._bracketed(self._negated)
        self._take("NOT")
        return replace(self._row(), joint="NOT")

    def _bracketed(self, read: Callable[[], Row]) -> Row:
        self._take("(")
        row = read()
        self._take(")")
        return row

    def _row(self) -> Row:
        if self._next() == "(":
            return self._either(self._bare_words, lambda: self._bracketed(self._row))
        sign = self._take()
        if sign.startswith('"'):
            return Row(field="", how=PHRASE, text=sign.strip('"'))
        if self._next() in ("=", *_ENDS):
            return self._of_field(self._code(sign))
        return Row(field="", how=ALL, text=self._plain(sign))

    def _code(self, name: str) -> str:
        codes = [one.code for one in self.collection.fields]
        codes += [several.split("|")[0] for several in self.collection.several]
        found = next((code for code in codes if code.casefold() == name.casefold()), None)
        if found is None:
            raise _NoRows
        return found

    def _of_field(self, code: str) -> Row:
        sign, sort = self._take(), sort_of(code, self.collection)
        if sign != "=":
            return Row(field=code, how=_ENDS[sign], text=self._plain(self._take()))
        if self._next() == "[":
            return self._between(code)
        if self._next() == "(":
            return self._words(code) if sort is Sort.TEXT else self._values(code)
        value = self._take()
        if sort is not Sort.TEXT:
            return Row(field=code, how=IS, text=self._value(value))
        if value.startswith('"'):
            return Row(field=code, how=PHRASE, text=value.strip('"'))
        return Row(field=code, how=ALL, text=self._plain(value))

    def _between(self, code: str) -> Row:
        self._take("[")
        low = self._take()
        self._take("TO", "至", "到")
        high = self._take()
        self._take("]")
        if high == "*":
            return Row(field=code, how=FROM, text=low)
        return (
            Row(field=code, how=TO, text=high)
            if low == "*"
            else Row(field=code, how=BETWEEN, text=f"{low} 至 {high}")
        )

    def _values(self, code: str) -> Row:
        values = [self._value(value) for value in self._listed()[1]]
        return Row(field=code, how=IS, text=", ".join(values))

    def _bare_words(self) -> Row:
        """Words without a field. In quotes that none needs stand phrases, each of which is a row."""
        start = self.at
        _joint, words = self._listed()
        quoted = (Word(word.strip('"')) for word in words if word.startswith('"'))
        if any(not word_said("", word, self.collection).is_quoted for word in quoted):
            raise _NoRows
        self.at = start
        return self._words("")

    def _words(self, code: str) -> Row:
        joint, words = self._listed()
        how = ANY if joint in ("OR", ",") else ALL
        return Row(field=code, how=how, text=" ".join(map(self._word, words)))

    def _listed(self) -> tuple[str, list[str]]:
        """What is in brackets, joined in one way, and that way."""
        self._take("(")
        found, joints = [self._sign()], set()
        while self._next() != ")":
            joints.add(self._take().upper() if self._next().upper() in ("AND", "OR", ",") else "AND")
            found.append(self._sign())
        self._take(")")
        if len(joints) > 1:
            raise _NoRows
        return next(iter(joints), "AND"), found

    def _sign(self) -> str:
        """A word or what stands in quotes."""
        sign = self._take()
        return sign if sign.startswith('"') else self._plain(sign)

    def _plain(self, sign: str) -> str:
        if sign.startswith('"') or sign.upper() in JOINTS or re.fullmatch(r"[()\[\]=,<>≥≤]|[<>=]=", sign):
            raise _NoRows
        return sign

    def _value(self, sign: str) -> str:
        return sign.strip('"') if sign.startswith('"') else self._plain(sign)

    def _word(self, sign: str) -> str:
        text = sign.strip('"')
        needs_quotes = sign.startswith('"') and re.search(r"[\s*?]", text)
        return str(Word(text, is_quoted=bool(needs_quotes)))
