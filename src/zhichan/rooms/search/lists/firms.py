"""A list of firms (企业名单): which parties of the register they are, and how many patents each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import found_collection
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import OneOf
from zhichan.rooms.registry.face import heads_by_name
from zhichan.rooms.search.lists.entries import LONGEST_ENTRY, Entry
from zhichan.rooms.search.lists.numbers import MOST_VALUES, listed

HEADINGS = (
    "企业名称",
    "单位名称",
    "公司名称",
    "企业",
    "名称",
    "申请人",
    "权利人",
    "专利权人",
    "机构名称",
    "企业名称（全称）",
)
_QUOTES = frozenset('"“”„‟「」『』＂')


@dataclass(frozen=True)
class FirmLine:
    """``head``: the party it counts as, empty where none bears the name; ``count``: patents found;
    ``same_as``: the row of the first entry that is the same party; ``is_unreadable``: cannot be asked."""

    entry: Entry
    head: str
    count: int
    same_as: int | None = None
    is_unreadable: bool = False


@dataclass(frozen=True)
class FirmList:
    """``line``: the query for all names, empty without any that can be asked."""

    lines: Sequence[FirmLine]
    line: str

    @property
    def unknown(self) -> Sequence[FirmLine]:
        return [one for one in self._asked if not one.head]

    @property
    def without(self) -> Sequence[FirmLine]:
        return [one for one in self._asked if one.head and not one.count]

    @property
    def found(self) -> Sequence[FirmLine]:
        return [one for one in self._asked if one.head and one.count]

    @property
    def repeated(self) -> Sequence[FirmLine]:
        return [one for one in self.lines if one.same_as is not None]

    @property
    def unreadable(self) -> Sequence[FirmLine]:
        return [one for one in self.lines if one.is_unreadable]

    @property
    def _asked(self) -> Sequence[FirmLine]:
        return [one for one in self.lines if one.same_as is None and not one.is_unreadable]


def firm_list(entries: Sequence[Entry], actor: Actor) -> FirmList:
    """Names the register knows are asked by the party they count as, others as they are written.

    O(entries). Raises IndexMissing.
    """
    able = [one for one in entries if _is_able(one.text)]
    heads = heads_by_name([one.text for one in able], actor)
    known = list(dict.fromkeys(heads[one.text] for one in able if one.text in heads))
    others = list(dict.fromkeys(one.text for one in able if one.text not in heads))
    counts = {True: _counts("owners", known, actor), False: _counts("applicants", others, actor)}
    lines, first = [], dict[str, int]()
    for one in entries:
        head = heads.get(one.text, "")
        called = f"head {head}" if head else one.text
        count = counts[bool(head)].get(head or one.text, 0)
        lines.append(FirmLine(one, head, count, first.get(called), not _is_able(one.text)))
        first.setdefault(called, one.row)
    parts = [("PAN", known), ("PA", others)]
    return FirmList(lines, " OR ".join(listed(code, "==", names) for code, names in parts if names))


def _is_able(name: str) -> bool:
    """A quote would end the name in a query."""
    return len(name) <= LONGEST_ENTRY and not set(name) & _QUOTES and name.isprintable()


def split_names(part: str) -> Sequence[str]:
    """A row is one name: names hold commas."""
    return [part]


def _counts(field: str, names: Sequence[str], actor: Actor) -> dict[str, int]:
    if not names:
        return {}
    collection = found_collection("patent")
    scope = scope_now(collection, actor)
    # A patent of several holders brings the names of all of them along.
    wanted = OneOf(field, tuple(names))
    [facet] = searcher_of(collection).facets(wanted, scope, {field: MOST_VALUES})
    return {one.value: one.count for one in facet.counts}
