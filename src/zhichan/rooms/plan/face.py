"""The face of the plan room (规划执行): all that other rooms may import.

Reads narrow by ``visible_to``; there is nothing here that writes, other rooms do not change promises.
"""

from __future__ import annotations

from zhichan.rooms.plan.alarms import Alarm, Today, alarm_of
from zhichan.rooms.plan.indicator_status import Status
from zhichan.rooms.plan.queries.days import today_of
from zhichan.rooms.plan.queries.indicators import indicator_rows, indicators_visible_to
from zhichan.rooms.plan.queries.outlook import Outlook, outlooks_of
from zhichan.rooms.plan.queries.tasks import task_visible_to, tasks_visible_to
from zhichan.rooms.plan.queries.values import value_as_of

__all__ = [
    "Alarm",
    "Outlook",
    "Status",
    "Today",
    "alarm_of",
    "indicator_rows",
    "indicators_visible_to",
    "outlooks_of",
    "task_visible_to",
    "tasks_visible_to",
    "today_of",
    "value_as_of",
]
