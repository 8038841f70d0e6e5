"""Several names of one organisation in one cell (一格多名)."""

from __future__ import annotations

import re

from zhichan.rooms.registry.formats.tables import Values

_MARKS = re.compile(r"\s*[；;]\s*")


def names_apart(values: Values) -> None:
    """The first name is the name, the others are other names; English names likewise, after the Chinese."""
    others: list[str] = []
    for field in ("name", "english_name"):
        if text := values.get(field):
            names = [name for name in _MARKS.split(str(text)) if name]
            values[field] = names[0] if names else ""
            others += names[1:]
    if others:
        values["other_names"] = tuple(dict.fromkeys(others))
