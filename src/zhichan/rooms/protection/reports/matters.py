"""Matters of each procedure over the days of a report (各类程序办件)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.loading import in_force_on
from zhichan.core.matters.models import Matter
from zhichan.core.matters.months import day_begins
from zhichan.core.matters.supervision import further_sources
from zhichan.core.reports.declaration import Asked, stored_query
from zhichan.core.reports.facts import Column, Facts, Figure, Grid, Row


@stored_query("protection.matters", _("各类程序办件"))
def matters(asked: Asked) -> Facts:
    """How many matters of each procedure were opened and closed, and were open at the end of the last day.

    A further source of a matter is counted with it, once. Three queries.
    """
    begins, ends = day_begins(asked.since), day_begins(asked.as_of + timedelta(days=1))
    known = Matter.objects.filter(opened_at__lte=asked.known_at).exclude(pk__in=further_sources())
    is_closed = Q(closed_at__lt=ends, closed_at__lte=asked.known_at)
    is_open = Q(closed_at__isnull=True) | Q(closed_at__gte=ends) | Q(closed_at__gt=asked.known_at)
    opened = _counted(known.filter(opened_at__gte=begins, opened_at__lt=ends))
    closed = _counted(known.filter(is_closed, closed_at__gte=begins))
    still = _counted(known.filter(is_open, opened_at__lt=ends))
    labels = {one.name: str(one.label) for one in in_force_on(asked.as_of)}
    rows = tuple(
        Row(
            name,
            (label, Decimal(opened[name]), Decimal(closed[name]), Decimal(still[name])),
            f"{reverse('matters:procedure_statistics', args=[name])}?{_days(asked)}",
        )
        for name, label in labels.items()
        if opened[name] or closed[name] or still[name]
    )
    columns = (Column("程序", 5), *(Column(word, 2, is_number=True) for word in ("登记", "办结", "期末在办")))
    figures = tuple(
        Figure(name, label, Decimal(counted.total()), "件", reverse("matters:office"))
        for name, label, counted in (
            ("opened", "登记事项", opened),
            ("closed", "办结事项", closed),
            ("open", "期末在办事项", still),
        )
    )
    return Facts(figures, Grid(columns, rows))


def _counted(rows: QuerySet[Matter]) -> Counter[str]:
    found: Any = rows.order_by().values_list("procedure").annotate(n=Count("pk"))
    return Counter(dict(found))


def _days(asked: Asked) -> str:
    return urlencode({"from": asked.since.isoformat(), "to": asked.as_of.isoformat()})
