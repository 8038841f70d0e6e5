"""What the demo district has besides tasks: money, designations, commendations; all invented (示例)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.commend import (
    NewRound,
    Nomination,
    move_commendation,
    nominate,
    open_award_round,
)
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
    NewCriterion,
    NewKind,
    Term,
    add_designation_kind,
    apply_for_designation,
    move_designation,
)
from zhichan.rooms.plan.demo.district import OFFICE
from zhichan.rooms.plan.models import AwardRound, Commendation, Designation, DesignationKind, Plan
from zhichan.rooms.plan.queries.holders import Holder
from zhichan.rooms.plan.steps import Step

SCIENCE = "云川区科学技术局"
FIRM = "云川示例钢构有限公司"


@dataclass(frozen=True)
class DemoLine:
    """Yuan; ``ago``: days before today on which it was approved. The paid part is of the first commitment."""

    title: str
    fund: str
    unit: str
    yuan: int
    ago: int
    commitments: tuple[tuple[str, str, int], ...]
    paid: str


LINES = (
    DemoLine(
        "知识产权强企工程",
        "district",
        OFFICE,
        800_000,
        85,
        (
            ("云川示例知识产权服务中心", "企业培训与贯标辅导", 320_000),
            ("云川示例检测公司", "专利导航报告", 180_000),
        ),
        "120000.50",
    ),
    DemoLine(
        "高价值专利培育",
        "transfer",
        SCIENCE,
        500_000,
        80,
        (("云川示例大学技术转移中心", "培育项目首批资助", 450_000),),
        "300000",
    ),
    DemoLine("知识产权宣传周", "district", OFFICE, 60_000, 70, (), ""),
)


def keep_means(plan: Plan, units: Mapping[str, Unit], people: Mapping[str, Person], today: date) -> None:
    """Three budget lines, two designations and two commendations, kept by the plan officer."""
    officer = actor_of(people["guihua"], today)
    _keep_money(plan, units, officer, today)
    _keep_designations(plan, units, officer, today)
    _commend(units, people, officer, today)
    for model in (DesignationKind, Designation, AwardRound, Commendation):
        model.objects.update(is_sample=True)


def _at(on: date, hour: int = 16) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


def _keep_money(plan: Plan, units: Mapping[str, Unit], by: Actor, today: date) -> None:
    task = plan.tasks.order_by("position").first()
    for one in LINES:
        on = today - timedelta(days=one.ago)
        new = NewLine(
            year=on.year,
            title=one.title,
            plan_id=plan.pk,
            unit_id=units[one.unit].pk,
            fund=one.fund,
            amount=Decimal(one.yuan),
            on=on,
            task_id=task.pk if task and one is LINES[0] else None,
            note="示例批复",
        )
        line = open_budget_line(new, by=by, at=_at(on))
        later = on + timedelta(days=10)
        made = [
            commit_money(
                line.pk, NewCommitment(payee, purpose, Amount(Decimal(yuan), later)), by=by, at=_at(later)
            )
            for payee, purpose, yuan in one.commitments
        ]
        if made:
            paid_on = later + timedelta(days=20)
            pay(made[0].pk, Amount(Decimal(one.paid), paid_on, "示例凭证"), by=by, at=_at(paid_on))
            twice = pay(made[0].pk, Amount(Decimal(5000), paid_on, "示例凭证"), by=by, at=_at(paid_on))
            reverse_entry(twice.pk, "重复登记", on=paid_on, by=by, at=_at(paid_on))


def _keep_designations(plan: Plan, units: Mapping[str, Unit], by: Actor, today: date) -> None:
    """A pilot county whose term ends in forty days, and a firm that has applied."""
    begun = today - timedelta(days=1000)
    at = _at(begun)
    county, firms = (
        add_designation_kind(NewKind(name, level, "示例通知", begun - timedelta(days=30)), by=by, at=at)
        for name, level in (("知识产权强县建设试点县", "nation"), ("知识产权优势企业", "province"))
    )
    indicator = plan.indicators.filter(retired_at=None).order_by("position").first()
    criteria = [NewCriterion("设有专门的知识产权管理机构")]
    if indicator is not None:
        words = f"{indicator.name}不低于 3"
        criteria.insert(0, NewCriterion(words[:200], indicator.pk, "ge", Decimal(3)))
    office = units[OFFICE]
    holder = Holder("region:120199", "云川区")
    row = apply_for_designation(
        Application(county.pk, holder, office.pk, begun, criteria=criteria), by=by, at=at
    )
    term = Term(begun + timedelta(days=60), today + timedelta(days=40))
    for name, after, given in (("approve", 60, term), ("start", 90, None)):
        on = begun + timedelta(days=after)
        move_designation(row.pk, Step(name, on, "示例文件"), given, by=by, at=_at(on))
    on = today - timedelta(days=25)
    firm = units[FIRM]
    seeking = Application(firms.pk, Holder(f"unit:{firm.pk}", firm.name), office.pk, on)
    apply_for_designation(seeking, by=by, at=_at(on))


def _commend(units: Mapping[str, Unit], people: Mapping[str, Person], by: Actor, today: date) -> None:
    """A unit whose publicity is over is published, a person waits for the second review."""
    opened = today - timedelta(days=60)
    new = NewRound("知识产权工作先进集体和个人", opened.year, "示例表彰办法", 3, 5, 5)
    held = open_award_round(new, by=by, at=_at(opened))
    lawyer, leader = (actor_of(people[name], today) for name in ("fazhi", "juzhang"))
    science = units[SCIENCE].pk
    unit, person = (
        nominate(Nomination(held.pk, science, reason, who), by=by, at=_at(opened))
        for reason, who in (
            ("牵头建立知识产权会商机制，全年协调重大事项 12 件（示例）。", None),
            ("组织企业培训 6 场，辅导企业 40 家（示例）。", people["keji"].pk),
        )
    )
    on = today - timedelta(days=50)
    move_commendation(person.pk, Step("review", on), by=lawyer, at=_at(on))
    for name, who in (("review", lawyer), ("confirm", leader), ("publicise", leader)):
        move_commendation(unit.pk, Step(name, on), by=who, at=_at(on))
    unit.refresh_from_db()
    if unit.public_until is not None and unit.public_until < today:
        move_commendation(unit.pk, Step("publish", today), by=leader, at=_at(today))
