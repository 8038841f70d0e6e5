"""The sources of a matter (线索来源): each with the day it came in, who gave it, the answer it is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from zhichan.core.matters.models import Matter, MatterLink, Participant
from zhichan.core.matters.near import Near
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.showing.people import secret_words
from zhichan.core.tables.text import day_text


@dataclass(frozen=True)
class SourceLine:
    """One source. ``giver``: who gave it, of a secret one only that it is kept secret; empty where nobody
    gave a name. ``look``: the key of a secret giver, to be asked for with a reason. ``answer``: the answer
    that is owed them and until when, or that it was given. ``is_head``: the matter itself."""

    matter: Matter
    received: date
    giver: str
    look: int | None
    answer: str
    is_head: bool


def source_lines(matter: Matter, procedure: Procedure, near: Near) -> list[SourceLine]:
    """The matter and its further sources in the order they came in; none where it has none. One query."""
    there = {
        first: near.open[first]
        for kind, first, second in near.links
        if kind == MatterLink.Kind.SOURCE and second == matter.pk and first in near.open
    }
    if not there:
        return []
    there[matter.pk] = matter
    lines = [_line(there[row["pk"]], row, matter.pk) for row in _rows(list(there), procedure)]
    return sorted(lines, key=lambda line: (line.received, line.matter.pk))


def _rows(keys: list[int], procedure: Procedure) -> Any:
    """Of each who gave it, and the limits that hold on a condition of its own (实名举报人的告知)."""
    owed = Q(obligations__name__in=[one.within.name for one in procedure.duties if one.within.when])
    givers = Participant.objects.filter(
        matter=OuterRef("pk"), seat=procedure.seats[0].name, removed_at__isnull=True
    ).order_by("pk")
    return (
        Matter.objects.filter(pk__in=keys)
        .annotate(
            giver=Subquery(givers.values("pk")[:1]),
            giver_name=Subquery(givers.values("name")[:1]),
            is_secret=Subquery(givers.values("is_secret")[:1]),
            due_on=Min("obligations__due_on", filter=owed & Q(obligations__is_open=True)),
            met_at=Max("obligations__met_at", filter=owed),
        )
        .values("pk", "giver", "giver_name", "is_secret", "due_on", "met_at")
    )


def _line(one: Matter, row: Mapping[str, Any], head: int) -> SourceLine:
    return SourceLine(
        matter=one,
        received=timezone.localdate(one.opened_at),
        giver=secret_words() if row["is_secret"] else row["giver_name"] or "",
        look=row["giver"] if row["is_secret"] else None,
        answer=_answer(row),
        is_head=one.pk == head,
    )


def _answer(row: Mapping[str, Any]) -> str:
    if row["due_on"]:
        return _("%(day)s 前答复") % {"day": day_text(row["due_on"])}
    if row["met_at"]:
        return _("已于 %(day)s 答复") % {"day": day_text(timezone.localdate(row["met_at"]))}
    return ""
