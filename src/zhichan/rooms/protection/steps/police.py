"""Ordinary penalty: the way to the police and back (行刑衔接).

While the police have the case it waits: its time is suspended, and it goes on where they give it back.
A decision that was made is carried out all the same (移送规定 第十一条), so after it the case stays.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Move
from zhichan.rooms.protection.forms import CRIME, OTHER, REASON, SUSPICION, choice, day
from zhichan.rooms.protection.rule_forms import AMOUNTS
from zhichan.rooms.protection.sources import crime_transfer, penalty_law
from zhichan.rooms.protection.steps.penalty_limits import AFTER_DECISION, BEFORE_DECISION

ENDED = ("closed", "terminated")
"""A crime may come to light when the case has ended, too."""

POLICE = (
    Move(
        "suspect_crime",
        _("发现涉嫌犯罪，启动移送"),
        BEFORE_DECISION,
        STAYS,
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第三条、第五条"),
        form=(CRIME, SUSPICION, *AMOUNTS),
        starts="criminal_transfer",
        advice=("criminal_threshold",),
    ),
    Move(
        "transfer_to_police",
        _("涉嫌犯罪移送"),
        BEFORE_DECISION,
        "with_police",
        by=(Part.CASE_TEAM, Part.DEPARTMENT_HEAD),
        basis=penalty_law("第二十七条、第五十七条"),
        form=(day("sent_to_police_on", _("移送公安机关之日")),),
        guards=("transfer_begun", "transfer_sent"),
    ),
    Move(
        "return_from_police",
        _("退回行政处理，恢复调查"),
        ("with_police",),
        "investigating",
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第十条"),
        form=(
            choice(
                "returned_ground",
                _("退回的情形"),
                ("not_filed", _("公安机关不予立案")),
                ("dropped", _("公安机关撤销案件")),
                ("not_charged", _("检察机关不起诉")),
                ("not_punished", _("法院判决无罪或免予刑事处罚")),
                OTHER,
            ),
            day("returned_on", _("收到退回材料之日")),
        ),
    ),
    Move(
        "close_with_police",
        _("由司法机关处理，结案"),
        ("with_police",),
        "transferred",
        by=(Part.DEPARTMENT_HEAD,),
        basis=crime_transfer("第十一条、第十二条"),
        form=(REASON,),
        issues=("closing_approval",),
    ),
    Move(
        "suspect_crime_later",
        _("决定后发现涉嫌犯罪，启动移送"),
        (*AFTER_DECISION, *ENDED),
        STAYS,
        by=(Part.CASE_TEAM,),
        basis=crime_transfer("第十一条"),
        form=(CRIME, SUSPICION, *AMOUNTS),
        starts="criminal_transfer",
        advice=("criminal_threshold",),
    ),
)
