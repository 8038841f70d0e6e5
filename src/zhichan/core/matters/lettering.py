"""Words in the boxes of a chart (图中文字): how wide they are, and where a line of them ends.

Widths are those of the design's fonts, on the large side: the server has no font to ask.
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_LATIN, _CAPITAL, _FULL = 0.58, 0.72, 1.0
# A word of letters or one character, with the signs that may not be parted from it.
_PIECES = re.compile(r"[（【《“‘(]*(?:[A-Za-z0-9'/.%-]+|\S)[，。、；：！？）】》”’·…,;:!?)]*|\s+")


def width_of(words: str, size: float) -> float:
    """In the unit of ``size``, the height of the letters."""
    return size * sum(_share(letter) for letter in words)


def _share(letter: str) -> float:
    if east_asian_width(letter) in "WFA":
        return _FULL
    return _CAPITAL if letter.isupper() else _LATIN


def lines_of(words: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The words on as few lines as they need, about equally long; what is too long ends in ``…``."""
    lines = _broken(words, size, room)
    if len(lines) > most:
        return (*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), size, room))
    for narrower in range(int(room / size), 0, -1):
        closer = _broken(words, size, narrower * size)
        if len(closer) > len(lines):
            break
        lines = closer
    return tuple(_cut(line, size, room) for line in lines)


def _broken(words: str, size: float, room: float) -> list[str]:
    """Between any two Chinese characters and between words of other scripts, but before no closing sign."""
    lines = [""]
    for piece in _PIECES.findall(words):
        if not lines[-1].strip() or width_of((lines[-1] + piece).strip(), size) <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.strip() for line in lines if line.strip()] or [""]


def _cut(words: str, size: float, room: float) -> str:
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"
