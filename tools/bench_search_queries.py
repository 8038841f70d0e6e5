"""The queries of the bench of search, drawn from its own corpus; the same each time.

``Plain`` ones need nothing but terms, so that other engines can be asked and a walk through the texts can say
what is right. The others are lines of the product's language, one kind for each kind of operator.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import search_corpus

SEED = 11
DRAWN_FROM = 50_000
LOOKED_AT = frozenset(("* inside Han", "5W", "5D", "in one clause", "in one sentence"))
"""Kinds of which the index only suspects what holds them."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,12}(?![A-Za-z])")
_MIXED = re.compile(r"[\u4e00-\u9fff]{1,2}[A-Za-z0-9]{1,6}[\u4e00-\u9fff]{1,2}")


@dataclass(frozen=True)
class Plain:
    """Abstracts that hold all of some terms and not another one. Terms are Han characters."""

    holds: tuple[str, ...]
    lacks: str = ""

    def line(self) -> str:
        asked = " AND ".join(f'AB="{term}"' for term in self.holds)
        return f'{asked} NOT AB="{self.lacks}"' if self.lacks else asked


def plain_queries(sources: Sequence[search_corpus.Source], each: int) -> dict[str, list[Plain]]:
    """So many of every kind."""
    chance = random.Random(SEED)

    def term(length: int) -> str:
        return _run(chance, sources, length)

    def of(length: int) -> list[Plain]:
        return [Plain((term(length),)) for _nth in range(each)]

    made = {f"{length} Han character{'s' * (length > 1)}": of(length) for length in (1, 2, 3, 4, 6)}
    made["two terms, AND"] = [Plain((term(2), term(2))) for _nth in range(each)]
    made["one term NOT another"] = [Plain((term(2),), term(2)) for _nth in range(each)]
    return made


def lines(sources: Sequence[search_corpus.Source], each: int) -> dict[str, list[str]]:
    """So many lines of every kind of operator that ``plain_queries`` does not have."""
    chance = random.Random(SEED + 1)
    kinds: Mapping[str, Callable[[], str]] = {
        "word, whole": lambda: f"AB={_found(chance, sources, _WORD)}",
        "letters and Han in one term": lambda: f'AB="{_found(chance, sources, _MIXED)}"',
        "word cut right": lambda: f"AB={_found(chance, sources, _WORD)[:4]}*",
        "word cut left": lambda: f"AB=*{_found(chance, sources, _WORD)[-4:]}",
        "? inside Han": lambda: "AB={0}?{2}".format(*_run(chance, sources, 3)),
        "5W": lambda: f"AB=({_near(chance, sources, ' 5W ')})",
        "5D": lambda: f"AB=({_near(chance, sources, ' 5D ')})",
        "* inside Han": lambda: "AB={0}*{2}".format(*_parts(chance, sources)),
        "in one clause": lambda: f"AB=({_near(chance, sources, ' 同分句 ')})",
        "in one sentence": lambda: f"AB=({_near(chance, sources, ' 同句 ')})",
        "title AND abstract": lambda: f"TI={_title(chance, sources)} AND AB={_run(chance, sources, 2)}",
        "class and two years": lambda: f"IPC={_ipc(chance, sources)[:4]} AND {_years(chance)}",
        "class, years and a term": lambda: (
            f"IPC={_ipc(chance, sources)[:3]} AND {_years(chance)} AND AB={_run(chance, sources, 2)}"
        ),
        "range of days": lambda: _years(chance),
        "applicant, a part of the name": lambda: f"PA={_holder(chance, sources)}",
    }
    return {kind: [make() for _nth in range(each)] for kind, make in kinds.items()}


def drawn_from(size: int) -> list[search_corpus.Source]:
    return list(islice(search_corpus.as_many_as(size), min(size, DRAWN_FROM)))


def _run(chance: random.Random, sources: Sequence[search_corpus.Source], length: int) -> str:
    """Han characters next to each other, from anywhere in an abstract: not only words."""
    return next(
        run[at : at + length]
        for run in _runs(chance, sources, _HAN)
        if len(run) >= length
        for at in [chance.randrange(len(run) - length + 1)]
    )


def _parts(chance: random.Random, sources: Sequence[search_corpus.Source]) -> tuple[str, str, str]:
    run = _run(chance, sources, 8)
    return run[:2], run[2:5], run[5:7]


def _near(chance: random.Random, sources: Sequence[search_corpus.Source], sign: str) -> str:
    run = _run(chance, sources, 8)
    return f"{run[:2]}{sign}{run[5:7]}"


def _found(chance: random.Random, sources: Sequence[search_corpus.Source], pattern: re.Pattern[str]) -> str:
    return next(_runs(chance, sources, pattern))


def _runs(
    chance: random.Random, sources: Sequence[search_corpus.Source], pattern: re.Pattern[str]
) -> Iterator[str]:
    while True:
        found = pattern.findall(sources[chance.randrange(len(sources))].abstract)
        if found:
            yield chance.choice(found)


def _title(chance: random.Random, sources: Sequence[search_corpus.Source]) -> str:
    while True:
        found = [run for run in _HAN.findall(sources[chance.randrange(len(sources))].title) if len(run) > 1]
        if found:
            return str(found[0][:2])


def _ipc(chance: random.Random, sources: Sequence[search_corpus.Source]) -> str:
    return next(one.ipc for one in iter(lambda: chance.choice(sources), None) if len(one.ipc) >= 4)


def _holder(chance: random.Random, sources: Sequence[search_corpus.Source]) -> str:
    while True:
        found = _HAN.findall(chance.choice(sources).applicant)
        if found and len(found[0]) >= 4:
            return str(found[0][:4])


def _years(chance: random.Random) -> str:
    year = chance.randrange(2008, 2024)
    return f"AD=[{year}-01-01 TO {year + 1}-12-31]"
