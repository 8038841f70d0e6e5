"""Whether a text holds operands as near as asked is told by one expression; where they stand, by a walk."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.search.corpus import SIGNS
from zhichan.core.search.analysis.atoms import atoms_of, runs_of
from zhichan.core.search.analysis.tokens import canonical_of
from zhichan.core.search.occurrences import holder_of, near_occurrences
from zhichan.core.search.tree import Near, Term, Unit

_few = "电池a5.，。 "
_terms = (
    st.text(_few, min_size=1, max_size=3)
    .filter(lambda text: bool(atoms_of(text)))
    .map(lambda text: Term((), text))
)
_sides = st.lists(_terms, min_size=1, max_size=2).map(tuple)
_nears = st.builds(Near, st.just(()), _sides, _sides, st.sampled_from(Unit), st.integers(0, 5), st.booleans())
_runs = (st.text(_few, max_size=25) | st.text(SIGNS, max_size=25)).map(runs_of).filter(bool)


@settings(max_examples=300)
@given(near=_nears, text=st.lists(_runs, max_size=3).map(canonical_of))
def test_a_near_pair_is_told_where_a_walk_finds_one(near: Near, text: str) -> None:
    assert holder_of(near)(text) == any(True for _pair in near_occurrences(near, text))
