"""A party (组织与个人): rights that come to stand under its name, alone or with others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.registers.addresses import row_address
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import row_visible_to
from zhichan.rooms.registry.face import held_registers, rights_held_by
from zhichan.rooms.search.following.declaration import (
    PARTIES,
    Change,
    Known,
    News,
    Round,
    Subject,
    kept_ids,
    known_ids,
    party_register,
    seen_rows,
)
from zhichan.rooms.search.models import Subscription

Held = Mapping[str, Mapping[int, frozenset[int]]]


class PartyKind:
    def name_of(self, subject: Subject, actor: Actor) -> str:
        return str(row_visible_to(party_register(), actor, subject.pk))

    def url_of(self, subject: Subject) -> str:
        return row_address(PARTIES, subject.pk)

    def known_now(self, subject: Subject, _actor: Actor, at: datetime) -> Known:
        members = _members(subject.pk, at)
        held = rights_held_by(members)
        return kept_ids({name: set().union(*by_party.values()) for name, by_party in held.items()})

    def news(
        self, ones: Sequence[Subscription], actor: Actor, round_: Round
    ) -> Mapping[Subscription, Sequence[News]]:
        parties = {one.subject_id for one in ones if one.subject_id is not None}
        seen = seen_rows(party_register(), parties, actor)
        return {one: self._news(one, actor, round_) for one in ones if one.subject_id in seen}

    def _news(self, one: Subscription, actor: Actor, round_: Round) -> Sequence[News]:
        members = _members(one.subject_id or 0, round_.at)
        found: list[News] = []
        known: dict[str, set[int]] = {}
        for register in held_registers():
            by_party = _held(round_).get(register.name, {})
            now = set().union(*(by_party.get(pk, frozenset()) for pk in members))
            before = known_ids(one.known, register.name)
            new = seen_rows(register, now - before, actor)
            known[register.name] = before | new
            found += [News(register.name, pk, Change.HELD) for pk in sorted(new)]
        one.known = kept_ids(known)
        return found


def _members(party_id: int, at: datetime) -> Sequence[int]:
    """The party and all that count as it."""
    same = party_register().same_as
    return same(party_id, Moment(timezone.localdate(at), at)) if same else [party_id]


def _held(round_: Round) -> Held:
    """The rights of every party that somebody subscribed to, by register and party; once in a round."""
    if "held" not in round_.kept:
        wanted: set[int] = set()
        followed = Subscription.objects.filter(kind=Subscription.Kind.PARTY, is_on=True)
        for pk in followed.values_list("subject_id", flat=True).distinct():
            wanted |= set(_members(pk or 0, round_.at))
        round_.kept["held"] = rights_held_by(sorted(wanted))
    found: Held = round_.kept["held"]
    return found or defaultdict(dict)
