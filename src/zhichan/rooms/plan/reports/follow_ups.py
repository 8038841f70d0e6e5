"""Follow-ups over the days of a report (督办): opened, replied and closed in time or late, unit by unit."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.people.models import Unit
from zhichan.core.registers.moments import end_of
from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Column, Facts, Figure, Grid, Row
from zhichan.rooms.plan.queries.follow_ups import FollowUpCounts, counts_by_unit

_COUNTED = (
    ("opened", "立项", 3),
    ("replied_in_time", "按期反馈", 4),
    ("replied_late", "逾期反馈", 4),
    ("closed_in_time", "按期办结", 4),
    ("closed_late", "逾期办结", 4),
    ("open_now", "期末在办", 4),
    ("late_now", "应反馈未反馈", 6),
)


def instant_of(asked: Asked) -> datetime:
    """The end of the last day, or the instant of knowledge where that is earlier."""
    return min(end_of(asked.as_of), asked.known_at)


@stored_query("plan.follow_ups", _("督办情况"))
def follow_ups(asked: Asked) -> Facts:
    """The follow-ups of all units; those withdrawn count nowhere."""
    found = counts_by_unit(asked.since, asked.as_of, instant_of(asked))
    names = dict(Unit.objects.filter(pk__in=found).values_list("pk", "name"))
    address = reverse("plan:follow_ups")
    figures = tuple(
        Figure(name, f"督办{label}", _total(found, name), "件", address) for name, label, _width in _COUNTED
    )
    ordered = sorted(found, key=lambda pk: (-found[pk].late_now, -found[pk].opened, names[pk]))
    rows = tuple(
        Row(
            f"u{pk}",
            (names[pk], *(_count(found[pk], name) for name, _label, _width in _COUNTED)),
            f"{address}?unit={pk}",
        )
        for pk in ordered
    )
    columns = (
        Column("单位", 11),
        *(Column(label, width, is_number=True) for _name, label, width in _COUNTED),
    )
    return Facts(figures, Grid(columns, rows))


def _count(counts: FollowUpCounts, name: str) -> Decimal:
    return Decimal(getattr(counts, name))


def _total(found: dict[int, FollowUpCounts], name: str) -> Decimal:
    return sum((_count(one, name) for one in found.values()), Decimal(0))
