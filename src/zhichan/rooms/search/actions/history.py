"""Keeping what was searched under its set number, and forgetting it (检索历史)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import require
from zhichan.core.errors import NotAllowed
from zhichan.core.people.models import Person
from zhichan.core.search.tree import Node
from zhichan.core.search.tree_text import Kept, kept
from zhichan.rooms.search.models import SearchRun
from zhichan.rooms.search.queries.history import runs_of
from zhichan.rooms.search.rights import SEARCH_PATENTS

#: The oldest make room for the newest.
MOST_KEPT, MOST_STEPS = 500, 200


@dataclass(frozen=True)
class Searched:
    """What was asked and how much it found. ``asked``: the whole tree; ``is_step``: a click narrowed another
    search to it; the rest as in ``SearchRun``."""

    collection: str
    line: str
    chosen: Sequence[tuple[str, str]]
    asked: Node
    count: int
    snapshot: str
    is_step: bool = False


def note_search(searched: Searched, *, by: Actor, at: datetime) -> SearchRun:
    """Keep a search under the next set number, a step without one; the same once more keeps its number.

    Raises NotAllowed for whoever may not search, or has not signed in.
    """
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才有检索历史。"))
    asked = kept(searched.asked)
    runs = runs_of(by, searched.collection)
    known = next((one for one in runs.filter(line=searched.line) if one.asked == asked), None)
    if known is None:
        return _new_run(searched, asked, by.id, runs, at)
    if known.number is None and not searched.is_step:
        _give_number(known, by.id, runs)
    known.count, known.snapshot, known.searched_at = searched.count, searched.snapshot, at
    known.save(update_fields=["count", "snapshot", "searched_at"])
    return known


@transaction.atomic
def _give_number(step: SearchRun, person_id: int, runs: QuerySet[SearchRun]) -> None:
    step.number = _next_number(person_id, runs)
    step.save(update_fields=["number"])


def _next_number(person_id: int, runs: QuerySet[SearchRun]) -> int:
    Person.objects.select_for_update().only("pk").get(pk=person_id)  # two windows of one person take turns
    number = (runs.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_KEPT:
        runs.filter(number__lte=number - MOST_KEPT).delete()
    return number


@transaction.atomic
def _new_run(
    searched: Searched, asked: Kept, person_id: int, runs: QuerySet[SearchRun], at: datetime
) -> SearchRun:
    number = None if searched.is_step else _next_number(person_id, runs)
    if searched.is_step:
        steps = runs.filter(number=None).order_by("-searched_at", "-pk")
        runs.filter(pk__in=list(steps.values_list("pk", flat=True)[MOST_STEPS - 1 :])).delete()
    return SearchRun.objects.create(
        person_id=person_id,
        collection=searched.collection,
        number=number,
        line=searched.line,
        chosen=[list(one) for one in searched.chosen],
        asked=asked,
        count=searched.count,
        snapshot=searched.snapshot,
        searched_at=at,
    )


@transaction.atomic
def forget_searches(collection: str, *, by: Actor, at: datetime) -> int:  # noqa: ARG001  every action is told
    """Forget the actor's searches of a collection; numbers begin anew. Returns how many there were."""
    require(by, SEARCH_PATENTS)
    if by.id is None:
        raise NotAllowed(_("要登录的人才有检索历史。"))
    count, _models = runs_of(by, collection).delete()
    return count
