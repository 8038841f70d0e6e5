"""The events of every register are kept by the database itself: nobody changes or removes one."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from zhichan.core import append_only
from zhichan.core.registers.models import RegisterEvent
from zhichan.rooms.registry.models import Region, RegionEvent


@pytest.fixture
def event(db, now) -> RegionEvent:
    region = Region.objects.create(code="990000", name="云川", known_at=now)
    return RegionEvent.objects.create(
        subject=region, code="recorded", values={}, effective_on=now.date(), known_at=now
    )


def test_every_register_is_protected(db) -> None:
    events = {model._meta.db_table for model in apps.get_models() if issubclass(model, RegisterEvent)}
    assert len(events) > 5
    assert events <= set(append_only.tables())
    assert append_only.missing() == []


@pytest.mark.parametrize(
    "statement", ["UPDATE registry_regionevent SET code = 'x'", "DELETE FROM registry_regionevent"]
)
def test_an_event_is_neither_changed_nor_removed(event: RegionEvent, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    event.refresh_from_db()
    assert event.code == "recorded"


def test_a_thing_with_history_is_not_removed(event: RegionEvent) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.subject.delete()
    assert RegionEvent.objects.filter(pk=event.pk).exists()
