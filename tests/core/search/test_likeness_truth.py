"""A seeded sample of the truth beside the checkout: twins and damaged sentences come first as promised.

Over a part of the abstracts only; the whole is measured by tools/measure_similar.py.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[3] / "tools"))

import measure_similar
import search_corpus

TWINS, OTHERS, DAMAGED = 120, 2_500, 150


@pytest.fixture(scope="module")
def sources():
    """Twins first. Sentences of theirs are not asked: which twin holds a sentence nobody could tell."""
    if not search_corpus.is_there():
        pytest.skip("no folder 'shared/data' beside the checkout: similarity is not held against real truth")
    chance = random.Random(3)
    chosen = {number for pair in chance.sample(search_corpus.twin_numbers(), TWINS) for number in pair}
    every = list(search_corpus.of_companies())
    twins = [one for one in every if one.number in chosen]
    return twins + chance.sample([one for one in every if one.number not in chosen], OTHERS)


@pytest.fixture(scope="module")
def searcher(sources, tmp_path_factory: pytest.TempPathFactory):
    return measure_similar.index_of(sources, tmp_path_factory.mktemp("truth"))


@pytest.mark.parametrize("whole", [True, False])
def test_twins_come_first_and_among_ten(sources, searcher, whole: bool) -> None:
    cases = measure_similar.twins(sources, TWINS, whole=whole)
    first, in_ten = measure_similar.shares(cases, searcher)
    assert len(cases) > TWINS // 2
    assert first >= 0.98
    assert in_ten == 1


def test_damaged_sentences_come_first(sources, searcher) -> None:
    cases = measure_similar.damaged(sources, DAMAGED, beyond=len(sources) - OTHERS)
    first, in_ten = measure_similar.shares(cases, searcher)
    assert first >= 0.9
    assert in_ten >= 0.98
