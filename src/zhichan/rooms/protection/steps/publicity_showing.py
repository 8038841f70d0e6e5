"""Publicity of penalties: from the decision to the day it is shown (审查、公示、推送)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhichan.core.matters.limits import Limit, Unit
from zhichan.core.matters.parts import Part
from zhichan.core.matters.procedure import STAYS, Field, Move, Within
from zhichan.rooms.protection.forms import REASON, choice, day, day_ahead, optional, text, yes_no
from zhichan.rooms.protection.sources import publicity

_PUBLISHED = Within("publish", Limit(20, Unit.WORKING_DAY), "decided_on", publicity("第九条"))
_PUSHED = Within("push", Limit(10, Unit.WORKING_DAY), "decided_on", publicity("第十条"))
_ASSISTED = Within("assist", Limit(10, Unit.WORKING_DAY), "push_received_on", publicity("第十条"))
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

SHOWING = (
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
        guards=("more_than_warning", "decision_holds", "is_screened", "term_fits"),
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
        guards=("more_than_warning", "decision_holds", "is_screened"),
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
        guards=("decision_holds", "term_fits"),
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
)
