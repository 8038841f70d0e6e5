"""Resolving new names against known parties and against each other (增量归并).

The names are decided in their order, each against everything decided before it. So a batch in two portions
ends like the same batch in one, provided the parties founded in the first are known to the second.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial

import polars as pl

from .deciding import Verdict, by_name
from .ledger import Ledger
from .model import Model, stored_model
from .outcomes import Decision, KnownParty, NewName, Outcome, Resolution, Rule, Split
from .records import columns_of, seen
from .scoring import Pairs, score
from .walking import Group, Row, grouped, known_rows, placed, walk


def resolve(
    new: Iterable[NewName],
    known: Sequence[KnownParty] = (),
    *,
    forbidden: Iterable[Split] = (),
    model: Model | None = None,
    branches_too: bool = False,
) -> Resolution:
    """Joined, queued or new for each name, in their order.

    ``forbidden`` is what persons have split; such a pair is never joined again. ``branches_too`` takes a
    branch for its head. O(names) for parsing, known ones too; pairs need an undecided new name.
    """
    model, names, ledger = model or stored_model(), list(new), Ledger(forbidden)
    with _collecting_nothing():
        read = cache(partial(seen, branches_too=branches_too))
        rows = known_rows(known, ledger, read)
        groups = placed(grouped(names, read), len(rows), ledger)
        verdicts = walk(groups, rows, _scored(rows, groups, model), ledger, model)
        by_id = {decision.name: decision for decision in _decisions(groups, verdicts)}
        return Resolution(tuple(by_id[name.id] for name in names), model.version)


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Let Python look for no cycles meanwhile, nor at once through all that is made: a seventh of the time.

    Nothing made here refers to itself. Frozen and unfrozen, the new objects count as old ones.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def _scored(rows: list[Row], groups: list[Group], model: Model) -> Pairs | None:
    """For each row that looks for a party: the rows before it that it resembles. None: no such row has one
    before it."""
    there = [group for group in groups if group.place is not None]
    if not any(group.seeks and group.place for group in there):
        return None
    flags = [False] * len(rows) + [group.seeks for group in there]
    table = columns_of([one for one, _party in rows] + [group.seen for group in there], flags)
    found = score(table, model)
    return Pairs(found.filter(pl.Series(flags).gather(found["right"])))


def _decisions(groups: list[Group], verdicts: list[Verdict]) -> Iterator[Decision]:
    """One decision per name; a group shares its verdict, the first name of a new one founds the party."""
    for group, verdict in zip(groups, verdicts, strict=True):
        for at, name in enumerate(group.ids):
            yield _decision(name, group, verdict, first=at == 0)


def _decision(name: str, group: Group, verdict: Verdict, *, first: bool) -> Decision:
    party, outcome, rule, similarity = verdict.party, verdict.outcome, verdict.rule, verdict.similarity
    if outcome == Outcome.NEW:
        founder = group.ids[0]
        if first:
            return Decision(name, outcome, rule, founder, is_new_party=True)
        return Decision(name, Outcome.JOINED, Rule.SAME_NAME, founder, True, 1.0, by_name(group.seen))
    return Decision(
        name, outcome, rule, party.id if party else "", bool(party and party.is_new), similarity,
        verdict.reasons, verdict.candidates,
    )  # fmt: skip
