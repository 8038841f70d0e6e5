"""Patents in an index, as the tests of the search room want them."""

from __future__ import annotations

from html import unescape

from tests.rooms.registry.files import csv_of, row
from tests.rooms.registry.taking import take_in
from zhichan.core.imports.models import ImportBatch
from zhichan.core.search.indexing import bring_up_to_date


def indexed(rows: list[dict[str, str]], by, headings=None) -> ImportBatch:
    """The rows taken in as a file, and the index brought up to date."""
    names = dict.fromkeys(name for one in rows for name in one)
    batch = take_in(csv_of(rows, tuple(headings or names)), by)
    bring_up_to_date(wait=True)
    return batch


def several(count: int, title: str = "焊接钢管") -> list[dict[str, str]]:
    """So many patents, filed on different days of one month."""
    return [
        row(serial, 专利名称=f"{title}{serial}", 申请日=f"2021-03-{serial % 28 + 1:02d}")
        for serial in range(1, count + 1)
    ]


def raw(response) -> str:
    """A page as it is sent: what somebody wrote is escaped in it."""
    return response.content.decode()


def text(response) -> str:
    """A page as people read it, nothing escaped."""
    return unescape(raw(response))
