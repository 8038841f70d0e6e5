"""Operators (运算符), also those of other systems: what is written here instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

OPERATOR = re.compile(r"AND|OR|NOT|与|且|或|非|\d{1,3}[WD]|/(?:\d{1,3})?CLA|/SEN|同句|同分句", re.IGNORECASE)
#: Signs of comparisons as they stand with the sides changed.
OTHER_WAY = str.maketrans("<>≤≥＜＞", "><≥≤＞＜")
_OTHERS = (
    (re.compile(r".*&&.*|&"), "AND"),
    (re.compile(r".*\|\|.*|\||\+"), "OR"),
    (re.compile(r"!.*|-"), "NOT"),
    (re.compile(r"\$PRE(?P<far>\d{1,3})", re.IGNORECASE), "%sW"),
    (re.compile(r"\$WS?(?P<far>\d{1,3})", re.IGNORECASE), "%sD"),
    (re.compile(r"\$SEN", re.IGNORECASE), "同句"),
    (re.compile(r"(?:NEAR|ADJ)(?:/?(?P<far>\d{1,3}))?"), "%sD"),
    (re.compile(r"(?:PRE|W)/(?P<far>\d{1,3})"), "%sW"),
    (re.compile(r"SAME"), "同句"),
)
#: Also words, and operators only between two others.
_SHORT = (
    (re.compile(r"W(?P<far>\d{1,3})"), "%sW"),
    (re.compile(r"N(?P<far>\d{1,3})|(?P<before>\d{1,3})N"), "%sD"),
    (re.compile(r"S"), "同句"),
)
_USUAL_DISTANCE = "5"
_WORDS = {
    **dict.fromkeys(("和", "及", "以及", "并且", "而且", "并", "同时"), "AND"),
    **dict.fromkeys(("或者", "或是"), "OR"),
    **dict.fromkeys(("不含", "不包含", "不包括", "除去", "排除", "ANDNOT", "BUTNOT"), "NOT"),
}


def operator_meant(word: str) -> str:
    """What is written here for an operator of another system; empty for what is none. Words such as near are
    operators in capitals alone."""
    return _meant(word, _OTHERS)


def _meant(word: str, known: Sequence[tuple[re.Pattern[str], str]]) -> str:
    for pattern, said in known:
        if found := pattern.fullmatch(word):
            far = next(filter(None, found.groupdict().values()), _USUAL_DISTANCE)
            return said.replace("%s", far)
    return ""


def operator_said(word: str) -> str:
    """The operator that a word between two others may be meant as; empty for any other word."""
    return _WORDS.get(word.upper(), "") or _meant(word.upper(), (*_OTHERS, *_SHORT))


def operator_hint(meant: str) -> str:
    return {
        "AND": _("两边都要时请写 A AND B。"),
        "OR": _("有一边就行时请写 A OR B。"),
        "NOT": _("不要后面的时请写 A NOT B。"),
    }.get(meant) or _("请写成 A %(operator)s B，例如 锂离子 %(operator)s 隔膜。") % {"operator": meant}
