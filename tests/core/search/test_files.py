"""Files of an index that are not as they were written: it is missing then, and never wrong, never a panic."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.search import corpus
from tests.core.search.samples import SAMPLE
from zhichan.core.search import looks
from zhichan.core.search.collection import EVERYTHING, Record
from zhichan.core.search.index import Former, IndexMissing, Order, Searcher
from zhichan.core.search.tantivy_side.files import FORMER, META, files_of
from zhichan.core.search.tantivy_side.keeping import TantivyIndex
from zhichan.core.search.tree import Near, Node, Not, Pattern, Range, Term, Unit

RECORDS = dict(enumerate(corpus.records(300), 1))
NODES: tuple[Node, ...] = (
    Term(("abstract",), "电池"),
    Term(("title",), "a"),
    Not(Term(("abstract",), "的")),
    Pattern(("abstract",), "电?池"),
    Near(("abstract",), (Term((), "电"),), (Term((), "池"),), Unit.CHARACTERS, 3, is_ordered=False),
    Range("filed", 20000101, 20003000),
)


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    made = TantivyIndex(tmp_path)
    with made.writing(SAMPLE, 1) as writing:
        for first in (1, 151):
            some = range(first, first + 150)
            writing.put([Record(one, RECORDS[one], frozenset()) for one in some], are_new=True)
            writing.commit()
        writing.put([Record(7, RECORDS[7], frozenset())])
        writing.put_former([Former(1, 1, 0, 5, writing.content_of(Record(1, RECORDS[1], frozenset())))])
        writing.commit()
    return TantivyIndex(tmp_path)


def _spoil(file: Path, place: float) -> None:
    """Some bytes are others."""
    kept = bytearray(file.read_bytes())
    at = int(place * (len(kept) - 8))
    kept[at : at + 8] = bytes(one ^ 0x5A for one in kept[at : at + 8])
    file.write_bytes(kept)


def _files(index: TantivyIndex) -> list[Path]:
    folder = index.folder_of(SAMPLE, 1)
    return [file for part in (folder, folder / FORMER) for file in files_of(part)]


def test_an_index_is_sound_and_so_is_one_written_over(index: TantivyIndex) -> None:
    assert {file.suffix for file in _files(index)} >= {".store", ".pos", ".idx", ".term", ".fast", ".del", ""}
    assert index.is_sound(SAMPLE, 1)
    with index.writing(SAMPLE, 1) as writing:
        writing.put([Record(8, RECORDS[8], frozenset())])
        writing.commit()
    assert index.is_sound(SAMPLE, 1)
    assert TantivyIndex(index._folder).is_sound(SAMPLE, 1)


def test_an_index_without_former_states_is_sound(tmp_path: Path) -> None:
    made = TantivyIndex(tmp_path)
    with made.writing(SAMPLE, 1) as writing:
        writing.commit()
    assert made.is_sound(SAMPLE, 1)
    assert made.searcher(SAMPLE, 1).size == 0


def test_texts_whose_note_is_lost_are_not_written_over(index: TantivyIndex) -> None:
    (index.folder_of(SAMPLE, 1) / "texts.json").unlink()
    with pytest.raises(FileNotFoundError), index.writing(SAMPLE, 1):
        pass
    assert not index.is_sound(SAMPLE, 1)


def test_whichever_file_is_spoilt_it_is_found_and_the_index_is_missing(index: TantivyIndex) -> None:
    folder = index.folder_of(SAMPLE, 1)
    for file in _files(index):
        if not file.stat().st_size:
            continue
        whole = file.read_bytes()
        for spoilt in (whole[: len(whole) // 2], b"", bytes([whole[0] ^ 1]) + whole[1:]):
            file.write_bytes(spoilt)
            assert not TantivyIndex(index._folder).is_sound(SAMPLE, 1), file.name
            assert index.state_of(SAMPLE, 1) is None
            (folder / "broken").unlink()
        file.write_bytes(whole)
    assert TantivyIndex(index._folder).is_sound(SAMPLE, 1)


def test_what_was_whole_is_looked_at_again_after_a_while(index: TantivyIndex, monkeypatch) -> None:
    assert index.is_sound(SAMPLE, 1)
    _spoil(_files(index)[0], 0.5)
    assert index.is_sound(SAMPLE, 1)
    monkeypatch.setattr(looks, "EVERY_SECONDS", 0.0)
    assert not index.is_sound(SAMPLE, 1)


@pytest.mark.parametrize("part", ["", FORMER])
@pytest.mark.parametrize("words", ['{"broken', "{}", "[]", ""])
def test_a_state_that_cannot_be_read_is_missing(index: TantivyIndex, part: str, words: str) -> None:
    (index.folder_of(SAMPLE, 1) / part / META).write_text(words)
    fresh = TantivyIndex(index._folder)
    assert not fresh.is_sound(SAMPLE, 1)
    assert fresh.state_of(SAMPLE, 1) is None
    with pytest.raises(IndexMissing):
        fresh.searcher(SAMPLE, 1)
    with pytest.raises(IndexMissing):
        fresh.searcher_at(SAMPLE, 1, "000001.1", 1, 2)


def test_an_index_that_is_gone_is_missing_at_any_instant(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        TantivyIndex(tmp_path).searcher_at(SAMPLE, 1, "000001.1", 1, 2)


def _ask(searcher: Searcher) -> None:
    for node in NODES:
        searcher.count(node, EVERYTHING)
        searcher.page(node, EVERYTHING, Order("filed"), 20)
        searcher.facets(node, EVERYTHING, {"ipc": 5, "filed": 5})


@pytest.mark.parametrize("kind", ["store", "pos", "idx", "term", "fast", "fieldnorm", "del"])
@pytest.mark.parametrize("place", [0.0, 0.2, 0.5, 0.9, 0.99])
def test_asking_what_is_spoilt_does_not_panic(index: TantivyIndex, kind: str, place: float) -> None:
    for file in _files(index):
        if file.suffix == f".{kind}":
            _spoil(file, place)
    fresh = TantivyIndex(index._folder)
    try:
        _ask(fresh.searcher(SAMPLE, 1))
        with fresh.writing(SAMPLE, 1) as writing:
            writing.held([*RECORDS])
    except IndexMissing:
        assert fresh.state_of(SAMPLE, 1) is None


def test_the_nodes_asked_find_something(index: TantivyIndex) -> None:
    assert all(index.searcher(SAMPLE, 1).count(node, EVERYTHING) for node in NODES)
