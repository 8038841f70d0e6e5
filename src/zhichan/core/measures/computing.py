"""Computing a measure: the figure, its parts, and the digest of its rows. Reads only."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from zhichan.core.measures.books import Book
from zhichan.core.measures.declaration import Counted, Measure, Part, Question, Shared, Tally
from zhichan.core.registers.bulk import large_reads

MANY = 5
_AT_ONCE = 10_000
Ids = Iterable[int]


@dataclass(frozen=True)
class PartFigure:
    """A part with how many rows it has. ``coverage`` None: everything was judged."""

    name: str
    label: str
    count: int
    coverage: Decimal | None
    note: str


@dataclass(frozen=True)
class Figure:
    """``value`` None: not known, ``counted.missing`` says why."""

    measure: Measure
    asked: Question
    counted: Counted
    value: Decimal | None
    numerator: int
    row_count: int
    rows_digest: str
    parts: tuple[PartFigure, ...]

    @property
    def denominator(self) -> Decimal | None:
        return self.counted.divisor.value if self.counted.divisor else None


def figure_of(measure: Measure, asked: Question) -> Figure:
    """The figure for a question. The same rows give the same digest. O(rows).

    Questions with one ``shared`` share what they rest on; the figure does not hold it. Raises InvalidInput
    for options the measure does not have.
    """
    asked = replace(asked, options=measure.read_options(asked.options))
    with large_reads():
        counted = measure.compute(asked)
        tally = counted.tally or _rows_tally(counted.register, counted.rows, asked.shared)
        parts = tuple(
            PartFigure(one.name, one.label, _count(one, asked.shared), one.coverage, one.note)
            for one in counted.parts
        )
    numerator = tally.count if counted.count is None else counted.count
    value = None if counted.missing else measure.value_of(numerator, _divisor(counted))
    asked = replace(asked, shared=Shared())
    return Figure(measure, asked, counted, value, numerator, tally.count, tally.digest, parts)


def figures_of(asked: Sequence[tuple[Measure, Question]]) -> list[Figure]:
    """The figures for several questions, which share what they rest on; each is as if asked alone."""
    shared = Shared(is_for_many=len(asked) >= MANY)
    with large_reads():
        return [figure_of(measure, replace(question, shared=shared)) for measure, question in asked]


def tally_of(register: Book, ids: Ids) -> Tally:
    """How many ids, and the SHA-256 of the register's name and of them; they come in order."""
    digest = hashlib.sha256(register.name.encode())
    count = 0
    remaining = iter(ids)
    while some := list(islice(remaining, _AT_ONCE)):
        digest.update("\n".join(["", *map(str, some)]).encode())
        count += len(some)
    return Tally(count, digest.hexdigest())


def _rows_tally(register: Book, rows: QuerySet[Any], shared: Shared) -> Tally:
    """The tally of rows, of which each thing counts once. Measures that open to the same rows share it."""
    ids = rows.order_by("subject_id").values_list("subject_id", flat=True)
    walked = partial(tally_of, register, ids.iterator(chunk_size=_AT_ONCE))
    return shared.once(("tally", register.name, _as_asked(ids)), walked)


def _count(part: Part, shared: Shared) -> int:
    if part.count is not None:
        return part.count
    rows = part.rows.order_by().values("subject_id")
    return shared.once(("count", _as_asked(rows)), rows.count)


def _as_asked(rows: QuerySet[Any]) -> Hashable:
    """What two querysets have in common that ask the database for the same."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def _divisor(counted: Counted) -> Decimal | None:
    return counted.divisor.value if counted.divisor else None
