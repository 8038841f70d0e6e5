"""Loads the demo district once: everything through the real reader and the real actions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib.resources import files

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.errors import WrongState
from zhichan.core.people.actions.collectives import (
    NewCollective,
    add_member,
    create_collective,
    remove_member,
)
from zhichan.core.people.actions.people import NewPerson, create_person
from zhichan.core.people.actions.posts import NewPost, grant_post
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Collective, Person, Unit
from zhichan.core.people.queries import actor_of
from zhichan.core.people.samples import SAMPLE_PASSWORD
from zhichan.core.upkeep.demo import Stage, load_parts
from zhichan.rooms.plan.actions.decide_item import (
    confirm_item,
    confirm_items,
    decide_conflict,
    reject_item,
)
from zhichan.rooms.plan.actions.import_plan import Destination, Upload, import_plan
from zhichan.rooms.plan.actions.into_force import bring_into_force
from zhichan.rooms.plan.actions.name_units import Assignment, assign_task_units
from zhichan.rooms.plan.demo import figures, follow_ups, history, instruments, last_year, reports, scores
from zhichan.rooms.plan.demo.district import (
    DISTRICT,
    GOVERNMENT,
    LEADING_GROUP,
    OFFICE,
    PEOPLE,
    TOWNS,
    UNITS,
)
from zhichan.rooms.plan.demo.means import keep_means
from zhichan.rooms.plan.demo.meetings import hold_meetings
from zhichan.rooms.plan.models import ExtractedItem, Indicator, Plan, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.items import items_of
from zhichan.rooms.plan.queries.printed_units import unowned_tasks

SOURCE = "示例数据"
# Units and people are there long before the plan: their matters of three years need them.
DAYS_BEFORE_THE_PLAN = 1100
# What the reader takes for a target and the plan officer does not.
NOT_INDICATORS = frozenset({"每个镇（街道）维权援助工作站", "专利实施率"})


@dataclass(frozen=True)
class DemoAccount:
    username: str
    password: str
    name: str
    role_label: str


@dataclass(frozen=True)
class Days:
    """The demo's days, placed around today so that tasks of every kind of urgency occur."""

    today: date

    @property
    def first(self) -> int:
        """The first year of the plan: this year from April on, else last year."""
        return self.today.year if self.today.month >= 4 else self.today.year - 1

    @property
    def issued_on(self) -> date:
        return date(self.first, 1, 20)

    def words(self) -> dict[str, object]:
        """What the plan's text says where it names days."""
        past = self.today.replace(day=1) - timedelta(days=40)
        soon = self.today + timedelta(days=12)
        later = self.today + timedelta(days=220)
        return {
            "first": self.first,
            "last": self.first + 4,
            "base": self.first - 1,
            "next": self.first + 1,
            "issued": _chinese(self.issued_on),
            "past": f"{past.year}年{past.month}月",
            "soon": _chinese(soon),
            "later": f"{later.year}年{later.month}月",
            "end": f"{self.today.year}年12月31日",
            **figures.promises(self.first, self.today),
        }


def demo_accounts() -> list[DemoAccount]:
    """The accounts to print at start, in the order of the list."""
    return [DemoAccount(one.username, SAMPLE_PASSWORD, one.name, str(one.role.label)) for one in PEOPLE]


def has_demo() -> bool:
    return Plan.objects.filter(is_sample=True).exists()


def load_or_refuse(today: date | None = None) -> bool:
    """Load the demo, or say why not: False where it is there already.

    Raises WrongState in an installation that somebody has begun to use: samples never mix with real rows.
    """
    if has_demo():
        return False
    if not load_demo(today):
        raise WrongState(_("系统里已有单位、人员或规划，不能再载入示例区。请换一个空的数据目录。"))
    return True


@transaction.atomic
def load_demo(today: date | None = None, *, without: Collection[str] = ()) -> bool:
    """Load the district, its people, its plan with a year of reports, follow-ups, money, documents and
    scores, the plans and scores of last year, a draft to try the checking page on, what other rooms bring,
    and a report over it all.

    ``without`` names parts of other rooms that are left out. Does nothing, and returns False, where the
    installation has plans, people or units already. One transaction: there is no half demo.
    """
    if Plan.objects.exists() or Person.objects.exists() or Unit.objects.exists():
        return False
    days = Days(today or timezone.localdate())
    loader = system_actor("demo")
    begin = moment(days.issued_on - timedelta(days=DAYS_BEFORE_THE_PLAN))
    units = _load_units(loader, begin)
    people = _load_people(units, loader, begin)
    group = _load_collectives(units, days, loader, begin)
    officer = actor_of(people["guihua"], days.issued_on)
    leader = actor_of(people["juzhang"], days.issued_on)
    load_parts(days.today, Stage.BEFORE_PLAN, without)
    last_year.run_last_year(scores.scored_year(days.today) - 1, units, people, officer, leader)
    version = _take_in("plan.txt", units[OFFICE], days, officer, moment(days.issued_on + timedelta(days=3)))
    _confirm(version, units[OFFICE], officer, moment(days.issued_on + timedelta(days=4)))
    bring_into_force(version, by=leader, at=moment(days.issued_on + timedelta(days=5)))
    _mark_samples()
    history.report_and_review(version.plan, people, days.today)
    figures.define_indicators(version.plan, units, officer, moment(days.issued_on + timedelta(days=6)))
    figures.enter_values(version.plan, people, days.first, days.today)
    figures.bind_measures(version.plan, officer, moment(days.today - timedelta(days=1)))
    hold_meetings(version.plan, group, units, officer, days.today)
    history.review_periods(version.plan, officer, days.today)
    follow_ups.follow_up(version.plan, people, units, days.today)
    follow_ups.admonish(people, units, days.today)
    keep_means(version.plan, units, people, days.today)
    instruments.follow_instruments(version.plan, units, officer, days.today)
    scores.score(units, officer, leader, days.today)
    _take_in("points.txt", units[OFFICE], days, officer, moment(days.today - timedelta(days=1)))
    _mark_samples()
    load_parts(days.today, Stage.WITH_PLAN, without)
    load_parts(days.today, Stage.LAST_DAYS, without)
    reports.draft_report(version.plan, officer, days.today)
    return True


