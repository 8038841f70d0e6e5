"""A batch as its page shows it: rows in the words of the ledger's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell
from zhichan.core.exports.kinds import typed_text
from zhichan.core.exports.sheets import PERCENT_FORMAT, Heading, percent_text
from zhichan.core.imports.ledger import Label, Ledger, LedgerColumn
from zhichan.core.imports.models import ImportBatch, ImportRow
from zhichan.core.imports.queries import rows_of
from zhichan.core.tables.text import UNKNOWN


@dataclass(frozen=True)
class Difference:
    """One field of one row: what is stored and what the file says."""

    label: Label
    old: str
    new: str


@dataclass(frozen=True)
class ShownRow:
    row: ImportRow
    differences: Sequence[Difference]


@dataclass(frozen=True)
class Tab:
    """The rows of one state; ``hidden`` counts those beyond the first two hundred."""

    state: str
    label: Label
    count: int
    rows: Sequence[ShownRow]

    @property
    def hidden(self) -> int:
        return max(self.count - len(self.rows), 0)


@dataclass(frozen=True)
class Preview:
    ledger: Ledger
    tabs: Sequence[Tab]

    @property
    def first(self) -> str:
        """The tab that opens: what needs looking at comes first."""
        urgent = ("refused", "conflict", "changed", "new")
        filled = {tab.state for tab in self.tabs if tab.count}
        return next((state for state in urgent if state in filled), "changed")


def preview_of(batch: ImportBatch, ledger: Ledger) -> Preview:
    """Four queries, one for each state."""
    counts = {
        ImportRow.State.NEW: batch.new_count,
        ImportRow.State.CHANGED: batch.changed_count,
        ImportRow.State.CONFLICT: batch.conflict_count,
        ImportRow.State.REFUSED: batch.refused_count,
    }
    tabs = [
        Tab(
            state.value,
            state.label,
            count,
            [_shown(row, ledger) for row in rows_of(batch, state)] if count else [],
        )
        for state, count in counts.items()
    ]
    return Preview(ledger, tabs)


def _shown(row: ImportRow, ledger: Ledger) -> ShownRow:
    if row.state == ImportRow.State.REFUSED:
        return ShownRow(row, ())
    return ShownRow(row, [d for column in ledger.columns if (d := _difference(column, row.old, row.values))])


def _difference(
    column: LedgerColumn, old: Mapping[str, str | None], new: Mapping[str, str | None]
) -> Difference | None:
    if column.name not in new or new[column.name] == old.get(column.name):
        return None
    return Difference(column.label, _words(column, old.get(column.name)), _words(column, new[column.name]))


def _words(column: LedgerColumn, text: str | None) -> str:
    """A stored text as people read it: labels for codes, ``60%`` for 60."""
    if text is None:
        return UNKNOWN
    cell = column.kind.cell(column.kind.from_text(text))
    if isinstance(cell, Decimal) and column.kind.number_format == PERCENT_FORMAT:
        return percent_text(cell)
    return typed_text(cell)


def refusals_of(batch: ImportBatch) -> tuple[list[Heading], Iterator[list[Cell]]]:
    """Every problem of every row that stays out, in the order of the file."""
    headings = [
        Heading(_("行"), "0", 8),
        Heading(_("列"), "@", 16),
        Heading(_("原值"), "@", 28),
        Heading(_("原因"), "@", 36),
        Heading(_("怎么改"), "@", 36),
    ]
    states = (ImportRow.State.REFUSED, ImportRow.State.CONFLICT)
    rows = batch.rows.filter(state__in=states).order_by("row_number").iterator(chunk_size=500)
    return headings, _problem_cells(rows)


def _problem_cells(rows: Iterator[ImportRow]) -> Iterator[list[Cell]]:
    for row in rows:
        for problem in row.problems:
            yield [row.row_number, problem["column"], problem["value"], problem["reason"], problem["fix"]]
