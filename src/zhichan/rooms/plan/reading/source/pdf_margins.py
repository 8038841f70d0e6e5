"""Where the text of each PDF page begins and ends, left to right (版心)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import median

from zhichan.rooms.plan.reading.source.pdf_layout import Line, Margins, is_indented
from zhichan.rooms.plan.reading.source.pdf_page import PageContent

# In characters.
_UNINDENTED = 0.8
_INDENTED = 1.2
_SAME_END = 0.8
_OVERHANG = 2.0
# Of the usual distance of lines.
_SAME_PITCH = 1.12
_WIDEST_PITCH = 2.5
_SPACED_FROM = 2

_LONG_LINE = 10  # signs


def margins_of(pages: Sequence[PageContent], running: frozenset[Line]) -> dict[int, Margins]:
    """The margins of each page by its own lines or, where they do not tell, as on the other pages."""
    lines = {page.number: [line for line in page.lines if line not in running] for page in pages}
    own = {page.number: _own_margins(lines[page.number], page.width) for page in pages}
    usual = _usual([margins for margins in own.values() if margins])
    return {number: _completed(margins, usual) for number, margins in own.items()}


def _own_margins(lines: Sequence[Line], width: float) -> Margins | None:
    """What the lines of one page tell of its margins, None when there are none.

    A line two characters further in than another shows that paragraphs are indented; the lines above
    those that are not indented then are full. Without indents three long lines that end at one place
    show the right margin, and whether all lines stand further in than that lets expect.
    """
    if not lines:
        return None
    size = median(line.size for line in lines)
    left = min(line.left for line in lines)
    if is_indented(lines):
        return Margins(left, _second([above.right for above in _above_unindented(lines, left)]))
    right = _shared_end([line.right for line in lines if len(line.text) >= _LONG_LINE], size)
    opposite = max(width - right, 0.0)
    if right < inf and left - opposite >= _INDENTED * size:
        return Margins(opposite, right)
    return Margins(left, right, indented=False, pitch=_pitch(lines))


def _pitch(lines: Sequence[Line]) -> float:
    """How far apart lines of one paragraph stand at most, 0 where no wider distances set paragraphs apart."""
    distances = [above.base - line.base for above, line in pairwise(lines)]
    usual = median(distances or [0.0]) * _SAME_PITCH
    wider = [distance for distance in distances if usual < distance <= _WIDEST_PITCH * usual]
    return usual if len(wider) >= _SPACED_FROM else 0.0


def _shared_end(rights: Sequence[float], size: float) -> float:
    """The farthest place at which three lines end, when hardly any line goes beyond it."""
    ends = sorted(rights, reverse=True)
    for end, third in zip(ends, ends[2:], strict=False):
        if ends[0] - end > _OVERHANG * size:
            break
        if end - third <= _SAME_END * size:
            return end
    return inf


def _above_unindented(lines: Sequence[Line], left: float) -> Iterator[Line]:
    for above, line in pairwise(lines):
        if line.left - left <= _UNINDENTED * line.size:
            yield above


def _second(ends: Sequence[float]) -> float:
    """The second of the farthest ends (one may hang over), the only one there is, or none."""
    return sorted(ends, reverse=True)[min(1, len(ends) - 1)] if ends else inf


def _usual(own: Sequence[Margins]) -> Margins:
    lefts = [margins.left for margins in own if margins.indented]
    rights = [margins.right for margins in own if margins.right < inf]
    return Margins(median(lefts or [inf]), median(rights or [inf]), indented=bool(lefts))


def _completed(margins: Margins | None, usual: Margins) -> Margins:
    """The page's own margins with the usual ones in place of what its lines do not show."""
    if margins is None:
        return usual
    left = margins.left if margins.indented or margins.right < inf else min(usual.left, margins.left)
    right = margins.right if margins.right < inf else usual.right
    tells = margins.indented or margins.right < inf
    return Margins(left, right, margins.indented if tells else usual.indented, margins.pitch)
