"""What a theme holds (专题库内容): hits, with what people added and without what they took out.

Pure arithmetic of sets; nothing here asks a database or an index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

Ids = frozenset[int]


class Why(StrEnum):
    """Why a record came into a theme or left it (增减原因)."""

    CURATED = "curated"
    QUERY = "query"
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


CAME = {
    Why.CURATED: _("人工加入"),
    Why.QUERY: _("检索式改动后命中"),
    Why.NEW: _("新登记"),
    Why.CHANGED: _("登记内容变动后命中"),
}
WENT = {
    Why.CURATED: _("人工剔除"),
    Why.QUERY: _("检索式改动后不再命中"),
    Why.CHANGED: _("登记内容变动后不再命中"),
    Why.GONE: _("已不在登记册"),
}


@dataclass(frozen=True)
class Contents:
    """``added``, ``removed``: what people decided, whether or not the line finds it."""

    hits: Ids
    added: Ids = frozenset()
    removed: Ids = frozenset()

    @property
    def put_in(self) -> Ids:
        """What only people put in: what the line finds by itself is not counted twice."""
        return self.added - self.hits

    @property
    def taken_out(self) -> Ids:
        """What people took out of the hits."""
        return self.removed & self.hits

    @property
    def members(self) -> Ids:
        return self.hits - self.removed | self.added

    @property
    def total(self) -> int:
        """Hits + what was put in − what was taken out; always ``len(members)``."""
        return len(self.hits) + len(self.put_in) - len(self.taken_out)

    def within(self, seen: Ids) -> Contents:
        """The part an asker may see."""
        return Contents(self.hits & seen, self.added & seen, self.removed & seen)


def came(before: Contents, after: Contents, *, known: Mapping[Why, Ids]) -> dict[Why, Ids]:
    """What came, by the first of the reasons that ``known`` gives it; the rest changed in the register."""
    return _sorted_out(after.members - before.members, (Why.CURATED, Why.QUERY, Why.NEW), known)


def went(before: Contents, after: Contents, *, known: Mapping[Why, Ids]) -> dict[Why, Ids]:
    """The same for what went."""
    return _sorted_out(before.members - after.members, (Why.CURATED, Why.QUERY, Why.GONE), known)


def _sorted_out(ids: Ids, order: tuple[Why, ...], known: Mapping[Why, Ids]) -> dict[Why, Ids]:
    found: dict[Why, Ids] = {}
    for why in order:
        found[why] = ids & known.get(why, frozenset())
        ids -= found[why]
    found[Why.CHANGED] = ids
    return {why: some for why, some in found.items() if some}
