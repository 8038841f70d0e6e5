"""A state of an index holds what its name says, whatever is committed while it is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.search import corpus
from tests.core.search.samples import SAMPLE
from zhichan.core.search.collection import EVERYTHING, Record
from zhichan.core.search.index import Former
from zhichan.core.search.tantivy_side import keeping
from zhichan.core.search.tantivy_side.keeping import TantivyIndex
from zhichan.core.search.tree import Everything

RECORDS = dict(enumerate(corpus.records(6), 1))
FIRST, SECOND = 1_000, 2_000


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    made = TantivyIndex(tmp_path)
    with made.writing(SAMPLE, 1) as writing:
        writing.put([Record(one, RECORDS[one], frozenset()) for one in (1, 2, 3)], are_new=True)
        writing.commit()
    return made


def _change(index: TantivyIndex) -> None:
    """Record 2 becomes another one, record 4 is new."""
    with index.writing(SAMPLE, 1) as writing:
        writing.put_former([Former(1, 2, 0, SECOND, writing.held([2])[2].content)])
        changed = [Record(2, RECORDS[5], frozenset()), Record(4, RECORDS[4], frozenset())]
        writing.put(changed, {2: SECOND, 4: SECOND})
        writing.commit()


def test_a_commit_while_a_state_is_opened_is_in_no_state_before_it(index: TantivyIndex, monkeypatch) -> None:
    looked_up = keeping.whole_state

    def committed_behind(*where: object) -> str | None:
        named = looked_up(*where)
        monkeypatch.undo()
        _change(index)
        return named

    monkeypatch.setattr(keeping, "whole_state", committed_behind)
    found = index.searcher(SAMPLE, 1)
    assert (found.snapshot, found.count(Everything(), EVERYTHING)) == (index.state_of(SAMPLE, 1), 4)


def test_an_earlier_instant_is_told_by_the_state_it_was_asked_of(index: TantivyIndex, monkeypatch) -> None:
    """Another thread of the process opens the next state between the two."""
    opened, named = keeping.open_in, index.searcher(SAMPLE, 1).snapshot

    def moved_on(*where: object, **how: object) -> object:
        monkeypatch.undo()
        _change(index)
        assert index.searcher(SAMPLE, 1).snapshot != named
        return opened(*where, **how)

    monkeypatch.setattr(keeping, "open_in", moved_on)
    past = index.searcher_at(SAMPLE, 1, named, FIRST, FIRST)
    assert past is not None
    assert sorted(past.ids(Everything(), EVERYTHING)) == [1, 2, 3]
    now = index.searcher(SAMPLE, 1).snapshot
    again = index.searcher_at(SAMPLE, 1, now, FIRST, SECOND)
    assert again is not None
    assert sorted(again.ids(Everything(), EVERYTHING)) == [1, 2, 3]


def test_what_is_new_is_told_of_the_newest_state_alone(index: TantivyIndex) -> None:
    before = index.searcher(SAMPLE, 1).snapshot
    _change(index)
    now = index.searcher(SAMPLE, 1).snapshot
    assert index.searcher_since(SAMPLE, 1, before, FIRST) is None
    new = index.searcher_since(SAMPLE, 1, now, FIRST)
    assert new is not None
    assert sorted(new.ids(Everything(), EVERYTHING)) == [2, 4]
