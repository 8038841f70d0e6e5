"""A year of a few units to be scored, with invented names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from tests.rooms.plan.samples import AT, Role, make_indicator, make_plan, make_task
from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.files.actions import store_file
from zhichan.core.files.models import StoredFile
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.report_progress import Evidence, Report, report_progress
from zhichan.rooms.plan.actions.review_progress import review_progress
from zhichan.rooms.plan.actions.score_runs import RunWish, run_scores
from zhichan.rooms.plan.actions.score_schemes import (
    ItemDraft,
    SchemeDraft,
    confirm_scheme,
    draft_scheme,
    propose_scheme,
)
from zhichan.rooms.plan.models import (
    Indicator,
    IndicatorValue,
    PathPoint,
    Plan,
    ScoreItem,
    ScoreRun,
    ScoreScheme,
    Task,
)

SYSTEM = system_actor("test")
FIRST, LAST = date(2026, 1, 1), date(2026, 9, 30)
KNOWN = datetime(2026, 10, 8, 2, 0, tzinfo=UTC)
DRAFT = SchemeDraft(
    "2026 年度知识产权工作考核方案",
    (
        ItemDraft("任务完成", Decimal(60), "if(应办任务数 = 0, 任务平均进度, 100 × 按期办结数 ÷ 应办任务数)"),
        ItemDraft("指标完成", Decimal(40), "指标完成率 − 10 × 约束性滞后指标数"),
    ),
    basis="区知识产权战略领导小组办公室通知（示例）",
    bonus_most=Decimal(5),
    deduction_most=Decimal(10),
)


def confirmed(drafter: Actor, confirmer: Actor, at: datetime, draft: SchemeDraft = DRAFT) -> ScoreScheme:
    """A scheme of 2026 that two persons stand for."""
    scheme = draft_scheme(2026, draft, by=drafter, at=at)
    propose_scheme(scheme.pk, by=drafter, at=at)
    return confirm_scheme(scheme.pk, by=confirmer, at=at)


def done(task: Task, unit: Unit, handed_in: datetime, looked_at: datetime, file: StoredFile) -> None:
    """The unit asks for completion, and the office accepts it later."""
    report = Report(100, "已完成。", asks_done=True, evidence=(Evidence(file, "总结.txt"),))
    handed = report_progress(task.pk, report, unit=unit, by=SYSTEM, at=handed_in)
    review_progress(handed.pk, "accept", note="", by=SYSTEM, at=looked_at)


def value(indicator: Indicator, on: date, amount: str, known_at: datetime) -> IndicatorValue:
    return IndicatorValue.objects.create(
        indicator=indicator, effective_on=on, known_at=known_at, value=Decimal(amount), source="test"
    )


@dataclass(frozen=True)
class Year:
    plan: Plan
    tasks: tuple[Task, ...]
    indicator: Indicator


def make_year(office: Unit, science: Unit, justice: Unit) -> Year:
    """Science: four tasks due (in time, late, handed in on the last day, not done), one running that it
    shares, one binding indicator at 5.5 of 10 in the year. Justice: nothing due, no indicator, and the
    running task, of which it has done 40 percent and science nothing."""
    file = store_file("总结".encode(), name="总结.txt", by=SYSTEM, at=AT)
    plan = make_plan(office)
    due = {"deadline_on": date(2026, 6, 30)}
    tasks = [make_task(plan, {science: Role.LEAD}, **due) for _ in range(4)]
    tasks.append(make_task(plan, {science: Role.JOINT, justice: Role.LEAD}))
    make_task(plan, {science: Role.PARTICIPANT, justice: Role.PARTICIPANT}, **due)
    for task, handed_in, looked_at in (
        (tasks[0], datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 6, tzinfo=UTC)),
        (tasks[1], datetime(2026, 7, 3, tzinfo=UTC), datetime(2026, 7, 4, tzinfo=UTC)),
        (tasks[2], datetime(2026, 6, 30, tzinfo=UTC), datetime(2026, 7, 9, tzinfo=UTC)),
    ):
        done(task, science, handed_in, looked_at, file)
    begun = report_progress(tasks[4].pk, Report(40, "已开展。"), unit=justice, by=SYSTEM, at=KNOWN)
    review_progress(begun.pk, "accept", note="", by=SYSTEM, at=KNOWN)
    indicator = make_indicator(
        plan, owner_unit=science, nature=Indicator.Nature.BINDING, counting=Indicator.Counting.YEARLY
    )
    PathPoint.objects.create(target=indicator.targets.get(), year=2026, value=10, kind="linear")
    value(indicator, date(2026, 9, 30), "5.5", datetime(2026, 10, 2, tzinfo=UTC))
    return Year(plan, tuple(tasks), indicator)


def run_of(scheme: ScoreScheme, units: list[Unit], by: Actor, at: datetime, **wish: object) -> ScoreRun:
    asked = {"first": FIRST, "on": LAST, "known_at": KNOWN, **wish}
    return run_scores(scheme.pk, RunWish(unit_ids=[one.pk for one in units], **asked), by=by, at=at)


ZERO = ScoreItem.WithoutData.ZERO
