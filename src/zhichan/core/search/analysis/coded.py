"""Canonical text in few bytes that expressions can be run on as they lie (规范文本编码).

A byte below 0xa0 begins a character, those from there on go on with it; so a text is found nowhere but where
it stands. Digits, plain letters and the signs between values are themselves. The commonest Han characters
of patents take one byte too, the others of GB 2312 level one two, other letters three behind
``OTHER_LETTER``, what is left three or five. A text takes as much room as it would compressed by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from zhichan.core.search.analysis.characters import LETTERS

_THEMSELVES = "\x01\x02\x03\t\n -.~%/:+0123456789abcdefghijklmnopqrstuvwxyz"
#: In the order of how often they stand in the abstracts of 97,000 patents.
_COMMONEST = (
    "的一有用电所置述装本设接上和种在机动于器体型公实与连包方板通了新发中及端制括定能"
    "过限成第构管内部司开高面分水可压合件进控工"
)
_GOES_ON_FROM = 0xA0
_WAYS = 0x100 - _GOES_ON_FROM
_FREE = [chr(code) for code in range(_GOES_ON_FROM) if chr(code) not in _THEMSELVES]
_OF_TWO, _OF_THREE = _FREE[:40], _FREE[40:48]
OTHER_LETTER, _OF_FIVE, *_OF_ONE = _FREE[48:]
#: What goes on with a character, as the inside of a class of an expression.
GOING_ON = "\xa0-\xff"
_CHARACTER = re.compile(rb"[\x00-\x9f][\xa0-\xff]*")
_IS_LETTER = re.compile(f"[{LETTERS}]")


def coded(text: str) -> bytes:
    return text.translate(_CODES).encode("latin-1")


def coded_together(texts: Sequence[str]) -> tuple[bytes, list[int]]:
    """The codes of many texts behind each other, and how long each is; faster than one by one."""
    import numpy as np  # a tenth of a second: only when something is taken in

    signs = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    if not signs.size or signs.max() > 0xFFFF:
        each = [*map(coded, texts)]
        return b"".join(each), [*map(len, each)]
    codes, lengths = (of_each[signs] for of_each in _table())
    ends = lengths.cumsum(dtype=np.int64)
    made = np.empty(ends[-1], np.uint8)
    for place in range(lengths.max()):
        longer = lengths > place
        made[ends[longer] - lengths[longer] + place] = codes[longer, place]
    of_texts = np.concatenate(([0], ends))[np.cumsum([0, *map(len, texts)])]
    return made.tobytes(), np.diff(of_texts).tolist()


@cache
def _table() -> Any:
    """For each character that UTF-16 has in one piece its code, at most three bytes, and how long it is."""
    import numpy as np

    each = [coded(chr(code)) for code in range(0x10000)]
    codes = np.frombuffer(b"".join(code.ljust(3, b"\0") for code in each), np.uint8).reshape(-1, 3)
    return codes, np.array([*map(len, each)], np.uint8)


def decoded(code: bytes) -> str:
    """``decoded(coded(text)) == text``."""
    return "".join(map(_CHARACTERS.__getitem__, _CHARACTER.findall(code)))


def _level_one() -> list[str]:
    """The Han characters of the first level of GB 2312, in its order."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return list(chain.from_iterable(two.decode("gb2312", errors="ignore") for two in rows))


def _going_on(number: int, count: int) -> str:
    """A number in so many digits of ``_WAYS``; what is above them is left out."""
    digits = (number // _WAYS**place % _WAYS for place in reversed(range(count)))
    return "".join(chr(_GOES_ON_FROM + digit) for digit in digits)


class _Codes(dict[int, str]):
    """The code of each character, its bytes as characters; a table for ``str.translate``."""

    def __init__(self) -> None:
        super().__init__({ord(one): one for one in _THEMSELVES})
        rest = [one for one in _level_one() if one not in _COMMONEST]
        self.update((ord(one), code) for one, code in zip(_COMMONEST, _OF_ONE, strict=True))
        for number, one in enumerate(rest):
            self[ord(one)] = _OF_TWO[number // _WAYS] + _going_on(number, 1)

    def __missing__(self, code: int) -> str:
        if _IS_LETTER.match(chr(code)):
            made = OTHER_LETTER + _going_on(code, 2)
        elif code > 0xFFFF:
            made = _OF_FIVE + _going_on(code, 4)
        else:
            made = _OF_THREE[code // _WAYS**2] + _going_on(code, 2)
        self[code] = made
        return made


class _Characters(dict[bytes, str]):
    def __missing__(self, code: bytes) -> str:
        first = chr(code[0])
        number = _OF_THREE.index(first) if first in _OF_THREE else 0
        for byte in code[1:]:
            number = number * _WAYS + byte - _GOES_ON_FROM
        self[code] = chr(number)
        return self[code]


_CODES = _Codes()
_CHARACTERS = _Characters({one.encode("latin-1"): chr(code) for code, one in _CODES.items()})
