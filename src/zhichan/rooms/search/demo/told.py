"""What the sweep tells the demo's officer (示例): digests and warnings come about as everywhere else.

Some of the warnings are seen, one is handled, and what one rests on is taken back; none is written by hand.
"""

from __future__ import annotations

from datetime import date

from zhichan.core.access.actor import system_actor
from zhichan.core.registers.actions.withdraw import withdraw_event
from zhichan.core.registers.declaration import register_named
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.search.actions.alerts import find_alerts, handle_alert, note_withdrawn, see_alert
from zhichan.rooms.search.actions.digests import make_digests
from zhichan.rooms.search.demo.desk import Desk
from zhichan.rooms.search.queries.alerts import cards_visible_to

WHY_WRONG = "银行更正：出质的是另一件（示例）"
WHAT_WAS_DONE = "已联系企业：该实用新型产品停产，不再续费（示例）。"


def tell_of_news(today: date) -> None:
    """One round of the sweep, yesterday; without the rights of the registry there is nothing to tell."""
    desk, sweep = Desk(today), system_actor("search")
    if not desk.has_rights():
        return
    bring_up_to_date(wait=True)
    make_digests(by=sweep, at=desk.ago(1))
    find_alerts(by=sweep, at=desk.ago(1))
    cards = cards_visible_to(desk.officer).order_by("pk")
    for card in cards.filter(watch__kind="transfer"):
        see_alert(card.pk, by=desk.officer, at=desk.ago(1, hour=17))
    for card in cards.filter(watch__kind="lapse"):
        handle_alert(card.pk, WHAT_WAS_DONE, None, by=desk.officer, at=desk.ago(1, hour=17))
    wrong = cards.filter(watch__kind="pledge").latest("pk")
    register, at = register_named(wrong.register), desk.ago(1, hour=18)
    withdraw_event(register, wrong.record_id, wrong.event_id, reason=WHY_WRONG, by=desk.officer, at=at)
    note_withdrawn(by=sweep, at=at)
    bring_up_to_date(wait=True)
