"""Mediation of consumers' complaints (投诉调解)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, STAYS, Move, Procedure, Seat, State, Within
from zhichan.rooms.protection.forms import (
    CONTENT,
    OTHER,
    REASON,
    RIGHT_KIND,
    choice,
    day,
    long_text,
    money,
    optional,
    public,
    text,
)
from zhichan.rooms.protection.likeness import of_party
from zhichan.rooms.protection.sources import MEMORY, complaints

_ACCEPTED = Within("accept", Limit(7, Unit.WORKING_DAY), OPENED, complaints("第十四条"))
_MEDIATED = Within(
    "mediate",
    Limit(45, Unit.WORKING_DAY),
    "accept",
    complaints("第二十条、第二十一条"),
    excludes=("检定", "检验", "检测", "鉴定"),
)
_TOLD_ENDED = Within("tell_ended", Limit(7, Unit.WORKING_DAY), "end", complaints("第二十一条"))
_AGREED = (long_text("agreed", _("协议内容")), optional(money("amount", _("赔付金额"))))

COMPLAINT_MEDIATION = Procedure(
    name="complaint_mediation",
    label=_("投诉调解"),
    version=1,
    in_force_from=date(2022, 3, 24),
    number_word="诉调",
    is_public=True,
    basis=(complaints("第十四条至第二十二条"),),
    seats=(
        Seat("complainant", _("投诉人"), part=Part.REQUESTER, is_required=True),
        Seat("party", _("被投诉人"), part=Part.RESPONDENT, is_required=True, may_follow=True),
    ),
    alike=of_party(),
    opening=(
        public(long_text("summary", _("投诉事项和事实"))),
        public(text("demand", _("投诉请求"))),
        public(optional(money("amount_claimed", _("争议金额")))),
        public(optional(day("bought_on", _("购买或接受服务之日")))),
    ),
    states=(
        State("received", _("已收到"), public=_("已收到")),
        State(
            "accepted", _("调解中"), public=_("调解中"), waits_on=Part.CASE_TEAM, usual=("mediate", "settle")
        ),
        State("refused", _("不予受理"), public=_("不予受理"), is_final=True),
        State("settled", _("达成协议"), public=_("达成协议"), is_final=True),
        State("ended", _("终止调解"), public=_("终止调解"), is_final=True),
        State("withdrawn", _("已撤回"), public=_("已撤回"), is_final=True),
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
            issues=("complaint_accept",),
        ),
        Move(
            "refuse",
            _("决定不予受理"),
            ("received",),
            "refused",
            by=(Part.CASE_TEAM,),
            basis=complaints("第十四条、第十五条"),
            form=(
                choice(
                    "refuse_ground",
                    _("不予受理的情形"),
                    ("not_ours", _("不属本机关处理")),
                    ("handled", _("法院、仲裁机构或其他机构已受理或处理")),
                    ("not_consumer", _("不是为生活消费")),
                    ("too_late", _("超过规定时间")),
                    ("incomplete", _("没有提供规定的材料")),
                    OTHER,
                ),
                public(REASON),
            ),
            within=(_ACCEPTED,),
            issues=("complaint_refuse",),
        ),
        Move(
            "withdraw",
            _("投诉人撤回"),
            ("received",),
            "withdrawn",
            by=(Part.REQUESTER, Part.CASE_TEAM),
            basis=complaints("第二十一条", MEMORY),
            form=(optional(REASON),),
            is_public=True,
        ),
        Move(
            "mediate",
            _("组织调解"),
            ("accepted",),
            "accepted",
            by=(Part.CASE_TEAM,),
            basis=complaints("第二十条"),
            form=(CONTENT,),
        ),
        Move(
            "settle",
            _("达成协议"),
            ("accepted",),
            "settled",
            by=(Part.CASE_TEAM, Part.REQUESTER, Part.RESPONDENT),
            basis=complaints("第二十一条、第二十二条"),
            form=_AGREED,
            within=(_MEDIATED,),
            issues=("complaint_agreement",),
        ),
        Move(
            "settle_at_once",
            _("当场履行，不制作调解书"),
            ("accepted",),
            "settled",
            by=(Part.CASE_TEAM,),
            basis=complaints("第二十二条"),
            form=_AGREED,
            within=(_MEDIATED,),
        ),
        Move(
            "end",
            _("终止调解"),
            ("accepted",),
            "ended",
            by=(Part.CASE_TEAM,),
            basis=complaints("第二十一条"),
            form=(
                choice(
                    "end_ground",
                    _("终止的情形"),
                    ("withdrawn", _("投诉人撤回投诉")),
                    ("no_agreement", _("双方不能达成一致")),
                    ("refused", _("一方不接受或不配合调解")),
                    ("elsewhere", _("已向法院、仲裁机构或其他机构提出")),
                    ("time", _("受理后四十五个工作日未达成协议")),
                    OTHER,
                ),
                optional(REASON),
            ),
            within=(_MEDIATED,),
            issues=("complaint_end",),
        ),
        Move(
            "tell_ended",
            _("告知终止"),
            ("ended",),
            "ended",
            by=(Part.CASE_TEAM,),
            basis=complaints("第二十一条"),
            form=(day("told_on", _("告知之日")),),
            within=(_TOLD_ENDED,),
        ),
        Move(
            "report_act",
            _("发现违法行为，转为线索"),
            ("accepted", "settled", "ended"),
            STAYS,
            by=(Part.CASE_TEAM,),
            basis=complaints("", MEMORY),
            form=(long_text("clue", _("线索内容")), RIGHT_KIND),
            starts="lead",
        ),
    ),
)
