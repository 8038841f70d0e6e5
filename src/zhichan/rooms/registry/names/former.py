"""Former names printed behind a name in brackets (曾用名)."""

from __future__ import annotations

import re

_OPEN, _CLOSE = "([{\u3010\u3014\u3016\u300a\u3008<", ")\\]}\u3011\u3015\u3017\u300b\u3009>"
_MARK = "曾用名|原名称|原名|原称|原企业名称|前称|原|formerly known as|formerly|f/k/a|fka|former name"
_BRACKETED = re.compile(
    f"[{re.escape(_OPEN)}]\\s*(?:{_MARK})\\s*[:：为是]?\\s*([^{_CLOSE}]*(?:\\([^)]*\\)[^{_CLOSE}]*)*)[{_CLOSE}]"
)
_TRAILING = re.compile(r"[,，;；、\s]\s*(?:曾用名|原名称|原名|formerly known as|f/k/a)\s*[:：为]?\s*(.{4,})$")
_HINT = re.compile("[原曾前]|former|f/?k/?a")
_BETWEEN = re.compile(r"[;；、,，/]")


def without_former(plain: str) -> tuple[str, tuple[str, ...]]:
    """The name itself and the former names printed with it, both folded with their signs kept.

    A short word after 原, as in (原种场), is no former name; those have at least four characters.
    """
    if not _HINT.search(plain):
        return plain, ()
    for pattern in (_BRACKETED, _TRAILING):
        found = pattern.search(plain)
        if found and len(found[1].strip()) >= 4 and plain[: found.start()].strip():
            rest = plain[: found.start()] + plain[found.end() :]
            return rest.strip(), tuple(_names(found[1]))
    return plain, ()


def _names(text: str) -> list[str]:
    if text.isascii():
        return [text.strip()]
    return [name.strip() for name in _BETWEEN.split(text) if len(name.strip()) >= 4]
