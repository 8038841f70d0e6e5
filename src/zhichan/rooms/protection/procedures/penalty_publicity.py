"""Publicity of penalties (处罚信息公示): begun with service, ended by its term, by withdrawal or early.

A bare warning is not published. The second version follows the credit repair measures of 2025-12-25, of
which only the figures named in its limits are known.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Procedure, State
from zhichan.rooms.protection.forms import (
    DECIDED_ON,
    PARTY,
    PENALTY_KIND,
)
from zhichan.rooms.protection.sources import credit_repair, publicity
from zhichan.rooms.protection.steps.publicity_ending import ENDING, REPAIR, REPAIRED
from zhichan.rooms.protection.steps.publicity_showing import SHOWING

PENALTY_PUBLICITY = Procedure(
    name="penalty_publicity",
    label=_("处罚信息公示"),
    version=1,
    in_force_from=date(2021, 9, 1),
    number_word="公示",
    is_child=True,
    basis=(publicity("第二条至第十四条"),),
    seats=(PARTY,),
    opening=(DECIDED_ON, PENALTY_KIND),
    states=(
        State("decided", _("待公示"), usual=("publish", "not_publish", "screen")),
        State(
            "pushed",
            _("已推送登记地"),
            waits_on=Part.OTHER_OFFICE,
            usual=("push_received", "publish_elsewhere"),
        ),
        State("published", _("公示中"), waits_on=Part.SYSTEM, usual=("expire", "expire_short", "expire_ban")),
        State("withdrawn", _("已撤回"), is_final=True),
        State("expired", _("公示期满"), is_final=True),
        State("stopped_early", _("提前停止公示"), is_final=True),
        State("not_published", _("不公示"), is_final=True),
    ),
    moves=(*SHOWING, *ENDING),
)

PENALTY_PUBLICITY_2 = replace(
    PENALTY_PUBLICITY,
    version=2,
    in_force_from=date(2025, 12, 25),
    basis=(*PENALTY_PUBLICITY.basis, credit_repair()),
    moves=(
        *(
            replace(move, within=(*move.within, REPAIRED)) if move.name == "stop_early" else move
            for move in PENALTY_PUBLICITY.moves
        ),
        *REPAIR,
    ),
    note=_("信用修复管理办法与公示期规定的关系尚未核对原文：公示满一年时提醒核对，不自动停止。"),
)
