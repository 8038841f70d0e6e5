"""Objects of the plan room's means: money, designations, commendations; each of the unit asked for."""

from __future__ import annotations

from decimal import Decimal

from tests.conftest import NOW, TODAY
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.core import _BY
from tests.rights_objects.plan import office, plan
from tests.rights_objects.web import stored_file
from zhichan.core.people.models import Person, Post, Unit
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.commend import NewRound, Nomination, nominate, open_award_round
from zhichan.rooms.plan.actions.keep_budget import NewCommitment, NewLine, commit_money, open_budget_line
from zhichan.rooms.plan.actions.keep_designations import (
    Application,
    NewKind,
    add_designation_kind,
    apply_for_designation,
)
from zhichan.rooms.plan.models import (
    AwardRound,
    BudgetEntry,
    BudgetLine,
    Commendation,
    Commitment,
    Designation,
    DesignationKind,
)
from zhichan.rooms.plan.queries.holders import Holder
from zhichan.rooms.plan.steps import Step


def line_of(unit: Unit) -> BudgetLine:
    new = NewLine(2026, "知识产权强企", plan().pk, unit.pk, "district", Decimal(1000), TODAY)
    return open_budget_line(new, **_BY)


def commitment_of(unit: Unit) -> Commitment:
    given = NewCommitment("示例服务机构", "培训", Amount(Decimal(100), TODAY))
    return commit_money(line_of(unit).pk, given, **_BY)


def entry_of(unit: Unit) -> BudgetEntry:
    return BudgetEntry.objects.get(line=line_of(unit))


def kind() -> DesignationKind:
    new = NewKind("知识产权强县建设试点县", "nation", "示例通知", TODAY.replace(year=2020))
    return DesignationKind.objects.first() or add_designation_kind(new, **_BY)


def designation_of(unit: Unit) -> Designation:
    holder = Holder(f"unit:{unit.pk}", unit.name)
    return apply_for_designation(Application(kind().pk, holder, unit.pk, TODAY), **_BY)


def award_round() -> AwardRound:
    new = NewRound("知识产权工作先进", 2026, "示例办法", 3, 3, 5)
    return AwardRound.objects.first() or open_award_round(new, **_BY)


def commendation_of(unit: Unit) -> Commendation:
    """A person of the unit, put forward with evidence."""
    person = Person.objects.create(username=f"xianjin{unit.pk}", name="方示例", created_at=NOW, source="test")
    Post.objects.create(person=person, unit=unit, role="case_officer", from_on=TODAY, source="test")
    given = Nomination(award_round().pk, unit.pk, "成绩突出。", person.pk, stored_file(), "事迹.txt")
    return nominate(given, **_BY)


# --- pages ---

for _name in ("budget_line", "budget_adjust", "budget_commit"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": line_of(unit).pk}))

for _name in ("commitment_change", "commitment_pay"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": commitment_of(unit).pk}))

page_object("plan:budget_reverse")(lambda unit: Call({"pk": entry_of(unit).pk}))

# A step that designations and commendations both know.
sample(Step)(lambda: Step("revoke", TODAY, "试"))

page_object("plan:designation")(lambda unit: Call({"pk": designation_of(unit).pk}))


@page_object("plan:designation_step")
def _step_page(unit: Unit) -> Call:
    return Call({"pk": designation_of(unit).pk, "move": "decline"})


for _name in ("commendation", "commendation_evidence"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": commendation_of(unit).pk}))


@page_object("plan:commendation_step")
def _commendation_step(unit: Unit) -> Call:
    return Call({"pk": commendation_of(unit).pk, "move": "withdraw"})


page_object("plan:commendation_nominate")(lambda unit: Call({"pk": award_round().pk}))


# --- operations ---

AMOUNT = {"amount": "50", "on": TODAY.isoformat(), "note": "批复"}
api_object("budget_line")(lambda unit: Call({"line_id": line_of(unit).pk}))
api_object("adjust_line")(lambda unit: Call({"line_id": line_of(unit).pk}, data=AMOUNT))
for _name in ("change_one_commitment", "add_payment"):
    api_object(_name)(lambda unit: Call({"commitment_id": commitment_of(unit).pk}, data=AMOUNT))


@api_object("add_budget_line")
def _add_line(unit: Unit) -> Call:
    body = {"year": 2026, "title": "宣传", "plan_id": plan().pk, "unit_id": unit.pk, "fund": "own"}
    return Call(data=body | AMOUNT)


@api_object("add_commitment")
def _add_commitment(unit: Unit) -> Call:
    return Call({"line_id": line_of(unit).pk}, data=AMOUNT | {"payee": "机构", "purpose": "培训"})


@api_object("reverse_budget_entry")
def _reverse(unit: Unit) -> Call:
    return Call({"entry_id": entry_of(unit).pk}, data={"on": TODAY.isoformat(), "reason": "重复登记"})


api_object("designation")(lambda unit: Call({"designation_id": designation_of(unit).pk}))


@api_object("step_designation")
def _step(unit: Unit) -> Call:
    body = {"move": "decline", "on": TODAY.isoformat(), "note": "本轮未获批"}
    return Call({"designation_id": designation_of(unit).pk}, data=body)


@api_object("add_designation_kind")
def _add_kind(unit: Unit) -> Call:
    body = {"name": "示范园区", "level": "city", "basis": "示例通知", "from_on": "2020-01-01"}
    return Call(data=body)


@api_object("add_designation")
def _add_designation(unit: Unit) -> Call:
    body = {"kind_id": kind().pk, "holder_kind": "unit", "holder": unit.name, "unit_id": unit.pk}
    return Call(data=body | {"applied_on": TODAY.isoformat()})


@api_object("add_award_round")
def _add_round(unit: Unit) -> Call:
    body = {"name": "先进", "year": 2025, "basis": "示例办法", "unit_quota": 1, "person_quota": 1}
    return Call(data=body | {"publicity_working_days": 5})


@api_object("add_nomination")
def _add_nomination(unit: Unit) -> Call:
    return Call({"round_id": award_round().pk}, data={"unit_id": unit.pk, "reason": "成绩突出。"})


@api_object("step_commendation")
def _step_commendation(unit: Unit) -> Call:
    body = {"move": "withdraw", "on": TODAY.isoformat(), "note": "材料不足"}
    return Call({"commendation_id": commendation_of(unit).pk}, data=body)


# --- arguments of actions ---

sample("line_id")(lambda: line_of(office()).pk)
sample("commitment_id")(lambda: commitment_of(office()).pk)
sample("entry_id")(lambda: entry_of(office()).pk)
sample("designation_id")(lambda: designation_of(office()).pk)
sample("kind_id")(lambda: kind().pk)
sample("commendation_id")(lambda: commendation_of(office()).pk)
sample("round_id")(lambda: award_round().pk)
