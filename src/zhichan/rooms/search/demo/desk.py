"""Who works in the search room of the demo district (示例), on what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhichan.core.access.actor import Actor
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.registers.declaration import register_named
from zhichan.core.search.asking import Question, ask
from zhichan.core.search.index import Order
from zhichan.rooms.plan.face import tasks_visible_to
from zhichan.rooms.registry.face import list_names
from zhichan.rooms.search.following.declaration import PARTIES

STEEL, FOOD, COLLEGE = "铸梁示例钢构有限公司", "禾岚示例食品有限公司", "渡岚示例职业学院"
FIRM_LIST = "规上工业企业培育名录"
STEEL_LINE = "TI=装配式钢梁 OR IPC=E04B"


@dataclass(frozen=True)
class Desk:
    """The officer who keeps it all, and the day it is today."""

    today: date

    @property
    def officer(self) -> Actor:
        return self.actor("guihua")

    def actor(self, username: str) -> Actor:
        return actor_of(self.person(username), self.today)

    def person(self, username: str) -> Person:
        return Person.objects.get(username=username)

    def ago(self, days: int, hour: int = 15) -> datetime:
        return timezone.make_aware(datetime.combine(self.today - timedelta(days=days), time(hour)))

    def found(self, line: str, limit: int = 20) -> Sequence[int]:
        """The patents that a line finds, the last granted first."""
        question = Question("patent", line, Order("granted_on", is_rising=False), limit=limit)
        return [hit.id for hit in ask(question, self.officer).hits]

    def party(self, name: str) -> int:
        return int(register_named(PARTIES).current(self.officer).get(name=name).pk)

    def list_called(self, name: str) -> int:
        return next(pk for pk, called in list_names().items() if called == name)

    def task(self, number: str) -> int:
        """The task of that number in the plan in force."""
        return int(tasks_visible_to(self.officer).get(number=number).pk)

    def has_rights(self) -> bool:
        """Whether the rights of the demo were loaded, too."""
        return bool(register_named(PARTIES).current(self.officer).filter(name=STEEL).exists())
