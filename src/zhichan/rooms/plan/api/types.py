"""Kinds of values that operations of the plan room take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, StringConstraints

from zhichan.core.access.operation import OneOf
from zhichan.rooms.plan.alarms import Alarm
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.models import (
    Agreement,
    BudgetEntry,
    BudgetLine,
    Commendation,
    Criterion,
    Designation,
    DesignationKind,
    Indicator,
    PathPoint,
    Plan,
    Progress,
    PromisedInstrument,
    Responsibility,
    Target,
    Task,
)
from zhichan.rooms.plan.needed import Pace

# Any lines of text; PostgreSQL cannot store the zero character.
Words = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Note = Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")]
Percent = Annotated[int, Field(ge=0, le=100)]
Day = Annotated[date, Field(ge=date(1950, 1, 1), le=date(2199, 12, 31))]
Figure = Annotated[Decimal, Field(max_digits=20, decimal_places=4, allow_inf_nan=False)]


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


# A figure in a reply: text, so that nothing is rounded on the way; without trailing zeros.
Exact = Annotated[Decimal, PlainSerializer(_plain, return_type=str)]

PlanGenre = Annotated[str, OneOf(Plan.Genre)]
TaskKind = Annotated[str, OneOf(Task.Kind)]
TaskState = Annotated[str, OneOf(Task.State)]
DeadlineKind = Annotated[str, OneOf(Task.DeadlineKind)]
TaskAlarm = Annotated[str, OneOf(Alarm)]
UnitRole = Annotated[str, OneOf(Responsibility.Role)]
ReportState = Annotated[str, OneOf(Progress.State)]
Counting = Annotated[str, OneOf(Indicator.Counting)]
Operator = Annotated[str, OneOf(Target.Op)]
PathKind = Annotated[str, OneOf(PathPoint.Kind)]
IndicatorStatus = Annotated[str, OneOf(Status)]
InstrumentState = Annotated[str, OneOf(PromisedInstrument.State)]
FundSource = Annotated[str, OneOf(BudgetLine.Fund)]
BudgetKind = Annotated[str, OneOf(BudgetEntry.Kind)]
CriterionOp = Annotated[str, OneOf(Criterion.Op)]
DesignationLevel = Annotated[str, OneOf(DesignationKind.Level)]
DesignationState = Annotated[str, OneOf(Designation.State)]
HolderKind = Literal["unit", "region", "party"]
CommendationState = Annotated[str, OneOf(Commendation.State)]
AgreementKind = Annotated[str, OneOf(Agreement.Kind)]
NeededPace = Annotated[str, OneOf(Pace)]
