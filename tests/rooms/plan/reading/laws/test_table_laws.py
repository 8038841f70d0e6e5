"""Laws of tables kept as lines: where rows are wrapped and headings broken changes nothing that is found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.plan.reading.plan_texts import outline, tasks_in
from zhichan.rooms.plan.reading.model import Task
from zhichan.rooms.plan.reading.targets import targets_of

_HEADINGS = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")
_ROWS = (
    ("1", "建设森林康养基地，完善步道和驿站。", "县林业局", "县文旅局、各乡镇人民政府", "2024年6月底前"),
    ("2", "改造农村供水管网，推行城乡一体供水。", "县水务局", "县住建局", "持续推进"),
    ("3", "新建老年助餐点。", "县民政局", "县财政局、县市场监管局", "2025年12月"),
)
_INDICATORS = ("指标名称", "计量单位", "2020年基期值", "2025年目标值", "指标属性")
_FIGURES = (
    ("森林覆盖率", "%", "43.5", "45", "约束性"),
    ("林业总产值", "亿元", "120", "180", "预期性"),
    ("义务植树尽责率", "%", "80", "92", "预期性"),
)
Fact = tuple[str, tuple[str, ...], tuple[str, ...], str]


def _facts(tasks: list[Task]) -> list[Fact]:
    return [
        (
            task.text,
            task.lead,
            task.participants,
            str(task.deadline and (task.deadline.kind, task.deadline.date)),
        )
        for task in tasks
    ]


def _page(table: str) -> str:
    return f"甲县工作方案\n\n一、任务\n重点任务分工表\n{table}\n二、保障措施\n（一）加强领导。成立专班。\n"


def _barred(*, outer: bool) -> list[str]:
    edge = ("| ", " |") if outer else ("", "")
    return [edge[0] + " | ".join(row) + edge[1] for row in (_HEADINGS, *_ROWS)]


def _wrapped(line: str, width: int) -> str:
    pieces = [line[at : at + width] for at in range(0, len(line), width)]
    return "\n".join(piece.strip() for piece in pieces if piece.strip())


def _found(table: str) -> list[Fact]:
    return _facts(list(tasks_in(_page(table))))


def _indicators(table: str) -> list[tuple[str, str | None, str, str, str | None]]:
    found = targets_of(
        outline(f"甲县林业“十四五”规划\n\n一、主要目标\n主要指标表\n{table}\n二、任务\n（一）造林。\n")
    )
    return [
        (
            one.name,
            one.unit,
            str(one.baseline and one.baseline.value),
            str(one.target and one.target.value),
            one.nature,
        )
        for one in found
    ]


@pytest.mark.parametrize(("outer", "narrowest"), [(True, 10), (False, 6)])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_rows_with_bars_may_be_wrapped_at_any_width(outer: bool, narrowest: int, data: st.DataObject) -> None:
    """The numbers of the rows tell where each begins, however narrow the page."""
    width = data.draw(st.integers(min_value=narrowest, max_value=70))
    rows = _barred(outer=outer)
    whole = _found("\n".join(rows))
    assert len(whole) == 4
    assert _found("\n".join(_wrapped(row, width) for row in rows)) == whole


@given(width=st.integers(min_value=12, max_value=70), outer=st.booleans())
@settings(max_examples=25, deadline=None)
def test_rows_of_indicators_may_be_wrapped_at_any_width(width: int, outer: bool) -> None:
    """Without numbers and outer bars the words of the headings and the nature tell where rows end."""
    edge = ("| ", " |") if outer else ("", "")
    rows = [edge[0] + " | ".join(row) + edge[1] for row in (_INDICATORS, *_FIGURES)]
    assert _indicators("\n".join(_wrapped(row, width) for row in rows)) == list(_FIGURES)


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_headings_of_a_flattened_table_may_be_broken_anywhere(data: st.DataObject) -> None:
    cuts = [data.draw(st.integers(min_value=1, max_value=len(words))) for words in _INDICATORS]
    broken = [
        piece
        for words, cut in zip(_INDICATORS, cuts, strict=True)
        for piece in (words[:cut], words[cut:])
        if piece
    ]
    cells = "\n".join((*broken, *(cell for row in _FIGURES for cell in row)))
    assert _indicators(cells) == list(_FIGURES)


@pytest.mark.parametrize("outer", [True, False])
def test_a_table_with_bars_cut_off_at_any_place_is_survived(outer: bool) -> None:
    page = "\n".join(_wrapped(line, 19) for line in _barred(outer=outer))
    for end in range(0, len(page), 3):
        assert len(tasks_in(_page(page[:end]))) <= 5
