"""Where a text holds what was searched for (命中标色): places in the original, one colour for each word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhichan.core.search.analysis.atoms import FIRST_HAN, LAST_HAN, runs_with_places
from zhichan.core.search.analysis.tokens import EDGE, SEAM, touches
from zhichan.core.search.occurrences import near_occurrences, occurrences
from zhichan.core.search.tree import And, Leaf, Near, Node, Not, Or, Pattern, Term

COLOURS = 5


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; ``colour`` from one on, none for what was not searched for."""

    text: str
    colour: int = 0


def positive_leaves(node: Node) -> Iterator[Leaf]:
    """The leaves that a record was found by, not those that it must not hold."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from positive_leaves(part)
    elif not isinstance(node, Not):
        yield node


def marked(text: str, field: str, node: Node) -> list[Piece]:
    """The text in pieces. Of words that overlap the one that begins first is marked, then the longer one."""
    marks = (leaf for leaf in positive_leaves(node) if isinstance(leaf, Term | Pattern | Near))
    here = [(leaf, at % COLOURS + 1) for at, leaf in enumerate(marks) if field in leaf.fields]
    if not here:
        return [Piece(text)] if text else []
    placed = _placed(text)
    found = [
        (placed.place(start)[0], placed.place(end - 1)[1], colour)
        for leaf, colour in here
        for start, end in _spans(leaf, placed.canonical)
    ]
    return _pieces(text, sorted(set(found), key=lambda one: (one[0], -one[1])))


def shortened(pieces: Sequence[Piece], most: int) -> list[Piece]:
    """At most so many characters, from a little before the first mark on; dots stand for what is left out."""
    whole = sum(len(piece.text) for piece in pieces)
    if whole <= most:
        return [*pieces]
    before = 0
    for piece in pieces:
        if piece.colour:
            break
        before += len(piece.text)
    start = 0 if before in (whole, 0) else max(min(before - most // 4, whole - most), 0)
    kept, at = [Piece("…")] if start else [], 0
    for piece in pieces:
        text = piece.text[max(start - at, 0) : max(start + most - at, 0)]
        kept += [Piece(text, piece.colour)] if text else []
        at += len(piece.text)
    return [*kept, Piece("…")] if start + most < whole else kept


def _spans(leaf: Term | Pattern | Near, canonical: str) -> Iterator[tuple[int, int]]:
    if isinstance(leaf, Near):
        for pair in near_occurrences(leaf, canonical):
            yield from pair
    else:
        yield from (span for span in occurrences(leaf, canonical) if span[0] < span[1])


@dataclass(frozen=True)
class _Placed:
    """The canonical text of one value, where each of its runs begins in it, and where that stands in the
    original (``runs_with_places``)."""

    canonical: str
    starts: Sequence[int]
    runs: Sequence[tuple[str, int]]
    origins: Sequence[int]
    end: int

    def place(self, at: int) -> tuple[int, int]:
        """The stretch of the original that the atom is of which has this character of the canonical text."""
        nth = bisect_right(self.starts, at) - 1
        if nth < 0:
            return 0, 0
        run, first = self.runs[nth]
        inside = at - self.starts[nth]
        if inside >= len(run):
            seam = self.origins[self.runs[nth + 1][1]] if nth + 1 < len(self.runs) else self.end
            return seam, seam
        if _is_han(run):
            return self.origins[first + inside], self.origins[first + inside] + 1
        return self.origins[first], self.origins[first + len(run) - 1] + 1


def _placed(text: str) -> _Placed:
    runs, origins = runs_with_places(text)
    made, starts, at = [EDGE], [], 1
    before = ""
    for run, _first in runs:
        if before and not _is_han(run) and not _is_han(before) and touches(before, run):
            made.append(SEAM)
            at += 1
        starts.append(at)
        made.append(run)
        at += len(run)
        before = run
    made.append(EDGE)
    return _Placed("".join(made), starts, runs, origins, len(text))


def _is_han(run: str) -> bool:
    return FIRST_HAN <= run[0] <= LAST_HAN


def _pieces(text: str, spans: Sequence[tuple[int, int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end, colour in spans:
        if start < at:
            continue
        if at < start:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], colour))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces
