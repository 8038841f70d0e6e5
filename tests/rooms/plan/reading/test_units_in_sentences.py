"""Units that only a sentence names: read where the grammar hands the work over, else left to the officer."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.plan_texts import tasks_in


def _who(words: str) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    [task] = tasks_in(f"甲县托育服务实施意见\n一、主要任务\n（一）完善服务。{words}\n")
    return task.mode, task.lead, task.participants


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("由县卫健局制定备案流程图。", ("single", ("县卫健局",), ())),
        (
            "由县卫健局会同县教育局、县民政局建立名录。",
            ("lead+participants", ("县卫健局",), ("县教育局", "县民政局")),
        ),
        (
            "县发改局会同县卫健局建设托育中心1所，2024年底前投用。",
            ("lead+participants", ("县发改局",), ("县卫健局",)),
        ),
        (
            "各乡镇人民政府负责日常巡查，县公安局负责治安检查。",
            ("joint-plain", (), ("各乡镇人民政府", "县公安局")),
        ),
        ("建立联席会议制度，由县卫健局负责日常工作。", ("single", ("县卫健局",), ())),
        ("县商务局、县供销社每季度联合举办展销会。", ("joint-plain", (), ("县商务局", "县供销社"))),
        ("各园区管委会于2024年6月底前完成摸排。", ("single", ("各园区管委会",), ())),
        ("专项行动由县卫健局牵头抓总。", ("single", ("县卫健局",), ())),
    ],
)
def test_a_sentence_that_hands_the_work_over_names_who_answers(
    words: str, expected: tuple[str | None, tuple[str, ...], tuple[str, ...]]
) -> None:
    assert _who(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "各部门要高度重视，加强宣传引导。",
        "企业负责建立内部管理制度，高校负责培养人才。",
        "由省统一规划，分级实施。",
        "各有关单位负责落实本领域工作。",
        "项目负责人由县卫健局聘任后上岗。",
        "推动县卫健局与高校合作，共建实训基地。",
        "委托第三方机构负责评估工作。",
    ],
)
def test_a_sentence_without_a_named_unit_at_its_head_names_nobody(words: str) -> None:
    assert _who(words) == (None, (), ())


def test_a_clause_in_brackets_is_not_added_to_by_sentences() -> None:
    words = "由县卫健局制定流程。（牵头单位：县政务服务局；配合单位：县司法局）"
    assert _who(words) == ("lead+participants", ("县政务服务局",), ("县司法局",))


def test_the_unit_marked_as_leader_in_brackets_leads() -> None:
    assert _who("（投促局（牵头）、经发局、财政局负责）") == (
        "lead+participants",
        ("投促局",),
        ("经发局", "财政局"),
    )


def test_how_units_are_listed_is_no_unit() -> None:
    words = "（责任单位：县住建局、县能源局；列第一位的为牵头单位，下同）"
    assert _who(words) == ("lead+participants", ("县住建局",), ("县能源局",))


def test_a_label_said_with_为_is_a_label_for_units_of_a_place_only() -> None:
    assert _who("牵头单位为县应急局，配合单位为县水务集团。") == (
        "lead+participants",
        ("县应急局",),
        ("县水务集团",),
    )
    assert _who("责任主体为企业法定代表人。") == (None, (), ())
