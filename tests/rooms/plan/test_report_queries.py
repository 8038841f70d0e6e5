"""What the plan room gives to reports, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.conftest import NOW, TODAY
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role as Post
from zhichan.core.people.models import Unit
from zhichan.core.reports.declaration import Asked, Moment, query_named
from zhichan.core.reports.facts import Facts
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.keep_budget import (
    NewCommitment,
    NewLine,
    commit_money,
    open_budget_line,
    pay,
)
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up
from zhichan.rooms.plan.models import InstrumentEvent, PromisedInstrument, ScoreRelease, Task

from .samples import Role, make_instrument, make_task
from .score_samples import KNOWN, confirmed, make_year, run_of

pytestmark = pytest.mark.any_database
SINCE = date(2026, 1, 1)
BY = {"by": system_actor("test"), "at": NOW}


def facts_of(name: str, plan=None, *, as_of: date = TODAY, known_at=NOW) -> Facts:
    parameters = {"plan": str(plan.pk)} if plan else {}
    return query_named(name).facts(Asked(Moment(SINCE, as_of, known_at), parameters))


def values(facts: Facts) -> dict[str, object]:
    return {one.name: one.value for one in facts.figures}


def rows(facts: Facts) -> list[tuple[str, ...]]:
    assert facts.table is not None
    return [row.texts for row in facts.table.rows]


def test_a_task_done_later_was_under_way_then(plan, science, justice) -> None:
    make_task(plan, {science: Role.LEAD}, state=Task.State.DONE, done_on=date(2026, 6, 1))
    make_task(plan, {science: Role.LEAD, justice: Role.PARTICIPANT}, deadline_on=date(2026, 9, 1))
    now = values(facts_of("plan.tasks", plan))
    assert (now["total"], now["done"], now["overdue"], now["done_percent"]) == (2, 1, 1, Decimal("50.0"))
    assert now["late_units"] == "云川区科技局1项"
    then = values(facts_of("plan.tasks", plan, as_of=date(2026, 5, 31)))
    assert (then["total"], then["done"], then["overdue"]) == (2, 0, 0)
    assert rows(facts_of("plan.overdue_tasks", plan)) == [
        ("1", "2 建立第 2 项会商机制", "云川区科技局", "2026-09-01", "80")
    ]
    before = facts_of("plan.tasks", plan, known_at=NOW - timedelta(days=3650))
    assert values(before)["total"] == 0
    assert values(before)["done_percent"] == "不适用"


def test_units_beyond_the_chart_stand_in_it_together(plan) -> None:
    """Bars, rows and the note add up to the same, and the note says how many tasks that is."""
    units = [Unit.objects.create(name=f"云川区第{n:02}局", kind="bureau", source="test") for n in range(18)]
    for unit in units:
        make_task(plan, {unit: Role.LEAD}, state=Task.State.DONE, done_on=date(2026, 6, 1))
    make_task(plan, {units[0]: Role.LEAD, units[1]: Role.JOINT}, deadline_on=date(2026, 9, 1))
    make_task(plan, {}, deadline_on=date(2026, 9, 1))
    facts = facts_of("plan.tasks", plan)
    assert facts.chart is not None
    assert facts.chart.categories[0] == "云川区第00局"
    assert facts.chart.categories[14:] == ("云川区第14局", "其余4个单位合计")
    done, overdue = (one.values for one in facts.chart.series)
    assert (done[-1], sum(done)) == (3, 18)
    assert (overdue[-1], sum(overdue)) == (1, 3)
    found = rows(facts)
    assert len(found) == 19
    assert found[-1] == ("没有责任单位", "1", "0", "0", "1")
    assert [sum(int(row[at]) for row in found) for at in range(1, 5)] == [21, 18, 0, 3]
    assert facts.notes == ("一项任务由几个单位负责的，各单位分别计入；各单位合计21项次，任务共20项。",)
    assert values(facts)["total"] == 20


def test_follow_ups_are_counted_by_unit(plan, science) -> None:
    task = make_task(plan, {science: Role.LEAD})
    open_follow_up(NewFollowUp(science.pk, "请加快。", task_id=task.pk), **BY)
    facts = facts_of("plan.follow_ups")
    assert rows(facts) == [("云川区科技局", "1", "0", "0", "0", "0", "1", "0")]
    assert (values(facts)["opened"], values(facts)["open_now"]) == (1, 1)
    assert rows(facts_of("plan.follow_ups", as_of=TODAY - timedelta(days=1))) == []


def test_money_is_told_in_ten_thousands(plan, science, task) -> None:
    day = date(2026, 3, 2)
    new = NewLine(2026, "强企工程", plan.pk, science.pk, "district", Decimal(100_000), day, task.pk)
    line = open_budget_line(new, **BY)
    made = commit_money(line.pk, NewCommitment("示例公司", "培育", Amount(Decimal(60_000), day)), **BY)
    pay(made.pk, Amount(Decimal("12345.67"), day), **BY)
    facts = facts_of("plan.budget")
    assert rows(facts) == [("强企工程", "云川区科技局", "10", "6", "1.23", "12.3")]
    assert [values(facts)[name] for name in ("lines", "budget", "committed", "paid", "percent")] == [
        *(1, 10, 6, Decimal("1.23"), Decimal("12.3"))
    ]
    assert values(facts_of("plan.budget", as_of=date(2025, 12, 31)))["percent"] == "不适用"


def test_an_instrument_stands_as_it_was_known_to(plan) -> None:
    late = make_instrument(plan, due_on=date(2026, 6, 30))
    issued = make_instrument(plan, "云川区奖励办法", start=10)
    State = PromisedInstrument.State
    InstrumentEvent.objects.create(
        instrument=issued, state=State.ISSUED, effective_on=date(2026, 5, 1), known_at=NOW, source="test",
        doc_number="云知发〔2026〕3号",
    )  # fmt: skip
    PromisedInstrument.objects.filter(pk=issued.pk).update(state=State.ISSUED)
    facts = facts_of("plan.instruments", plan)
    assert rows(facts) == [
        ("1", late.title, "未定", "2026-06-30", "未启动", "不适用"),
        ("2", "云川区奖励办法", "未定", "未定", "已印发", "云知发〔2026〕3号"),
    ]
    assert values(facts) == {"total": 2, "issued": 1, "open": 1, "late": 1}
    assert values(facts_of("plan.instruments", plan, known_at=NOW - timedelta(days=1)))["issued"] == 0


def test_tasks_that_nobody_below_took_are_listed(plan, task) -> None:
    facts = facts_of("plan.cascade", plan)
    assert values(facts) == {"tasks": 1, "taken": 0, "untaken": 1, "declined": 0, "percent": Decimal("0.0")}
    assert rows(facts) == [("1", f"{task.number} {task.title}")]


def test_without_published_scores_their_figures_are_missing(plan) -> None:
    facts = facts_of("plan.scores")
    assert values(facts) == {"year": None, "units": None, "first": None}
    assert rows(facts) == []


def test_the_scores_published_last_are_ranked(office, science, justice, officer, actor) -> None:
    make_year(office, science, justice)
    leader = actor(Post.OFFICE_LEADER, office)
    scheme = confirmed(officer, leader, KNOWN)
    run = run_of(scheme, [science, justice], officer, NOW)
    assert rows(facts_of("plan.scores")) == [], "not published yet"
    ScoreRelease.objects.create(run=run, kind=ScoreRelease.Kind.PUBLISHED, at=NOW, source="test")
    facts = facts_of("plan.scores")
    kept = {one.unit.name: (one.rank, one.total) for one in run.unit_scores.select_related("unit")}
    assert facts.table is not None
    assert {row.cells[1]: (row.cells[0], row.cells[2]) for row in facts.table.rows} == kept
    first = "、".join(sorted(name for name, (rank, _total) in kept.items() if rank == 1))
    assert values(facts) == {"year": "2026年", "units": 2, "first": first}
    assert rows(facts_of("plan.scores", known_at=NOW - timedelta(days=1))) == []
