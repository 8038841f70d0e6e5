"""Patent adjudication: from the request to the defence (受理、送达、答辩)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, STAYS, Move, Within
from zhichan.rooms.protection.forms import (
    CORRECT_BY,
    CORRECTED,
    OTHER,
    REASON,
    SERVED_HOW,
    TO_CORRECT,
    choice,
    day,
    long_text,
    optional,
    people,
    public,
    yes_no,
)
from zhichan.rooms.protection.sources import patent_enforcement

CORRECTION = "补正"
# While the requester corrects the request the office waits: those days do not count.
_ACCEPTED = Within(
    "accept", Limit(5, Unit.WORKING_DAY), OPENED, patent_enforcement("第十三条"), excludes=(CORRECTION,)
)
_CORRECTED = Within(
    "correct", Limit(1, Unit.CALENDAR_DAY), "correct_by", patent_enforcement("第十三条"), bars=True
)
_SERVED = Within("serve", Limit(5, Unit.WORKING_DAY), "accept", patent_enforcement("第十四条"))
_DEFENDED = Within(
    "defend",
    Limit(15, Unit.CALENDAR_DAY),
    "request_received_on",
    patent_enforcement("第十四条"),
    bars=True,
)
_FORWARDED = Within("forward_defence", Limit(5, Unit.WORKING_DAY), "defend", patent_enforcement("第十四条"))

ENTRY = (
    Move(
        "accept",
        _("立案并指定三名以上单数办案人员"),
        ("requested",),
        "accepted",
        by=(Part.CASE_TEAM, Part.DEPARTMENT_HEAD),
        basis=patent_enforcement("第十三条"),
        form=(
            people("officers", _("办案人员"), Part.CASE_TEAM, _("三名以上单数。")),
            optional(
                long_text("panel_reason", _("人数不合的原因"), _("不是三名以上单数的，写明原因；否则留空。"))
            ),
            yes_no("right_in_force", _("专利权有效，已查登记簿")),
        ),
        within=(_ACCEPTED,),
        guards=("right_in_force", "odd_panel"),
        issues=("adj_accept",),
    ),
    Move(
        "ask_correction",
        _("通知补正"),
        ("requested",),
        "correcting",
        by=(Part.CASE_TEAM,),
        basis=patent_enforcement("第十三条"),
        form=(TO_CORRECT, CORRECT_BY),
        issues=("adj_correction",),
    ),
    Move(
        "correct",
        _("补正材料"),
        ("correcting",),
        "requested",
        by=(Part.REQUESTER,),
        basis=patent_enforcement("第十三条"),
        form=(CORRECTED,),
        within=(_CORRECTED,),
        is_public=True,
    ),
    Move(
        "refuse",
        _("不予受理"),
        ("requested",),
        "refused",
        by=(Part.CASE_TEAM, Part.DEPARTMENT_HEAD),
        basis=patent_enforcement("第十三条"),
        form=(
            choice(
                "refuse_ground",
                _("不予受理的情形"),
                ("not_entitled", _("请求人不是专利权人或利害关系人")),
                ("no_respondent", _("没有明确的被请求人")),
                ("no_facts", _("没有明确的事实和理由")),
                ("not_ours", _("不属本机关受理范围或管辖")),
                ("sued", _("已就该纠纷起诉")),
                ("right_ended", _("专利权无效或已终止")),
                OTHER,
            ),
            public(REASON),
        ),
        within=(_ACCEPTED,),
        issues=("adj_refuse",),
    ),
    Move(
        "refuse_uncorrected",
        _("逾期未补正，不予受理"),
        ("correcting",),
        "refused",
        by=(Part.CASE_TEAM, Part.DEPARTMENT_HEAD),
        basis=patent_enforcement("第十三条"),
        form=(public(REASON),),
        after=("correct",),
        issues=("adj_refuse",),
    ),
    Move(
        "serve",
        _("送达请求书副本"),
        ("accepted",),
        "served",
        by=(Part.CASE_TEAM,),
        basis=patent_enforcement("第十四条"),
        form=(day("request_received_on", _("被请求人收到之日")), SERVED_HOW),
        within=(_SERVED,),
        issues=("adj_defence_notice",),
    ),
    Move(
        "defend",
        _("答辩"),
        ("served",),
        "defended",
        by=(Part.RESPONDENT,),
        basis=patent_enforcement("第十四条"),
        form=(
            long_text("defence", _("答辩要点")),
            yes_no("invalidation_filed", _("已提出无效宣告请求")),
            yes_no("prior_art", _("主张现有技术或现有设计")),
        ),
        within=(_DEFENDED,),
        is_public=True,
    ),
    Move(
        "forward_defence",
        _("转送答辩书"),
        ("defended", "examining", "mediating", "suspended"),
        STAYS,
        by=(Part.CASE_TEAM,),
        basis=patent_enforcement("第十四条"),
        form=(day("defence_forwarded_on", _("转送之日")),),
        within=(_FORWARDED,),
    ),
    Move(
        "default",
        _("逾期未答辩"),
        ("served",),
        "examining",
        by=(Part.CASE_TEAM,),
        basis=patent_enforcement("第十四条"),
        after=("defend",),
    ),
    Move(
        "examine",
        _("口头审理或书面审理"),
        ("defended",),
        "examining",
        by=(Part.CASE_TEAM,),
        basis=patent_enforcement("第十六条"),
        form=(choice("examined_how", _("审理方式"), ("oral", _("口头审理")), ("written", _("书面审理"))),),
    ),
    Move(
        "extend",
        _("批准延长裁决期限"),
        ("served", "defended", "examining", "mediating"),
        STAYS,
        by=(Part.DEPARTMENT_HEAD,),
        basis=patent_enforcement("第二十一条"),
        form=(REASON,),
    ),
)
