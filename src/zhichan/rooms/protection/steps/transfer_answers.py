"""Transfer of suspected crimes: what the police answer, and what follows a refusal (立案、复议、监督)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Move, Within
from zhichan.rooms.protection.forms import REASON, day, instant, text
from zhichan.rooms.protection.sources import MEMORY, crime_transfer, penalty_law


def three_days(name: str, since: str, articles: str) -> Within:
    return Within(name, Limit(3, Unit.CALENDAR_DAY, Roll.NONE), since, crime_transfer(articles))


def in_24_hours(name: str, since: str, articles: str) -> Within:
    return Within(name, Limit(24, Unit.HOUR), since, crime_transfer(articles))


_FORWARDED = in_24_hours("forward", "received_at", "第七条")
_DECIDED = three_days("police_decide", "accepted_on", "第八条")
_ANSWERED = three_days("answer_refusal", "refusal_received_on", "第九条")
_RECONSIDERED = three_days("police_reconsider", "request_received_on", "第九条")
_SUPERVISION = three_days("ask_supervision", "upheld_received_on", "第九条")
_ACCEPTED = day("accepted_on", _("公安机关接受案件之日"))
_FILING = (text("police_number", _("公安机关文书号")), day("filing_received_on", _("接到立案通知书之日")))

_TO_PROCURATORATE = (text("procuratorate", _("检察机关")), REASON)

ANSWERS = (
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

AGAINST_REFUSAL = (
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
        form=_TO_PROCURATORATE,
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
        form=_TO_PROCURATORATE,
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
        form=_TO_PROCURATORATE,
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
