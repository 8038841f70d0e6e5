"""Objects of the plan room's means: money, designations, commendations; each of the unit asked for."""

from __future__ import annotations

from decimal import Decimal

from tests.conftest import TODAY
from tests.rights_objects import Call, api_object, page_object, sample
from tests.rights_objects.core import _BY
from tests.rights_objects.plan import office, plan
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.budget_entry import Amount
from zhichan.rooms.plan.actions.keep_budget import NewCommitment, NewLine, commit_money, open_budget_line
from zhichan.rooms.plan.models import BudgetEntry, BudgetLine, Commitment


def line_of(unit: Unit) -> BudgetLine:
    new = NewLine(2026, "知识产权强企", plan().pk, unit.pk, "district", Decimal(1000), TODAY)
    return open_budget_line(new, **_BY)


def commitment_of(unit: Unit) -> Commitment:
    given = NewCommitment("示例服务机构", "培训", Amount(Decimal(100), TODAY))
    return commit_money(line_of(unit).pk, given, **_BY)


def entry_of(unit: Unit) -> BudgetEntry:
    return BudgetEntry.objects.get(line=line_of(unit))


# --- pages ---

for _name in ("budget_line", "budget_adjust", "budget_commit"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": line_of(unit).pk}))

for _name in ("commitment_change", "commitment_pay"):
    page_object(f"plan:{_name}")(lambda unit: Call({"pk": commitment_of(unit).pk}))

page_object("plan:budget_reverse")(lambda unit: Call({"pk": entry_of(unit).pk}))


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


# --- arguments of actions ---

sample("line_id")(lambda: line_of(office()).pk)
sample("commitment_id")(lambda: commitment_of(office()).pk)
sample("entry_id")(lambda: entry_of(office()).pk)
