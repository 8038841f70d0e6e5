"""Joins and questions as people see them (归并、待归并)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.registers.declaration import half_written_batches
from zhichan.core.registers.events import counts
from zhichan.core.registers.moments import BEGINNING, KNOWN_FOREVER, Moment
from zhichan.core.registers.queries import holding_at
from zhichan.rooms.registry.models import (
    JoinCandidate,
    JoinQuestion,
    ListMembership,
    Party,
    PartyJoin,
    PartyPeriod,
    Patent,
)
from zhichan.rooms.registry.models.joining import JoinRule
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.resolution import Reason, Rule, explain

_SHOWN_TITLES = 3


@dataclass(frozen=True)
class JoinLine:
    """A join as known at a moment, seen from one of its parties. ``since`` None: always.

    ``other``: the party on the other side. ``who`` empty: joined by the rules. ``split_on`` None: it stands.
    """

    join: PartyJoin
    other: Party
    is_head: bool
    since: date | None
    known_at: datetime
    who: str
    reasons: list[str]
    split_on: date | None
    split_at: datetime | None
    split_by: str
    split_reason: str

    @property
    def similarity(self) -> str:
        return similarity_text(self.join.similarity or 0)


@dataclass(frozen=True)
class Evidence:
    """What tells a party from another: its names, numbers and place, what it holds and where it stands."""

    party: Party
    names: list[str]
    patents: int
    titles: list[str]
    inventors: str
    place: str
    lists: list[str]


@dataclass(frozen=True)
class CandidateLine:
    """``party``: the one to join to, as it stands today."""

    candidate: JoinCandidate
    party: Party
    reasons: list[str]
    evidence: Evidence

    @property
    def similarity(self) -> str:
        return similarity_text(self.candidate.similarity)


def similarity_text(value: float) -> str:
    """Two decimals; what is not certain is never rounded up to 1."""
    return f"{min(value, 0.99) if value < 1 else 1:.2f}"


def questions_visible_to(actor: Actor) -> QuerySet[JoinQuestion]:
    """The open questions about parties that are in the register and that the actor may see.

    A question whose candidates are all gone waits for nobody.
    """
    candidates = JoinCandidate.objects.filter(question=OuterRef("pk"), party__is_shown=True)
    visible = PARTIES.current(actor)
    rows = JoinQuestion.objects.filter(Exists(candidates), decided_at=None, party__in=visible.values("pk"))
    half_written = half_written_batches()
    return rows.exclude(batch__in=half_written) if half_written else rows


def question_visible_to(actor: Actor, pk: int) -> JoinQuestion | None:
    """The question, decided or not, of a party the actor may see."""
    rows = JoinQuestion.objects.filter(pk=pk, party__in=PARTIES.rows(actor).values("pk"))
    return rows.select_related("party", "batch", "decided_by").first()


def next_question(actor: Actor, after: JoinQuestion) -> JoinQuestion | None:
    """The question that follows in the order of the queue: the likeliest first."""
    rest = questions_visible_to(actor).filter(
        Q(similarity__lt=after.similarity) | Q(similarity=after.similarity, pk__lt=after.pk)
    )
    return rest.order_by("-similarity", "-pk").first()


def candidate_lines(question: JoinQuestion) -> list[CandidateLine]:
    """The candidates that are still there, each as the party it has been joined to by now, once."""
    rows = question.candidates.select_related("party").filter(party__is_shown=True).order_by("place")
    found: dict[int, CandidateLine] = {}
    for candidate in rows:
        head = head_today(candidate.party)
        if head.pk != question.party_id and head.pk not in found:
            words = reasons_in_words(candidate.reasons)
            found[head.pk] = CandidateLine(candidate, head, words, evidence_of(head))
    return list(found.values())


def head_today(party: Party) -> Party:
    """The party that a party counts as today."""
    seen = {party.pk}
    while party.joined_to_id and party.joined_to_id not in seen:
        seen.add(party.joined_to_id)
        party = Party.objects.get(pk=party.joined_to_id)
    return party


def reasons_in_words(kept: Sequence[Sequence[Any]]) -> list[str]:
    """The kept reasons as lines: the part, how it agrees or differs, both wordings, the weight."""
    return [explain(Reason(*reason)) for reason in kept]


def rule_in_words(join: PartyJoin) -> list[str]:
    if join.rule == JoinRule.BY_HAND:
        return []
    return reasons_in_words(join.reasons) or [explain(Reason("rule", Rule(join.rule)))]


def evidence_of(party: Party) -> Evidence:
    """Six queries, whatever the party holds."""
    held = Patent.objects.filter(holder=party, is_shown=True)
    few = list(held.order_by("-pk").values_list("title", "inventors", "address")[:_SHOWN_TITLES])
    names = party.names.order_by("pk").values_list("name", flat=True)
    lists = ListMembership.objects.filter(party=party, is_shown=True).values_list(
        "list_kind__name", flat=True
    )
    return Evidence(
        party=party,
        names=list(
            dict.fromkeys(name for name in (*names[:6], party.english_name) if name and name != party.name)
        ),
        patents=held.count(),
        titles=[title for title, _inventors, _address in few if title],
        inventors=next((inventors for _title, inventors, _address in few if inventors), "")[:60],
        place=next((address for _title, _inventors, address in few if address), ""),
        lists=list(dict.fromkeys(lists)),
    )


def joins_of(party: Party, moment: Moment) -> list[JoinLine]:
    """The joins of a party to others and of others to it, as known at the moment; the latest first."""
    rows = PartyJoin.objects.filter(Q(party=party) | Q(head=party), event__known_at__lte=moment.known_at)
    related = ("party", "head", "event__batch", "event__person", "split_event__person")
    lines = [_line(one, party, moment) for one in rows.select_related(*related).order_by("-event_id")]
    return [line for line in lines if line is not None]


def _line(join: PartyJoin, party: Party, moment: Moment) -> JoinLine | None:
    """None for a join that was not known, or no longer, at the moment."""
    event, split = join.event, join.split_event
    if not counts(event) or (
        event.batch and event.batch.undone_at and event.batch.undone_at <= moment.known_at
    ):
        return None
    split = split if split is not None and split.known_at <= moment.known_at else None
    return JoinLine(
        join=join,
        other=join.head if join.party_id == party.pk else join.party,
        is_head=join.head_id == party.pk,
        since=None if event.effective_on == BEGINNING else event.effective_on,
        known_at=event.known_at,
        who=event.person.name if event.person else "",
        reasons=[*rule_in_words(join), *([event.note] if event.note else [])],
        split_on=split.effective_on if split else None,
        split_at=split.known_at if split else None,
        split_by=split.person.name if split and split.person else "",
        split_reason=split.note if split else "",
    )


def joined_at(party_id: int, moment: Moment) -> list[int]:
    """The parties that counted as this one at the moment, itself first; chains are followed to their end."""
    found, layer = [party_id], [party_id]
    while layer:
        periods = PartyPeriod.objects.filter(holding_at(moment), joined_to__in=layer)
        layer = [pk for pk in periods.values_list("subject_id", flat=True) if pk not in found]
        found += layer
    return found


def leads_to(head_id: int, party_id: int, since: date) -> bool:
    """Whether a party leads to another by joins that hold on any day from ``since`` on, as known now."""
    seen: set[int] = set()
    layer = {head_id}
    while layer:
        if party_id in layer:
            return True
        seen |= layer
        periods = PartyPeriod.objects.filter(
            subject__in=layer, known_to=KNOWN_FOREVER, valid_to__gt=since, joined_to__isnull=False
        )
        layer = {pk for pk in periods.values_list("joined_to_id", flat=True) if pk is not None} - seen
    return False
