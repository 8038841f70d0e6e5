"""Tasks: titles, words, kinds, inherited units, repairs, order and ids."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.plan_texts import outline, tasks_in
from zhichan.rooms.plan.reading.model import Task
from zhichan.rooms.plan.reading.tasks import tasks_of


def titles(text: str) -> list[str | None]:
    return [task.title for task in tasks_in(text)]


def only(text: str) -> Task:
    [task] = tasks_in(text)
    return task


def test_tasks_are_numbered_in_order_and_span_their_words() -> None:
    text = (
        "甲市方案\n一、任务\n（一）做好甲。推进甲。\n（二）做好乙。推进乙。\n二、保障措施\n"
        "（一）加强领导。成立专班。"
    )
    tasks = tasks_in(text)
    assert [task.id for task in tasks] == ["task-1", "task-2", "task-3"]
    assert [text[slice(*task.span)] for task in tasks] == [
        "（一）做好甲。推进甲。",
        "（二）做好乙。推进乙。",
        "（一）加强领导。成立专班。",
    ]
    assert [task.kind for task in tasks] == ["task", "task", "safeguard"]


def test_title_is_the_first_sentence_where_more_follows() -> None:
    assert titles("甲市方案\n一、任务\n1.培育专利。组建中心。\n2.保护商标。开展执法。") == [
        "培育专利",
        "保护商标",
    ]


def test_items_of_one_sentence_have_no_title() -> None:
    assert titles("甲市方案\n一、任务\n1.培育专利。（市科技局负责）\n2.保护商标。（市公安局负责）") == [
        None,
        None,
    ]


def test_one_item_of_two_sentences_among_many_has_no_title() -> None:
    items = "\n".join(f"{n}.做好第{n}项工作。（市科技局负责）" for n in range(1, 5))
    assert titles(f"甲市方案\n一、任务\n{items}\n5.做好甲事。做好乙事。（市科技局负责）") == [None] * 5


def test_title_stands_on_a_line_of_its_own() -> None:
    assert titles("甲市方案\n一、任务\n（一）培育专利\n组建中心。\n（二）保护商标。") == ["培育专利", None]


def test_title_ends_with_a_colon_or_a_blank() -> None:
    assert titles("甲市方案\n一、任务\n1.培育专利：组建中心。\n2.保护商标　　开展执法。") == [
        "培育专利",
        "保护商标",
    ]


def test_clause_beside_a_title_is_not_part_of_it() -> None:
    assert titles("甲市方案\n一、任务\n1.培育专利（责任单位：市科技局）\n组建中心。") == ["培育专利"]


def test_long_first_sentence_is_no_title() -> None:
    long = "推动" + "知识产权创造运用保护管理服务" * 4
    assert titles(f"甲市方案\n一、任务\n1.{long}。组建中心。\n2.{long}。开展执法。") == [None, None]


def test_words_are_joined_and_paragraphs_kept() -> None:
    assert (
        only("甲市方案\n一、任务\n1.培育专利。\n组建中心。\n建立台账。").text
        == "培育专利。\n组建中心。\n建立台账。"
    )


def test_units_of_a_heading_are_inherited_and_said_to_be() -> None:
    text = "甲市方案\n一、强化保护（责任单位：市公安局）\n1.做好甲。\n2.做好乙。（市司法局负责）"
    first, second = tasks_in(text)
    assert (first.lead, first.repairs) == (("市公安局",), ("责任单位取自上级标题",))
    assert first.confidence < second.confidence
    assert second.lead == ("市司法局",)


def test_units_of_a_line_below_a_heading_are_inherited() -> None:
    text = "甲市方案\n一、强化保护\n责任单位：市公安局\n1.做好甲。\n2.做好乙。"
    assert [task.lead for task in tasks_in(text)] == [("市公安局",)] * 2


def test_line_on_units_at_the_end_of_each_section_speaks_for_all_its_items() -> None:
    text = (
        "甲市方案\n一、保护\n1.做好甲。\n2.做好乙。\n责任单位：市公安局\n二、服务\n"
        "1.做好丙。\n2.做好丁。\n责任单位：市司法局"
    )
    tasks = tasks_in(text)
    assert [task.lead for task in tasks] == [("市公安局",)] * 2 + [("市司法局",)] * 2
    assert tasks[0].repairs == ("责任单位取自本节末尾",)
    assert tasks[1].repairs == ()


def test_units_of_a_last_item_are_its_own_where_other_sections_differ() -> None:
    text = (
        "甲市方案\n一、保护\n1.做好甲。\n2.做好乙。\n责任单位：市公安局\n二、服务\n"
        "1.做好丙。\n责任单位：市司法局\n2.做好丁。"
    )
    assert [task.lead for task in tasks_in(text)] == [(), ("市公安局",), ("市司法局",), ()]


def test_lost_separator_is_told_as_a_repair() -> None:
    task = only("甲市方案\n一、任务\n1.做好甲。（市教育局各街道办按职责分工负责）")
    assert task.participants == ("市教育局", "各街道办")
    assert task.repairs == ("单位之间缺少分隔：市教育局、各街道办",)


def test_unit_text_is_the_clause_without_deadline_and_brackets() -> None:
    task = only("甲市方案\n一、任务\n1.做好甲。（市公安局牵头，市司法局配合；2022年底前完成）")
    assert task.unit_text == "市公安局牵头，市司法局配合"
    assert task.deadline is not None
    assert task.deadline.text == "2022年底前完成"


@pytest.mark.parametrize(
    "text",
    [
        "本措施自2024年1月1日起施行。",
        "本办法由市科技局负责解释。",
        "上述政策有效期三年。",
        "本意见自印发之日起施行。",
    ],
)
def test_closing_provisions_promise_no_work(text: str) -> None:
    assert titles(f"若干措施\n第一条 培育专利。给予资助。\n第二条 {text}") == ["培育专利"]


def test_paragraph_is_a_measure_only_where_headings_are_lost() -> None:
    lost = "到2025年，专利达到10件。\n建设专利中心，推动高质量发展。\n加强执法保护，打击侵权行为。"
    assert [task.kind for task in tasks_in(lost)] == ["paragraph", "paragraph"]
    kept = "甲市方案\n一、任务\n总的要求是稳中求进，开展工作。\n（一）做好甲。"
    assert [task.kind for task in tasks_in(kept)] == ["task"]


def test_numbered_title_takes_one_paragraph_where_headings_are_lost() -> None:
    text = (
        "到2025年，专利达到10件。\n（1）加强执法协作\n完善协作机制，统筹协调力量。\n"
        "推进区域合作，共享办案线索。\n"
        "（2）健全调解机制\n落实人民调解员制度，及时化解纠纷。\n（1）培育服务机构\n"
        "引进知名机构，提供优质服务。"
    )
    assert [(task.kind, task.number) for task in tasks_in(text)] == [
        ("task", "（1）"),
        ("paragraph", None),
        ("task", "（2）"),
        ("task", "（1）"),
    ]


def test_closing_paragraphs_are_safeguards_where_headings_are_lost() -> None:
    text = (
        "到2025年，专利达到10件。\n建设专利中心，推动高质量发展。\n"
        "加大财政支持力度，落实资金保障。\n强化考核评估，定期通报结果。"
    )
    assert [task.kind for task in tasks_in(text)] == ["paragraph", "safeguard", "safeguard"]


def test_measures_below_guidance_alone_are_found() -> None:
    text = (
        "为加强保护，制定本方案。\n坚持以创新为指导，全面推进。\n建设专利中心，推动发展。\n"
        "加强执法保护，打击侵权。\n培育服务机构，提供服务。"
    )
    assert len(tasks_in(text)) == 3


def test_report_without_promises_has_no_tasks() -> None:
    assert tasks_in("本网讯 昨日，市知识产权局召开会议。\n会议指出，要提高认识，抓好落实。") == ()


def test_long_titles_of_projects_and_safeguards_have_their_kind() -> None:
    text = "甲市规划\n一、重点工程\n（一）转化工程\n组织盘点。\n二、实施保障\n（一）加强领导\n建立机制。"
    assert [(task.kind, task.title) for task in tasks_in(text)] == [
        ("project", "转化工程"),
        ("safeguard", "加强领导"),
    ]


def test_same_document_gives_the_same_tasks() -> None:
    text = "甲市方案\n一、任务\n1.做好甲。（市公安局、市司法局负责）"
    assert tasks_of(outline(text)) == tasks_of(outline(text))


def test_first_named_unit_leads_only_where_the_document_says_so() -> None:
    item = "甲市分工\n一、任务\n1.做好甲。\n责任单位：市公安局、市司法局"
    said = (
        f"{item}（列第一位者为牵头单位，下同）\n"
        "2.做好乙。（市人社局、市财政局按职责分工负责）\n3.做好丙。（市教育局）"
    )
    assert [(task.mode, task.lead) for task in tasks_in(item)] == [("joint-plain", ())]
    assert [(task.mode, task.lead) for task in tasks_in(said)] == [
        ("lead+participants", ("市公安局",)),
        ("joint", ()),
        ("single", ("市教育局",)),
    ]
    assert tasks_in(said)[0].repairs == ("文中说明列首位的为牵头单位",)
