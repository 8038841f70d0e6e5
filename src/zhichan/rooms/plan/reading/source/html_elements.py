"""What the elements of a web page mean to a reader: blocks, hidden parts, asides, tables for layout."""

from __future__ import annotations

import re

from lxml import etree

_BLOCK_NAMES = """
address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td tfoot th
thead tr ul caption
"""
_UNSEEN_NAMES = """
script style head template noscript iframe object embed svg math canvas audio video select option button
textarea input datalist map area
"""
BLOCKS = frozenset(_BLOCK_NAMES.split())
HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
TITLE_NAMES = frozenset(["articletitle"])
PUBLISHED_NAMES = frozenset(["pubdate", "publishdate", "releasedate"])

_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_ASIDES = frozenset(["nav", "footer", "aside"])
_ASIDE_ROLES = frozenset(["navigation", "contentinfo", "banner", "search", "complementary"])
_ASIDE_NAMES = """
nav navbar topnav menu breadcrumb breadcrumbs crumb crumbs footer foot copyright share toolbar sidebar
friendlink links
"""
_ASIDE_CLASSES = frozenset(_ASIDE_NAMES.split())
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_CELL = 3_000
_FARTHEST_REACH = 1_000


def is_unseen(element: etree._Element) -> bool:
    """Whether no browser shows the element as text."""
    return element.tag in _UNSEEN


def is_hidden(element: etree._Element) -> bool:
    """Whether the page itself hides the element."""
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style", "")))


def is_aside(element: etree._Element) -> bool:
    """Whether the page marks the element as beside its content."""
    marks = _NAME_PARTS.findall(f"{element.get('class', '')} {element.get('id', '')}")
    return (
        element.tag in _ASIDES
        or element.get("role", "").lower() in _ASIDE_ROLES
        or not _ASIDE_CLASSES.isdisjoint(map(str.lower, marks))
    )


def layout_tables(root: etree._Element) -> frozenset[etree._Element]:
    """Tables that only place things: they hold another table or a cell longer than any real one."""
    return frozenset(
        table for table in root.iter("table") if table.find(".//table") is not None or _has_long_cell(table)
    )


def reach(element: etree._Element, attribute: str) -> int:
    """A count in an attribute, 1 when it is missing or senseless."""
    value = element.get(attribute, "").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    return min(max(int(value[:6]), 1), _FARTHEST_REACH)


def _has_long_cell(table: etree._Element) -> bool:
    return any(sum(map(len, cell.itertext())) > _LONGEST_CELL for cell in table.iter("td", "th"))
