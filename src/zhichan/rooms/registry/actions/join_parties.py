"""Joining two parties and taking a join apart (并入、拆开): events of the party that is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.audit.actions import record
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.registers.actions.record import MOST_NOTE, MOST_SOURCE
from zhichan.core.registers.derive import derive
from zhichan.core.registers.events import counts, value_events
from zhichan.core.registers.moments import BEGINNING, KNOWN_FOREVER
from zhichan.rooms.registry.models import JoinQuestion, Party, PartyEvent, PartyJoin
from zhichan.rooms.registry.models.joining import JoinRule
from zhichan.rooms.registry.models.party import JOINED, PARTIES, SPLIT
from zhichan.rooms.registry.queries.joins import leads_to
from zhichan.rooms.registry.rights import JOIN_DECIDE


@dataclass(frozen=True)
class Joining:
    """What to join to and why. ``effective_on`` None: they have always been one.

    ``rule``, ``similarity`` and ``reasons`` are those of the candidate that a person accepted.
    """

    head_id: int
    reason: str
    effective_on: date | None = None
    rule: JoinRule = JoinRule.BY_HAND
    similarity: float | None = None
    reasons: Sequence[Sequence[Any]] = ()
    model_version: str = ""


@transaction.atomic
def join_parties(party_id: int, joining: Joining, *, by: Actor, at: datetime) -> PartyJoin:
    """Let a party count as another from a day on, as known from ``at`` on.

    An open question about it is closed. Raises NotFound, NotAllowed, InvalidInput without a reason or for a
    day to come, WrongState where it is joined or not in the register, Conflict for a circle; nothing is
    changed then.
    """
    require(by, JOIN_DECIDE)
    party, head = _locked(party_id, joining.head_id, by)
    since = joining.effective_on or BEGINNING
    _require(party, head, joining, since, at)
    event = _add(party, JOINED, head.pk, since, joining.reason, by, at)
    made = PartyJoin.objects.create(
        event=event,
        party=party,
        head=head,
        rule=joining.rule,
        similarity=joining.similarity,
        reasons=[list(reason) for reason in joining.reasons],
        model_version=joining.model_version,
    )
    _settle_question(party, by, at)
    details = {"head": head.pk, "event": event.pk, "rule": str(joining.rule)}
    record("registry.party.joined", subject=party, by=by, at=at, details=details)
    return made


@transaction.atomic
def split_parties(
    join_id: int, *, reason: str, effective_on: date | None = None, by: Actor, at: datetime
) -> PartyJoin:
    """Take a join apart from a day on, as known from ``at`` on; what was known before stays.

    ``effective_on`` None: from the day the join began, so that the two never were one. They are not joined
    again without a person. Raises NotFound, NotAllowed, InvalidInput, WrongState for one taken apart already.
    """
    require(by, JOIN_DECIDE)
    join = PartyJoin.objects.select_related("event__batch").filter(pk=join_id).first()
    if join is None:
        raise NotFound(_("没有找到这次归并。"), join=join_id)
    party, _head = _locked(join.party_id, join.head_id, by)
    join.refresh_from_db(fields=["split_event"])
    if join.split_event_id or not _stands(join):
        raise WrongState(_("这次归并已经拆开。"), join=join_id)
    since = effective_on or join.event.effective_on
    _require_reason(reason)
    if since < join.event.effective_on or since > timezone.localdate(at):
        raise InvalidInput(_("拆开的日子不能早于并入的日子，也不能晚于今天。"), field="effective_on")
    join.split_event = _add(party, SPLIT, None, since, reason, by, at)
    join.save(update_fields=["split_event"])
    details = {"head": join.head_id, "event": join.split_event.pk, "join": join.pk}
    record("registry.party.split", subject=party, by=by, at=at, details=details)
    return join


def _locked(party_id: int, head_id: int, by: Actor) -> tuple[Party, Party]:
    """Both parties, locked in one order whoever asks. Raises NotFound for what the actor may not see."""
    rows = PARTIES.rows(by).select_for_update(of=("self",)).filter(pk__in=(party_id, head_id)).order_by("pk")
    found = {row.pk: row for row in rows}
    if party_id not in found or head_id not in found:
        raise NotFound(_("没有找到这个组织或个人。"), party=party_id, head=head_id)
    return found[party_id], found[head_id]


def _require(party: Party, head: Party, joining: Joining, since: date, at: datetime) -> None:
    if party.pk == head.pk:
        raise InvalidInput(_("不能并入自己。"), field="head")
    if joining.rule == JoinRule.BY_HAND:
        _require_reason(joining.reason)
    if since > timezone.localdate(at):
        raise InvalidInput(_("并入的日子不能晚于今天。"), field="effective_on")
    for one in (party, head):
        if not one.is_shown:
            raise WrongState(_("“%(name)s”不在册，不能归并。") % {"name": one.name}, party=one.pk)
    if party.joined_to_id:
        raise WrongState(_("“%(name)s”已并入别的主体，先拆开。") % {"name": party.name}, party=party.pk)
    _require_no_later_event(party, since)
    if leads_to(head.pk, party.pk, since):
        raise Conflict(
            _("“%(head)s”已并入“%(name)s”，不能再反过来。") % {"head": head.name, "name": party.name},
            party=party.pk,
            head=head.pk,
        )


def _require_no_later_event(party: Party, since: date) -> None:
    """A join that was taken apart on a later day would end this one on that day, too."""
    days = [
        event.effective_on
        for event in value_events(PARTIES, [party.pk])[party.pk]
        if event.code in (JOINED, SPLIT) and event.known_to == KNOWN_FOREVER
    ]
    if days and since < max(days):
        raise InvalidInput(
            _("它在 %(day)s 并入或拆开过；请填那天或之后的日子。") % {"day": max(days).isoformat()},
            field="effective_on",
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("请写明理由。"), field="reason")
    if len(reason) > MOST_NOTE:
        raise InvalidInput(_("理由太长，最多 %(most)d 个字。") % {"most": MOST_NOTE}, field="reason")


def _stands(join: PartyJoin) -> bool:
    event = join.event
    return counts(event) and not (event.batch and event.batch.undone_at)


def _add(
    party: Party, code: str, head_id: int | None, since: date, reason: str, by: Actor, at: datetime
) -> PartyEvent:
    event = PartyEvent.objects.create(
        subject=party,
        code=code,
        values={"joined_to_id": None if head_id is None else str(head_id)},
        effective_on=since,
        known_at=at,
        person_id=by.id,
        source="" if by.id else by.name[:MOST_SOURCE],
        note=reason.strip(),
    )
    derive(PARTIES, [party.pk], at=at)
    return event


def _settle_question(party: Party, by: Actor, at: datetime) -> None:
    """What a person has decided is asked no more, neither of people nor of the rules."""
    Party.objects.filter(pk=party.pk).update(resolved_at=at)
    JoinQuestion.objects.filter(party=party, decided_at=None).update(
        decision=JoinQuestion.Decision.LAPSED, decided_at=at, decided_by_id=by.id
    )
