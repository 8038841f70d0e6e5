"""A watched party files (关注对象新申请)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.alerts.declaration import (
    PATENTS,
    TRADEMARKS,
    AlertKind,
    Found,
    News,
    Subject,
    Watched,
    told_filing,
)


def find(watched: Watched, news: News) -> Iterator[Found]:
    for one in news.filings:
        party = watched.concerned(one.register, 0, one.holders)
        if party and watched.is_recent(one.filed_on):
            yield told_filing(one, party, f"{one.register}:{one.record_id}:filed")


ALERT = AlertKind(
    name="filing",
    label=_("竞争者新申请"),
    rank=50,
    subjects=(Subject.PARTY, Subject.LIST),
    rule=_("登记册新收录了关注对象申请的专利或商标，申请日不早于设置的日期；共同申请也算。"),
    why=_("新申请显示竞争者的研发方向和市场布局；专利公开前看不到，这里比申请日晚。"),
    can_do=_("打开记录看权利要求和类别；与本地企业的产品比对，需要时做专利导航或提公众意见。"),
    filings=(PATENTS, TRADEMARKS),
    find=find,
)
