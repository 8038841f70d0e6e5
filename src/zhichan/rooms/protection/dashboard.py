"""What the room shows on the dashboard (驾驶舱): cases filed and closed, in time, and on the spot."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from zhichan.core.measures.board import BoardFigure, FigureGroup, offer_group
from zhichan.rooms.protection.measures import ADJUDICATIONS, PENALTIES
from zhichan.rooms.protection.queries.cases import sees_every
from zhichan.rooms.protection.rights import PROTECTION_VIEW

offer_group(
    FigureGroup(
        "protection",
        _("保护办案"),
        PROTECTION_VIEW,
        "protection:home",
        (
            BoardFigure("cases_filed", _("立案")),
            BoardFigure("cases_closed", _("结案")),
            BoardFigure("in_time_share", _("按期办结率")),
            BoardFigure("cases_filed", _("其中简易程序"), {"procedure": "penalty_summary"}),
        ),
        sees_rows=partial(sees_every, procedures=(*PENALTIES, *ADJUDICATIONS)),
    )
)
