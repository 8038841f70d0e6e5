"""Steps kept for a source: done once, for each furniture apart, and let go with it."""

from __future__ import annotations

import gc
import weakref

from tests.rooms.plan.reading.plan_texts import source_of
from tests.rooms.plan.reading.rendering import PLAN
from zhichan.rooms.plan.reading.model import SourceText, Span
from zhichan.rooms.plan.reading.once import once_a_source
from zhichan.rooms.plan.reading.read import read_plan


def test_a_step_is_done_once_for_each_furniture() -> None:
    calls: list[tuple[Span, ...]] = []

    @once_a_source
    def step(source: SourceText, furniture: tuple[Span, ...]) -> int:
        calls.append(furniture)
        return len(source.text)

    one, other = source_of("甲区方案"), source_of("乙区工作方案")
    assert [step(one, ()), step(one, ()), step(other, ()), step(one, ((0, 1),))] == [4, 4, 6, 4]
    assert calls == [(), (), ((0, 1),)]


def test_nothing_is_kept_of_a_reading_let_go() -> None:
    reading = read_plan(PLAN.encode(), "plan.txt")
    source = weakref.ref(reading.source)
    del reading
    gc.collect()
    assert source() is None
