"""A list of patent numbers (号码清单): what of it can be asked, what is wrong, what the register has not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhichan.core.access.actor import Actor
from zhichan.core.search.asking import found_collection
from zhichan.core.search.collection import Collection
from zhichan.core.search.indexing import searcher_of
from zhichan.core.search.seeing import scope_now
from zhichan.core.search.tree import Node, OneOf, leaves
from zhichan.rooms.registry.face import AskedNumber, read_number
from zhichan.rooms.search.lists.entries import Entry

HEADINGS = (
    "申请号",
    "专利号",
    "公开号",
    "公告号",
    "公开（公告）号",
    "授权公告号",
    "专利申请号",
    "号码",
    "文献号",
)
MOST_VALUES = 1_000_000
_BOTH = ("number", "documents")


@dataclass(frozen=True)
class NumberLine:
    """One entry: as read, or the first entry that said the same."""

    entry: Entry
    read: AskedNumber
    same_as: int | None = None


@dataclass(frozen=True)
class NumberList:
    """``wrong``: no numbers; ``repeated``: said before; ``found``, ``missing``: of the others, whether the
    asker finds a patent of that number; ``line``: the query for all that are right, empty without any."""

    lines: Sequence[NumberLine]
    wrong: Sequence[NumberLine]
    repeated: Sequence[NumberLine]
    found: Sequence[NumberLine]
    missing: Sequence[NumberLine]
    line: str


def split_numbers(part: str) -> Sequence[str]:
    """The numbers of a part: at commas, and at blanks where every piece is a number for itself."""
    pieces = part.replace("，", ",").replace("、", ",").split(",")
    return [one for piece in pieces for one in _at_blanks(piece)]


def _at_blanks(piece: str) -> Sequence[str]:
    words = piece.split()
    if len(words) > 1 and read_number(piece).problem and sum(map(len, words)) >= 7 * len(words):
        return words
    return [piece]


def number_list(entries: Sequence[Entry], actor: Actor) -> NumberList:
    """O(entries). Raises IndexMissing."""
    lines = _lines(entries)
    right = [one for one in lines if not one.read.problem and one.same_as is None]
    collection = found_collection("patent")
    asked = {name: {value for one in right for value in _values(one.read, name)} for name in _BOTH}
    known = {name: known_values(collection, name, asked[name], actor) for name in _BOTH}
    found = [one for one in right if any(known[name].intersection(_values(one.read, name)) for name in _BOTH)]
    rows = {one.entry for one in found}
    return NumberList(
        lines,
        [one for one in lines if one.read.problem],
        [one for one in lines if one.same_as is not None],
        found,
        [one for one in right if one.entry not in rows],
        _line_of(right, known, collection),
    )


def _lines(entries: Iterable[Entry]) -> list[NumberLine]:
    first: dict[tuple[str, str], int] = {}
    lines = []
    for entry in entries:
        read = read_number(entry.text)
        key = (read.field, read.value)
        before = None if read.problem else first.get(key)
        lines.append(NumberLine(entry, read, before))
        if not read.problem:
            first.setdefault(key, entry.row)
    return lines


def _values(read: AskedNumber, name: str) -> tuple[str, ...]:
    if read.field and read.field != name:
        return ()
    return (read.value, *read.whole) if name == "documents" else (read.value,)


def _line_of(right: Sequence[NumberLine], known: Mapping[str, set[str]], collection: Collection) -> str:
    """All numbers that are right, also those the register has not yet. Of a document without its letter
    the documents the register has stand in the line, or the number alone."""
    parts = []
    for name in _BOTH:
        values: dict[str, None] = {}
        for one in right:
            said = _values(one.read, name)
            there = [value for value in said if value in known[name]]
            values |= dict.fromkeys(there or said[:1])
        if values:
            parts.append(listed(collection.by_name[name].code, "=", list(values)))
    return " OR ".join(parts)


def listed(code: str, sign: str, values: Sequence[str]) -> str:
    """A list of values in the query language."""
    said = ", ".join(f'"{value}"' for value in values)
    return f"{code}{sign}({said})" if len(values) > 1 else f"{code}{sign}{said}"


def known_values(collection: Collection, name: str, values: Iterable[str], actor: Actor) -> set[str]:
    """Which of the values records have that the actor may see. Raises IndexMissing."""
    asked = set(values)
    if not asked:
        return set()
    scope = scope_now(collection, actor)
    wanted = OneOf(name, tuple(sorted(asked)))
    [facet] = searcher_of(collection).facets(wanted, scope, {name: MOST_VALUES})
    return asked & {one.value for one in facet.counts}


@dataclass(frozen=True)
class Missing:
    """Of the lists of numbers in a query: how many numbers, and those nobody finds."""

    asked: int
    missing: Sequence[str]

    @property
    def found(self) -> int:
        return self.asked - len(self.missing)


def missing_of(node: Node, collection: Collection, actor: Actor) -> Missing | None:
    """None for a query without a list of numbers."""
    asked: list[str] = []
    missing: list[str] = []
    for leaf in leaves(node):
        if isinstance(leaf, OneOf) and leaf.field in _BOTH and len(leaf.values) > 1:
            known = known_values(collection, leaf.field, leaf.values, actor)
            variants = collection.by_name[leaf.field].variants or (lambda value: (value,))
            stand_for = {value: set(variants(value)) for value in leaf.values}
            inner = set().union(*(some - {value} for value, some in stand_for.items()))
            asked += (values := [value for value in leaf.values if value not in inner])
            missing += [value for value in values if not stand_for[value] & known]
    return Missing(len(asked), missing) if asked else None
