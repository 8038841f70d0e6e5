"""一是, 二是 and 一要, 二要: items where a chapter has no other numbers, steps elsewhere."""

from __future__ import annotations

from tests.rooms.plan.reading.plan_texts import tasks_in


def _found(text: str) -> list[tuple[str, str | None, str]]:
    return [(task.kind, task.number, task.text.split("\n")[0][:6]) for task in tasks_in(text)]


def test_points_of_a_chapter_without_other_numbers_are_its_items() -> None:
    text = (
        "甲区2024年工作要点\n一、优化营商环境\n一是深化登记改革。推行一照多址。\n二是强化公平竞争。清理存量措施。\n"
        "二、守牢安全底线\n一要严管食品安全。新建快检室5个。\n开展抽检。\n二要严管特种设备。建立台账。\n"
    )
    assert _found(text) == [
        ("task", "一是", "深化登记改革"),
        ("task", "二是", "强化公平竞争"),
        ("task", "一要", "严管食品安全"),
        ("task", "二要", "严管特种设备"),
    ]
    assert tasks_in(text)[2].text.endswith("开展抽检。")


def test_points_of_a_chapter_on_safeguards_are_safeguards() -> None:
    text = (
        "甲区工作方案\n一、任务\n（一）建设站点。\n"
        "二、保障措施\n一是加强领导。成立专班。\n二是强化保障。安排经费。\n"
    )
    assert [kind for kind, _, _ in _found(text)] == ["task", "safeguard", "safeguard"]


def test_points_under_an_item_are_its_steps() -> None:
    text = (
        "甲区工作方案\n一、任务\n（一）建设站点\n"
        "一是选址。做好论证。\n二是建设。抓好进度。\n（二）管好站点。\n"
    )
    assert _found(text) == [("task", "（一）", "建设站点"), ("task", "（二）", "管好站点。")]


def test_points_under_an_item_are_work_of_their_own_where_each_names_who_answers() -> None:
    text = (
        "甲区工作方案\n一、任务\n（一）建设站点\n一是选址。做好论证。（区规划局负责）\n"
        "二是建设。抓好进度。（区住建局负责）\n（二）管好站点。\n"
    )
    assert [number for _, number, _ in _found(text)] == ["一是", "二是", "（二）"]


def test_points_that_do_not_count_on_number_nothing() -> None:
    text = "甲区工作方案\n一、提升服务\n一是选址要准。\n三是建设要快。\n"
    assert [(kind, number) for kind, number, _ in _found(text)] == [("paragraph", None)] * 2


def test_points_above_their_own_words_head_a_plan_without_numbers() -> None:
    text = (
        "甲县2024年工作计划\n2024年，重点抓好以下工作：\n一是粮食安全行动。\n落实耕地保护，建设高标准农田3万亩。（农田股）\n"
        "二是畜牧稳产行动。\n新建标准化养殖场8个。（畜牧股）\n"
    )
    assert [(task.number, task.lead) for task in tasks_in(text)] == [
        ("一是", ("农田股",)),
        ("二是", ("畜牧股",)),
    ]
