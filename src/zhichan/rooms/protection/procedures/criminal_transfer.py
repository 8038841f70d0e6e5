"""Transfer of suspected crimes to the police (涉嫌犯罪案件移送).

The regulation says three days without saying of which kind: they are counted as calendar days that do not
move over a holiday, the stricter reading, until an office settles it with its police.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Move, Procedure, Seat, State, Within
from zhichan.rooms.protection.forms import (
    CRIME,
    PARTY,
    REASON,
    RIGHT_HOLDER,
    SUSPICION,
    day,
    instant,
    long_text,
    text,
    yes_no,
)
from zhichan.rooms.protection.sources import MEMORY, crime_transfer, penalty_law


def _three_days(name: str, since: str, articles: str) -> Within:
    return Within(name, Limit(3, Unit.CALENDAR_DAY, Roll.NONE), since, crime_transfer(articles))


def _in_24_hours(name: str, since: str, articles: str) -> Within:
    return Within(name, Limit(24, Unit.HOUR), since, crime_transfer(articles))


_APPROVED = _three_days("approve", "report", "第五条")
_SENT = _in_24_hours("send", "approve", "第五条")
_FORWARDED = _in_24_hours("forward", "received_at", "第七条")
_DECIDED = _three_days("police_decide", "accepted_on", "第八条")
_ANSWERED = _three_days("answer_refusal", "refusal_received_on", "第九条")
_RECONSIDERED = _three_days("police_reconsider", "request_received_on", "第九条")
_SUPERVISION = _three_days("ask_supervision", "upheld_received_on", "第九条")
_HANDED_OVER = _three_days("hand_over", "filing_received_on", "第十二条")

_ACCEPTED = day("accepted_on", _("公安机关接受案件之日"))
_FILING = (text("police_number", _("公安机关文书号")), day("filing_received_on", _("接到立案通知书之日")))

_INSIDE = (
    Move(
        "report",
        _("两人以上专案组书面报告"),
        ("suspected",),
        "reported",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第三条、第五条"),
        form=(long_text("report_facts", _("核实的情况")),),
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
    ),
    Move(
        "approve",
        _("批准移送"),
        ("reported",),
        "approved",
        by=(Part.OFFICE_HEAD,),
        basis=crime_transfer("第五条"),
        within=(_APPROVED,),
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

_POLICE = (
    Move(
        "receipt",
        _("公安机关签收"),
        ("sent",),
        "sent",
        by=(Part.POLICE,),
        basis=crime_transfer("第七条"),
        form=(instant("received_at", _("接到移送的时刻")), _ACCEPTED, text("receipt_number", _("回执号"))),
    ),
    Move(
        "forward",
        _("不属管辖转送"),
        ("sent",),
        "forwarded",
        by=(Part.POLICE,),
        basis=crime_transfer("第七条"),
        form=(text("police", _("转送的公安机关")), _ACCEPTED),
        within=(_FORWARDED,),
    ),
    Move(
        "file",
        _("决定立案"),
        ("sent", "forwarded"),
        "police_filed",
        by=(Part.POLICE,),
        basis=crime_transfer("第八条"),
        form=_FILING,
        within=(_DECIDED,),
    ),
    Move(
        "decline",
        _("不予立案"),
        ("sent", "forwarded"),
        "police_refused",
        by=(Part.POLICE,),
        basis=crime_transfer("第八条"),
        form=(
            text("police_number", _("公安机关文书号")),
            day("refusal_received_on", _("接到不予立案通知书之日")),
            REASON,
        ),
        within=(_DECIDED,),
    ),
    Move(
        "file_on_reconsideration",
        _("复议后立案"),
        ("reconsidering",),
        "police_filed",
        by=(Part.POLICE,),
        basis=crime_transfer("第九条"),
        form=_FILING,
        within=(_RECONSIDERED,),
    ),
    Move(
        "uphold",
        _("复议维持不予立案"),
        ("reconsidering",),
        "upheld",
        by=(Part.POLICE,),
        basis=crime_transfer("第九条"),
        form=(day("upheld_received_on", _("收到复议决定之日")),),
        within=(_RECONSIDERED,),
    ),
    Move(
        "file_on_supervision",
        _("监督后立案"),
        ("supervision_asked",),
        "police_filed",
        by=(Part.POLICE,),
        basis=crime_transfer("第九条"),
        form=_FILING,
    ),
)

_AGAINST_REFUSAL = (
    Move(
        "reconsider",
        _("提请复议"),
        ("police_refused",),
        "reconsidering",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第九条"),
        form=(day("request_received_on", _("公安机关收到提请复议文件之日")), REASON),
        within=(_ANSWERED,),
        issues=("police_reconsider",),
    ),
    Move(
        "ask_supervision",
        _("建议立案监督"),
        ("police_refused",),
        "supervision_asked",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第九条"),
        form=(text("procuratorate", _("检察机关")), REASON),
        within=(_ANSWERED,),
        issues=("supervision_advice",),
    ),
    Move(
        "ask_supervision_again",
        _("建议检察院立案监督"),
        ("reconsidering", "upheld"),
        "supervision_asked",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第九条"),
        form=(text("procuratorate", _("检察机关")), REASON),
        within=(_SUPERVISION,),
        issues=("supervision_advice",),
    ),
    Move(
        "report_silence",
        _("公安机关逾期未作决定，建议检察院监督"),
        ("sent", "forwarded"),
        "supervision_asked",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("", MEMORY),
        form=(text("procuratorate", _("检察机关")), REASON),
        after=("police_decide",),
        issues=("supervision_advice",),
    ),
    Move(
        "take_back",
        _("依法处理"),
        ("police_refused", "upheld"),
        "returned",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第十条"),
        form=(REASON,),
        issues=("reverse_link_register",),
    ),
    Move(
        "take_back_after_supervision",
        _("不成案，退回行政处理"),
        ("supervision_asked",),
        "returned",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第十条"),
        form=(REASON,),
        issues=("reverse_link_register",),
    ),
    Move(
        "note_reverse_link",
        _("司法机关移送行政处理"),
        ("handed_over", "returned"),
        STAYS,
        by=(Part.CASE_TEAM,),
        basis=penalty_law("第二十七条"),
        form=(day("link_received_on", _("收到移送之日")), REASON),
        issues=("reverse_link_register",),
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
    opening=(CRIME, SUSPICION),
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
    moves=(*_INSIDE, *_POLICE, *_AGAINST_REFUSAL),
)
