"""Computing the scores of a scheme (考核计算): inputs, arithmetic and record of every unit, and their digest.

Nothing is written here. A record holds figures and ids only, no words that somebody may change: the same
scheme, days and knowledge give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from zhichan.core.audit.hashing import canonical_json
from zhichan.core.rules.expressions.syntax import formula_of, names_in
from zhichan.rooms.plan.models import ScoreItem, ScorePoints, ScoreScheme
from zhichan.rooms.plan.queries.score_sources import inputs, source_of, sources
from zhichan.rooms.plan.queries.score_sources.base import Asked, Gathered, Source
from zhichan.rooms.plan.scoring import NOTHING, Item, Part, Result, Scheme, ranks_of, result_of

Record = dict[str, Any]
FORMAT = 1


@dataclass(frozen=True)
class Computing:
    """``stored``: the record of a unit in an earlier run, whose inputs stand in for what is in doubt now."""

    scheme: ScoreScheme
    items: Sequence[ScoreItem]
    asked: Asked
    stored: Mapping[int, Record] | None = None


@dataclass(frozen=True)
class Computed:
    """One unit's record with what follows from it. ``text``: the canonical JSON.

    ``total`` and ``rank``: None where no item could be counted, or nothing of the unit's is there to be.
    """

    unit_id: int
    record: Record
    text: str
    total: Decimal | None
    rank: int | None


def compute(given: Computing) -> tuple[Computed, ...]:
    """The units in the order of their ids. Some fifteen queries, however many units and tasks."""
    arithmetic = scheme_of(given.scheme, given.items)
    gathered = {source.name: source.gather(given.asked) for source in _used(arithmetic)}
    points = _points(given.asked)
    records: dict[int, tuple[Record, Result]] = {}
    for unit_id in sorted(given.asked.unit_ids):
        mine = {name: of_units[unit_id] for name, of_units in gathered.items()}
        records[unit_id] = _recorded(unit_id, mine, points.get(unit_id, []), arithmetic, given.stored)
    totals = {
        unit_id: None if has_nothing_to_score(record) else result.total
        for unit_id, (record, result) in records.items()
    }
    ranks = ranks_of(totals)
    return tuple(
        Computed(unit_id, record, canonical_json(record), totals[unit_id], ranks[unit_id])
        for unit_id, (record, _result) in records.items()
    )


def has_nothing_to_score(record: Record) -> bool:
    """Whether no row of any source and no point of the period is the unit's (不计分): then what the formulas
    make of noughts says nothing of it."""
    return not record["points"] and not any(side["rows"] for side in record["sources"].values())


def scheme_of(scheme: ScoreScheme, items: Iterable[ScoreItem]) -> Scheme:
    """The scheme as the arithmetic takes it. Raises InvalidInput for a formula that cannot be read."""
    read = [
        Item(
            position=one.position,
            name=one.name,
            weight=one.weight,
            formula=formula_of(one.formula, inputs()),
            least=one.least,
            most=one.most,
            is_zero_without=one.without_data == ScoreItem.WithoutData.ZERO,
        )
        for one in items
    ]
    return Scheme(tuple(read), scheme.bonus_most, scheme.deduction_most)


def digest_of_scheme(scheme: ScoreScheme, items: Iterable[ScoreItem]) -> str:
    """SHA-256 over all of a scheme that counts."""
    names = ("position", "name", "weight", "formula", "least", "most", "without_data")
    body = {
        "format": FORMAT,
        "year": scheme.year,
        "number": scheme.number,
        "bonus_most": _text(scheme.bonus_most),
        "deduction_most": _text(scheme.deduction_most),
        "items": [{name: _text(getattr(one, name)) for name in names} for one in items],
    }
    return _sha256(canonical_json(body))


def digest_of_run(scheme_digest: str, asked: Asked, texts: Iterable[str]) -> str:
    """SHA-256 over the scheme, the question and every unit's record, in the order of units."""
    question = {"first": asked.first, "on": asked.on, "known_at": asked.known_at}
    return _sha256("\n".join([scheme_digest, canonical_json(question), *texts]))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _used(scheme: Scheme) -> list[Source]:
    """The sources the formulas rest on; no other is asked."""
    names = {name for item in scheme.items for name in names_in(item.formula)}
    used = {source_of(name).name for name in names}
    return [source for source in sources() if source.name in used]


def _points(asked: Asked) -> dict[int, list[ScorePoints]]:
    """Added and deducted points of the period that had not been withdrawn by then."""
    known = ScorePoints.objects.filter(
        Q(withdrawn_by__isnull=True) | Q(withdrawn_by__known_at__gt=asked.known_at),
        unit_id__in=asked.unit_ids,
        effective_on__range=(asked.first, asked.on),
        known_at__lte=asked.known_at,
        withdraws__isnull=True,
    )
    found: dict[int, list[ScorePoints]] = {}
    for row in known.order_by(F("effective_on"), "pk"):
        found.setdefault(row.unit_id, []).append(row)
    return found


def _recorded(
    unit_id: int,
    gathered: Mapping[str, Gathered],
    points: Sequence[ScorePoints],
    scheme: Scheme,
    stored: Mapping[int, Record] | None,
) -> tuple[Record, Result]:
    """The record of one unit and its result."""
    before = stored.get(unit_id) if stored else None
    sides = {
        name: before["sources"][name] if before and one.in_doubt and name in before["sources"] else _side(one)
        for name, one in gathered.items()
    }
    bonus = sum((row.points for row in points if row.points > 0), NOTHING)
    deduction = -sum((row.points for row in points if row.points < 0), NOTHING)
    result = result_of(scheme, _values(sides), bonus=bonus, deduction=deduction)
    record = {
        "format": FORMAT,
        "unit": unit_id,
        "sources": sides,
        "points": [[row.pk, _text(row.points)] for row in points],
        "bonus": _text(bonus),
        "deduction": _text(deduction),
        "parts": [_part(one) for one in result.parts],
        "bonus_counted": _text(result.bonus),
        "deduction_counted": _text(result.deduction),
        "raised": _text(result.raised),
        "total": _text(result.total),
    }
    return record, result


def _side(one: Gathered) -> Record:
    """What a source knows, as it is kept: rows are ``[id, mark, figure]``."""
    return {
        "values": {name: _text(value) for name, value in one.values.items()},
        "lacking": dict(one.lacking),
        "rows": [[row.pk, row.mark, _text(row.figure)] for row in sorted(one.rows, key=lambda row: row.pk)],
        "in_doubt": one.in_doubt,
    }


def _values(sides: Mapping[str, Record]) -> dict[str, Decimal | None]:
    return {name: number(value) for side in sides.values() for name, value in side["values"].items()}


def values_in(record: Record) -> dict[str, Decimal | None]:
    """Every input of a record by its name."""
    return _values(record["sources"])


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _part(part: Part) -> Record:
    return {
        "position": part.position,
        "weight": _text(part.weight),
        "weights": _text(part.weights),
        "value": _text(part.value),
        "bounded": _text(part.bounded),
        "points": _text(part.points),
        "missing": part.missing,
        "counted": part.counted,
    }


def _text(value: Any) -> Any:
    """A figure without needless noughts, as both databases give it back; other values as they are."""
    if not isinstance(value, Decimal):
        return value
    return f"{value.normalize():f}" if value else "0"


def asked_of(unit_ids: Iterable[int], first: date, on: date, known_at: datetime) -> Asked:
    return Asked(frozenset(unit_ids), first, on, known_at)
