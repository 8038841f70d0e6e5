"""What a kind of warning says of itself (预警种类的声明).

    ALERT = AlertKind(
        name="pledge", label=_("质押"), rank=30,
        subjects=(Subject.PARTY, Subject.LIST, Subject.THEME),
        rule=_("…"), why=_("…"), can_do=_("…"),
        events={PATENTS: frozenset({"PLEDGED"})}, find=find,
    )

``find`` gets one watch and all that is new, and gives what of it the watch is to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from zhichan.rooms.registry.face import Filing, Happening
from zhichan.rooms.search.models import AlertWatch

Subject = AlertWatch.Subject
PATENTS, TRADEMARKS = "registry.patent", "registry.trademark"
TERM_OVER = "TERM_OVER"
"""The term of a patent is over by computation: no event."""
EVERY_SUBJECT = (Subject.PARTY, Subject.LIST, Subject.THEME)
CLASSES = {Subject.IPC: PATENTS, Subject.NICE: TRADEMARKS}
"""The subjects that are a class, each with the register whose rights stand in it."""


@dataclass(frozen=True)
class Watched:
    """A watch with whom it is over. ``parties``: every party that counts as a watched one, with that one;
    ``items``: of a list, what each member stands there for; ``records``: the patents of a theme; ``core``:
    those of the theme of core patents. ``held``: the events the registers held, unread, when it was set, by
    register; ``held_batches``: the imports."""

    watch: AlertWatch
    parties: Mapping[int, int] = field(default_factory=dict)
    items: Mapping[int, frozenset[str]] = field(default_factory=dict)
    records: frozenset[int] = frozenset()
    core: frozenset[int] = frozenset()
    held: Mapping[str, frozenset[int]] = field(default_factory=dict)
    held_batches: frozenset[int] = frozenset()

    def concerned(self, register: str, record_id: int, holders: Iterable[int]) -> int | None:
        """The watched party a right concerns; 0 for one of a theme; None where it is not watched."""
        found = sorted({self.parties[one] for one in holders if one in self.parties})
        if found:
            return found[0]
        return 0 if register == PATENTS and record_id in self.records else None

    def is_recent(self, day: date) -> bool:
        return day >= self.watch.from_on

    def is_news(self, one: Happening | Filing) -> bool:
        """Not what the registers held when it was set. A term that is over by computation has no event."""
        if isinstance(one, Happening) and one.code == TERM_OVER:
            return one.effective_on > timezone.localdate(self.watch.made_at)
        is_held = one.event_id in self.held.get(one.register, ()) or one.batch_id in self.held_batches
        return not is_held


@dataclass(frozen=True)
class News:
    """All that is new, for every watch. ``events``, ``filings``: in the order of their keys."""

    events: Sequence[Happening] = ()
    filings: Sequence[Filing] = ()

    def of(self, watched: Watched) -> News:
        """Of it what came after a watch was set. O(events), and O(filings) in the first rounds of a watch."""
        events = list(filter(watched.is_news, self.events))
        if watched.held_batches.isdisjoint(self._batches) and not self._has_recorded(watched):
            return News(events, self.filings)
        return News(events, list(filter(watched.is_news, self.filings)))

    @cached_property
    def _batches(self) -> frozenset[int | None]:
        return frozenset(one.batch_id for one in self.filings)

    @cached_property
    def _recorded(self) -> Sequence[Filing]:
        return [one for one in self.filings if one.batch_id is None]

    def _has_recorded(self, watched: Watched) -> bool:
        return not all(map(watched.is_news, self._recorded))


@dataclass(frozen=True)
class Found:
    """What a watch is to tell; ``key``: what it is about, told once."""

    key: str
    register: str
    record_id: int
    happened_on: date
    known_at: datetime
    event_id: int = 0
    party_id: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


Find = Callable[[Watched, News], Iterable[Found]]


@dataclass(frozen=True)
class AlertKind:
    """``rule``: what is found and how; ``why`` it matters; ``can_do``: what the office can do. ``events``:
    which events of which registers are read; ``filings``: of which registers what is new; ``reads_all``: new
    rights of anybody. ``has_core``: a watch names a theme of core patents if it likes."""

    name: str
    label: str | Promise
    rank: int
    subjects: Sequence[AlertWatch.Subject]
    rule: str | Promise
    why: str | Promise
    can_do: str | Promise
    find: Find
    events: Mapping[str, frozenset[str]] = field(default_factory=dict)
    filings: Sequence[str] = ()
    reads_all: bool = False
    has_core: bool = False


def of_events(
    watched: Watched, news: News, events: Mapping[str, frozenset[str]]
) -> Iterator[tuple[Happening, int]]:
    """The events of these codes that concern a watch and are no history, each with whom it concerns."""
    for one in news.events:
        if one.code in events.get(one.register, ()) and watched.is_recent(one.effective_on):
            holders = one.before.holders | one.after.holders
            party = watched.concerned(one.register, one.record_id, holders)
            if party is not None:
                yield one, party


def told_event(one: Happening, party: int, **facts: Any) -> Found:
    """A card about one event; of the end of a term, computed or recorded, once for each right. That the
    patent was of high value goes along: it weighs more."""
    is_term = one.code in (TERM_OVER, "TERM_ENDED")
    what = "term" if is_term else f"event:{one.event_id}"
    key = f"{one.register}:{one.record_id}:{what}"
    facts |= {"is_high_value": True} if one.is_high_value else {}
    return Found(key, one.register, one.record_id, one.effective_on, one.known_at, one.event_id, party, facts)


def all_of_events(events: Mapping[str, frozenset[str]]) -> Find:
    """How a kind finds that tells of every event of these codes, whatever came of it."""

    def find(watched: Watched, news: News) -> Iterator[Found]:
        for one, party in of_events(watched, news, events):
            yield told_event(one, party)

    return find


def told_filing(one: Filing, party: int, key: str, **facts: Any) -> Found:
    """A card about a right that is new."""
    return Found(key, one.register, one.record_id, one.filed_on, one.known_at, 0, party, facts)
