"""A watched application is granted (专利授权)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.registry.face import standing_of_code
from zhichan.rooms.search.alerts.declaration import (
    EVERY_SUBJECT,
    PATENTS,
    AlertKind,
    Found,
    News,
    Watched,
    of_events,
    told_event,
)

GRANTED = "GRANTED"
EVENTS = {PATENTS: frozenset({GRANTED})}


def find(watched: Watched, news: News) -> Iterator[Found]:
    """Each right once: one that was known to be granted by an earlier event is no news by a later one."""
    concerned = list(of_events(watched, news, EVENTS))
    known = standing_of_code(PATENTS, GRANTED, {one.record_id for one, _party in concerned})
    new = {one.event_id for one, _party in concerned}
    told: set[int] = set()
    for one, party in concerned:
        if one.record_id not in told and known.get(one.record_id, set()) <= new:
            told.add(one.record_id)
            yield told_event(one, party)


ALERT = AlertKind(
    name="grant",
    label=_("专利授权"),
    rank=45,
    subjects=EVERY_SUBJECT,
    rule=_("登记了授权公告，公告日不早于设置的日期；同一件只报一次。"),
    why=_("授权以后权利人可以据以维权：竞争者的授权可能限制本地企业的产品，自己的授权可以许可、质押。"),
    can_do=_("看授权的权利要求；与本地企业的产品比对，有侵权可能的做风险分析，需要时准备无效请求。"),
    events=EVENTS,
    find=find,
)
