"""Computing a run once more (复算): with what was known then, and with what is known now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models import ScoreRun, UnitScore
from zhichan.rooms.plan.queries.score_computing import (
    Computed,
    Computing,
    Record,
    asked_of,
    compute,
    digest_of_run,
    digest_of_scheme,
    values_in,
)
from zhichan.rooms.plan.queries.score_sources import sources
from zhichan.rooms.plan.queries.scores import record_of


@dataclass(frozen=True)
class Changed:
    """An input of a unit that is another figure now. ``rows``: ids that came, went or changed their mark."""

    unit: Unit
    source: str
    name: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class TotalChanged:
    unit: Unit
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class Check:
    """``is_same``: the digest is that of the run, byte for byte. ``in_doubt``: units whose stored inputs of a
    source were taken because it is no longer kept how things stood; by unit and source."""

    is_same: bool
    digest: str
    changed: Sequence[Changed]
    totals: Sequence[TotalChanged]
    in_doubt: Sequence[tuple[Unit, str, int]]


def check_again(run: ScoreRun) -> Check:
    """The run once more, as of its day, as known at its instant."""
    return _check(run, run.known_at, takes_stored=True)


def check_now(run: ScoreRun, known_at: datetime) -> Check:
    """The run as it would come out with what is known now: the page lists which inputs changed."""
    return _check(run, known_at, takes_stored=False)


def _check(run: ScoreRun, known_at: datetime, *, takes_stored: bool) -> Check:
    scores = {one.unit_id: one for one in UnitScore.objects.filter(run=run).select_related("unit")}
    stored = {unit_id: record_of(one) for unit_id, one in scores.items()}
    items = list(run.scheme.items.order_by("position"))
    asked = asked_of(scores, run.period_from, run.on, known_at)
    found = compute(Computing(run.scheme, items, asked, stored if takes_stored else None))
    digest = digest_of_run(digest_of_scheme(run.scheme, items), asked, [one.text for one in found])
    pairs = [(scores[one.unit_id], stored[one.unit_id], one) for one in found]
    return Check(
        is_same=digest == run.digest,
        digest=digest,
        changed=[one for score, before, now in pairs for one in _changes(score.unit, before, now.record)],
        totals=[
            TotalChanged(score.unit, score.total, now.total)
            for score, _, now in pairs
            if score.total != now.total and score.record_text != now.text
        ],
        in_doubt=list(_doubts(run, pairs, known_at)) if takes_stored else [],
    )


def _changes(unit: Unit, before: Record, after: Record) -> Iterator[Changed]:
    old, new = values_in(before), values_in(after)
    source_of = {name: key for key, side in after["sources"].items() for name in side["values"]}
    for name in new:
        if old.get(name) != new[name]:
            yield Changed(unit, source_of[name], name, old.get(name), new[name])
    for name in ("bonus", "deduction"):
        if before[name] != after[name]:
            yield Changed(unit, "points", name, Decimal(before[name]), Decimal(after[name]))


def _doubts(
    run: ScoreRun, pairs: Sequence[tuple[UnitScore, Record, Computed]], known_at: datetime
) -> Iterator[tuple[Unit, str, int]]:
    """For what the stored inputs had to be taken, asked of the sources once more."""
    used = {name for _, before, _ in pairs for name in before["sources"]}
    asked = asked_of([score.unit_id for score, _, _ in pairs], run.period_from, run.on, known_at)
    units: Mapping[int, Unit] = {score.unit_id: score.unit for score, _, _ in pairs}
    for source in sources():
        if source.name in used:
            for unit_id, one in sorted(source.gather(asked).items()):
                if one.in_doubt:
                    yield units[unit_id], source.name, one.in_doubt
