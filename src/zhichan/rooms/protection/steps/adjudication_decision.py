"""Patent adjudication: the decision and what follows it (裁决与执行)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Extension, Move, Within
from zhichan.rooms.protection.forms import SERVED_HOW, day_served, long_text, optional, text
from zhichan.rooms.protection.sources import patent_enforcement, patent_law

_EXCLUDED = ("公告", "鉴定", "中止")
_DECIDED = Within(
    "decide",
    Limit(3, Unit.MONTH),
    "accept",
    patent_enforcement("第二十一条"),
    excludes=_EXCLUDED,
    extension=Extension(Limit(1, Unit.MONTH), "extend", patent_enforcement("第二十一条")),
)
_SUED = Within(
    "sue", Limit(15, Unit.CALENDAR_DAY), "decision_received_on", patent_law("第六十五条"), bars=True
)
_COMPLIED = Within("comply", Limit(15, Unit.CALENDAR_DAY), "decision_received_on", patent_law("第六十五条"))
_FINDINGS = (
    long_text("findings", _("认定的事实和理由")),
    text("decision_scope", _("裁决的对象和范围")),
)

DECISION = (
    Move(
        "decide_stop",
        _("责令立即停止侵权"),
        ("examining",),
        "decided_stop",
        by=(Part.CASE_TEAM,),
        basis=patent_enforcement("第二十一条"),
        form=_FINDINGS,
        within=(_DECIDED,),
        issues=("adj_decision",),
    ),
    Move(
        "decide_none",
        _("侵权不成立"),
        ("examining",),
        "decided_none",
        by=(Part.CASE_TEAM,),
        basis=patent_enforcement("第二十一条"),
        form=_FINDINGS,
        within=(_DECIDED,),
        issues=("adj_decision",),
    ),
    Move(
        "serve_decision",
        _("送达裁决书"),
        ("decided_stop", "decided_none"),
        STAYS,
        by=(Part.CASE_TEAM,),
        basis=patent_law("第六十五条"),
        form=(day_served("decision_received_on", _("收到裁决书之日"), "adj_decision"), SERVED_HOW),
        issues=("service_receipt",),
    ),
    Move(
        "comply",
        _("履行"),
        ("decided_stop",),
        "complied",
        by=(Part.RESPONDENT,),
        basis=patent_law("第六十五条"),
        form=(text("complied_how", _("履行情况")),),
        within=(_COMPLIED,),
    ),
    Move(
        "sue",
        _("起诉"),
        ("decided_stop",),
        "sued",
        by=(Part.RESPONDENT, Part.REQUESTER),
        basis=patent_law("第六十五条"),
        form=(text("court", _("受理法院")), optional(text("suit_number", _("案号")))),
        within=(_SUED,),
    ),
    Move(
        "suit_accepted_late",
        _("法院受理了逾期的起诉"),
        ("decided_stop",),
        "sued",
        by=(Part.CASE_TEAM,),
        basis=patent_law("第六十五条"),
        form=(text("court", _("受理法院")), text("suit_number", _("案号"))),
    ),
    Move(
        "sue_finding",
        _("对侵权不成立的裁决起诉"),
        ("decided_none",),
        "decided_none",
        by=(Part.REQUESTER, Part.CASE_TEAM),
        basis=patent_law("第六十五条"),
        form=(text("court", _("受理法院")), optional(text("suit_number", _("案号")))),
    ),
    Move(
        "enforce",
        _("申请法院强制执行"),
        ("decided_stop",),
        "enforcing",
        by=(Part.CASE_TEAM,),
        basis=patent_law("第六十五条"),
        form=(text("court", _("受理法院")),),
        after=("sue",),
        issues=("enforcement_application",),
    ),
    Move(
        "record_judgment",
        _("登记法院裁判结果"),
        ("sued", "decided_none", "enforcing"),
        STAYS,
        by=(Part.CASE_TEAM,),
        basis=patent_law("第六十五条"),
        form=(text("court", _("法院")), text("suit_number", _("案号")), long_text("judgment", _("结果"))),
    ),
)
