"""A right passes to somebody else (转让)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.alerts.declaration import (
    EVERY_SUBJECT,
    PATENTS,
    TRADEMARKS,
    AlertKind,
    Found,
    News,
    Watched,
    of_events,
    told_event,
)

MOVED = frozenset({"TRANSFERRED", "HELD", "changed"})
EVENTS = {PATENTS: MOVED, TRADEMARKS: MOVED}


def find(watched: Watched, news: News) -> Iterator[Found]:
    """Of a transfer told by two events of one day the registered one counts."""
    told: set[tuple[str, int, object]] = set()
    concerned = sorted(of_events(watched, news, EVENTS), key=lambda found: found[0].code != "TRANSFERRED")
    for one, party in concerned:
        place = (one.register, one.record_id, one.effective_on)
        before, after = (
            frozenset(watched.parties.get(holder, holder) for holder in stood.holders)
            for stood in (one.before, one.after)
        )
        has_moved = bool(before and after) and before != after
        if place not in told and (one.code == "TRANSFERRED" or has_moved):
            told.add(place)
            facts = {"before": sorted(one.before.holders), "after": sorted(one.after.holders)}
            yield told_event(one, party, **facts)


ALERT = AlertKind(
    name="transfer",
    label=_("权利转让"),
    rank=20,
    subjects=EVERY_SUBJECT,
    rule=_("登记了转让或转移，或者登记的权利人变了；归并为同一主体的不算。"),
    why=_("受资助、质押或列入名录的权利转走，会影响项目考核和担保。"),
    can_do=_("核对受让人和合同备案；受资助的权利按资助条件处理；境外受让的，提示办理技术出口手续。"),
    events=EVENTS,
    find=find,
)
