"""Budget lines: paid ≤ committed ≤ budget at every moment, and every figure refused with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Unit
from zhichan.core.rules.money import yuan_of
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.enter_plan import NewPlan, enter_plan
from zhichan.rooms.plan.actions.keep_budget import (
    NewCommitment,
    NewLine,
    adjust_budget,
    change_commitment,
    commit_money,
    open_budget_line,
    pay,
    reverse_entry,
)
from zhichan.rooms.plan.budget_law import Effect, first_breach, totals_of
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine, Commitment, Plan
from zhichan.rooms.plan.queries.budget import (
    execution,
    execution_total,
    line_page,
    lines_visible_to,
    money_of_task,
    years_of,
)

from .samples import make_plan, make_task

DAY = date(2026, 3, 2)


@pytest.fixture
def new(plan, science, task) -> NewLine:
    return NewLine(2026, "知识产权强企工程", plan.pk, science.pk, "district", Decimal(100_000), DAY, task.pk)


@pytest.fixture
def line(new, officer, now) -> BudgetLine:
    return open_budget_line(new, by=officer, at=now)


@pytest.fixture
def commitment(line, officer, now) -> Commitment:
    return commit_money(line.pk, promised("60000"), by=officer, at=now)


def amount(yuan: str, on: date = DAY, note: str = "批复") -> Amount:
    return Amount(Decimal(yuan), on, note)


def promised(yuan: str, on: date = DAY) -> NewCommitment:
    return NewCommitment("云川示例服务中心", "企业培训", amount(yuan, on))


def stored(line: BudgetLine) -> tuple[int, ...]:
    line.refresh_from_db()
    return line.budget_fen, line.committed_fen, line.paid_fen, BudgetEntry.objects.count()


def test_money_is_promised_paid_and_shown_with_its_share(line, commitment, task, officer, now):
    pay(commitment.pk, amount("12345.67", note="凭证 18"), by=officer, at=now)
    adjust_budget(line.pk, amount("-20000"), by=officer, at=now)
    assert stored(line) == (8_000_000, 6_000_000, 1_234_567, 4)
    [shown] = execution(2026, now)
    assert (shown.budget, shown.committed, shown.paid) == (80_000, 60_000, Decimal("12345.67"))
    assert shown.share == Decimal("0.154")
    assert execution_total([shown, shown]).paid == Decimal("24691.34")
    assert [(one.year, one.lines, one.money.free) for one in years_of(officer)] == [(2026, 1, 20_000)]
    assert money_of_task(officer, task).total.committed == 60_000
    page = line_page(officer, line.pk)
    assert [one.left for one in page.commitments] == [Decimal("47654.33")]
    assert [event.kind.rpartition(".")[2] for event in events_of(line).order_by("seq")] == [
        *("approved", "committed", "paid", "adjusted")
    ]


def test_earlier_days_and_earlier_knowledge_are_answered_from_the_entries(line, commitment, officer, now):
    later = now + timedelta(hours=1)
    pay(commitment.pk, amount("500", date(2026, 11, 1)), by=officer, at=later)
    assert [one.paid for one in execution(2026, now)] == [0]
    assert [one.paid for one in execution(2026, later)] == [500]
    assert execution(2026, now - timedelta(days=1)) == []
    assert execution(2025, later) == []


@pytest.mark.parametrize(
    ("act", "figures"),
    [
        (lambda line, one, by, at: commit_money(line.pk, promised("40000.01"), by=by, at=at), "0.01 元"),
        (lambda line, one, by, at: adjust_budget(line.pk, amount("-40001"), by=by, at=at), "59,999.00 元"),
        (lambda line, one, by, at: change_commitment(one.pk, amount("50000"), by=by, at=at), "110,000.00 元"),
        (lambda line, one, by, at: pay(one.pk, amount("60000.01"), by=by, at=at), "60,000.01 元"),
        (lambda line, one, by, at: pay(one.pk, amount("1", date(2026, 3, 1)), by=by, at=at), "2026-03-01"),
    ],
    ids=[
        "committed over budget",
        "budget under commitments",
        "more promised",
        "overpaid",
        "paid before promised",
    ],
)
def test_an_overrun_is_refused_with_its_figures(line, commitment, officer, now, act, figures):
    before = stored(line)
    with pytest.raises(Conflict) as refused, transaction.atomic():
        act(line, commitment, officer, now)
    assert figures in str(refused.value.message)
    assert str(refused.value.message).startswith("没有登记。如果登记，")
    assert stored(line) == before
    assert Commitment.objects.count() == 1


def test_a_day_in_the_past_is_judged_by_what_stood_then_and_since(line, officer, now):
    """Raised in June, used in July: May has no rise yet, and April may not take what July uses."""
    adjust_budget(line.pk, amount("50000", date(2026, 6, 1)), by=officer, at=now)
    with pytest.raises(Conflict, match="2026-05-31"):
        commit_money(line.pk, promised("120000", date(2026, 5, 31)), by=officer, at=now)
    commit_money(line.pk, promised("120000", date(2026, 7, 1)), by=officer, at=now)
    with pytest.raises(Conflict, match="2026-07-01"):
        commit_money(line.pk, promised("40000", date(2026, 4, 1)), by=officer, at=now)


def test_a_mistake_is_reversed_once_and_never_under_what_rests_on_it(line, commitment, officer, now):
    paid = pay(commitment.pk, amount("100"), by=officer, at=now)
    first = commitment.entries.get(kind="committed")
    with pytest.raises(Conflict, match=r"支付将是 100\.00 元"):
        reverse_entry(first.pk, "登记错了", on=date(2026, 4, 1), by=officer, at=now)
    back = reverse_entry(paid.pk, "登记错了", on=date(2026, 4, 1), by=officer, at=now)
    assert (back.amount_fen, back.reverses_id, back.kind) == (-10_000, paid.pk, "paid")
    for taken_back in (paid, back):
        with pytest.raises(WrongState):
            reverse_entry(taken_back.pk, "再冲一次", on=date(2026, 4, 1), by=officer, at=now)
    with pytest.raises(InvalidInput, match="不能早于"):
        reverse_entry(first.pk, "登记错了", on=date(2026, 3, 1), by=officer, at=now)
    reverse_entry(first.pk, "登记错了", on=date(2026, 4, 1), by=officer, at=now)
    assert stored(line)[:3] == (10_000_000, 0, 0)
    assert [one.may_reverse for one in line_page(officer, line.pk).entries] == [False] * 4 + [True]


@pytest.mark.parametrize("yuan", ["0", "-1", "10.005", "10000000000000.01", "NaN", "Infinity", "1E-9"])
def test_what_is_no_amount_is_refused_and_nothing_is_rounded(line, commitment, officer, now, yuan):
    before = stored(line)
    with pytest.raises(InvalidInput):
        pay(commitment.pk, amount(yuan), by=officer, at=now)
    with pytest.raises(InvalidInput), transaction.atomic():
        commit_money(line.pk, promised(yuan), by=officer, at=now)
    assert stored(line) == before


@pytest.mark.parametrize(
    "fields",
    [
        *({"year": 1999}, {"year": 2028}, {"title": " "}, {"title": "长" * 121}, {"fund": "gift"}),
        *({"plan_id": 10**6}, {"unit_id": 10**6}, {"task_id": 10**6}, {"amount": Decimal("0.001")}),
        *({"on": date(2024, 12, 31)}, {"on": date(2026, 11, 21)}, {"note": "长" * 401}),
    ],
)
def test_an_impossible_line_changes_nothing(new, officer, now, fields):
    with pytest.raises(InvalidInput), transaction.atomic():
        open_budget_line(replace(new, **fields), by=officer, at=now)
    assert not BudgetLine.objects.exists()


def test_a_line_stands_once_and_its_task_is_of_its_plan(line, new, office, officer, science, now):
    with pytest.raises(Conflict):
        open_budget_line(new, by=officer, at=now)
    other = make_task(make_plan(office, "云川区另一规划"), {science: "lead"})
    with pytest.raises(InvalidInput, match="不属于"):
        open_budget_line(replace(new, title="别的", task_id=other.pk), by=officer, at=now)
    assert BudgetLine.objects.count() == 1


@pytest.mark.parametrize("role", [r for r in Post if r not in (Post.PLAN_OFFICER, Post.OFFICE_LEADER)])
def test_only_the_office_keeps_the_budget(line, commitment, new, science, actor, now, role):
    by, before = actor(role, science), stored(line)
    for act in (
        lambda: open_budget_line(replace(new, title="别的"), by=by, at=now),
        lambda: adjust_budget(line.pk, amount("1"), by=by, at=now),
        lambda: pay(commitment.pk, amount("1"), by=by, at=now),
        lambda: reverse_entry(line.entries.first().pk, "错", on=DAY, by=by, at=now),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert stored(line) == before


def test_a_contact_sees_the_money_of_its_own_unit(line, task, contact, actor, justice):
    other = actor(Post.UNIT_CONTACT, justice)
    assert [lines_visible_to(by).count() for by in (contact, other)] == [1, 0]
    assert money_of_task(other, task) is None
    with pytest.raises(NotFound):
        line_page(other, line.pk)


def test_the_database_itself_refuses_an_overdrawn_line_and_a_changed_entry(line, commitment):
    for rows, change in (
        (BudgetLine.objects.filter(pk=line.pk), {"paid_fen": 6_000_001}),
        (BudgetLine.objects.filter(pk=line.pk), {"committed_fen": 10_000_001}),
        (Commitment.objects.filter(pk=commitment.pk), {"paid_fen": 6_000_001}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    for verb in ("UPDATE plan_budgetentry SET amount_fen = 1", "DELETE FROM plan_budgetentry"):
        with (
            pytest.raises(Exception, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb)


# --- the law, by any sequence ---

_DAYS = st.integers(0, 5).map(lambda n: DAY + timedelta(days=n))
_STEP = st.tuples(
    st.sampled_from(("budget", "committed", "paid")), st.integers(-60, 100), st.integers(0, 1), _DAYS
)


@drawn(st.lists(_STEP, max_size=14))
def test_whatever_is_let_in_never_overdraws_on_any_day(steps):
    """A second way: the sums of every day are built anew, one day after the other, from what was let in."""
    kept: list[Effect] = []
    for column, fen, which, on in steps:
        effect = Effect(on, column, fen, None if column == "budget" else which)
        if first_breach([*kept, effect]) is None:
            kept.append(effect)
        else:
            assert not _holds([*kept, effect])
    assert _holds(kept)


def _holds(effects: list[Effect]) -> bool:
    for n in range(6):
        until = [effect for effect in effects if effect.on <= DAY + timedelta(days=n)]
        sums = totals_of(until)
        if sums.committed > sums.budget:
            return False
        for which in (0, 1):
            own = totals_of(effect for effect in until if effect.commitment == which)
            if own.paid > own.committed:
                return False
    return True


# --- two writers ---

CASES = """
from decimal import Decimal
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.keep_budget import NewCommitment, commit_money, pay
from zhichan.rooms.plan.models import BudgetLine, Commitment