def moment(on: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


def _chinese(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _load_units(by: Actor, at: datetime) -> dict[str, Unit]:
    government = create_unit(
        NewUnit(GOVERNMENT, Unit.Kind.BUREAU, other_names=("区政府",), source=SOURCE, is_sample=True),
        by=by,
        at=at,
    )
    made = {GOVERNMENT: government}
    for one in UNITS:
        parent = None if one.kind in (Unit.Kind.FIRM, Unit.Kind.OUTSIDE) else government
        others = tuple(name for name in one.others if name != one.name)
        new = NewUnit(one.name, one.kind, parent=parent, other_names=others, source=SOURCE, is_sample=True)
        made[one.name] = create_unit(new, by=by, at=at)
    return made


def _load_people(units: dict[str, Unit], by: Actor, at: datetime) -> dict[str, Person]:
    made: dict[str, Person] = {}
    first: Person | None = None
    for one in PEOPLE:
        password = "" if first else SAMPLE_PASSWORD
        new = NewPerson(
            one.username, one.name, password=password, same_as=first, source=SOURCE, is_sample=True
        )
        person = create_person(new, by=by, at=at).person
        first = first or person
        unit = units[one.unit] if one.unit else units[GOVERNMENT]
        post = NewPost(one.role, unit, timezone.localdate(at), title=one.title, source=SOURCE)
        grant_post(person, post, by=by, at=at)
        made[one.username] = person
    return made


def _load_collectives(units: dict[str, Unit], days: Days, by: Actor, at: datetime) -> Collective:
    """The towns; and the leading group: 25 members until the reform of this year's June, 22 since."""
    since = timezone.localdate(at)
    towns = create_collective(
        NewCollective(TOWNS, Collective.Kind.ALL_OF_KIND, (), SOURCE, True), by=by, at=at
    )
    for one in UNITS:
        if one.kind == Unit.Kind.TOWN:
            add_member(towns, units[one.name], effective_on=since, source=SOURCE, by=by, at=at)
    other_names = ("领导小组各成员单位", "领导小组成员单位", "各成员单位")
    group = create_collective(
        NewCollective(LEADING_GROUP, Collective.Kind.LEADING_GROUP, other_names, SOURCE, True), by=by, at=at
    )
    members = [one for one in UNITS if one.group in ("both", "before")]
    for one in members:
        add_member(group, units[one.name], effective_on=since, source=SOURCE, by=by, at=at)
    reform = min(date(days.first, 6, 1), days.today - timedelta(days=30))
    for one in members:
        if one.group == "before":
            unit = units[one.name]
            remove_member(group, unit, effective_on=reform, source=SOURCE, by=by, at=moment(reform))
    return group


def _take_in(name: str, owner: Unit, days: Days, by: Actor, at: datetime) -> PlanVersion:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8").format(**days.words())
    title = text.split("\n", 1)[0].rsplit("印发", 1)[-1].removesuffix("的通知")
    return import_plan(Upload(f"{title}.txt", text.encode()), Destination(owner), by=by, at=at)


def _confirm(version: PlanVersion, office: Unit, by: Actor, at: datetime) -> None:
    """What the plan officer does on the checking page: decide the conflicts, confirm, assign units."""
    for item in items_of(version):
        if item.kind == ExtractedItem.Kind.CONFLICT:
            decide_conflict(item, chosen=0, reason="以规划所附指标表为准，专栏所列为首期任务", by=by, at=at)
        elif item.kind == ExtractedItem.Kind.TARGET and item.value.get("name") in NOT_INDICATORS:
            reject_item(item, reason="是任务的要求，不单列指标", by=by, at=at)
    waiting = [item.pk for item in items_of(version) if item.state == ExtractedItem.State.WAITING]
    confirm_items(version, waiting, least_confidence=Decimal("0.8"), by=by, at=at)
    for item in items_of(version):
        if item.state == ExtractedItem.State.WAITING:
            confirm_item(item, by=by, at=at)
    if unowned := [item.pk for item in unowned_tasks(items_of(version))]:
        lead = [Assignment(office.pk, Responsibility.Role.LEAD)]
        assign_task_units(version, unowned, lead, by=by, at=at)


def _mark_samples() -> None:
    """The demo is the only thing here: all of it is a sample."""
    for model in (Plan, Indicator, Task):
        model.objects.update(is_sample=True)


__all__ = ["DISTRICT", "DemoAccount", "demo_accounts", "has_demo", "load_demo"]
