"""Walking one subject's chain and saying what is wrong with it. Pure: rows in, findings out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from zhichan.core.audit.findings import Finding, Problem
from zhichan.core.audit.hashing import NO_HASH
from zhichan.core.audit.rows import EventRow, row_hash
from zhichan.core.audit.subjects import SubjectKey

# How many misfit rows of one subject are tried in each other's places: pairs, so the square of it.
_TRIED_FOR_ORDER = 40


@dataclass
class ChainWalk:
    """The state of walking a chain: feed rows in the order of ``seq``, then ask ``findings``.

    ``seq`` and ``last_hash`` are those of the row fed last. A row whose hash does not fit its content is
    a misfit; what follows a misfit is not also blamed for the link.
    """

    key: SubjectKey
    seq: int = 0
    last_hash: str = NO_HASH
    _after_misfit: bool = False
    _misfits: list[EventRow] = field(default_factory=list)
    _found: list[Finding] = field(default_factory=list)

    def feed(self, row: EventRow) -> None:
        if not isinstance(row.seq, int):
            self._found.append(Finding(Problem.CHANGED, self.key))
            return
        is_misfit = row_hash(row) != row.hash
        if is_misfit:
            self._misfits.append(row)
        if row.seq > self.seq + 1:
            self._found.append(Finding(Problem.MISSING, self.key, self.seq + 1))
        elif not is_misfit and not self._after_misfit and not self._follows(row):
            self._found.append(Finding(Problem.BROKEN_LINK, self.key, row.seq))
        self.seq, self.last_hash, self._after_misfit = row.seq, row.hash, is_misfit

    def _follows(self, row: EventRow) -> bool:
        return row.seq == self.seq + 1 and row.prev_hash == self.last_hash

    def findings(self) -> Iterator[Finding]:
        yield from self._found
        moved = _moved(self._misfits)
        for row in self._misfits:
            problem = Problem.REORDERED if row in moved else Problem.CHANGED
            yield Finding(problem, self.key, row.seq)


def _moved(misfits: list[EventRow]) -> set[EventRow]:
    """Of the rows whose hash does not fit, those that fit in the place of another such row."""
    tried = misfits[:_TRIED_FOR_ORDER]
    places = list(product({row.id for row in tried}, {row.seq for row in tried}))
    return {
        row
        for row in tried
        if any(row_hash(row._replace(id=id_, seq=seq)) == row.hash for id_, seq in places)
    }
