"""A key firm loses a core patent (重点企业失去核心专利)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.face import Happening
from zhichan.rooms.search.alerts.declaration import (
    PATENTS,
    AlertKind,
    Found,
    News,
    Subject,
    Watched,
    of_events,
    told_event,
)

ENDED = frozenset({"TERMINATED_UNPAID", "SURRENDERED", "INVALIDATED", "TERM_ENDED"})
EVENTS = {PATENTS: ENDED | {"TRANSFERRED", "HELD", "changed"}}


def find(watched: Watched, news: News) -> Iterator[Found]:
    told: set[tuple[int, object]] = set()
    for one, party in of_events(watched, news, EVENTS):
        place = (one.record_id, one.effective_on)
        is_core = one.is_high_value or one.record_id in watched.core
        if is_core and place not in told and _is_lost(watched, one, party):
            told.add(place)
            facts = {
                "before": sorted(one.before.holders),
                "after": sorted(one.after.holders),
                "is_in_theme": one.record_id in watched.core,
            }
            yield told_event(one, party, **facts)


def _is_lost(watched: Watched, one: Happening, party: int) -> bool:
    """It ended, or the firm held it before and holds it no more."""
    before, after = (
        {watched.parties.get(holder) for holder in stood.holders} for stood in (one.before, one.after)
    )
    if party not in before:
        return False
    return one.after.public_class == "ended" if one.code in ENDED else bool(after) and party not in after


ALERT = AlertKind(
    name="core_loss",
    label=_("重点企业失去核心专利"),
    rank=80,
    subjects=(Subject.PARTY, Subject.LIST),
    rule=_("核心专利失效，或转到别人名下。核心专利：高价值五项之一登记为符合的，或在设置指定的专题库里的。"),
    why=_("核心专利流失影响企业的产品和融资，也影响高价值发明专利的指标。"),
    can_do=_("当天联系企业核实原因；能恢复的督促恢复；转让的核对去向；同时更新高价值专利台账。"),
    events=EVENTS,
    has_core=True,
    find=find,
)
