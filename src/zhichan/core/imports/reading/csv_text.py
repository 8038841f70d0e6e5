"""CSV and tab-separated text, in UTF-8 or GB18030."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from zhichan.core.exports.cells import Cell, unguarded
from zhichan.core.imports.reading.grid import MOST_COLUMNS, MOST_ROWS, OF_A_LEDGER, FileRefused, Grid, Limits

_SEPARATORS = (",", "\t", ";", "，")


def read_csv(content: bytes) -> Grid:
    """Raises FileRefused for text in another encoding, broken quotes, or more than a ledger holds."""
    text = _decoded(content)
    first_lines = text[:20_000].splitlines()[:10]
    separator = max(_SEPARATORS, key=lambda mark: max((line.count(mark) for line in first_lines), default=0))
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise too_large()
            rows.append([unguarded(cell) or None for cell in row])
    except csv.Error as error:
        raise FileRefused(
            _("第 %(row)d 行的引号不成对，或一格太长。请用表格程序打开，另存后再传。")
            % {"row": len(rows) + 1}
        ) from error
    return Grid(rows)


def too_large(limits: Limits = OF_A_LEDGER) -> FileRefused:
    return FileRefused(
        _("表格太大：最多 %(rows)s 行、%(columns)d 列。请分成几份。")
        % {"rows": f"{limits.rows:,}", "columns": limits.columns}
    )


def _decoded(content: bytes) -> str:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(_("这不是表格文件。请传 xlsx 或 csv。"))
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("读不出文字编码。请另存为 UTF-8 的 CSV，或 xlsx。"))
