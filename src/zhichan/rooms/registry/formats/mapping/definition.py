"""What a person said about a table (列对应), as a value and as the text that is kept of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, cast, get_args

from zhichan.rooms.registry.formats.dates import DateOrder
from zhichan.rooms.registry.formats.fields import FIELDS, Kind
from zhichan.rooms.registry.formats.mapping.marks import MARKS
from zhichan.rooms.registry.formats.synonyms import heading_key

MAPPED = "column_mapping"  # what stands for the layout of a batch that was read by a mapping
MOST_HEADING_ROWS = 3
# A row without any of these is of no thing that can be told apart.
IDENTIFYING: Mapping[str, tuple[str, ...]] = {
    "patent": ("application_number", "patent_number", "publication_number", "grant_number"),
    "trademark": ("number", "application_number"),
    "copyright": ("copyright_number", "certificate_number"),
    "overseas": (
        "pct_application_number",
        "overseas_number",
        "overseas_grant_number",
        "international_number",
    ),
    "organisation": ("name", "credit_code"),
}

ColumnKey = tuple[str, int]
"""A column whatever its place: the key of its heading, and which of the columns headed so it is."""


@dataclass(frozen=True)
class MappedColumn:
    """One column that is read. ``nth``: which of the columns with this heading, from nought.

    ``mark``: what parts several values of a cell, a key of ``MARKS``; empty: the usual marks of the field.
    ``dates``: the order of day and month, a ``DateOrder``; empty: the column tells it by itself.
    ``words``: what words of the column mean that are not known by themselves, in the words of the field;
    an empty meaning leaves the word out.
    """

    heading: str
    nth: int
    field: str
    mark: str = ""
    dates: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> ColumnKey:
        return heading_key(self.heading), self.nth


@dataclass(frozen=True)
class Outline:
    """Where a table stands. ``heading_line``: the last line that is no data, counted from one.

    ``heading_rows``: how many lines up to it are headings, 0 to 3. ``sheets``: the sheets that are read;
    none named means all.
    """

    kind: Kind
    heading_line: int
    heading_rows: int
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableMapping:
    """How a table is read. ``headings``: one for each column of the table, read or not."""

    outline: Outline
    headings: tuple[str, ...]
    columns: tuple[MappedColumn, ...]

    @property
    def kind(self) -> Kind:
        return self.outline.kind

    @property
    def shape(self) -> str:
        return shape_of(self.headings, self.outline.heading_rows)


def shape_of(headings: Sequence[str], heading_rows: int) -> str:
    """What tables of one shape have in common: the same headings, in any order; without any, the width."""
    keys = sorted(filter(None, map(heading_key, headings)))
    told = [str(heading_rows), *keys] if heading_rows else ["0", str(len(headings))]
    return sha256("\n".join(told).encode()).hexdigest()


def places_of(headings: Sequence[str]) -> dict[ColumnKey, int]:
    """Where each column stands. Two equal headings are told apart by their order."""
    met: Counter[str] = Counter()
    found: dict[ColumnKey, int] = {}
    for index, heading in enumerate(headings):
        key = heading_key(heading)
        found[key, met[key]] = index
        met[key] += 1
    return found


def keys_of(headings: Sequence[str]) -> list[ColumnKey]:
    """The key of each column, by its place."""
    return list(places_of(headings))


def content_of(mapping: TableMapping) -> dict[str, Any]:
    """The mapping as it is kept (JSON)."""
    outline = mapping.outline
    return {
        "kind": outline.kind,
        "heading_line": outline.heading_line,
        "heading_rows": outline.heading_rows,
        "sheets": list(outline.sheets),
        "headings": list(mapping.headings),
        "columns": [asdict(one) | {"words": dict(one.words)} for one in mapping.columns],
    }


def digest_of(mapping: TableMapping) -> str:
    """What tells whether something was found out by this mapping or by another."""
    return sha256(json.dumps(content_of(mapping), sort_keys=True).encode()).hexdigest()


def mapping_of(content: Mapping[str, Any]) -> TableMapping:
    """The mapping that ``content`` was made of."""
    outline = Outline(
        cast(Kind, content["kind"]),
        content["heading_line"],
        content["heading_rows"],
        tuple(content["sheets"]),
    )
    columns = tuple(
        MappedColumn(**{**one, "words": tuple(sorted(one.get("words", {}).items()))})
        for one in content["columns"]
    )
    return TableMapping(outline, tuple(content["headings"]), columns)


def is_possible(mapping: TableMapping) -> bool:
    """Whether it names only kinds, fields, marks and orders that exist, and columns that are there."""
    places = places_of(mapping.headings)
    return (
        mapping.kind in get_args(Kind)
        and 0 <= mapping.outline.heading_rows <= MOST_HEADING_ROWS
        and mapping.outline.heading_line >= mapping.outline.heading_rows
        and all(
            one.key in places
            and one.field in FIELDS[mapping.kind]
            and (not one.mark or one.mark in MARKS)
            and (not one.dates or one.dates in set(DateOrder))
            for one in mapping.columns
        )
    )
