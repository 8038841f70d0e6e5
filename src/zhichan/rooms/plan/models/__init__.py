"""The ledger of promises: plans, indicators, tasks, meetings, follow-ups (规划、指标、任务、会议、督办)."""

from zhichan.rooms.plan.models.admonition import AdmonishedUnit, Admonition, AdmonitionFile
from zhichan.rooms.plan.models.agreement import AgreedMatter, Agreement, OutsideParty
from zhichan.rooms.plan.models.binding import MeasureBinding
from zhichan.rooms.plan.models.budget import BudgetEntry, BudgetLine, Commitment
from zhichan.rooms.plan.models.cascade import IndicatorDecline, IndicatorLink, TaskDecline, TaskLink
from zhichan.rooms.plan.models.commendation import AwardRound, Commendation, CommendationEvent
from zhichan.rooms.plan.models.designation import (
    Criterion,
    Designation,
    DesignationEvent,
    DesignationKind,
)
from zhichan.rooms.plan.models.follow_up import FollowUp, FollowUpEvent, FollowUpFile
from zhichan.rooms.plan.models.follow_up_switch import FollowUpSwitch
from zhichan.rooms.plan.models.indicator import Indicator, IndicatorValue, PathPoint, Target
from zhichan.rooms.plan.models.instrument import InstrumentEvent, PromisedInstrument
from zhichan.rooms.plan.models.item import ExtractedItem
from zhichan.rooms.plan.models.meeting import Decision, Meeting
from zhichan.rooms.plan.models.outlook import IndicatorForecast, IndicatorNote, ValueDecision
from zhichan.rooms.plan.models.plan import Box, Plan, PlanVersion
from zhichan.rooms.plan.models.saved_template import SavedTemplate
from zhichan.rooms.plan.models.score_run import (
    ScoreAppeal,
    ScoreAppealFile,
    ScoreCorrection,
    ScorePoints,
    ScoreRelease,
    ScoreRun,
    UnitScore,
)
from zhichan.rooms.plan.models.score_scheme import ScoreItem, ScoreScheme
from zhichan.rooms.plan.models.task import (
    PeriodReview,
    Progress,
    ProgressFile,
    Responsibility,
    Task,
)

__all__ = [
    "AdmonishedUnit",
    "Admonition",
    "AdmonitionFile",
    "AgreedMatter",
    "Agreement",
    "AwardRound",
    "Box",
    "BudgetEntry",
    "BudgetLine",
    "Commendation",
    "CommendationEvent",
    "Commitment",
    "Criterion",
    "Decision",
    "Designation",
    "DesignationEvent",
    "DesignationKind",
    "ExtractedItem",
    "FollowUp",
    "FollowUpEvent",
    "FollowUpFile",
    "FollowUpSwitch",
    "Indicator",
    "IndicatorDecline",
    "IndicatorForecast",
    "IndicatorLink",
    "IndicatorNote",
    "IndicatorValue",
    "InstrumentEvent",
    "MeasureBinding",
    "Meeting",
    "OutsideParty",
    "PathPoint",
    "PeriodReview",
    "Plan",
    "PlanVersion",
    "Progress",
    "ProgressFile",
    "PromisedInstrument",
    "Responsibility",
    "SavedTemplate",
    "ScoreAppeal",
    "ScoreAppealFile",
    "ScoreCorrection",
    "ScoreItem",
    "ScorePoints",
    "ScoreRelease",
    "ScoreRun",
    "ScoreScheme",
    "Target",
    "Task",
    "TaskDecline",
    "TaskLink",
    "UnitScore",
    "ValueDecision",
]
