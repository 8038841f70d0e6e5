"""Clauses on units: every grammar that plans use, who leads, who takes part, what is no clause."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.plan_texts import tasks_in
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.units import expanded, parse_units, together, unit_clauses

# clause, mode, leading units, participating units
CLAUSES = [
    ("区市场监管局负责", "single", "区市场监管局", ""),
    ("各镇街结合实际落实", "single", "各镇街", ""),
    ("各成员单位按职责分工负责", "single", "各成员单位", ""),
    ("各部门按照各自职责分工落实", "single", "各部门", ""),
    ("市委组织部、市人社局负责", "joint-plain", "", "市委组织部、市人社局"),
    ("市委市政府负责", "joint-plain", "", "市委、市政府"),
    ("区委和区政府负责", "joint-plain", "", "区委、区政府"),
    ("区科技局、区财政局", "joint-plain", "", "区科技局、区财政局"),
    ("市科技局 市财政局/市人社局", "joint-plain", "", "市科技局、市财政局、市人社局"),
    ("区科技局牵头", "lead", "区科技局", ""),
    ("区科技局牵头负责", "lead", "区科技局", ""),
    ("市人社局、市财政局分别牵头", "lead", "市人社局、市财政局", ""),
    ("区科技局牵头,区财政局配合", "lead+participants", "区科技局", "区财政局"),
    (
        "区科技局牵头，区财政局、各镇（街道）分工负责",
        "lead+participants",
        "区科技局",
        "区财政局、各镇（街道）",
    ),
    ("区科技局牵头,区财政局、区人社局", "lead+participants", "区科技局", "区财政局、区人社局"),
    ("区科技局负责，区财政局参与", "lead+participants", "区科技局", "区财政局"),
    ("区科技局负责，区财政局、区人社局按职责分工负责", "lead+participants", "区科技局", "区财政局、区人社局"),
    ("区科技局，区财政局、区人社局配合", "lead+participants", "区科技局", "区财政局、区人社局"),
    ("区科技局会同区财政局、区人社局等部门负责", "lead+participants", "区科技局", "区财政局、区人社局"),
    ("以市发改委为主，市财政局配合", "lead+participants", "市发改委", "市财政局"),
    ("市发改委牵头，市有关部门和单位配合", "lead+participants", "市发改委", "市有关部门和单位"),
    (
        "区科技局、区文旅局按职责牵头,各镇(街道)分工负责",
        "joint-lead+participants",
        "区科技局、区文旅局",
        "各镇(街道)",
    ),
    ("区科技局、区文旅局牵头，区财政局配合", "joint-lead+participants", "区科技局、区文旅局", "区财政局"),
    ("区科技局、区文旅局分工负责", "joint", "", "区科技局、区文旅局"),
    ("区科技局、区文旅局按照职责分工负责", "joint", "", "区科技局、区文旅局"),
    ("区法院、公安分局，各镇（街道）按职责分工负责", "joint", "", "区法院、公安分局、各镇（街道）"),
    ("省科技厅按职责分工负责，各市州结合实际落实", "joint", "", "省科技厅、各市州"),
    ("市税务局、人民银行市中心支行按职责分工负责", "joint", "", "市税务局、人民银行市中心支行"),
    ("区教育局各街道办按职责分工负责", "joint", "", "区教育局、各街道办"),
    ("市发改委，各市、县（区）人民政府按职责分工负责", "joint", "", "市发改委、各市、县（区）人民政府"),
    ("市市场监管局（市知识产权局）负责", "single", "市市场监管局（市知识产权局）", ""),
    ("区工业和信息化局、区住房和城乡建设局负责", "joint-plain", "", "区工业和信息化局、区住房和城乡建设局"),
    ("区市场监管局负责、区农业农村委", "irregular", "区市场监管局", "区农业农村委"),
    (
        "牵头单位：市科技局；配合单位：市财政局、各县（市、区）",
        "lead+participants",
        "市科技局",
        "市财政局、各县（市、区）",
    ),
    ("牵头单位：市科技局　　配合单位：市财政局", "lead+participants", "市科技局", "市财政局"),
    ("责任单位：市科技局", "single", "市科技局", ""),
    ("责任单位：市科技局牵头，市财政局配合", "lead+participants", "市科技局", "市财政局"),
    ("责任领导：李某；责任单位：镇农业办、各村", "joint-plain", "", "镇农业办、各村"),
    ("【责任单位】市发改委、市科技局", "joint-plain", "", "市发改委、市科技局"),
    ("[市科技局牵头]", "lead", "市科技局", ""),
    ("市局知識產權保護處負責", "single", "市局知識產權保護處", ""),
    ("配合单位：市财政局", "irregular", "", "市财政局"),
    ("2022年6月底前完成", None, "", ""),
    ("", None, "", ""),
]


@pytest.mark.parametrize(("clause", "mode", "lead", "participants"), CLAUSES)
def test_clause_is_taken_apart(clause: str, mode: str | None, lead: str, participants: str) -> None:
    read = parse_units(clause)
    assert (read.mode, "、".join(read.lead), "、".join(read.participants)) == (mode, lead, participants)


def test_names_are_taken_as_printed() -> None:
    assert parse_units("市場監管局（知識產權局）牽頭，Ａ集團配合").units == (
        "市場監管局（知識產權局）",
        "Ａ集團",
    )


def test_collective_of_several_words_stays_one_unit() -> None:
    assert parse_units("各乡镇、街道，各委、办、局负责").participants == ("各乡镇、街道", "各委、办、局")


def test_deadline_in_a_clause_is_no_unit() -> None:
    read = parse_units("区科技局负责；2022年6月底前完成，并长期坚持")
    assert read.units == ("区科技局",)
    assert read.unit_text == "区科技局负责"
    assert read.deadline == (7, 24)


def test_verb_that_says_work_goes_on_is_a_deadline() -> None:
    read = parse_units("区科技局持续推进")
    assert (read.mode, read.lead, read.deadline) == ("single", ("区科技局",), (4, 8))


NO_CLAUSES = [
    "推进工作（以下简称“本工作”），落实到各镇（街道）。",
    "完善制度（包括商标、专利）。",
    "开展“双打”行动（打击侵权、打击假冒）。",
    "实施方案（2021—2025年）。",
    "鼓励企业（集团）牵头组建联盟。",
    "建立由市场评价的机制。",
    "规范商标标识（证明商标、集体商标）的使用。",
    "（一）",
    "联系电话（86231175）。",
    "各市场主体负责人要守法经营。",
]


@pytest.mark.parametrize("text", NO_CLAUSES)
def test_other_brackets_are_no_clauses(text: str) -> None:
    assert [clause for clause in unit_clauses(text, fold(text)) if clause.units] == []


CLAUSES_IN_TEXT = [
    ("做好甲。（区科技局、区财政局）", ["区科技局、区财政局"]),
    ("做好甲（区科技局负责）；做好乙（区财政局负责）。", ["区科技局", "区财政局"]),
    ("做好甲。区科技局牵头，区财政局配合。", ["区科技局、区财政局"]),
    ("做好甲，由区科技局负责。", ["区科技局"]),
    ("做好甲。\n责任单位：区科技局，区财政局\n完成时限：2022年底", ["区科技局、区财政局"]),
    ("做好甲。责任单位：区科技局。做好乙。", ["区科技局"]),
    ("做好甲。（区科技局牵头，区财政局配合", ["区科技局、区财政局"]),
    ("——责任单位：区科技局", ["区科技局"]),
]


@pytest.mark.parametrize(("text", "expected"), CLAUSES_IN_TEXT)
def test_clauses_are_found_where_they_stand(text: str, expected: list[str]) -> None:
    found = [clause for clause in unit_clauses(text, fold(text)) if clause.units]
    assert ["、".join(clause.units) for clause in found] == expected


def test_deadline_in_brackets_of_its_own_is_kept() -> None:
    text = "做好甲。（持续推进）"
    [clause] = unit_clauses(text, fold(text))
    assert clause.units == ()
    assert clause.deadline is not None
    assert text[slice(*clause.deadline)] == "持续推进"


def test_several_clauses_make_one_answer() -> None:
    text = "甲（区科技局牵头，区财政局配合）。乙（区人社局牵头，区科技局配合）。"
    whole = together(unit_clauses(text, fold(text)))
    assert whole is not None
    assert whole.mode == "joint-lead+participants"
    assert whole.lead == ("区科技局", "区人社局")
    assert whole.participants == ("区财政局",)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("甲（区科技局负责）。乙（区财政局负责）。", "irregular"),
        ("甲（区科技局负责）。乙（区科技局负责）。", "single"),
        ("甲（区科技局、区财政局负责）。乙（区科技局、区教育局负责）。", "joint-plain"),
        ("甲（区科技局牵头）。乙（区科技局牵头，区教育局配合）。", "lead+participants"),
        ("甲（区科技局牵头）。乙（区教育局、区财政局牵头，区人社局配合）。", "joint-lead+participants"),
        ("甲（区科技局负责）。乙（区教育局、区财政局按职责分工负责）。", "irregular"),
    ],
)
def test_mode_of_several_clauses(text: str, mode: str) -> None:
    whole = together(unit_clauses(text, fold(text)))
    assert whole is not None
    assert whole.mode == mode


def test_nothing_comes_of_no_clause() -> None:
    assert together([]) is None


def test_shared_prefix_is_expanded_for_departments_only() -> None:
    units = ("省科技厅", "教育厅", "知识产权局", "人民银行云岭省分行", "市场监管局", "各市州")
    expected = ("省科技厅", "省教育厅", "省知识产权局", "人民银行云岭省分行", "省市场监管局", "各市州")
    assert expanded(units) == expected
    assert expanded(("教育厅", "省科技厅")) == ("教育厅", "省科技厅")


def test_shared_prefix_is_told_as_a_repair_and_printed_name_kept() -> None:
    [task] = tasks_in("一、重点任务\n（一）做好甲。推进乙和丙。（省科技厅、财政厅按职责分工负责）")
    assert task.participants == ("省科技厅", "财政厅")
    assert task.repairs == ("共用前缀：财政厅即省财政厅",)
