"""Rounds of looking for warnings: two at once, one that breaks off, what is written late."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.everything import everything
from tests.rooms.registry.files import row
from zhichan.core.notices.models import Notice
from zhichan.rooms.registry.models import PatentEvent
from zhichan.rooms.search.actions import alerts
from zhichan.rooms.search.actions.alerts import (
    find_alerts,
)
from zhichan.rooms.search.models import AlertCard, AlertReach

from .alerting import BY, brought_in, found, happened, watched

pytestmark = pytest.mark.django_db


def test_of_two_rounds_at_once_one_writes(officer, monkeypatch) -> None:
    """The second has read the same reach: it writes nothing, nor does one that was cut off before."""
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer)
    happened("甲", "PLEDGED")
    real = alerts.found_by

    def meanwhile(watched_now, news):
        monkeypatch.setattr(alerts, "found_by", real)
        assert find_alerts(by=BY, at=timezone.now()) == 1
        return real(watched_now, news)

    monkeypatch.setattr(alerts, "found_by", meanwhile)
    assert find_alerts(by=BY, at=timezone.now()) == 0
    assert AlertCard.objects.count() == Notice.objects.filter(kind="search.alert").count() == 1


def test_a_round_that_breaks_off_is_made_again(officer, monkeypatch) -> None:
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer)
    happened("甲", "PLEDGED")
    before = everything()

    def broken(*_given: object) -> None:
        raise RuntimeError("cut off")

    with monkeypatch.context() as patched:
        patched.setattr(alerts, "_tell", broken)
        with pytest.raises(RuntimeError):
            find_alerts(by=BY, at=timezone.now())
    assert everything() == before
    assert found() == [("pledge", "甲")]


def test_an_event_that_was_written_below_one_read_before_is_told(officer) -> None:
    """Who took a key first and commits last: the newest are read again for a while."""
    brought_in(row(1, 专利名称="甲"), row(2, 专利名称="乙"))
    watched("pledge", officer)
    first = happened("甲", "PLEDGED")
    happened("乙", "PLEDGED")
    late = PatentEvent.objects.get(pk=first)
    reach = AlertReach.objects.get()
    assert reach.after["registry.patent"] < first
    assert sorted(found()) == [("pledge", "乙"), ("pledge", "甲")]
    AlertCard.objects.filter(event_id=late.pk).delete()  # as if it had not been there yet
    assert found() == [("pledge", "甲")]
