"""Title, keywords and abstract in one cell, with CPC classes (CPC 多标签集)."""

from __future__ import annotations

import json
import re

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.formats.tables import Values, table_format

_PARTS = re.compile(r"^(Title|Keywords|Abstract): ?", re.MULTILINE)
_FIELDS = {"Title": "title", "Keywords": "keywords", "Abstract": "abstract"}


def _finish(values: Values) -> None:
    """Takes the one text apart, and reads the classes, which are written as a JSON list."""
    pieces = _PARTS.split(str(values.pop("_text", "")))
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if piece := piece.strip():
            field = _FIELDS[name]
            values[field] = tuple(piece.split("; ")) if field == "keywords" else piece
    if classes := values.pop("_classes", None):
        values["cpc"] = _listed(str(classes))


def _listed(text: str) -> tuple[str, ...]:
    try:
        classes = json.loads(text)
    except ValueError:
        return (text,)
    return tuple(map(str, classes)) if isinstance(classes, list) else (text,)


FORMAT = table_format(
    "cpc_labels",
    _("CPC 多标签集"),
    "patent",
    {"publication_number": "publication_number", "text": "_text", "labels": "_classes"},
    signature=("publication_number", "text", "labels", "n_labels"),
    finish=_finish,
)
