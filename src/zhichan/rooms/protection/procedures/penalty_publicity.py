"""Publicity of penalties (处罚信息公示): begun with service, ended by its term, by withdrawal or early.

A bare warning is not published. The second version follows the credit repair measures of 2025-12-25, of
which only the figures named in its limits are known.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Roll, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Field, Move, Procedure, State, Within
from zhichan.rooms.protection.forms import (
    DECIDED_ON,
    OTHER,
    PARTY,
    PENALTY_KIND,
    REASON,
    choice,
    day,
    day_ahead,
    optional,
    text,
    yes_no,
)
from zhichan.rooms.protection.sources import PART, credit_repair, publicity

_PUBLISHED = Within("publish", Limit(20, Unit.WORKING_DAY), "decided_on", publicity("第九条"))
_PUSHED = Within("push", Limit(10, Unit.WORKING_DAY), "decided_on", publicity("第十条"))
_ASSISTED = Within("assist", Limit(10, Unit.WORKING_DAY), "push_received_on", publicity("第十条"))
_WITHDRAWN = Within("withdraw", Limit(3, Unit.WORKING_DAY), "overturned_on", publicity("第十一条"))


def _end(name: str, limit: Limit, since: str = "published_on") -> Within:
    """The end of a term: until then publicity may be stopped early, after it the system ends it."""
    return Within(name, limit, since, publicity("第十三条"), bars=True, when=("term", name))


_THREE_MONTHS = _end("three_months", Limit(3, Unit.MONTH, Roll.NONE))
_THREE_YEARS = _end("three_years", Limit(3, Unit.YEAR, Roll.NONE))
# Counted backwards by one day from the first day free of the ban: the last day of the ban is the last of it.
_BAN = _end("ban", Limit(1, Unit.CALENDAR_DAY, Roll.NONE, backwards=True), "free_again_on")
_ENDS = (_THREE_MONTHS, _THREE_YEARS, _BAN)

_TERM: tuple[Field, ...] = (
    choice(
        "term",
        _("公示期"),
        ("three_months", _("三个月（仅通报批评或较低数额罚款）")),
        ("three_years", _("三年")),
        ("ban", _("与三年以上的限制期限相同")),
    ),
    optional(day_ahead("free_again_on", _("限制期满后的第一日"), _("公示期与限制期限相同的填写。"))),
)
_SHOWN = (day("published_on", _("公示之日")), *_TERM)
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

_MOVES = (
    Move(
        "screen",
        _("审查公示内容"),
        ("decided", "pushed"),
        STAYS,
        by=(Part.DEPARTMENT_HEAD,),
        basis=publicity("第四条至第七条"),
        form=(
            yes_no("secrets_removed", _("已删去国家秘密、商业秘密和个人隐私")),
            yes_no("same_as_served", _("其余内容与送达的决定书一致")),
            yes_no("minor_involved", _("当事人是未成年人")),
        ),
        issues=("publicity_abstract",),
    ),
    Move(
        "publish",
        _("公示（同省）"),
        ("decided",),
        "published",
        by=(Part.CASE_TEAM,),
        basis=publicity("第九条"),
        form=_SHOWN,
        within=(_PUBLISHED,),
        guards=("more_than_warning", "is_screened", "term_fits"),
    ),
    Move(
        "push",
        _("推送（异地省）"),
        ("decided",),
        "pushed",
        by=(Part.CASE_TEAM,),
        basis=publicity("第十条"),
        form=(text("receiver", _("登记地机关")),),
        within=(_PUSHED,),
        guards=("more_than_warning", "is_screened"),
    ),
    Move(
        "push_received",
        _("登记地机关收到推送"),
        ("pushed",),
        "pushed",
        by=(Part.OTHER_OFFICE,),
        basis=publicity("第十条"),
        form=(day("push_received_on", _("收到推送之日")),),
    ),
    Move(
        "publish_elsewhere",
        _("协助公示"),
        ("pushed",),
        "published",
        by=(Part.OTHER_OFFICE,),
        basis=publicity("第十条"),
        form=_SHOWN,
        within=(_ASSISTED,),
        guards=("term_fits",),
    ),
    Move(
        "not_publish",
        _("仅警告不公示"),
        ("decided",),
        "not_published",
        by=(Part.CASE_TEAM,),
        basis=publicity("第二条"),
        guards=("only_warning",),
    ),
    Move(
        "drop",
        _("公示前决定已变化或不应公示"),
        ("decided", "pushed"),
        "not_published",
        by=(Part.DEPARTMENT_HEAD,),
        basis=publicity("第六条、第十一条"),
        form=(REASON,),
    ),
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
        ("published",),
        "published",
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

PENALTY_PUBLICITY = Procedure(
    name="penalty_publicity",
    label=_("处罚信息公示"),
    version=1,
    in_force_from=date(2021, 9, 1),
    number_word="公示",
    is_child=True,
    basis=(publicity("第二条至第十四条"),),
    seats=(PARTY,),
    opening=(DECIDED_ON, PENALTY_KIND),
    states=(
        State("decided", _("待公示"), usual=("publish", "not_publish", "screen")),
        State(
            "pushed",
            _("已推送登记地"),
            waits_on=Part.OTHER_OFFICE,
            usual=("push_received", "publish_elsewhere"),
        ),
        State("published", _("公示中"), waits_on=Part.SYSTEM, usual=("expire", "expire_short", "expire_ban")),
        State("withdrawn", _("已撤回"), is_final=True),
        State("expired", _("公示期满"), is_final=True),
        State("stopped_early", _("提前停止公示"), is_final=True),
        State("not_published", _("不公示"), is_final=True),
    ),
    moves=_MOVES,
)

_REPAIRED = Within("repair", Limit(7, Unit.WORKING_DAY), "repair_accepted_on", credit_repair())
_ONE_YEAR = Within("one_year", Limit(1, Unit.YEAR), "published_on", credit_repair())
_REPAIR = (
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
        within=(_REPAIRED,),
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

PENALTY_PUBLICITY_2 = replace(
    PENALTY_PUBLICITY,
    version=2,
    in_force_from=date(2025, 12, 25),
    basis=(*PENALTY_PUBLICITY.basis, credit_repair()),
    moves=(
        *(
            replace(move, within=(*move.within, _REPAIRED)) if move.name == "stop_early" else move
            for move in _MOVES
        ),
        *_REPAIR,
    ),
    note=_("信用修复管理办法与公示期规定的关系尚未核对原文：公示满一年时提醒核对，不自动停止。"),
)
