"""A second way to every hit: texts walked sign by sign, no index, no code of the product's own.

It shares with the product the written definition of a match and the table of simplified characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import opencc

from zhichan.core.search.tree import (
    And,
    Everything,
    Near,
    Node,
    Not,
    OneOf,
    Or,
    Pattern,
    Prefix,
    Range,
    Term,
    Unit,
)

DIGITS = "0123456789"
_SIMPLER = opencc.OpenCC("t2s")
_LETTER = re.compile("[a-z\u00df-\u02af\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff]")
STAR, MARK = "\ue000", "\ue001"
Values = Mapping[str, Sequence[Any]]


@cache
def signs_of(character: str) -> str:
    """What one character of an original is read as."""
    if character in "。！？｡!?\n\r\u2028\u2029":
        return "\n"
    if character in "，,；;、﹑､\"'＂＇|\t…︰":
        return "\t"
    kind = unicodedata.category(character)
    if kind in ("Ps", "Pe", "Pi", "Pf"):
        return "\t"
    if kind in ("Cf", "Cc", "Mn", "Me", "Cn", "Cs"):
        return ""
    if kind[0] == "Z":
        return " "
    if kind == "No" and "circle" in unicodedata.decomposition(character):
        return "\t" + unicodedata.normalize("NFKC", character) + "\t"
    return "".join(_sign(one) for one in unicodedata.normalize("NFKC", character))


def _sign(one: str) -> str:
    if ord(one) < 0x2000:
        one = unicodedata.normalize("NFKD", one)[0]
    one = one.lower()[0]
    simple = _SIMPLER.convert(one)
    one = simple if len(simple) == 1 else one
    if one in "([{)]},;\"'|":
        return "\t"
    if one in "!?":
        return "\n"
    for plain, signs in (
        ("-", "‐‑‒–—―−－﹣"),
        ("~", "～∼〜"),
        ("·", "•・∙⋅"),
        (":", "∶"),
        ("≤", "≦"),
        ("≥", "≧"),
    ):
        if one in signs:
            return plain
    if one in "∕⁄":
        return "/"
    return "" if unicodedata.category(one) == "Mn" else one


def read(text: str) -> str:
    """The text as it is compared: one line for each sentence, tabs between clauses, no blanks."""
    signs = "".join(map(signs_of, text))
    kept = []
    for place, sign in enumerate(signs):
        is_between_digits = (
            0 < place < len(signs) - 1 and signs[place - 1] in DIGITS and signs[place + 1] in DIGITS
        )
        if sign == "." and not is_between_digits:
            sign = "\n"
        if sign == ":" and not is_between_digits:
            sign = "\t"
        kept.append(sign)
    joined = re.sub("[\t\n ]*[\t\n][\t\n ]*", lambda found: "\n" if "\n" in found[0] else "\t", "".join(kept))
    joined = joined.strip("\t\n ")

    def blank(found: re.Match[str]) -> str:
        before, after = joined[: found.start()][-1:], joined[found.end() :][:1]
        both_letters = _is_letter(before) and _is_letter(after)
        return "\x01" if both_letters or (before in DIGITS and after in DIGITS and before and after) else ""

    return re.sub(" +", blank, joined)


_read_once = cache(read)


def _is_letter(sign: str) -> bool:
    return bool(sign) and bool(_LETTER.match(sign))


def _stands_free(text: str, start: int, end: int) -> bool:
    """It begins and ends where words and numbers do."""
    first, last, before, after = text[start], text[end - 1], text[:start], text[end:]
    if _is_letter(first) and before and _is_letter(before[-1]):
        return False
    if first in DIGITS and before and (before[-1] in DIGITS or re.search(r"[0-9]\.\Z", before)):
        return False
    if _is_letter(last) and after and _is_letter(after[0]):
        return False
    return not (last in DIGITS and after and (after[0] in DIGITS or re.match(r"\.[0-9]", after)))


def _places(term: Term | Pattern, text: str) -> list[tuple[int, int]]:
    if isinstance(term, Pattern):
        return _places_of_pattern(term.text, text)
    wanted, found, at = _read_once(term.text), [], -1
    while (at := text.find(wanted, at + 1)) >= 0:
        end = at + len(wanted)
        if not _stands_free(text, at, end):
            continue
        if (not term.begins or at == 0) and (not term.ends or end == len(text)):
            found.append((at, end))
    return found


@cache
def _wanted(pattern: str) -> str:
    return read(pattern.replace("*", STAR).replace("?", MARK))


def _places_of_pattern(pattern: str, text: str) -> list[tuple[int, int]]:
    """Walks the pattern along the text from every sign on; a truncation takes as much as it may in a word, as
    little as it may elsewhere."""
    wanted = _wanted(pattern)
    if not {*wanted} - {STAR, MARK} <= {*text}:
        return []

    def is_wordlike(place: int) -> bool:
        beside = wanted[max(place - 1, 0) : place] + wanted[place + 1 : place + 2]
        return any(_is_letter(one) or one in DIGITS for one in beside)

    def takes(place: int, sign: str) -> bool:
        if is_wordlike(place):
            return _is_letter(sign) or sign in DIGITS
        return sign not in ("\t\n" if wanted[place] == STAR else "\t\n\x01")

    def end_from(place: int, at: int) -> int | None:
        while place < len(wanted):
            if wanted[place] != STAR:
                if at >= len(text):
                    return None
                fits = takes(place, text[at]) if wanted[place] == MARK else wanted[place] == text[at]
                if not fits:
                    return None
                place, at = place + 1, at + 1
                continue
            furthest = at
            while furthest < len(text) and takes(place, text[furthest]):
                furthest += 1
            ends = range(at, furthest + 1)
            for next_at in reversed(ends) if is_wordlike(place) else ends:
                if (end := end_from(place + 1, next_at)) is not None:
                    return end
            return None
        return at if _ends_free(at) else None

    def _ends_free(end: int) -> bool:
        if wanted[-1] in (STAR, MARK):
            return True
        after = text[end:]
        if _is_letter(wanted[-1]):
            return not (after and _is_letter(after[0]))
        return not (wanted[-1] in DIGITS and after and (after[0] in DIGITS or re.match(r"\.[0-9]", after)))

    def begins_free(at: int) -> bool:
        if wanted[0] in (STAR, MARK) or at == 0:
            return True
        if _is_letter(wanted[0]):
            return not _is_letter(text[at - 1])
        return not (wanted[0] in DIGITS and (text[at - 1] in DIGITS or re.search(r"[0-9]\.\Z", text[:at])))

    return [
        (at, end) for at in range(len(text) + 1) if begins_free(at) and (end := end_from(0, at)) is not None
    ]


def _is_near(near: Near, text: str) -> bool:
    for left in (place for term in near.left for place in _places(term, text)):
        for right in (place for term in near.right for place in _places(term, text)):
            if left[1] <= right[0]:
                between = text[left[1] : right[0]]
            elif right[1] <= left[0] and not near.is_ordered:
                between = text[right[1] : left[0]]
            else:
                continue
            if "\n" in between:
                continue
            counted = len([one for one in between if one not in "\t\x01"])
            if (
                near.unit is Unit.SENTENCE
                or (near.unit is Unit.CLAUSE and between.count("\t") <= near.distance)
                or (near.unit is Unit.CHARACTERS and counted <= near.distance)
            ):
                return True
    return False


def matches(node: Node, values: Values) -> bool:
    """Whether one record, given by its original values, matches."""
    if isinstance(node, Everything):
        return True
    if isinstance(node, And):
        return all(matches(part, values) for part in node.parts)
    if isinstance(node, Or):
        return any(matches(part, values) for part in node.parts)
    if isinstance(node, Not):
        return not matches(node.part, values)
    if isinstance(node, OneOf):
        return bool({*values.get(node.field, ())} & {*node.values})
    if isinstance(node, Prefix):
        return any(str(value).startswith(node.beginning) for value in values.get(node.field, ()))
    if isinstance(node, Range):
        return any(
            (node.low is None or node.low <= value) and (node.high is None or value <= node.high)
            for value in values.get(node.field, ())
        )
    texts = [_read_once(value) for field in node.fields for value in values.get(field, ())]
    if isinstance(node, Near):
        return any(_is_near(node, text) for text in texts)
    return any(_places(node, text) for text in texts)
