"""Patent classes by industry as the tables stood at a moment (产业归类)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry import list_lookup  # noqa: F401  ``one_of`` for conditions on classes
from zhichan.rooms.registry.counting import COUNTER
from zhichan.rooms.registry.ipc_groups import Groups, class_key, is_class
from zhichan.rooms.registry.models.ipc_group import IPC_GROUPS


@dataclass(frozen=True)
class Sorted:
    """The main classes of some patents as printed: in a group of the table, in none, or not to be read."""

    inside: frozenset[str]
    outside: frozenset[str]
    unreadable: frozenset[str]


def groups_at(scheme: str, moment: Moment) -> Groups:
    """The table of a scheme as it stood. One query."""
    lines = periods_at(IPC_GROUPS, moment, COUNTER).filter(subject__scheme=scheme)
    return Groups(lines.values_list("subject__pattern", "subject__group"))


def sorted_classes(groups: Groups, periods: QuerySet[Any], group: str = "") -> Sorted:
    """The main classes of the patents, each looked up once; ``group`` asks for that one alone. One query."""
    printed = periods.order_by().values_list("subject__ipc_main", flat=True).distinct()
    inside, outside, unreadable = set(), set(), set()
    for text in printed:
        if not is_class(class_key(text)):
            unreadable.add(text)
        elif (found := groups.of(text)) and (not group or group in found):
            inside.add(text)
        else:
            outside.add(text)
    return Sorted(frozenset(inside), frozenset(outside), frozenset(unreadable))
