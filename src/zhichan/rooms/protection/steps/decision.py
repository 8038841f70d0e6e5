"""Ordinary penalty: decision, other ends of a case, service (决定与送达)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Move
from zhichan.rooms.protection.forms import (
    CONTENT,
    DECIDED_ON,
    OTHER,
    PENALTY_KIND,
    REASON,
    RECORD,
    SERVED_HOW,
    choice,
    day,
    day_served,
    long_text,
    money,
    optional,
    text,
    yes_no,
)
from zhichan.rooms.protection.rule_forms import LIGHTER_LAW
from zhichan.rooms.protection.sources import (
    MEMORY,
    civil_procedure_law,
    penalty_law,
    penalty_procedure,
)
from zhichan.rooms.protection.steps.hearing import INTENDED, WEIGHED
from zhichan.rooms.protection.steps.penalty_limits import (
    BEFORE_DECISION,
    DECIDED,
    DECISION_ANNOUNCED,
    SERVED,
)

DECISION = (
    Move(
        "decide",
        _("作出处罚决定"),
        ("deciding",),
        "decided",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_law("第五十七条、第六十条"),
        form=(
            DECIDED_ON,
            PENALTY_KIND,
            money("fine", _("罚款金额"), _("没有的填 0。")),
            money("confiscation", _("没收金额"), _("没有的填 0。")),
            LIGHTER_LAW,
            long_text("discretion", _("裁量理由"), _("适用的裁量基准和从重、从轻、减轻的情节。")),
            WEIGHED,
            *RECORD,
        ),
        within=(DECIDED,),
        advice=("penalty_range", "criminal_threshold"),
        guards=(
            "lighter_law_chosen",
            "notice_received",
            "defence_weighed",
            "kind_fits_amounts",
            "not_heavier_than_notified",
            "legal_review_passed",
            "discussed_where_due",
            "record_kept",
        ),
        issues=("decision_approval", "penalty_decision"),
    ),
    Move(
        "notify_again",
        _("再次告知"),
        ("deciding",),
        "notified",
        by=(Part.CASE_TEAM, Part.DEPARTMENT_HEAD),
        basis=penalty_law("第四十四条"),
        form=(*INTENDED, REASON),
        advice=("hearing", "penalty_range"),
        guards=("hearing_offered_where_due", "hearing_not_denied"),
        issues=("penalty_notice",),
    ),
    Move(
        "discuss",
        _("负责人集体讨论"),
        ("deciding",),
        "deciding",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_law("第五十七条"),
        form=(CONTENT,),
        issues=("collective_record",),
    ),
    Move(
        "no_penalty",
        _("不予处罚"),
        ("reviewing", "deciding"),
        "terminated",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_law("第五十七条"),
        form=(
            choice(
                "no_penalty_ground",
                _("不予处罚的情形"),
                ("slight", _("轻微并及时改正，没有危害后果")),
                ("first_time", _("初次违法，危害轻微并及时改正")),
                ("no_fault", _("当事人足以证明没有主观过错")),
                ("too_late", _("超过追责时效")),
                OTHER,
            ),
            REASON,
            *RECORD,
        ),
        within=(DECIDED,),
        guards=("review_passed", "record_kept"),
        issues=("no_penalty_decision",),
    ),
    Move(
        "not_proven",
        _("违法事实不能成立"),
        ("reviewing", "deciding"),
        "terminated",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_law("第五十七条"),
        form=(REASON, *RECORD),
        within=(DECIDED,),
        guards=("review_passed", "record_kept"),
        issues=("no_penalty_decision",),
    ),
    Move(
        "terminate",
        _("终止调查，销案"),
        BEFORE_DECISION,
        "terminated",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_procedure("", MEMORY),
        form=(
            choice(
                "terminate_ground",
                _("终止的情形"),
                ("died", _("当事人死亡")),
                ("dissolved", _("当事人终止，没有权利义务承受人")),
                ("no_facts", _("查明没有违法事实")),
                ("filed_wrongly", _("不应立案而立案")),
                OTHER,
            ),
            REASON,
        ),
        within=(DECIDED,),
        issues=("closing_approval",),
    ),
    Move(
        "transfer_case",
        _("移送有管辖权部门"),
        BEFORE_DECISION,
        "transferred",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_procedure("第十四条", MEMORY),
        form=(text("receiver", _("接收部门")), REASON),
        issues=("case_transfer_letter",),
    ),
)

_SERVICE = (day_served("received_on", _("收到决定书之日"), "penalty_decision"), SERVED_HOW)
# 信息公示规定 第八条: the party is told on service that the decision will be published.
_TOLD = optional(yes_no("told_publicity", _("已告知将依法公示"), _("仅警告的不公示，不用填。")))

SERVICE = (
    Move(
        "serve",
        _("送达"),
        ("decided",),
        "served",
        by=(Part.CASE_TEAM,),
        basis=penalty_law("第六十一条、第八十五条"),
        form=(*_SERVICE, _TOLD, *RECORD),
        within=(SERVED, DECISION_ANNOUNCED),
        guards=("electronic_service_agreed", "publicity_told", "record_kept"),
        issues=("service_receipt",),
        starts="penalty_publicity",
    ),
    Move(
        "announce_decision",
        _("公告送达决定书"),
        ("decided",),
        "decided",
        by=(Part.CASE_TEAM,),
        basis=civil_procedure_law("第九十五条"),
        form=(day("decision_announced_on", _("公告发出之日")), REASON),
        within=(SERVED,),
        issues=("service_announcement",),
    ),
    Move(
        "decision_announced",
        _("公告期满，视为送达"),
        ("decided",),
        "served",
        by=(Part.CASE_TEAM,),
        basis=civil_procedure_law("第九十五条"),
        form=(day("received_on", _("公告期满之日")), _TOLD, *RECORD),
        after=("collect_decision",),
        guards=("announcement_over", "publicity_told", "record_kept"),
        starts="penalty_publicity",
    ),
)
