"""Figures named in texts (占位): ``{{ tasks.overdue }}``, the figure ``overdue`` of the block ``tasks``."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput

NAMED = re.compile(r"\{\{\s*([a-z][a-z0-9_]*\.[a-z0-9_]+)\s*\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’』》）]*|[^。！？]+")
LONGEST_TEXT = 20_000


def named_in(text: str) -> tuple[str, ...]:
    """The figures a text names, in order, each once."""
    return tuple(dict.fromkeys(NAMED.findall(text)))


def filled(text: str, figure: Callable[[str], str]) -> str:
    """The text with what ``figure`` says for each name."""
    return NAMED.sub(lambda found: figure(found[1]), text)


def sentences_of(paragraph: str) -> list[str]:
    """The sentences of a paragraph before anything is filled in: what a figure says never splits one."""
    return [one for one in _SENTENCE.findall(paragraph) if one.strip()]


def check_text(text: str, known: set[str]) -> str:
    """The text as it is kept. Raises InvalidInput for a figure there is not, stray braces, or too much."""
    text = "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(_("一段正文最多 %(n)d 字。请分成几段。") % {"n": LONGEST_TEXT}, field="text")
    if any(ord(sign) < 32 and sign != "\n" for sign in text):
        raise InvalidInput(_("正文里有不能印出的控制字符，请删去后再存。"), field="text")
    if _BRACES.search(NAMED.sub("", text)):
        raise InvalidInput(
            _("正文里有写坏的占位。占位写成 {{ 块.数据 }}，请从“可引用的数据”里抄。"), field="text"
        )
    if strange := sorted(set(named_in(text)) - known):
        raise InvalidInput(
            _("没有这些数据：%(names)s。请从“可引用的数据”里选。") % {"names": "、".join(strange[:5])},
            field="text",
        )
    return text
