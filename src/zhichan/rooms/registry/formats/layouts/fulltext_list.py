"""The whole text of a patent in one cell, parted by its headings (全文集)."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format

_PARTS = re.compile(r"^(标题|摘要|权利要求|详细描述): ?", re.MULTILINE)
_FIELDS = {"标题": "title", "摘要": "abstract", "权利要求": "claims", "详细描述": "description"}
_CLASSES = re.compile(r"该专利涉及IPC分类号包括：(.*)", re.DOTALL)
_CLASS = re.compile(r"^([A-H]\d{2}[A-Z]\d+/\d+)：", re.MULTILINE)


def _finish(values: Values) -> None:
    pieces = _PARTS.split(str(values.pop("_text", "")))
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        values.setdefault(_FIELDS[name], piece.strip())
    if listed := _CLASSES.search(str(values.get("abstract", ""))):
        values["abstract"] = str(values["abstract"])[: listed.start()].strip()
        values["ipc"] = tuple(_CLASS.findall(listed[1]))


FORMAT = table_format(
    "fulltext_list",
    _("专利全文集"),
    "patent",
    {"patent_id": "publication_number", "text": "_text"},
    signature=("patent_id", "text", "source"),
    finish=_finish,
)
