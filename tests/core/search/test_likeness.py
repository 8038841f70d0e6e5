"""What is like a sample: its order a second way, its reasons held against the texts, its scope."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.core.search.samples import SAMPLE
from zhichan.core.search.analysis.atoms import atoms_of
from zhichan.core.search.analysis.tokens import canonical_of, pairs
from zhichan.core.search.collection import EVERYTHING, Record, Scope
from zhichan.core.search.likeness import MOST_SHARED, Sample, SharedPhrases, sample_of
from zhichan.core.search.occurrences import expression
from zhichan.core.search.tantivy_side.keeping import TantivyIndex
from zhichan.core.search.tantivy_side.reading import TantivySearcher
from zhichan.core.search.tree import OneOf, Term

SIZE = 400
_PAIRS = iter("固态电池隔膜涂层钢管焊接装置方法电解质层搅拌叶片传感器件支架底座")
WORDS = [*map("".join, zip(_PAIRS, _PAIRS, strict=True)), "PVDF", "1.5"]
ODD = Scope(frozenset({"odd"}))


def _text(chance: random.Random, words: int) -> str:
    return "".join(chance.choices(WORDS, k=words))


def _texts(seed: int = 7) -> list[tuple[str, str]]:
    """Short enough that the engine keeps their length exactly: 40 tokens, with the marks around."""
    chance = random.Random(seed)
    return [(_text(chance, 3), f"{_text(chance, 6)}，{_text(chance, 5)}。") for _ in range(SIZE)]


TEXTS = _texts()


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> TantivySearcher:
    index = TantivyIndex(tmp_path_factory.mktemp("index"))
    with index.writing(SAMPLE, 1) as writing:
        writing.put(
            Record(
                at,
                {"title": [title], "abstract": [abstract], "number": [f"N{at % 5}"]},
                frozenset({"odd" if at % 2 else "even"}),
            )
            for at, (title, abstract) in enumerate(TEXTS, 1)
        )
        writing.commit()
    return index.searcher(SAMPLE, 1)


def _tokens(text: str) -> list[str]:
    return [token for token in pairs(atoms_of(text)) if token not in (",", ";")]


def _by_hand(sample: dict[str, str]) -> list[tuple[float, int]]:
    """BM25 (k1 1.2, b 0.75) over all records: the better field of each token, the title once more."""
    fields = [[title for title, _abstract in TEXTS], [abstract for _title, abstract in TEXTS]]
    held = [[Counter(_tokens(text)) for text in texts] for texts in fields]
    lengths = [[len(pairs(atoms_of(text))) + 2 for text in texts] for texts in fields]
    mean = [sum(one) / SIZE for one in lengths]

    def score(token: str, field: int, at: int) -> float:
        count = sum(token in one for one in held[field])
        if not held[field][at][token]:
            return 0.0
        rare = math.log(1 + (SIZE - count + 0.5) / (count + 0.5))
        often = held[field][at][token]
        return rare * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * lengths[field][at] / mean[field]))

    wanted = Counter(token for text in sample.values() for token in _tokens(text))
    named = Counter(_tokens(sample.get("title", "")))
    total = [
        sum(max(score(token, 0, at), score(token, 1, at)) for token in wanted)
        + sum(score(token, 0, at) for token in named)
        for at in range(SIZE)
    ]
    return sorted(((-round(one, 3), at) for at, one in enumerate(total, 1) if one > 0))


@pytest.mark.parametrize("at", range(0, 40, 4))
def test_the_order_is_that_of_a_walk_through_all_records(searcher: TantivySearcher, at: int) -> None:
    sample = dict(zip(("title", "abstract"), TEXTS[at], strict=True))
    found = searcher.similar(Sample(texts=sample), EVERYTHING, 30)
    expected = _by_hand(sample)[:30]
    assert [one.score for one in found] == pytest.approx([-score for score, _id in expected], abs=0.01)
    assert found[0].id == at + 1 == expected[0][1]
    together = {one.id for one in found} & {one for _score, one in expected}
    assert len(together) >= 29, "but for what stands even at the end"


def test_equal_ones_follow_their_ids(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    with index.writing(SAMPLE, 1) as writing:
        for first in (40, 1):  # the engine keeps the later ids first
            writing.put(
                Record(at, {"title": ["焊接钢管"], "abstract": ["一种钢管。"]}, frozenset())
                for at in range(first, first + 39)
            )
            writing.commit()
    found = index.searcher(SAMPLE, 1).similar(sample_of("焊接钢管"), EVERYTHING, 5)
    assert [one.id for one in found] == [1, 2, 3, 4, 5]
    assert len({one.score for one in found}) == 1


def test_scope_narrowing_and_the_one_left_out(searcher: TantivySearcher) -> None:
    sample = Sample(texts={"": TEXTS[6][1]})
    everyone = searcher.similar(sample, EVERYTHING, SIZE)
    assert {one.id % 2 for one in everyone} == {0, 1}
    mine = searcher.similar(sample, ODD, SIZE)
    assert [one.id for one in mine] == [one.id for one in everyone if one.id % 2]
    assert [one.score for one in mine] == [one.score for one in everyone if one.id % 2]
    assert searcher.similar(sample, Scope(), SIZE) == []
    narrowed = searcher.similar(sample, ODD, SIZE, OneOf("number", ("N2",)), left_out=7)
    assert [one.id for one in narrowed] == [one.id for one in mine if one.id % 5 == 2 and one.id != 7]
    assert [one.id for one in searcher.similar(sample, ODD, 3, left_out=7)] == [
        one.id for one in mine if one.id != 7
    ][:3]


def test_reasons_stand_in_both_and_share_no_word(searcher: TantivySearcher) -> None:
    for at in range(0, 60, 3):
        ours = [canonical_of([text]) for text in TEXTS[at]]
        for one in searcher.similar(Sample(texts={"": "。".join(TEXTS[at])}), EVERYTHING, 10):
            theirs = [canonical_of([text]) for text in TEXTS[one.id - 1]]
            assert 1 <= len(one.shared) <= MOST_SHARED
            for shared in one.shared:
                stands = expression(Term(("",), shared.text)).search
                assert any(map(stands, ours)), shared.text
                assert any(map(stands, theirs)), shared.text
            assert sum(shared.weight_permille for shared in one.shared) <= 1000 + MOST_SHARED
            weights = [shared.weight_permille for shared in one.shared]
            assert weights == sorted(weights, reverse=True)


def test_a_long_shared_phrase_is_told_whole_and_ends_with_its_clause() -> None:
    sample = Sample(texts={"": "粉煤灰双轴搅拌机，其叶片PVDF 1.5涂层。"})
    weights = {"双轴": 3.0, "搅拌": 2.0, "叶片": 1.0, "1.5": 0.5}
    found = SharedPhrases(sample, weights).of([canonical_of(["一种灰双轴搅拌机。", "叶片PVDF 1.5涂"])])
    assert [(one.text, one.weight_permille) for one in found] == [
        ("灰双轴搅拌机", 769),
        ("叶片pvdf1.5涂", 231),
    ]


def test_words_are_looked_for_as_they_stand(searcher: TantivySearcher) -> None:
    sample = sample_of("钢管焊接 PVDF")
    assert sample.words == ("钢管焊接", "PVDF")
    found = searcher.similar(sample, EVERYTHING, SIZE)
    held = {
        at
        for at, texts in enumerate(TEXTS, 1)
        if any("钢管焊接" in text or "pvdf" in atoms_of(text) for text in texts)
    }
    assert held
    assert {one.id for one in found} == held
    for one in found:
        both = {"钢管焊接": any("钢管焊接" in text for text in TEXTS[one.id - 1])}
        both["PVDF"] = any("pvdf" in atoms_of(text) for text in TEXTS[one.id - 1])
        assert {part.text for part in one.shared} == {word for word, is_held in both.items() if is_held}


def test_what_is_typed_is_words_or_a_text() -> None:
    assert sample_of("固态电池").words == ("固态电池",)
    assert sample_of(" 固态  电池 电池 ").words == ("固态", "电池")
    assert sample_of("一种固态电池的隔膜").texts == {"": "一种固态电池的隔膜"}
    assert sample_of("固态，电池 隔膜").texts == {"": "固态，电池 隔膜"}
    assert sample_of("一种固态电池，其隔膜带有陶瓷涂层。").texts
    assert sample_of(" ，。 ").is_empty
    assert sample_of("").is_empty
    assert Sample().is_empty


def test_what_nothing_holds_finds_nothing(searcher: TantivySearcher) -> None:
    assert searcher.similar(sample_of("麒麟"), EVERYTHING, 5) == []
    assert searcher.similar(sample_of("麒麟凤凰于飞，和鸣锵锵。"), EVERYTHING, 5) == []
