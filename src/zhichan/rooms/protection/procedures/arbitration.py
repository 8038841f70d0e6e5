"""Arbitration (仲裁): the record of a dispute before an arbitration institution, from referral to result.

The office decides nothing here and holds no inner limit: those are in the institution's rules. Each side
counts the three months from its own receipt of the award, so the limit runs from the last receipt recorded,
and bars nobody: a late application is recorded too, since the court says whether it is late.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Move, Procedure, Seat, State, Within
from zhichan.rooms.protection.forms import (
    CONTENT,
    DISPUTE,
    OTHER,
    REASON,
    choice,
    day,
    long_text,
    money,
    optional,
    text,
)
from zhichan.rooms.protection.sources import MEMORY, arbitration_law

_PARTIES = (Part.REQUESTER, Part.RESPONDENT)
_SET_ASIDE = Within(
    "apply_set_aside", Limit(3, Unit.MONTH), "award_received_on", arbitration_law("第七十二条")
)
_COURT_RULES = Within("court_rule", Limit(2, Unit.MONTH), "court_accepted_on", arbitration_law("第七十三条"))
_RULING = (text("ruling_number", _("裁定书文号")), day("ruled_on", _("裁定之日")))

ARBITRATION = Procedure(
    name="arbitration",
    label=_("仲裁（转介与结果登记）"),
    version=1,
    in_force_from=date(2026, 3, 1),
    number_word="仲裁",
    basis=(arbitration_law("第三条、第四条、第七十条至第七十三条"),),
    seats=(
        Seat("requester", _("申请人"), part=Part.REQUESTER, is_required=True),
        Seat("requester_agent", _("申请人的代理人"), part=Part.REQUESTER),
        Seat("respondent", _("被申请人"), part=Part.RESPONDENT, is_required=True),
        Seat("respondent_agent", _("被申请人的代理人"), part=Part.RESPONDENT),
        Seat("arbitration_body", _("仲裁机构"), part=Part.ARBITRATION),
        Seat("court_organ", _("受理撤销申请的法院"), part=Part.COURT),
    ),
    opening=(
        DISPUTE,
        optional(money("amount_claimed", _("争议金额"))),
        text("institution", _("仲裁机构")),
        long_text(
            "arbitration_agreement",
            _("仲裁协议"),
            _("仲裁条款或协议的文件、日期和内容。没有协议，或者依法应由行政机关处理的争议，不能仲裁。"),
        ),
    ),
    states=(
        State(
            "referred",
            _("已转介"),
            public=_("已转介仲裁"),
            waits_on=Part.ARBITRATION,
            usual=("refer", "accept"),
        ),
        State("accepted", _("仲裁机构已受理"), public=_("仲裁中"), waits_on=Part.ARBITRATION),
        State(
            "awarded",
            _("已作出裁决"),
            public=_("已裁决"),
            waits_on=Part.CASE_TEAM,
            usual=("receive_award", "record_performance"),
        ),
        State(
            "set_aside_applied",
            _("已申请撤销裁决"),
            public=_("已申请撤销裁决"),
            waits_on=Part.COURT,
            usual=("court_accept",),
        ),
        State("closed", _("裁决有效，已结案"), public=_("已裁决"), is_final=True),
        State("upheld", _("撤销申请被驳回，裁决有效"), public=_("已裁决"), is_final=True),
        State("set_aside", _("裁决被撤销"), public=_("裁决被撤销"), is_final=True),
        State("settled", _("调解或和解结案"), public=_("达成协议"), is_final=True),
        State("ended", _("未作裁决而终结"), public=_("已终结"), is_final=True),
    ),
    moves=(
        Move(
            "refer",
            _("出具仲裁转介函"),
            ("referred",),
            "referred",
            by=(Part.CASE_TEAM,),
            basis=arbitration_law("第三条、第四条"),
            issues=("arb_referral",),
        ),
        Move(
            "accept",
            _("受理"),
            ("referred",),
            "accepted",
            by=(Part.ARBITRATION,),
            basis=arbitration_law("第四条"),
            form=(text("arbitration_number", _("仲裁案号")),),
        ),
        Move(
            "award",
            _("作出裁决"),
            ("accepted",),
            "awarded",
            by=(Part.ARBITRATION,),
            basis=arbitration_law("第七十条"),
            form=(
                text("award_number", _("裁决书编号")),
                day("awarded_on", _("裁决之日"), _("裁决书自作出之日起生效。")),
                long_text("award_result", _("结果摘要")),
            ),
        ),
        Move(
            "settle",
            _("调解书或和解"),
            ("accepted",),
            "settled",
            by=(*_PARTIES, Part.ARBITRATION),
            basis=arbitration_law("", MEMORY),
            form=(long_text("agreed", _("协议内容")), optional(money("amount", _("给付金额")))),
        ),
        Move(
            "end",
            _("未受理、撤回或不能仲裁，终结"),
            ("referred", "accepted"),
            "ended",
            by=(Part.CASE_TEAM, Part.REQUESTER, Part.ARBITRATION),
            basis=arbitration_law("", MEMORY),
            form=(
                choice(
                    "end_ground",
                    _("终结的情形"),
                    ("refused", _("仲裁机构不予受理")),
                    ("not_asked", _("当事人没有申请仲裁")),
                    ("no_agreement", _("没有仲裁协议，或者协议无效")),
                    ("withdrawn", _("撤回仲裁申请")),
                    OTHER,
                ),
                optional(REASON),
            ),
        ),
        Move(
            "receive_award",
            _("登记收到裁决书"),
            ("awarded",),
            "awarded",
            by=(Part.CASE_TEAM, *_PARTIES),
            basis=arbitration_law("第七十二条"),
            form=(
                day(
                    "award_received_on",
                    _("收到裁决书之日"),
                    _("各方的期限从自己收到之日起算；双方收到之日不同的，登记后收到的一日。"),
                ),
            ),
        ),
        Move(
            "record_performance",
            _("登记履行情况"),
            ("awarded",),
            "awarded",
            by=(Part.CASE_TEAM, *_PARTIES),
            basis=arbitration_law("", MEMORY),
            form=(CONTENT,),
        ),
        Move(
            "close",
            _("没有申请撤销，结案"),
            ("awarded",),
            "closed",
            by=(Part.CASE_TEAM,),
            basis=arbitration_law("第七十条、第七十二条"),
            form=(optional(CONTENT),),
            after=("apply_set_aside",),
        ),
        Move(
            "apply_set_aside",
            _("申请撤销"),
            ("awarded",),
            "set_aside_applied",
            by=_PARTIES,
            basis=arbitration_law("第七十二条"),
            form=(text("court", _("受理法院")), REASON),
            within=(_SET_ASIDE,),
        ),
        Move(
            "court_accept",
            _("法院受理撤销申请"),
            ("set_aside_applied",),
            "set_aside_applied",
            by=(Part.COURT,),
            basis=arbitration_law("第七十三条"),
            form=(day("court_accepted_on", _("法院受理之日")), text("case_number", _("案号"))),
        ),
        Move(
            "set_aside",
            _("裁定撤销"),
            ("set_aside_applied",),
            "set_aside",
            by=(Part.COURT,),
            basis=arbitration_law("第七十三条"),
            form=(*_RULING, REASON),
            within=(_COURT_RULES,),
        ),
        Move(
            "uphold",
            _("驳回申请"),
            ("set_aside_applied",),
            "upheld",
            by=(Part.COURT,),
            basis=arbitration_law("第七十三条"),
            form=_RULING,
            within=(_COURT_RULES,),
        ),
        Move(
            "withdraw_set_aside",
            _("撤回撤销申请"),
            ("set_aside_applied",),
            "awarded",
            by=_PARTIES,
            basis=arbitration_law("", MEMORY),
        ),
    ),
)
