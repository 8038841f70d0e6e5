"""Deadlines: what is a day, what goes on, whose year it is, and what is no deadline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from chinese_calendar.constants import holidays, workdays
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rooms.plan.reading.plan_texts import outline, tasks_in
from zhichan.rooms.plan.reading.counted import Limit, Start, limit_of
from zhichan.rooms.plan.reading.deadlines import (
    PlanYears,
    body_deadline,
    is_deadline,
    parse_deadline,
    plan_years,
)
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import Deadline
from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.working_days import working_day_after

DAYS = [
    ("2021年12月底前完成", date(2021, 12, 31)),
    ("2021年12月底前", date(2021, 12, 31)),
    ("2023年6月前", date(2023, 6, 30)),
    ("2024年2月底", date(2024, 2, 29)),
    ("2023年2月底", date(2023, 2, 28)),
    ("2025年12月31日", date(2025, 12, 31)),
    ("2025年4月26日前", date(2025, 4, 26)),
    ("4月26日前", date(2024, 4, 26)),
    ("2023.9.30", date(2023, 9, 30)),
    ("2023年10月上旬", date(2023, 10, 10)),
    ("10月中旬", date(2024, 10, 20)),
    ("10月下旬前", date(2024, 10, 31)),
    ("年底前", date(2024, 12, 31)),
    ("今年年底前", date(2024, 12, 31)),
    ("明年6月底前", date(2025, 6, 30)),
    ("年内完成", date(2024, 12, 31)),
    ("2024年上半年", date(2024, 6, 30)),
    ("下半年", date(2024, 12, 31)),
    ("第三季度", date(2024, 9, 30)),
    ("2025年一季度末前", date(2025, 3, 31)),
    ("2022年底前", date(2022, 12, 31)),
    ("2022年内", date(2022, 12, 31)),
    ("2022年", date(2022, 12, 31)),
    ("2022", date(2022, 12, 31)),
    ("2021—2025年", date(2025, 12, 31)),
    ("2021年至2023年", date(2023, 12, 31)),
    ("3—12月", date(2024, 12, 31)),
    ("二〇二五年十二月底前", date(2025, 12, 31)),
    ("２０２３年８月底前", date(2023, 8, 31)),
    ("“十四五”末", date(2025, 12, 31)),
    ("规划期内", date(2027, 12, 31)),
    ("2025年底前取得明显成效，并长期坚持", date(2025, 12, 31)),
]


@pytest.mark.parametrize(("words", "day"), DAYS)
def test_last_day_is_named(words: str, day: date) -> None:
    read = parse_deadline(words, issued_on=date(2024, 3, 1), period_end=2027)
    assert read is not None
    assert (read.kind, read.date, read.text) == ("by-date", day, words)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "持续推进",
            "长期坚持",
            "常态化开展",
            "全年",
            "每年12月底前",
            "每季度一次",
            "长期",
            "定期开展",
            "贯穿全年",
        ),
        *("持續推進", "按季度推进", "动态调整", "逐步推进", "经常性工作"),
    ],
)
def test_work_that_goes_on_has_no_day(words: str) -> None:
    read = parse_deadline(words, issued_on=date(2024, 3, 1))
    assert read is not None
    assert (read.kind, read.date) == ("ongoing", None)


@pytest.mark.parametrize(
    "words", ["立即", "印发之日起30日内", "6月底前", "2023年13月", "2023年2月30日", "年底前"]
)
def test_what_names_no_known_day_is_by_date_without_one(words: str) -> None:
    read = parse_deadline(words)
    assert read is not None
    assert (read.kind, read.date) == ("by-date", None)


@pytest.mark.parametrize("words", ["", "区科技局", "见附件", "若干"])
def test_other_words_are_no_deadline(words: str) -> None:
    assert parse_deadline(words, issued_on=date(2024, 3, 1)) is None


@pytest.mark.parametrize(
    "words", ["2021年12月底前完成", "持续推进", "长期坚持", "2023年底前建成", "于6月底前完成", "年底前"]
)
def test_phrase_that_says_only_when(words: str) -> None:
    assert is_deadline(fold(words))


@pytest.mark.parametrize(
    "words", ["区科技局", "2021年新增专利", "持续推进队伍建设", "6月底前建成展馆", "", "一" * 80, "推进落实"]
)
def test_phrase_that_says_more(words: str) -> None:
    assert not is_deadline(fold(words))


def test_body_states_its_day_once_or_not_at_all() -> None:
    once = "于2022年6月底前完成编制。"
    assert body_deadline(fold(once)) == (1, 10)
    assert body_deadline(fold("2022年6月底前完成甲。2023年6月底前完成乙。")) is None
    assert body_deadline(fold("到2025年，建成一批。")) is None


def test_deadline_in_the_words_of_an_item_is_read() -> None:
    [task] = tasks_in(
        "甲县工作方案\n一、重点任务\n（一）编制目录。2022年6月底前完成目录编制。（县司法局负责）"
    )
    assert task.deadline is not None
    assert task.deadline.date == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("head", "years"),
    [
        ("甲市2024年工作要点", PlanYears(2024, 2024)),
        ("甲市行动方案（2022—2025年）", PlanYears(2025, 2025)),
        ("2023年4月3日\n甲市行动方案（2022—2025年）", PlanYears(2023, 2025)),
        ("2021年11月3日\n甲市“十四五”规划", PlanYears(2021, 2025)),
        ("2021年11月3日\n甲市实施方案", PlanYears(2021, 2021)),
        ("2023年4月3日\n甲市“十四五”规划2024年度工作要点", PlanYears(2024, 2024)),
        ("甲市实施方案", PlanYears(None, None)),
    ],
)
def test_years_words_without_a_year_belong_to(head: str, years: PlanYears) -> None:
    assert plan_years(outline(f"{head}\n一、重点任务\n（一）做好甲。（县司法局负责）")) == years


COUNTED = [
    ("三年内完成", date(2024, 4, 3), None, date(2027, 4, 3)),
    ("两年内", date(2024, 2, 29), 2021, date(2026, 2, 28)),
    ("五年之内建成", None, 2021, date(2025, 12, 31)),
    ("用3年左右时间", None, 2023, date(2025, 12, 31)),
    ("3至5年内", None, 2021, date(2025, 12, 31)),
    ("六个月内", date(2024, 10, 31), None, date(2025, 4, 30)),
    ("自印发之日起30日内", date(2024, 4, 3), None, date(2024, 5, 3)),
    ("自2023年起三年内", date(2024, 4, 3), None, date(2025, 12, 31)),
    ("六个月内", None, 2023, None),
    ("三年内", None, None, None),
]


@pytest.mark.parametrize(("words", "issued_on", "first_year", "day"), COUNTED)
def test_limit_without_a_start_counts_from_issue_or_the_first_year(
    words: str, issued_on: date | None, first_year: int | None, day: date | None
) -> None:
    read = parse_deadline(words, own_year=2024, start=Start(issued_on, first_year))
    assert read is not None
    assert (read.kind, read.date) == ("by-date", day)
    assert is_deadline(fold(words))


def test_counted_limit_says_how_it_was_reached() -> None:
    page = "甲县知识产权工作方案\n\n甲县人民政府\n2024年4月3日\n\n一、重点任务\n"
    page += "（一）建中心。三年内建成。（县司法局负责）\n"
    [task] = read_plan(page.encode(), "plan.txt").tasks
    assert task.deadline == Deadline("三年内", "by-date", date(2027, 4, 3))
    assert task.repairs == ("期限“三年内”自印发日期2024-04-03起算，至2027-04-03",)


def test_counted_limit_without_any_start_stays_open_with_a_lint() -> None:
    reading = read_plan(
        "甲县工作方案\n一、重点任务\n（一）建中心。（县司法局负责，三年内完成）\n".encode(), "plan.txt"
    )
    assert reading.tasks[0].deadline == Deadline("三年内完成", "by-date", None)
    assert "期限“三年内完成”没有起算日" in reading.tasks[0].repairs
    assert [one.span for one in reading.lints if one.code == "deadline-without-start"] == [
        reading.tasks[0].span
    ]


def test_working_days_since_the_issue_end_on_a_day_by_the_holidays_arranged() -> None:
    text = (
        "甲县人民政府关于促进托育的实施意见\n各乡镇：\n现提出意见。\n甲县人民政府\n2023年9月6日\n"
        "甲县托育实施意见\n一、任务\n（一）规范备案。自本意见印发之日起20个工作日内制定流程图。\n"
        "（二）优化服务。自受理之日起5个工作日内办结。\n（三）健全制度。自本意见印发之日起三个月内出台细则。\n"
    )
    first, second, third = read_plan(text.encode(), "x.txt").tasks
    # 7-8, 11-15, 18-22, 25-28 September; 7 and 8 October are worked at a weekend; 9, 10 October.
    assert first.deadline == Deadline("自本意见印发之日起20个工作日内", "by-date", date(2023, 10, 10))
    assert any("2023-09-06起算20个工作日" in note for note in first.repairs)
    assert second.deadline is None  # how long each case may take, not when the work is done
    assert third.deadline is not None
    assert third.deadline.date == date(2023, 12, 6)


def test_a_limit_in_a_year_without_arranged_holidays_is_asked_for() -> None:
    text = (
        "甲县人民政府关于促进托育的实施意见\n各乡镇：\n现提出意见。\n甲县人民政府\n2089年9月6日\n"
        "甲县托育实施意见\n一、任务\n（一）规范备案。自本意见印发之日起20个工作日内制定流程图。\n"
    )
    reading = read_plan(text.encode(), "x.txt")
    assert reading.tasks[0].deadline == Deadline("自本意见印发之日起20个工作日内", "by-date", None)
    [asked] = [one.message for one in reading.lints if one.code == "deadline-without-start"]
    assert "该年放假安排未知" in asked


def test_working_days_beyond_the_holidays_arranged_stay_open() -> None:
    limit = limit_of("自印发之日起20个工作日内", Start(date(2090, 1, 4)))
    assert limit == Limit(None, "自印发日期2090-01-04起算20个工作日，该年放假安排未知，须按工作日历推算")


@given(st.dates(date(2005, 1, 1), date(2025, 6, 30)), st.integers(min_value=1, max_value=60))
@settings(max_examples=40, deadline=None)
def test_working_days_agree_with_a_count_day_by_day(start: date, count: int) -> None:
    """The same counted from the tables of holidays and of weekends worked, not from the library's verdict."""
    day = working_day_after(start, count)
    assert day is not None
    passed = [start + timedelta(days=n) for n in range(1, (day - start).days + 1)]
    worked = [one for one in passed if one in workdays or (one.weekday() < 5 and one not in holidays)]
    assert len(worked) == count
    assert worked[-1] == day


def test_a_count_of_years_keeps_the_start_printed_before_it() -> None:
    text = (
        "甲区方案（2023—2027年）\n一、任务\n"
        "（一）建平台。做好建设。（区科技局负责；自2023年起，用三年时间完成）\n"
    )
    [task] = tasks_in(text)
    assert task.deadline == Deadline("自2023年起，用三年时间完成", "by-date", date(2025, 12, 31))
    assert task.lead == ("区科技局",)
