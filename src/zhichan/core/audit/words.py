"""What events are called (事件名称), for lists that people read.

Declared in ``audit_words.py`` of the app whose actions record them; a test holds the two together:

    declare({"plan.task.moved": _("变更任务状态")})
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise

Label = str | Promise
_WORDS: dict[str, Label] = {}


def declare(words: Mapping[str, Label]) -> None:
    """Give kinds of events their words; a kind that has some already stops the start."""
    for kind, label in words.items():
        if kind in _WORDS:
            raise ValueError(f"event {kind} has words already")
        _WORDS[kind] = label


def words_of(kind: str) -> str:
    """The event in words; empty for a kind this version of the product does not record."""
    return str(_WORDS.get(kind, ""))


def declared_kinds() -> Iterable[str]:
    return _WORDS.keys()
