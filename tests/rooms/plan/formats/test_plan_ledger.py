"""The plan ledger: columns guessed, rows refused one by one, and the way back unchanged."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.formats.plan_ledger import read_plan_ledger
from zhichan.rooms.plan.formats.plan_ledger_file import plan_ledger_file
from zhichan.rooms.plan.item_entry import TargetEntry, TaskEntry

TARGETS = ["指标名称", "计量单位", "目标值", "目标年"]
TASKS = ["编号", "任务内容", "牵头单位", "参与单位", "完成时限"]


def _book(sheets: dict[str, Sequence[Sequence[object]]], merge: str = "") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for index, cell in enumerate(row):
                    page.write(number, index, cell)
            if merge:
                page.merge_range(merge, "合并")
    return file.getvalue()


def test_a_current_value_is_never_taken_from_a_plan_ledger_and_told_as_unused():
    """What a measure computes cannot be edited here: values come from the registers or are entered."""
    rows = [["指标", "基期", "现值", "目标", "目标年"], ["有效发明专利拥有量", 1200, 9999, 1600, 2030]]
    ledger = read_plan_ledger(_book({"指标": rows}))
    [target] = ledger.targets
    assert (target.baseline, target.value) == (1200, 1600)
    assert [guess.heading for guess in ledger.guesses if not guess.label] == ["现值"]


def test_columns_are_found_by_name_in_any_order_below_a_title():
    rows = [
        ["云川区主要指标表"],
        [],
        ["目标值", "备注", "指标", "单位"],
        [1600, "随手记", "有效发明专利拥有量", "件"],
    ]
    ledger = read_plan_ledger(_book({"指标": rows}))
    assert ledger.targets == (TargetEntry("有效发明专利拥有量", unit="件", op=">=", value=Decimal(1600)),)
    assert [(guess.letter, guess.heading, guess.label) for guess in ledger.guesses] == [
        ("A", "目标值", "目标值"),
        ("B", "备注", ""),
        ("C", "指标", "指标名称"),
        ("D", "单位", "计量单位"),
    ]


def test_headings_that_name_years_give_baseline_and_target():
    rows = [["指标", "2025年", "2030年目标", "属性"], ["商标品牌指导站", 0, 12, "约束性"]]
    (entry,) = read_plan_ledger(_book({"主要指标": rows})).targets
    assert (entry.baseline, entry.baseline_year, entry.value, entry.year, entry.nature) == (
        Decimal(0),
        2025,
        Decimal(12),
        2030,
        "约束性",
    )


def test_tasks_get_their_units_and_a_limit_from_a_date():
    rows = [TASKS, ["1", "建立专利导航机制。", "区知识产权局", "区科技局、区工信局", "2027-12-31"]]
    (entry,) = read_plan_ledger(_book({"任务": rows})).tasks
    assert (entry.lead, entry.participants) == (("区知识产权局",), ("区科技局", "区工信局"))
    assert (entry.deadline_kind, entry.deadline_on) == ("by-date", date(2027, 12, 31))


def test_a_bad_row_is_refused_alone_with_place_reason_and_fix():
    rows = [
        TARGETS,
        ["甲", "件", "很多", 2030],
        ["乙", "件", 3, 2030],
        ["", "件", 4, 2030],
        ["丙", "件", 5, 1800],
    ]
    ledger = read_plan_ledger(_book({"指标": rows}))
    assert [entry.name for entry in ledger.targets] == ["乙"]
    assert [(one.row, one.column, one.value) for one in ledger.refusals] == [
        (2, "目标值", "很多"),
        (4, "", ""),
        (5, "目标年", "1800"),
    ]
    assert all(one.reason and one.fix and one.sheet == "指标" for one in ledger.refusals)
    assert ledger.row_count == 4


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"牵头单位": "区科技局", "共同负责单位": "区工信局"}, "共同负责"),
        ({"参与单位": "区科技局"}, "牵头"),
        ({"时限种类": "持续推进", "完成时限": "2027-12-31"}, "限期完成"),
        ({"时限种类": "限期完成"}, "日期"),
    ],
)
def test_units_and_limits_that_contradict_each_other_are_refused(cells, reason):
    headings = ["任务内容", *cells]
    ledger = read_plan_ledger(_book({"任务": [headings, ["开展宣传。", *cells.values()]]}))
    assert ledger.tasks == ()
    assert reason in ledger.refusals[0].reason


def test_formulas_are_not_taken_for_values():
    ledger = read_plan_ledger(_book({"指标": [TARGETS, ["甲", "件", "=1+1", 2030]]}))
    assert ledger.targets == ()
    assert "公式" in ledger.refusals[0].reason


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 broken", "损坏"),
        (_book({"别的": [["甲", "乙"], [1, 2]], "又一张": [["丙"]]}), "表头"),
        (_book({"指标": [["指标名称", "备注"], ["甲", "乙"]]}), "表头"),
        (_book({"指标": [TARGETS, ["甲", "件", 1, 2030], ["", "", "", ""]]}, merge="A3:B4"), "合并"),
    ],
)
def test_what_is_no_ledger_is_refused_as_a_whole(content, message):
    with pytest.raises(InvalidInput, match=message):
        read_plan_ledger(content)


def test_the_empty_ledger_can_be_read():
    ledger = read_plan_ledger(plan_ledger_file([], []))
    assert (ledger.targets, ledger.tasks, ledger.refusals) == ((), (), ())


texts = st.text(alphabet="专利商标导航=+-'（）ab12。", min_size=1, max_size=12).map(str.strip).filter(bool)
names = st.lists(st.text(alphabet="区科技工信局", min_size=1, max_size=5), unique=True, max_size=3).map(tuple)
amounts = st.decimals(min_value=-(10**8), max_value=10**8, places=4).map(lambda value: value.normalize() + 0)
counts = amounts.map(abs)
years = st.integers(1990, 2100)


@st.composite
def targets(draw: st.DrawFn) -> TargetEntry:
    is_range = draw(st.booleans())
    unit = draw(st.sampled_from(["", "件", "万元"]))
    figures = counts if unit == "件" else amounts
    low, high = sorted((draw(figures), draw(figures)))
    has_baseline = draw(st.booleans())
    return TargetEntry(
        name=draw(texts),
        unit=unit,
        op="range" if is_range else draw(st.sampled_from(["=", ">=", ">", "+=", "~"])),
        value=None if is_range else draw(figures),
        value_min=low if is_range else None,
        value_max=high if is_range else None,
        year=draw(st.none() | years),
        baseline=draw(figures) if has_baseline else None,
        baseline_year=draw(years) if has_baseline else None,
        growth_rate_pct=draw(
            st.none() | st.decimals(0, 50, places=2).map(lambda value: value.normalize() + 0)
        ),
        nature=draw(st.sampled_from(["", "预期性", "约束性"])),
        counting=draw(st.sampled_from(["stock", "yearly", "cumulative", "undecided"])),
    )


@st.composite
def tasks(draw: st.DrawFn) -> TaskEntry:
    lead = draw(names)
    joint = () if lead else draw(names)
    kind = draw(st.sampled_from(["by-date", "ongoing", "none"]))
    return TaskEntry(
        text=draw(texts),
        kind=draw(st.sampled_from(["task", "project", "safeguard", "paragraph"])),
        number=draw(st.sampled_from(["", "1", "（一）", "12.", "03"])),
        title=draw(texts),
        chapter=draw(st.sampled_from(["", "一、总则"])),
        lead=lead,
        joint=joint,
        participants=draw(names) if lead else (),
        deadline_kind=kind,
        deadline_on=draw(st.dates(date(2000, 1, 1), date(2090, 1, 1))) if kind == "by-date" else None,
    )


@given(st.lists(targets(), max_size=4), st.lists(tasks(), max_size=4))
def test_what_is_written_comes_back_unchanged(before_targets, before_tasks):
    ledger = read_plan_ledger(plan_ledger_file(before_targets, before_tasks))
    assert ledger.refusals == ()
    assert list(ledger.targets) == before_targets
    assert list(ledger.tasks) == before_tasks
