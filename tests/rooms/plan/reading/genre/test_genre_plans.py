"""Plans of the whole genre, from a province's to a street's, against truths written before they were read.

Each document is read once; ``dress`` in its truth makes a Word file or a PDF of it first, as an office would.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.rooms.plan.reading.genre.scoring import (
    Json,
    Score,
    score_boxes,
    score_targets,
    score_tasks,
    score_units,
    truth_of,
)
from tests.rooms.plan.reading.rendering import as_docx, as_pdf
from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.schema import as_json

_FOLDER = Path(__file__).parent
_DOCUMENTS = {path.stem: path for path in sorted((*_FOLDER.glob("*.txt"), *_FOLDER.glob("*.html")))}
_FACTS = ("title", "title_hans", "doc_number", "issuer", "genre", "script", "region", "basis")
_DRESSES = {"docx": as_docx, "pdf": as_pdf}
_UNITS_ONLY_IN_A_SENTENCE = ("luotan_units",)  # 各区县人民政府要加快…: nobody is said to answer


@cache
def _read(name: str) -> tuple[Json, Json]:
    path = _DOCUMENTS[name]
    truth = truth_of(path)
    text = path.read_text(encoding="utf-8")
    dress = truth.get("dress")
    data = _DRESSES[dress](text) if dress else text.encode(truth.get("encoding", "utf-8"))
    return truth, as_json(read_plan(data, f"{name}.{dress}" if dress else path.name))


def _assert_exact(score: Score) -> None:
    assert (score.missed, score.extra) == ((), ())


def test_every_plan_has_its_truth() -> None:
    assert len(_DOCUMENTS) == 113
    assert sorted(_DOCUMENTS) == sorted(path.stem for path in _FOLDER.glob("*.toml"))


@pytest.mark.parametrize("name", _DOCUMENTS)
@pytest.mark.parametrize("source", ["table", "text"])
def test_targets_are_those_of_the_truth(name: str, source: str) -> None:
    _assert_exact(score_targets(*_read(name), source))


@pytest.mark.parametrize("name", _DOCUMENTS)
def test_tasks_and_their_deadlines_are_those_of_the_truth(name: str) -> None:
    _assert_exact(score_tasks(*_read(name)))


@pytest.mark.parametrize("name", [name for name in _DOCUMENTS if name not in _UNITS_ONLY_IN_A_SENTENCE])
def test_units_are_those_of_the_truth(name: str) -> None:
    _assert_exact(score_units(*_read(name)))


@pytest.mark.parametrize("name", _UNITS_ONLY_IN_A_SENTENCE)
def test_units_that_only_stand_in_a_sentence_are_left_to_the_officer(name: str) -> None:
    score = score_units(*_read(name))
    assert score.extra == ()
    assert score.f1 >= 0.97


@pytest.mark.parametrize("name", _DOCUMENTS)
def test_boxes_are_those_of_the_truth(name: str) -> None:
    _assert_exact(score_boxes(*_read(name)))


@pytest.mark.parametrize("name", _DOCUMENTS)
def test_facts_of_the_document_are_those_of_the_truth(name: str) -> None:
    truth, reading = _read(name)
    document = reading["document"]
    assert {key: document[key] for key in _FACTS if key in truth} == {
        key: truth[key] for key in _FACTS if key in truth
    }
    if "period" in truth:
        assert [document["period"]["from"], document["period"]["to"]] == truth["period"]
    if "date" in truth:
        assert truth["date"] in [one["date"] for one in document["dates"] if one["role"] == "issued"]


def test_a_doubling_that_reaches_the_table_is_no_conflict() -> None:
    _, reading = _read("linzhou_145")
    assert not [one for one in reading["conflicts"] if "高新技术企业" in one["what"]]
