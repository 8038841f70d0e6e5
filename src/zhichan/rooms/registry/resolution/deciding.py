"""From scored pairs to an outcome for one name, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from .ledger import Found, Ledger, Party
from .model import Model
from .outcomes import Candidate, Outcome, Reason, Rule
from .pairings import PAIRINGS
from .records import Seen

CANDIDATES = 5
SUPPORT = 0.5
_PAIRING = {pairing.name: pairing for pairing in PAIRINGS}


class Edge(NamedTuple):
    """A scored pair, seen from the later name: the other name and how they compare."""

    other: Seen
    party: Party
    pairing: str
    levels: str
    probability: float
    weight: float


class Verdict(NamedTuple):
    """The outcome for one name; ``party`` is None unless it is joined."""

    outcome: Outcome
    rule: Rule
    party: Party | None = None
    similarity: float = 0.0
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def by_rule(new: Seen, found: Found) -> Verdict:
    """One party is joined; several, or one the rule is not sure of, are a question."""
    reasons = (Reason("rule", found.rule, ours=new.name.printed),)
    if found.sure and len(found.parties) == 1:
        return Verdict(Outcome.JOINED, found.rule, found.parties[0], 1.0, reasons)
    candidates = tuple(Candidate(p.id, p.is_new, 1.0, reasons) for p in found.parties[:CANDIDATES])
    return Verdict(Outcome.QUEUED, found.rule, None, 1.0, reasons, candidates)


def by_name(new: Seen) -> tuple[Reason, ...]:
    """The reason of a name that repeats one of the same batch."""
    return (Reason("rule", Rule.SAME_NAME, ours=new.name.printed),)


def by_likeness(new: Seen, edges: Iterable[Edge], ledger: Ledger, model: Model) -> Verdict:
    """Joined when one party is likely enough and clearly ahead, queued when any is likely, else new.

    ``edges`` come heaviest first and are taken only as far as they can matter.
    """
    rest = iter(edges)
    best, taken = _best_per_party(new, rest, ledger)
    if not best:
        return Verdict(Outcome.NEW, Rule.NOTHING_LIKE_IT)
    first = best[0]
    if first.probability >= model.thresholds.joined[first.pairing] and _is_sure([*taken, *rest], best, model):
        reasons = reasons_of(new, first, model)
        return Verdict(Outcome.JOINED, Rule.LIKENESS, first.party, first.probability, reasons)
    candidates = tuple(
        Candidate(e.party.id, e.party.is_new, e.probability, reasons_of(new, e, model))
        for e in best[:CANDIDATES]
    )
    return Verdict(Outcome.QUEUED, Rule.LIKENESS, None, first.probability, (), candidates)


def _is_sure(edges: list[Edge], best: list[Edge], model: Model) -> bool:
    """Likely enough, clearly ahead of any other party, and like most of the party's names in its own script.

    The last keeps a party from drifting from one name to the next that is only like the one before.
    """
    limits, first = model.thresholds, best[0]
    if len(best) > 1 and first.weight - best[1].weight < limits.margin:
        return False
    if first.probability < limits.joined[first.pairing]:
        return False
    like = {
        edge.other.name.key for edge in edges if edge.party is first.party and edge.pairing == first.pairing
    }
    return len(like) >= SUPPORT * first.party.names_in(first.other.name.script)


def _best_per_party(new: Seen, edges: Iterator[Edge], ledger: Ledger) -> tuple[list[Edge], list[Edge]]:
    """The strongest pairs of the parties that may be joined, strongest first, ties by party id.

    With them all pairs that were taken: no more than it needs to know the first ``CANDIDATES`` parties.
    """
    found: dict[Party, Edge] = {}
    taken: list[Edge] = []
    least = 0.0
    for edge in edges:
        taken.append(edge)
        if len(found) >= CANDIDATES and edge.weight < least:
            break
        if edge.party not in found and ledger.may_join(new, edge.party):
            found[edge.party], least = edge, edge.weight
    return sorted(found.values(), key=lambda edge: (-edge.weight, edge.party.id)), taken


def reasons_of(new: Seen, edge: Edge, model: Model) -> tuple[Reason, ...]:
    """What agrees and what differs, the heaviest first."""
    return tuple(
        Reason(part, level, weight, shown(new), shown(edge.other))
        for part, level, weight, shown in _weighed(edge.pairing, edge.levels, model)
    )


@cache
def _weighed(
    pairing_name: str, levels: str, model: Model
) -> list[tuple[str, str, float, Callable[[Seen], str]]]:
    """The parts, their levels and weights, and what is shown of a name, behind one combination of numbers."""
    pairing, found = _PAIRING[pairing_name], []
    for comparison, gamma in zip(pairing.comparisons, levels.split(","), strict=True):
        level = comparison.level_of(int(gamma))
        weight = round(model.weight(pairing, comparison, level), 2)
        found.append((comparison.part, level, weight, _SHOWN[comparison.part]))
    return sorted(found, key=lambda entry: -abs(entry[2]))


def _region(one: Seen) -> str:
    return "".join(one.name.regions) or one.region


_SHOWN: dict[str, Callable[[Seen], str]] = {
    "stem": attrgetter("name.stem"),
    "sound": attrgetter("name.sound"),
    "industry": attrgetter("name.core"),
    "words": attrgetter("name.core"),
    "form": attrgetter("name.form"),
    "region": _region,
}
