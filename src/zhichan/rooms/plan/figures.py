"""How figures and promises of indicators are written."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from zhichan.core.tables.text import number_text
from zhichan.rooms.plan.models import Target


def figure(value: Decimal | None, unit: str) -> str:
    """A figure with its unit: ``5.31 件``; unknown is a dash."""
    return f"{number_text(value)} {unit}".strip() if value is not None else number_text(None)


def promise_text(target: Target | None, unit: str) -> str:
    """What was promised: ``9 件``, ``超过 9 件``, ``新增 50 家``, ``9–12 件``."""
    if target is None:
        return "—"
    if target.op == Target.Op.RANGE:
        return f"{number_text(target.value_min)}–{number_text(target.value_max)} {unit}".strip()
    words = {Target.Op.EXCEED: _("超过"), Target.Op.INCREASE: _("新增"), Target.Op.ABOUT: _("约")}
    word = words.get(Target.Op(target.op), "")
    return f"{word} {figure(target.value, unit)}".strip()
