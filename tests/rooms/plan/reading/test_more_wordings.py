"""Wordings that more unseen plans brought up: figures, units, headings, dates and grants, each alone."""

from __future__ import annotations

from typing import Any

import pytest

from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.schema import as_json

_HEAD = """云汀区知识产权工作方案（2023—2025年）

一、工作目标
到2025年，全区专利有效量达到300件。

二、主要任务
（一）完善制度。修订管理规定，2023年底前完成。
"""
Json = dict[str, Any]
Fact = tuple[str, object, str | None, str]


def _read(text: str) -> Json:
    return as_json(read_plan(text.encode(), "plan.txt"))


def _facts(words: str) -> list[Fact]:
    targets = _read(f"{_HEAD}（二）{words}\n")["targets"][1:]
    return [(one["name"], one["target"].get("value"), one["unit"], one["target"]["op"]) for one in targets]


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        ("重点培养不少于12名涉外法务骨干。", [("涉外法务骨干", 12, "名", "+=")]),
        (
            "培养不少于8名讲师,不少于16名助教,至少40名志愿者。",
            [("讲师", 8, "名", "+="), ("助教", 16, "名", "+="), ("志愿者", 40, "名", "+=")],
        ),
        ("三年内引进和培养鉴定专家达到30名。", [("鉴定专家", 30, "名", ">=")]),
        (
            "选拔认定金牌讲师10名、骨干讲师20名、青年讲师40名。",
            [("金牌讲师", 10, "名", "+="), ("骨干讲师", 20, "名", "+="), ("青年讲师", 40, "名", "+=")],
        ),
        (
            "新建25个自助存证终端、新增指导站3个。",
            [("自助存证终端", 25, "个", "+="), ("指导站", 3, "个", "+=")],
        ),
        ("作品登记量以年均12%的速度递增。", [("作品登记量", 12, "%", "+=")]),
        ("一是区域品牌达到6个；", [("区域品牌", 6, "个", ">=")]),
        ("力争年许可费过亿元的高校实现“破零”。", [("年许可费过亿元的高校", 1, None, ">=")]),
        (
            "实现“引进和培育数据分析师达到30名，取证率达到90%”的目标。",
            [("数据分析师", 30, "名", ">="), ("取证率", 90, "%", ">=")],
        ),
        ("培养产生20名“驻园参谋”。", [("“驻园参谋”", 20, "名", "+=")]),
        ("在保有12个示范园的基础上，规划建设驿站5个。", [("驿站", 5, "个", "+=")]),
        ("区局印发了涉及14类事项的清单。", []),
        ("对新认定的示范企业、优势企业，分别给予最高不超过30万元、10万元奖励。", []),
        (
            "举办名师讲堂4场次，开展20场次普法讲座。",
            [("举办名师讲堂", 4, "场", "+="), ("普法讲座", 20, "场", "+=")],
        ),
    ],
)
def test_figures_are_read_with_their_own_names(words: str, facts: list[Fact]) -> None:
    assert _facts(words) == facts


def test_growth_told_against_last_year_is_an_aim_under_expected_goals() -> None:
    reading = _read(
        "云汀县2025年发展计划\n\n一、经济社会发展预期目标\n专利转让额同比增长7%以上，版权产值同比增长9%。\n"
    )
    assert [(one["name"], one["target"]["value"]) for one in reading["targets"]] == [
        ("专利转让额", 7),
        ("版权产值", 9),
    ]


def test_years_counted_from_a_first_one_are_the_period() -> None:
    reading = _read("云汀市人才培育意见\n\n一、总体目标\n2014年起4年内，培养代理师60名。\n")
    assert reading["document"]["period"] == {"from": 2014, "to": 2017, "text": "2014年起4年内"}
    assert [one["target"]["year"] for one in reading["targets"]] == [2017]


def test_heading_that_hands_its_part_to_a_unit_answers_for_the_items() -> None:
    words = "一、县文旅局牵头工作（2项）\n1.办好版权展。\n2.建设版权驿站。\n"
    words += "二、县司法局负责的任务\n1.设立调解室。\n"
    tasks = _read(f"云汀县重点工作任务清单\n\n{words}")["tasks"]
    assert [(one["number"], one["lead"]) for one in tasks] == [
        ("1.", ["县文旅局"]),
        ("2.", ["县文旅局"]),
        ("1.", ["县司法局"]),
    ]


