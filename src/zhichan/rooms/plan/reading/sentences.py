"""Sentences of a passage, free of line breaks, every character with its offset (句子).

Pages wrap lines anywhere, in the middle of a number too. A ``Flow`` is the folded text of a passage
with breaks and blanks taken out, so that rules see what a reader sees; ``span`` leads back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhichan.rooms.plan.reading.model import SourceText, Span

_SENTENCE = re.compile(r"[^。!?;|]*[。!?;|]?")
_WORD_SIGN = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True)
class Flow:
    """Folded characters of one passage; ``offsets[i]`` is where ``text[i]`` stands in the source."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the source of ``text[start:end]``; an empty slice is refused."""
        if not start < end:
            raise ValueError("an empty slice has no span")
        return self.offsets[start], self.offsets[end - 1] + 1


def flow_of(source: SourceText, span: Span, *, without: Iterable[Span] = ()) -> Flow:
    """The passage ``span`` as a flow, leaving out the parts ``without``. O(length of the passage)."""
    skipped = sorted(without)
    letters: list[str] = []
    offsets: list[int] = []
    gap = ""
    for at in _kept(span, skipped):
        sign = source.folded[at]
        if sign.isspace():
            gap = gap if gap == "\n" else sign
            continue
        if gap and gap != "\n" and letters and _divides(letters[-1], sign):
            letters.append(" ")
            offsets.append(offsets[-1])
        gap = ""
        letters.append(sign)
        offsets.append(at)
    return Flow("".join(letters), tuple(offsets))


def sentences_of(flow: Flow) -> Iterator[Span]:
    """Start and end, in the flow, of each sentence; half sentences at ; count as sentences."""
    for match in _SENTENCE.finditer(flow.text):
        if match[0]:
            yield match.span()


def printed(source: SourceText, flow: Flow, start: int, end: int) -> str:
    """The source's own characters of ``flow.text[start:end]``, without line breaks and blanks."""
    return "".join(
        " " if flow.text[at] == " " else source.text[flow.offsets[at]]
        for at in range(start, min(end, len(flow.text)))
    )


def _kept(span: Span, skipped: list[Span]) -> Iterator[int]:
    at, end = span
    for start, stop in skipped:
        yield from range(at, min(max(start, at), end))
        at = max(at, stop)
    yield from range(at, end)


def _divides(before: str, after: str) -> bool:
    """Blanks between two figures or two Latin letters divide words; any other blank is layout."""
    return bool(_WORD_SIGN.match(before) and _WORD_SIGN.match(after)) and before.isdigit() == after.isdigit()
