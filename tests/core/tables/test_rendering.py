"""Cells of a list: escaped, four kinds of empty, labels for phones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.html import format_html

from zhichan.core.tables.declaration import Column, link
from zhichan.core.tables.rendering import rows_html, shown
from zhichan.core.tables.text import Blank, day_text, number_text, size_text

ROW = SimpleNamespace(name='<b>"甲"</b>', count=12654, url="/a?b=1&c=2")


def test_cells_are_escaped_and_named_for_phones():
    columns = (
        Column("name", "名称", lambda row: row.name, url=lambda row: row.url),
        Column("count", '件"数', lambda row: row.count, kind="number", on_phone=False),
        Column(
            "mark", "标记", str, cell=lambda row: format_html("<i>{}</i>", row.name), nowrap=True, wide=True
        ),
        Column("raw", "原样", str, cell=lambda row: "<script>"),
    )
    assert rows_html(columns, [ROW]) == (
        '<tr><td class="ttl" data-l="名称"><a href="/a?b=1&amp;c=2">'
        "&lt;b&gt;&quot;甲&quot;&lt;/b&gt;</a></td>"
        '<td class="num opt" data-l="件&quot;数">12,654</td>'
        '<td class="nw wide" data-l="标记"><i>&lt;b&gt;&quot;甲&quot;&lt;/b&gt;</i></td>'
        '<td data-l="原样">&lt;script&gt;</td></tr>'
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (None, "—"),
        ("", "—"),
        (Blank.UNKNOWN, "—"),
        (Blank.NOT_APPLICABLE, "不适用"),
        (Blank.WITHHELD, "不公开"),
        (1000, "1,000"),
        (999, "999"),
        (Decimal("4.3700"), "4.37"),
        (Decimal("12000"), "12,000"),
        (Decimal("-0.50"), "-0.5"),
        (date(2024, 9, 30), "2024-09-30"),
        (datetime(2024, 9, 30, 16, 5, tzinfo=UTC), "2024-10-01 00:05"),
        ("12654", "12654"),
    ],
)
def test_values_as_people_read_them(value, text):
    assert shown(value) == text


def test_empty_kinds_are_four_different_texts():
    assert len({number_text(0), number_text(None), *(str(blank) for blank in Blank)}) == 4
    assert day_text(None) == "—"
    assert day_text(Blank.NOT_APPLICABLE) == "不适用"


def test_sizes():
    assert [size_text(n) for n in (None, 0, 999, 1000, 49_300, 1_200_000, 3_000_000_000)] == [
        "—",
        "0 B",
        "999 B",
        "1.0 kB",
        "49.3 kB",
        "1.2 MB",
        "3.0 GB",
    ]


def test_link_escapes():
    assert link('/x"', "<a>") == '<a href="/x&quot;">&lt;a&gt;</a>'
