"""Figures put into words for messages (提示用语)."""

from __future__ import annotations

from decimal import Decimal

from zhichan.rooms.plan.reading.model import Goal, Target

_BEFORE = {"=": "", ">=": "达到", ">": "超过", "+=": "新增", "~": "约", "range": ""}


def number_words(value: Decimal) -> str:
    """A figure without exponent or needless zeros: 12000, 4.1."""
    text = f"{value.normalize():f}"
    return text if text != "-0" else "0"


def goal_words(target: Target) -> str:
    """What a target promises: 到2025年达到15000件."""
    goal = target.target
    if goal is None:
        return "未读出数值"
    year = f"到{goal.year}年" if goal.year else ""
    return f"{year}{_BEFORE[goal.op]}{_figure(goal)}{target.unit or ''}"


def place_words(target: Target) -> str:
    """Where a target stands: 指标表, 专栏1, 正文."""
    if target.source == "table":
        return "指标表"
    return f"专栏{target.box}" if target.box is not None else "正文"


def stated_words(target: Target) -> str:
    """Place, name and promise in one phrase."""
    base = target.baseline
    start = f"{base.year or '基期'}{'年' if base.year else ''}{number_words(base.value)}、" if base else ""
    return f"{place_words(target)}“{target.name}”{start}{goal_words(target)}"


def _figure(goal: Goal) -> str:
    if goal.value is not None:
        return number_words(goal.value)
    if goal.value_min is None:
        return f"不超过{number_words(goal.value_max)}" if goal.value_max is not None else "未列数值"
    return f"{number_words(goal.value_min)}-{number_words(goal.value_max or goal.value_min)}"
