"""A right is pledged (质押)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.search.alerts.declaration import (
    EVERY_SUBJECT,
    PATENTS,
    TRADEMARKS,
    AlertKind,
    all_of_events,
)

EVENTS = {PATENTS: frozenset({"PLEDGED"}), TRADEMARKS: frozenset({"PLEDGED"})}


ALERT = AlertKind(
    name="pledge",
    label=_("权利质押"),
    rank=30,
    subjects=EVERY_SUBJECT,
    rule=_("登记了质押。"),
    why=_("质押的权利未经质权人同意不能转让或许可；质押融资是任务指标时，这也是进展。"),
    can_do=_("核对质押登记和金额；符合贴息、风险补偿条件的，提示权利人申请。"),
    events=EVENTS,
    find=all_of_events(EVENTS),
)
