"""Patents in force at a moment, read once for an asking of many figures (有效专利)."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import compress

from zhichan.core.measures.computing import tally_of
from zhichan.core.measures.declaration import Question, Tally
from zhichan.rooms.registry.counting import everywhere, in_force, share
from zhichan.rooms.registry.models.patent import PATENTS

_AT_ONCE = 10_000


@dataclass(frozen=True)
class Standing:
    """Columns of one length by patent: key, kind, main class as printed, region, first holder or 0.

    ``holder_lists``: every list of holders, as stored. A million rights take some 50 MB.
    """

    ids: array[int]
    kinds: Sequence[str]
    classes: Sequence[str]
    regions: Sequence[str]
    holders: array[int]
    holder_lists: frozenset[str]

    def within(self, region: str) -> Standing:
        """Those of a region and all below it."""
        chosen = [one.startswith(region) for one in self.regions]
        return replace(
            self,
            ids=array("q", compress(self.ids, chosen)),
            kinds=list(compress(self.kinds, chosen)),
            classes=list(compress(self.classes, chosen)),
            regions=list(compress(self.regions, chosen)),
            holders=array("q", compress(self.holders, chosen)),
        )

    def placed(self, kind: str | None) -> Decimal:
        """The share of those of a kind of which the region is known."""
        counts = Counter(zip(self.kinds, map(bool, self.regions), strict=True))
        whole = Counter({True: 0, False: 0})
        for (one, is_placed), n in counts.items():
            whole[is_placed] += n if kind in (None, one) else 0
        return share(whole[True], whole.total())

    def by_class(self) -> Mapping[tuple[str, str], int]:
        return Counter(zip(self.kinds, self.classes, strict=True))

    def tally(self, kind: str | None, classes: frozenset[str] | None = None) -> Tally:
        """Of those of a kind, or all; and of these classes alone where they are given."""
        rows = zip(self.ids, self.kinds, self.classes, strict=True)
        wanted = (
            pk
            for pk, one, printed in rows
            if (kind is None or one == kind) and (classes is None or printed in classes)
        )
        return tally_of(PATENTS, wanted)

    def tally_held_by(self, parties: frozenset[int]) -> tuple[Tally, frozenset[int]]:
        """Those whose first holder is one of the parties, and which of these hold any."""
        held = (pk for pk, holder in zip(self.ids, self.holders, strict=True) if holder in parties)
        return tally_of(PATENTS, held), parties.intersection(self.holders)


def standing_at(asked: Question) -> Standing | None:
    """All that are in force at the moment, of every region.

    None in an asking for few figures: for one, a narrower query is cheaper than the whole walk.
    """
    if not asked.shared.is_for_many:
        return None
    asked = everywhere(asked)
    return asked.once("standing", lambda: _read(asked))


def standing_in(asked: Question) -> Standing | None:
    """Those of the region, or None as above."""
    every = standing_at(asked)
    if every is None or not asked.region:
        return every
    return replace(asked, options={}).once("standing", lambda: every.within(asked.region))


def tally_in_force(asked: Question, kind: str | None) -> Tally | None:
    """The tally of ``in_force(asked, kind)`` where all were read, else None."""
    standing = standing_in(asked)
    if standing is None:
        return None
    key = ("tally in force", asked.region, asked.moment, kind)
    return asked.shared.once(key, lambda: standing.tally(kind))


def _read(asked: Question) -> Standing:
    """One walk through the periods as they are stored. Equal texts are one object.

    Asked for by patent, SQLite would look up every period by itself: half as fast.
    """
    rows = in_force(asked, None).order_by("pk")
    named = ("subject_id", "subject__kind", "subject__ipc_main", "region", "holder_id", "holder_ids")
    ids, holders = array("q"), array("q")
    kinds: list[str] = []
    classes: list[str] = []
    regions: list[str] = []
    lists: set[str] = set()
    same: dict[str, str] = {}
    for pk, kind, printed, region, holder, together in rows.values_list(*named).iterator(_AT_ONCE):
        ids.append(pk)
        kinds.append(same.setdefault(kind, kind))
        classes.append(same.setdefault(printed, printed))
        regions.append(same.setdefault(region, region))
        holders.append(holder or 0)
        lists.add(together)
    return _in_order(Standing(ids, kinds, classes, regions, holders, frozenset(lists - {""})))


def _in_order(read: Standing) -> Standing:
    """By patent: periods that were derived again lie behind those of later patents."""
    places = sorted(range(len(read.ids)), key=read.ids.__getitem__)
    return replace(
        read,
        ids=array("q", map(read.ids.__getitem__, places)),
        kinds=[read.kinds[place] for place in places],
        classes=[read.classes[place] for place in places],
        regions=[read.regions[place] for place in places],
        holders=array("q", map(read.holders.__getitem__, places)),
    )
