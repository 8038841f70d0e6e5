"""Dates in every printed form; day and month are told by the column, never guessed from one cell."""

from __future__ import annotations

import csv
import gzip
import io
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.rooms.registry.formats.dates import DateOrder, DateRefused, orders_of, read_date

MAY_8 = date(2013, 5, 8)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2013.05.08",
            "20130508",
            "2013-5-8",
            "2013/05/08",
            "2013年5月8日",
            "2013 年 05 月 08 日",
            "2013.5.8.",
        ),
        *(
            "２０１３．５．８",
            "二〇一三年五月八日",
            "2013-05-08T00:00:00Z",
            "2013-05-08 00:00:00",
            "2013/5/8 0:00",
        ),
        *("2013-05-08T23:59:59.000Z", "2013-05-08-05:00", "2013-05-08T00:00:00+08:00", "41402", "41402.5"),
        *("8 May 2013", "May 8, 2013", "08-MAY-2013", "08.05.2013", "2013 05 08"),
    ],
)
def test_every_usual_form_is_read(text):
    assert read_date(text) == MAY_8


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2013-02-29", "没有这一天"),
        ("20130231", "没有这一天"),
        ("19960100", "没有这一天"),
        ("00000000", "年份超出范围"),
        ("0001-01-01", "年份超出范围"),
        ("2013-05", "日期不完整"),
        ("2013年", "日期不完整"),
        ("05/08/2013", "分不清日和月，本列其他日期也不能说明"),
        ("32/13/2013", "没有这一天"),
        ("深圳证券交易所", "不是日期"),
        ("123", "不是日期"),
        ("99999", "不是日期"),
        ("8 Mai 2013", "不是日期"),
        ("", "不是日期"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text, reason):
    refused = read_date(text)
    assert isinstance(refused, DateRefused)
    assert (refused.text, str(refused.reason)) == (text, reason)


def test_the_column_tells_day_from_month():
    column = ["05/08/2013", "25/04/2013", "01/02/2013"]
    assert orders_of(column) == {DateOrder.DAY_MONTH}
    assert [read_date(text, orders_of(column)) for text in column] == [
        date(2013, 8, 5),
        date(2013, 4, 25),
        date(2013, 2, 1),
    ]
    american = ["05/08/2013", "04/25/2013"]
    assert read_date(american[0], orders_of(american)) == MAY_8


def test_two_digit_years_are_told_by_the_column_and_split_at_the_pivot():
    column = ["25/04/13", "04/07/06", "21/09/76"]
    orders = orders_of(column)
    assert [read_date(text, orders) for text in column] == [
        date(2013, 4, 25),
        date(2006, 7, 4),
        date(1976, 9, 21),
    ]
    years_first = ["85.4.1", "13.5.8"]
    assert [read_date(text, orders_of(years_first)) for text in years_first] == [date(1985, 4, 1), MAY_8]
    assert read_date("30/12/45", frozenset({DateOrder.DAY_MONTH})) == date(1945, 12, 30)
    assert read_date("30/12/45", frozenset({DateOrder.DAY_MONTH}), 50) == date(2045, 12, 30)


def test_a_column_that_contradicts_itself_is_refused_but_a_rare_slip_is_not():
    contradicting = ["25/04/2013", "04/25/2013"]
    assert orders_of(contradicting) == frozenset()
    assert isinstance(read_date("25/04/2013", orders_of(contradicting)), DateRefused)
    slipping = ["25/04/2013"] * 99 + ["04/25/2013"]
    orders = orders_of(slipping)
    assert read_date("05/08/2013", orders) == date(2013, 8, 5)
    assert isinstance(read_date("04/25/2013", orders), DateRefused)


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_a_day_written_year_first_reads_back(day):
    forms = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%dT%H:%M:%S")
    for form in forms:
        assert read_date(f"{day:{form}}") == day


@given(st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 31)), min_size=1, max_size=20))
def test_a_column_written_day_first_is_never_read_wrongly(days):
    column = [f"{day:%d/%m/%Y}" for day in days]
    orders = orders_of(column)
    for text, day in zip(column, days, strict=True):
        read = read_date(text, orders)
        assert read == day or (isinstance(read, DateRefused) and all(other.day <= 12 for other in days))


@given(st.integers(10_000, 73_050))
def test_serial_numbers_count_from_the_zero_of_spreadsheets(serial):
    assert read_date(str(serial)) == date(1899, 12, 30) + timedelta(days=serial)


def test_the_lens_column_agrees_with_the_years_beside_it(shared):
    packed = (shared / "data/world_patents/lens_export_1000.csv.gz").read_bytes()
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8-sig"), newline="")))
    orders = orders_of(row["Publication Date"] for row in rows)
    days = [read_date(row["Publication Date"], orders) for row in rows]
    # Four years of the file are those of the ISO week, not of the day: its own slip.
    differing = [row for row, day in zip(rows, days, strict=True) if str(day.year) != row["Publication Year"]]
    assert [row["Publication Date"] for row in differing] == ["30/12/87", "31/12/92", "29/12/09", "30/12/15"]


def test_repeated_dates_are_read_from_memory():
    column = [f"{1990 + n % 30}.{n % 12 + 1:02d}.{n % 28 + 1:02d}" for n in range(100_000)]
    started = time.process_time()
    for text in column:
        read_date(text)
    assert time.process_time() - started < 1.0
