"""Reading what is new for the watches there are, and asking each kind (预警查找). Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.errors import InvalidInput
from zhichan.core.registers.moments import Moment
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.packed_ids import packed, unpacked
from zhichan.rooms.registry.face import (
    Filing,
    Happening,
    Unread,
    committed_batches,
    counted_as,
    events_held,
    filings,
    happenings,
    list_members,
    newest_event,
    terms_over,
)
from zhichan.rooms.search.alerts.declaration import (
    PATENTS,
    TERM_OVER,
    TRADEMARKS,
    AlertKind,
    Found,
    News,
    Subject,
    Watched,
)
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.following.theme import members_now
from zhichan.rooms.search.models import AlertReach, AlertWatch, Theme
from zhichan.rooms.search.queries.themes import contents_of, version_of

REGISTERS = (PATENTS, TRADEMARKS)
BATCHES = "batches"
LAG = timedelta(minutes=10)
"""Longer than any transaction of a person: after that the events below the newest one are all there."""


@dataclass(frozen=True)
class Reading:
    """What is unread of each register, the days between which terms are, the reach once that is read."""

    unread: Mapping[str, Unread]
    terms: tuple[date, date]
    values: Mapping[str, object]

    @property
    def is_empty(self) -> bool:
        if self.terms[0] < self.terms[1]:
            return False
        return not any(one.batches for one in self.unread.values()) and all(
            one.after >= newest_event(name) for name, one in self.unread.items()
        )


def reading_of(reach: AlertReach, at: datetime) -> Reading:
    """The newest events are read again until ``LAG`` is over: somebody may have written below them then."""
    batches, done = committed_batches(), frozenset(unpacked(reach.batches))
    unread = {name: Unread(int(reach.after.get(name, 0)), batches - done) for name in REGISTERS}
    day = timezone.localdate(at)
    values: dict[str, object] = {"batches": packed(done | batches), "round": reach.round + 1}
    values["terms_on"] = max(reach.terms_on, day)
    if at - reach.newest_at >= LAG:
        values |= {"after": reach.newest, "newest": newest_events(), "newest_at": at}
    return Reading(unread, (reach.terms_on, day), values)


def newest_events() -> dict[str, int]:
    return {name: newest_event(name) for name in REGISTERS}


def held_unread(reach: AlertReach) -> dict[str, str]:
    """What the registers hold now and no round has read yet: no news to a watch that is set now."""
    batches = committed_batches() - frozenset(unpacked(reach.batches))
    found = {BATCHES: packed(batches)}
    for name in REGISTERS:
        found[name] = packed(events_held(name, Unread(int(reach.after.get(name, 0)))))
    return {name: text for name, text in found.items() if text}


def reads_themes(watches: Iterable[AlertWatch]) -> bool:
    return any(one.subject == Subject.THEME or one.core is not None for one in watches)


def watched_now(watches: Iterable[AlertWatch], actor: Actor, at: datetime) -> list[Watched]:
    """Each watch with whom it is over today. A list is read as it stands on the day, a theme by its line."""
    members = cache(_members)
    return [_watched(one, actor, Moment(timezone.localdate(at), at), members) for one in watches]


def _watched(
    watch: AlertWatch, actor: Actor, moment: Moment, members: Callable[[int], frozenset[int]]
) -> Watched:
    held = {name: frozenset(unpacked(text)) for name, text in watch.held.items()}
    one = Watched(
        watch,
        core=members(watch.core_id) if watch.core_id is not None else frozenset(),
        held=held,
        held_batches=held.get(BATCHES, frozenset()),
    )
    if watch.subject == Subject.THEME:
        return replace(one, records=members(watch.subject_id))
    if watch.subject == Subject.PARTY:
        return replace(one, parties=counted_as([watch.subject_id]))
    if watch.subject == Subject.LIST:
        items = list_members(watch.subject_id, moment, actor)
        return replace(one, parties=counted_as(list(items)), items=items)
    return one


def _members(theme_id: int) -> frozenset[int]:
    """What the theme's line finds now, with what people put in and without what they took out; and what its
    last version held, for what happens to a patent may be why the line finds it no more."""
    theme = Theme.objects.get(pk=theme_id)
    kept = contents_of(version_of(theme)).members
    try:
        return kept | members_now(theme)
    except (IndexMissing, InvalidInput):
        return kept


def news_of(reading: Reading, watched: Sequence[Watched]) -> News:
    """All that any of the watches may have to tell of, read once."""
    kinds = {one.watch.pk: alert_kinds()[one.watch.kind] for one in watched}
    return News(
        [each for name in REGISTERS for each in _events(name, reading, watched, kinds)],
        [each for name in REGISTERS for each in _filings(name, reading, watched, kinds)],
    )


def _events(
    name: str, reading: Reading, watched: Sequence[Watched], kinds: Mapping[int, AlertKind]
) -> Iterable[Happening]:
    own = [one for one in watched if name in kinds[one.watch.pk].events]
    codes = frozenset[str]().union(*(kinds[one.watch.pk].events[name] for one in own))
    parties = frozenset[int]().union(*(one.parties for one in own))
    records = frozenset[int]().union(*(one.records for one in own)) if name == PATENTS else frozenset()
    if not own:
        return []
    found = list(happenings(name, reading.unread[name], codes, parties, records))
    if name == PATENTS and TERM_OVER in codes:
        found += terms_over(*reading.terms, parties, records)
    return found


def _filings(
    name: str, reading: Reading, watched: Sequence[Watched], kinds: Mapping[int, AlertKind]
) -> Iterable[Filing]:
    own = [one for one in watched if name in kinds[one.watch.pk].filings]
    everybody = any(kinds[one.watch.pk].reads_all for one in own)
    parties = None if everybody else frozenset[int]().union(*(one.parties for one in own))
    return filings(name, reading.unread[name], parties) if own else ()


def found_by(watched: Sequence[Watched], news: News) -> list[tuple[AlertWatch, Found]]:
    """What each watch is to tell, in their order; one key once for each watch."""
    found: dict[tuple[int, str], tuple[AlertWatch, Found]] = {}
    for one in watched:
        for each in alert_kinds()[one.watch.kind].find(one, news.of(one)):
            found.setdefault((one.watch.pk, each.key), (one.watch, each))
    return list(found.values())
