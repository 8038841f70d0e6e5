"""Watches over a small register, and what happens in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from tests.rooms.registry.files import csv_of
from tests.rooms.registry.taking import take_in
from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.models import ListKind, Party, Patent, TrademarkItem
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.alerts import (
    NewWatch,
    find_alerts,
    set_watch,
)
from zhichan.rooms.search.models import AlertCard, AlertWatch

from .samples import ids

BY = system_actor("search")
US, THEM = "云川示例机械有限公司", "清河示例精工有限公司"
LONG_AGO = date(2000, 1, 1)


def brought_in(*rows: dict[str, str]):
    batch = take_in(csv_of(list(rows)), BY, timezone.now())
    bring_up_to_date(wait=True)
    return batch


def party(name: str = US) -> int:
    return Party.objects.get(name=name).pk


def watched(kind: str, by: Actor, name: str = US, **changed: object) -> AlertWatch:
    new = NewWatch(kind, "party", party(name), LONG_AGO)
    return set_watch(replace(new, **changed), by=by, at=timezone.now())


def a_list(*names: str, item: str = "") -> ListKind:
    kind = ListKind.objects.create(name=f"重点企业{ListKind.objects.count()}", is_group=True, source="样例")
    for name in names:
        values = {"party": Party.objects.get(name=name), "list_kind": kind, "item": item}
        entry = Entry(values, date(2020, 1, 1), "公布名单")
        record_row(MEMBERSHIPS, entry, by=BY, at=timezone.now())
    return kind


def found(at: datetime | None = None) -> list[tuple[str, str]]:
    """What one more round finds: kind and title."""
    before = set(AlertCard.objects.values_list("pk", flat=True))
    count = find_alerts(by=BY, at=at or timezone.now())
    new = AlertCard.objects.exclude(pk__in=before).order_by("pk").select_related("watch")
    assert count == len(new)
    titles = {
        "registry.patent": dict(Patent.objects.values_list("pk", "title")),
        "registry.trademark": dict(TrademarkItem.objects.values_list("pk", "title")),
    }
    return [(card.watch.kind, titles[card.register][card.record_id]) for card in new]


def happened(title: str, code: str, on: date = date(2024, 5, 1), model=Patent) -> int:
    name = "registry.patent" if model is Patent else "registry.trademark"
    right = model.objects.get(title=title)
    record_legal_event(name, right.pk, LegalEntry(code, on, "公告"), by=BY, at=timezone.now())
    return right.events.filter(code=code).latest("pk").pk


def passed_on(title: str, to: str = THEM) -> None:
    """A person records that somebody else holds the patent from a day on."""
    entry = Entry({"holder_ids": str(party(to))}, date(2024, 6, 1), "转让合同")
    change_row(PATENTS, ids(title)[0], entry, by=BY, at=timezone.now())
