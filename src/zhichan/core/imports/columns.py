"""Which line of a grid is the heading, and which column of the ledger stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell, label_key
from zhichan.core.exports.languages import in_every_language
from zhichan.core.imports.ledger import DIGEST_LABEL, ID_LABEL, Label, Ledger
from zhichan.core.imports.reading.grid import FileRefused, Grid, column_letter

LINES_SEARCHED = 10
ID, DIGEST = "#id", "#digest"


@dataclass(frozen=True)
class Heading:
    """``line``: row number of the heading. ``places``: column index by the ledger's column name."""

    line: int
    places: Mapping[str, int]
    ignored: Sequence[str]


def heading_of(grid: Grid, ledger: Ledger) -> Heading:
    """Find the heading among the first lines and match its labels, in any language and any order.

    Raises FileRefused when there is none, when a column is missing or stands twice, when the id column
    came without its check column, or when merged cells reach into the table.
    """
    keys = _keys(ledger)
    line = _heading_line(grid, keys)
    labels = [(index, _label(cell)) for index, cell in enumerate(grid.rows[line - 1]) if _label(cell)]
    places: dict[str, int] = {}
    ignored = []
    for index, label in labels:
        name = keys.get(label_key(label))
        if name is None:
            ignored.append(label)
        elif name in places:
            raise FileRefused(
                _("“%(label)s”一列出现两次（%(first)s 列和 %(second)s 列）。请留一列。")
                % {"label": label, "first": column_letter(places[name]), "second": column_letter(index)}
            )
        else:
            places[name] = index
    _require_all(ledger, places, ignored)
    _refuse_merged(grid, line)
    return Heading(line, places, ignored)


def _keys(ledger: Ledger) -> dict[str, str]:
    """The column name of each way its label may be written."""
    named: list[tuple[str, Label]] = [(column.name, column.label) for column in ledger.columns]
    named += [(ID, ID_LABEL), (DIGEST, DIGEST_LABEL)]
    return {label_key(word): name for name, label in named for word in in_every_language(label)}


def _label(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _heading_line(grid: Grid, keys: Mapping[str, str]) -> int:
    """The line among the first ten that holds most labels, at least two."""
    found = [
        (len({keys[key] for cell in row if (key := label_key(_label(cell))) in keys}), -number)
        for number, row in enumerate(grid.rows[:LINES_SEARCHED], start=1)
    ]
    count, line = max(found, default=(0, 0))
    if count < min(2, len(keys)):
        raise FileRefused(
            _("没有找到表头。前 %(n)d 行里应有一行写着列名，如：%(labels)s。")
            % {"n": LINES_SEARCHED, "labels": "、".join(list(keys)[:4])}
        )
    return -line


def _require_all(ledger: Ledger, places: Mapping[str, int], ignored: Sequence[str]) -> None:
    missing = [f"“{c.label}”" for c in ledger.columns if c.is_editable and c.name not in places]
    if ID in places and DIGEST not in places:
        missing.append(f"“{DIGEST_LABEL}”")
    if not missing:
        return
    message = _("缺少这些列：%(labels)s。") % {"labels": "、".join(missing)}
    if ignored:
        message += _("表中另有不认识的列：%(labels)s；如果是改了列名，请改回来。") % {
            "labels": "、".join(f"“{label[:20]}”" for label in ignored[:8])
        }
    else:
        message += _("请从系统重新导出，只改内容，不删列。")
    raise FileRefused(message)


def _refuse_merged(grid: Grid, line: int) -> None:
    for first_row, first_column, last_row, last_column in grid.merged:
        if last_row >= line:
            place = f"{column_letter(first_column)}{first_row}:{column_letter(last_column)}{last_row}"
            raise FileRefused(
                _("%(place)s 是合并的单元格，看不出每一行各是什么。请取消合并、逐行填写后再传。")
                % {"place": place}
            )
