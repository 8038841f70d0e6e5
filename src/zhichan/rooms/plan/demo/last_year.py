"""Last year in the demo district: two plans of a template, done in their year, and its scores (示例)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.files.actions import store_file
from zhichan.core.notices.actions import mark_all_read
from zhichan.core.people.models import Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.rooms.plan.actions.make_plans import FilledIn, make_plans
from zhichan.rooms.plan.actions.report_progress import Evidence, Report, report_progress
from zhichan.rooms.plan.actions.review_progress import review_progress
from zhichan.rooms.plan.actions.score_runs import RunWish, publish_scores, run_scores, send_scores
from zhichan.rooms.plan.demo.district import OFFICE
from zhichan.rooms.plan.demo.scores import confirmed_scheme
from zhichan.rooms.plan.models import Task
from zhichan.rooms.plan.plan_templates.definition import Spread
from zhichan.rooms.plan.plan_templates.loading import template_named

TEMPLATE = "enforcement_campaign"
# Who answers beside the office; the contact of each.
CONTACTS = {
    OFFICE: "shijian",
    "云川区商务局": "shangwu",
    "云川区工业和信息化局": "gongxin",
    "云川区农业农村局": "nongye",
    "云川区司法局": "sifa",
    "云川区科学技术局": "keji",
    "云川区财政局": "caizheng",
    "云川高新技术产业园区管理委员会": "gaoxin",
}
# Which tasks, by place in all of them, were done late: so that the scores differ.
LATE, DAYS_LATE = (2, 9), 12


@dataclass(frozen=True)
class DemoCampaign:
    """``starts``, ``ends``: month and day of last year. ``units``: who answers beside the office."""

    season: str
    starts: tuple[int, int]
    ends: tuple[int, int]
    units: tuple[str, ...]


CAMPAIGNS = (
    DemoCampaign(
        "春季",
        (3, 1),
        (6, 28),
        ("云川区商务局", "云川区工业和信息化局", "云川区农业农村局", "云川区司法局"),
    ),
    DemoCampaign(
        "秋季",
        (8, 1),
        (11, 28),
        ("云川区商务局", "云川区科学技术局", "云川区财政局", "云川高新技术产业园区管理委员会"),
    ),
)


def run_last_year(
    year: int, units: Mapping[str, Unit], people: Mapping[str, Person], officer: Actor, leader: Actor
) -> None:
    """Two campaigns of the year, every task reported, accepted and done, and the year scored at its end."""
    made = [task for one in CAMPAIGNS for task in _campaign(year, one, units, officer)]
    for place, task in enumerate(made):
        late = DAYS_LATE if place in LATE else 0
        _do(task, late, people, officer)
    _score(year, [units[name].pk for name in CONTACTS], officer, leader)
    _read_notices(year, people, officer)


def _score(year: int, unit_ids: Sequence[int], officer: Actor, leader: Actor) -> None:
    """A scheme of that year and one run over all of it, published when appeals are over."""
    scheme = confirmed_scheme(year, officer, leader, _at(date(year, 12, 10)))
    first, last = date(year, 1, 1), date(year, 12, 31)
    at = _at(date(year, 12, 31), 18)
    run = run_scores(scheme.pk, RunWish(first, last, at, unit_ids), by=officer, at=at)
    sent = send_scores(run.pk, by=officer, at=at + timedelta(minutes=30))
    assert sent.appeals_until is not None
    publish_scores(run.pk, by=officer, at=_at(sent.appeals_until + timedelta(days=1)))


def _read_notices(year: int, people: Mapping[str, Person], officer: Actor) -> None:
    at = _at(date(year + 1, 1, 20))
    for actor in (officer, *(actor_of(people[name], date(year, 12, 31)) for name in CONTACTS.values())):
        mark_all_read(by=actor, at=at)


def _campaign(year: int, one: DemoCampaign, units: Mapping[str, Unit], by: Actor) -> Sequence[Task]:
    starts, ends = date(year, *one.starts), date(year, *one.ends)
    filled = FilledIn(
        f"云川区{year}年{one.season}知识产权保护专项行动方案",
        starts,
        ends,
        Spread.ONE,
        [units[name].pk for name in one.units],
    )
    [plan] = make_plans(template_named(TEMPLATE), filled, by=by, at=_at(starts))
    return list(Task.objects.filter(plan=plan).order_by("position"))


def _do(task: Task, late: int, people: Mapping[str, Person], officer: Actor) -> None:
    """Half way at half time; then done, with a document, three days before the limit, or after it."""
    assert task.deadline_on is not None
    answering = task.responsibilities.order_by("pk").select_related("unit")[0].unit
    by = actor_of(people[CONTACTS[answering.name]], task.deadline_on)
    done_on = task.deadline_on + timedelta(days=late or -3)
    halfway = Report(50, "工作按方案推进，已完成一半。（示例）")
    _accepted(task, halfway, answering, by, officer, done_on - timedelta(days=8))
    name = "总结（示例）.txt"
    stored = store_file(f"示例佐证：{task.title}\n".encode(), name=name, by=by, at=_at(done_on))
    done = Report(100, "已完成，材料附后。（示例）", asks_done=True, evidence=(Evidence(stored, name),))
    _accepted(task, done, answering, by, officer, done_on)


def _accepted(task: Task, report: Report, unit: Unit, by: Actor, officer: Actor, on: date) -> None:
    progress = report_progress(task.pk, report, unit=unit, by=by, at=_at(on))
    review_progress(progress.pk, "accept", note="", by=officer, at=_at(on + timedelta(days=1)))


def _at(on: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))
