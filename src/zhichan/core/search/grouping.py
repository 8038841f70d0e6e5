"""Hits merged by a field with one value each (合并): how many groups there are, and one of each.

A record without the value is a group of its own. The first of a group within what was found, by the usual
order's day and then by id, stands for it. Lists and counts are of one state of the index; which group a
record is of, the register says, and a record that left its group since stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from zhichan.core.search.asking import Asking
from zhichan.core.search.collection import Hit
from zhichan.core.search.index import Order
from zhichan.core.search.tree import And, OneOf

MOST_GROUPS = 2_000_000
AT_ONCE = 100
BETWEEN = "；"
_Group = tuple[int, Sequence[int]]


@dataclass(frozen=True)
class GroupPage:
    """``members``: by the id of a hit the others it stands for. ``next_key`` as of a plain page."""

    hits: Sequence[Hit]
    members: dict[int, Sequence[int]]
    next_key: int | None

    @property
    def others(self) -> dict[int, int]:
        """How many more each hit stands for, by its id."""
        return {one: len(members) for one, members in self.members.items()}


def group_count(asking: Asking, field: str) -> int:
    """How many groups the records form, exactly. O(values of the field among them)."""
    counts = asking.searcher.facets(asking.wanted, asking.scope, {field: MOST_GROUPS})[0].counts
    return len(counts) + asking.count() - sum(one.count for one in counts)


def group_page(asking: Asking, field: str, limit: int, after: int | None) -> GroupPage:
    """The next ``limit`` of those that stand for their groups, in the order of the list.

    O(records passed over): the others of a group are looked at and left out.
    """
    found: list[Hit] = []
    members: dict[int, Sequence[int]] = {}
    while True:
        page = asking.searcher.page(asking.wanted, asking.scope, asking.order, AT_ONCE, after)
        told = {hit.id: hit for hit in asking.collection.tell(page.ids, asking.actor)}
        groups = _groups(asking, field, [hit.facts[field] for hit in told.values()])
        for place, one in enumerate(page.ids):
            if one not in told:
                continue
            first, group = groups.get(told[one].facts[field], {}).get(one, (one, ()))
            if first == one:
                found.append(told[one])
                members[one] = [other for other in group if other != one]
            if len(found) == limit:
                # Keys are of whole pages: that of the last one shown is asked for by asking up to it.
                upto = asking.searcher.page(asking.wanted, asking.scope, asking.order, place + 1, after)
                return GroupPage(_with_joined(asking, field, found, members), members, upto.next_key)
        if page.next_key is None:
            return GroupPage(_with_joined(asking, field, found, members), members, None)
        after = page.next_key


def group_chunks(asking: Asking, field: str) -> Iterator[Sequence[Hit]]:
    """All that stand for their groups, in the order of the list."""
    after: int | None = None
    while True:
        page = group_page(asking, field, AT_ONCE, after)
        yield page.hits
        if page.next_key is None:
            return
        after = page.next_key


def _with_joined(
    asking: Asking, field: str, found: Sequence[Hit], members: Mapping[int, Sequence[int]]
) -> Sequence[Hit]:
    """The hits with the facts that they tell of all of their group."""
    names = asking.collection.joined.get(field, ())
    others = [one for hit in found for one in members[hit.id]]
    if not names or not others:
        return found
    told = {hit.id: hit for hit in asking.collection.tell(others, asking.actor)}

    def joined(hit: Hit) -> Hit:
        group = [hit, *(told[one] for one in members[hit.id] if one in told)]
        values = {name: [part for one in group for part in one.facts[name].split(BETWEEN)] for name in names}
        facts = {name: BETWEEN.join(sorted(set(parts) - {""})) for name, parts in values.items()}
        return replace(hit, facts={**hit.facts, **facts})

    return [joined(hit) if members[hit.id] else hit for hit in found]


def _groups(asking: Asking, field: str, values: Sequence[str]) -> dict[str, dict[int, _Group]]:
    """Of each value that several records have: for each of them which stands first, and all of them."""
    normal = asking.collection.by_name[field].normal
    kept = {value: normal(value) for value in dict.fromkeys(values) if value}
    if not kept:
        return {}
    among = And((asking.wanted, OneOf(field, tuple(dict.fromkeys(kept.values())))))
    [facet] = asking.searcher.facets(among, asking.scope, {field: len(kept)})
    several = {one.value for one in facet.counts if one.count > 1}
    found: dict[str, dict[int, _Group]] = {}
    for value, code in kept.items():
        if code in several:
            group = And((asking.wanted, OneOf(field, (code,))))
            rising = Order(asking.collection.orders[0], is_rising=True)
            first = asking.searcher.page(group, asking.scope, rising, 1).ids[0]
            ids = asking.searcher.ids(group, asking.scope)
            found[value] = dict.fromkeys(ids, (first, ids))
    return found
