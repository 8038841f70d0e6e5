"""A small register that is searched, and themes over it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from tests.rooms.registry.files import csv_of, row
from tests.rooms.registry.taking import take_in
from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.search.actions.themes import NewTheme, make_theme
from zhichan.rooms.search.models import ThemeVersion

WELDING = ("焊接钢管", "钢管焊接机", "焊接接头", "电池隔膜", "食醋发酵罐")


def some_patents(titles: tuple[str, ...] = WELDING, *, first: int = 1, at: datetime | None = None) -> None:
    """Patents with these titles, numbered from ``first``, known now; the index is brought up to date."""
    rows = [row(first + nth, 专利名称=title) for nth, title in enumerate(titles)]
    take_in(csv_of(rows), system_actor("test"), at or timezone.now())
    bring_up_to_date(wait=True)


def some_theme(by: Actor, line: str = "TI=焊接", name: str = "焊接钢管") -> ThemeVersion:
    return make_theme(NewTheme(name, line), by=by, at=timezone.now())


def ids(*titles: str) -> list[int]:
    return sorted(Patent.objects.filter(title__in=titles).values_list("pk", flat=True))
