"""Mediation a court refers to the office's mediators (诉调对接): every referral goes back with a result.

The time for it depends on when the court refers: before it files the case thirty days, after it fifteen in
the ordinary and seven in the summary procedure, longer where all agree. Source: 人民法院在线调解规则.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import OPENED, STAYS, Extension, Move, Procedure, Seat, State, Within
from zhichan.rooms.protection.forms import (
    CONTENT,
    DISPUTE,
    OTHER,
    REASON,
    choice,
    day_ahead,
    long_text,
    money,
    optional,
    text,
    yes_no,
)
from zhichan.rooms.protection.sources import online_mediation

_OURS = (Part.CASE_TEAM, Part.MEDIATOR)
_ASKED = Within("ask", Limit(3, Unit.WORKING_DAY), OPENED, online_mediation("第十五条"))


def _mediated(stage: str, days: int) -> Within:
    """Until when there has to be an agreement or none, counted from the mediator's acceptance."""
    basis = online_mediation("第二十四条")
    return Within(
        stage,
        Limit(days, Unit.CALENDAR_DAY),
        "accept",
        basis,
        when=("stage", stage),
        extension=Extension(None, "prolong", basis, times=3, until="mediate_by"),
    )


_MEDIATED = (_mediated("before_filing", 30), _mediated("ordinary", 15), _mediated("summary", 7))

COURT_MEDIATION = Procedure(
    name="court_mediation",
    label=_("诉前在线调解"),
    version=1,
    in_force_from=date(2022, 1, 1),
    number_word="委调",
    basis=(online_mediation("第十条至第二十四条"),),
    seats=(
        Seat("requester", _("申请人"), part=Part.REQUESTER, is_required=True),
        Seat("requester_agent", _("申请人的代理人"), part=Part.REQUESTER),
        Seat("respondent", _("被申请人"), part=Part.RESPONDENT, is_required=True),
        Seat("respondent_agent", _("被申请人的代理人"), part=Part.RESPONDENT),
        Seat("mediator", _("调解员"), part=Part.MEDIATOR),
        Seat("court_organ", _("委派法院"), part=Part.COURT),
    ),
    opening=(
        DISPUTE,
        text("court", _("委派法院")),
        text("court_number", _("法院案号")),
        choice(
            "stage",
            _("委派的阶段"),
            ("before_filing", _("登记立案前")),
            ("ordinary", _("立案后，普通程序")),
            ("summary", _("立案后，简易程序")),
        ),
    ),
    states=(
        State("offered", _("已接受委派"), waits_on=Part.CASE_TEAM),
        State("consented", _("双方同意调解"), waits_on=Part.CASE_TEAM),
        State("mediating", _("调解中"), waits_on=Part.CASE_TEAM, usual=("hold_session",)),
        State("failed", _("调解不成，待退回法院"), waits_on=Part.CASE_TEAM, usual=("file",)),
        State("agreed", _("达成协议"), is_final=True),
        State("filed", _("已退回法院立案或审理"), is_final=True),
    ),
    moves=(
        Move(
            "ask",
            _("征询对方意愿"),
            ("offered",),
            "consented",
            by=_OURS,
            basis=online_mediation("第十五条"),
            form=(yes_no("both_agree", _("双方同意调解")),),
            within=(_ASKED,),
            guards=("both_agree",),
        ),
        Move(
            "decline",
            _("拒绝或失联"),
            ("offered",),
            "failed",
            by=_OURS,
            basis=online_mediation("第十五条"),
            form=(REASON,),
            within=(_ASKED,),
        ),
        Move(
            "accept",
            _("确认接受"),
            ("consented",),
            "mediating",
            by=_OURS,
            basis=online_mediation("第二十四条"),
        ),
        Move(
            "hold_session",
            _("进行调解"),
            ("mediating",),
            "mediating",
            by=_OURS,
            basis=online_mediation("第二十二条"),
            form=(CONTENT, optional(long_text("undisputed", _("双方没有争议的事实")))),
        ),
        Move(
            "prolong",
            _("各方同意延长调解"),
            ("mediating",),
            STAYS,
            by=_OURS,
            basis=online_mediation("第二十四条"),
            form=(yes_no("both_agree", _("各方同意延长")), day_ahead("mediate_by", _("延长至"))),
            guards=("both_agree",),
        ),
        Move(
            "agree",
            _("达成协议"),
            ("mediating",),
            "agreed",
            by=_OURS,
            basis=online_mediation("第二十四条"),
            form=(
                long_text("agreed", _("协议内容")),
                optional(money("amount", _("给付金额"))),
                choice(
                    "after_agreement",
                    _("达成协议以后"),
                    ("confirmed", _("申请司法确认或出具调解书")),
                    ("performed", _("当场履行")),
                    ("withdrawn", _("撤回起诉")),
                    OTHER,
                ),
            ),
            within=_MEDIATED,
        ),
        Move(
            "fail",
            _("调解不成并记录原因"),
            ("consented", "mediating"),
            "failed",
            by=_OURS,
            basis=online_mediation("第二十一条、第二十四条"),
            form=(REASON,),
            within=_MEDIATED,
        ),
        Move(
            "file",
            _("转在线立案"),
            ("failed",),
            "filed",
            by=(Part.COURT,),
            basis=online_mediation("第二十一条"),
            form=(text("case_number", _("案号或收件凭证")),),
        ),
    ),
)
