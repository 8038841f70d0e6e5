"""Tables in every form a page keeps them, and tasks that stand in their rows."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.rooms.plan.reading.plan_texts import outline, source_of, tasks_in
from zhichan.rooms.plan.reading.columns import assigns_duties, column_kind, header_rows, is_header_word
from zhichan.rooms.plan.reading.model import Block, Cell, Outline, SourceTable, SourceText
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.tasks import tasks_of

INDICATORS = """序号
主要指标
2020年
2025年目标
属性
1
有效注册商标量
120
200
预期性
2
专利授权量
3
4
预期性
3
贯标企业数量
0
1
约束性
"""


def rows_of(found: Outline) -> list[list[list[str]]]:
    text = found.source.text
    return [
        [[text[slice(*cell.span)] for cell in row] for row in block.rows]
        for block in found.blocks
        if block.kind == "table"
    ]


def tables(text: str) -> list[list[list[str]]]:
    return rows_of(outline(text))


def test_table_flattened_to_one_cell_a_line_is_cut_by_its_running_number() -> None:
    [table] = tables(f"一、目标\n主要指标表\n{INDICATORS}二、任务\n（一）做好甲。\n")
    assert [len(row) for row in table] == [5, 5, 5, 5]
    assert table[2] == ["2", "专利授权量", "3", "4", "预期性"]


def test_caption_above_and_note_below_are_told_apart() -> None:
    found = outline(f"一、目标\n主要指标表\n{INDICATORS}注：均为累计数。\n二、任务\n（一）做好甲。")
    [table] = [block for block in found.blocks if block.kind == "table"]
    assert table.title is not None
    assert found.source.text[slice(*table.title)] == "主要指标表"
    assert [found.source.text[slice(*block.span)] for block in found.blocks if block.kind == "note"] == [
        "注：均为累计数。"
    ]


def test_lost_cell_makes_one_row_short_and_harms_no_other() -> None:
    [table] = tables("一、目标\n" + INDICATORS.replace("120\n", "") + "二、任务\n（一）做好甲。")
    assert [len(row) for row in table] == [5, 4, 5, 5]


def test_flattened_table_without_numbers_is_cut_by_width_while_rows_are_alike() -> None:
    page = (
        "一、目标\n指标\n2020年\n2025年\n属性\n甲\n1\n2\n预期性\n乙\n3\n4\n约束性\n二、任务\n（一）做好甲。"
    )
    [table] = tables(page)
    assert table[1:] == [["甲", "1", "2", "预期性"], ["乙", "3", "4", "约束性"]]


def test_rows_that_look_different_end_the_table() -> None:
    page = "指标\n2020年\n2025年\n甲\n1\n2\n" + "长" * 100 + "。\n" + "段" * 100 + "。\n" + "落" * 100 + "。"
    [table] = tables(page)
    assert len(table) == 2


@pytest.mark.parametrize(
    "page", ["序号\n指标", "序号\n指标\n说明不在表内。", "指标\n属性\n文字", "备注", "序号\n\n1"]
)
def test_heading_words_alone_are_no_table(page: str) -> None:
    assert tables(page) == []


def test_rows_with_bars_make_a_table() -> None:
    [table] = tables("指 标 | 2020年 | 2025年 |\n甲 | - | 100 |\n乙 | 1 | 2 |")
    assert table == [["指 标", "2020年", "2025年"], ["甲", "-", "100"], ["乙", "1", "2"]]


def test_markdown_rows_lose_their_outer_bars_and_rule() -> None:
    [table] = tables("| 任务 | 单位 |\n|---|---|\n| 甲 | 区科技局 |")
    assert table == [["任务", "单位"], ["甲", "区科技局"]]


def test_one_row_with_bars_is_no_table() -> None:
    assert tables("首页 | 政务公开 | 联系我们") == []


def marked(cells: list[list[tuple[str, int, int]]]) -> SourceText:
    """A text with a table the file marks: cells as (words, rowspan, colspan)."""
    head = "甲市行动方案\n重点任务分工表\n"
    text, rows = head, []
    for row in cells:
        made = []
        for words, rowspan, colspan in row:
            made.append(Cell((len(text), len(text) + len(words)), rowspan, colspan))
            text += f"{words} | "
        text = text.rstrip() + "\n"
        rows.append(tuple(made))
    table = SourceTable((len(head), len(text)), tuple(rows))
    text += "以上任务纳入督查，" + "按月调度通报。" * 12
    plain = source_of(text)
    return SourceText(text, plain.folded, "html", "utf-8", "hans", tables=(table,))


def test_cells_over_several_rows_and_columns_are_repeated() -> None:
    source = marked(
        [
            [("类别", 1, 1), ("任务", 1, 1), ("责任单位", 1, 1)],
            [("创造", 2, 1), ("做好甲", 1, 1), ("区科技局", 1, 1)],
            [("做好乙", 1, 1), ("区财政局", 1, 1)],
            [("合计", 1, 3)],
        ]
    )
    found = outline_of(source)
    [table] = rows_of(found)
    assert table[1:] == [["创造", "做好甲", "区科技局"], ["创造", "做好乙", "区财政局"], ["合计"] * 3]
    assert [task.path for task in tasks_of(found)][:2] == [("重点任务分工表", "创造")] * 2


def test_table_that_lays_out_the_page_is_read_as_text() -> None:
    text = "一、任务\n（一）做好甲。（区科技局负责）"
    plain = source_of(text)
    table = SourceTable((0, len(text)), ((Cell((0, len(text))),),))
    source = SourceText(text, plain.folded, "html", None, "hans", tables=(table,))
    assert [task.number for task in tasks_of(outline_of(source))] == ["（一）"]


def test_row_without_work_or_that_heads_a_group_is_no_task() -> None:
    page = "任务 | 责任单位 | 时限 |\n一、创造 |  |\n甲 | 区科技局 | 2022年底 |\n - | 区财政局 | 长期 |"
    assert [task.text for task in tasks_in(page)] == ["甲"]


def test_unreadable_deadline_of_a_row_is_kept_without_a_day() -> None:
    [task] = tasks_in("任务 | 责任单位 | 时限 |\n甲 | 区科技局 | 按上级要求 |\n")
    assert task.deadline is not None
    assert (task.deadline.text, task.deadline.kind, task.deadline.date) == ("按上级要求", "by-date", None)


def test_row_with_a_lost_cell_says_so() -> None:
    tasks = tasks_in(
        "序号\n任务\n责任单位\n时限\n1\n做好甲\n区科技局\n2022年底\n2\n做好乙\n区财政局\n3\n"
        "做好丙\n区科技局\n长期\n"
    )
    assert [task.repairs for task in tasks] == [(), ("表格行缺少单元格",), ()]


def test_indicator_table_with_units_gives_no_tasks() -> None:
    assert (
        tasks_in("指标 | 2025年 | 责任单位 |\n专利授权量 | 300 | 区科技局 |\n商标量 | 20 | 区市场监管局 |")
        == ()
    )


def test_rows_that_repeat_no_task_of_the_text_are_added() -> None:
    page = (
        "甲市行动方案\n一、重点任务\n（一）健全标准体系\n制定地方标准。\n附件：任务分工表\n"
        "任务 | 责任单位 |\n健全标准体系 | 市市场监管局 |\n开展培训 | 市人社局 |\n"
    )
    assert [(task.title or task.text, task.lead) for task in tasks_in(page)] == [
        ("健全标准体系", ("市市场监管局",)),
        ("开展培训", ("市人社局",)),
    ]


def test_units_of_the_text_stand_against_those_of_the_table() -> None:
    page = (
        "甲市行动方案\n一、重点任务\n（一）健全标准体系。制定地方标准。（市农业农村局负责）\n"
        "附件：任务分工表\n"
        "任务 | 责任单位 | 时限 |\n健全标准体系 | 市市场监管局 | 2023年底 |\n"
        "开展其他工作 | 市人社局 | 长期 |\n"
    )
    first, _ = tasks_in(page)
    assert first.lead == ("市农业农村局",)
    assert first.deadline is not None
    assert first.deadline.text == "2023年底"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("序 号", "number"),
        ("牵头单位", "lead"),
        ("牵头领导", "other"),
        ("配合单位", "help"),
        ("责任单位", "unit"),
        ("完成时限", "when"),
        ("2025年", "indicator"),
        ("类别", "group"),
        ("重点任务", "task"),
        ("经费", "other"),
    ],
)
def test_column_is_known_by_its_heading(heading: str, kind: str) -> None:
    assert column_kind(heading) == kind


def test_heading_rows_are_counted_with_title_and_two_levels() -> None:
    title, upper, lower = ["任务表"] * 3, ["序号", "任务", "责任分工"], ["序号", "任务", "牵头单位"]
    body = ["1", "做好甲", "区科技局"]
    assert header_rows([title, upper, lower, body]) == 3
    assert header_rows([lower, body]) == 1
    assert header_rows([body, body]) == 1
    assert assigns_duties([title, upper, lower, body])
    assert not assigns_duties([["指标", "2025年"], ["甲", "1"]])


def test_long_words_head_no_column() -> None:
    assert not is_header_word("目标" * 20)
    assert not is_header_word("")


def test_blocks_of_a_table_hold_no_lines_twice() -> None:
    blocks: tuple[Block, ...] = outline(f"一、目标\n{INDICATORS}二、任务\n（一）做好甲。").blocks
    assert all(one.span[1] <= two.span[0] for one, two in pairwise(blocks))


def test_cells_divided_by_blanks_are_told_by_their_column() -> None:
    [table] = tables("任务 责任单位 时限\n做好甲 区科技局 2022年底\n做好乙 区财政局 长期\n以上任务按月调度。")
    assert table == [
        ["任务", "责任单位", "时限"],
        ["做好甲", "区科技局", "2022年底"],
        ["做好乙", "区财政局", "长期"],
    ]


def test_row_divided_by_blanks_may_go_on_below() -> None:
    page = (
        "序号 任务 牵头单位 配合单位 时限\n1 做好甲 做好甲二 区科技局 区财政局、区人社局\n"
        "区教育局 2022年底\n2 做好乙 区司法局\n注：略。"
    )
    [table] = tables(page)
    assert [[cell.replace("\n", "") for cell in row] for row in table[1:]] == [
        ["1", "做好甲 做好甲二", "区科技局", "区财政局、区人社局区教育局", "2022年底"],
        ["2", "做好乙", "区司法局"],
    ]


@pytest.mark.parametrize(
    "page", ["序号 任务 时限\n甲", "任务 责任单位\n甲 乙", "序号 任务 时限", "序号 任务 时限\n1"]
)
def test_heading_words_on_a_line_alone_are_no_table(page: str) -> None:
    assert tables(page) == []


BROKEN_HEADINGS = """序号
指标
名称
单位
2020年
基期值
2025
年目标值
指标
属性
1
有效注册商标量
件
2
200
预期性
2
专利授权量
件
3
4
预期性
3
贯标企业数量
家
0
1
约束性
"""


@pytest.mark.parametrize("is_counted", [True, False])
def test_headings_of_a_flattened_table_may_be_broken_over_lines(is_counted: bool) -> None:
    page = BROKEN_HEADINGS
    if not is_counted:
        page = page.removeprefix("序号\n").replace("\n1\n有", "\n有").replace("\n2\n专", "\n专")
        page = page.replace("\n3\n贯", "\n贯")
    [table] = tables(f"一、目标\n主要指标表\n{page}二、任务\n（一）做好甲。\n")
    words = [["".join(cell.split()) for cell in row][is_counted:] for row in table]
    assert words[0] == ["指标名称", "单位", "2020年基期值", "2025年目标值", "指标属性"]
    assert words[1:] == [
        ["有效注册商标量", "件", "2", "200", "预期性"],
        ["专利授权量", "件", "3", "4", "预期性"],
        ["贯标企业数量", "家", "0", "1", "约束性"],
    ]


def test_first_heading_itself_may_be_broken() -> None:
    page = "序\n号\n重点\n任务\n牵头单\n位\n完成\n时限\n1\n建甲。\n县民政局\n2023年6月\n2\n建乙。\n县教育局"
    tasks = tasks_in(f"一、任务\n重点任务分工\n{page}\n长期\n二、保障措施\n（一）做好甲。\n")
    assert [(task.text, task.lead) for task in tasks[:2]] == [
        ("建甲。", ("县民政局",)),
        ("建乙。", ("县教育局",)),
    ]


WRAPPED = {
    "outer bars": """| 序号 | 重点任务 | 责任单
