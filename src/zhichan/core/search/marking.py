"""Where a text holds what was searched for (命中标色): places in the original, one colour for each word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhichan.core.search.analysis.atoms import atoms_with_places
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
    canonical, places = _canonical_with_places(text)
    found = [
        (places[start][0], places[end - 1][1], colour)
        for leaf, colour in here
        for start, end in _spans(leaf, canonical)
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


def _canonical_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The canonical text of one value, and for each of its characters the atom of the original it is of."""
    made, places = [EDGE], [(0, 0)]
    before = ""
    for atom, start, end in atoms_with_places(text):
        if before and touches(before, atom):
            made.append(SEAM)
            places.append((start, start))
        made.append(atom)
        places += [(start, end)] * len(atom)
        before = atom
    made.append(EDGE)
    places.append((len(text), len(text)))
    return "".join(made), places


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
