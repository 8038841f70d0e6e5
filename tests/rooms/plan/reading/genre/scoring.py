"""How far a reading agrees with the truth written by hand: F1 of targets, tasks, units and boxes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_UNIT_STOP = re.compile(r"、(?![^（）]*）)")

Json = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """What was expected and read, what was expected and missed, what was read and not expected."""

    hits: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def f1(self) -> float:
        wrong = len(self.missed) + len(self.extra)
        return 1.0 if not wrong else 2 * self.hits / (2 * self.hits + wrong)


def truth_of(document: Path) -> Json:
    return tomllib.loads(document.with_suffix(".toml").read_text(encoding="utf-8"))


def score_targets(truth: Json, reading: Json, source: str) -> Score:
    """Targets by name, figure, unit, operator and year; those marked optional may be read or left out."""
    rows = [row.split("|") for row in truth["targets"] if row.startswith(source)]
    required = [row for row in rows if row[-1] != "optional"]
    found = [_target_row(target) for target in reading["targets"] if target["source"] == source]
    missed = [row for row in required if not any(_same_target(row, one) for one in found)]
    extra = [one for one in found if not any(_same_target(row, one) for row in rows)]
    return Score(len(required) - len(missed), _printed(missed), _printed(extra))


def score_tasks(truth: Json, reading: Json) -> Score:
    """Tasks by kind, first words and deadline."""
    expected = [row.split("|") for row in truth["tasks"]]
    pairs = _paired(expected, reading["tasks"])
    missed = [row for row, task in pairs if task is None or _deadline(task) not in row[4].split(",")]
    used = [task["id"] for _, task in pairs if task is not None]
    extra = [task["text"] for task in reading["tasks"] if task["id"] not in used]
    extra += [f"{row[1]} {_deadline(task)}" for row, task in pairs if task is not None and row in missed]
    return Score(len(expected) - len(missed), _printed(missed), tuple(extra))


def score_units(truth: Json, reading: Json) -> Score:
    """Every unit of every task with its part in it, lead or participant."""
    expected: list[str] = []
    found: list[str] = []
    for row, task in _paired([row.split("|") for row in truth["tasks"]], reading["tasks"]):
        lists = (task["lead"], task["participants"]) if task else ([], [])
        for part, names, read in (("lead", row[2], lists[0]), ("joint", row[3], lists[1])):
            listed = names.split(";") if ";" in names else _UNIT_STOP.split(names)  # 各市、县 is one name
            expected += [f"{row[1]} {part} {name}" for name in listed if name]
            found += [f"{row[1]} {part} {name}" for name in read]
    missed = tuple(one for one in expected if one not in found)
    return Score(len(expected) - len(missed), missed, tuple(one for one in found if one not in expected))


def score_boxes(truth: Json, reading: Json) -> Score:
    """Boxes by title and number of items."""
    found = [f"{box['title']}|{box['item_count']}" for box in reading["boxes"]]
    missed = tuple(one for one in truth["boxes"] if one not in found)
    return Score(
        len(truth["boxes"]) - len(missed), missed, tuple(one for one in found if one not in truth["boxes"])
    )


def _target_row(target: Json) -> list[str]:
    goal = target["target"] or {}
    low, high = goal.get("value_min"), goal.get("value_max")
    value = str(goal["value"]) if "value" in goal else f"{_blank(low)}~{_blank(high)}"
    row = [target["source"], target["name"], value, _blank(target["unit"])]
    row += [_blank(goal.get("op")), _blank(goal.get("year"))]
    base = target["baseline"]
    if target["source"] == "table":
        row += [f"base={base['value']}@{base['year']}" if base else "", _blank(target["nature"])]
    return row


def _same_target(row: Sequence[str], found: Sequence[str]) -> bool:
    """Whether the truth's row, where a comma separates names, signs or years equally right, says it."""
    alike = all(found[at] in row[at].split(",") for at in (1, 4, 5))
    rest = list(row[6:]) + [""] * (8 - len(row))
    return alike and list(row[2:4]) == list(found[2:4]) and (row[0] == "text" or rest == list(found[6:8]))


def _paired(expected: list[list[str]], tasks: list[Json]) -> list[tuple[list[str], Json | None]]:
    """Each expected task with the one read of its kind that begins with its words, not taken yet."""
    left = list(tasks)
    pairs: list[tuple[list[str], Json | None]] = []
    for row in expected:
        task = next((one for one in left if one["kind"] == row[0] and one["text"].startswith(row[1])), None)
        if task is not None:
            left.remove(task)
        pairs.append((row, task))
    return pairs


def _deadline(task: Json) -> str:
    deadline = task["deadline"]
    return "" if deadline is None else deadline["date"] or str(deadline["kind"])


def _blank(value: object) -> str:
    return "" if value is None else str(value)


def _printed(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple("|".join(row) for row in rows)
