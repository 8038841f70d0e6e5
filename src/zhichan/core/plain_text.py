"""Signs no text of the product may hold (不能收的字符): what no page shows, and what turns the writing round.

Lines and tabs are welcome. The others show nothing, cannot be kept by every database, or (the Unicode
property Bidi_Control) make a text read otherwise than it is stored: U+202E in 报告fdp.exe. Forms, names of
files and the API refuse them alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

_UNSHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Unshown:
    """A sign that may not be: ``where`` in the text, counted from one, and its ``code``, as ``U+202E``."""

    where: int
    code: str

    @property
    def words(self) -> str:
        return _("含有看不见的控制字符或改变文字方向的字符（第 %(where)d 个字，%(code)s），请删去。") % {
            "where": self.where,
            "code": self.code,
        }


def unshown_in(text: str) -> Unshown | None:
    """The first sign of a text that may not be; None for a plain text. O(length)."""
    found = _UNSHOWN.search(text)
    return Unshown(found.start() + 1, f"U+{ord(found[0]):04X}") if found else None


def texts_of(value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text inside what JSON can hold, with the way to it: ``(("items", "0", "name"), "…")``.

    Names count as texts. Walks without recursion, so that no nesting is too deep.
    """
    waiting: list[tuple[tuple[str, ...], Any]] = [((), value)]
    while waiting:
        way, one = waiting.pop()
        if isinstance(one, str):
            yield way, one
        elif isinstance(one, Mapping):
            yield from ((way, str(name)) for name in one)
            waiting += [((*way, str(name)), inner) for name, inner in one.items()]
        elif isinstance(one, list | tuple):
            waiting += [((*way, str(place)), inner) for place, inner in enumerate(one)]
