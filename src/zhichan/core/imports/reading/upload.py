"""Which reader a file needs, told by its content."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhichan.core.imports.reading.csv_text import read_csv
from zhichan.core.imports.reading.grid import FileRefused, Grid
from zhichan.core.imports.reading.workbook import read_workbook

MOST_MEGABYTES = 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
_OTHERS = (
    b"%pdf",
    b"\x89png",
    b"\xff\xd8\xff",
    b"{\\rtf",
    b"<html",
    b"<!doctype",
    b"<?xml",
)  # in small letters


def read_upload(content: bytes) -> Grid:
    """The cells of an xlsx or csv file. Raises FileRefused for anything else, with what to do."""
    if not content.strip(_BLANK):
        raise FileRefused(_("文件是空的。请传有表头和数据的台账。"))
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content)
    if content.startswith(_OLE):
        raise FileRefused(_("这是旧式的 .xls 或加了密码的文件。请去掉密码，另存为 xlsx 再传。"))
    if content[:64].lstrip().lower().startswith(_OTHERS):
        raise FileRefused(_("这不是表格文件。请传 xlsx 或 csv。"))
    return read_csv(content)
