"""Computing a measure: the figure, its parts, and the digest of its rows. Reads only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from zhichan.core.measures.declaration import Counted, Measure, Question
from zhichan.core.registers.declaration import Register

_AT_ONCE = 10_000


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

    Raises InvalidInput for options the measure does not have.
    """
    asked = Question(asked.region, asked.on, asked.known_at, measure.read_options(asked.options))
    counted = measure.compute(asked)
    row_count, digest = digest_of(counted.register, counted.rows)
    numerator = row_count if counted.count is None else counted.count
    value = None if counted.missing else measure.value_of(numerator, _divisor(counted))
    parts = tuple(
        PartFigure(one.name, one.label, _count(one.rows), one.coverage, one.note) for one in counted.parts
    )
    return Figure(measure, asked, counted, value, numerator, row_count, digest, parts)


def digest_of(register: Register, rows: QuerySet[Any]) -> tuple[int, str]:
    """How many rows, and the SHA-256 of the register's name and the ids in order."""
    digest = hashlib.sha256(register.name.encode())
    ids = rows.order_by("subject_id").values_list("subject_id", flat=True)
    count = 0
    for pk in ids.iterator(chunk_size=_AT_ONCE):
        digest.update(b"\n%d" % pk)
        count += 1
    return count, digest.hexdigest()


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by().values("subject_id").count()


def _divisor(counted: Counted) -> Decimal | None:
    return counted.divisor.value if counted.divisor else None
