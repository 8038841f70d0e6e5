"""A right comes to its end (权利失效)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.alerts.declaration import (
    EVERY_SUBJECT,
    PATENTS,
    TERM_OVER,
    TRADEMARKS,
    AlertKind,
    Found,
    News,
    Watched,
    of_events,
    told_event,
)

EVENTS = {
    PATENTS: frozenset({"TERMINATED_UNPAID", "SURRENDERED", "TERM_ENDED", "INVALIDATED", TERM_OVER}),
    TRADEMARKS: frozenset({"LAPSED", "SURRENDERED", "REVOKED", "INVALIDATED"}),
}


def find(watched: Watched, news: News) -> Iterator[Found]:
    """An event that left something of the right standing, as of some goods only, is none."""
    for one, party in of_events(watched, news, EVENTS):
        if one.after.public_class == "ended":
            yield told_event(one, party, **({"is_computed": True} if one.code == TERM_OVER else {}))


ALERT = AlertKind(
    name="lapse",
    label=_("权利失效"),
    rank=10,
    subjects=EVERY_SUBJECT,
    rule=_("登记了终止、期限届满、放弃、注销、撤销或宣告无效，并且登记后整件权利失效；或者按推算期限届满。"),
    why=_("失效的权利不能再许可、质押或据以维权；未缴年费的还可能在期限内恢复。"),
    can_do=_(
        "核对是否误缴漏缴；未缴年费终止的，提醒权利人在规定期限内请求恢复；涉及项目或贷款的，通知相关单位。"
    ),
    events=EVENTS,
    find=find,
)
