"""How a designation moves (试点示范状态), as data.

    申报中 ──approve──▶ 已获批 ──start──▶ 创建中 ──accept──▶ 已验收
      └─decline─▶ 未获批     └───────── expire / revoke ─────────┘──▶ 已到期、已撤销
    renew gives a new term: in force it stays where it is, expired it is 已获批 again

Nothing expires by itself: past its term a designation counts no more and is listed, and a person notes it.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.models import Designation
from zhichan.rooms.plan.rights import DESIGNATION_KEEP
from zhichan.rooms.plan.steps import Move

State = Designation.State
IN_FORCE: Final = (State.APPROVED, State.BUILDING, State.ACCEPTED)
# Moves that may bring a new term, and those that have to.
WITH_TERM: Final = frozenset({"approve", "renew", "accept"})
NEEDS_TERM: Final = frozenset({"approve", "renew"})
_KEEP = (DESIGNATION_KEEP,)

MOVES: Final[tuple[Move[Designation.State], ...]] = (
    Move("approve", _("获批"), State.APPLYING, State.APPROVED, _KEEP, needs_reason=False),
    Move("decline", _("未获批"), State.APPLYING, State.DECLINED, _KEEP),
    Move("start", _("启动创建"), State.APPROVED, State.BUILDING, _KEEP, needs_reason=False),
    Move("accept", _("通过验收"), State.BUILDING, State.ACCEPTED, _KEEP, needs_reason=False),
    *(Move("renew", _("复核续期"), state, state, _KEEP) for state in IN_FORCE),
    Move("renew", _("复核续期"), State.EXPIRED, State.APPROVED, _KEEP),
    *(Move("expire", _("到期"), state, State.EXPIRED, _KEEP, needs_reason=False) for state in IN_FORCE),
    *(Move("revoke", _("撤销"), state, State.REVOKED, _KEEP) for state in IN_FORCE),
)
