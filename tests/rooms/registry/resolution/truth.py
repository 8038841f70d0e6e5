"""Names of which somebody else has said who is who, split for tuning and testing.

Firms that occur in several files are one firm: files are tied together by equal Chinese names, the form
left aside because a firm that changes its form stays the same firm. A whole firm goes to one side.
The README's key rule (divisible by 10) marks rows that were held out; every firm with such a row is for
testing, and so is a fifth of the others, by the second eight hex digits of the same hash.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from zhichan.rooms.registry.names import parse_name

_STOCK_CODE = re.compile(
    r"\s*[(（][^)）]*(?:SZ|SS|SH|HK|NYSE|NASDAQ|AMEX|OTC|SEHK|LSE|SGX|TSE|KOSDAQ|\.)[^)）]*[)）]|\s*[(（][A-Z]{2,6}[.:]\w+[)）]"
)


@dataclass(frozen=True)
class Mention:
    """One printed name, the firm it belongs to, and what sort of name it is."""

    firm: str
    printed: str
    sort: str
    region: str = ""
    row_key: str = ""


@dataclass(frozen=True)
class Truth:
    tuning: tuple[Mention, ...]
    testing: tuple[Mention, ...]

    @property
    def all(self) -> tuple[Mention, ...]:
        return self.tuning + self.testing


def digits(key: str, start: int) -> int:
    """Eight hex digits of a key's hash, from which a split is made."""
    return int(sha256(key.strip().upper().encode()).hexdigest()[start : start + 8], 16)


def is_held_out(row_key: str) -> bool:
    """The rule of the README."""
    return bool(row_key) and digits(row_key, 0) % 10 == 0


def _split(mentions: list[Mention]) -> Truth:
    testing = {m.firm for m in mentions if is_held_out(m.row_key) or digits(m.firm, 8) % 5 == 0}
    return Truth(
        tuple(m for m in mentions if m.firm not in testing), tuple(m for m in mentions if m.firm in testing)
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _several(cell: str) -> list[str]:
    """The names of a cell without the stock codes printed behind some."""
    names = _STOCK_CODE.sub("", cell).replace(";", "；").split("；")
    return [name.strip() for name in names if name.strip()]


def _stock_codes(cell: str) -> list[str]:
    """Marks by which a firm of one file is the listed firm of another."""
    return [f"stock {found}" for found in re.findall(r"(?:SZ|SS|SH)[.:]?(\d{6})", cell)]


@cache
def chinese_firms(shared: Path) -> Truth:
    """Listed firms, firms with venture capital, and their names in a world patent database."""
    groups = [*_listed(shared), *_ventures(shared), *_patentees(shared)]
    firms = _Ties()
    for group in groups:
        firms.tie(
            [m.printed if m.sort == "mark" else _tie(m.printed) for m in group if m.sort in ("full", "mark")]
        )
    tied = [
        Mention(firms.root(_tie(group[0].printed)), m.printed, m.sort, m.region, m.row_key)
        for group in groups
        for m in group
        if m.sort != "mark"
    ]
    return _split(list(dict.fromkeys(tied)))


def _tie(printed: str) -> str:
    name = parse_name(printed, person=False)
    return f"{name.region_code}{name.core}{name.branch}"


def _listed(shared: Path) -> Iterator[list[Mention]]:
    """Rows whose short name stands beside one full name only: others have shifted cells."""
    rows = list(_rows(shared / "data/cn_companies/listed_companies.csv.gz"))
    fulls = Counter(short for short, _full in {(row["name"], row["fullname"]) for row in rows})
    for row in rows:
        if row["fullname"] and row["name"] and fulls[row["name"]] == 1:
            key = row["code"]
            yield [
                Mention("", row["fullname"], "full", row_key=key),
                Mention("", row["name"], "listed_short", row_key=key),
                Mention("", f"stock {key}", "mark", row_key=key),
            ]


def _ventures(shared: Path) -> Iterator[list[Mention]]:
    for row in _rows(shared / "data/cn_companies/vc_backed_firms_zh_en.csv.gz"):
        region, key = row["region_zh"].replace(">", ""), row["no"]
        names = {sort: _several(row[column]) for sort, column in _COLUMNS.items()}
        marks = [Mention("", mark, "mark", region, key) for mark in _stock_codes(row["full_zh"])]
        if names["full"]:
            yield [Mention("", name, sort, region, key) for sort in names for name in names[sort]] + marks


_COLUMNS = {"full": "full_zh", "english": "full_en", "venture_short": "short_zh"}


def _patentees(shared: Path) -> Iterator[list[Mention]]:
    for row in _rows(shared / "data/entity_resolution/cn_company_en_name_matches.csv.gz"):
        full = [Mention("", name, "full", "", row["company_id"]) for name in _several(row["company_name_zh"])]
        if full and row["label"] == "good":
            yield [*full, Mention("", row["person_name_en"], "patentee", "", row["company_id"])]


@cache
def assignees(shared: Path, name: str) -> Truth:
    """Assignees of US patents; each name once per firm, in the order of the file."""
    rows = _rows(shared / f"data/entity_resolution/assignee_{name}-assignees-benchmark.csv.gz")
    seen = {Mention(row["unique_id"], row["organization"], "assignee", "", row["unique_id"]) for row in rows}
    return _split(sorted(seen, key=lambda mention: (mention.firm, mention.printed)))


class _Ties:
    """Which keys belong together (union-find)."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def root(self, key: str) -> str:
        while (above := self.parent.setdefault(key, key)) != key:
            self.parent[key] = self.parent[above]
            key = above
        return key

    def tie(self, keys: list[str]) -> None:
        for key in keys:
            one, other = self.root(keys[0]), self.root(key)
            self.parent[max(one, other)] = min(one, other)
