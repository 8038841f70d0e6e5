"""How a commendation moves (表彰状态), as data.

    已提名 ──review──▶ 一审通过 ──confirm──▶ 评审通过 ──publicise──▶ 公示中
                                                                      └──publish──▶ 已表彰 ──revoke──▶ 已撤销
    decline ends any of the first four as 未通过, withdraw the first two as 已撤回

Two persons review: neither may be the nominee, who nominated, or of the nominee's unit
(``actions.commend``).
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from zhichan.rooms.plan.models import Commendation
from zhichan.rooms.plan.rights import COMMEND_KEEP, COMMEND_NOMINATE, COMMEND_REVIEW
from zhichan.rooms.plan.steps import Move

State = Commendation.State
REVIEWS: Final = frozenset({"review", "confirm"})
COUNTED: Final = (State.PASSED, State.PUBLICISED, State.PUBLISHED)
CLOSED: Final = (State.DECLINED, State.WITHDRAWN)
_REVIEW, _KEEP, _NOMINATE = (COMMEND_REVIEW,), (COMMEND_KEEP,), (COMMEND_NOMINATE,)

MOVES: Final[tuple[Move[Commendation.State], ...]] = (
    Move("review", _("一审通过"), State.NOMINATED, State.REVIEWED, _REVIEW, needs_reason=False),
    Move("confirm", _("二审通过"), State.REVIEWED, State.PASSED, _REVIEW, needs_reason=False),
    Move("publicise", _("开始公示"), State.PASSED, State.PUBLICISED, _KEEP, needs_reason=False),
    Move("publish", _("公布表彰"), State.PUBLICISED, State.PUBLISHED, _KEEP, needs_reason=False),
    *(
        Move("decline", _("不予通过"), state, State.DECLINED, _REVIEW)
        for state in (State.NOMINATED, State.REVIEWED, State.PASSED, State.PUBLICISED)
    ),
    *(
        Move("withdraw", _("撤回提名"), state, State.WITHDRAWN, _NOMINATE)
        for state in (State.NOMINATED, State.REVIEWED)
    ),
    Move("revoke", _("撤销表彰"), State.PUBLISHED, State.REVOKED, _KEEP),
)