DAY = date(2026, 3, 2)

def commit(who):
    given = NewCommitment("机构" + who, "培训", Amount(Decimal(60), DAY))
    commit_money(BudgetLine.objects.get().pk, given, by=by, at=at)

def pay_all(who):
    pay(Commitment.objects.get().pk, Amount(Decimal(60), DAY), by=by, at=at)

CASES = {"commit": commit, "pay_all": pay_all}
"""


def test_two_writers_cannot_overdraw_together(new_site: NewSite, system, now) -> None:
    site = new_site()
    with site.here():
        office = create_unit(NewUnit("云川区知识产权局", Unit.Kind.OFFICE), by=system, at=now)
        given = NewPlan("规划甲", Plan.Genre.FIVE_YEAR_PLAN)
        plan = enter_plan(given, owner_unit=office, by=system, at=now).plan
        new = NewLine(2026, "强企", plan.pk, office.pk, "district", Decimal(100), DAY)
        open_budget_line(new, by=system, at=now)
    with race(site, CASES) as racing:
        assert [racing.outcome(case) for case in ("commit", "pay_all")] == ["Conflict", "Conflict"]
    with site.here():
        line = BudgetLine.objects.get()
        assert [yuan_of(n) for n in (line.budget_fen, line.committed_fen, line.paid_fen)] == [100, 60, 60]
        assert line.entries.count() == 3
