"""Operators (运算符), also those of other systems: what is written here instead."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

OPERATOR = re.compile(r"AND|OR|NOT|与|且|或|非|\d{1,3}[WD]|/(?:\d{1,3})?CLA|/SEN|同句|同分句", re.IGNORECASE)
#: Signs of comparisons as they stand with the sides changed.
OTHER_WAY = str.maketrans("<>≤≥＜＞", "><≥≤＞＜")
_OTHERS = (
    (re.compile(r".*&&.*|&"), "AND"),
    (re.compile(r".*\|\|.*|\|"), "OR"),
    (re.compile(r"!.*"), "NOT"),
    (re.compile(r"(?:NEAR|ADJ)(?:/?(?P<far>\d{1,3}))?"), "%sD"),
    (re.compile(r"(?:PRE|W)/(?P<far>\d{1,3})"), "%sW"),
    (re.compile(r"SAME"), "同句"),
)
_USUAL_DISTANCE = "5"
_WORDS = {
    **dict.fromkeys(("和", "及", "以及", "并且", "而且", "并", "同时"), "AND"),
    **dict.fromkeys(("或者", "或是"), "OR"),
    **dict.fromkeys(("不含", "不包含", "不包括", "除去", "排除"), "NOT"),
}


def operator_meant(word: str) -> str:
    """What is written here for an operator of another system; empty for what is none. Words such as near are
    operators in capitals alone."""
    for pattern, said in _OTHERS:
        if found := pattern.fullmatch(word):
            return said.replace("%s", found.groupdict().get("far") or _USUAL_DISTANCE)
    return ""


def operator_said(word: str) -> str:
    """The operator that a word between two others may be meant as; empty for any other word."""
    return _WORDS.get(word, "") or operator_meant(word.upper())


def operator_hint(meant: str) -> str:
    return {
        "AND": _("两边都要时请写 A AND B。"),
        "OR": _("有一边就行时请写 A OR B。"),
        "NOT": _("不要后面的时请写 A NOT B。"),
    }.get(meant) or _("请写成 A %(operator)s B，例如 锂离子 %(operator)s 隔膜。") % {"operator": meant}
