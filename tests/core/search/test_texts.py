"""The file of texts beside an index: what is there of a state is whole, and what is not is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.core.search.samples import SAMPLE
from zhichan.core.search.collection import EVERYTHING, Record
from zhichan.core.search.index import Former, IndexMissing
from zhichan.core.search.tantivy_side import texts
from zhichan.core.search.tantivy_side.keeping import TantivyIndex
from zhichan.core.search.tree import Near, Term, Unit

NEAR = Near(("abstract",), (Term((), "电池"),), (Term((), "隔膜"),), Unit.CHARACTERS, 3, is_ordered=True)


def _record(number: int, abstract: str) -> Record:
    return Record(number, {"title": ["一种电池"], "abstract": [abstract]}, frozenset())


def _put(index: TantivyIndex, records: Iterable[Record]) -> None:
    with index.writing(SAMPLE, 1) as writing:
        writing.put(records)
        writing.commit()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    index = TantivyIndex(tmp_path)
    _put(index, [_record(1, "锂离子电池用的隔膜"), _record(2, "隔膜用于电池"), _record(3, "")])
    with index.writing(SAMPLE, 1) as writing:
        writing.put_former([Former(1, 1, 0, 5, writing.content_of(_record(1, "电池无隔膜")))])
        writing.commit()
    assert _near(index) == [1]
    return index.folder_of(SAMPLE, 1)


def _near(index: TantivyIndex) -> list[int]:
    return sorted(index.searcher(SAMPLE, 1).ids(NEAR, EVERYTHING))


def test_a_record_put_again_is_told_by_its_new_text(folder: Path) -> None:
    index = TantivyIndex(folder.parent.parent)
    before = (folder / texts.FILE).stat().st_size
    _put(index, [_record(1, "没有了"), _record(2, "电池之隔膜")])
    assert _near(index) == [2]
    assert (folder / texts.FILE).stat().st_size > before
    with index.writing(SAMPLE, 1) as writing:
        held = writing.held([1, 2, 3, 4])
    assert {one: held[one].content.texts[1] for one in held} == {
        1: "\x02没有了\x02",
        2: "\x02电池之隔膜\x02",
        3: "",
    }


def test_what_a_killed_writer_left_behind_is_passed_over(folder: Path) -> None:
    with (folder / texts.FILE).open("ab") as file:
        file.write(b"\xff" * 100)
    index = TantivyIndex(folder.parent.parent)
    assert _near(index) == [1]
    _put(index, [_record(4, "电池隔膜")])
    assert _near(index) == [1, 4]


def test_a_searcher_goes_on_with_its_state_while_more_is_written(folder: Path) -> None:
    index = TantivyIndex(folder.parent.parent)
    before = index.searcher(SAMPLE, 1)
    _put(index, [_record(1, "没有了"), *(_record(one, "电池隔膜" * 500) for one in range(5, 50))])
    assert sorted(before.ids(NEAR, EVERYTHING)) == [1]
    assert _near(index) == [*range(5, 50)]


@pytest.mark.parametrize("part", ["", "former"])
@pytest.mark.parametrize("is_there", [True, False])
def test_texts_that_are_lost_make_the_index_missing(folder: Path, part: str, *, is_there: bool) -> None:
    index = TantivyIndex(folder.parent.parent)
    assert index.state_of(SAMPLE, 1) is not None
    file = folder / part / texts.FILE
    if is_there:
        file.write_bytes(file.read_bytes()[:-1])
    else:
        file.unlink()
    fresh = TantivyIndex(folder.parent.parent)
    assert fresh.state_of(SAMPLE, 1) is None
    with pytest.raises(IndexMissing):
        fresh.searcher(SAMPLE, 1)


def test_a_segment_that_is_lost_makes_the_index_missing(folder: Path) -> None:
    for file in folder.glob("*.term"):
        file.unlink()
    assert TantivyIndex(folder.parent.parent).state_of(SAMPLE, 1) is None


def test_an_index_is_worn_when_most_of_its_texts_are_of_no_record(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(texts, "WORN_FROM", 10_000)
    index = TantivyIndex(folder.parent.parent)
    for _turn in range(2):
        assert not index.is_worn(SAMPLE, 1)
        _put(index, [_record(1, "电池隔膜" * 500)])
    _put(index, [_record(1, "电池隔膜" * 500)])
    assert index.is_worn(SAMPLE, 1)
    shutil.rmtree(folder)
    with pytest.raises(IndexMissing):
        index.is_worn(SAMPLE, 1)
