"""Whatever happens in whatever order, what stands is told once, and nothing else stands as a warning."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from tests.core.upkeep.sites import new_site as new_site
from tests.core.upkeep.sites import site_factory as site_factory
from tests.core.upkeep.sites import template_site as template_site
from tests.rooms.registry.files import csv_of, row
from tests.rooms.registry.taking import take_in
from zhichan.core.access.actor import system_actor
from zhichan.core.errors import Conflict
from zhichan.core.imports.models import ImportBatch
from zhichan.core.notices.models import Notice
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.actions.withdraw import withdraw_event
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.models import Party, Patent, PatentEvent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.alerts import NewWatch, find_alerts, note_withdrawn, set_watch
from zhichan.rooms.search.models import AlertCard

BY = system_actor("test")
US, THEM = "云川示例机械有限公司", "清河示例精工有限公司"
CASES = """
from zhichan.core.access.actor import system_actor
from zhichan.rooms.search.actions.alerts import find_alerts
from django.utils import timezone

CASES = {"sweep": lambda who: find_alerts(by=system_actor(who), at=timezone.now())}
"""
WORDS = ("ours", "theirs", "pledge", "withdraw", "undo", "sweep", "late")
STEPS = st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 9)), min_size=3, max_size=12)


def watched_from_now() -> None:
    take_in(csv_of([row(900), row(901, 申请人=THEM)]), BY, timezone.now())
    party = Party.objects.get(name=US).pk
    for kind in ("pledge", "filing"):
        set_watch(NewWatch(kind, "party", party, date(2000, 1, 1)), by=BY, at=timezone.now())


def pledged(patent: Patent) -> int:
    entry = LegalEntry("PLEDGED", date(2024, 5, 1), "公告")
    record_legal_event("registry.patent", patent.pk, entry, by=BY, at=timezone.now())
    return PatentEvent.objects.filter(subject=patent, code="PLEDGED").latest("pk").pk


class World:
    """What is so, kept beside the register: which batches and events stand, and whose rights they are."""

    def __init__(self) -> None:
        self.batches: dict[int, int] = {}
        self.events: dict[int, int] = {}
        self.minutes = 0

    def take(self, step: str, nth: int) -> None:
        if step in ("ours", "theirs"):
            serial = len(self.batches) + int(ImportBatch.objects.latest("pk").pk) * 10
            one = row(serial, 申请人=US if step == "ours" else THEM)
            batch = take_in(csv_of([one]), BY, timezone.now())
            self.batches[batch.pk] = Patent.objects.get(batch=batch).pk
        elif step == "pledge":
            some = list(Patent.objects.filter(is_shown=True).order_by("pk"))
            one_of = some[nth % len(some)]
            self.events[pledged(one_of)] = one_of.pk
        elif step == "withdraw" and self.events:
            event = sorted(self.events)[nth % len(self.events)]
            withdraw_event(PATENTS, self.events.pop(event), event, reason="错", by=BY, at=timezone.now())
        elif step == "undo" and self.batches:
            batch_id = sorted(self.batches)[nth % len(self.batches)]
            with suppress(Conflict):
                undo_batch(batch_id, by=BY, at=timezone.now())
                gone = self.batches.pop(batch_id)
                self.events = {event: pk for event, pk in self.events.items() if pk != gone}
        elif step in ("sweep", "late"):
            self.sweep(1 if step == "sweep" else 15)

    def sweep(self, minutes: int) -> None:
        self.minutes += minutes
        at = timezone.now() + timedelta(minutes=self.minutes)
        find_alerts(by=BY, at=at)
        note_withdrawn(by=BY, at=at)

    def expected(self) -> set[tuple[str, int, int]]:
        ours = set(Patent.objects.filter(holder__name=US).values_list("pk", flat=True))
        told = {("pledge", pk, event) for event, pk in self.events.items() if pk in ours}
        return told | {("filing", pk, 0) for pk in self.batches.values() if pk in ours}


@pytest.mark.django_db
@settings(max_examples=12)
@given(steps=STEPS)
def test_what_stands_is_told_once_in_whatever_order_it_came(steps) -> None:
    with transaction.atomic():
        watched_from_now()
        world = World()
        for step, nth in steps:
            world.take(step, nth)
        for _time in range(3):
            world.sweep(15)
        cards = AlertCard.objects.select_related("watch")
        standing = [(one.watch.kind, one.record_id, one.event_id) for one in cards if not one.withdrawn_at]
        assert sorted(standing) == sorted(world.expected())
        every = [(one.watch_id, one.record_id, one.event_id) for one in cards]
        assert len(every) == len(set(every))
        transaction.set_rollback(True)


def test_two_sweeps_at_once_tell_once(new_site: NewSite) -> None:
    site = new_site()
    with site.here():
        watched_from_now()
        pledged(Patent.objects.get(holder__name=US))
    with race(site, CASES) as racing:
        assert racing.outcome("sweep") == "done"
    with site.here():
        assert AlertCard.objects.count() == 1
        assert not Notice.objects.exists()  # the system has no notices
