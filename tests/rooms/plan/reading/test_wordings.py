"""Wordings that unseen plans brought up, each alone and beside what must stay as it was."""

from __future__ import annotations

import pytest

from zhichan.rooms.plan.reading.read import read_plan
from zhichan.rooms.plan.reading.schema import as_json

_HEAD = """云汀区知识产权工作方案（2023—2025年）

一、工作目标
到2025年，全区专利有效量达到300件。

二、主要任务
（一）完善制度。修订管理规定，2023年底前完成。
"""
Fact = tuple[str, object, str | None, str, int | None]


def _targets(words: str) -> list[Fact]:
    reading = as_json(read_plan(f"{_HEAD}（二）{words}\n".encode(), "plan.txt"))
    return [
        (one["name"], one["target"].get("value"), one["unit"], one["target"]["op"], one["target"]["year"])
        for one in reading["targets"][1:]
    ]


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (
            "在镇（街道）设立维权援助工作站。每个镇（街道）至少1个。",
            ("每个镇（街道）维权援助工作站", 1, "个", ">=", 2025),
        ),
        (
            "走访没有有效专利的规上工业企业。全年走访100家以上。",
            ("没有有效专利的规上工业企业", 100, "家", "+=", 2025),
        ),
        ("在重点园区建设商业秘密保护基地5个。", ("商业秘密保护基地", 5, "个", "+=", 2025)),
        ("支持企业组建创新联合体，到2024年达到6家。", ("创新联合体", 6, "家", ">=", 2024)),
        ("培训基层执法人员600人次。", ("培训基层执法人员", 600, "人次", "+=", 2025)),
        ("全社会研发投入强度达到3%。", ("全社会研发投入强度", 3, "%", ">=", 2025)),
    ],
)
def test_a_promise_is_read_with_its_name_and_the_year_of_the_plan(words: str, fact: Fact) -> None:
    assert _targets(words) == [fact]


@pytest.mark.parametrize(
    "words",
    [
        "高企倍增。完善培育库。",
        "每个镇（街道）至少1个。",
        "走访企业，了解需求。",
        "完成市内5所高校、2家科研院所存量专利盘点。",
    ],
)
def test_catchwords_and_figures_without_a_thing_promise_nothing(words: str) -> None:
    assert _targets(words) == []


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("建设中试基地，2024年6月底前投入运行。", "2024-06-30"),
        ("修订条例，2024年底前报请审议。", "2024-12-31"),
        ("2024年6月底前企业可以申报。", None),
    ],
)
def test_the_day_by_which_a_thing_is_put_to_use_is_its_deadline(words: str, date: str | None) -> None:
    task = as_json(read_plan(f"{_HEAD}（二）{words}\n".encode(), "plan.txt"))["tasks"][-1]
    assert (task["deadline"] or {}).get("date") == date


@pytest.mark.parametrize(
    ("words", "lead", "participants"),
    [
        ("由市商务局牵头，市财政局、市司法局配合，建设服务站。", ["市商务局"], ["市财政局", "市司法局"]),
        ("由龙头企业牵头，中小企业配合，组建联合体。", [], []),
    ],
)
def test_an_opening_clause_says_who_leads_only_where_it_names_units(
    words: str, lead: list[str], participants: list[str]
) -> None:
    task = as_json(read_plan(f"{_HEAD}（二）加强服务。{words}以后视情推广。\n".encode(), "plan.txt"))[
        "tasks"
    ][-1]
    assert (task["lead"], task["participants"]) == (lead, participants)


@pytest.mark.parametrize(
    ("multiple_of", "conflicts"), [("486", 0), ("500", 0), ("330", 1)], ids=["twice", "above", "below"]
)
def test_a_doubling_is_held_against_its_table(multiple_of: str, conflicts: int) -> None:
    table = f"主要指标\n指标|单位|2022年|2025年\n高新技术企业数|家|243|{multiple_of}\n专利有效量|件|100|300\n"
    text = _HEAD.replace("二、主要任务", f"高新技术企业数翻一番。\n{table}\n二、主要任务")
    found = as_json(read_plan(text.encode(), "plan.txt"))["conflicts"]
    assert len([one for one in found if "高新技术企业" in one["what"]]) == conflicts


def test_a_box_with_bracketed_numbers_leaves_the_numbers_of_the_document_alone() -> None:
    text = (
        _HEAD
        + "专栏1 服务工程\n（一）窗口。开设窗口。\n（二）平台。开发平台。\n\n三、保障措施\n（一）加强领导。\n"
    )
    reading = as_json(read_plan(text.encode(), "plan.txt"))
    assert [(box["title"], box["item_count"]) for box in reading["boxes"]] == [("服务工程", 2)]
    assert [task["text"][:4] for task in reading["tasks"]] == ["完善制度", "加强领导"]
