"""Printed characters made comparable: width, script, case and signs folded away.

What every comparison of printed names begins with, whoever the name belongs to.
"""

from __future__ import annotations

import unicodedata
from functools import cache


def letters(text: str) -> str:
    """Letters and digits only, half width (半角), simplified (简体), lower case; idempotent."""
    folded = plain(text)
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def plain(text: str) -> str:
    """Half width, simplified and lower case, with its signs and spaces kept; idempotent."""
    if text.isascii():
        return text.lower()
    return _normal(_normal(text).translate(_FOLDED))


@cache
def simplified(character: str) -> str:
    """The simplified form of one character, so that the result does not hang on its neighbours."""
    once = str(_converter().convert(character))
    return str(_converter().convert(once))


class _Folded(dict[int, str]):
    """Each character's folded form, found when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = simplified(chr(code)).lower()
        return self[code]


_FOLDED = _Folded()


def _normal(text: str) -> str:
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


@cache
def _converter():  # type: ignore[no-untyped-def]  # opencc has no types
    import opencc  # 30 ms: only when a name is folded

    return opencc.OpenCC("t2s")
