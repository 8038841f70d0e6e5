"""A small sound record to tamper with: three subjects, five events each, sealed, its journal on disk."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.core.upkeep.sites import new_site, site_factory, template_site
from zhichan.core import append_only
from zhichan.core.audit.actions import record
from zhichan.core.audit.seals import seal_day
from zhichan.core.audit.subjects import SubjectKey

__all__ = ["new_site", "site_factory", "template_site"]

SUBJECTS = [SubjectKey("demo.matter", "1"), SubjectKey("demo.matter", "2"), SubjectKey("demo.unit", "1")]
EVENTS_EACH = 5


@pytest.fixture
def recorded(db, system, now, django_capture_on_commit_callbacks) -> list[SubjectKey]:
    """The sound record, with the triggers lifted so that a test can do what an intruder does."""
    with django_capture_on_commit_callbacks(execute=True):
        for step in range(EVENTS_EACH):
            for subject in SUBJECTS:
                record(
                    "demo.matter.moved",
                    subject=subject,
                    by=system,
                    at=now,
                    details={"step": step, "state": "已收件"},
                )
    with django_capture_on_commit_callbacks(execute=True):
        seal_day(date(2026, 11, 19), at=now)
    append_only.drop(connection)
    return SUBJECTS


@pytest.fixture
def sql(db):
    """Runs one statement as an intruder with a database console would; returns the number of rows."""

    def run(statement: str, *values: object) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount

    return run
