"""Which group a patent class belongs to by a table of patterns (分类对照); pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_BLANK = re.compile(r"\s+")
_PATTERN = re.compile(r"[A-H](?:\d{2}(?:[A-Z](?:\d{1,4}(?:/\d{1,6})?)?)?)?\*?")
_PRINTED = re.compile(r"([A-H]\d{2}[A-Z])[\s-]*0*(\d{1,4})\s*/\s*(\d{1,6})(?!\d)")
_PLAIN = re.compile(r"[A-H][0-9]{2}[A-Z][1-9][0-9]{0,3}/[0-9]{1,6}")
_SYMBOL = re.compile(r"[A-H]\d{2}[A-Z]\d{1,4}/\d{1,6}|[A-H]\d{2}[A-Z]")


def class_key(printed: str) -> str:
    """A class in one way of writing: no blanks, capital letters, no edition behind it."""
    if _PLAIN.fullmatch(printed):
        return printed
    text = unicodedata.normalize("NFKC", printed).upper().strip()
    found = _PRINTED.match(text)
    if found is not None and not text.endswith("*"):
        return "{}{}/{}".format(*found.groups())
    return _BLANK.sub("", text).partition("(")[0]


def is_class_pattern(key: str) -> bool:
    return _PATTERN.fullmatch(key) is not None


def is_class(key: str) -> bool:
    """Whether a key is a class that can be looked up: at least the subclass is known."""
    return _SYMBOL.match(key) is not None


class Groups:
    """The lines of one table. The longest pattern that fits a class decides; it may name several groups.

    A pattern with a slash means that one class, with ``*`` whatever begins with it; one without a slash means
    all below it: ``H01M10`` fits ``H01M10/05`` and not ``H01M100/05``.
    """

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, frozenset[str]] = {}
        self._open: dict[str, frozenset[str]] = {}
        for pattern, group in lines:
            is_open = pattern.endswith("*")
            held = self._open if is_open else self._exact
            beginning = pattern.rstrip("*")
            held[beginning] = held.get(beginning, frozenset()) | {group}
        lengths = {len(pattern) for pattern in (*self._exact, *self._open)}
        self._lengths = sorted(lengths - {0}, reverse=True)
        self._read: dict[str, frozenset[str] | None] = {}

    def __bool__(self) -> bool:
        return bool(self._exact or self._open)

    def of(self, printed: str) -> frozenset[str]:
        """The groups of a class as printed; none where no line fits."""
        return self.read(printed) or frozenset()

    def read(self, printed: str) -> frozenset[str] | None:
        """The same, None for what is no class. Each way of printing is looked up once."""
        if printed in self._read:
            return self._read[printed]
        key = class_key(printed)
        found = self._read[printed] = self._of_key(key) if is_class(key) else None
        return found

    def _of_key(self, key: str) -> frozenset[str]:
        """O(lengths of patterns)."""
        for end in self._lengths:
            beginning = key[:end]
            if end > len(key) or not (beginning in self._open or beginning in self._exact):
                continue
            found = self._open.get(beginning, frozenset())
            if _is_whole(key, end):
                found = found | self._exact.get(beginning, frozenset())
            if found:
                return found
        return frozenset()


def is_below(key: str, wanted: str) -> bool:
    """Whether a class is one that was asked for or stands below it; both as keys, of the IPC or of Nice."""
    return key.startswith(wanted) and _is_whole(key, len(wanted))


def _is_whole(key: str, end: int) -> bool:
    """Whether a class ends at this place, or a level above it does."""
    return end in (len(key), 1, 3, 4) or key[end] == "/"
