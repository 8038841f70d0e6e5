"""Transfer of suspected crimes to the police (涉嫌犯罪案件移送).

The regulation says three days without saying of which kind: they are counted as calendar days that do not
move over a holiday, the stricter reading, until an office settles it with its police.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Move, Procedure, Seat, State
from zhichan.rooms.protection.forms import (
    ACT_ENDED_ON,
    CRIME,
    PARTY,
    REASON,
    RIGHT_HOLDER,
    SUSPICION,
    long_text,
    text,
    yes_no,
)
from zhichan.rooms.protection.rule_forms import AMOUNTS
from zhichan.rooms.protection.sources import crime_transfer, penalty_law
from zhichan.rooms.protection.steps.transfer_answers import (
    AGAINST_REFUSAL,
    ANSWERS,
    in_24_hours,
    three_days,
)

_APPROVED = three_days("approve", "report", "第五条")
_SENT = in_24_hours("send", "approve", "第五条")
_HANDED_OVER = three_days("hand_over", "filing_received_on", "第十二条")

_INSIDE = (
    Move(
        "report",
        _("两人以上专案组书面报告"),
        ("suspected",),
        "reported",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第三条、第五条"),
        form=(long_text("report_facts", _("核实的情况")),),
        advice=("criminal_threshold",),
        guards=("team_of_two",),
        issues=("crime_transfer_report",),
    ),
    Move(
        "drop",
        _("核实后不存在犯罪嫌疑，不移送"),
        ("suspected",),
        "refused",
        by=(Part.OFFICE_HEAD,),
        basis=crime_transfer("第五条"),
        form=(REASON,),
        advice=("criminal_threshold",),
    ),
    Move(
        "approve",
        _("批准移送"),
        ("reported",),
        "approved",
        by=(Part.OFFICE_HEAD,),
        basis=crime_transfer("第五条"),
        within=(_APPROVED,),
        advice=("criminal_threshold",),
    ),
    Move(
        "refuse",
        _("不批准并记录理由"),
        ("reported",),
        "refused",
        by=(Part.OFFICE_HEAD,),
        basis=crime_transfer("第五条"),
        form=(REASON,),
        within=(_APPROVED,),
        advice=("criminal_threshold",),
    ),
    Move(
        "send",
        _("向同级公安机关移送"),
        ("approved",),
        "sent",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第五条、第六条"),
        form=(
            text("police", _("接收的公安机关")),
            yes_no("has_report", _("附案件情况调查报告")),
            yes_no("has_goods_list", _("附涉案物品清单"), _("没有物品的，清单写明无。")),
            yes_no("has_test_reports", _("附检验报告或鉴定结论"), _("没有的选否。")),
        ),
        within=(_SENT,),
        guards=("bundle_complete",),
        issues=("crime_transfer_letter", "goods_list"),
    ),
    Move(
        "hand_over",
        _("移交涉案物品和材料"),
        ("police_filed",),
        "handed_over",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第十二条"),
        form=(text("handover_receipt", _("交接回执号")),),
        within=(_HANDED_OVER,),
        issues=("handover_list", "goods_transfer_notice"),
    ),
)

CRIMINAL_TRANSFER = Procedure(
    name="criminal_transfer",
    label=_("涉嫌犯罪案件移送"),
    version=1,
    in_force_from=date(2020, 8, 7),
    number_word="罪移",
    basis=(crime_transfer("第三条至第十二条"), penalty_law("第二十七条")),
    seats=(
        PARTY,
        RIGHT_HOLDER,
        Seat("police_organ", _("公安机关"), part=Part.POLICE),
        Seat("procuratorate_organ", _("检察机关"), part=Part.PROCURATORATE),
    ),
    opening=(CRIME, SUSPICION, ACT_ENDED_ON, *AMOUNTS),
    advice=("criminal_threshold",),
    states=(
        State("suspected", _("待核实"), public=_("处理中")),
        State("reported", _("已报告，待批准"), public=_("处理中"), waits_on=Part.OFFICE_HEAD),
        State("approved", _("已批准，待移送"), public=_("处理中"), waits_on=Part.CASE_TEAM),
        State("sent", _("已移送"), public=_("已移送"), waits_on=Part.POLICE, usual=("receipt", "file")),
        State("forwarded", _("已转送"), public=_("已移送"), waits_on=Part.POLICE),
        State("police_refused", _("公安不予立案"), public=_("已移送"), waits_on=Part.CASE_TEAM),
        State("reconsidering", _("提请复议中"), public=_("已移送"), waits_on=Part.POLICE),
        State("upheld", _("复议维持"), public=_("已移送"), waits_on=Part.CASE_TEAM),
        State("supervision_asked", _("立案监督中"), public=_("已移送"), waits_on=Part.PROCURATORATE),
        State("police_filed", _("公安已立案，待移交物品"), public=_("已移送"), waits_on=Part.CASE_TEAM),
        State("handed_over", _("已移交"), public=_("已移送"), is_final=True),
        State("returned", _("退回行政处理"), public=_("退回行政处理"), is_final=True),
        State("refused", _("不移送"), public=_("不移送"), is_final=True),
    ),
    moves=(*_INSIDE, *ANSWERS, *AGAINST_REFUSAL),
)
