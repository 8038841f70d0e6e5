"""The printed lines that facts are read from: content apart from page furniture, head apart from body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from zhichan.rooms.plan.reading.model import SourceText, Span

_BODY = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}(?:、|\s|章)|\([一二三四五六七八九十]{1,3}\)|1\s*[.、])"
)
_LONGEST_HEAD = 80
_LONGEST_LINE = 150
_BLANKS_IN_HEAD = 4
_SENTENCE_LENGTH = 60


@dataclass(frozen=True)
class PrintedLine:
    """One line without the blanks around it; ``folded`` is as long as ``text``."""

    text: str
    folded: str
    span: Span

    @property
    def is_sentence(self) -> bool:
        """Whether the line is running text."""
        return len(self.folded) > _SENTENCE_LENGTH or "。" in self.folded


@dataclass(frozen=True)
class Printed:
    """``lines`` without furniture; ``furniture`` holds the lines left out."""

    source: SourceText
    lines: tuple[PrintedLine, ...]
    furniture: tuple[PrintedLine, ...]

    @cached_property
    def head(self) -> tuple[PrintedLine, ...]:
        """The lines before the first numbered heading: data sheet, notice, title."""
        for place, line in enumerate(self.lines[:_LONGEST_HEAD]):
            if _BODY.match(line.folded):
                return self.lines[:place]
        return self.lines[:_LONGEST_HEAD]


def printed_of(source: SourceText, furniture: tuple[Span, ...]) -> Printed:
    """The lines of ``source``, parted into content and furniture."""
    left_out = set(furniture)
    lines: list[PrintedLine] = []
    beside: list[PrintedLine] = []
    for match in re.finditer(r"[^\n]+", source.folded):
        line = _line(source, match.start(), match.end())
        if line.span in left_out:
            beside.append(line)
        elif line.folded:
            lines.extend(_pieces(source, line))
    return Printed(source, tuple(lines), tuple(beside))


def _pieces(source: SourceText, line: PrintedLine) -> list[PrintedLine]:
    """A line that holds a whole head, its line ends lost, as the lines it was; any other line as it is."""
    if len(line.folded) < _LONGEST_LINE or line.folded.count(" ") < _BLANKS_IN_HEAD:
        return [line]
    start = line.span[0]
    return [
        _line(source, start + match.start(), start + match.end())
        for match in re.finditer(r"\S+", line.folded)
    ]


def _line(source: SourceText, start: int, end: int) -> PrintedLine:
    folded = source.folded[start:end]
    start += len(folded) - len(folded.lstrip())
    end = max(start, start + len(folded.strip()))
    return PrintedLine(source.text[start:end], source.folded[start:end], (start, end))
