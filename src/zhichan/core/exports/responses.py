"""An export as a reply: a download that is written while it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from zhichan.core.exports import csv_file, xlsx_file
from zhichan.core.exports.cells import Cell
from zhichan.core.exports.sheets import Heading, Sheet

Format = Literal["xlsx", "csv"]


def export_rows(
    title: str,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Cell]],
    *,
    file_format: Format,
    notes: Sequence[str] = (),
) -> HttpResponseBase:
    """The rows as a file to keep, named after the title; ``notes`` above them. O(1) memory in the rows."""
    sheet = Sheet(title, headings, rows, notes)
    name = f"{title}.{file_format}"
    if file_format == "xlsx":
        return _kept(FileResponse(xlsx_file.xlsx_file(sheet), content_type=xlsx_file.MEDIA_TYPE), name)
    return _kept(StreamingHttpResponse(csv_file.csv_pieces(sheet), content_type=csv_file.MEDIA_TYPE), name)


def _kept(response: StreamingHttpResponse, name: str) -> StreamingHttpResponse:
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
