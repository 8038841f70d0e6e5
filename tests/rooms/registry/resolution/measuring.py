"""Precision and recall of a resolution, name by name, and the tasks they are measured on.

A name is *due* when its firm is among the known parties (or, without known parties, when an earlier name of
the same firm is there). Precision: joined names that are joined to their own firm. Recall: due names joined
to their own firm; recall with the queue: those, and due names whose own firm is among the candidates shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zhichan.rooms.registry.resolution import Decision, KnownName, KnownParty, NewName, Outcome
from zhichan.rooms.registry.resolution.resolving import resolve

from .truth import Mention, Truth, assignees, chinese_firms, digits


@dataclass(frozen=True)
class Figures:
    names: int
    due: int
    joined: int
    joined_right: int
    queued: int
    queued_right: int

    @property
    def queued_per_1000(self) -> float:
        return 1000 * self.queued / self.names

    @property
    def precision_of_queue(self) -> float:
        """Of the queued names, those whose own firm is among the candidates shown."""
        return self.queued_right / self.queued if self.queued else 1.0

    @property
    def precision(self) -> float:
        return self.joined_right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        return self.joined_right / self.due if self.due else 1.0

    @property
    def recall_with_queue(self) -> float:
        return (self.joined_right + self.queued_right) / self.due if self.due else 1.0


def outcomes(new: list[Mention], known: Iterable[Mention]) -> list[tuple[Decision, bool]]:
    """Each name's decision, and whether the party it is joined to is its own firm."""
    parties = _parties(known)
    names = [NewName(str(at), m.printed, m.region, person=False) for at, m in enumerate(new)]
    decisions = resolve(names, parties).decisions
    firm_of = _firms(new, parties)
    return [(d, bool(d.party) and firm_of[d.party] == m.firm) for d, m in zip(decisions, new, strict=True)]


def measured(new: list[Mention], known: Iterable[Mention]) -> Figures:
    """What becomes of the names of ``new`` against the firms of ``known``."""
    known = list(known)
    firm_of, seen = _firms(new, _parties(known)), {m.firm for m in known}
    due = joined = right = queued = queued_right = 0
    for mention, (decision, is_right) in zip(new, outcomes(new, known), strict=True):
        due += mention.firm in seen
        seen.add(mention.firm)
        joined += decision.outcome == Outcome.JOINED
        right += decision.outcome == Outcome.JOINED and is_right
        queued += decision.outcome == Outcome.QUEUED
        queued_right += any(firm_of[c.party] == mention.firm for c in decision.candidates)
    return Figures(len(new), due, joined, right, queued, queued_right)


def found_at_all(new: list[Mention], known: Iterable[Mention]) -> list[bool]:
    """For each name whether it is joined to its own firm or asks about it; all firms are known."""
    return [
        (decision.outcome == Outcome.JOINED and is_right)
        or any(candidate.party == mention.firm for candidate in decision.candidates)
        for mention, (decision, is_right) in zip(new, outcomes(new, known), strict=True)
    ]


def _firms(new: list[Mention], parties: list[KnownParty]) -> dict[str, str]:
    return {party.id: party.id for party in parties} | {str(at): m.firm for at, m in enumerate(new)}


def _parties(known: Iterable[Mention]) -> list[KnownParty]:
    names: dict[str, list[KnownName]] = {}
    for mention in known:
        names.setdefault(mention.firm, []).append(KnownName(mention.printed, mention.region, person=False))
    return [KnownParty(firm, tuple(dict.fromkeys(found))) for firm, found in names.items()]


def _of(mentions: Iterable[Mention], sort: str) -> list[Mention]:
    return list({(m.firm, m.printed, m.region): m for m in mentions if m.sort == sort}.values())


def _half(mentions: Iterable[Mention]) -> list[Mention]:
    """Half of the firms: what is known when the other half has never been seen."""
    return [m for m in mentions if digits(m.firm, 16) % 2 == 0]


TASKS = (
    "short_of_listed", "short_of_listed_open", "short_with_region", "short_with_region_open",
    "english_of_firm", "english_of_firm_open", "english_with_region", "patentee", "full_variants",
    "nber-subset", "air-umass",
)  # fmt: skip


_SORTS = {
    "short_of": "listed_short",
    "short_wi": "venture_short",
    "english_": "english",
    "patentee": "patentee",
    "full_var": "full",
}


def task(name: str, shared: Path, *, testing: bool) -> Figures:
    """The figures of one task on one side of the split; all firms of both sides are known parties."""
    return measured(*sides(name, shared, testing=testing))


def sides(name: str, shared: Path, *, testing: bool) -> tuple[list[Mention], list[Mention]]:
    """The new names of a task and the names known before; an ``open`` task knows half of the firms only."""
    if name in ("nber-subset", "air-umass"):
        return list(_side(assignees(shared, name), testing)), []
    truth, sort = chinese_firms(shared), _SORTS[name[:8]]
    new, full = _of(_side(truth, testing), sort), _of(truth.all, "full")
    if name == "full_variants":
        return new, []
    if "with_region" not in name:
        new = list({(m.firm, m.printed): Mention(m.firm, m.printed, sort) for m in new}.values())
    return new, _half(full) if name.endswith("open") else full


def _side(truth: Truth, testing: bool) -> tuple[Mention, ...]:
    return truth.testing if testing else truth.tuning
