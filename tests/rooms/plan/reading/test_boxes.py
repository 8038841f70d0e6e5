"""Boxes of special projects: how they are headed, where they end, what items they hold."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading.plan_texts import boxes_in, outline, tasks_in
from zhichan.rooms.plan.reading.boxes import box_title
from zhichan.rooms.plan.reading.folding import fold


def page(box: str, after: str = "（二）推动转化运用\n做好乙。") -> str:
    return f"甲市发展规划\n二、重点任务\n（一）提升创造质量\n做好甲。\n{box}\n{after}"


TITLES = [
    ("专栏1 培育工程", "1", "培育工程"),
    ("专栏1培育工程", "1", "培育工程"),
    ("专栏 3：培育工程", "3", "培育工程"),
    ("专栏一 培育工程", "一", "培育工程"),
    ("专栏十二：培育工程", "十二", "培育工程"),
    ("【专栏2】培育工程", "2", "培育工程"),
    ("【专栏】培育工程", "", "培育工程"),
    ("专栏：培育工程", "", "培育工程"),
    ("专栏2-1 培育工程", "2-1", "培育工程"),
    ("專欄４　培育工程", "4", "培育工程"),
    ("专 栏 5 培育工程", "5", "培育工程"),
]


@pytest.mark.parametrize(("line", "number", "title"), TITLES)
def test_box_is_known_by_its_title(line: str, number: str, title: str) -> None:
    match = box_title(fold(line))
    assert match is not None
    assert (match["number"] or "", match["title"]) == (number, title)


@pytest.mark.parametrize(
    "line", ["专栏建设要加强", "专栏1的内容包括以下各项。", "开设专栏", "专栏一般放在文末", "专栏"]
)
def test_other_lines_open_no_box(line: str) -> None:
    assert box_title(fold(line)) is None


ITEMS = [
    ("——甲。\n——乙。\n——丙。", ["——", "——", "——"]),
    ("导语。\n1.甲。\n2.乙。", ["1.", "2."]),
    ("（1）甲。\n（2）乙。", ["（1）", "（2）"]),
    ("①甲。②乙。③丙。", ["①", "②", "③"]),
    ("● 甲甲\n● 乙乙", ["●", "●"]),
    ("1.甲。2.乙。3.丙。", ["1.", "2.", "3."]),
    ("1、标题\n甲甲甲。\n2、标题\n乙乙乙。", ["1、", "2、"]),
    ("只有一段文字，没有编号。", []),
]


@pytest.mark.parametrize(("body", "markers"), ITEMS)
@pytest.mark.parametrize("framed", [False, True])
def test_items_are_told_by_their_markers(body: str, markers: list[str], framed: bool) -> None:
    frame = f"专栏1 培育工程 |\n{body} |" if framed else f"专栏1 培育工程\n{body}"
    [box] = boxes_in(page(frame))
    assert [item.marker for item in box.items] == markers
    assert [task.title for task in tasks_in(page(frame))] == ["提升创造质量", "推动转化运用"]


def test_words_of_an_item_reach_to_the_next_one() -> None:
    [box] = boxes_in(page("专栏1 培育工程\n1.甲标题\n甲的内容。\n2.乙标题\n乙的内容。"))
    assert [item.text for item in box.items] == ["甲标题甲的内容。", "乙标题乙的内容。"]


def test_body_goes_on_below_a_box() -> None:
    [task, _] = tasks_in(page("专栏1 培育工程 |\n1.丙。 2.丁。 |\n还要做好戊，不能放松。"))
    assert task.text == "提升创造质量\n做好甲。\n还要做好戊，不能放松。"


def test_numbering_of_the_document_ends_a_box() -> None:
    text = "甲市规划\n一、重点任务\n1.任务甲。做好甲。\n专栏1 培育工程\n——丙。\n2.任务乙。做好乙。"
    [box] = boxes_in(text)
    assert len(box.items) == 1
    assert [task.number for task in tasks_in(text)] == ["1.", "2."]


def test_document_that_counts_as_the_box_does_goes_on_with_its_own_number() -> None:
    text = (
        "甲市规划\n一、重点任务\n1.任务甲。做好甲。\n专栏1 工程\n1.丙。\n2.丁。\n"
        "2.任务乙。做好乙。\n3.任务丙。做好丙。"
    )
    [box] = boxes_in(text)
    assert [item.text for item in box.items] == ["丙。", "丁。"]
    assert [task.number for task in tasks_in(text)] == ["1.", "2.", "3."]


def test_box_without_content_before_a_chapter_is_empty() -> None:
    [box] = boxes_in("甲市规划\n一、重点任务\n1.任务甲。做好甲。\n专栏1 工程\n二、保障措施\n（一）加强领导。")
    assert box.items == ()


def test_box_directly_below_another_is_one_of_its_own() -> None:
    boxes = boxes_in(page("专栏1 工程甲 |\n专栏2 工程乙 |\n1.丙。 |"))
    assert [(box.number, len(box.items)) for box in boxes] == [("1", 0), ("2", 1)]


def test_title_may_stand_below_the_number() -> None:
    [box] = boxes_in(page("专栏1\n培育工程\n1.甲。"))
    assert (box.number, box.title, box.repairs) == ("1", "培育工程", ())


def test_box_without_a_number_says_so() -> None:
    [box] = boxes_in(page("【专栏】培育工程\n1.甲。"))
    assert box.number == ""
    assert box.repairs == ("专栏缺少编号或名称",)
    assert box.confidence < 0.9


def test_box_lies_over_its_lines_and_no_others() -> None:
    found = outline(page("专栏1 培育工程\n导语。\n——甲。"))
    [block] = [block for block in found.blocks if block.kind == "box"]
    assert found.source.text[slice(*block.span)] == "专栏1 培育工程\n导语。\n——甲。"
    assert block.role == "measures"
    assert block.path == ("二、重点任务",)
