"""People's mediation: what becomes of an agreement, and judicial confirmation (履行、司法确认)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Extension, Move, Within
from zhichan.rooms.protection.forms import CONTENT, REASON, day, optional, text, yes_no
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
_RULING = (text("ruling_number", _("裁定书文号")), day("ruled_on", _("裁定之日")))

AFTERWARDS = (
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
        "close_agreed",
        _("没有申请司法确认，归档结案"),
        ("agreed",),
        "closed",
        by=(Part.CASE_TEAM, Part.MEDIATOR),
        basis=peoples_mediation_law("第三十一条", MEMORY),
        form=(CONTENT,),
        after=("apply_confirmation",),
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

COURT = (
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
