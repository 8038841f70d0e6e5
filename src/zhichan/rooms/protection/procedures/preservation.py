"""Prior registration and preservation of evidence (先行登记保存): seven working days to decide what follows.

Source: 行政处罚法 第五十六条、第八十五条.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Move, Procedure, State, Within
from zhichan.rooms.protection.forms import OBJECT, PARTY, PRESERVED_ON, choice, text
from zhichan.rooms.protection.sources import MEMORY, penalty_law, penalty_procedure

_HANDLED = Within("handle", Limit(7, Unit.WORKING_DAY), "preserved_on", penalty_law("第五十六条、第八十五条"))

PRESERVATION = Procedure(
    name="preservation",
    label=_("先行登记保存"),
    version=1,
    in_force_from=date(2021, 7, 15),
    number_word="登存",
    is_child=True,
    basis=(penalty_law("第五十六条、第八十五条"),),
    seats=(PARTY,),
    opening=(PRESERVED_ON, OBJECT),
    states=(
        State("preserved", _("登记保存中"), waits_on=Part.CASE_TEAM, usual=("handle",)),
        State("lifted", _("已解除"), is_final=True),
        State("handled", _("已作出处理"), is_final=True),
    ),
    moves=(
        Move(
            "handle",
            _("作出处理"),
            ("preserved",),
            "handled",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_law("第五十六条"),
            form=(
                choice(
                    "handled_how",
                    _("处理方式"),
                    ("evidence", _("复制、拍照、录像等取证后退还")),
                    ("tested", _("送检测、鉴定")),
                    ("seized", _("依法查封扣押")),
                    ("transferred", _("移送有关部门")),
                    ("confiscated", _("依法没收或销毁")),
                ),
                text("handled_note", _("说明")),
            ),
            within=(_HANDLED,),
        ),
        Move(
            "lift",
            _("解除登记保存"),
            ("preserved",),
            "lifted",
            by=(Part.DEPARTMENT_HEAD,),
            basis=penalty_procedure("", MEMORY),
            form=(
                choice(
                    "lift_ground",
                    _("解除的情形"),
                    ("no_violation", _("没有违法行为，或不需要保存")),
                    ("expired", _("期限已经届满")),
                ),
                text("given_back", _("退还的财物和签收")),
            ),
            within=(_HANDLED,),
            issues=("prior_registration_end",),
        ),
    ),
)
