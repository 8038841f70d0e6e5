"""Where a term stands in canonical text (出现位置): the last word on a match that an index only suspects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.characters import CLAUSE, LETTERS, SENTENCE
from zhichan.core.search.analysis.tokens import EDGE, SEAM, canonical
from zhichan.core.search.tree import Near, Pattern, Term, Unit

#: Stand for ``*`` and ``?`` while a pattern goes through the chain, which leaves signs of private use alone.
MANY, ONE = "\ue000", "\ue001"
_WORDLIKE = f"0-9{LETTERS}"
_NOT_COUNTED = str.maketrans("", "", f"{CLAUSE}{SENTENCE}{SEAM}")
Span = tuple[int, int]


def piece_atoms(text: str) -> list[str]:
    """The atoms of a pattern, ``MANY`` and ``ONE`` among them."""
    return atoms_of(text.replace("*", MANY).replace("?", ONE).replace("＊", MANY).replace("？", ONE))


@lru_cache(maxsize=1024)
def expression(term: Term | Pattern) -> re.Pattern[str]:
    """Matches the term where it begins and ends: in a word or a number it matches whole."""
    if isinstance(term, Pattern):
        atoms = piece_atoms(term.text)
        return re.compile(_before(atoms[0]) + _pattern(canonical(atoms)) + _after(atoms[-1]))
    atoms = atoms_of(term.text)
    before = re.escape(EDGE) if term.begins else ""
    after = f"(?={re.escape(EDGE)})" if term.ends else ""
    lead = f"(?<={before})" if before else ""
    return re.compile(lead + _before(atoms[0]) + re.escape(canonical(atoms)) + _after(atoms[-1]) + after)


def _before(atom: str) -> str:
    if re.match(f"[{LETTERS}]", atom):
        return f"(?<![{LETTERS}])"
    return r"(?<![0-9])(?<![0-9]\.)" if re.match("[0-9]", atom) else ""


def _after(atom: str) -> str:
    if re.search(rf"[{LETTERS}]\Z", atom):
        return f"(?![{LETTERS}])"
    return r"(?![0-9])(?!\.[0-9])" if re.search(r"[0-9]\Z", atom) else ""


def _pattern(text: str) -> str:
    made = []
    for place, character in enumerate(text):
        if character not in (MANY, ONE):
            made.append(re.escape(character))
            continue
        beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        is_in_word = bool(re.search(f"[{_WORDLIKE}]", beside))
        if character == MANY:
            made.append(f"[{_WORDLIKE}]*" if is_in_word else f"[^{CLAUSE}{SENTENCE}{EDGE}]*?")
        else:
            made.append(f"[{_WORDLIKE}]" if is_in_word else f"[^{CLAUSE}{SENTENCE}{EDGE}{SEAM}]")
    return "".join(made)


def has_many_outside_words(pattern: Pattern) -> bool:
    """Whether a ``*`` stands for any characters of the clause: such a term has no one end."""
    text = canonical(piece_atoms(pattern.text))
    return any(
        not re.search(f"[{_WORDLIKE}]", text[max(place - 1, 0) : place] + text[place + 1 : place + 2])
        for place, character in enumerate(text)
        if character == MANY
    )


def occurrences(term: Term | Pattern, text: str) -> Iterator[Span]:
    """Every occurrence, overlapping ones too, in the order of where they begin; one for each beginning."""
    search = expression(term).search
    found = search(text)
    while found:
        yield found.span()
        found = search(text, found.start() + 1)


def near_occurrences(near: Near, text: str) -> Iterator[tuple[Span, Span]]:
    """Every pair that stands as near as asked: left and right operand. O(left × right) in one sentence."""
    lefts = sorted(span for term in near.left for span in occurrences(term, text))
    rights = sorted(span for term in near.right for span in occurrences(term, text)) if lefts else []
    reach = _reach(near)
    for left in lefts:
        for right in rights:
            if left[1] <= right[0]:
                start, end = left[1], right[0]
            elif right[1] <= left[0] and not near.is_ordered:
                start, end = right[1], left[0]
            else:
                continue
            if (reach is None or end - start <= reach) and _is_near(text[start:end], near):
                yield left, right


def _reach(near: Near) -> int | None:
    """The most characters between two words as near as asked, breaks and seams among them; None: any number.
    At most one such sign stands before each character and one at the end."""
    return 2 * near.distance + 1 if near.unit is Unit.CHARACTERS else None


def _is_near(between: str, near: Near) -> bool:
    if SENTENCE in between or EDGE in between:
        return False
    if near.unit is Unit.SENTENCE:
        return True
    if near.unit is Unit.CLAUSE:
        return between.count(CLAUSE) <= near.distance
    return len(between.translate(_NOT_COUNTED)) <= near.distance


def is_in(leaf: Term | Pattern | Near, texts: Sequence[str]) -> bool:
    """Whether one of the canonical texts holds it; a near pair must stand in one and the same text."""
    return any(map(holder_of(leaf), texts))


def holder_of(leaf: Term | Pattern | Near) -> Callable[[str], bool]:
    """Tells whether a canonical text holds it; made once for many texts."""
    if not isinstance(leaf, Near):
        search = expression(leaf).search
        return lambda text: search(text) is not None
    if not any(isinstance(term, Pattern) for term in (*leaf.left, *leaf.right)):
        near = _near_expression(leaf).search
        return lambda text: near(text) is not None
    lefts = [expression(term).search for term in leaf.left]
    rights = [expression(term).search for term in leaf.right]

    def holds(text: str) -> bool:
        if not any(search(text) for search in lefts) or not any(search(text) for search in rights):
            return False
        return next(near_occurrences(leaf, text), None) is not None

    return holds


def _near_expression(near: Near) -> re.Pattern[str]:
    """Matches where terms stand as near as asked; a pattern has no one end and cannot be told so."""
    left, right = (
        f"(?:{'|'.join(expression(term).pattern for term in side)})" for side in (near.left, near.right)
    )
    inside = f"[^{CLAUSE}{SENTENCE}{EDGE}]*"
    if near.unit is Unit.SENTENCE:
        between = f"[^{SENTENCE}{EDGE}]*"
    elif near.unit is Unit.CLAUSE:
        between = f"{inside}(?:{CLAUSE}{inside}){{0,{near.distance}}}"
    else:
        between = (
            f"(?:[{CLAUSE}{SEAM}]*[^{CLAUSE}{SENTENCE}{EDGE}{SEAM}]){{0,{near.distance}}}[{CLAUSE}{SEAM}]*"
        )
    ordered = left + between + right
    return re.compile(ordered if near.is_ordered else f"{ordered}|{right}{between}{left}")
