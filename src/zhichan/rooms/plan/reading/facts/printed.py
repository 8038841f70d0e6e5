"""The printed lines that facts are read from: content apart from page furniture, head apart from body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from zhichan.rooms.plan.reading.lines import Flow, flow_of, lines_of
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
    """One line, hard wraps rejoined; ``offsets`` say where each of its signs stands in the document."""

    text: str
    folded: str
    offsets: tuple[int, ...]

    @property
    def is_sentence(self) -> bool:
        """Whether the line is running text."""
        return len(self.folded) > _SENTENCE_LENGTH or "。" in self.folded

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Where a stretch of the line, not empty, stands in the text of the document."""
        return self.offsets[start], self.offsets[(len(self.offsets) if end is None else end) - 1] + 1


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
    lines = tuple(piece for line in lines_of(source, furniture) for piece in _pieces(line.flow))
    beside = (flow_of(source, (span,)) for span in furniture)
    return Printed(source, lines, tuple(_printed(flow) for flow in beside if flow.text))


def _printed(flow: Flow) -> PrintedLine:
    return PrintedLine(flow.text, flow.folded, flow.offsets)


def _pieces(flow: Flow) -> list[PrintedLine]:
    """A line that holds a whole head, its line ends lost, as the lines it was; any other line as it is."""
    if len(flow.folded) < _LONGEST_LINE or flow.folded.count(" ") < _BLANKS_IN_HEAD:
        return [_printed(flow)]
    places = [match.span() for match in re.finditer(r"\S+", flow.folded)]
    return [
        PrintedLine(flow.text[start:end], flow.folded[start:end], flow.offsets[start:end])
        for start, end in places
    ]
