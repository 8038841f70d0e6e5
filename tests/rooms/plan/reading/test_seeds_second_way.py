"""A second way to the answers: the real documents read by a few naive regular expressions.

These know nothing of the reader's steps. Where both agree on every task, neither is likely to be wrong.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhichan.rooms.plan.reading.read import read_plan

SEEDS = {"dongli": "003", "nanhai": "001", "tianjin": "004", "jinghai": "000", "baotou": "002"}


@pytest.fixture
def seed(shared: Path):
    def open_seed(name: str):
        [path] = (shared / "seeds").glob(f"{SEEDS[name]}_*.txt")
        data = path.read_bytes()
        return data.decode("utf-8"), read_plan(data, path.name)

    return open_seed


def clause_names(clause: str) -> set[str]:
    """Unit names of a clause by cutting the verbs out and splitting at separators outside brackets."""
    bare = re.sub(r"(按职责)?分工负责|按照职责分工负责|按职责牵头|牵头|负责|按职责|按照职责", "、", clause)
    depth, names, current = 0, set(), ""
    for char in bare:
        depth += char in "(（"
        depth -= char in ")）"
        if char in "、,，;；。" and depth == 0:
            names.add(current.strip())
            current = ""
        else:
            current += char
    return {name for name in names | {current.strip()} if name}


def test_each_numbered_line_of_dongli_is_one_task_with_the_same_units_and_deadline(seed) -> None:
    text, reading = seed("dongli")
    lines = re.findall(r"^(\d{1,2})\.(.*)[(（](.*?)[；;](.*?)[)）]\s*$", text, flags=re.MULTILINE)
    assert len(lines) == len(reading.tasks) == 42
    for (number, _body, clause, deadline), task in zip(lines, reading.tasks, strict=True):
        assert task.number is not None
        assert task.number.strip(".") == number
        naive = clause_names(clause.replace("区教育局各街道办", "区教育局、各街道办"))
        assert set(task.lead) | set(task.participants) == naive, number
        assert task.deadline is not None
        assert (task.deadline.kind == "ongoing") == ("持续" in deadline), number


def test_each_numbered_line_of_nanhai_is_one_task_with_the_same_units(seed) -> None:
    text, reading = seed("nanhai")
    lines = re.findall(r"^\s*(\d{1,2})\.(.*?)[(\[（［]([^\[\]]*?负责)[)\]）］]\s*$", text, flags=re.MULTILINE)
    tasks = [task for task in reading.tasks if task.kind == "task"]
    assert len(lines) == len(tasks) == 16
    for (number, _body, clause), task in zip(lines, tasks, strict=True):
        naive = clause_names(clause[clause.rfind("。(") + 2 :] if "。(" in clause else clause)
        assert set(task.lead) | set(task.participants) == naive, number


def test_every_numbered_point_of_tianjin_is_one_task(seed) -> None:
    text, reading = seed("tianjin")
    points = re.findall(r"^[(（]([一二三四五六七八九十]+)[)）](.*?)。", text, flags=re.MULTILINE)
    assert [title for _number, title in points] == [task.title for task in reading.tasks]
    assert len(points) == 24


def test_the_table_lines_of_baotou_are_its_table_targets(seed) -> None:
    text, reading = seed("baotou")
    rows = [
        [cell.strip() for cell in line.split("|")]
        for line in text.splitlines()
        if re.search(r"\|\s*(预期性|约束性)\s*\|", line)
    ]
    table = [target for target in reading.targets if target.source == "table"]
    assert len(rows) == len(table) == 10
    for row, target in zip(rows, table, strict=True):
        assert row[0].startswith(target.name)
        assert target.target is not None
        assert float(target.target.value or 0) == float(row[2])
        assert target.nature == row[3]
        if target.baseline is not None:
            assert float(target.baseline.value) == float(row[1])
            rate = float(re.search(r"([\d.]+)%", row[4])[1])
            assert abs(float(target.baseline.value) * (1 + rate / 100) ** 5 / float(row[2]) - 1) < 0.005


def test_the_table_cells_of_jinghai_are_its_table_targets(seed) -> None:
    text, reading = seed("jinghai")
    cells = [line.strip() for line in text.splitlines() if line.strip()]
    ends = [index for index, cell in enumerate(cells) if cell == "预期性"]
    rows = [cells[index - 3 : index] for index in ends]
    table = [target for target in reading.targets if target.source == "table"]
    assert len(rows) == len(table) == 8
    for (name, baseline, goal), target in zip(rows, table, strict=True):
        assert (target.name, target.target.value, target.baseline.value) == (
            name,
            float(goal),
            type(target.baseline.value)(baseline),
        )
