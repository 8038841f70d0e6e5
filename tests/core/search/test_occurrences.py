"""What expressions find, in text as it reads and in its code, is what a walk through the text finds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.search.corpus import SIGNS
from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.coded import coded
from zhichan.core.search.analysis.tokens import canonical_of
from zhichan.core.search.occurrences import (
    MANY,
    ONE,
    coded_expressions,
    expression,
    near_occurrences,
    piece_atoms,
)
from zhichan.core.search.tree import Near, Pattern, Term, Unit

# The commonest ones have codes of one byte, 锂 and 圳 of two and three; é and β are letters beyond ASCII.
_few = "电池锂圳aéβ5.，。 "
_terms = (
    st.text(_few, min_size=1, max_size=3)
    .filter(lambda text: bool(atoms_of(text)))
    .map(lambda text: Term((), text))
)
_ends = st.builds(Term, st.just(()), _terms.map(lambda one: one.text), st.booleans(), st.booleans())
_patterns = (
    st.text(_few + "*?", min_size=1, max_size=5)
    .filter(lambda text: any(atom not in (MANY, ONE) for atom in piece_atoms(text)))
    .map(lambda text: Pattern((), text))
)
_sides = st.lists(_terms, min_size=1, max_size=2).map(tuple)
_nears = st.builds(Near, st.just(()), _sides, _sides, st.sampled_from(Unit), st.integers(0, 5), st.booleans())
_values = st.text(_few, max_size=25) | st.text(SIGNS, max_size=25)
_texts = st.lists(_values, max_size=3).map(canonical_of)


def _is_told(leaf: Term | Pattern | Near, text: str) -> bool:
    return any(one.search(coded(text)) for one in coded_expressions(leaf))


@settings(max_examples=300)
@given(near=_nears, text=_texts)
def test_a_near_pair_is_told_where_a_walk_finds_one(near: Near, text: str) -> None:
    assert _is_told(near, text) == any(True for _pair in near_occurrences(near, text))


@settings(max_examples=300)
@given(leaf=_ends | _patterns, text=_texts)
def test_a_code_holds_a_term_where_its_text_does(leaf: Term | Pattern, text: str) -> None:
    assert _is_told(leaf, text) == bool(expression(leaf).search(text))


def test_a_pair_with_a_pattern_is_left_to_the_walk() -> None:
    near = Near((), (Pattern((), "电*"),), (Term((), "池"),), Unit.CHARACTERS, 3, True)
    assert not coded_expressions(near)
