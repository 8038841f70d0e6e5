"""Money, documents and designations of the demo: paid, drafted and issued, sought and held (示例)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.follow_instrument import Charge, Step, charge_instrument, move_instrument
from zhichan.rooms.plan.actions.keep_budget import (
    NewCommitment,
    NewLine,
    commit_money,
    open_budget_line,
    pay,
    reverse_entry,
)
from zhichan.rooms.plan.actions.keep_designations import (
    Application,
    NewKind,
    Term,
    add_designation_kind,
    apply_for_designation,
    move_designation,
)
from zhichan.rooms.plan.models import BudgetLine, DesignationKind, Plan, PromisedInstrument, Task
from zhichan.rooms.plan.queries.holders import Holder
from zhichan.rooms.plan.steps import Step as MoveStep

State = PromisedInstrument.State


@dataclass(frozen=True)
class DemoPromise:
    """Money promised out of a line: yuan, and the payments as (days before today, yuan)."""

    payee: str
    purpose: str
    yuan: int
    paid: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class DemoLine:
    title: str
    unit: str
    yuan: int
    promises: tuple[DemoPromise, ...]
    task: str = ""


LINES = (
    DemoLine(
        "知识产权质押融资风险补偿（示例）",
        "云川区财政局",
        2_000_000,
        (
            DemoPromise("示例银行云川支行", "质押贷款风险补偿金", 1_200_000, ((18, 600_000),)),
            DemoPromise("示例融资担保公司", "担保费补贴", 300_000, ((6, 120_000),)),
        ),
        task="7.",
    ),
    DemoLine(
        "企业贯标认证奖励（示例）",
        "云川区市场监督管理局（知识产权局）",
        400_000,
        (
            DemoPromise("云川示例钢构有限公司", "通过认证奖励", 20_000, ((12, 20_000),)),
            DemoPromise("云川示例食品有限公司", "通过认证奖励", 20_000, ((12, 20_000),)),
        ),
        task="4.",
    ),
    DemoLine("宣传周和培训（示例）", "中共云川区委宣传部", 150_000, (), task="26."),
)
# Days before today of each step; the documents by words of their titles.
INSTRUMENTS = (
    ("风险补偿办法", "云川区财政局", ((58, State.DRAFTING, ""), (22, State.CONSULTING, ""))),
    (
        "纠纷协同处理工作规则",
        "云川区市场监督管理局（知识产权局）",
        ((55, State.DRAFTING, ""), (40, State.REVIEWING, ""), (13, State.ISSUED, "云知办〔{year}〕12号")),
    ),
)


def keep_budget(plan: Plan, units: Mapping[str, Unit], by: Actor, today: date) -> None:
    """This year's lines; one payment was noted twice, and taken back."""
    for one in LINES:
        line = _line(one, plan, units, by, today)
        for promise in one.promises:
            _promise(line, promise, by, today)
    again = pay(_last_commitment(plan), _amount(5_000, today, 5, "重复登记（示例）"), by=by, at=_at(today, 5))
    reverse_entry(again.pk, "同一笔支付登记了两次，冲回。（示例）", on=today, by=by, at=_at(today, 0))


def _line(one: DemoLine, plan: Plan, units: Mapping[str, Unit], by: Actor, today: date) -> BudgetLine:
    task = Task.objects.filter(plan=plan, number=one.task, version__state="in_force").first()
    new = NewLine(
        year=today.year,
        title=one.title,
        plan_id=plan.pk,
        unit_id=units[one.unit].pk,
        fund=BudgetLine.Fund.values[0],
        amount=Decimal(one.yuan),
        on=today - timedelta(days=50),
        task_id=task.pk if task else None,
        note="年初预算批复（示例）",
    )
    return open_budget_line(new, by=by, at=_at(today, 50))


def _promise(line: BudgetLine, one: DemoPromise, by: Actor, today: date) -> None:
    promised = NewCommitment(one.payee, one.purpose, _amount(one.yuan, today, 35, "拟安排（示例）"))
    commitment = commit_money(line.pk, promised, by=by, at=_at(today, 35))
    for ago, yuan in one.paid:
        pay(commitment.pk, _amount(yuan, today, ago, "示例凭证"), by=by, at=_at(today, ago))


def _last_commitment(plan: Plan) -> int:
    """One with money left to pay."""
    line = BudgetLine.objects.filter(plan=plan).order_by("pk")[0]
    return int(line.commitments.order_by("-pk").values_list("pk", flat=True)[0])


def _amount(yuan: int, today: date, days_ago: int, note: str) -> Amount:
    return Amount(Decimal(yuan), today - timedelta(days=days_ago), note)


def follow_instruments(plan: Plan, units: Mapping[str, Unit], by: Actor, today: date) -> None:
    """One document is issued, one waits past its day for opinions to come in."""
    for words, unit, steps in INSTRUMENTS:
        found = PromisedInstrument.objects.filter(plan=plan, title__contains=words).first()
        if found is None:
            continue
        due_on = found.due_on or (found.task.deadline_on if found.task else None)
        charge = Charge(units[unit].pk, due_on, found.task_id)
        charge_instrument(found.pk, charge, by=by, at=_at(today, 60))
        for ago, state, number in steps:
            on = today - timedelta(days=ago)
            step = Step(state, on, number.format(year=on.year), note="示例")
            move_instrument(found.pk, step, by=by, at=_at(today, ago))


def seek_designations(units: Mapping[str, Unit], by: Actor, today: date) -> None:
    """The park holds one since a few months, the office seeks another."""
    given = NewKind("知识产权示范区（示例）", DesignationKind.Level.PROVINCE, "示例办法", date(2020, 1, 1))
    kind = add_designation_kind(given, by=by, at=_at(today, 200))
    DesignationKind.objects.filter(pk=kind.pk).update(is_sample=True)
    park, office = units["云川高新技术产业园区管理委员会"], units["云川区市场监督管理局（知识产权局）"]
    held, _sought = (
        apply_for_designation(
            Application(
                kind.pk, Holder(f"unit:{unit.pk}", unit.name), office.pk, today - timedelta(days=ago)
            ),
            by=by,
            at=_at(today, ago),
        )
        for unit, ago in ((park, 190), (office, 35))
    )
    awarded_on = today - timedelta(days=120)
    term = Term(awarded_on, awarded_on + timedelta(days=3 * 365))
    move_designation(held.pk, MoveStep("approve", awarded_on, "示例"), term, by=by, at=_at(today, 118))


def _at(today: date, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(today - timedelta(days=days_ago), time(11)))
