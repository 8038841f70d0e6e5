"""The five real plans: every table row, item, box, clause and deadline, counted by hand beforehand.

Only numbers and names of offices stand here; the texts are read from the shared folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.rooms.plan.reading import rendering
from zhichan.rooms.plan.reading.boxes import boxes_of
from zhichan.rooms.plan.reading.folding import fold_key
from zhichan.rooms.plan.reading.furniture import furniture_of
from zhichan.rooms.plan.reading.model import Outline, Task
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.structure import outline_of
from zhichan.rooms.plan.reading.tasks import tasks_of
from zhichan.rooms.plan.reading.terms import simplified

SEEDS = {"jinghai": "000", "nanhai": "001", "baotou": "002", "dongli": "003", "tianjin": "004"}
Reader = Callable[[str], Outline]


@pytest.fixture
def seed(shared: Path) -> Reader:
    def read(name: str) -> Outline:
        [path] = (shared / "seeds").glob(f"{SEEDS[name]}_*.txt")
        return _outline(path)

    return read


@cache
def _outline(path: Path) -> Outline:
    source = source_text(path.read_bytes(), path.name)
    return outline_of(source, furniture_of(source))


def kinds(tasks: tuple[Task, ...]) -> dict[str, int]:
    return dict(Counter(task.kind for task in tasks))


def table_rows(outline: Outline) -> list[int]:
    return [len(block.rows) - 1 for block in outline.blocks if block.kind == "table"]


# Dongli: number → (mode, leading units, participating units); 区 left out where every name has it.
DONGLI = {
    1: ("joint", "", "区市场监管局 公安东丽分局 区委宣传部 区农业农村委 区文化旅游体育局 区融媒体中心"),
    2: ("lead+participants", "区金融局", "区发改委 区合作交流办 区科技局 区市场监管局"),
    3: ("lead+participants", "公安东丽分局", "区市场监管局 区委宣传部 区农业农村委 区文化旅游体育局"),
    4: ("single", "公安东丽分局", ""),
    5: ("joint", "", "区委宣传部 区委网信办 公安东丽分局 区文化旅游体育局"),
    6: ("single", "区市场监管局", ""),
    7: ("single", "区市场监管局", ""),
    8: ("single", "区农业农村委", ""),
    9: ("single", "区市场监管局", ""),
    10: ("single", "区市场监管局", ""),
    11: ("joint", "", "区市场监管局 区科技局 区工信局"),
    12: ("single", "区市场监管局", ""),
    13: ("irregular", "区市场监管局", "区农业农村委"),
    14: ("single", "区市场监管局", ""),
    15: ("joint", "", "区市场监管局 区委宣传部 区文化旅游体育局 区农业农村委"),
    16: ("single", "区市场监管局", ""),
    17: ("joint", "", "区市场监管局 华明高新区服务中心"),
    18: ("joint", "", "区市场监管局 区司法局"),
    19: ("joint", "", "区市场监管局 区商务局"),
    20: ("joint", "", "区司法局 区市场监管局 区商务局"),
    21: ("joint", "", "区委网信办 区委宣传部 区文化旅游体育局 区市场监管局"),
    22: ("single", "区市场监管局", ""),
    23: ("single", "区市场监管局", ""),
    24: ("single", "区市场监管局", ""),
    25: ("single", "区商务局", ""),
    26: ("single", "区委网信办", ""),
    27: ("single", "区委网信办", ""),
    28: ("single", "区司法局", ""),
    29: ("joint", "", "公安东丽分局 区司法局 区农业农村委 区文化旅游体育局 区市场监管局"),
    30: ("single", "区文化旅游体育局", ""),
    31: ("single", "区文化旅游体育局", ""),
    32: ("joint", "", "区司法局 区市场监管局 区发改委 区科技局"),
    33: ("joint", "", "区科技局 区市场监管局 区人社局"),
    34: (
        "joint",
        "",
        (
            "区委宣传部 区市场监管局 区司法局 公安东丽分局 区法院 区检察院 区文化旅游体育局 区农业农村委 "
            "区融媒体中心"
        ),
    ),
    35: ("single", "区科技局", ""),
    36: ("joint", "", "区教育局 区市场监管局"),
    37: ("joint", "", "区委宣传部 区市场监管局 区司法局 区委网信办 区文化旅游体育局 区教育局 各街道办"),
    38: ("lead+participants", "区市场监管局", "各成员单位"),
    39: ("single", "区财政局", ""),
    40: ("joint", "", "区市场监管局 区人社局"),
    41: ("joint", "", "区委组织部 区市场监管局"),
    42: ("joint", "", "区委组织部 区市场监管局"),
}
DONGLI_BY_DATE = {2, 3, 6, 7, 12, 14, 16, 17, 18, 22, 23, 31, 34, 35, 38, 41}

MEMBERS = "区知识产权工作联席会议成员单位"
ZONES = "佛山高新区南海管理局 佛山中德服务区南海建设局 各镇(街道)"
NANHAI = {
    1: ("lead+participants", "区知识产权局", MEMBERS),
    2: ("joint-lead+participants", "区知识产权局 区文广旅体局", "各镇(街道)"),
    3: (
        "lead+participants",
        "区知识产权局",
        f"区发改局 区科技局 区经促局 区农业农村局 区文广旅体局 区国资局 区金融办 {ZONES}",
    ),
    4: ("joint", "", "区法院 区检察院 公安分局 佛山高新区南海管理局"),
    5: ("joint", "", "区知识产权局 区文广旅体局 区农业农村局 自然资源分局 佛山海关驻南海办事处 各镇(街道)"),
    6: (
        "joint",
        "",
        (
            "区法院 区检察院 公安分局 区司法局 区知识产权局 区文广旅体局 区农业农村局 自然资源分局 "
            "佛山海关驻南海办事处 各镇(街道)"
        ),
    ),
    7: (
        "joint-lead+participants",
        "区知识产权局 区文广旅体局",
        f"区发改局 区科技局 区经促局 区国资局 {ZONES}",
    ),
    8: (
        "lead+participants",
        "区知识产权局",
        f"区发改局 区科技局 区经促局 区文广旅体局 区国资局 区金融办 {ZONES}",
    ),
    9: ("lead+participants", "区知识产权局", "区文广旅体局 区农业农村局 区档案馆 各镇(街道)"),
    10: ("lead+participants", "区知识产权局", f"区文广旅体局 区国资局 {ZONES}"),
    11: ("lead+participants", "区知识产权局", f"区发改局 区文广旅体局 {ZONES}"),
    12: ("lead+participants", "区知识产权局", "各镇(街道)"),
    13: (
        "joint",
        "",
        (
            "区法院 区检察院 公安分局 区司法局 区知识产权局 区文广旅体局 区农业农村局 "
            "佛山海关驻南海办事处 各镇(街道)"
        ),
    ),
    14: ("lead+participants", "区知识产权局", "各镇(街道)"),
    15: ("joint", "", "区委组织部 区知识产权局 区文广旅体局"),
    16: ("lead+participants", "区知识产权局", MEMBERS),
}


def clauses(tasks: tuple[Task, ...]) -> dict[int, tuple[str | None, str, str]]:
    return {
        int((task.number or "").rstrip(".")): (task.mode, " ".join(task.lead), " ".join(task.participants))
        for task in tasks
        if task.kind == "task"
    }


def test_dongli_has_42_tasks_with_their_units_and_deadlines(seed: Reader) -> None:
    tasks = tasks_of(seed("dongli"))
    assert kinds(tasks) == {"task": 42}
    assert clauses(tasks) == DONGLI
    for number, task in enumerate(tasks, 1):
        assert task.title is None
        assert task.deadline is not None
        assert task.deadline.date == (date(2021, 12, 31) if number in DONGLI_BY_DATE else None), number
    assert Counter(task.deadline.kind for task in tasks if task.deadline) == {"ongoing": 26, "by-date": 16}


def test_dongli_tells_what_it_repaired(seed: Reader) -> None:
    repaired = {task.number: task.repairs for task in tasks_of(seed("dongli")) if task.repairs}
    assert list(repaired) == ["37."]


def test_nanhai_has_16_tasks_with_their_units_and_3_safeguards(seed: Reader) -> None:
    tasks = tasks_of(seed("nanhai"))
    assert kinds(tasks) == {"task": 16, "safeguard": 3}
    assert clauses(tasks) == NANHAI
    assert all(task.title for task in tasks)
    assert not any(task.mode for task in tasks if task.kind == "safeguard")


def test_tianjin_has_24_titled_tasks_without_units_in_six_chapters(seed: Reader) -> None:
    tasks = tasks_of(seed("tianjin"))
    assert kinds(tasks) == {"task": 24}
    assert all(task.title and not task.mode and task.deadline is None for task in tasks)
    assert list(Counter(task.path for task in tasks).values()) == [4, 5, 4, 4, 4, 3]
    assert tasks[-1].number == "(二十四)"


def test_jinghai_has_17_tasks_5_projects_3_safeguards(seed: Reader) -> None:
    outline = seed("jinghai")
    tasks = tasks_of(outline)
    assert kinds(tasks) == {"task": 17, "project": 5, "safeguard": 3}
    numbers = "".join(task.number or "" for task in tasks if task.kind == "task")
    assert numbers == "1.2.3." * 2 + "1.2.3.4." * 2 + "1.2.3."
    assert all(block.role != "background" for block in outline.blocks if block.kind == "item")


def test_jinghai_has_one_table_of_8_rows_and_5_boxes_of_14_items(seed: Reader) -> None:
    outline = seed("jinghai")
    assert table_rows(outline) == [8]
    boxes = boxes_of(outline)
    assert [(box.number, len(box.items)) for box in boxes] == [
        ("1", 3),
        ("2", 2),
        ("3", 2),
        ("4", 3),
        ("5", 4),
    ]
    assert {item.marker for box in boxes for item in box.items} == {"——"}


def test_baotou_has_22_paragraphs_7_tasks_3_safeguards(seed: Reader) -> None:
    tasks = tasks_of(seed("baotou"))
    assert kinds(tasks) == {"paragraph": 22, "task": 7, "safeguard": 3}
    assert [task.number for task in tasks if task.number] == ["(1)", "(2)", "(1)", "(2)", "(1)", "(2)", "(3)"]
    assert [task.kind for task in tasks[-3:]] == ["safeguard"] * 3


def test_baotou_has_one_table_of_10_rows_and_7_boxes_of_20_items(seed: Reader) -> None:
    outline = seed("baotou")
    assert table_rows(outline) == [10]
    boxes = boxes_of(outline)
    assert [len(box.items) for box in boxes] == [4, 3, 0, 3, 3, 4, 3]
    assert [box.number for box in boxes] == list("1234567")
    assert all(box.title for box in boxes)


def counted(outline: Outline) -> tuple[object, ...]:
    """What was found, in signs that do not depend on script, brackets or width."""
    tasks = tasks_of(outline)
    return (
        [
            (task.kind, plain(task.number or ""), task.mode, plain(*task.lead), plain(*task.participants))
            for task in tasks
        ],
        [task.deadline and (task.deadline.kind, task.deadline.date) for task in tasks],
        [(plain(box.number), len(box.items)) for box in boxes_of(outline)],
        table_rows(outline),
    )


def plain(*words: str) -> str:
    return fold_key(simplified("、".join(words)))


DRESSES: dict[str, Callable[[str], str]] = {
    "square brackets": lambda text: text.replace("(", "[").replace(")", "]"),
    "lenticular brackets": lambda text: (
        text.replace("(", "【").replace(")", "】").replace("[", "【").replace("]", "】")
    ),
    "full width": rendering.full_width,
    "half width": rendering.half_width,
    "traditional": rendering.traditional,
    "blank lines": rendering.with_blank_lines,
    "no blank lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "wrapped at 24": lambda text: rendering.rewrapped(text, 24),
    "wrapped at 40": lambda text: rendering.rewrapped(text, 40),
}


@pytest.mark.parametrize(
    ("name", "dress"),
    [(name, dress) for name in SEEDS for dress in DRESSES if (name, dress) != ("tianjin", "traditional")],
)
def test_signs_script_and_line_ends_change_nothing_that_is_found(seed: Reader, name: str, dress: str) -> None:
    outline = seed(name)
    source = source_text(DRESSES[dress](outline.source.text).encode(), "dressed.txt")
    assert counted(outline_of(source, furniture_of(source))) == counted(outline)
