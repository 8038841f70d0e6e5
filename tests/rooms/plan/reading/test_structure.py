"""Structure: chapters and their roles, notice and annexes, repeats, damaged and missing headings."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.plan_texts import outline, source_of, tasks_in
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import Heading, SourceText
from zhichan.rooms.plan.reading.numbering import bare_marker_of, han_value, marker_of
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.structure.roles import role_of_title

MARKERS = [
    ("第一篇 总论", "part", 1),
    ("第十二章 保障", "chapter", 12),
    ("第3节 目标", "section", 3),
    ("第二十条 支持", "article", 20),
    ("一、总体要求", "han", 1),
    ("十一、其他", "han", 11),
    ("（三）做好", "han-paren", 3),
    ("㈡做好", "han-paren", 2),
    ("二)做好", "han-paren", 2),
    ("12.做好", "arabic", 12),
    ("３、做好", "arabic", 3),
    ("⒋做好", "arabic", 4),
    ("1.2 做好", "decimal", 2),
    ("（4）做好", "arabic-paren", 4),
    ("5)做好", "arabic-paren", 5),
    ("⑹做好", "arabic-paren", 6),
    ("③做好", "circled", 3),
    ("——做好", "dash", 0),
    ("●做好", "dash", 0),
    ("A.做好", "letter", 1),
]


@pytest.mark.parametrize(("line", "system", "value"), MARKERS)
def test_number_in_front_of_words_is_read(line: str, system: str, value: int) -> None:
    marker = marker_of(fold(line))
    assert marker is not None
    assert marker.system == system
    assert marker.value == value or system == "dash"


@pytest.mark.parametrize(
    "line",
    [
        "2021年",
        "1.2万件",
        "12.5%",
        "一、二、三产业融合",
        "第一条例",
        "一般要求",
        "2025",
        "甲",
        "",
        "-",
        "（2021）",
    ],
)
def test_other_beginnings_are_no_numbers(line: str) -> None:
    assert marker_of(fold(line)) is None


def test_number_without_its_dot_is_left_to_be_believed() -> None:
    found = bare_marker_of("2区域创新")
    assert found is not None
    assert (found.value, found.system) == (2, "bare")
    assert bare_marker_of("2家企业") is None
    assert bare_marker_of("二 打击侵权") is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [("二十四", 24), ("十", 10), ("一百零五", 105), ("二〇二五", 2025), ("7", 7), ("两", 2)],
)
def test_value_of_chinese_numerals(text: str, value: int) -> None:
    assert han_value(text) == value


ROLES = [
    ("发展基础和发展环境", "background"),
    ("“十四五”时期面临的形势", "background"),
    ("2021年工作回顾", "background"),
    ("指导思想", "guidance"),
    ("总体要求", "guidance"),
    ("适用范围", "guidance"),
    ("指导思想和发展目标", "goals"),
    ("主要目标", "goals"),
    ("目标任务", "goals"),
    ("重点工程", "projects"),
    ("十大重点工程", "projects"),
    ("专项行动", "projects"),
    ("实施步骤", "schedule"),
    ("时间安排和工作步骤", "schedule"),
    ("保障措施", "safeguards"),
    ("组织实施", "safeguards"),
    ("组织领导与保障措施", "safeguards"),
    ("加强组织领导,确保工作落实", "safeguards"),
    ("工作要求", "safeguards"),
    ("主要任务和重大举措", "measures"),
    ("重点任务和保障措施", "measures"),
    ("夯实工作基础,优化发展环境", "measures"),
    ("完善知识产权保护制度", "measures"),
    ("工作安排", "measures"),
    ("强化人才支撑", "measures"),
]


@pytest.mark.parametrize(("title", "role"), ROLES)
def test_chapter_has_its_role_from_its_heading(title: str, role: str) -> None:
    assert role_of_title(fold(title), "", 1) == role


def test_section_keeps_the_role_of_its_chapter_unless_its_heading_says_another() -> None:
    assert role_of_title("发展目标", "guidance", 2) == "goals"
    assert role_of_title("优化发展环境", "measures", 2) == "measures"
    assert role_of_title("强化制度保障", "measures", 2) == "measures"
    assert role_of_title("保障措施", "measures", 2) == "safeguards"
    assert role_of_title("工作目标", "safeguards", 2) == "safeguards"
    assert role_of_title("", "", 2) == "measures"


def kinds(text: str) -> list[tuple[str, str, str]]:
    found = outline(text)
    return [
        (block.kind, block.part, found.source.text[slice(*block.span)].split("\n")[0])
        for block in found.blocks
    ]


def test_notice_is_told_from_the_plan() -> None:
    text = (
        "发文字号：甲政发〔2022〕1号\n甲市人民政府关于印发方案的通知\n甲政发〔2022〕1号\n"
        "各区人民政府，市有关部门：\n"
        "现将方案印发给你们。\n甲市人民政府\n2022年9月30日\n甲市知识产权强市建设\n行动方案\n"
        "制定本方案。\n一、重点任务\n（一）做好甲。"
    )
    assert kinds(text) == [
        ("meta", "notice", "发文字号：甲政发〔2022〕1号"),
        ("title", "notice", "甲市人民政府关于印发方案的通知"),
        ("number", "notice", "甲政发〔2022〕1号"),
        ("salutation", "notice", "各区人民政府，市有关部门："),
        ("paragraph", "notice", "现将方案印发给你们。"),
        ("signature", "notice", "甲市人民政府"),
        ("signature", "notice", "2022年9月30日"),
        ("title", "body", "甲市知识产权强市建设"),
        ("paragraph", "body", "制定本方案。"),
        ("heading", "body", "一、重点任务"),
        ("item", "body", "（一）做好甲。"),
    ]


def test_numbered_points_of_the_notice_are_no_tasks() -> None:
    text = (
        "关于印发方案的通知\n各单位：\n现印发，并提出要求：\n一、高度重视。落实责任。\n"
        "二、按时报送。\n甲县政府办\n2022年9月30日\n"
        "甲县行动方案\n一、重点任务\n（一）做好甲。"
    )
    assert [task.number for task in tasks_in(text)] == ["（一）"]


def test_damaged_date_under_a_name_still_ends_the_notice() -> None:
    found = kinds(
        "通知\n各区：\n印发给你们。\n甲市人民政府\n20223\n甲市“十四五”规划\n一、任务\n（一）做好甲。"
    )
    assert ("signature", "notice", "20223") in found
    assert ("title", "body", "甲市“十四五”规划") in found


def test_signature_and_copies_below_the_last_item_are_not_its_words() -> None:
    text = (
        "甲县工作方案\n一、重点任务\n（一）做好甲。\n甲县人民政府\n2023年2月1日\n"
        "（此件公开发布）\n抄送：县委办。"
    )
    [task] = tasks_in(text)
    assert task.text == "做好甲。"
    assert [kind for kind, _, _ in kinds(text)][-4:] == ["signature", "signature", "furniture", "furniture"]


def test_annex_is_a_part_of_its_own() -> None:
    text = "甲县工作方案\n一、重点任务\n（一）做好甲。\n附件2\n领导小组成员名单\n一、组长\n张某"
    assert [task.number for task in tasks_in(text)] == ["（一）"]
    assert ("heading", "appendix", "一、组长") in kinds(text) or ("item", "appendix", "一、组长") in kinds(
        text
    )


def test_items_of_an_annex_count_where_units_answer_or_nothing_else_is_there() -> None:
    head = "甲县工作方案\n一、总体要求\n提高认识。\n附件：任务清单\n一、做好甲。"
    assert [task.text for task in tasks_in(f"{head}\n二、做好乙。")] == ["做好甲。", "做好乙。"]
    body = (
        "甲县工作方案\n一、重点任务\n（一）做好丙。\n附件：任务清单\n"
        "一、做好甲。（县司法局负责）\n二、做好乙。"
    )
    assert [task.text for task in tasks_in(body)] == ["做好丙。", "做好甲。（县司法局负责）"]


def test_background_is_never_work() -> None:
    text = (
        "甲市规划\n一、发展基础\n1机构更加健全\n编制增加。\n2质量大幅提升\n专利增加。\n"
        "二、主要任务\n1.做好甲。继续推进。"
    )
    found = outline(text)
    assert [task.number for task in tasks_in(text)] == ["1."]
    roles = {found.source.text[slice(*block.span)]: block.role for block in found.blocks}
    assert roles["编制增加。"] == "background"


def test_goal_for_which_a_unit_answers_is_work() -> None:
    [task] = tasks_in("甲市分工\n一、主要目标\n1.专利增长5%。（市知识产权局负责）\n2.商标增长。")
    assert task.number == "1."


def test_stage_of_a_schedule_is_work_only_where_units_answer() -> None:
    text = (
        "甲市方案\n一、任务\n（一）做好甲。\n二、实施步骤\n（一）启动阶段。动员。\n"
        "（二）总结阶段。评估。（市政府办负责）"
    )
    assert [task.text for task in tasks_in(text)] == ["做好甲。", "总结阶段。评估。（市政府办负责）"]


def test_numbers_that_run_on_and_units_make_a_safeguard_chapter_a_list_of_work() -> None:
    work = (
        "甲市计划\n一、保护\n1.做好甲。（市公安局负责）\n二、做好组织保障\n"
        "2.做好乙。（市财政局负责）\n3.做好丙。（市人社局负责）"
    )
    assert {task.kind for task in tasks_in(work)} == {"task"}
    apart = work.replace("\n2.", "\n1.").replace("\n3.", "\n2.")
    assert [task.kind for task in tasks_in(apart)] == ["task", "safeguard", "safeguard"]


def test_steps_of_an_item_are_its_words() -> None:
    text = (
        "甲市方案\n一、任务\n1.盘活专利。分步实施：\n（1）建立台账；\n（2）开展评价；\n"
        "（3）推送企业。\n2.对接需求。发布清单。"
    )
    assert [task.number for task in tasks_in(text)] == ["1.", "2."]


def test_smaller_items_with_units_of_their_own_are_the_work() -> None:
    text = "甲市方案\n一、任务\n1.盘活专利\n（1）建立台账。（市科技局负责）\n（2）开展评价。（市财政局负责）"
    assert [(task.number, task.path[-1]) for task in tasks_in(text)] == [
        ("（1）", "1.盘活专利"),
        ("（2）", "1.盘活专利"),
    ]


def test_clause_on_the_item_itself_speaks_for_its_steps() -> None:
    [task] = tasks_in(
        "甲市方案\n一、任务\n1.盘活专利（责任单位：市科技局）\n（1）建立台账。\n（2）开展评价。"
    )
    assert (task.number, task.lead) == ("1.", ("市科技局",))


def test_number_that_does_not_follow_is_not_believed() -> None:
    text = "甲市方案\n一、任务\n1.做好甲。\n“\n15.其他文字。\n2.做好乙。"
    assert [task.number for task in tasks_in(text)] == ["1.", "2."]


def test_up_to_three_lost_numbers_are_passed_over() -> None:
    assert [task.number for task in tasks_in("甲市方案\n一、任务\n1.做好甲。\n4.做好乙。")] == ["1.", "4."]


def test_number_without_dot_is_told_as_a_repair() -> None:
    tasks = tasks_in("甲市方案\n一、任务\n1加快甲。做好甲事。\n2加快乙。做好乙事。")
    assert [task.repairs for task in tasks] == [("编号后缺少标点",)] * 2
    assert all(task.confidence < 0.95 for task in tasks)


def test_marked_headings_of_the_file_are_believed() -> None:
    text = (
        "甲市方案\n强化创造\n建设中心，培育高价值专利。\n强化保护\n开展执法，打击侵权行为。\n"
        "强化服务\n布局网点，提供便利服务。"
    )
    plain = source_of(text)
    spans = [(text.index(words), text.index(words) + 4) for words in ("强化创造", "强化保护", "强化服务")]
    source = SourceText(
        text, plain.folded, "html", None, "hans", headings=tuple(Heading(span, 2) for span in spans)
    )
    found = [
        (b.kind, text[slice(*b.title)]) for b in outline_of(source).blocks if b.title and b.kind == "item"
    ]
    assert found == [("item", "强化创造"), ("item", "强化保护"), ("item", "强化服务")]


def test_short_line_above_numbers_that_begin_anew_is_a_heading() -> None:
    text = "甲镇工作要点\n抓好产业\n1.做好甲。\n2.做好乙。\n改善环境\n1.做好丙。\n2.做好丁。"
    assert [task.path for task in tasks_in(text)] == [("抓好产业",)] * 2 + [("改善环境",)] * 2


def test_contents_are_left_aside_with_and_without_page_numbers() -> None:
    body = (
        "一、发展基础\n专利增长。\n二、主要任务\n（一）做好甲\n推进甲的各项工作。\n"
        "三、保障措施\n加强组织领导工作。"
    )
    heads = ["一、发展基础", "二、主要任务", "（一）做好甲", "三、保障措施"]
    plain = "甲市规划\n目录\n" + "\n".join(heads) + "\n" + body
    leaders = "甲市规划\n目 录\n" + "\n".join(f"{head}……{n}" for n, head in enumerate(heads, 1)) + "\n" + body
    for text in (plain, leaders):
        assert [(task.kind, task.title) for task in tasks_in(text)] == [
            ("task", "做好甲"),
            ("safeguard", None),
        ]


def test_paragraph_printed_twice_is_read_once() -> None:
    item = (
        "（一）做好甲。推进甲的各项工作，完善机制，健全制度，强化保障，落实责任，"
        "确保取得实效，不断开创新的局面，为全市高质量发展提供有力支撑。"
    )
    assert len(tasks_in(f"甲市方案\n一、任务\n{item}\n（二）做好乙。\n{item}\n（二）做好乙。")) == 2


def test_same_clause_under_several_items_is_no_repeat() -> None:
    clause = "责任单位：" + "、".join(
        f"市{name}局" for name in ("科技", "财政", "教育", "司法", "民政", "审计", "统计", "商务", "公安")
    )
    tasks = tasks_in(f"甲市方案\n一、任务\n1.做好甲。\n{clause}\n2.做好乙。\n{clause}")
    assert [len(task.participants) for task in tasks] == [9, 9]


def test_paths_are_headings_as_printed() -> None:
    [task] = tasks_in("甲市方案\n第三章　重点任务\n第一节　提升质量\n一、做好甲\n推进甲。")
    assert task.path == ("第三章 重点任务", "第一节 提升质量")
    assert (task.number, task.title, task.text) == ("一、", "做好甲", "做好甲\n推进甲。")


def test_blocks_are_in_order_and_do_not_overlap() -> None:
    for block, following in zip(blocks := outline(SAMPLE).blocks, blocks[1:], strict=False):
        assert block.span[0] < block.span[1] <= following.span[0]


SAMPLE = (
    "甲市规划\n一、发展目标\n到2025年，专利达到10件。\n二、任务\n（一）做好甲。正文。\n"
    "1.子项甲。\n专栏1 工程\n——丙。\n——丁。"
)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "。", "一、", "（一）", "1.", "专栏1", "|", "| |", "表 |\n |", "附件", "\u3000", "目录"],
)
def test_scraps_make_an_outline_without_tasks_or_with_few(text: str) -> None:
    assert len(tasks_in(text)) <= 1


def test_points_head_chapters_only_where_no_other_number_does() -> None:
    points = "甲镇计划\n一是强产业。推进项目。\n（一）做好甲。\n二是优环境。整治村容。\n（一）做好乙。"
    assert [task.path for task in tasks_in(points)] == [("一是强产业。",), ("二是优环境。",)]
    inner = "甲镇计划\n一、强产业\n（一）做好甲。\n一是扩面积。\n二是提品质。"
    [task] = tasks_in(inner)
    assert task.text == "做好甲。\n一是扩面积。\n二是提品质。"


def test_chapter_that_lost_its_sign_in_a_page_without_line_ends_is_found() -> None:
    text = (
        "甲市行动方案 为加强保护，制定本方案。 一 完善制度 （一）健全机制。1.建立名录。（市公安局负责） "
        "2.建立台账。（市司法局负责） 二 保障措施 （一）加强领导。成立专班。"
    )
    assert [(task.kind, task.number) for task in tasks_in(text)] == [
        ("task", "1."),
        ("task", "2."),
        ("safeguard", "（一）"),
    ]
