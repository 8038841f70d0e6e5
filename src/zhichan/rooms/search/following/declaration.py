"""What a kind of subject has to say (订阅对象的声明)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from zhichan.core.access.actor import Actor
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.search.packed_ids import packed, unpacked
from zhichan.rooms.search.models import NewHit, Subscription

Change = NewHit.Change
CHUNK = 500
PARTIES = "registry.party"
IN_COLLECTION = "collection:"


class News(NamedTuple):
    """Something new of a subscription. ``event_id``: of the event of a right."""

    register: str
    record_id: int
    change: Change
    event_id: int = 0


@dataclass(frozen=True)
class Subject:
    """What is subscribed to. ``register``: of a right, the one it stands in; of a party its own."""

    kind: Subscription.Kind
    pk: int
    register: str = ""


@dataclass
class Round:
    """One round of looking, over the subscriptions of many people: what is the same for all is kept."""

    at: datetime
    kept: dict[Any, Any] = field(default_factory=dict)


Known = Mapping[str, str]


class SubjectKind(Protocol):
    """``name_of`` and ``url_of`` raise NotFound for what the actor may not see."""

    def name_of(self, subject: Subject, actor: Actor) -> str: ...

    def url_of(self, subject: Subject) -> str: ...

    def known_now(self, subject: Subject, actor: Actor, at: datetime, /) -> Known:
        """What is known of it, to which what comes later is compared."""

    def news(
        self, ones: Sequence[Subscription], actor: Actor, round_: Round, /
    ) -> Mapping[Subscription, Sequence[News]]:
        """What is new of some subscriptions of one person; their ``known`` says it too, not stored yet.

        What the actor may not see any more has no news.
        """


def known_ids(known: Known, name: str) -> set[int]:
    return set(unpacked(known.get(name, "")))


def kept_ids(ids: Mapping[str, set[int]]) -> dict[str, str]:
    return {name: packed(some) for name, some in ids.items() if some}


def seen_rows(register: Register, ids: set[int], actor: Actor) -> set[int]:
    """Those of some rows in the register today that the actor may see."""
    found: set[int] = set()
    rising = sorted(ids)
    for first in range(0, len(rising), CHUNK):
        rows = register.current(actor).filter(pk__in=rising[first : first + CHUNK])
        found |= set(rows.values_list("pk", flat=True))
    return found


def collection_source(collection: str) -> str:
    """How news names a record of a collection, where others name a register."""
    return f"{IN_COLLECTION}{collection}"


def party_register() -> Register:
    return register_named(PARTIES)
