"""The years a document's deadlines belong to, and how a counted day was reached (起算)."""

from __future__ import annotations

from dataclasses import replace

from zhichan.rooms.plan.reading.counted import limit_of, start_of
from zhichan.rooms.plan.reading.deadlines import PlanYears, plan_years
from zhichan.rooms.plan.reading.folding import fold
from zhichan.rooms.plan.reading.model import DocumentFacts, Outline, Task


def years_of(outline: Outline, facts: DocumentFacts | None) -> PlanYears:
    """The years of the document by its title blocks; those of a yearly plan by its facts."""
    years = plan_years(outline)
    if facts is None:
        return years
    if facts.period and facts.period.start == facts.period.end:
        years = replace(years, own=facts.period.start, last=facts.period.end)
    return replace(years, start=start_of(facts))


def with_reason(task: Task, years: PlanYears) -> Task:
    """The task with how its day was reached, where the page names only a count of years."""
    if task.deadline is None or task.deadline.kind != "by-date":
        return task
    limit = limit_of(fold(task.deadline.text), years.start)
    if limit is None or limit.day != task.deadline.date:
        return task  # the words name their own day
    return replace(task, repairs=(*task.repairs, f"期限“{task.deadline.text}”{limit.reason}"))
