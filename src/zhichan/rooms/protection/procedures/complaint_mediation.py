"""Mediation of consumers' complaints (投诉调解)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, Move, Procedure, State, Within
from zhichan.rooms.protection.sources import complaints

_ACCEPTED = Within("accept", Limit(7, Unit.WORKING_DAY), OPENED, complaints("第十四条"))
_MEDIATED = Within(
    "mediate",
    Limit(45, Unit.WORKING_DAY),
    "accept",
    complaints("第二十条、第二十一条"),
    excludes=("检定", "检验", "检测", "鉴定"),
)

COMPLAINT_MEDIATION = Procedure(
    name="complaint_mediation",
    label=_("投诉调解"),
    version=1,
    in_force_from=date(2022, 3, 24),
    basis=(complaints("第十四条至第二十二条"),),
    states=(
        State("received", _("已收到"), public=_("已收到")),
        State("accepted", _("调解中"), public=_("调解中")),
        State("refused", _("不予受理"), public=_("不予受理"), is_final=True),
        State("settled", _("达成协议"), public=_("达成协议"), is_final=True),
        State("ended", _("终止调解"), public=_("终止调解"), is_final=True),
    ),
    moves=(
        Move(
            "accept",
            _("决定受理"),
            ("received",),
            "accepted",
            by=(Part.CASE_TEAM,),
            basis=complaints("第十四条"),
            within=(_ACCEPTED,),
        ),
        Move(
            "refuse",
            _("决定不予受理"),
            ("received",),
            "refused",
            by=(Part.CASE_TEAM,),
            basis=complaints("第十四条、第十五条"),
            within=(_ACCEPTED,),
        ),
        Move(
            "settle",
            _("达成协议"),
            ("accepted",),
            "settled",
            by=(Part.PARTY, Part.CASE_TEAM),
            basis=complaints("第二十一条、第二十二条"),
            within=(_MEDIATED,),
        ),
        Move(
            "end",
            _("终止调解"),
            ("accepted",),
            "ended",
            by=(Part.CASE_TEAM,),
            basis=complaints("第二十一条"),
            within=(_MEDIATED,),
        ),
        Move(
            "tell_ended",
            _("告知终止"),
            ("ended",),
            "ended",
            by=(Part.CASE_TEAM,),
            basis=complaints("第二十一条"),
            within=(Within("tell_ended", Limit(7, Unit.WORKING_DAY), "end", complaints("第二十一条")),),
        ),
    ),
)
