"""Where the title of a document is broken into lines (标题回行): GB/T 9704-2012, 7.3.1.

Words stay whole and lines are alike in length: a break stands by a bracket or a comma where there is one,
and never within a number or a span of years.
"""

from __future__ import annotations

from functools import cache

WIDEST = 20.0
"""Characters of 2号 (22 points) side by side in the type area of 156 mm."""
_OPENING, _CLOSING = "《（“‘〔", "》）”’〕、，。：；"
_LATIN_WIDTH = 0.56
_IN_A_WORD, _IN_BRACKETS = 1.0, 3.0


def title_lines(title: str) -> list[str]:
    """The lines, as few as can be; joined they are the title again. O(length squared)."""
    count = 1
    while True:
        if found := _broken(title, count):
            return found
        count += 1


def _broken(title: str, count: int) -> list[str]:
    """The best way to break a title into so many lines; nothing where they would be too long."""
    even = _width(title) / count

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        if left == 1:
            width = _width(title[start:])
            return (((width - even) / WIDEST) ** 2, (len(title),)) if width <= WIDEST else None
        found: tuple[float, tuple[int, ...]] | None = None
        for end in range(start + 1, len(title)):
            width = _width(title[start:end])
            if width > WIDEST:
                break
            penalty, rest = _penalty(title, end), best(end, left - 1)
            if penalty is None or rest is None:
                continue
            cost = penalty + ((width - even) / WIDEST) ** 2 + rest[0]
            if found is None or cost < found[0]:
                found = (cost, (end, *rest[1]))
        return found

    chosen = best(0, count)
    if chosen is None:
        return [title] if count >= len(title) else []
    ends = chosen[1]
    return [title[start:end] for start, end in zip((0, *ends[:-1]), ends, strict=True)]


def _penalty(title: str, at: int) -> float | None:
    """How bad a break before this place is; None: not to be made."""
    before, after = title[at - 1], title[at]
    if after in _CLOSING or before in _OPENING or (_is_of_number(before) and _is_of_number(after)):
        return None
    if title[:at].count("（") > title[:at].count("）"):
        return _IN_BRACKETS
    return 0.0 if before in _CLOSING or after in _OPENING else _IN_A_WORD


def _is_of_number(sign: str) -> bool:
    return sign.isascii() or sign in "—–"


def _width(text: str) -> float:
    return sum(_LATIN_WIDTH if sign < "\u2000" else 1.0 for sign in text)
