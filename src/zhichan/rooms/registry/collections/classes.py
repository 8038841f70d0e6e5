"""Classes of patents as they are compared and asked for (分类号的检索): IPC, CPC, and Locarno of designs."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext

from zhichan.rooms.registry.identifiers.classifications import parse as parse_ipc
from zhichan.rooms.registry.identifiers.classifications import parse_cpc
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused

_SPACES = re.compile(r"\s+")
_EDITION = re.compile(r"[(（\[].*")
_CLASS = re.compile(
    r"[A-HY](?:\d{1,2}|\d{2}[A-Z](?:\d{1,4}(?:/\d*)?)?)?|(?:LOC)?\d{1,2}(?:-\d*[A-Z]?\d*)?|LOC"
)
SPACED_CLASS = re.compile(r"[A-HY]\d{2}[A-Z][ \t]{1,3}\d{1,4}/\d*(?:[ \t]{0,3}\(\d{4}\.\d{2}\))?")


@lru_cache(maxsize=65_536)
def class_symbol(text: str) -> str:
    """A class as it is compared: H01M10/0525, without blanks and edition. A part of a symbol stays one."""
    plain = _SPACES.sub("", _EDITION.sub("", text)).upper()
    try:
        return _SPACES.sub("", parse_ipc(plain).printed)
    except IdentifierRefused:
        return plain


@lru_cache(maxsize=65_536)
def cpc_symbol(text: str) -> str:
    """A class of the CPC as it is compared: H01M2004/028, without blanks. A part of a symbol stays one."""
    plain = _SPACES.sub("", _EDITION.sub("", text)).upper()
    try:
        return _SPACES.sub("", parse_cpc(plain).printed)
    except IdentifierRefused:
        return plain


def class_problem(text: str) -> str:
    """What is wrong with a class, or the beginning of one, that somebody asks for; designs have Locarno's."""
    if _CLASS.fullmatch(_SPACES.sub("", _EDITION.sub("", text)).upper()):
        return ""
    return gettext("“%(text)s”不是分类号，请写成 H01M、H01M10/0525 这样。") % {"text": text[:40]}
