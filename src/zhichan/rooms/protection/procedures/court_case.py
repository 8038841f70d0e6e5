"""A dispute before a civil court (民事诉讼): the record of the suit, from referral or filing to its result.

Trial and enforcement are the court's. What is kept is where the suit stands, its number and result, when a
judgment or ruling takes effect, and what follows for the office's own matters. The days to appeal are from
memory and counted from the last service recorded: a late appeal is warned of and not refused.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import Move, Procedure, Seat, State, Within
from zhichan.rooms.protection.forms import (
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
from zhichan.rooms.protection.sources import MEMORY, civil_procedure_law

_SUIT = civil_procedure_law("", MEMORY)
_APPEAL = civil_procedure_law("第一百七十一条", MEMORY)
_PARTIES = (Part.REQUESTER, Part.RESPONDENT)
_RECORDED = (Part.CASE_TEAM, *_PARTIES)
_JUDGMENT = Within(
    "appeal_judgment", Limit(15, Unit.CALENDAR_DAY), "judgment_received_on", _APPEAL, bars=True
)
_RULING = Within("appeal_ruling", Limit(10, Unit.CALENDAR_DAY), "ruling_received_on", _APPEAL, bars=True)
_EACH_COUNTS = _("各方的上诉期限从自己收到之日起算；双方收到之日不同的，登记后收到的一日。")
_APPEALED = (text("appeal_court", _("二审法院")), optional(text("appeal_number", _("二审案号"))))

COURT_CASE = Procedure(
    name="court_case",
    label=_("民事诉讼（转介与结果登记）"),
    version=1,
    in_force_from=date(2024, 1, 1),
    number_word="诉讼",
    basis=(_APPEAL,),
    seats=(
        Seat("requester", _("原告"), part=Part.REQUESTER, is_required=True),
        Seat("requester_agent", _("原告的代理人"), part=Part.REQUESTER),
        Seat("respondent", _("被告"), part=Part.RESPONDENT, is_required=True),
        Seat("respondent_agent", _("被告的代理人"), part=Part.RESPONDENT),
        Seat("court_organ", _("受理法院"), part=Part.COURT),
    ),
    opening=(
        DISPUTE,
        optional(money("amount_claimed", _("争议金额"))),
        text("court", _("受理法院")),
        choice(
            "brought_how",
            _("怎样到法院"),
            ("referred", _("本局告知或转介")),
            ("party", _("当事人自行起诉")),
            ("after_mediation", _("调解不成后起诉")),
            ("after_award", _("仲裁裁决被撤销或不能仲裁")),
            OTHER,
        ),
    ),
    states=(
        State("filed", _("已转介或起诉"), public=_("已起诉"), waits_on=Part.COURT),
        State("accepted", _("法院已立案"), public=_("诉讼中"), waits_on=Part.COURT),
        State(
            "judged",
            _("已作一审判决"),
            public=_("诉讼中"),
            waits_on=Part.CASE_TEAM,
            usual=("receive_judgment", "judgment_stands"),
        ),
        State(
            "ruled",
            _("已裁定不予受理或驳回起诉"),
            public=_("诉讼中"),
            waits_on=Part.CASE_TEAM,
            usual=("receive_ruling", "ruling_stands"),
        ),
        State("appealed", _("二审中"), public=_("诉讼中"), waits_on=Part.COURT, usual=("decide_appeal",)),
        State("in_force", _("裁判或调解书已生效"), public=_("裁判已生效"), waits_on=Part.CASE_TEAM),
        State("closed", _("已登记结果，结案"), public=_("裁判已生效"), is_final=True),
        State("withdrawn", _("已撤诉或没有起诉"), public=_("已撤诉"), is_final=True),
    ),
    moves=(
        Move(
            "accept",
            _("立案"),
            ("filed",),
            "accepted",
            by=(Part.COURT,),
            basis=_SUIT,
            form=(text("case_number", _("案号")), day("court_accepted_on", _("法院受理之日"))),
        ),
        Move(
            "judge",
            _("作出一审判决"),
            ("accepted",),
            "judged",
            by=(Part.COURT,),
            basis=_SUIT,
            form=(
                text("judgment_number", _("判决书文号")),
                day("judged_on", _("判决之日")),
                long_text("court_result", _("裁判结果")),
            ),
        ),
        Move(
            "dismiss",
            _("裁定不予受理或驳回起诉"),
            ("filed", "accepted"),
            "ruled",
            by=(Part.COURT,),
            basis=_SUIT,
            form=(text("ruling_number", _("裁定书文号")), day("ruled_on", _("裁定之日")), REASON),
        ),
        Move(
            "mediate",
            _("法院调解，出具调解书"),
            ("accepted", "appealed"),
            "in_force",
            by=(Part.COURT,),
            basis=_SUIT,
            form=(long_text("agreed", _("协议内容")), optional(money("amount", _("给付金额")))),
        ),
        Move(
            "withdraw",
            _("撤诉或没有起诉"),
            ("filed", "accepted"),
            "withdrawn",
            by=_RECORDED,
            basis=_SUIT,
            form=(optional(REASON),),
        ),
        Move(
            "receive_judgment",
            _("登记收到判决书"),
            ("judged",),
            "judged",
            by=_RECORDED,
            basis=_APPEAL,
            form=(day("judgment_received_on", _("收到判决书之日"), _EACH_COUNTS),),
        ),
        Move(
            "receive_ruling",
            _("登记收到裁定书"),
            ("ruled",),
            "ruled",
            by=_RECORDED,
            basis=_APPEAL,
            form=(day("ruling_received_on", _("收到裁定书之日"), _EACH_COUNTS),),
        ),
        Move(
            "appeal",
            _("对判决上诉"),
            ("judged",),
            "appealed",
            by=_PARTIES,
            basis=_APPEAL,
            form=_APPEALED,
            within=(_JUDGMENT,),
        ),
        Move(
            "appeal_ruling",
            _("对裁定上诉"),
            ("ruled",),
            "appealed",
            by=_PARTIES,
            basis=_APPEAL,
            form=_APPEALED,
            within=(_RULING,),
        ),
        Move(
            "judgment_stands",
            _("期满没有上诉，判决生效"),
            ("judged",),
            "in_force",
            by=(Part.CASE_TEAM,),
            basis=_APPEAL,
            after=("appeal_judgment",),
        ),
        Move(
            "ruling_stands",
            _("期满没有上诉，裁定生效"),
            ("ruled",),
            "in_force",
            by=(Part.CASE_TEAM,),
            basis=_APPEAL,
            after=("appeal_ruling",),
        ),
        Move(
            "decide_appeal",
            _("二审维持或改判"),
            ("appealed",),
            "in_force",
            by=(Part.COURT,),
            basis=_SUIT,
            form=(
                text("final_number", _("终审文书文号")),
                day("final_on", _("终审之日")),
                long_text("court_result", _("裁判结果")),
            ),
        ),
        Move(
            "send_back",
            _("发回重审或指令受理"),
            ("appealed",),
            "accepted",
            by=(Part.COURT,),
            basis=_SUIT,
            form=(REASON,),
        ),
        Move(
            "withdraw_appeal",
            _("撤回上诉，一审裁判生效"),
            ("appealed",),
            "in_force",
            by=_RECORDED,
            basis=_SUIT,
            form=(optional(REASON),),
        ),
        Move(
            "close",
            _("登记履行情况和对本局事项的影响，结案"),
            ("in_force",),
            "closed",
            by=(Part.CASE_TEAM,),
            basis=_SUIT,
            form=(
                choice(
                    "performance",
                    _("履行情况"),
                    ("performed", _("已履行")),
                    ("enforced", _("已申请强制执行")),
                    ("nothing", _("没有给付内容")),
                    ("unknown", _("不掌握")),
                ),
                optional(long_text("effect_on_ours", _("对本局事项的影响"), _("恢复、终结、作为证据等。"))),
            ),
        ),
    ),
)
