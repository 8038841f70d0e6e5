"""Conditions as figures carry them (检索条件): added to the query, each finds the patents of its figure."""

from __future__ import annotations

import re

from zhichan.core.search.collection import Collection, SearchField

_PIECES = re.compile(r'"[^"]*"|[A-Z][A-Z0-9]*(?=[=<>])|\bAND\b')
_NAME = re.compile(r'[^\s()\[\]"=<>≥≤,#]+')
CODES = {"filed_on": "AD", "published_on": "PD", "granted_on": "GD", "term_ends_on": "ED"}


def year_is(day: str, year: int) -> str:
    return f"{CODES[day]}={year}" if 1000 <= year <= 9999 else ""


def value_is(code: str, *values: str) -> str:
    """One of these values, whole; empty where a value holds a sign that cannot be quoted."""
    if not values or any('"' in value or "\n" in value for value in values):
        return ""
    quoted = [f'"{value}"' for value in values]
    return f"{code}=={quoted[0]}" if len(quoted) == 1 else f"{code}==({', '.join(quoted)})"


def begins_with(code: str, beginning: str) -> str:
    return f'{code}="{beginning}"' if beginning and '"' not in beginning else ""


def all_of(*conditions: str) -> str:
    """All at once; empty where one of them cannot be said."""
    return " AND ".join(conditions) if all(conditions) else ""


def narrowed(line: str, where: str) -> str:
    """The query with a condition added; a line that is empty asks for what the condition alone finds."""
    return f"({line.strip()}) AND {where}" if line.strip() else where


def in_words(where: str, collection: Collection) -> str:
    """The same condition as people read it, fields and values by their words; typed in it finds the same.

    What the language of queries would not take as a word stays a code.
    """
    by_code = {one.code: one for one in collection.fields}
    field: SearchField | None = None

    def worded(piece: re.Match[str]) -> str:
        nonlocal field
        text = piece.group()
        if text.startswith('"'):
            return f'"{_word(field, text[1:-1])}"' if field else text
        field = by_code.get(text)
        label = str(field.label) if field else text
        return label if _NAME.fullmatch(label) else text

    return _PIECES.sub(worded, where)


def _word(field: SearchField, value: str) -> str:
    word = field.words([value]).get(value, value) if field.words else value
    return word if field.normal(word) == field.normal(value) and '"' not in word else value
