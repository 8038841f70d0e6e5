"""What is wrong or doubtful in a plan (检查提示): each lint says what, where and what to do.

Codes
    growth-differs            error  a printed yearly rate does not lead from base to target
    figures-differ            warn   text, box or table promise different figures, or the text twice
    baseline-differs          warn   the background states another figure than the baseline (rounded: info)
    citation-differs          warn   one document cited in two ways
    number-year-differs       info   the document number is of another year than its date
    deadline-before-issue     error  a task was due before the document was issued
    deadline-without-start    warn   a task counts its limit (三年内) from a day the document does not bear
    goal-before-issue         warn   a target year lies before the issue
    goal-outside-period       info   a goal of a year after the plan's period is spoken of
    damaged-period            warn   a span of years lost its dash
    impossible-date           warn   a date that no calendar has
    task-without-unit         warn   a task names nobody
    tasks-without-units       warn   no task of the document names anybody
    unknown-unit              warn   a unit is not in the register
    unreadable-table          warn   an indicator table of which no row could be read
    unreadable-goal           warn   a table row without a readable goal
    upper-limit               info   a goal from above, kept as an open range
    names-and-figures-differ  warn   分别 with more figures than names, or fewer
    target-without-year       info   no year could be found for a target
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from zhichan.rooms.plan.reading.baseline_conflicts import ONE_FIGURE
from zhichan.rooms.plan.reading.date_lints import date_lints
from zhichan.rooms.plan.reading.growth import GrowthCheck, check_growth
from zhichan.rooms.plan.reading.model import Conflict, DocumentFacts, Lint, Outline, Span, Target, Task
from zhichan.rooms.plan.reading.table_kinds import announces_indicators
from zhichan.rooms.plan.reading.targets.respectively import UNEVEN_NOTE
from zhichan.rooms.plan.reading.targets.text_targets import UPPER_NOTE
from zhichan.rooms.plan.reading.task_lints import task_lints
from zhichan.rooms.plan.reading.wording import number_words, place_words

_PLAN_YEARS = 5
# One lint of these codes stands for each conflict of a reading, and repeats it.
CONFLICT_CODES = frozenset({"number-year-differs", "figures-differ", "baseline-differs", "citation-differs"})


def lints_of(
    outline: Outline,
    targets: Sequence[Target],
    tasks: Sequence[Task],
    conflicts: Sequence[Conflict],
    facts: DocumentFacts,
    known_units: Collection[str] | None = None,
) -> tuple[Lint, ...]:
    """Every lint of the items, grouped by kind.

    ``known_units``: names and aliases of the register; without it no unit is called unknown.
    """
    return (
        *_growth(targets),
        *_from_conflicts(targets, conflicts),
        *date_lints(outline, targets, tasks, facts),
        *task_lints(tasks, known_units),
        *_tables(outline, targets),
        *_targets(targets),
    )


def _growth(targets: Sequence[Target]) -> Iterator[Lint]:
    """Rates that do not reproduce their target; a target that is itself a rate has nothing to reproduce."""
    for target in targets:
        goal, base, rate = target.target, target.baseline, target.growth_rate_pct
        if goal is None or goal.value is None or goal.op == "+=" or base is None or rate is None:
            continue
        years = goal.year - base.year if goal.year and base.year else _PLAN_YEARS
        check = check_growth(base.value, goal.value, rate, years)
        if not check.reproduces:
            yield Lint(
                "growth-differs",
                "error",
                _growth_words(target, base.value, goal.value, years, check),
                target.span,
            )


def _growth_words(target: Target, base: Decimal, goal: Decimal, years: int, check: GrowthCheck) -> str:
    rate = number_words(target.growth_rate_pct or Decimal(0))
    reached = number_words(round(check.reached, 2))
    exact = f"，由目标反推年均增长率为{number_words(round(check.rate, 2))}%" if check.rate is not None else ""
    return (
        f"{place_words(target)}“{target.name}”的年均增长率与目标对不上：{number_words(base)}按{rate}%增长{years}年为"
        f"{reached}，所列目标为{number_words(goal)}{exact}。请核对基期、增长率和目标。"
    )


def _from_conflicts(targets: Sequence[Target], conflicts: Sequence[Conflict]) -> Iterator[Lint]:
    spans = {target.id: target.span for target in targets}
    for conflict in conflicts:
        code = _conflict_code(conflict)
        places = [spans.get(item) if isinstance(item, str) else item for item in conflict.items]
        first: Span | None = next((place for place in places if place is not None), None)
        harmless = code == "number-year-differs" or ONE_FIGURE in conflict.reading
        yield Lint(code, "info" if harmless else "warn", f"{conflict.what}。{conflict.reading}", first)


def _conflict_code(conflict: Conflict) -> str:
    """Ids only: promises; ids and spans: a baseline and the background; spans only: citations."""
    named = [isinstance(item, str) for item in conflict.items]
    if not named:
        return "number-year-differs"
    if all(named):
        return "figures-differ"
    return "baseline-differs" if any(named) else "citation-differs"


def _tables(outline: Outline, targets: Sequence[Target]) -> Iterator[Lint]:
    """Indicator tables of which nothing was read, and rows whose goal was not."""
    rows = [target for target in targets if target.source == "table"]
    for block in outline.blocks:
        if not announces_indicators(outline.source, block):
            continue
        start, end = block.span
        if not any(start <= row.span[0] < end for row in rows):
            message = "指标表未能读出任何一行：没有认出指标名称列或目标列。请在导入页对照原件手工录入。"
            yield Lint("unreadable-table", "warn", message, block.span)
    for row in rows:
        if row.target is None:
            message = (
                f"指标表“{row.name}”没有读出目标值（{'；'.join(row.repairs) or '目标栏为空'}）。"
                f"请对照原件补录。"
            )
            yield Lint("unreadable-goal", "warn", message, row.span)


def _targets(targets: Sequence[Target]) -> Iterator[Lint]:
    for target in targets:
        where = f"{place_words(target)}“{target.name}”"
        if UPPER_NOTE in target.repairs:
            message = f"{where}是上限目标（{target.evidence}），记作只有上界的区间；确认时请勿当作达到值。"
            yield Lint("upper-limit", "info", message, target.span)
        if UNEVEN_NOTE in target.repairs:
            message = f"{where}的“分别”前后个数不一，数字与名称的对应没有把握。请对照原句逐个确认。"
            yield Lint("names-and-figures-differ", "warn", message, target.span)
        if target.target is not None and target.target.year is None:
            message = f"{where}没有写明完成年份，文件也没有写明规划期。请补录年份。"
            yield Lint("target-without-year", "info", message, target.span)
