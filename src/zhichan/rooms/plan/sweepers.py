"""What the clock asks for in the plan room: reminders (临期、超期提醒), and figures from the registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.jobs.sweep import sweeper
from zhichan.core.notices.actions import notify
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person
from zhichan.core.people.queries import posts_on
from zhichan.rooms.plan.actions.forecast_indicators import forecast_indicators
from zhichan.rooms.plan.actions.refresh_values import refresh_indicators
from zhichan.rooms.plan.alarms import Alarm
from zhichan.rooms.plan.models import Indicator, MeasureBinding, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.progress import ANSWERING
from zhichan.rooms.plan.queries.tasks import with_alarm

MOST_AT_ONCE = 500
COMPUTER = system_actor("measures")


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
        in_force = Q(version__state=PlanVersion.State.IN_FORCE) | Q(kind=Task.Kind.DECISION)
        tasks = list(
            Task.objects.filter(with_alarm(alarm, today), in_force).order_by("-sort_on", "pk")[:MOST_AT_ONCE]
        )
        contacts = _contacts(tasks, at)
        for task in _not_told(tasks, alarm):
            people = contacts.get(task.pk, ())
            notify(people, kind=_kind(alarm), text=_text(task, alarm), url=_page(task), at=at)
            told += bool(people)
    return told


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
    texts = {(_page(task), _text(task, alarm)[:400]): task for task in tasks}
    pages = [page for page, _words in texts]
    sent = Notice.objects.filter(kind=_kind(alarm), url__in=pages).values_list("url", "text")
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
