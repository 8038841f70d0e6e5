"""The rules of protection against the tables of the domain: a second set of the same figures, read apart."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.rooms.protection.rules.conftest import answer
from zhichan.core.rules.bands import Band
from zhichan.core.rules.loading import rule_set
from zhichan.core.rules.parameters import Dated, Parameter

ACTS = {
    "商标侵权": "tm_infringement",
    "冒充注册商标/禁用标志": "tm_passing_off",
    "应注册未注册": "tm_must_register",
    "误导使用注册商标": "tm_misleading_use",
    "自行改变注册事项": "tm_change",
    "恶意申请商标注册": "tm_bad_faith",
    "集体/证明商标管理": "tm_collective",
    "驰名商标字样宣传": "tm_famous_words",
    "商标代理违法": "tm_agency",
    "商标代理违法(责任人)": "tm_agency_person",
    "商标代理未备案": "tm_agency_unrecorded",
    "假冒专利": "pat_passing_off",
    "不诚信申请专利": "pat_untrue_filing",
    "专利标识不规范": "pat_marking",
    "专利代理违法": "pat_agency",
    "专利代理师违法": "pat_attorney",
    "无资质专利代理": "pat_unlicensed",
}
TITLES = {
    "TML-2019": "商标法（2019年修正）",
    "TML-2026": "商标法（2026年修订）",
    "TMF-17": "规范商标申请注册行为若干规定",
    "PL-2020": "专利法（2020年修正）",
    "PLR-2023": "专利法实施细则（2023年修订）",
    "PAR-2018": "专利代理条例（2018年修订）",
    "IPC-2004": "办理侵犯知识产权刑事案件解释（2004年）",
    "IPC-2007": "办理侵犯知识产权刑事案件解释（二）（2007年）",
    "IPC-2020": "办理侵犯知识产权刑事案件解释（三）（2020年）",
    "IPC-2025": "办理侵犯知识产权刑事案件解释（2025年）",
}
# Held by the text of 2004 and missing from the table: copies before 2007, the loss of trade secrets before
# 2020, and two of the three lines for labels of two or more marks.
BEYOND = {
    ("215", "serious", "turnover", 15_000_000),
    ("215", "serious", "gains", 10_000_000),
    ("217", "entry", "copies", 1_000),
    ("217", "serious", "copies", 5_000),
    ("219", "entry", "loss", 50_000_000),
    ("219", "serious", "loss", 250_000_000),
}


def table(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "domain/data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def bands_of(act: str, first: str) -> list[tuple[Parameter, Dated]]:
    """The bands of an act whose values begin on a day."""
    return [
        (one, value)
        for one in rule_set("penalty_range").parameters.values()
        if one.group == "bands" and one.about["act"] == act
        for value in one.values
        if value.from_on == date.fromisoformat(first)
    ]


def fen(text: str) -> int | None:
    return int(Decimal(text) * 100) if text else None


def test_each_row_of_the_penalties_is_there_with_its_figures_days_source_and_mark(shared: Path) -> None:
    rows = [row for row in table(shared, "penalties.csv") if row["id"] != "LATE-FEE"]
    assert {row["act_zh"] for row in rows} == set(ACTS)
    for row in rows:
        found = bands_of(ACTS[row["act_zh"]], row["valid_from"])
        bands = [value.value for _one, value in found if isinstance(value.value, Band)]
        assert {value.until_on for _one, value in found} == {day(row["valid_to"])}, row["id"]
        assert {value.source.mark.value for _one, value in found} == {row["status"]}, row["id"]
        assert all(
            value.source.title in {TITLES[key] for key in TITLES if key in row["basis"]}
            for _one, value in found
        )
        if row["fine_multiple_max"]:
            most = Decimal(row["fine_multiple_max"])
            fitting = [band for band in bands if band.times_most == most]
            assert len(fitting) == 1, row["id"]
            assert (fitting[0].times_least or 0) == Decimal(row["fine_multiple_min"]), row["id"]
            assert (
                fitting[0].base == {"违法经营额": "turnover_fen", "违法所得": "gains_fen"}[row["multiple_of"]]
            )
            if row["condition"].startswith("with gains"):
                assert fitting[0].cap_fen == fen(row["fine_max_yuan"])
                continue
        if row["fine_max_yuan"]:
            fixed = [band for band in bands if band.most_fen is not None]
            assert max(band.most_fen for band in fixed) == fen(row["fine_max_yuan"]), row["id"]
            assert min(band.least_fen or 0 for band in fixed) == fen(row["fine_min_yuan"]), row["id"]
        if not row["fine_max_yuan"] and not row["fine_multiple_max"]:
            assert not any(band.has_amount for band in bands), row["id"]


SIDES = {
    "illegal turnover >= 50000": "at_least",
    ">= 50000": "at_least",
    "none or < 50000": "below",
    "gains > 50000": "above",
    "none or <= 50000": "at_most",
}


@pytest.mark.parametrize(("condition", "side"), SIDES.items())
def test_the_lines_of_the_penalties_lie_on_the_side_the_table_says(
    shared: Path, condition: str, side: str
) -> None:
    rows = [row for row in table(shared, "penalties.csv") if row["condition"] == condition]
    assert rows
    for row in rows:
        sides = {
            value.value.side
            for _one, value in bands_of(ACTS[row["act_zh"]], row["valid_from"])
            if isinstance(value.value, Band) and value.value.line_fen == 5_000_000
        }
        assert side in sides, row["id"]


def test_no_penalty_stands_here_that_the_table_does_not_know(shared: Path) -> None:
    known = {
        (ACTS[row["act_zh"]], row["valid_from"])
        for row in table(shared, "penalties.csv")
        if row["act_zh"] in ACTS
    }
    ours = {
        (one.about["act"], value.from_on.isoformat())
        for one in rule_set("penalty_range").parameters.values()
        if one.group == "bands"
        for value in one.values
    }
    # 商标法（2019年修正）第五十三条, a fixed fine of 100,000 yuan, is missing from the table.
    assert ours - known == {("tm_famous_words", "2019-11-01")}


def test_the_surcharge_is_that_of_the_table(shared: Path) -> None:
    [row] = [row for row in table(shared, "penalties.csv") if row["id"] == "LATE-FEE"]
    assert row["condition"] == "per day 3% of the fine"
    assert day(row["valid_from"]) == rule_set("late_surcharge").first_day
    found = answer("late_surcharge", date(2026, 1, 1), fine_fen=10_000, days_late=1)
    assert found.result.surcharge_fen == 300


METRICS = {
    "illegal_turnover": "turnover",
    "illegal_gains": "gains",
    "sales": "sales",
    "unsold_value": "unsold",
    "label_count": "labels",
    "copies": "copies",
    "direct_loss": "loss",
    "loss_or_gains": "loss_or_gains",
}


def line_key(row: dict[str, str]) -> tuple[object, ...]:
    """A row of the table as the lines here are told apart."""
    amount = int(row["value"]) * (100 if row["unit"] == "CNY" else 1)
    condition = row["condition"]
    when = "two_kinds" if condition.startswith(("two or more marks", "two or more patents")) else ""
    if condition.startswith("goods mark"):
        when = "goods_lower" if "two or more" in condition else "goods"
    if condition == "service mark":
        when = "service"
    return (
        row["crime_code"],
        row["grade"],
        METRICS[row["metric"]],
        when,
        amount,
        day(row["valid_from"]),
        day(row["valid_to"]),
        TITLES[row["basis"]],
        row["status"],
    )


def test_each_row_of_the_criminal_lines_is_there_and_no_other(shared: Path) -> None:
    rows = table(shared, "criminal_thresholds.csv")
    ours = {
        (
            one.about["crime"],
            one.about["grade"],
            one.about["metric"],
            "" if one.about.get("when") == "for_profit" else one.about.get("when", ""),
            value.value,
            value.from_on,
            value.until_on,
            value.source.title,
            value.source.mark.value,
        )
        for one in rule_set("criminal_threshold").parameters.values()
        if one.group == "lines"
        for value in one.values
        if value.value is not None
    }
    expected = {line_key(row) for row in rows if row["value"]}
    assert expected - ours == set()
    assert {(one[0], one[1], one[2], one[4]) for one in ours - expected} == BEYOND


def test_the_lines_without_a_figure_are_those_of_the_table(shared: Path) -> None:
    rows = [row for row in table(shared, "criminal_thresholds.csv") if not row["value"]]
    expected = {(row["crime_code"] or "all", row["grade"], row["valid_from"], row["status"]) for row in rows}
    ours = {
        (one.about["crime"], one.about["grade"], value.from_on.isoformat(), value.source.mark.value)
        for one in rule_set("criminal_threshold").parameters.values()
        if one.group == "lines"
        for value in one.values
        if value.value is None
    }
    assert ours == expected
