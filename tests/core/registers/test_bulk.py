"""Rows written at once are those that are written one by one, and a key that is taken is told alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from zhichan.core.registers.bulk import insert_objects
from zhichan.rooms.registry.models import GoodsItem, GoodsItemEvent

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def item(code: str) -> GoodsItem:
    return GoodsItem(group="3001", nice_class="30", group_name="咖啡", code=code, known_at=AT, source="样例")


def test_objects_get_their_keys_and_come_back_as_they_were() -> None:
    made = [item("300026"), item("300149")]
    insert_objects(GoodsItem, made)
    assert list(GoodsItem.objects.order_by("pk")) == made
    events = [
        GoodsItemEvent(
            subject=one,
            code="recorded",
            values={"name": "咖啡\n“甲”\\", "none": None},
            effective_on=date(2026, 1, 1),
            known_at=AT,
        )
        for one in made
    ]
    insert_objects(GoodsItemEvent, events)
    stored = list(GoodsItemEvent.objects.order_by("pk"))
    assert stored == events
    names = ("subject_id", "values", "effective_on", "known_at", "batch_id", "source")
    assert [[getattr(one, name) for name in names] for one in stored] == [
        [getattr(one, name) for name in names] for one in events
    ]
    later = item("300186")
    later.save()
    assert later.pk > made[-1].pk


def test_a_taken_key_is_an_integrity_error() -> None:
    insert_objects(GoodsItem, [item("300026")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_objects(GoodsItem, [item("300149"), item("300026")])
    assert GoodsItem.objects.count() == 1


def test_of_nothing_nothing_is_written() -> None:
    insert_objects(GoodsItem, [])
    assert not GoodsItem.objects.exists()
