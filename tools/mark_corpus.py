"""Mark texts for measuring: real trade names and names of origin, then ever more recombined from them.

Half are real. The others are two real ones joined at their halves, one with a character of another, one
beside words of letters, or words of letters with some of them changed. Nothing of the data is part of the
product; where it is not there nothing can be measured.
"""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Iterator
from pathlib import Path

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
TRADE_NAMES = "word_resources/company_short_forms_28w.txt.gz"
BOTH_WRITINGS = "cn_companies/vc_backed_firms_zh_en.csv.gz"
ORIGINS = "gi_registers/uk_eu_register_3715.csv.gz"
SEED = 7
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mark_texts(count: int) -> list[str]:
    """The same texts each time, in an order that tells nothing."""
    chance = random.Random(SEED)
    han, words = _trade_names(), _words()
    chance.shuffle(han)
    made = [*han[: count * 2 // 5], *words[: count // 10]]
    mixed = _mixed(han, words, chance)
    made += [next(mixed) for _ in range(count - len(made))]
    chance.shuffle(made)
    return made


def _trade_names() -> list[str]:
    with gzip.open(SHARED_DATA / TRADE_NAMES, "rt", encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip()][2:]


def _words() -> list[str]:
    found: dict[str, None] = {}
    for name, column in ((BOTH_WRITINGS, "short_en"), (ORIGINS, "EA_Name")):
        with gzip.open(SHARED_DATA / name, "rt", encoding="utf-8", newline="") as file:
            found |= dict.fromkeys(row[column].strip() for row in csv.DictReader(file))
    return [one for one in found if one]


def _mixed(han: list[str], words: list[str], chance: random.Random) -> Iterator[str]:
    while True:
        one, other, word = chance.choice(han), chance.choice(han), chance.choice(words)
        yield one[: (len(one) + 1) // 2] + other[len(other) // 2 :]
        place = chance.randrange(len(one))
        yield one[:place] + chance.choice(other) + one[place + 1 :]
        yield _changed(word, chance)
        yield f"{one} {word.split()[0]}" if chance.random() < 0.5 else f"{one}{chance.choice('A8X9')}"


def _changed(word: str, chance: random.Random) -> str:
    """A word with some letters changed, or the beginning of one joined to the end of another half."""
    place = chance.randrange(len(word))
    syllable = "".join(chance.choices(_LETTERS, k=chance.randrange(1, 4)))
    return word[:place] + syllable + word[place + chance.randrange(3) :]
