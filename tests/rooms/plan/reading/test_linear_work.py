"""Twice the text is twice the work: counted in calls and in characters searched, never in seconds."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests.rooms.plan.reading.plan_texts import outline, source_of
from zhichan.rooms.plan.reading.lines import lines_of
from zhichan.rooms.plan.reading.structure.repeats import repeated
from zhichan.rooms.plan.reading.targets import readings, targets_of
from zhichan.rooms.plan.reading.targets.comparisons import without_comparisons

_HEAD = "云汀区知识产权工作方案（2023—2025年）\n\n二、主要任务\n（一）"


def _calls(work: Callable[[], object]) -> int:
    """How many Python functions ``work`` enters."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


class _Meter:
    """Searches as the pattern does and counts the characters it was given."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.characters = 0

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        self.characters += end - start
        return self.pattern.search(text, start, end)


@pytest.mark.parametrize("line", ["（一）加强保护", "{}.加强第{}类保护"])
def test_contents_are_looked_for_once_in_each_line(line: str) -> None:
    def work(count: int) -> int:
        text = "\n".join(line.format(number % 90 + 1, number) for number in range(count))
        lines = lines_of(source_of(text))
        return _calls(lambda: repeated(lines))

    assert work(2000) <= 2.1 * work(1000)
    assert work(1000) <= 15 * 1000


def test_comparisons_of_a_sentence_are_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(count: int) -> int:
        meter = _Meter(readings.COMPARED)
        monkeypatch.setattr(readings, "COMPARED", meter)
        read = outline(_HEAD + "，".join(f"培育企业{number}家" for number in range(1, count)) + "。")
        assert len(targets_of(read)) == count - 1
        monkeypatch.setattr(readings, "COMPARED", meter.pattern)
        return meter.characters

    assert work(400) <= 2.2 * work(200)


def test_figures_a_promise_starts_from_are_blanked_in_one_pass() -> None:
    def work(count: int) -> int:
        text = ",".join(f"专利由{number}件提高到{number + 3}件" for number in range(count))
        return _calls(lambda: without_comparisons(text))

    assert work(400) <= 2.1 * work(200)
    blanked, bases = without_comparisons("专利由2件提高到5件,商标从3件增加到8件")
    assert [base.quantity.low for base in bases] == [2, 3]
    assert blanked.replace("\x00", "") == "专利提高到5件,商标增加到8件"
