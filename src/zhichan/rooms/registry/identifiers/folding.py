"""One way of writing (统一书写): half width, capitals, no spaces, one stop, one hyphen, one slash."""

from __future__ import annotations

_SPACES = [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010), *range(0x2028, 0x2030)]
_SPACES += [0x205F, *range(0x2060, 0x2065), 0x3000, 0xFEFF]
_STOPS = "。｡·•∙‧・"
_HYPHENS = "‐‑‒–—―−﹣－ー"
_SLASHES = "∕⁄"


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(mark): "." for mark in _STOPS}
    table |= {ord(mark): "-" for mark in _HYPHENS}
    table |= {ord(mark): "/" for mark in _SLASHES}
    table |= {code: chr(code - 32) for code in range(ord("a"), ord("z") + 1)}
    table |= {code: chr(code - 0xFEE0 - 32) for code in range(0xFF41, 0xFF5B)}
    return table | dict.fromkeys(_SPACES)


_TABLE = _table()


def folded(text: str) -> str:
    """The text as identifiers are compared; only letters, digits and marks of known meaning change.

    Unicode's own compatibility folding is not used: it would read ² and ① as digits. O(characters).
    """
    return text.translate(_TABLE)
