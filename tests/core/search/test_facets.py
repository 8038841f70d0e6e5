"""The first values of a field are exact although each segment tells only some of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.core.search.samples import SAMPLE
from zhichan.core.search.collection import EVERYTHING, Record
from zhichan.core.search.tantivy_side import facets
from zhichan.core.search.tantivy_side.keeping import TantivyIndex
from zhichan.core.search.tantivy_side.reading import TantivySearcher
from zhichan.core.search.tree import Everything, Node, Not, Term

VALUES = 60
IN_A_SEGMENT = 600
SEGMENTS = 3


def _holders(chance: random.Random, segment: int) -> list[str]:
    """Some are frequent; the last segment has the twelve first ones the other way round."""
    is_turned = segment == SEGMENTS - 1
    weights = [1 / (1 + (11 - rank if is_turned and rank < 12 else rank)) for rank in range(VALUES)]
    found = chance.choices(range(VALUES), weights, k=chance.randrange(1, 3))
    return [f"云川示例{holder:02d}厂" for holder in found]


def _records() -> list[dict[str, list[str]]]:
    chance = random.Random(20261201)
    return [
        {"title": [chance.choice(("电池", "电机", "焊接"))], "applicant": _holders(chance, segment)}
        for segment in range(SEGMENTS)
        for _record in range(IN_A_SEGMENT)
    ]


RECORDS = _records()


@pytest.fixture
def searcher(tmp_path) -> TantivySearcher:
    index = TantivyIndex(tmp_path)
    with index.writing(SAMPLE, 1) as writing:
        for first in range(0, len(RECORDS), IN_A_SEGMENT):
            some = RECORDS[first : first + IN_A_SEGMENT]
            writing.put(Record(number, values, frozenset()) for number, values in enumerate(some, first + 1))
            writing.commit()
    return index.searcher(SAMPLE, 1)


def _counted(word: str, *, is_without: bool) -> list[tuple[str, int]]:
    holding = [one for one in RECORDS if (word in one["title"][0]) != is_without]
    counts = Counter(name for one in holding for name in set(one["applicant"]))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _asked() -> Iterator[tuple[Node, list[tuple[str, int]]]]:
    yield Everything(), _counted("", is_without=False)
    yield Term(("title",), "电池"), _counted("电池", is_without=False)
    yield Not(Term(("title",), "电")), _counted("电", is_without=True)


@pytest.mark.parametrize(
    ("told", "counted", "ways"),
    [
        (1, 1, {"all"}),
        (1, 9, {"all"}),
        (2, 2, {"all", "one by one"}),
        (4, 9, {"one by one"}),
        (facets.TIMES_TOLD, facets.TIMES_COUNTED, set()),
    ],
)
def test_the_first_values_are_exact_however_few_are_told(
    searcher, monkeypatch, told: int, counted: int, ways: set[str]
) -> None:
    """And each way to them is gone where it should."""
    gone: set[str] = set()
    for way, name in (("one by one", "_count"), ("all", "_all")):
        monkeypatch.setattr(facets.Facets, name, _noting(gone, way, getattr(facets.Facets, name)))
    monkeypatch.setattr(facets, "TIMES_TOLD", told)
    monkeypatch.setattr(facets, "TIMES_COUNTED", counted)
    for node, truth in _asked():
        for most in range(1, 9):
            [found] = searcher.facets(node, EVERYTHING, {"applicant": most})
            assert [(one.value, one.count) for one in found.counts] == truth[:most]
            assert found.has_more
    assert gone == ways


def _noting(gone: set[str], way: str, done: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*asked: Any) -> Any:
        gone.add(way)
        return done(*asked)

    return noted
