"""What the clock asks for in the plan room: reminders (临期、超期), computed figures, follow-ups (督办)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.calendar.queries import calendar_day
from zhichan.core.errors import WrongState
from zhichan.core.jobs.sweep import sweeper
from zhichan.core.notices.actions import notify
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person
from zhichan.core.people.queries import posts_on
from zhichan.rooms.plan.actions.follow_up_row import address_of
from zhichan.rooms.plan.actions.forecast_indicators import forecast_indicators
from zhichan.rooms.plan.actions.open_follow_up import open_late_task, open_missed_indicator
from zhichan.rooms.plan.actions.refresh_values import refresh_indicators
from zhichan.rooms.plan.actions.steer_follow_up import chase_follow_up
from zhichan.rooms.plan.alarms import Alarm
from zhichan.rooms.plan.follow_up_steps import REMIND_WORKING_DAYS, WITH_UNIT
from zhichan.rooms.plan.models import (
    Designation,
    FollowUp,
    FollowUpEvent,
    Indicator,
    MeasureBinding,
    Responsibility,
    Task,
)
from zhichan.rooms.plan.queries.contacts import contacts_of, plan_officers
from zhichan.rooms.plan.queries.days import today_of, working_days_after
from zhichan.rooms.plan.queries.designations import SOON_DAYS, ending_within
from zhichan.rooms.plan.queries.follow_ups import is_late
from zhichan.rooms.plan.queries.overdue import missed_indicators, overdue_of, overdue_tasks
from zhichan.rooms.plan.queries.owner_health import idle_owners, task_count
from zhichan.rooms.plan.queries.tasks import ANSWERING, IN_FORCE, with_alarm

MOST_AT_ONCE = 500
COMPUTER = system_actor("measures")
DESIGNATION_ENDS = "plan.designation.ending"
Row = TypeVar("Row")
SUPERVISOR = system_actor("follow-ups")


@sweeper("plan.measures", every=timedelta(days=1))
def compute(at: datetime) -> int:
    """Compute the indicators that are bound to registers; counts the values that were added."""
    bound = MeasureBinding.objects.filter(indicator__retired_at=None).order_by("pk")
    return len(refresh_indicators(bound.values_list("indicator_id", flat=True), by=COMPUTER, at=at))


@sweeper("plan.forecasts", every=timedelta(hours=6))
def forecast(at: datetime) -> int:
    """Forecast the indicators in use whose values changed; counts the forecasts and refusals added."""
    in_use = Indicator.objects.filter(retired_at=None)
    return len(forecast_indicators(in_use.values_list("pk", flat=True), by=COMPUTER, at=at))


@sweeper("plan.reminders", every=timedelta(hours=6))
def remind(at: datetime) -> int:
    """Tell the contacts of the units that answer: once when a task becomes due soon, once when it is overdue.

    The text names the day, so that a moved deadline is told anew. Returns how many tasks were told of.
    """
    today = today_of(timezone.localdate(at))
    told = 0
    for alarm in (Alarm.SOON, Alarm.OVERDUE):
        tasks = list(
            Task.objects.filter(with_alarm(alarm, today), IN_FORCE).order_by("-sort_on", "pk")[:MOST_AT_ONCE]
        )
        contacts = _contacts(tasks, at)
        for task in _not_told(tasks, alarm):
            people = contacts.get(task.pk, ())
            notify(people, kind=_kind(alarm), text=_text(task, alarm), url=_page(task), at=at)
            told += bool(people)
    return told


@sweeper("plan.designations", every=timedelta(days=1))
def remind_of_terms(at: datetime) -> int:
    """Tell plan officers and the unit's contacts once that a designation ends within ninety days.

    The text names the day, so that a renewed term is told anew. Returns how many designations were told of.
    """
    soon = {(_designation_page(row), _term_text(row)): row for row in ending_within(SOON_DAYS, at)}
    unsent, today = _unsent(DESIGNATION_ENDS, soon), timezone.localdate(at)
    for row in unsent:
        people = {one.pk: one for one in (*plan_officers(today), *contacts_of([row.unit_id], today))}
        text, url = _term_text(row), _designation_page(row)
        notify(people.values(), kind=DESIGNATION_ENDS, text=text, url=url, at=at)
    return len(unsent)


def _designation_page(row: Designation) -> str:
    return reverse("plan:designation", args=[row.pk])


def _term_text(row: Designation) -> str:
    words = {"day": row.term_until.isoformat(), "designation": row}
    return _("试点示范将于 %(day)s 到期：%(designation)s") % words


@sweeper("plan.follow_ups", every=timedelta(hours=6))
def follow_up(at: datetime) -> int:
    """Open what the rule asks for (``queries.overdue``), remind of replies due soon, chase the late ones.

    Each in a transaction of its own. Returns how many follow-ups were opened, reminded of or chased.
    """
    return _open_late(at) + _remind_of_replies(at) + _chase_late(at)


@sweeper("plan.owners", every=timedelta(days=7))
def tell_of_idle_owners(at: datetime) -> int:
    """Tell those who keep the plans, once a week, of how many tasks the owner does nothing. Counts them."""
    idle = task_count(idle_owners(at))
    if idle:
        text = ngettext(
            "责任单位动态：%(n)d 项任务的责任单位没有动作",
            "责任单位动态：%(n)d 项任务的责任单位没有动作",
            idle,
        ) % {"n": idle}
        officers = plan_officers(timezone.localdate(at))
        notify(officers, kind="plan.owners.idle", text=text, url=reverse("plan:owner_health"), at=at)
    return idle


def _open_late(at: datetime) -> int:
    on = timezone.localdate(at)
    asked = set(FollowUp.objects.filter(overdue_on__isnull=False).values_list("task_id", "overdue_on"))
    late = [
        task.pk
        for task in overdue_tasks(on).order_by("sort_on", "pk").iterator()
        if (overdue := overdue_of(task, on)) and (task.pk, overdue.on) not in asked
    ]
    opened = [open_late_task(pk, by=SUPERVISOR, at=at) for pk in late[:MOST_AT_ONCE]]
    missed = [indicator.pk for indicator, _overdue in missed_indicators(at)]
    opened += [open_missed_indicator(pk, by=SUPERVISOR, at=at) for pk in missed]
    return sum(one is not None for one in opened)


def _remind_of_replies(at: datetime) -> int:
    """Tell the contacts once of each day on which a reply is due within two working days."""
    on = timezone.localdate(at)
    soon = FollowUp.objects.filter(
        state__in=WITH_UNIT, reply_due_on__range=(on, working_days_after(on, REMIND_WORKING_DAYS))
    )
    texts = {(address_of(one), _due_soon_text(one)): one for one in soon.order_by("pk")}
    unsent = _unsent("plan.follow_up.due_soon", texts)
    for one in unsent:
        url, text = address_of(one), _due_soon_text(one)
        notify(contacts_of([one.unit_id], on), kind="plan.follow_up.due_soon", text=text, url=url, at=at)
    return len(unsent)


def _due_soon_text(one: FollowUp) -> str:
    words = {"day": one.reply_due_on, "number": one.number}
    return _("督办反馈临期：%(day)s 前：%(number)s") % words


def _chase_late(at: datetime) -> int:
    """Chase every reply that is late and was not chased today, on working days."""
    on = timezone.localdate(at)
    if not calendar_day(on).is_working:
        return 0
    today = FollowUpEvent.objects.filter(kind=FollowUpEvent.Kind.CHASED, day=on).values("follow_up_id")
    late = FollowUp.objects.filter(is_late(on)).exclude(pk__in=today).order_by("reply_due_on", "pk")
    waiting = list(late.values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_chased(pk, at) for pk in waiting)


def _chased(pk: int, at: datetime) -> bool:
    """False where somebody was quicker: the unit replied, or an officer has chased meanwhile."""
    try:
        chase_follow_up(pk, by=SUPERVISOR, at=at)
    except WrongState:
        return False
    return True


def _kind(alarm: Alarm) -> str:
    return f"plan.task.{alarm.value}"


def _page(task: Task) -> str:
    return reverse("plan:task", args=[task.pk])


def _text(task: Task, alarm: Alarm) -> str:
    words = {"day": task.sort_on.isoformat(), "task": task}
    if alarm is Alarm.SOON:
        return _("临期：%(day)s 前应办：%(task)s") % words
    return _("超期：应于 %(day)s 前办：%(task)s") % words


def _not_told(tasks: Iterable[Task], alarm: Alarm) -> list[Task]:
    """The tasks nobody was told of for the day they are due on now. One query."""
    return _unsent(_kind(alarm), {(_page(task), _text(task, alarm)): task for task in tasks})


def _unsent(kind: str, about: Mapping[tuple[str, str], Row]) -> list[Row]:
    """Of what there is to tell, by address and text, what no notice of the kind has told yet. One query."""
    texts = {(url, text[:400]): row for (url, text), row in about.items()}
    pages = [url for url, _words in texts]
    sent = Notice.objects.filter(kind=kind, url__in=pages).values_list("url", "text")
    for key in set(sent):
        texts.pop(key, None)
    return list(texts.values())


def _contacts(tasks: Iterable[Task], at: datetime) -> Mapping[int, list[Person]]:
    """For each task the contacts of the units that answer for it. Two queries."""
    units: defaultdict[int, list[int]] = defaultdict(list)
    rows = Responsibility.objects.filter(task__in=list(tasks), role__in=ANSWERING)
    for task_id, unit_id in rows.values_list("task_id", "unit_id"):
        units[task_id].append(unit_id)
    people: defaultdict[int | None, list[Person]] = defaultdict(list)
    posts = posts_on(timezone.localdate(at)).filter(role=Role.UNIT_CONTACT).select_related("person")
    for post in posts:
        people[post.unit_id].append(post.person)
    return {task_id: [one for unit in owned for one in people[unit]] for task_id, owned in units.items()}
