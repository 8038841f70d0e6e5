"""Rights aid (维权援助): from a request to an opinion or plan, or another door.

No national limit in days was found: the only one is the day each correction notice names.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import ANY_OPEN, STAYS, Move, Procedure, Seat, State, Within
from zhichan.rooms.protection.forms import (
    CORRECT_BY,
    CORRECTED,
    DISPUTE,
    NO_CONFLICT,
    OTHER,
    REASON,
    RIGHT_KIND,
    TO_CORRECT,
    choice,
    long_text,
    optional,
    people,
    public,
    text,
)
from zhichan.rooms.protection.sources import aid_guide

# Silence until the end of the day after the one the notice names is withdrawal.
_CORRECTED = Within("correct", Limit(1, Unit.CALENDAR_DAY), "correct_by", aid_guide(), bars=True)
_CENTRE = (Part.CASE_TEAM, Part.INTAKE)
_IN_HAND = ("accepted", "assigned", "working", "issued")

RIGHTS_AID = Procedure(
    name="rights_aid",
    label=_("维权援助"),
    version=1,
    in_force_from=date(2023, 2, 1),
    number_word="援助",
    is_public=True,
    basis=(aid_guide(),),
    seats=(
        Seat("requester", _("申请人"), part=Part.REQUESTER, is_required=True),
        Seat("requester_agent", _("申请人的代理人"), part=Part.REQUESTER, may_follow=True),
        Seat("respondent", _("相对方"), is_public=True),
        Seat("expert", _("专家"), part=Part.EXPERT),
        Seat("partner", _("合作单位")),
    ),
    opening=(
        public(RIGHT_KIND),
        public(
            choice(
                "wanted",
                _("需要的帮助"),
                ("advice", _("法律、程序、权利状态咨询")),
                ("opinion", _("侵权判定咨询意见")),
                ("abroad", _("海外纠纷应对")),
                ("experts", _("疑难案件专家研讨")),
                ("warning", _("重大经济活动风险预警")),
                ("exhibition", _("展会、赛事现场快速处理")),
                OTHER,
            )
        ),
        public(long_text("situation", _("遇到的情况"))),
        public(optional(text("right_number", _("权利号")))),
    ),
    states=(
        State("received", _("已收到"), public=_("已收到")),
        State("correcting", _("待补充材料"), public=_("待补充材料"), waits_on=Part.REQUESTER),
        State("accepted", _("已受理"), public=_("已受理"), waits_on=Part.CASE_TEAM, usual=("assign",)),
        State("assigned", _("已指派"), public=_("办理中"), waits_on=Part.EXPERT),
        State("working", _("办理中"), public=_("办理中"), waits_on=Part.EXPERT),
        State("issued", _("已出具意见"), public=_("已出具意见"), waits_on=Part.CASE_TEAM),
        State("closed", _("已办结"), public=_("已办结"), is_final=True),
        State("refused", _("不予受理"), public=_("不予受理"), is_final=True),
        State("referred", _("已转介"), public=_("已转介"), is_final=True),
        State("withdrawn", _("已撤回"), public=_("已撤回"), is_final=True),
        State("ended", _("已终止"), public=_("已终止"), is_final=True),
    ),
    moves=(
        Move(
            "accept",
            _("受理"),
            ("received",),
            "accepted",
            by=(Part.INTAKE, Part.CASE_TEAM),
            basis=aid_guide(),
            form=(people("officers", _("承办人"), Part.CASE_TEAM),),
            issues=("aid_accept",),
        ),
        Move(
            "ask_correction",
            _("补充材料"),
            ("received",),
            "correcting",
            by=_CENTRE,
            basis=aid_guide(),
            form=(TO_CORRECT, CORRECT_BY),
            issues=("aid_correction",),
        ),
        Move(
            "correct",
            _("补正"),
            ("correcting",),
            "received",
            by=(Part.REQUESTER,),
            basis=aid_guide(),
            form=(CORRECTED,),
            within=(_CORRECTED,),
            is_public=True,
        ),
        Move(
            "lapse",
            _("逾期未补正，视为撤回"),
            ("correcting",),
            "withdrawn",
            by=_CENTRE,
            basis=aid_guide(),
            after=("correct",),
        ),
        Move(
            "refuse",
            _("不予受理"),
            ("received",),
            "refused",
            by=_CENTRE,
            basis=aid_guide(),
            form=(public(REASON),),
            issues=("aid_refuse",),
        ),
        Move(
            "refer",
            _("转介"),
            ("received", "accepted"),
            "referred",
            by=_CENTRE,
            basis=aid_guide(),
            form=(public(text("receiver", _("受转单位"))), public(REASON)),
            issues=("aid_referral",),
        ),
        Move(
            "assign",
            _("指派专家或合作单位"),
            ("accepted",),
            "assigned",
            by=(Part.CASE_TEAM,),
            basis=aid_guide(),
            form=(text("adviser", _("专家或合作单位")), NO_CONFLICT),
            guards=("expert_without_conflict",),
        ),
        Move(
            "answer",
            _("当场答复"),
            ("accepted",),
            "issued",
            by=(Part.CASE_TEAM,),
            basis=aid_guide(),
            form=(public(long_text("opinion", _("意见或方案"), _("仅供参考，不是裁决。"))),),
        ),
        Move(
            "change_adviser",
            _("更换专家或合作单位"),
            ("assigned", "working", "issued"),
            "assigned",
            by=(Part.CASE_TEAM,),
            basis=aid_guide(),
            form=(text("adviser", _("专家或合作单位")), NO_CONFLICT, REASON),
            guards=("expert_without_conflict",),
        ),
        Move("work", _("开展援助"), ("assigned",), "working", by=(Part.EXPERT,), basis=aid_guide()),
        Move(
            "issue",
            _("出具咨询意见或方案"),
            ("working",),
            "issued",
            by=(Part.EXPERT,),
            basis=aid_guide(),
            form=(public(long_text("opinion", _("意见或方案"), _("仅供参考，不是裁决。"))),),
            issues=("aid_opinion",),
        ),
        Move(
            "revise",
            _("退回修改意见"),
            ("issued",),
            "working",
            by=(Part.CASE_TEAM,),
            basis=aid_guide(),
            form=(REASON,),
        ),
        Move(
            "close",
            _("反馈结案"),
            ("issued",),
            "closed",
            by=(Part.CASE_TEAM,),
            basis=aid_guide(),
            form=(
                public(
                    choice(
                        "aid_result",
                        _("结果"),
                        ("solved", _("问题解决")),
                        ("road", _("已转其他途径")),
                        ("unsolved", _("未解决")),
                    )
                ),
                optional(long_text("feedback", _("申请人反馈"))),
            ),
            issues=("aid_closing",),
        ),
        Move(
            "withdraw",
            _("申请人撤回"),
            (ANY_OPEN,),
            "withdrawn",
            by=(Part.REQUESTER, Part.CASE_TEAM),
            basis=aid_guide(),
            form=(optional(REASON),),
            is_public=True,
        ),
        Move(
            "end",
            _("不再符合援助条件，终止"),
            _IN_HAND,
            "ended",
            by=(Part.CASE_TEAM,),
            basis=aid_guide(),
            form=(REASON,),
        ),
        Move(
            "to_mediation",
            _("转人民调解"),
            _IN_HAND,
            STAYS,
            by=(Part.CASE_TEAM,),
            basis=aid_guide(),
            form=(DISPUTE,),
            starts="peoples_mediation",
        ),
        Move(
            "to_lead",
            _("发现违法行为，转为线索"),
            _IN_HAND,
            STAYS,
            by=(Part.CASE_TEAM,),
            basis=aid_guide(),
            form=(long_text("clue", _("线索内容")), RIGHT_KIND),
            starts="lead",
        ),
    ),
)
