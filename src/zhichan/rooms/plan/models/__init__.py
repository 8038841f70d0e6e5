"""The ledger of promises: plans, indicators, tasks, meetings (规划、指标、任务、会议)."""

from zhichan.rooms.plan.models.binding import MeasureBinding
from zhichan.rooms.plan.models.cascade import IndicatorLink, TaskLink
from zhichan.rooms.plan.models.indicator import Indicator, IndicatorValue, PathPoint, Target
from zhichan.rooms.plan.models.item import ExtractedItem
from zhichan.rooms.plan.models.meeting import Decision, Meeting
from zhichan.rooms.plan.models.outlook import IndicatorForecast, IndicatorNote, ValueDecision
from zhichan.rooms.plan.models.plan import Box, Plan, PlanVersion, PromisedInstrument
from zhichan.rooms.plan.models.task import (
    PeriodReview,
    Progress,
    ProgressFile,
    Responsibility,
    Task,
)

__all__ = [
    "Box",
    "Decision",
    "ExtractedItem",
    "Indicator",
    "IndicatorForecast",
    "IndicatorLink",
    "IndicatorNote",
    "IndicatorValue",
    "MeasureBinding",
    "Meeting",
    "PathPoint",
    "PeriodReview",
    "Plan",
    "PlanVersion",
    "Progress",
    "ProgressFile",
    "PromisedInstrument",
    "Responsibility",
    "Target",
    "Task",
    "TaskLink",
    "ValueDecision",
]
