"""Patents in force at a moment, read once for an asking of many figures of one day or more (有效专利)."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, reduce
from itertools import compress, islice
from operator import add, le
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower

from zhichan.core.measures.computing import tally_of
from zhichan.core.measures.declaration import Question, Tally
from zhichan.core.registers.queries import periods_between
from zhichan.rooms.registry import list_lookup  # noqa: F401  ``one_of`` for many keys
from zhichan.rooms.registry.counting import COUNTER, everywhere, share
from zhichan.rooms.registry.models import PatentPeriod
from zhichan.rooms.registry.models.patent import PATENTS

_AT_ONCE = 10_000
_NUMBERS = ("ids", "periods", "holders", "days")
_TEXTS = ("kinds", "classes", "regions", "together")


@dataclass(frozen=True)
class Standing:
    """Columns of one length, in the order of patents: key, key of the period, kind, main class as printed,
    region, first holder or 0, all holders as stored.

    ``days``: a number whose bits say on which of the days asked about the period holds; a patent has a row
    for each period that holds on any. A million rights take some 70 MB. Half a million are gone through for
    nearly every figure, so columns are worked on whole and not row by row.
    """

    ids: array[int]
    periods: array[int]
    holders: array[int]
    days: array[int]
    kinds: list[str]
    classes: list[str]
    regions: list[str]
    together: list[str]

    def within(self, region: str) -> Standing:
        """Those of a region and all below it."""
        below = {one for one in set(self.regions) if one.startswith(region)}
        chosen = list(map(below.__contains__, self.regions))
        return self.each(lambda column: compress(column, chosen))

    def on(self, place: int) -> Standing:
        """Those in force on one of the days: each patent once."""
        there = {bits for bits in set(self.days) if bits >> place & 1}
        if there.issuperset(self.days):
            return self
        chosen = list(map(there.__contains__, self.days))
        return self.each(lambda column: compress(column, chosen))

    @cached_property
    def holder_lists(self) -> frozenset[str]:
        """Every list of holders there is."""
        return frozenset(self.together) - {""}

    def each(self, change: Callable[[Sequence[Any]], Iterable[Any]]) -> Standing:
        """With every column changed in the same way."""
        changed: dict[str, Any] = {name: array("q", change(getattr(self, name))) for name in _NUMBERS}
        changed |= {name: list(change(getattr(self, name))) for name in _TEXTS}
        return replace(self, **changed)

    def placed(self, kind: str | None, place: int) -> Decimal:
        """The share of those of a kind, in force on one of the days, of which the region is known."""
        whole = Counter({True: 0, False: 0})
        for (one, is_placed, bits), n in self._places.items():
            whole[is_placed] += n if kind in (None, one) and bits >> place & 1 else 0
        return share(whole[True], whole.total())

    @cached_property
    def _places(self) -> Mapping[tuple[str, bool, int], int]:
        return Counter(zip(self.kinds, map(bool, self.regions), self.days, strict=True))

    def by_class(self, kind: str | None) -> Mapping[str, int]:
        return Counter(self._of_kind(kind, self.classes))

    def rows(self, kind: str) -> QuerySet[Any]:
        """The periods of those of a kind, looked up by key."""
        return PatentPeriod.objects.filter(pk__one_of=self._of_kind(kind, self.periods))

    def tally(self, kind: str | None, classes: frozenset[str] | None = None) -> Tally:
        """Of those of a kind, or all; and of these classes alone where they are given."""
        ids = self._of_kind(kind, self.ids)
        if classes is not None:
            ids = compress(ids, map(classes.__contains__, self._of_kind(kind, self.classes)))
        return tally_of(PATENTS, ids)

    def _of_kind(self, kind: str | None, column: Sequence[Any]) -> Iterable[Any]:
        return column if kind is None else compress(column, map(kind.__eq__, self.kinds))

    def tally_held_by(self, parties: frozenset[int]) -> tuple[Tally, frozenset[int]]:
        """Those whose first holder is one of the parties, and which of these hold any."""
        held = compress(self.ids, map(parties.__contains__, self.holders))
        return tally_of(PATENTS, held), parties.intersection(self.holders)


def standing_in(asked: Question) -> Standing | None:
    """All of the region that are in force at the moment.

    None in an asking for few figures: for one, a narrower query is cheaper than the whole walk.
    """
    if not asked.shared.is_for_many:
        return None
    found = _within(asked)
    place = asked.days.index(asked.on)
    return replace(asked, options={}).once("standing", lambda: found.on(place))


def standing_at(asked: Question) -> Standing | None:
    """The same of every region."""
    return standing_in(everywhere(asked))


def placed_at(asked: Question, kind: str | None) -> Decimal | None:
    """The share of those in force anywhere of which the region is known; None where all were not read."""
    if not asked.shared.is_for_many:
        return None
    return _over_days(asked).placed(kind, asked.days.index(asked.on))


def _over_days(asked: Question) -> Standing:
    """All that are in force on any of the days that are asked about together: one walk for all of them."""
    key = ("standing", asked.known_at, asked.days)
    return asked.shared.whole.once(key, lambda: _read(asked.days, asked.known_at))


def _within(asked: Question) -> Standing:
    every = _over_days(asked)
    if not asked.region:
        return every
    key = ("standing", asked.known_at, asked.days, asked.region)
    return asked.shared.whole.once(key, lambda: every.within(asked.region))


def tally_in_force(asked: Question, kind: str | None) -> Tally | None:
    """The tally of ``in_force(asked, kind)`` where all were read, else None."""
    standing = standing_in(asked)
    if standing is None:
        return None
    key = ("tally in force", asked.region, asked.moment, kind)
    return asked.shared.once(key, lambda: standing.tally(kind))


def _read(days: Sequence[date], known_at: datetime) -> Standing:
    """One walk through the periods as they are stored. Equal texts are one object.

    Asked for by patent or by state, SQLite would look up every period by itself: half as fast. It keeps no
    statistics from which it could tell, so the state is asked for in a way that no index serves.
    """
    named = ("subject_id", "pk", "subject__kind", "subject__ipc_main", "region", "holder_ids")
    periods = periods_between(PATENTS, days[0], days[-1], known_at, COUNTER).alias(
        state=Lower("public_class")
    )
    walked = periods.filter(state="in_force").order_by("pk")
    rows = walked.values_list(*named, Coalesce("holder_id", 0), _bits_of(days))
    read = Standing(array("q"), array("q"), array("q"), array("q"), [], [], [], [])
    same: dict[str, str] = {}
    remaining = rows.iterator(_AT_ONCE)
    while some := list(islice(remaining, _AT_ONCE)):
        ids, periods, *texts, holders, bits = zip(*some, strict=True)
        for name, column in zip(_NUMBERS, (ids, periods, holders, bits), strict=True):
            getattr(read, name).extend(column)
        for name, column in zip(_TEXTS, texts, strict=True):
            getattr(read, name).extend(map(same.setdefault, column, column))
    if not all(read.days):  # what began and ended between two of the days
        read = read.each(lambda column: compress(column, read.days))
    return _in_order(read)


def _bits_of(days: Sequence[date]) -> Any:
    """On which of the days a period holds."""
    if len(days) == 1:
        return Value(1)
    holding = (Q(valid_from__lte=day, valid_to__gt=day) for day in days)
    return reduce(add, (Case(When(one, then=1 << place), default=0) for place, one in enumerate(holding)))


def _in_order(read: Standing) -> Standing:
    """By patent: periods that were derived again lie behind those of later patents."""
    if all(map(le, read.ids, islice(read.ids, 1, None))):
        return read
    places = sorted(range(len(read.ids)), key=read.ids.__getitem__)
    return read.each(lambda column: map(column.__getitem__, places))
