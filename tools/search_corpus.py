"""Real abstracts for measuring the search, as records of the patent collection; as many as wanted.

The real ones come first: of companies, then of one city. Further ones are recombined: about half of the
clauses of an abstract exchanged for clauses of others of its subclass, with a title and an applicant from it.
Nothing of the data is part of the product; where it is not there nothing can be measured.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhichan.core.search.collection import Record

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
OF_COMPANIES = "cn_patents_by_company/cn_zh.csv.gz"
OF_A_CITY = "cn_patents_abstracts/patents.csv.gz"
TWINS = "retrieval_ground_truth/cn_twin_filings.csv.gz"
SEED = 5
_CLAUSE = re.compile(r"[^，；。]+[，；。]?")


@dataclass(frozen=True)
class Source:
    """``day``: as a number, 20240930, 0 for unknown; ``ipc``: the main class without blanks."""

    number: str
    title: str
    abstract: str
    applicant: str
    inventor: str
    ipc: str
    day: int


def is_there(data: Path = SHARED_DATA) -> bool:
    return all((data / path).is_file() for path in (OF_COMPANIES, OF_A_CITY, TWINS))


def of_companies(data: Path = SHARED_DATA) -> Iterator[Source]:
    for row in _rows(data / OF_COMPANIES):
        yield Source(
            row["publication_number"],
            row["title"],
            row["abstract"],
            row["applicant"],
            row["inventors"],
            row["ipc_main"].replace(" ", ""),
            int(row["publication_date"].replace("-", "") or 0),
        )


def of_a_city(data: Path = SHARED_DATA) -> Iterator[Source]:
    for row in _rows(data / OF_A_CITY):
        day = row["申请日"].replace("-", "")[:8]
        names = (row["申请号"], row["专利名称"], row["摘要"], row["申请人"])
        yield Source(*names, "", row["主分类号"].replace(" ", ""), int(day or 0))


def real(data: Path = SHARED_DATA) -> list[Source]:
    return [*of_companies(data), *of_a_city(data)]


def twin_numbers(data: Path = SHARED_DATA) -> list[tuple[str, str]]:
    """Publication numbers of an invention and a utility model of one title, with abstracts that differ."""
    return [
        (row["invention_pub"][2:], row["utility_model_pub"][2:])
        for row in _rows(data / TWINS)
        if row["abstract_text"] == "different"
    ]


def as_many_as(size: int, data: Path = SHARED_DATA) -> Iterator[Source]:
    """The first ``size``: real ones as far as they go, the rest recombined, the same each time."""
    known = real(data)
    yield from islice(known, size)
    chance = random.Random(SEED)
    clauses = [_CLAUSE.findall(one.abstract) for one in known]
    kin: dict[str, list[int]] = {}
    for at, one in enumerate(known):
        kin.setdefault(one.ipc[:4], []).append(at)
    for number in range(size - len(known)):
        at = chance.randrange(len(known))
        one, family = known[at], kin[known[at].ipc[:4]]
        made = []
        for clause in clauses[at]:
            other = clauses[family[chance.randrange(len(family))]] if chance.random() < 0.5 else [clause]
            made.append(other[chance.randrange(len(other))] if other else clause)
        yield replace(
            one,
            number=f"X{number:08d}",
            title=known[family[chance.randrange(len(family))]].title,
            abstract="".join(made),
            applicant=known[family[chance.randrange(len(family))]].applicant,
            day=one.day + chance.randrange(3) * 10_000,
        )


def record_of(source: Source, at: int, *, with_title: bool = True) -> Record:
    """As the patent collection indexes it; the id is its place, from one."""
    from zhichan.core.search.collection import Record

    values: dict[str, list[str] | list[int]] = {
        "title": [source.title] if with_title else [],
        "abstract": [source.abstract],
        "applicants": [source.applicant] if source.applicant else [],
        "inventors": [source.inventor] if source.inventor else [],
        "ipc": [source.ipc] if source.ipc else [],
        "ipc_main": [source.ipc] if source.ipc else [],
        "subclass": [source.ipc[:4]] if source.ipc else [],
        "number": [f"CN20151{at:07d}"],
        "filed_on": [source.day] if source.day else [],
        "public_class": [("in_force", "pending", "ended")[at % 3]],
        "kind": [("invention", "utility_model")[at % 2]],
    }
    return Record(at, values, frozenset({f"unit:{at % 20}"}))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(10**9)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)