位 | 完成时限 |
|---|---|---|---|
| 1 | 建设快速维权中心，
开展专利预审。 | 县市场监
管局、县法院 | 2023年12月 |
| 2 | 改造养老院。 | 县民政局
| 持续推进 |
| 3 | 建设图书馆。 | 县文旅局 | 2023
年6月 |
""",
    "inner bars": """序号 | 重点任务 | 责任单位 | 完成
时限
1 | 建设快速维权中心，开展专
利预审。 | 县市场监管局、县法院 | 2023
年12月
2 | 改造养老院。 | 县民政局 | 持续推进
3 | 建设图书馆。 | 县文旅局 | 2023年6月
""",
}


@pytest.mark.parametrize("bars", WRAPPED)
def test_rows_with_bars_may_be_wrapped_hard(bars: str) -> None:
    tasks = tasks_in(f"一、任务\n重点任务分工表\n{WRAPPED[bars]}\n二、保障措施\n（一）做好甲。\n")
    assert [(task.text, task.lead, task.participants) for task in tasks[:-1]] == [
        ("建设快速维权中心，开展专利预审。", (), ("县市场监管局", "县法院")),
        ("改造养老院。", ("县民政局",), ()),
        ("建设图书馆。", ("县文旅局",), ()),
    ]
    assert [str(task.deadline and task.deadline.date) for task in tasks] == [
        *("2023-12-31", "None", "2023-06-30", "None")
    ]


def test_short_row_with_outer_bars_takes_nothing_from_the_next() -> None:
    page = "| 任务 | 责任单位 | 时限 |\n| 建甲。 | 县民政局 |\n| 建乙。 | 县教育局 | 长期 |\n"
    page += "| 建丙。 | 县司法局 | 长期 |\n"
    [table] = tables(f"一、任务\n{page}二、保障措施\n（一）做好甲。\n")
    assert [len(row) for row in table] == [3, 2, 3, 3]
