"""People's mediation (人民调解) with judicial confirmation (司法确认)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Extension, Move, Procedure, Seat, State, Within
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

# From the day the agreement takes effect, which an oral one does when it is reached (第三十条).
_CONFIRMED = Within(
    "apply_confirmation",
    Limit(30, Unit.CALENDAR_DAY),
    "effective_on",
    peoples_mediation_law("第三十三条"),
    bars=True,
)
_COURT_ACCEPTS = Within(
    "court_accept", Limit(3, Unit.CALENDAR_DAY), "application_received_on", confirmation_rules("第四条")
)
_COURT_RULES = Within(
    "court_rule",
    Limit(15, Unit.CALENDAR_DAY),
    "court_accepted_on",
    confirmation_rules("第五条"),
    extension=Extension(Limit(10, Unit.CALENDAR_DAY), "court_extend", confirmation_rules("第五条")),
)
_AGREED = (
    long_text("agreed", _("协议内容")),
    optional(money("amount", _("给付金额"))),
    day("effective_on", _("协议生效之日")),
)
_RULING = (text("ruling_number", _("裁定书文号")), day("ruled_on", _("裁定之日")))

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

_AFTERWARDS = (
    Move(
        "perform",
        _("自动履行"),
        ("agreed",),
        "performed",
        by=(Part.REQUESTER, Part.RESPONDENT, Part.CASE_TEAM),
        basis=peoples_mediation_law("第三十一条"),
        form=(text("performed_how", _("履行情况")),),
    ),
    Move(
        "apply_confirmation",
        _("共同申请司法确认"),
        ("agreed",),
        "confirm_applied",
        by=(Part.REQUESTER, Part.RESPONDENT),
        basis=peoples_mediation_law("第三十三条"),
        form=(
            yes_no("both_apply", _("双方共同申请")),
            text("court", _("受理法院"), _("按纠纷的一审管辖确定。")),
            day("application_received_on", _("法院收到申请之日")),
        ),
        within=(_CONFIRMED,),
        guards=("joint_application",),
    ),
    Move(
        "visit",
        _("回访"),
        ("agreed",),
        "agreed",
        by=(Part.CASE_TEAM, Part.MEDIATOR),
        basis=peoples_mediation_law("第三十一条"),
        form=(CONTENT,),
        issues=("pm_return_visit",),
    ),
    Move(
        "contest",
        _("就协议的履行或内容起诉"),
        ("agreed",),
        "contested",
        by=(Part.REQUESTER, Part.RESPONDENT, Part.CASE_TEAM),
        basis=peoples_mediation_law("", MEMORY),
        form=(text("court", _("受理法院")), optional(text("suit_number", _("案号")))),
    ),
)

_COURT = (
    Move(
        "court_accept",
        _("法院决定受理"),
        ("confirm_applied",),
        "confirm_accepted",
        by=(Part.COURT,),
        basis=confirmation_rules("第四条"),
        form=(day("court_accepted_on", _("法院受理之日")), text("case_number", _("案号"))),
        within=(_COURT_ACCEPTS,),
    ),
    Move(
        "court_refuse",
        _("法院不予受理"),
        ("confirm_applied",),
        "agreed",
        by=(Part.COURT,),
        basis=confirmation_rules("第四条"),
        form=(REASON,),
        within=(_COURT_ACCEPTS,),
    ),
    Move(
        "withdraw_confirmation",
        _("撤回司法确认申请"),
        ("confirm_applied", "confirm_accepted"),
        "agreed",
        by=(Part.REQUESTER, Part.RESPONDENT),
        basis=confirmation_rules("", MEMORY),
    ),
    Move(
        "confirm",
        _("裁定有效"),
        ("confirm_accepted",),
        "confirmed",
        by=(Part.COURT,),
        basis=civil_procedure_law("第二百零六条"),
        form=_RULING,
        within=(_COURT_RULES,),
    ),
    Move(
        "reject",
        _("驳回申请"),
        ("confirm_accepted",),
        "rejected",
        by=(Part.COURT,),
        basis=civil_procedure_law("第二百零六条"),
        form=(*_RULING, REASON),
        within=(_COURT_RULES,),
    ),
    Move(
        "court_extend",
        _("法院院长批准延长"),
        ("confirm_accepted",),
        "confirm_accepted",
        by=(Part.COURT,),
        basis=confirmation_rules("第五条"),
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
        State("rejected", _("确认申请被驳回"), public=_("确认申请被驳回"), is_final=True),
        State("contested", _("就协议起诉"), public=_("已起诉"), is_final=True),
        State("failed", _("调解不成"), public=_("调解不成"), is_final=True),
        State("withdrawn", _("已撤回"), public=_("已撤回"), is_final=True),
        State("declined", _("不予调解"), public=_("不予调解"), is_final=True),
    ),
    moves=(*_MEDIATION, *_AFTERWARDS, *_COURT),
)
