"""Indicator tables: columns in any order, merged headings, units and signs wherever they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.rooms.plan.reading.printed_outlines import Part, goals, plan, table
from zhichan.rooms.plan.reading.model import Target
from zhichan.rooms.plan.reading.table_cells import cell_value, growth_in, is_blank
from zhichan.rooms.plan.reading.targets import targets_of


def rows(*parts: Part) -> list[Target]:
    return [target for target in targets_of(plan(*parts)) if target.source == "table"]


def shown(target: Target) -> tuple[object, ...]:
    goal, base = target.target, target.baseline
    value = None
    if goal is not None:
        value = str(goal.value) if goal.value is not None else f"{goal.value_min or ''}..{goal.value_max}"
    return (
        target.name,
        target.unit,
        (str(base.value), base.year) if base else None,
        goal and (goal.op, value, goal.year),
        target.nature,
    )


def test_plain_table_gives_one_target_a_row() -> None:
    first, second = rows(
        table(
            ("序号", "主要指标", "2020年", "2025年目标", "属性"),
            ("1", "有效商标持有量", "12738", "16000", "预期性"),
            ("2", "专利拥有率(%)", "-", "100", "约束性"),
        )
    )
    assert shown(first) == ("有效商标持有量", None, ("12738", 2020), ("=", "16000", 2025), "预期性")
    assert shown(second) == ("专利拥有率", "%", None, ("=", "100", 2025), "约束性")
    assert first.confidence > 0.9


def test_columns_may_stand_in_any_order() -> None:
    (target,) = rows(
        table(
            ("属性", "2025年", "单位", "年均增速", "指标", "2020年", "责任单位"),
            ("约束性", "800", "件", "13.8%", "发明专利拥有量", "420", "区科技局"),
        )
    )
    assert shown(target) == ("发明专利拥有量", "件", ("420", 2020), ("=", "800", 2025), "约束性")
    assert target.growth_rate_pct == Decimal("13.8")


def test_merged_headings_and_categories_are_laid_out() -> None:
    first, second = rows(
        table(
            ("类别", "指标", "单位", "目标值", "属性"),
            ("2020年", "2025年"),
            ("创造", "专利拥有量", "件", "420", "800", "预期性"),
            ("商标拥有量", "万件", "1", "2", "预期性"),
            r0c0=(2, 1),
            r0c1=(2, 1),
            r0c2=(2, 1),
            r0c3=(1, 2),
            r0c4=(2, 1),
            r2c0=(2, 1),
        )
    )
    assert shown(first) == ("专利拥有量", "件", ("420", 2020), ("=", "800", 2025), "预期性")
    assert shown(second) == ("商标拥有量", "万件", ("1", 2020), ("=", "2", 2025), "预期性")


def test_two_level_indicators_take_the_lower_name() -> None:
    (target,) = rows(
        table(("一级指标", "二级指标", "2020年", "2025年"), ("创造", "专利拥有量", "420", "800"))
    )
    assert target.name == "专利拥有量"


def test_group_rows_and_empty_rows_are_no_targets() -> None:
    found = rows(
        table(
            ("指标", "2020年", "2025年"),
            ("一、知识产权创造", "一、知识产权创造", "一、知识产权创造"),
            ("专利拥有量(件)", "420", "800"),
            ("二、知识产权保护", "", ""),
            ("", "", ""),
        )
    )
    assert [target.name for target in found] == ["专利拥有量"]


def test_only_a_goal_column_gives_no_baseline() -> None:
    (target,) = rows(table(("指标名称", "目标值"), ("专利拥有量", "800件")))
    assert shown(target) == ("专利拥有量", "件", None, ("=", "800", 2025), None)


def test_ordinal_and_status_columns_are_understood() -> None:
    (target,) = rows(table(("发展指标", "“十三五”末", "“十四五”末"), ("专利拥有量", "420", "800")))
    assert shown(target) == ("专利拥有量", None, ("420", 2020), ("=", "800", 2025), None)
    (target,) = rows(table(("指标名称", "基期值", "规划值"), ("专利拥有量", "420", "800")))
    assert shown(target) == ("专利拥有量", None, ("420", 2020), ("=", "800", 2025), None)


def test_column_of_words_names_the_rows_where_no_heading_does() -> None:
    (target,) = rows(
        table(
            ("类别", "2020年", "2025年", "属性"), ("专利拥有量", "420", "800", "预期性"), caption="主要指标"
        )
    )
    assert target.name == "专利拥有量"


def test_first_of_two_years_is_the_base_of_an_undated_plan() -> None:
    printed = table(("指标", "2020年", "2025年"), ("专利量", "4", "8"))
    (target,) = targets_of(plan(printed, title="云溪区行动"))
    assert target.baseline is not None
    assert target.baseline.year == 2020


def test_nature_column_without_nature_gives_none() -> None:
    (target,) = rows(table(("指标", "2025年", "属性"), ("专利拥有量", "800", "指导性")))
    assert target.nature is None


def test_growth_in_brackets_is_cumulative_and_no_yearly_rate() -> None:
    (target,) = rows(table(("指标", "2020年", "2025年", "年均/累计"), ("研发投入", "4", "8", "〔100〕")))
    assert target.growth_rate_pct is None


def test_milestones_are_noted_and_the_last_year_is_the_goal() -> None:
    (target,) = rows(
        table(("指标", "2022年", "2023年目标", "2025年目标"), ("专利拥有量", "420", "600", "800"))
    )
    assert target.target is not None
    assert (str(target.target.value), target.target.year) == ("800", 2025)
    assert "表中另列2023年目标：600" in target.repairs


def test_growth_note_is_read_from_the_remarks() -> None:
    (target,) = rows(
        table(
            ("指标", "2020年", "2025年", "备注"),
            ("专利授权量(件)", "3040", "8000", "按年均增长率18.25%测算"),
        )
    )
    assert target.growth_rate_pct == Decimal("18.25")


def test_goal_given_as_a_rate_is_a_rate() -> None:
    (target,) = rows(table(("指标", "2020年", "2025年"), ("地区生产总值(亿元)", "500", "年均增长6%以上")))
    assert shown(target) == ("地区生产总值", "%", None, (">=", "6", 2025), None)
    assert target.growth_rate_pct == 6
    assert target.repairs == ("目标以年均增速给出，基期为500",)


def test_words_for_a_goal_are_kept_as_unread() -> None:
    (target,) = rows(table(("指标", "2020年", "2025年"), ("保护体系", "初步建立", "基本健全")))
    assert target.target is None
    assert target.repairs == ("目标栏“基本健全”不是数字",)
    assert target.confidence < 0.7


def test_ticks_below_the_natures_count() -> None:
    first, second = rows(
        table(
            ("指标", "2025年目标", "预期性", "约束性"),
            ("专利拥有量", "800", "√", ""),
            ("专利拥有率", "60", "", "√"),
        )
    )
    assert (first.nature, second.nature) == ("预期性", "约束性")


def test_cumulative_brackets_make_an_increment() -> None:
    (target,) = rows(table(("指标", "2020年", "2025年"), ("新增企业", "4", "〔20〕")))
    assert shown(target)[3] == ("+=", "20", 2025)


def test_evidence_runs_from_name_to_last_cell() -> None:
    outline = plan(table(("序号", "指标", "2020年", "2025年"), ("1", "专利拥有量", "420", "800")))
    (target,) = targets_of(outline)
    assert target.evidence == outline.source.text[slice(*target.span)] == "专利拥有量 | 420 | 800"


@pytest.mark.parametrize(
    "part",
    [
        table(("序号", "任务", "责任单位", "完成时限"), ("1", "健全体系", "区科技局", "2023年")),
        table(("项目名称", "建设内容", "总投资", "2022年计划投资"), ("保护中心", "新址", "3000", "800")),
        table(("姓名", "职务"), ("甲", "组长")),
        table(("指标",)),
    ],
)
def test_other_tables_are_no_indicator_tables(part: Part) -> None:
    assert rows(part) == []


def test_promises_in_cells_of_a_work_table_are_read() -> None:
    (target,) = targets_of(
        plan(table(("序号", "任务", "责任单位"), ("1", "建设专利导航服务基地2家", "区科技局")))
    )
    assert (target.name, target.source) == ("专利导航服务基地", "text")


def test_text_promises_point_to_their_row() -> None:
    targets = targets_of(
        plan(
            goals("有效商标持有量达到1.6万件,新增贯标企业16家,培育示范企业2家,版权登记达到90件。"),
            table(
                ("指标", "2020年", "2025年"),
                ("有效商标持有量", "12738", "16000"),
                ("贯标企业数量", "4", "20"),
                ("示范企业数", "2", "5"),
            ),
        )
    )
    assert [target.same_as for target in targets] == [None, None, None, "target-1", "target-2", None, None]


@pytest.mark.parametrize(
    ("text", "op", "low", "high", "unit"),
    [
        ("16000", "=", "16000", "16000", None),
        ("8,000", "=", "8000", "8000", None),
        ("15件", "=", "15", "15", "件"),
        ("1.2万", "=", "1.2", "1.2", "万"),
        ("60以内", "range", "60", "60", None),
        ("≥60", ">=", "60", "60", None),
        ("〉=60", ">=", "60", "60", None),
        ("〉60", ">", "60", "60", None),
        ("≤5.5", "range", "5.5", "5.5", None),
        ("60%以上", ">=", "60", "60", "%"),
        ("60左右", "~", "60", "60", None),
        ("约60", "~", "60", "60", None),
        ("2-3", "range", "2", "3", None),
        ("10%至15%", "range", "10", "15", "%"),
        ("(1000)", "+=", "1000", "1000", None),
        ("(15)%", "+=", "15", "15", "%"),
        ("+20", "+=", "20", "20", None),
        ("年均增长6%以上", ">=", "6", "6", "%"),
    ],
)
def test_cell_value_is_read(text: str, op: str, low: str, high: str, unit: str | None) -> None:
    value = cell_value(text)
    assert value is not None
    assert (value.op, str(value.low), str(value.high), value.unit) == (op, low, high, unit)


@pytest.mark.parametrize(
    "text", ["", "-", "—", "/", "无", "...", "持续提升", "完成上级任务", "见说明3", "一二三"]
)
def test_cell_without_a_figure_has_no_value(text: str) -> None:
    assert cell_value(text) is None


def test_blank_cells_are_told() -> None:
    assert all(is_blank(text) for text in ("", " - ", "——", "/", "无"))
    assert not is_blank("0")


def test_rate_of_a_note_is_read() -> None:
    assert growth_in("按年均增长率15%测算") == 15
    assert growth_in("年均增速为6.5%") == Decimal("6.5")
    assert growth_in("增长8%") == 8
    assert growth_in("省定任务") is None
