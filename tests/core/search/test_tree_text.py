"""Trees are kept as JSON and come back the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.search.tree import Everything, Ids, Node
from zhichan.core.search.tree_text import kept, tree_of

from .test_against_brute_force import trees


@given(trees | st.lists(st.integers(1), max_size=5).map(lambda ids: Ids(tuple(ids))))
def test_a_tree_comes_back_from_json(node: Node) -> None:
    assert tree_of(json.loads(json.dumps(kept(node)))) == node


@given(st.text(max_size=9))
def test_a_kind_nobody_keeps_is_refused(kind: str) -> None:
    if kind == "everything":
        assert tree_of({"kind": kind}) == Everything()
        return
    with pytest.raises((ValueError, KeyError)):
        tree_of({"kind": kind})
