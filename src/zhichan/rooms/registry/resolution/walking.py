"""Deciding the names of a batch one after another, each against all that was decided before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from .deciding import Edge, Verdict, by_likeness, by_rule
from .ledger import Found, Ledger, Party
from .model import Model
from .outcomes import KnownParty, NewName, Outcome
from .records import Seen
from .scoring import Pairs

Row = tuple[Seen, Party]
Reader = Callable[[str, str, str, bool | None], Seen]


class Group(NamedTuple):
    """Names of the batch that are the same in everything that is compared; ``place`` is its table row.

    ``seeks`` is false for a group that a rule already places and others may resemble; without a place
    the group is not in the table at all.
    """

    seen: Seen
    ids: list[str]
    place: int | None = None
    seeks: bool = False


def known_rows(known: Sequence[KnownParty], ledger: Ledger, read: Reader) -> list[Row]:
    """The names known before with their parties, entered in the ledger."""
    rows: list[Row] = []
    for party in known:
        owner = Party(party.id, is_new=False)
        ledger.add_code(party.credit_code, owner)
        for name in party.names:
            one = read(name.printed, name.region, name.address, name.person)
            ledger.add(one, owner, former=name.former)
            rows.append((one, owner))
    return rows


def grouped(new: Iterable[NewName], read: Reader) -> list[Group]:
    """Equal names together, in the order of their first."""
    groups: dict[tuple[object, ...], Group] = {}
    for name in new:
        one = read(name.printed, name.region, name.address, name.person)
        one = one._replace(credit_code=name.credit_code) if name.credit_code else one
        key = (*one.identity, one.region, one.credit_code, one.name.former)
        groups.setdefault(key, Group(one, [])).ids.append(name.id)
    return list(groups.values())


def placed(groups: list[Group], first: int, ledger: Ledger) -> list[Group]:
    """Groups with their table rows, which begin at ``first``."""
    result = []
    for group in groups:
        settled = _settles(ledger.find(group.seen))
        if not (settled and ledger.knows(group.seen.name.key)):
            group, first = group._replace(place=first, seeks=not settled), first + 1
        result.append(group)
    return result


def walk(
    groups: list[Group], rows: list[Row], scored: Pairs | None, ledger: Ledger, model: Model
) -> list[Verdict]:
    """A verdict per group; owners of table rows become known as the walk goes on."""
    owners: list[Row | None] = [*rows, *repeat(None, len(groups))]
    verdicts: list[Verdict] = []
    for group in groups:
        edges = _edges(scored, group.place, owners)
        verdict = _verdict(group.seen, edges, ledger, model)
        verdicts.append(verdict)
        party = verdict.party or (
            Party(group.ids[0], is_new=True) if verdict.outcome == Outcome.NEW else None
        )
        if party is not None:
            ledger.add(group.seen, party)
            if group.place is not None:
                owners[group.place] = (group.seen, party)
    return verdicts


def _edges(scored: Pairs | None, place: int | None, owners: Sequence[Row | None]) -> Iterator[Edge]:
    """The pairs of a row with the names before it that have a party, the heaviest first."""
    if scored is None or place is None:
        return
    for left, how, probability, weight in scored.of(place):
        if (row := owners[left]) is not None:
            yield Edge(*row, *how, probability, weight)


def _verdict(new: Seen, edges: Iterable[Edge], ledger: Ledger, model: Model) -> Verdict:
    found = ledger.find(new)
    if found and found.sure:
        return by_rule(new, found)
    weighed = by_likeness(new, edges, ledger, model)
    return by_rule(new, found) if found and weighed.outcome == Outcome.NEW else weighed


def _settles(found: Found | None) -> bool:
    return found is not None and found.sure and len(found.parties) == 1
