"""A right (权利): each event that comes to be known of it, and each that is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhichan.core.access.actor import Actor
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.declaration import Register, register_named
from zhichan.core.registers.queries import row_visible_to, standing_event_ids
from zhichan.rooms.search.following.declaration import (
    Change,
    Known,
    News,
    Round,
    Subject,
    kept_ids,
    known_ids,
)
from zhichan.rooms.search.models import Subscription

EVENTS = "events"


class RightKind:
    def name_of(self, subject: Subject, actor: Actor) -> str:
        register = register_named(subject.register)
        return register.title(row_visible_to(register, actor, subject.pk))

    def url_of(self, subject: Subject) -> str:
        return row_address(subject.register, subject.pk)

    def known_now(self, subject: Subject, _actor: Actor, _at: datetime) -> Known:
        events = standing_event_ids(register_named(subject.register), [subject.pk])
        return kept_ids({EVENTS: set(events.get(subject.pk, ()))})

    def news(
        self, ones: Sequence[Subscription], actor: Actor, _round: Round
    ) -> Mapping[Subscription, Sequence[News]]:
        found: dict[Subscription, Sequence[News]] = {}
        for name in sorted({one.register for one in ones}):
            found |= _of_register(register_named(name), [one for one in ones if one.register == name], actor)
        return found


def _of_register(
    register: Register, ones: Sequence[Subscription], actor: Actor
) -> dict[Subscription, Sequence[News]]:
    """A row that left the register with its batch is told once: its events are taken back."""
    rows = {one.subject_id for one in ones if one.subject_id is not None}
    visible = set(register.rows(actor).filter(pk__in=rows).values_list("pk", flat=True))
    standing = standing_event_ids(register, sorted(visible))
    return {
        one: _news(register, one, set(standing.get(one.subject_id or 0, ())))
        for one in ones
        if one.subject_id in visible
    }


def _news(register: Register, one: Subscription, now: set[int]) -> Sequence[News]:
    before = known_ids(one.known, EVENTS)
    one.known = kept_ids({EVENTS: now})
    row = one.subject_id or 0
    new = [News(register.name, row, Change.EVENT, pk) for pk in sorted(now - before)]
    return new + [News(register.name, row, Change.WITHDRAWN, pk) for pk in sorted(before - now)]
