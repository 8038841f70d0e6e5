"""Reading rule sets: what stands in the files, and every fault with file, line and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.core.rules.small import CASES, FORMULAS, PARAMETERS, small_set
from zhichan.core.rules.bands import Band, Side
from zhichan.core.rules.loading import FaultyRule, all_sets
from zhichan.core.rules.sources import Mark, Source


def faults(folder: Path, **files: str) -> list[str]:
    with pytest.raises(FaultyRule) as refused:
        small_set(folder, **files)
    return str(refused.value).splitlines()


def test_a_set_holds_what_its_files_say(tmp_path: Path) -> None:
    found = small_set(tmp_path)
    line = found.parameters["line"]
    assert (found.name, found.label, line.is_local, line.line) == ("small", "小规则", True, 3)
    assert [(one.value, one.from_on, one.until_on) for one in line.values] == [
        (10_000, date(2020, 1, 1), date(2023, 12, 31)),
        (20_000, date(2024, 6, 1), None),
    ]
    assert line.values[0].source == Source("某办法", "第三条", Mark.VERIFIED)
    assert line.values[0].checked_on == date(2026, 1, 1)
    [band] = found.parameters["bands"].values
    assert band.value == Band(base="amount_fen", side=Side.AT_LEAST, line_fen=10_000, times_most=2)
    assert [one.name for one in found.formulas] == ["small", "small_from_2025"]
    assert [one.title for one in found.cases] == ["到线", "差一分", "太早"]


@pytest.mark.parametrize(
    ("was", "now", "line", "reason"),
    [
        ("unit: yuan", "unit: dollar", 5, "“dollar”不在"),
        ("value: 100", "value: many", 10, "不是金额"),
        ("value: 100", "value: 1.001", 10, "多于两位小数"),
        ("value: 100", "value:", 8, "取值未知（null）时要在 note 里写为什么"),
        ("value: 12.5", "value: -1", 21, "超出范围"),
        ("from: 2024-06-01", "from: 2023-06-01", 3, "重叠"),
        ("from: 2024-06-01", "from: 2024-06-31", 13, "不是日期"),
        ("until: 2023-12-31", "until: 2019-12-31", 9, "早于起日"),
        ("mark: verified}", "mark: sure}", 11, "“sure”不在"),
        ("mark: verified}", "mark: confirmed}", 11, "只由两个人在系统里确认"),
        ("title: 某办法, article: 第三条", "title: 见 https://example.cn/x", 11, "不写网址"),
        ("title: 某办法, article: 第三条, ", "article: 第三条, ", 11, "缺少 title"),
        ("label: 比例", "labels: 比例", 17, "没有“labels”这一项"),
        ("  share:", "  line:", 16, "写了两次"),
        ("  share:", "  Share:", 16, "要用小写字母"),
        ("    local: yes", "    local: maybe", 6, "local 写 yes 或 no"),
        ("times_most: 2}", "most: 1, times_most: 2}", 30, "只能写一种"),
        ("side: at_least, ", "", 30, "side 和 line 要一起写"),
        ("base: amount_fen, ", "", 30, "就要写 base"),
        ("{base: amount_fen, side: at_least, line: 100, times_most: 2}", "5", 30, "幅度要写成"),
        ("mark: memory}", "mark: memory}\n        checked: 2026-01-01", 16, "没有核对日期"),
        ("parameters:", "parameters: []", 3, "不是合格的 YAML"),
        ("unit: percent", "unit: yuan", 16, "不合公式要的 Decimal"),
        ("group: rows", "group: others", 23, "公式不用参数 others"),
        ("  share:", "  other:", 16, "公式不用参数 other"),
    ],
)
def test_each_fault_of_the_parameters_names_file_line_and_reason(
    tmp_path: Path, was: str, now: str, line: int, reason: str
) -> None:
    assert was in PARAMETERS
    found = faults(tmp_path, parameters=PARAMETERS.replace(was, now, 1))
    fitting = [one for one in found if one.startswith(f"rules/small/parameters.yaml:{line}: ")]
    assert any(reason in one for one in fitting), found


@pytest.mark.parametrize(
    ("was", "now", "reason"),
    [
        ("def small(", "def other(", ""),
        ("class Case", "class Cases", "没有数据类 Case"),
        ("share: Valued[Decimal]", "share: Decimal", "类型不对"),
        ("amount_fen: int", "amount_fen: list", "no form can ask"),
    ],
)
def test_a_fault_of_the_formulas_is_told(tmp_path: Path, was: str, now: str, reason: str) -> None:
    text = FORMULAS.replace(was, now, 1)
    if not reason:
        text, reason = text.replace("def small_from_2025(", "def another("), "没有公式 small"
    [found] = faults(tmp_path, formulas=text)
    assert found.startswith("rules/small/formulas.py:1: ")
    assert reason in found


@pytest.mark.parametrize(
    ("was", "now", "line", "reason"),
    [
        ("given: {amount_fen: 10000}", "given: {sum: 10000}", 1, "没有“sum”这一项"),
        ("given: {amount_fen: 10000}", "given: {amount_fen: ten}", 1, "请写不小于零的整数"),
        ("refused: rule_day", "note: x", 12, "没有“note”这一项"),
        ("expect: {is_large: true, version: old}", "refused: x\n  expect: {a: 1}", 1, "要写一个"),
        ("- case: 到线\n  on:", "- on:", 1, "缺少 case"),
    ],
)
def test_a_fault_of_the_cases_is_told(tmp_path: Path, was: str, now: str, line: int, reason: str) -> None:
    assert was in CASES
    found = faults(tmp_path, cases=CASES.replace(was, now, 1))
    assert any(one.startswith(f"rules/small/cases.yaml:{line}: ") and reason in one for one in found), found


def test_a_missing_an_empty_and_a_broken_file_are_told(tmp_path: Path) -> None:
    assert "文件是空的" in faults(tmp_path, cases="")[0]
    assert "不是合格的 YAML" in faults(tmp_path, cases="- case: [1")[0]
    assert "文件是空的" in faults(tmp_path, parameters="# nothing\n")[0]


def test_every_set_of_the_product_can_be_read() -> None:
    assert {one.name for one in all_sets()} >= {"hearing_threshold", "penalty_range", "criminal_threshold"}
    assert len({one.name for one in all_sets()}) == len(all_sets())
