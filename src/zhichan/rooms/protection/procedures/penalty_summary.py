"""Summary penalty procedure (行政处罚简易程序): decided on the spot, reported to the office afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Move, Procedure, State, Within
from zhichan.rooms.protection.forms import (
    ACT_ENDED_ON,
    CAUSE,
    DECIDED_ON,
    PARTY,
    REASON,
    RECORD,
    REPORTER,
    RIGHT_HOLDER,
    choice,
    day,
    long_text,
    money,
    optional,
    text,
    yes_no,
)
from zhichan.rooms.protection.likeness import PLACE, of_party
from zhichan.rooms.protection.rules.triage.formulas import SUMMARY
from zhichan.rooms.protection.sources import PART, archives_rule, penalty_law, penalty_procedure
from zhichan.rooms.protection.steps.enforcement import PAY_IN_PART, PAYMENT, enforcement, remedies
from zhichan.rooms.protection.steps.penalty_limits import DEMANDED, PAID

_PAID = replace(PAID, extension=None)
_HANDED_IN = Within(
    "hand_in",
    Limit(2, Unit.WORKING_DAY),
    "collected_on",
    penalty_law("第七十一条、第八十五条"),
)

PENALTY_SUMMARY = Procedure(
    name="penalty_summary",
    label=_("行政处罚简易程序"),
    version=1,
    in_force_from=date(2021, 7, 15),
    number_word="简罚",
    basis=(penalty_law("第五十一条、第五十二条"), archives_rule()),
    retention_years=30,
    road=SUMMARY,
    seats=(replace(PARTY, is_required=True), RIGHT_HOLDER, REPORTER),
    alike=(*of_party(), replace(PLACE, field="found_at")),
    opening=(CAUSE, text("found_at", _("违法行为发现地点")), long_text("facts_found", _("违法事实和证据"))),
    states=(
        State("found", _("已发现"), public=_("处理中")),
        State(
            "decided",
            _("已当场处罚"),
            public=_("已作出决定"),
            waits_on=Part.CASE_TEAM,
            usual=("report", "pay"),
        ),
        State(
            "performed",
            _("已履行，待备案"),
            public=_("已履行"),
            waits_on=Part.CASE_TEAM,
            usual=("hand_in", "report"),
        ),
        State(
            "unpaid",
            _("已备案，待缴款"),
            public=_("已作出决定"),
            waits_on=Part.PARTY,
            usual=("demand", "enforce", "pay_later"),
        ),
        State("enforcing", _("强制执行中"), public=_("执行中"), waits_on=Part.COURT, usual=("enforced",)),
        State("reported", _("已备案，办结"), public=_("已办结"), is_final=True),
        State("converted", _("已转普通程序"), public=_("已转普通程序"), is_final=True),
        State("not_punished", _("已纠正，不予处罚"), public=_("已办结"), is_final=True),
        State("overturned", _("决定未维持，已结案"), public=_("决定未维持"), is_final=True),
    ),
    moves=(
        Move(
            "decide",
            _("当场处罚"),
            ("found",),
            "decided",
            by=(Part.CASE_TEAM,),
            basis=penalty_law("第五十一条、第五十二条"),
            form=(
                DECIDED_ON,
                choice("penalty_kind", _("处罚种类"), ("warning", _("仅警告")), ("fine", _("罚款"))),
                money("fine", _("罚款金额"), _("没有的填 0。")),
                yes_no("is_clear", _("事实确凿、有法定依据，罚款在当场处罚限额内")),
                yes_no("is_heard", _("已出示证件、告知内容和权利，并听取陈述申辩")),
                text("form_number", _("预编的决定书号")),
                day("received_on", _("当场交付之日")),
                *RECORD,
            ),
            advice=("summary_allowed",),
            guards=("summary_allowed", "record_kept"),
            issues=("summary_decision",),
        ),
        Move(
            "convert",
            _("不符合条件，改适用普通程序"),
            ("found",),
            "converted",
            by=(Part.CASE_TEAM,),
            basis=penalty_procedure("", PART),
            form=(CAUSE, ACT_ENDED_ON, REASON),
            starts="penalty_ordinary",
        ),
        Move(
            "let_off",
            _("轻微并已改正，不予处罚"),
            ("found",),
            "not_punished",
            by=(Part.CASE_TEAM,),
            basis=penalty_law("第三十三条"),
            form=(REASON,),
        ),
        Move(
            "pay",
            _("当场收缴或按期缴款"),
            ("decided",),
            "performed",
            by=(Part.PARTY,),
            basis=penalty_law("第六十七条至第六十九条"),
            form=(
                *PAYMENT,
                optional(day("collected_on", _("当场收缴之日"), _("由执法人员当场收缴的填写。"))),
            ),
            within=(_PAID,),
            guards=("paid_in_full",),
        ),
        Move(
            "hand_in",
            _("上缴当场收缴的罚款"),
            ("performed", "reported"),
            STAYS,
            by=(Part.CASE_TEAM,),
            basis=penalty_law("第七十一条、第八十五条"),
            form=(text("bank_receipt", _("上缴凭证号")),),
            within=(_HANDED_IN,),
        ),
        Move(
            "report",
            _("报所属机关备案"),
            ("performed", "decided"),
            "reported",
            by=(Part.CASE_TEAM,),
            basis=penalty_law("第五十二条"),
            guards=("paid_or_nothing_to_pay",),
        ),
        Move(
            "report_unpaid",
            _("罚款未缴，先报备案"),
            ("decided",),
            "unpaid",
            by=(Part.CASE_TEAM,),
            basis=penalty_law("第五十二条"),
        ),
        Move(
            "pay_later",
            _("备案后缴款"),
            ("unpaid",),
            "reported",
            by=(Part.PARTY,),
            basis=penalty_law("第六十七条"),
            form=PAYMENT,
            within=(_PAID, DEMANDED),
            guards=("paid_in_full",),
        ),
        replace(PAY_IN_PART, leaves=("decided", "unpaid"), to=STAYS),
        *enforcement("unpaid", "reported"),
        *remedies(
            ("decided", "performed", "unpaid", "enforcing", "reported"),
            ("decided", "performed", "unpaid", "enforcing"),
        ),
    ),
)
