"""Somebody disputes a right (异议、请求宣告无效、申请撤销)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.alerts.declaration import (
    EVERY_SUBJECT,
    PATENTS,
    TRADEMARKS,
    AlertKind,
    all_of_events,
)

EVENTS = {
    PATENTS: frozenset({"INVALIDATION_REQUESTED"}),
    TRADEMARKS: frozenset({"OPPOSED", "INVALIDATION_REQUESTED", "REVOCATION_REQUESTED"}),
}


ALERT = AlertKind(
    name="opposition",
    label=_("异议与无效请求"),
    rank=40,
    subjects=EVERY_SUBJECT,
    rule=_("商标被提出异议、申请撤销或请求宣告无效，专利被请求宣告无效。"),
    why=_("答辩有期限，逾期按已有材料审理；权利可能因此不予注册、被撤销或无效。"),
    can_do=_("通知权利人核对答辩期限；需要时转维权援助或推荐代理机构。"),
    events=EVENTS,
    find=all_of_events(EVENTS),
)
