"""Five thousand made-up records in which everything stands beside everything that can go wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

SIZE = 5_000
SIGNS = "电池器電机Ⅱ" * 6 + "的aabBxé５505..:：-—%①²℃㎜ 　，。；（）、\"'⼀\u00ad\u0301々〇カ|!?…Ασς\u0416"


def text_of(chance: random.Random, least: int, most: int) -> str:
    return "".join(chance.choices(SIGNS, k=chance.randrange(least, most)))


def records(size: int = SIZE, seed: int = 20261130) -> list[dict[str, Sequence[Any]]]:
    """The same ones each time; the id of a record is its place, from one."""
    chance = random.Random(seed)
    return [
        {
            "title": [text_of(chance, 2, 9)],
            "abstract": [text_of(chance, 6, 45)],
            "applicant": [text_of(chance, 2, 6) for _ in range(chance.randrange(1, 4))],
            "ipc": [class_of(chance) for _ in range(chance.randrange(3))],
            "number": [f"CN{number}"],
            "filed": [20000101 + chance.randrange(5000)] if chance.random() < 0.9 else [],
            "claims": [chance.randrange(40)],
        }
        for number in range(1, size + 1)
    ]


def class_of(chance: random.Random) -> str:
    section, sub = chance.choice("ABH"), chance.choice("AB")
    return f"{section}{chance.randrange(3):02d}{sub}{chance.randrange(20)}/{chance.randrange(60)}"
