"""An edited sheet against what is stored: each row new, changed, the same, refused or in conflict.

Pure of the database: the stored rows come in as a mapping.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell
from zhichan.core.exports.kinds import CellRefused, typed_text
from zhichan.core.imports.columns import DIGEST, ID, Heading
from zhichan.core.imports.ledger import ID_LABEL, Ledger, LedgerColumn, Problem
from zhichan.core.imports.models import ImportRow
from zhichan.core.imports.reading.grid import Grid

SAME = "same"
_LONGEST_ID = 18


@dataclass(frozen=True)
class Line:
    """One line of the sheet below the heading: its number, its cells by column name, its formulas."""

    number: int
    cells: Mapping[str, Cell]
    formulas: frozenset[str]

    @property
    def record_text(self) -> str:
        return typed_text(self.cells.get(ID))

    @property
    def record_id(self) -> int | None:
        text = self.record_text
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else None


@dataclass(frozen=True)
class Outcome:
    """What a line would do. ``new`` and ``old`` hold the text of each column, None where empty."""

    number: int
    state: str
    record_id: int | None = None
    new: Mapping[str, str | None] = field(default_factory=dict)
    old: Mapping[str, str | None] = field(default_factory=dict)
    digest: str = ""
    problems: Sequence[Problem] = ()

    @property
    def changed(self) -> list[str]:
        return [name for name, text in self.new.items() if text != self.old.get(name)]


def lines_of(grid: Grid, heading: Heading) -> Iterator[Line]:
    """Every line below the heading that holds anything."""
    names = {index: name for name, index in heading.places.items()}
    for number in range(heading.line + 1, len(grid.rows) + 1):
        row = grid.rows[number - 1]
        cells = {name: row[index] if index < len(row) else None for index, name in names.items()}
        formulas = frozenset(name for index, name in names.items() if (number, index) in grid.formulas)
        if formulas or any(typed_text(cell) for cell in cells.values()):
            yield Line(number, cells, formulas)


CheckRow = Callable[[Mapping[str, Any]], Iterable[Problem]]


@dataclass(frozen=True)
class Comparison:
    """Compares lines with the stored rows of one ledger."""

    ledger: Ledger
    stored: Mapping[int, Any]
    check: CheckRow

    def outcomes(self, lines: Sequence[Line]) -> Iterator[Outcome]:
        times = Counter(line.record_id for line in lines if line.record_id is not None)
        for line in lines:
            if line.record_id is not None and times[line.record_id] > 1:
                yield self._refused(
                    line, self._id_problem(line, _("同一个记录号出现了几次"), _("每条记录留一行"))
                )
            else:
                yield self._outcome(line)

    def _outcome(self, line: Line) -> Outcome:
        if not line.record_text:
            return self._new(line)
        row = self.stored.get(line.record_id) if line.record_id is not None else None
        if row is None:
            reason = _("没有这条记录，或您看不到它")
            return self._refused(line, self._id_problem(line, reason, _("恢复导出时的记录号；新增的行留空")))
        return self._known(line, row)

    def _new(self, line: Line) -> Outcome:
        if not self.ledger.may_add:
            fix = _("删去这一行；新增请在系统里办理")
            return self._refused(line, self._id_problem(line, _("这张台账不能新增行"), fix))
        columns = [column for column in self.ledger.columns if column.is_editable]
        values, problems = self._read(line, columns, row=None)
        problems = problems or list(self.check(values))
        if problems:
            return self._refused(line, *problems)
        return Outcome(line.number, ImportRow.State.NEW, new=self._texts(values))

    def _known(self, line: Line, row: Any) -> Outcome:
        present = [column for column in self.ledger.columns if column.name in line.cells]
        values, problems = self._read(line, present, row=row)
        if problems:
            return self._refused(line, *problems, row=row)
        old = {column.name: column.text(row) for column in present}
        digest = self.ledger.digest(row)
        outcome = Outcome(line.number, SAME, row.pk, self._texts(values), old, digest)
        if not outcome.changed:
            return outcome
        if typed_text(line.cells.get(DIGEST)) != digest:
            return self._with(outcome, ImportRow.State.CONFLICT, [self._stale(line)])
        locked = [self._locked(column, values) for column in present if self._is_locked(column, outcome)]
        problems = locked or list(self.check(values))
        state = ImportRow.State.REFUSED if problems else ImportRow.State.CHANGED
        return self._with(outcome, state, problems)

    def _read(
        self, line: Line, columns: Sequence[LedgerColumn], row: Any | None
    ) -> tuple[dict[str, Any], list[Problem]]:
        values: dict[str, Any] = {}
        problems = []
        for column in columns:
            try:
                values[column.name] = self._value(line, column, row)
            except CellRefused as refusal:
                written = typed_text(line.cells.get(column.name))
                problems.append(Problem(str(column.label), written[:200], refusal.reason, refusal.fix))
        return values, problems

    def _value(self, line: Line, column: LedgerColumn, row: Any | None) -> Any:
        """What the cell says; a cell as it was exported means the stored value, however it reads."""
        raw = line.cells.get(column.name)
        if column.name in line.formulas:
            raise CellRefused(_("是公式或出错的值"), _("复制后“选择性粘贴”为数值"))
        written = typed_text(raw)
        if row is not None and written == typed_text(column.cell(row)):
            return column.value(row)
        if not written:
            if column.is_required:
                raise CellRefused(_("必填，不能空"), _("填上内容"))
            return column.kind.empty
        return column.kind.read(raw)

    def _texts(self, values: Mapping[str, Any]) -> dict[str, str | None]:
        return {c.name: c.text_of(values[c.name]) for c in self.ledger.columns if c.name in values}

    @staticmethod
    def _is_locked(column: LedgerColumn, outcome: Outcome) -> bool:
        return not column.is_editable and column.name in outcome.changed

    @staticmethod
    def _locked(column: LedgerColumn, values: Mapping[str, Any]) -> Problem:
        written = column.text_of(values[column.name]) or ""
        return Problem(str(column.label), written[:200], _("这一列不能在台账里改"), _("恢复导出时的内容"))

    @staticmethod
    def _stale(line: Line) -> Problem:
        return Problem(
            str(ID_LABEL),
            line.record_text,
            _("导出以后，这条记录已经被别人改过"),
            _("重新导出，在新的文件里改"),
        )

    @staticmethod
    def _id_problem(line: Line, reason: str, fix: str) -> Problem:
        return Problem(str(ID_LABEL), line.record_text[:40], reason, fix)

    def _refused(self, line: Line, *problems: Problem, row: Any | None = None) -> Outcome:
        """A refused line keeps what was written, so that it can be listed and put right."""
        written = {
            name: typed_text(cell)[:1000] or None for name, cell in line.cells.items() if name[0] != "#"
        }
        return Outcome(
            line.number, ImportRow.State.REFUSED, getattr(row, "pk", None), written, problems=problems
        )

    @staticmethod
    def _with(outcome: Outcome, state: str, problems: Sequence[Problem]) -> Outcome:
        return Outcome(
            outcome.number,
            state,
            outcome.record_id,
            outcome.new,
            outcome.old,
            outcome.digest,
            tuple(problems),
        )
