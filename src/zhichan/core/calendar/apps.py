"""Application of core.calendar (日历)."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CalendarConfig(AppConfig):
    name = "zhichan.core.calendar"
    label = "calendar"
    verbose_name = "日历"

    def ready(self) -> None:
        post_migrate.connect(_seed_known_years, sender=self)


def _seed_known_years(*, using: str, **_others: Any) -> None:
    """After every migrate: an update of the package brings its new year with it."""
    from django.db import connections

    from zhichan.core.calendar.models import CalendarDay
    from zhichan.core.calendar.seed import seed

    if CalendarDay._meta.db_table in connections[using].introspection.table_names():
        seed()
