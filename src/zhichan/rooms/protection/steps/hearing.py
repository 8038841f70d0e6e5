"""Ordinary penalty: review, notice, defence and hearing (审核、告知、陈述申辩、听证)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Move
from zhichan.rooms.protection.forms import (
    CONTENT,
    REASON,
    RECORD,
    SERVED_HOW,
    choice,
    day,
    day_ahead,
    day_served,
    long_text,
    money,
    optional,
    people,
    text,
    yes_no,
)
from zhichan.rooms.protection.sources import MEMORY, PART, civil_procedure_law, penalty_law, penalty_procedure
from zhichan.rooms.protection.steps.penalty_limits import (
    DEFENDED,
    HEARING_ASKED,
    HEARING_NOTIFIED,
    NOTICE_ANNOUNCED,
    REVIEWED,
)

INTENDED = (
    long_text("intended", _("拟作决定的内容、事实、理由和依据")),
    money("intended_fine", _("拟处罚款"), _("没有的填 0。")),
    money("intended_confiscation", _("拟没收金额"), _("没有的填 0。")),
    optional(
        yes_no(
            "intended_restriction",
            _("拟责令停产停业、限制从业、降低资质或吊销证照"),
            _("没有告知的，不能作这样的决定。"),
        )
    ),
    yes_no("hearing_offered", _("已告知听证权利")),
)
WEIGHED = optional(long_text("defence_weighed", _("对陈述申辩的复核意见"), _("当事人有新的陈述申辩的填写。")))
_NOTICE_RECEIVED = day_served("notice_received_on", _("当事人收到告知之日"), "penalty_notice")

REVIEW = (
    Move(
        "notify",
        _("审核通过并告知"),
        ("reviewing",),
        "notified",
        by=(Part.CASE_TEAM, Part.DEPARTMENT_HEAD),
        basis=penalty_law("第四十四条、第五十八条", PART),
        form=INTENDED,
        within=(REVIEWED,),
        advice=("hearing", "penalty_range"),
        guards=("review_passed", "party_known", "hearing_offered_where_due", "hearing_not_denied"),
        issues=("penalty_notice",),
    ),
    Move(
        "review",
        _("审核"),
        ("reviewing", "deciding"),
        STAYS,
        by=(Part.LEGAL_REVIEWER,),
        basis=penalty_law("第五十八条"),
        form=(
            choice("review_kind", _("审核种类"), ("legal", _("法制审核")), ("ordinary", _("案件审核"))),
            choice(
                "review_result",
                _("审核意见"),
                ("agree", _("同意")),
                ("change", _("建议修改")),
                ("inquire", _("退回补充调查")),
            ),
            CONTENT,
            *RECORD,
        ),
        within=(REVIEWED,),
        guards=("reviewer_not_on_team", "record_kept"),
        issues=("review_sheet",),
    ),
    Move(
        "extend_review",
        _("批准延长审核期限"),
        ("reviewing",),
        "reviewing",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_procedure("", PART),
        form=(day_ahead("review_by", _("延长至")), REASON),
        issues=("matter_approval",),
    ),
    Move(
        "return_for_inquiry",
        _("退回补充调查"),
        ("reviewing", "deciding"),
        "investigating",
        by=(Part.LEGAL_REVIEWER, Part.DEPARTMENT_HEAD),
        basis=penalty_procedure("", PART),
        form=(REASON,),
    ),
)

NOTICE = (
    Move(
        "proceed",
        _("陈述申辩或期满，进入决定"),
        ("notified",),
        "deciding",
        by=(Part.CASE_TEAM,),
        basis=penalty_procedure("", PART),
        form=(WEIGHED,),
        after=("ask_hearing",),
        guards=("notice_received", "defence_weighed"),
    ),
    Move(
        "serve_notice",
        _("告知书送达"),
        ("notified",),
        "notified",
        by=(Part.CASE_TEAM,),
        basis=penalty_law("第四十四条"),
        form=(_NOTICE_RECEIVED, SERVED_HOW),
        guards=("electronic_service_agreed",),
        issues=("service_receipt",),
    ),
    Move(
        "record_defence",
        _("当事人陈述申辩"),
        ("notified",),
        "notified",
        by=(Part.PARTY,),
        basis=penalty_law("第四十五条"),
        form=(long_text("defence", _("陈述申辩的内容")),),
        within=(DEFENDED,),
        issues=("defence_record",),
    ),
    Move(
        "record_late_defence",
        _("当事人补充陈述申辩"),
        ("hearing", "deciding"),
        STAYS,
        by=(Part.PARTY,),
        basis=penalty_law("第四十五条、第六十二条"),
        form=(long_text("defence", _("陈述申辩的内容")),),
        issues=("defence_record",),
    ),
    Move(
        "waive",
        _("当事人书面放弃陈述申辩和听证"),
        ("notified",),
        "deciding",
        by=(Part.PARTY,),
        basis=penalty_procedure("", MEMORY),
        guards=("notice_received",),
    ),
    Move(
        "announce_notice",
        _("公告送达告知书"),
        ("notified",),
        "announcing",
        by=(Part.CASE_TEAM,),
        basis=civil_procedure_law("第九十五条"),
        form=(day("notice_announced_on", _("公告发出之日")), REASON),
        issues=("service_announcement",),
    ),
    Move(
        "collect_notice",
        _("公告期内当事人领取告知书"),
        ("announcing",),
        "notified",
        by=(Part.CASE_TEAM,),
        basis=civil_procedure_law("第九十五条"),
        form=(_NOTICE_RECEIVED,),
        within=(NOTICE_ANNOUNCED,),
    ),
    Move(
        "notice_announced",
        _("公告期满，视为收到告知"),
        ("announcing",),
        "notified",
        by=(Part.CASE_TEAM,),
        basis=civil_procedure_law("第九十五条"),
        form=(_NOTICE_RECEIVED,),
        after=("collect_notice",),
        guards=("announcement_over",),
    ),
    Move(
        "request_hearing",
        _("当事人要求听证"),
        ("notified",),
        "hearing",
        by=(Part.PARTY,),
        basis=penalty_law("第六十四条、第八十五条"),
        form=(optional(REASON),),
        within=(HEARING_ASKED,),
        guards=("hearing_offered",),
    ),
)

HEARING = (
    Move(
        "finish_hearing",
        _("听证结束"),
        ("hearing",),
        "deciding",
        by=(Part.HEARING_HOST,),
        basis=penalty_law("第六十五条"),
        form=(long_text("hearing_report", _("听证报告意见")), *RECORD),
        guards=("host_not_investigator", "hearing_notified", "record_kept"),
        issues=("hearing_record", "hearing_report"),
    ),
    Move(
        "appoint_host",
        _("指定听证主持人"),
        ("hearing",),
        "hearing",
        by=(Part.DEPARTMENT_HEAD,),
        basis=penalty_law("第六十四条"),
        form=(people("hearing_host", _("听证主持人"), Part.HEARING_HOST, _("不能是本案调查人员。")),),
    ),
    Move(
        "notify_hearing",
        _("通知听证时间地点"),
        ("hearing",),
        "hearing",
        by=(Part.HEARING_HOST,),
        basis=penalty_law("第六十四条、第八十五条"),
        form=(
            day_ahead("hearing_on", _("听证之日")),
            text("hearing_place", _("听证时间和地点")),
            yes_no("is_open_hearing", _("公开举行")),
        ),
        within=(HEARING_NOTIFIED,),
        guards=("host_not_investigator",),
        issues=("hearing_notice",),
    ),
    Move(
        "end_hearing",
        _("当事人撤回或无故缺席，终止听证"),
        ("hearing",),
        "deciding",
        by=(Part.HEARING_HOST, Part.DEPARTMENT_HEAD),
        basis=penalty_law("第六十四条"),
        form=(
            choice(
                "hearing_ended_ground",
                _("终止的情形"),
                ("withdrawn", _("当事人撤回听证要求")),
                ("absent", _("无正当理由不出席")),
                ("left", _("中途退出")),
            ),
        ),
        guards=("absent_from_known_hearing",),
    ),
)
