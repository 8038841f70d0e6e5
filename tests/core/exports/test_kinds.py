"""Every value comes back from a cell as it went in, and what cannot be read is refused with a way out."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhichan.core.exports.cells import folded_text, guarded, label_key, unguarded
from zhichan.core.exports.kinds import (
    CellRefused,
    Choice,
    Day,
    Names,
    Number,
    Percent,
    Text,
    typed_text,
)
from zhichan.core.people.models import Unit

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DECIMALS = st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=4, allow_nan=False)
NAME = st.text(
    alphabet=st.characters(exclude_categories=["C", "Z"], exclude_characters="、,，;；"), min_size=1
)
KIND = Choice(Unit.Kind.choices)


def as_spreadsheet(cell):
    """What a workbook makes of a number: a float."""
    return float(cell) if isinstance(cell, Decimal | int) and not isinstance(cell, bool) else cell


@LAW
@given(st.text())
def test_text_comes_back_folded(value):
    cell = Text().cell(value)
    assert Text().read(cell) == folded_text(value) == Text().from_text(Text().text(value))
    assert folded_text(folded_text(value)) == folded_text(value)


@LAW
@given(DECIMALS)
def test_decimal_comes_back_from_a_spreadsheet(value):
    kind = Number(places=4)
    assert kind.read(as_spreadsheet(kind.cell(value))) == value
    assert kind.from_text(kind.text(value)) == value


@LAW
@given(st.integers(-(10**17), 10**17))
def test_whole_number_comes_back_from_a_spreadsheet(value):
    kind = Number()
    assert kind.read(as_spreadsheet(kind.cell(value))) == value
    assert kind.from_text(kind.text(value)) == value


@LAW
@given(st.integers(0, 100))
def test_percent_comes_back_from_a_spreadsheet_and_from_text(value):
    kind = Percent()
    assert kind.read(as_spreadsheet(kind.cell(value))) == value == kind.read(f"{value}%")
    assert kind.from_text(kind.text(value)) == value


@LAW
@given(st.dates())
def test_day_comes_back_however_it_is_written(value):
    kind = Day()
    year = f"{value.year:04d}"
    for written in (
        kind.cell(value),
        datetime.combine(value, time()),
        value.isoformat(),
        f"{year}/{value.month}/{value.day}",
        f"{year}.{value.month}.{value.day}",
        f"{year}年{value.month}月{value.day}日",
        f"{year}{value.month:02d}{value.day:02d}",
        f" {year} - {value.month} - {value.day} ",
    ):
        assert kind.read(written) == value
    assert kind.from_text(kind.text(value)) == value


def test_serial_number_of_a_spreadsheet_is_a_day():
    assert Day().read(45565.0) == date(2024, 9, 30) == Day().read("45565")


@LAW
@given(st.lists(NAME, unique=True, max_size=5))
def test_names_come_back(names):
    kind = Names()
    assert kind.read(kind.cell(names)) == tuple(names) == kind.from_text(kind.text(names))


def test_names_are_read_between_any_of_the_usual_separators():
    assert Names().read("科技局，公安局; 法院\n镇政府") == ("科技局", "公安局", "法院", "镇政府")


def test_choice_is_read_in_every_language_and_by_its_code():
    assert KIND.cell("bureau") == "政府部门"
    assert [KIND.read(word) for word in ("政府部门", " 政府 部门 ", "bureau", "BUREAU")] == ["bureau"] * 4


@pytest.mark.parametrize(
    ("kind", "raw", "reason"),
    [
        (Text(3), "四个字呀", "有 4 个字，最多 3 个"),
        (Number(), "十二", "“十二”不是数"),
        (Number(), True, "不是数"),
        (Number(), date(2024, 9, 30), "不是数"),
        (Number(), 4.5, "要写整数"),
        (Number(2), "4.375", "最多 2 位小数"),
        (Number(0, Decimal(0), Decimal(10)), "11", "要在 0 到 10 之间"),
        (Number(0, Decimal(0)), "-1", "要在 0 到 … 之间"),
        (Number(), "NaN", "数太大"),
        (Number(), "1e30", "数太大"),
        (Percent(), "60", "“60”看不出是百分之几"),
        (Percent(), 60.0, "6000% 不在 0% 到 100% 之间"),
        (Percent(), -0.1, "-10% 不在 0% 到 100% 之间"),
        (Percent(), 0.605, "百分之几要写整数"),
        (Percent(), True, "不是百分数"),
        (Day(), "2024-02-30", "没有“2024-02-30”这一天"),
        (Day(), "2024年9月", "“2024年9月”不是日期"),
        (Day(), 2024.0, "“2024”不是日期"),
        (Day(), "年底前", "“年底前”不是日期"),
        (KIND, "局", "不认识“局”"),
        (Names(), "科技局、公安局、科技局", "“科技局”写了两次"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_reason_and_fix(kind, raw, reason):
    with pytest.raises(CellRefused) as refusal:
        kind.read(raw)
    assert refusal.value.reason == reason
    assert refusal.value.fix


def test_numbers_are_read_with_separators_and_full_width_digits():
    assert Number().read("１２，６５４") == 12654 == Number().read("12,654")
    assert Number(2).read("4.370") == Decimal("4.37")


def test_typed_text_is_what_somebody_would_have_typed():
    assert [typed_text(cell) for cell in (None, 5.0, 4.37, True, date(2024, 9, 30), " a ")] == [
        "",
        "5",
        "4.37",
        "是",
        "2024-09-30",
        "a",
    ]


@LAW
@given(st.text())
def test_guarding_is_undone_and_leaves_nothing_a_spreadsheet_runs(text):
    assert unguarded(guarded(text)) == text
    if not re.fullmatch(r"-[0-9][0-9,.]*%?", text):
        assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-5+1", "-A1", "-", "-05", "-1e5", "-5\n", "-５", "@x", "＝cmd|' /C calc'!A0", "'=1"],
)
def test_what_a_spreadsheet_would_run_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "-0.5", "-12,654.30", "-3.2%", "5", "0"])
def test_a_plain_number_stays_a_number(text):
    assert guarded(text) == text
    assert unguarded(text) == text


@given(DECIMALS)
def test_no_number_is_ever_guarded(value):
    assert guarded(f"{value:f}") == f"{value:f}"
    assert guarded(f"{value:,f}") == f"{value:,f}"


def test_labels_match_whatever_their_width_and_blanks():
    assert label_key("完成 时限（Ａ）") == label_key("完成时限(a)")
