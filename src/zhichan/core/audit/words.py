"""What events are called (事件名称), for lists that people read.

Declared in ``audit_words.py`` of the app whose actions record them; a test holds the two together:

    declare({"plan.task.moved": _("变更任务状态")})
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise
_WORDS: dict[str, Label] = {}
_SYSTEM_ACTORS: dict[str, Label] = {
    "api": _("接口"),
    "calendar": _("日历订阅"),
    "console": _("控制台"),
    "demo": _("示例载入"),
    "measures": _("指标计算"),
    "sign-in": _("登录服务"),
    "sweep": _("定时检查"),
}


def declare(words: Mapping[str, Label]) -> None:
    """Give kinds of events their words; a kind that has some already stops the start."""
    for kind, label in words.items():
        if kind in _WORDS:
            raise ValueError(f"event {kind} has words already")
        _WORDS[kind] = label


def words_of(kind: str) -> str:
    """The event in words; empty for a kind this version of the product does not record."""
    return str(_WORDS.get(kind, ""))


def system_actor_words(name: str) -> str:
    """What acts without a person, as people call it; another by the name it was recorded with."""
    return str(_SYSTEM_ACTORS.get(name, name))


def declared_kinds() -> Iterable[str]:
    return _WORDS.keys()
