"""What the registers came to know since somebody read them last (新近获知): legal events and new records.

Read by batches and, of what people recorded, by the order of events. Nothing of a batch that is not committed
or is undone is told, and no event that was taken back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Max, Q

from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.record import CHANGED, RECORDED
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.registers.moments import KNOWN_FOREVER
from zhichan.core.registers.queries import standing_event_ids
from zhichan.rooms.registry.high_value import MET, TESTS
from zhichan.rooms.registry.ipc_groups import class_key
from zhichan.rooms.registry.legal_moves import lived
from zhichan.rooms.registry.patent_history import HELD, TERM_OVER
from zhichan.rooms.registry.queries.held_rights import holders_in

READ_AT_ONCE = 500
PATENT = "registry.patent"
_BETWEEN_CLASSES = re.compile(r"[;；,，、|\n]+")


@dataclass(frozen=True)
class Unread:
    """``after``: events people recorded beyond this key; ``batches``: all of these imports."""

    after: int
    batches: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Stood:
    """How a right stood on a day: who held it, the code of its public class."""

    holders: frozenset[int] = frozenset()
    public_class: str = ""


@dataclass(frozen=True)
class Happening:
    """A legal event, with how the right stood the day before and on its day, as known now.

    ``is_high_value``: one of the five tests was recorded as met before. ``batch_id``: the import it came by.
    """

    register: str
    record_id: int
    event_id: int
    code: str
    effective_on: date
    known_at: datetime
    before: Stood
    after: Stood
    is_high_value: bool
    batch_id: int | None = None


@dataclass(frozen=True)
class Filing:
    """A right that the register came to know, with its day of filing.

    ``classes``: as keys, of patents those of the IPC, of marks the one of Nice. ``batch_id``: the import it
    came by; ``event_id``: of the event by which a person recorded it.
    """

    register: str
    record_id: int
    filed_on: date
    known_at: datetime
    holders: frozenset[int]
    classes: frozenset[str] = frozenset()
    batch_id: int | None = None
    event_id: int = 0


def committed_batches() -> frozenset[int]:
    """Every import whose facts count now."""
    rows = ImportBatch.objects.filter(state=ImportBatch.State.CONFIRMED)
    return frozenset(rows.values_list("pk", flat=True))


def newest_event(name: str) -> int:
    events: Any = register_named(name).event_model._default_manager
    return events.aggregate(newest=Max("pk"))["newest"] or 0


def legal_codes(name: str) -> frozenset[str]:
    """The codes of the events a register tells of, and of the end of a term that is computed."""
    own = {HELD, CHANGED, TERM_OVER} if name == PATENT else {HELD, CHANGED}
    return frozenset(lived(register_named(name)).machine().labels) | own


def happenings(
    name: str,
    unread: Unread,
    codes: Collection[str],
    parties: Collection[int],
    records: Collection[int],
) -> Iterator[Happening]:
    """Events of these codes, of rights that one of these parties held or holds, or of these records.

    O(events of the codes that are unread); three queries for every few hundred.
    """
    register = register_named(name)
    events = _unread(register, unread).filter(code__in=codes, withdraws=None)
    columns = ("pk", "subject_id", "code", "effective_on", "known_at", "batch_id")
    for some in _portions(events.order_by("pk").values_list(*columns).iterator()):
        yield from _told(register, some, frozenset(parties), frozenset(records))


def _unread(register: Register, unread: Unread) -> Any:
    events: Any = register.event_model._default_manager
    by_hand = Q(batch=None, pk__gt=unread.after)
    return events.filter(by_hand | Q(batch__in=unread.batches) if unread.batches else by_hand)


def _portions(rows: Iterator[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == READ_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _told(
    register: Register, rows: Sequence[Any], parties: frozenset[int], records: frozenset[int]
) -> Iterator[Happening]:
    events: Any = register.event_model._default_manager
    taken_back = set(
        events.filter(withdraws__in=[row[0] for row in rows]).values_list("withdraws_id", flat=True)
    )
    periods = _periods(register, {row[1] for row in rows})
    for pk, subject, code, effective_on, known_at, batch in rows:
        own = periods.get(subject, [])
        before, after = (_stood(own, day) for day in (effective_on - timedelta(days=1), effective_on))
        is_asked = subject in records or bool(parties & (before.holders | after.holders))
        if pk not in taken_back and is_asked:
            is_high = any(one["is_high"] for one in own if one["valid_from"] < effective_on)
            told = (subject, pk, code, effective_on, known_at, before, after, is_high, batch)
            yield Happening(register.name, *told)


def _periods(register: Register, subjects: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    rows: Any = register.period_model._default_manager
    tests = [name for name in TESTS if name in register.by_name]
    found: dict[int, list[dict[str, Any]]] = {}
    columns = ("subject_id", "valid_from", "valid_to", "holder_ids", "public_class", *tests)
    for row in rows.filter(subject__in=subjects, known_to=KNOWN_FOREVER).values(*columns):
        row["is_high"] = any(row[name] == MET for name in tests)
        found.setdefault(row["subject_id"], []).append(row)
    return found


def _stood(periods: Sequence[dict[str, Any]], day: date) -> Stood:
    for one in periods:
        if one["valid_from"] <= day < one["valid_to"]:
            return Stood(holders_in(one["holder_ids"]), one["public_class"])
    return Stood()


def filings(name: str, unread: Unread, parties: Collection[int] | None) -> Iterator[Filing]:
    """Rights new to the register whose day of filing is known, of these parties or of all, by key."""
    register = register_named(name)
    events: Any = register.event_model._default_manager
    recorded = events.filter(batch=None, pk__gt=unread.after, code=RECORDED)
    by_hand = dict(recorded.values_list("subject_id", "pk"))
    model: Any = register.model
    rows = model._default_manager.filter(is_shown=True, filed_on__isnull=False)
    rows = rows.filter(Q(pk__in=recorded.values("subject_id")) | Q(batch__in=unread.batches))
    classes = ("ipc_main", "ipc") if name == PATENT else ("nice_class",)
    columns = ("pk", "filed_on", "known_at", "holder_ids", "batch_id", *classes)
    for pk, filed_on, known_at, text, batch, *printed in rows.order_by("pk").values_list(*columns).iterator():
        holders = holders_in(text)
        if parties is None or not holders.isdisjoint(parties):
            own = _class_keys(";".join(printed))
            yield Filing(name, pk, filed_on, known_at, holders, own, batch, by_hand.get(pk, 0))


@lru_cache(maxsize=4096)
def _class_keys(printed: str) -> frozenset[str]:
    return frozenset(class_key(one) for one in _BETWEEN_CLASSES.split(printed) if one.strip())


def events_held(name: str, unread: Unread) -> list[int]:
    """The keys of what people recorded and nobody has read yet."""
    events: Any = register_named(name).event_model._default_manager
    rows = events.filter(batch=None, pk__gt=unread.after)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def standing_of_code(name: str, code: str, records: Collection[int]) -> dict[int, set[int]]:
    """The events of a code that count now, by record; a record without any is left out."""
    register = register_named(name)
    events: Any = register.event_model._default_manager
    standing = standing_event_ids(register, sorted(records))
    found: dict[int, set[int]] = {}
    for pk, subject in events.filter(subject__in=standing, code=code).values_list("pk", "subject_id"):
        if pk in standing[subject]:
            found.setdefault(subject, set()).add(pk)
    return found


def terms_over(
    after: date, until: date, parties: Collection[int], records: Collection[int]
) -> Iterator[Happening]:
    """Patents whose term was over on a day after the one and not after the other, by computation alone.

    Nobody recorded it: there is no event. O(patents ended), by the index over classes.
    """
    rows: Any = register_named(PATENT).period_model._default_manager
    over = rows.filter(
        public_class="ended",
        status=TERM_OVER,
        valid_from__gt=after,
        valid_from__lte=until,
        known_to=KNOWN_FOREVER,
        subject__is_shown=True,
    )
    columns = ("subject_id", "valid_from", "known_from", "holder_ids")
    for subject, day, known_at, text in over.order_by("subject_id").values_list(*columns):
        holders = holders_in(text)
        if subject in records or not holders.isdisjoint(parties):
            before, now = Stood(holders, "in_force"), Stood(holders, "ended")
            yield Happening(PATENT, subject, 0, TERM_OVER, day, known_at, before, now, is_high_value=False)
