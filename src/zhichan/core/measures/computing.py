"""Computing a measure: the figure, its parts, and the digest of its rows. Reads only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from zhichan.core.measures.declaration import Counted, Measure, Question

_AT_ONCE = 10_000


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

    @property
    def denominator(self) -> Decimal | None:
        return self.counted.divisor.value if self.counted.divisor else None


def figure_of(measure: Measure, asked: Question) -> Figure:
    """The figure for a question. The same rows give the same digest. O(rows)."""
    counted = measure.compute(asked)
    row_count, digest = _digest(counted)
    numerator = row_count if counted.count is None else counted.count
    value = None if counted.missing else measure.value_of(numerator, _divisor(counted))
    return Figure(measure, asked, counted, value, numerator, row_count, digest)


def _divisor(counted: Counted) -> Decimal | None:
    return counted.divisor.value if counted.divisor else None


def _digest(counted: Counted) -> tuple[int, str]:
    """How many rows, and the SHA-256 of the register's name and the ids in order."""
    digest = hashlib.sha256(counted.register.name.encode())
    ids = counted.rows.order_by("subject_id").values_list("subject_id", flat=True)
    count = 0
    for pk in ids.iterator(chunk_size=_AT_ONCE):
        digest.update(b"\n%d" % pk)
        count += 1
    return count, digest.hexdigest()
