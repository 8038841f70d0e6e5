"""The signs words are made of (检索式的字符), for the expressions that look at a line before the grammar."""

from __future__ import annotations

import re

from zhichan.core.search.language.operators import OPERATOR

#: For a blank within a value, and for each sign of a list that was read beforehand. Nobody can type them:
#: lines with such signs are refused.
BLANK, LISTED = "\ue000", "\ue001"
SIGN = r"[^\s()\[\]\"=<>≥≤,#\ue001]"
#: Before a word: an expression that tries each of its signs would take the square of its length.
START = rf"(?<!{SIGN})"
QUOTED = r'"[^"]*"'
_IN_BRACKETS = rf"\((?:{SIGN}|\({SIGN}+\))+\)"
_MORE = rf"(?!(?:{OPERATOR.pattern})(?=[\s(\"])){SIGN}+"
#: With the brackets in it: 甲(山东)公司.
WORD = rf"{SIGN}+(?:{_IN_BRACKETS}(?:{_MORE})?)*"

_NAMED = re.compile(rf"{START}({SIGN}+)\s*[=<>≥≤]")
_COMPARISON = re.compile(rf"\s*[<>]?=?[≥≤]?\s*{SIGN}*")


def field_before(typed: str, end: int) -> str:
    """The name of the last field that is asked before this place, empty without any."""
    names = [found[1] for found in _NAMED.finditer(typed, 0, end) if not OPERATOR.fullmatch(found[1])]
    return names[-1] if names else ""


def comparison_at(typed: str, start: int) -> tuple[str, int]:
    """The sign and the value that stand here, and where they end."""
    found = _COMPARISON.match(typed, start)
    return ("".join(found[0].split()), found.end()) if found else ("", start)
