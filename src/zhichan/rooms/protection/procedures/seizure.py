"""Seizure (查封、扣押): a measure inside a penalty case, with its own thirty days.

Source: 行政强制法 第二十四条至第二十八条. The days are calendar days and do not move over a holiday: what is
held must be given back or dealt with by then, so the end raises an alarm and asks.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, STAYS, Extension, Move, Procedure, State, Within
from zhichan.rooms.protection.forms import (
    IS_URGENT,
    OBJECT,
    OTHER,
    PARTY,
    REASON,
    SEIZED_ON,
    choice,
    day,
    day_ahead,
    long_text,
    text,
)
from zhichan.rooms.protection.sources import MEMORY, coercion_law

TESTING = "检测、检验、检疫或技术鉴定"
_THIRTY_DAYS = Limit(30, Unit.CALENDAR_DAY, Roll.NONE)
_ENDED = Within(
    "end",
    _THIRTY_DAYS,
    "seized_on",
    coercion_law("第二十五条"),
    excludes=(TESTING,),
    extension=Extension(_THIRTY_DAYS, "extend", coercion_law("第二十五条")),
)
# Longer only before the thirty days are over: what has run out cannot be made longer.
_LONGER = Within(
    "extend_in_time", _THIRTY_DAYS, "seized_on", coercion_law("第二十五条"), excludes=(TESTING,), bars=True
)
_APPROVED_LATER = Within(
    "approve_urgent",
    Limit(24, Unit.HOUR),
    OPENED,
    coercion_law("第十九条", MEMORY),
    when=("is_urgent", "yes"),
)

SEIZURE = Procedure(
    name="seizure",
    label=_("查封扣押"),
    version=1,
    in_force_from=date(2012, 1, 1),
    number_word="强制",
    is_child=True,
    basis=(coercion_law("第二十四条至第二十八条"),),
    seats=(PARTY,),
    opening=(SEIZED_ON, OBJECT, IS_URGENT),
    states=(
        State("in_force", _("查封扣押中"), waits_on=Part.CASE_TEAM, usual=("send_for_testing", "lift")),
        State("testing", _("送检中"), stops=TESTING, waits_on=Part.CASE_TEAM, usual=("receive_result",)),
        State("lifted", _("已解除"), is_final=True),
        State("disposed", _("已依决定处理"), is_final=True),
        State("handed_over", _("已移交公安机关"), is_final=True),
    ),
    moves=(
        Move(
            "lift",
            _("解除查封扣押"),
            ("in_force", "testing"),
            "lifted",
            by=(Part.DEPARTMENT_HEAD,),
            basis=coercion_law("第二十八条"),
            form=(
                choice(
                    "lift_ground",
                    _("解除的情形"),
                    ("no_violation", _("没有违法行为")),
                    ("unrelated", _("与违法行为无关")),
                    ("decided", _("已作出处理决定，不再需要")),
                    ("expired", _("期限已经届满")),
                    OTHER,
                ),
                text("given_back", _("退还的财物和签收")),
            ),
            within=(_ENDED,),
            issues=("coercion_release",),
        ),
        Move(
            "dispose",
            _("依处理决定没收或销毁"),
            ("in_force", "testing"),
            "disposed",
            by=(Part.DEPARTMENT_HEAD,),
            basis=coercion_law("第二十七条", MEMORY),
            form=(text("decision_number", _("处理决定文号")), text("goods", _("物品和数量"))),
            within=(_ENDED,),
            issues=("goods_disposal",),
        ),
        Move(
            "hand_over",
            _("随案移交公安机关"),
            ("in_force", "testing"),
            "handed_over",
            by=(Part.CASE_TEAM,),
            basis=coercion_law("第二十一条", MEMORY),
            form=(text("handover_receipt", _("交接回执号")),),
            within=(_ENDED,),
            issues=("goods_transfer_notice",),
        ),
        Move(
            "extend",
            _("批准延长查封扣押"),
            ("in_force", "testing"),
            STAYS,
            by=(Part.DEPARTMENT_HEAD,),
            basis=coercion_law("第二十五条"),
            form=(REASON, day("extension_told_on", _("书面告知当事人之日"))),
            within=(_LONGER,),
            issues=("coercion_extension",),
        ),
        Move(
            "approve_urgent",
            _("补办批准手续"),
            ("in_force", "testing"),
            STAYS,
            by=(Part.DEPARTMENT_HEAD,),
            basis=coercion_law("第十九条", MEMORY),
            within=(_APPROVED_LATER,),
        ),
        Move(
            "send_for_testing",
            _("送检并书面告知期间"),
            ("in_force",),
            "testing",
            by=(Part.CASE_TEAM,),
            basis=coercion_law("第二十五条"),
            form=(text("tester", _("受托机构")), day_ahead("test_ends_on", _("告知的检测期间止日"))),
            issues=("appraisal_entrust", "appraisal_period"),
        ),
        Move(
            "receive_result",
            _("收到检测结果"),
            ("testing",),
            "in_force",
            by=(Part.CASE_TEAM,),
            basis=coercion_law("第二十五条"),
            form=(long_text("test_result", _("结果")),),
            issues=("appraisal_result",),
        ),
    ),
)