def test_heading_without_a_unit_answers_for_nobody() -> None:
    tasks = _read("云汀县重点任务清单\n\n一、全力抓好牵头工作\n1.办好版权展。\n2.建设版权驿站。\n")["tasks"]
    assert [one["lead"] for one in tasks] == [[], []]


def test_item_that_opens_with_a_figure_of_its_own_is_an_item() -> None:
    words = "（二）建强队伍\n1.选派骨干。（区科技局负责）\n2.2025年底前建成讲堂。（区文旅局负责）\n"
    words += "3.135骨干项目。（区教育局负责）\n"
    tasks = _read(_HEAD + words)["tasks"]
    assert [(one["number"], one["lead"]) for one in tasks[1:]] == [
        ("1.", ["区科技局"]),
        ("2.", ["区文旅局"]),
        ("3.", ["区教育局"]),
    ]


def test_date_with_round_figures_between_characters_is_read() -> None:
    text = "云汀市人民政府关于印发商标工作方案的通知\n各区政府：\n现印发给你们。\n"
    text += "二00九年四月一日\n云汀市商标工作方案\n"
    document = _read(text)["document"]
    assert (document["title"], document["dates"][0]["date"]) == ("云汀市商标工作方案", "2009-04-01")


def test_way_to_the_page_is_no_title() -> None:
    text = (
        "云汀市人民政府\n>> 走进云汀 >> 投资政策\n云汀市工业发展若干政策\n一、支持创新\n推动企业用好专利。\n"
    )
    assert _read(text)["document"]["title"] == "云汀市工业发展若干政策"


def test_document_number_behind_a_label_without_colon_is_read() -> None:
    text = (
        "文号 云政发〔2025〕3 号 成文日期：2025年4月29日\n有效性：有效\n云汀县2025年工作要点\n一、重点工作\n"
    )
    assert _read(text)["document"]["doc_number_normal"] == "云政发〔2025〕3号"


def test_plan_does_not_promise_itself() -> None:
    text = "云汀市商标品牌培育规划（2023—2025年）\n\n为做好工作，制定云汀市商标品牌培育规划。\n"
    text += "一、主要任务\n（一）建章。编制商标注册指南。\n"
    assert [one["title"] for one in _read(text)["instruments"]] == ["商标注册指南"]


def test_districts_and_county_cities_are_one_collective() -> None:
    tasks = _read(f"{_HEAD}（二）办好讲堂。（牵头单位：市科协，配合单位：市教育局，各区、县级市）\n")["tasks"]
    assert tasks[1]["participants"] == ["市教育局", "各区、县级市"]


def test_every_amount_of_a_list_shares_kind_and_ceiling() -> None:
    words = "（二）奖补。对国家级、省级、市级平台分别给予60万元、40万元、20万元的一次性奖励。"
    rules = _read(f"{_HEAD}{words}对示范、优势企业，给予最高不超过30万元、10万元补助。\n")["money_rules"]
    assert [(one.get("amount"), one.get("amount_max"), one["kind"]) for one in rules] == [
        (60, None, "一次性奖励"),
        (40, None, "一次性奖励"),
        (20, None, "一次性奖励"),
        (None, 30, "补助"),
        (None, 10, "补助"),
    ]


def test_what_must_be_added_to_be_granted_is_no_grant() -> None:
    rules = _read(f"{_HEAD}（二）奖补。贷款每增加2亿元给予银行8万元奖励。\n")["money_rules"]
    assert [(one["amount"], one["unit"]) for one in rules] == [(8, "万元")]


def test_annex_mark_and_date_head_nothing() -> None:
    text = "云汀市人民政府关于公布2023年实事项目实施计划的通知\n\n各区政府：\n现予公布，请认真落实到位。\n\n"
    text += "云汀市人民政府\n\n2023年2月8日\n\n（此件公开发布）\n\n附件\n\n2023年实事项目实施计划表\n\n"
    reading = _read(text + "序号\n\n项目名称\n\n1\n\n版权驿站\n\n建成版权驿站6座，让群众就近登记。\n")
    assert reading["document"]["title"] == "2023年实事项目实施计划表"
    assert not {"附件", "2023年2月8日", "序号"} & {one["title"] for one in reading["tasks"]}


def test_table_that_ends_in_its_first_row_under_a_caption_is_no_accident() -> None:
    cells = ["重点任务清单", "序号", "重点任务", "责任单位", "完成时限", "1"]
    reading = _read("\n\n".join([*cells, "办好版权展,扩大规模", "区文旅局牵头,区教育局配合", "2024年9月"]))
    assert reading["schema"] == "zhichan-plan/1"
