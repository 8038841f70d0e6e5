"""People's mediation (人民调解) with judicial confirmation (司法确认)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Move, Procedure, Seat, State
from zhichan.rooms.protection.forms import (
    CONTENT,
    DISPUTE,
    NO_CONFLICT,
    OTHER,
    REASON,
    choice,
    day,
    long_text,
    money,
    optional,
    public,
    text,
    yes_no,
)
from zhichan.rooms.protection.sources import (
    MEMORY,
    civil_procedure_law,
    confirmation_rules,
    peoples_mediation_law,
)
from zhichan.rooms.protection.steps.confirmation import AFTERWARDS, COURT

_AGREED = (
    long_text("agreed", _("协议内容")),
    optional(money("amount", _("给付金额"))),
    day("effective_on", _("协议生效之日")),
)
_MEDIATION = (
    Move(
        "begin",
        _("开始调解"),
        ("applied",),
        "mediating",
        by=(Part.CASE_TEAM, Part.MEDIATOR),
        basis=peoples_mediation_law(),
        form=(
            text("mediators", _("人民调解员")),
            NO_CONFLICT,
            yes_no("both_agree", _("双方同意调解")),
            yes_no("rights_told", _("已告知权利义务")),
        ),
        guards=("both_agree", "expert_without_conflict"),
        issues=("pm_register", "pm_rights_notice"),
    ),
    Move(
        "decline",
        _("一方拒绝或不属调解范围，不予调解"),
        ("applied",),
        "declined",
        by=(Part.CASE_TEAM, Part.MEDIATOR),
        basis=peoples_mediation_law("", MEMORY),
        form=(REASON,),
    ),
    Move(
        "agree",
        _("达成协议"),
        ("mediating",),
        "agreed",
        by=(Part.CASE_TEAM, Part.MEDIATOR),
        basis=peoples_mediation_law("第二十八条至第三十一条"),
        form=_AGREED,
        issues=("pm_agreement",),
    ),
    Move(
        "agree_orally",
        _("达成口头协议"),
        ("mediating",),
        "agreed",
        by=(Part.CASE_TEAM, Part.MEDIATOR),
        basis=peoples_mediation_law("第二十八条、第三十条"),
        form=_AGREED,
        issues=("pm_oral_register",),
    ),
    Move(
        "hold_session",
        _("进行调解"),
        ("mediating",),
        "mediating",
        by=(Part.CASE_TEAM, Part.MEDIATOR),
        basis=peoples_mediation_law(),
        form=(CONTENT,),
        issues=("pm_record",),
    ),
    Move(
        "fail",
        _("调解不成"),
        ("mediating",),
        "failed",
        by=(Part.CASE_TEAM, Part.MEDIATOR),
        basis=peoples_mediation_law(),
        form=(
            choice(
                "next_road",
                _("告知的去向"),
                ("court", _("起诉")),
                ("arbitration", _("仲裁")),
                ("adjudication", _("行政裁决")),
                OTHER,
            ),
            REASON,
        ),
    ),
    Move(
        "withdraw",
        _("撤回调解申请"),
        ("applied", "mediating"),
        "withdrawn",
        by=(Part.REQUESTER, Part.CASE_TEAM),
        basis=peoples_mediation_law("", MEMORY),
        form=(optional(REASON),),
        is_public=True,
    ),
)

PEOPLES_MEDIATION = Procedure(
    name="peoples_mediation",
    label=_("人民调解与司法确认"),
    version=1,
    in_force_from=date(2011, 3, 30),
    number_word="人调",
    is_public=True,
    basis=(
        peoples_mediation_law("第二十八条至第三十三条"),
        civil_procedure_law("第二百零五条、第二百零六条"),
        confirmation_rules("第四条至第九条"),
    ),
    seats=(
        Seat("requester", _("申请人"), part=Part.REQUESTER),
        Seat("requester_agent", _("申请人的代理人"), part=Part.REQUESTER, may_follow=True),
        Seat("respondent", _("被申请人"), part=Part.RESPONDENT, is_public=True, may_follow=True),
        Seat("respondent_agent", _("被申请人的代理人"), part=Part.RESPONDENT, may_follow=True),
        Seat("mediator", _("人民调解员"), part=Part.MEDIATOR),
    ),
    opening=(
        public(DISPUTE),
        public(optional(money("amount_claimed", _("争议金额")))),
        optional(
            choice(
                "mediation_source",
                _("来源"),
                ("party", _("当事人申请")),
                ("court", _("法院委派或委托")),
                ("adjudication", _("行政裁决转来")),
                ("aid", _("维权援助转来")),
                ("complaint", _("投诉转来")),
                OTHER,
            )
        ),
    ),
    states=(
        State("applied", _("已申请"), public=_("审查中")),
        State("mediating", _("调解中"), public=_("调解中"), usual=("hold_session", "agree")),
        State("agreed", _("达成协议"), public=_("达成协议"), waits_on=Part.REQUESTER),
        State("confirm_applied", _("已申请司法确认"), public=_("司法确认中"), waits_on=Part.COURT),
        State("confirm_accepted", _("法院已受理确认"), public=_("司法确认中"), waits_on=Part.COURT),
        State("confirmed", _("已司法确认"), public=_("已司法确认"), is_final=True),
        State("performed", _("已履行"), public=_("已履行"), is_final=True),
        State("closed", _("协议生效，已结案"), public=_("达成协议"), is_final=True),
        State("rejected", _("确认申请被驳回"), public=_("确认申请被驳回"), is_final=True),
        State("contested", _("就协议起诉"), public=_("已起诉"), is_final=True),
        State("failed", _("调解不成"), public=_("调解不成"), is_final=True),
        State("withdrawn", _("已撤回"), public=_("已撤回"), is_final=True),
        State("declined", _("不予调解"), public=_("不予调解"), is_final=True),
    ),
    moves=(*_MEDIATION, *AFTERWARDS, *COURT),
)
