"""Publicity of penalties: correction, withdrawal, early and due end, repair (更正、撤回、停止、修复)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Move, Within
from zhichan.rooms.protection.forms import OTHER, REASON, choice, day, optional, text, yes_no
from zhichan.rooms.protection.sources import PART, credit_repair, publicity

_WITHDRAWN = Within("withdraw", Limit(3, Unit.WORKING_DAY), "overturned_on", publicity("第十一条"))


def _end(name: str, limit: Limit, since: str = "published_on") -> Within:
    """The end of a term: until then publicity may be stopped early, after it the system ends it."""
    return Within(name, limit, since, publicity("第十三条"), bars=True, when=("term", name))


_THREE_MONTHS = _end("three_months", Limit(3, Unit.MONTH, Roll.NONE))
_THREE_YEARS = _end("three_years", Limit(3, Unit.YEAR, Roll.NONE))
# Counted backwards by one day from the first day free of the ban: the last day of the ban is the last of it.
_BAN = _end("ban", Limit(1, Unit.CALENDAR_DAY, Roll.NONE, backwards=True), "free_again_on")
_ENDS = (_THREE_MONTHS, _THREE_YEARS, _BAN)
_OVERTURNED = (
    choice(
        "overturned_how",
        _("决定的变化"),
        ("changed", _("变更")),
        ("annulled", _("撤销")),
        ("unlawful", _("确认违法")),
        ("void", _("确认无效")),
    ),
    day("overturned_on", _("收到文书之日")),
    text("overturned_by", _("作出机关和文书号")),
)
_CONDITIONS = (
    yes_no("obligations_met", _("已履行处罚决定的义务")),
    yes_no("effects_removed", _("已主动消除危害后果和不良影响")),
    yes_no("no_new_act", _("未因同一类违法行为再受处罚")),
    yes_no("not_listed", _("未在经营异常名录或严重违法失信名单")),
)

ENDING = (
    Move(
        "correct",
        _("更正公示内容"),
        ("published",),
        "published",
        by=(Part.CASE_TEAM,),
        basis=publicity("", PART),
        form=(text("corrected", _("更正的内容")), REASON),
    ),
    Move(
        "record_overturned",
        _("决定被变更、撤销、确认违法或无效"),
        ("decided", "pushed", "published"),
        STAYS,
        by=(Part.CASE_TEAM,),
        basis=publicity("第十一条"),
        form=_OVERTURNED,
    ),
    Move(
        "withdraw",
        _("撤回并说明理由"),
        ("published",),
        "withdrawn",
        by=(Part.CASE_TEAM, Part.DEPARTMENT_HEAD),
        basis=publicity("第十一条"),
        form=(REASON,),
        within=(_WITHDRAWN,),
        issues=("publicity_withdrawal",),
    ),
    Move(
        "stop_early",
        _("提前停止公示"),
        ("published",),
        "stopped_early",
        by=(Part.DEPARTMENT_HEAD,),
        basis=publicity("第十四条"),
        form=(*_CONDITIONS, optional(REASON)),
        within=_ENDS,
        guards=("early_stop_allowed",),
    ),
    Move(
        "expire",
        _("公示期届满"),
        ("published",),
        "expired",
        by=(Part.SYSTEM,),
        basis=publicity("第十三条"),
        after=("three_years",),
        guards=("term_is_three_years",),
    ),
    Move(
        "expire_short",
        _("三个月公示期届满"),
        ("published",),
        "expired",
        by=(Part.SYSTEM,),
        basis=publicity("第十三条"),
        after=("three_months",),
        guards=("term_is_three_months",),
    ),
    Move(
        "expire_ban",
        _("限制期满，公示期届满"),
        ("published",),
        "expired",
        by=(Part.SYSTEM,),
        basis=publicity("第十三条"),
        after=("ban",),
        guards=("term_is_ban",),
    ),
)

REPAIRED = Within("repair", Limit(7, Unit.WORKING_DAY), "repair_accepted_on", credit_repair())
_ONE_YEAR = Within("one_year", Limit(1, Unit.YEAR), "published_on", credit_repair())
REPAIR = (
    Move(
        "accept_repair",
        _("受理信用修复申请"),
        ("published",),
        "published",
        by=(Part.CASE_TEAM,),
        basis=credit_repair(),
        form=(day("repair_accepted_on", _("受理之日")),),
    ),
    Move(
        "refuse_repair",
        _("不予信用修复"),
        ("published",),
        "published",
        by=(Part.DEPARTMENT_HEAD,),
        basis=credit_repair(),
        form=(REASON,),
        within=(REPAIRED,),
    ),
    Move(
        "check_term",
        _("公示满一年，核对是否应当停止"),
        ("published",),
        "published",
        by=(Part.CASE_TEAM,),
        basis=credit_repair(),
        form=(
            choice(
                "term_checked",
                _("核对结果"),
                ("goes_on", _("属于严重情形，继续公示")),
                ("stop", _("应当停止，报负责人")),
                OTHER,
            ),
            REASON,
        ),
        within=(_ONE_YEAR,),
    ),
)
