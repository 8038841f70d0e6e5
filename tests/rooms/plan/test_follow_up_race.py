"""Two sweeps at the same time, and an officer and a sweep: the second finds what the first has opened."""

from __future__ import annotations

from datetime import date

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.models import FollowUp, FollowUpEvent

from .samples import Role, make_plan, make_task

CASES = """
from zhichan.core.errors import NotFound
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.open_follow_up import NewFollowUp, open_follow_up, open_late_task
from zhichan.rooms.plan.actions.steer_follow_up import chase_follow_up
from zhichan.rooms.plan.models import FollowUp, Task

def swept(who):
    if open_late_task(Task.objects.get(title="第一项").pk, by=by, at=at) is None:
        raise NotFound("nothing to open")

def by_hand(who):
    task, unit = Task.objects.get(title="第二项"), Unit.objects.get(name="云川区科技局")
    open_follow_up(NewFollowUp(unit.pk, "请加快。", task_id=task.pk), by=by, at=at)

def chased(who):
    chase_follow_up(FollowUp.objects.get(task__title="第一项").pk, by=by, at=at)

CASES = {"swept": swept, "by_hand": by_hand, "chased": chased}
"""


def test_two_writers_open_one_and_chase_once(new_site: NewSite, system, now) -> None:
    site = new_site()
    with site.here():
        office = create_unit(NewUnit("云川区知识产权局", Unit.Kind.OFFICE), by=system, at=now)
        science = create_unit(NewUnit("云川区科技局", Unit.Kind.BUREAU), by=system, at=now)
        plan = make_plan(office)
        for title in ("第一项", "第二项"):
            make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 1, 30), title=title)
    with race(site, CASES) as racing:
        outcomes = [racing.outcome(case) for case in ("swept", "by_hand", "chased")]
    assert outcomes == ["NotFound", "Conflict", "WrongState"]
    with site.here():
        assert FollowUp.objects.count() == 2
        assert FollowUpEvent.objects.filter(kind="chased").count() == 1
