"""What comes out of a file: one record per row, or the reason why a row cannot be read.

Every input row (输入行) yields exactly one of the two, numbered from 1 through the whole file, so that
whoever counts afterwards can account for each of them. Blank rows and headings are not input rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Value = str | tuple[str, ...]


class Record(NamedTuple):
    """One row in the register's words: text as printed, trimmed, not yet checked.

    ``values`` holds only what is there: a field without text is absent. ``place`` is how a person finds the
    row: ``第 12 行``, ``Sheet1!12``. A named tuple, because a file makes a million of them.
    """

    number: int
    place: str
    values: Mapping[str, Value]


class Unreadable(NamedTuple):
    """A row that is there but cannot be taken apart, with the reason for a person."""

    number: int
    place: str
    reason: str


Entry = Record | Unreadable
