"""Two officers do the same at the same time: one plan, one meeting, and no plans that serve each other."""

from __future__ import annotations

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from zhichan.core.people.actions.collectives import NewCollective, create_collective
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Collective, Unit
from zhichan.rooms.plan.actions.enter_plan import NewPlan, enter_plan
from zhichan.rooms.plan.models import Meeting, Plan, PlanVersion

CASES = """
from zhichan.core.files.actions import store_file
from zhichan.core.people.models import Collective, Unit
from zhichan.rooms.plan.actions.enter_plan import NewPlan
from zhichan.rooms.plan.actions.hold_meeting import MeetingRecord, hold_meeting
from zhichan.rooms.plan.actions.import_ledger import import_ledger
from zhichan.rooms.plan.actions.import_plan import Destination, Upload, import_plan
from zhichan.rooms.plan.actions.link_tasks import serve_plan
from zhichan.rooms.plan.formats.plan_ledger import PlanLedger
from zhichan.rooms.plan.item_entry import TaskEntry
from zhichan.rooms.plan.models import Plan

TEXT = "云川区知识产权工作要点\\n\\n一、总体要求\\n\\n到2025年，有效发明专利达到100件。\\n"

def same_bytes(who):
    office = Unit.objects.get(name="云川区知识产权局")
    import_plan(Upload("要点.txt", TEXT.encode()), Destination(office), by=by, at=at)

def same_meeting(who):
    present = list(Unit.objects.values_list("pk", flat=True))
    given = MeetingRecord("第一次会议", date(2026, 11, 2), present)
    hold_meeting(Collective.objects.get().pk, given, by=by, at=at)

def serve_each_other(who):
    plans = list(Plan.objects.filter(title__startswith="规划").order_by("title"))
    serve_plan(*(plans if who == "one" else plans[::-1]), by=by, at=at)

def same_preview(who):
    office = Unit.objects.get(name="云川区知识产权局")
    ledger = PlanLedger((), (TaskEntry("新建指导站。", lead=(office.name,)),), (), ())
    stored = store_file("台账".encode(), name="a.txt", by=by, at=at)
    new = NewPlan("台账", "annual-points")
    import_ledger(ledger, stored, "a.xlsx", new, owner_unit=office, preview="ab" * 16, by=by, at=at)

CASES = {
    "same_bytes": same_bytes,
    "same_meeting": same_meeting,
    "serve_each_other": serve_each_other,
    "same_preview": same_preview,
}
"""


def test_the_second_of_two_at_once_is_told_plainly(new_site: NewSite, system, now) -> None:
    site = new_site()
    with site.here():
        office = create_unit(NewUnit("云川区知识产权局", Unit.Kind.OFFICE), by=system, at=now)
        create_collective(NewCollective("领导小组", Collective.Kind.LEADING_GROUP), by=system, at=now)
        for title in ("规划甲", "规划乙"):
            enter_plan(NewPlan(title, Plan.Genre.FIVE_YEAR_PLAN), owner_unit=office, by=system, at=now)
        PlanVersion.objects.update(state=PlanVersion.State.IN_FORCE)
    cases = ("same_bytes", "same_meeting", "serve_each_other", "same_preview")
    expected = ["Conflict", "Conflict", "InvalidInput", "Conflict"]
    with race(site, CASES) as racing:
        assert [racing.outcome(case) for case in cases] == expected
    with site.here():
        assert Plan.objects.exclude(title__startswith="规划").count() == 2
        assert Meeting.objects.count() == 1
        assert Plan.objects.filter(serves__isnull=False).count() == 1
