"""Collects the lines, headings and tables of a file into one ``SourceText`` with offsets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.folding import fold, simplified_characters
from zhichan.rooms.plan.reading.model import (
    Cell,
    Heading,
    Lint,
    Media,
    Script,
    SourceTable,
    SourceText,
    Span,
)
from zhichan.rooms.plan.reading.source.encoding import DAMAGE, Decoded
from zhichan.rooms.plan.reading.source.limits import refuse_if_long
from zhichan.rooms.plan.reading.terms import fold_wording

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls, zero-width and direction marks, soft hyphens, non-characters, lone surrogates: unseen by people.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BLANKS_AT_END = re.compile(r"[ \t\u00a0\u3000]+$", re.MULTILINE)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class CellText:
    """A cell before it has a place: its paragraphs and how far it reaches."""

    paragraphs: tuple[str, ...]
    rowspan: int = 1
    colspan: int = 1
    heading: bool = False


@dataclass
class TextBuilder:
    """Appends pieces and knows the offset of each."""

    name: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[Heading] = field(default_factory=list)
    tables: list[SourceTable] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    asides: list[Span] = field(default_factory=list)
    lints: list[Lint] = field(default_factory=list)
    posted: str | None = None

    def text(self, text: str) -> Span:
        """Append cleaned text as it is; refused when the whole grows past any plan."""
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        refuse_if_long(self.length, self.name)
        return start, self.length

    def line(self, text: str, *, depth: int = 0) -> Span:
        """Append one line; ``depth`` 1-6 marks it as a heading."""
        span = self.text(clean(text).rstrip())
        if depth and span[1] > span[0]:
            self.headings.append(Heading(span, depth))
        self.text("\n")
        return span

    def page(self) -> None:
        """The next line begins a new page."""
        self.pages.append(self.length)

    def table(self, rows: Iterable[Sequence[CellText]]) -> None:
        """Append a table, one line a row, and keep where each cell stands."""
        start = self.length
        placed = tuple(tuple(self._row(row)) for row in rows if row)
        if placed:
            self.tables.append(SourceTable((start, self.length), placed))

    def _row(self, row: Sequence[CellText]) -> Iterable[Cell]:
        between = "\n" if len(row) == 1 else " "
        for cell in row:
            paragraphs = (_BLANKS.sub(" ", clean(paragraph)).strip() for paragraph in cell.paragraphs)
            span = self.text(between.join(filter(None, paragraphs)))
            self.text(" | " if cell is not row[-1] else " |\n")
            yield Cell(span, cell.rowspan, cell.colspan, cell.heading)

    def finish(self, media: Media, *, decoded: Decoded | None = None, title: str | None = None) -> SourceText:
        """The text as a whole; refused when there is nothing to read in it."""
        text = "".join(self.pieces)
        if not text.strip():
            raise InvalidInput(f"{self.name}：没有读到文字；请确认文件内容后再试。", code="no_text")
        script = script_of(text)
        folded = fold(text)
        return SourceText(
            text=text,
            folded=fold_wording(folded) if script == "hant" else folded,
            media=media,
            encoding=decoded.encoding if decoded else None,
            script=script,
            tables=tuple(self.tables),
            headings=tuple(self.headings),
            pages=tuple(self.pages),
            title=clean(title).strip() or None if title else None,
            posted=self.posted,
            asides=tuple(self.asides),
            lints=(*self.lints, *_damage(text, decoded)),
        )


def _damage(text: str, decoded: Decoded | None) -> tuple[Lint, ...]:
    """Lints on how the bytes were read; where single bytes could not be, the text keeps U+FFFD."""
    if decoded is None:
        return ()
    return (*_undone(decoded), *_undecodable(text, decoded))


def _undone(decoded: Decoded) -> tuple[Lint, ...]:
    """A lint when the page had been encoded twice and was read back."""
    if not decoded.undone:
        return ()
    message = f"文件曾被当作西文另存，已按 {decoded.encoding.upper()} 还原；请对照原件核对。"
    return (Lint("encoded-twice", "warn", message, None),)


def _undecodable(text: str, decoded: Decoded) -> tuple[Lint, ...]:
    if not decoded.damaged:
        return ()
    places = f"有 {decoded.damaged} 处字节不是 {decoded.encoding.upper()} 编码"
    message = f"{places}，已用“{DAMAGE}”代替；请对照原件核对。"
    at = text.find(DAMAGE)
    return (Lint("undecodable-bytes", "warn", message, None if at < 0 else (at, at + 1)),)


def clean(text: str) -> str:
    """``text`` with one kind of line end, no characters nobody sees and no blanks before a line end."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    return _BLANKS_AT_END.sub("", text)


def script_of(text: str) -> Script:
    """Whether the text is written in simplified or traditional characters, by which it has more of."""
    pairs = simplified_characters()
    only_simplified = frozenset(pairs.values())
    counts = Counter(text)
    traditional = sum(count for character, count in counts.items() if character in pairs)
    simplified = sum(count for character, count in counts.items() if character in only_simplified)
    return "hant" if traditional > simplified else "hans"
