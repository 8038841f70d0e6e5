"""Where a term stands in canonical text (出现位置): the last word on a match that an index only suspects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.characters import CLAUSE, LETTERS, SENTENCE
from zhichan.core.search.analysis.coded import GOING_ON, OTHER_LETTER, coded
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


@dataclass(frozen=True)
class _Script:
    """How an expression is written: for text as it reads, or for its code (``analysis.coded``).

    ``plain``: what stands for itself; ``no_letter_before`` and ``no_letter_after``: look-arounds;
    ``wordlike``: one letter or digit; ``going_on``: what goes on with a character, inside a class.
    """

    plain: Callable[[str], str]
    no_letter_before: str
    no_letter_after: str
    wordlike: str
    going_on: str = ""

    def one_but(self, signs: str) -> str:
        """One character that is none of these; they are signs of one byte."""
        rest = f"[{self.going_on}]*" if self.going_on else ""
        return f"(?:[^{signs}{self.going_on}]{rest})" if rest else f"[^{signs}]"


def _coded_plain(text: str) -> str:
    return re.escape(coded(text).decode("latin-1"))


_OTHER = f"{re.escape(OTHER_LETTER)}[{GOING_ON}]{{2}}"
_READ = _Script(re.escape, f"(?<![{LETTERS}])", f"(?![{LETTERS}])", f"[{_WORDLIKE}]")
_CODED = _Script(
    _coded_plain,
    f"(?<![a-z])(?<!{_OTHER})",
    f"(?![a-z{re.escape(OTHER_LETTER)}])",
    f"(?:[0-9a-z]|{_OTHER})",
    GOING_ON,
)


@lru_cache(maxsize=1024)
def expression(term: Term | Pattern) -> re.Pattern[str]:
    """Matches the term where it begins and ends: in a word or a number it matches whole."""
    return re.compile(_written(term, _READ))


@lru_cache(maxsize=256)
def coded_expressions(leaf: Term | Pattern | Near) -> Sequence[re.Pattern[bytes]]:
    """One of them matches in the code of a text where the leaf stands in it, never across two values.

    None for a pair with patterns, which have no one end: ``near_occurrences`` tells of it.
    """
    if not isinstance(leaf, Near):
        made = [_written(leaf, _CODED)]
    elif any(isinstance(term, Pattern) for term in (*leaf.left, *leaf.right)):
        return ()
    else:
        made = _written_near(leaf, _CODED)
    return [re.compile(one.encode("latin-1")) for one in made]


def _written(term: Term | Pattern, script: _Script) -> str:
    if isinstance(term, Pattern):
        atoms = piece_atoms(term.text)
        inside, lead, follows = _pattern(canonical(atoms), script), "", ""
    else:
        atoms = atoms_of(term.text)
        inside = script.plain(canonical(atoms))
        lead = f"(?<={EDGE})" if term.begins else ""
        follows = f"(?={EDGE})" if term.ends else ""
    return lead + _before(atoms[0], script) + inside + _after(atoms[-1], script) + follows


def _before(atom: str, script: _Script) -> str:
    if re.match(f"[{LETTERS}]", atom):
        return script.no_letter_before
    return r"(?<![0-9])(?<![0-9]\.)" if re.match("[0-9]", atom) else ""


def _after(atom: str, script: _Script) -> str:
    if re.search(rf"[{LETTERS}]\Z", atom):
        return script.no_letter_after
    return r"(?![0-9])(?!\.[0-9])" if re.search(r"[0-9]\Z", atom) else ""


def _pattern(text: str, script: _Script) -> str:
    made = []
    for place, character in enumerate(text):
        if character not in (MANY, ONE):
            made.append(script.plain(character))
            continue
        beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        is_in_word = bool(re.search(f"[{_WORDLIKE}]", beside))
        if character == MANY:
            made.append(f"{script.wordlike}*" if is_in_word else f"[^{CLAUSE}{SENTENCE}{EDGE}]*?")
        else:
            made.append(script.wordlike if is_in_word else script.one_but(CLAUSE + SENTENCE + EDGE + SEAM))
    return "".join(made)


def _written_near(near: Near, script: _Script) -> list[str]:
    """For either order one: an expression that begins with plain characters is run several times faster."""
    left, right = (
        f"(?:{'|'.join(_written(term, script) for term in side)})" for side in (near.left, near.right)
    )
    between = _between(near, script)
    ordered = left + between + right
    return [ordered] if near.is_ordered else [ordered, right + between + left]


def _between(near: Near, script: _Script) -> str:
    inside = f"[^{CLAUSE}{SENTENCE}{EDGE}]*"
    if near.unit is Unit.SENTENCE:
        return f"[^{SENTENCE}{EDGE}]*"
    if near.unit is Unit.CLAUSE:
        return f"{inside}(?:{CLAUSE}{inside}){{0,{near.distance}}}"
    one = script.one_but(CLAUSE + SENTENCE + EDGE + SEAM)
    return f"(?:[{CLAUSE}{SEAM}]*{one}){{0,{near.distance}}}[{CLAUSE}{SEAM}]*"


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
