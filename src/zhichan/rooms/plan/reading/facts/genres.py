"""What kind of plan a document is, by its title (文种)."""

from __future__ import annotations

import re
from typing import Literal

from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import Period
from zhichan.rooms.plan.reading.terms import mainland

Genre = Literal["five-year-plan", "work-plan", "task-assignment", "annual-points", "measures", "other"]

_ASSIGNMENT = re.compile(r"分工|任务(?:清单|分解|书|表)|责任(?:清单|分解)|目标任务|台账|任务分解")
_POINTS = re.compile(r"要点|重点工作(?:安排|任务)?$|年度(?:[^规划]{0,8})(?:计划|工作安排|任务安排)")
_PLAN_OF_YEARS = re.compile(r"规划|纲要")
_WORK_PLAN = re.compile(r"方案|计划|行动|安排|部署")
_MEASURES = re.compile(r"措施|办法|意见|规定|细则|政策|条例")


def genre_of(title: str | None, period: Period | None) -> Genre:
    """The genre; a 规划 or 纲要 is a five-year plan when its period is unknown or four years or longer."""
    words = fold(mainland(title or ""))
    if _ASSIGNMENT.search(words):
        return "task-assignment"
    if _POINTS.search(words):
        return "annual-points"
    if _WORK_PLAN.search(words):
        return "work-plan"
    if _PLAN_OF_YEARS.search(words):
        return "five-year-plan" if period is None or period.end - period.start >= 3 else "work-plan"
    return "measures" if _MEASURES.search(words) else "other"
