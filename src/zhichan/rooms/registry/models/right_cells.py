"""How lists and pages show how a right stands (权利的显示)."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from zhichan.web.templatetags.zhichan import state

_MARKS = {"in_force": "ok", "pending": "info", "ended": "idle"}


def class_cell(row: Any) -> SafeString:
    return state(_MARKS[row.public_class], row.get_public_class_display())
