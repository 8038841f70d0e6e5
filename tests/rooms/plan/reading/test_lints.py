"""Lints: each finding once, with its place and what to do; nothing where nothing is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.rooms.plan.reading.printed_outlines import (
    Part,
    background,
    facts,
    goals,
    notice,
    plan,
    table,
    work,
)
from zhichan.rooms.plan.reading.conflicts import conflicts_of
from zhichan.rooms.plan.reading.lints import lints_of
from zhichan.rooms.plan.reading.model import Deadline, DocumentFacts, Lint, Task
from zhichan.rooms.plan.reading.targets import targets_of

OWNED = Task((0, 1), 1.0, number="1.", title="健全制度", lead=("区科技局",), participants=("区财政局",))


def lints(
    *parts: Part,
    tasks: tuple[Task, ...] = (OWNED,),
    known: DocumentFacts | None = None,
    units: tuple[str, ...] | None = None,
) -> tuple[Lint, ...]:
    outline = plan(*parts)
    targets = targets_of(outline)
    said = known or facts()
    found = conflicts_of(outline, targets, tasks, (), said)
    return lints_of(outline, targets, tasks, found, said, units)


def codes(*parts: Part, **more: object) -> list[tuple[str, str]]:
    return [(lint.code, lint.severity) for lint in lints(*parts, **more)]  # type: ignore[arg-type]


def indicator(base: str, target: str, note: str) -> Part:
    return table(("指标", "2020年", "2025年", "备注"), ("专利拥有量", base, target, note))


def test_sound_plan_has_no_lints() -> None:
    assert lints(goals("有效专利达到90件。"), indicator("100", "201", "年均增长15%")) == ()


def test_rate_that_does_not_reproduce_is_told_with_the_arithmetic() -> None:
    (lint,) = lints(indicator("100", "250", "年均增长15%"))
    assert (lint.code, lint.severity) == ("growth-differs", "error")
    assert "100按15%增长5年为201.14，所列目标为250，由目标反推年均增长率为20.11%" in lint.message
    assert lint.span is not None


def test_rate_from_nothing_is_told_without_a_rate() -> None:
    (lint,) = lints(indicator("0", "250", "年均增长15%"))
    assert "反推" not in lint.message


def test_years_of_the_table_count() -> None:
    printed = table(("指标", "2022年", "2024年", "备注"), ("专利拥有量", "100", "121", "年均增长10%"))
    assert lints(printed, known=facts(issued="2022-01-05")) == ()


def test_conflicts_become_lints_with_a_place() -> None:
    printed = table(("指标", "2020年", "2025年"), ("贯标企业", "4", "20"))
    assert codes(goals("贯标企业达到30家。"), printed) == [("figures-differ", "warn")]
    assert codes(background("现有贯标企业9家。"), printed) == [("baseline-differs", "warn")]
    cited = "《云溪市维权推进计划》(云市监办〔{}〕39号)。"
    assert codes(work(cited.format(2020)), work(cited.format(2021))) == [("citation-differs", "warn")]
    assert codes(known=facts(number="云政发〔2020〕8号")) == [("number-year-differs", "info")]
    assert all(lint.span for lint in lints(goals("贯标企业达到30家。"), printed))


def test_rounding_is_only_information() -> None:
    printed = table(("指标", "2020年", "2025年"), ("有效商标持有量", "12738", "16000"))
    assert codes(background("现存有效商标持有量1.3万件。"), printed) == [("baseline-differs", "info")]


@pytest.mark.parametrize(
    ("issued", "due", "expected"),
    [
        ("2021-12-01", date(2021, 11, 30), ["deadline-before-issue"]),
        ("2021-12-01", date(2021, 12, 1), []),
        ("2021-12", date(2021, 11, 30), ["deadline-before-issue"]),
        ("2021-12", date(2021, 12, 1), []),
        (None, date(2001, 1, 1), []),
    ],
)
def test_deadline_before_the_issue_is_an_error(issued: str | None, due: date, expected: list[str]) -> None:
    task = Task((3, 9), 1.0, title="健全制度", lead=("区科技局",), deadline=Deadline("按期", "by-date", due))
    found = lints(tasks=(task,), known=facts(issued=issued))
    assert [lint.code for lint in found] == expected
    assert all(lint.severity == "error" and lint.span == (3, 9) for lint in found)


def test_ongoing_task_has_no_deadline_to_miss() -> None:
    task = Task((3, 9), 1.0, lead=("区科技局",), deadline=Deadline("持续推进", "ongoing", None))
    assert lints(tasks=(task,)) == ()


def test_goal_year_before_the_issue_is_told() -> None:
    assert codes(goals("到2025年,有效专利达到90件。"), known=facts(issued="2026-03-01")) == [
        ("goal-before-issue", "warn")
    ]


def test_document_whose_tasks_name_nobody_gets_one_lint() -> None:
    tasks = tuple(Task((at, at + 1), 1.0, title="健全制度") for at in range(3))
    (lint,) = lints(tasks=tasks)
    assert lint.code == "tasks-without-units"
    assert "全文3项任务" in lint.message


def test_single_task_without_unit_is_named() -> None:
    bare = Task((5, 9), 1.0, number="2.", title="推进保护")
    general = Task((9, 12), 1.0, kind="safeguard", title="加强领导")
    (lint,) = lints(tasks=(OWNED, bare, general))
    assert (lint.code, lint.span) == ("task-without-unit", (5, 9))
    assert "2.推进保护" in lint.message


def test_document_without_tasks_is_not_blamed() -> None:
    assert lints(tasks=()) == ()


def test_unknown_units_are_told_once_each() -> None:
    found = lints(tasks=(OWNED, OWNED), units=("區 科技局",))
    assert [lint.code for lint in found] == ["unknown-unit"]
    assert "区财政局" in found[0].message


def test_without_a_register_no_unit_is_unknown() -> None:
    assert lints(tasks=(OWNED,), units=None) == ()
    assert lints(tasks=(OWNED,), units=("区科技局", "区财政局")) == ()


def test_lost_dash_between_years_is_told() -> None:
    (lint,) = lints(notice("印发《20202021年推进计划》。"))
    assert (lint.code, lint.severity) == ("damaged-period", "warn")
    assert "2020—2021年" in lint.message


def test_impossible_date_is_told() -> None:
    (lint,) = lints(work("2022年2月30日前完成。"))
    assert lint.code == "impossible-date"
    assert "2022年2月30日" in lint.message


def test_goal_beyond_the_period_is_information() -> None:
    assert codes(work("加快实现2027年工作目标。")) == [("goal-outside-period", "info")]
    assert codes(work("实现2035年远景目标,完成2025年工作目标。")) == []


def test_without_a_period_no_goal_lies_beyond_it() -> None:
    assert codes(work("加快实现2027年工作目标。"), known=replace(facts(), period=None)) == []


def test_indicator_table_without_readable_rows_is_told() -> None:
    (lint,) = lints(table(("发展指标", "属性"), ("专利拥有量", "预期性")))
    assert (lint.code, lint.severity) == ("unreadable-table", "warn")


def test_row_without_readable_goal_is_told() -> None:
    printed = table(("指标", "2020年", "2025年"), ("保护体系", "初步", "健全"), ("专利拥有量", "4", "9"))
    (lint,) = lints(printed)
    assert lint.code == "unreadable-goal"
    assert "目标栏“健全”不是数字" in lint.message


def test_upper_limit_and_uneven_lists_are_told() -> None:
    assert codes(goals("失业率控制在5.5%以内。")) == [("upper-limit", "info")]
    uneven = codes(goals("专利、商标、版权登记量分别达到100件和200件。"))
    assert uneven == [("names-and-figures-differ", "warn")] * 2


def test_target_without_any_year_is_told() -> None:
    outline = plan(work("新建站点2个。"), title="云溪区行动")
    targets = targets_of(outline)
    (lint,) = lints_of(outline, targets, (OWNED,), (), facts())
    assert lint.code == "target-without-year"


def test_messages_are_chinese_sentences_that_say_what_to_do() -> None:
    printed = (
        goals("失业率控制在5.5%以内。到2023年,贯标企业达到30家。"),
        table(("指标", "2020年", "2025年", "备注"), ("专利拥有量", "100", "250", "年均增长15%")),
        work("2022年2月30日前完成。"),
    )
    for lint in lints(*printed, tasks=(Task((0, 1), 1.0, title="健全"),), units=()):
        assert lint.message.endswith("。")
        assert any(word in lint.message for word in ("请", "以"))
