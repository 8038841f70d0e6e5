"""Patent classes by industry as the tables stood at a moment (产业归类)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from zhichan.core.measures.declaration import Question
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry import list_lookup  # noqa: F401  ``one_of`` for conditions on classes
from zhichan.rooms.registry.counting import COUNTER, in_force
from zhichan.rooms.registry.ipc_groups import Groups
from zhichan.rooms.registry.models.ipc_group import IPC_GROUPS
from zhichan.rooms.registry.standing import standing_in


@dataclass(frozen=True)
class Sorted:
    """Main classes as printed: in a group of the table, and those that cannot be read."""

    inside: frozenset[str]
    unreadable: frozenset[str]


def groups_at(scheme: str, asked: Question) -> Groups:
    """The table of a scheme as it stood. One query for an asking."""
    key = ("groups", scheme, asked.moment)
    return asked.shared.once(key, lambda: Groups(_lines(scheme, asked.moment)))


def _lines(scheme: str, moment: Moment) -> Iterable[tuple[str, str]]:
    lines = periods_at(IPC_GROUPS, moment, COUNTER).filter(subject__scheme=scheme)
    return lines.values_list("subject__pattern", "subject__group")


def classes_in_force(asked: Question, kind: str | None) -> Mapping[str, int]:
    """How many patents of a kind are in force in the region by main class as printed. One scan."""
    key = ("classes in force", asked.region, asked.moment, kind)
    return asked.shared.once(key, lambda: _classes_in_force(asked, kind))


def _classes_in_force(asked: Question, kind: str | None) -> Mapping[str, int]:
    if (standing := standing_in(asked)) is not None:
        return standing.by_class(kind)
    by_class = in_force(asked, kind).order_by().values_list("subject__ipc_main")
    return dict(by_class.annotate(n=Count("pk")))


def sorted_classes(groups: Groups, printed: Iterable[str]) -> Sorted:
    """Main classes as printed, each looked up once."""
    inside, unreadable = set(), set()
    for text in printed:
        found = groups.read(text)
        if found is None:
            unreadable.add(text)
        elif found:
            inside.add(text)
    return Sorted(frozenset(inside), frozenset(unreadable))
