"""Patent classes by industry as the tables stood at a moment (产业归类)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count

from zhichan.core.measures.declaration import Question
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry import list_lookup  # noqa: F401  ``one_of`` for conditions on classes
from zhichan.rooms.registry.counting import COUNTER, in_force
from zhichan.rooms.registry.ipc_groups import Groups, class_key, is_class
from zhichan.rooms.registry.models.ipc_group import IPC_GROUPS
from zhichan.rooms.registry.standing import standing_in


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


def classes_in_force(asked: Question) -> Mapping[tuple[str, str], int]:
    """How many patents are in force in the region by kind and main class as printed. One scan."""
    return replace(asked, options={}).once("classes in force", lambda: _classes_in_force(asked))


def _classes_in_force(asked: Question) -> Mapping[tuple[str, str], int]:
    if (standing := standing_in(asked)) is not None:
        return standing.by_class()
    by_class = in_force(asked, None).order_by().values_list("subject__kind", "subject__ipc_main")
    return {(kind, text): n for kind, text, n in by_class.annotate(n=Count("pk"))}


def sorted_classes(groups: Groups, printed: Iterable[str], group: str = "") -> Sorted:
    """Main classes as printed, each looked up once; ``group`` asks for that one alone."""
    inside, outside, unreadable = set(), set(), set()
    for text in printed:
        key = class_key(text)
        if not is_class(key):
            unreadable.add(text)
        elif (found := groups.of_key(key)) and (not group or group in found):
            inside.add(text)
        else:
            outside.add(text)
    return Sorted(frozenset(inside), frozenset(outside), frozenset(unreadable))
