"""Conditions of notice, defence and hearing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.matters.guards import guard
from zhichan.core.matters.parts import Part
from zhichan.rooms.protection.looking import (
    DEFENCES,
    NOTICES,
    NOTICES_RECEIVED,
    WEIGHINGS,
    fen,
    is_after,
    latest,
    since,
)

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing


@guard("hearing_offered_where_due", gettext_lazy("应当听证的已告知听证权利"))
def hearing_offered_where_due(standing: Standing) -> str | None:
    """行政处罚法 第六十三条."""
    if standing.facts.get("hearing_due") == "yes" and standing.values.get("hearing_offered") != "yes":
        return _("本案应当告知当事人有要求听证的权利。")
    return None


@guard("hearing_offered", gettext_lazy("告知书告知了听证权利"), looks_back=True)
def hearing_offered(standing: Standing) -> str | None:
    if standing.facts.get("hearing_offered") == "yes":
        return None
    return _("告知书没有告知听证权利；应当听证的，请先再次告知。")


@guard("notice_received", gettext_lazy("当事人已收到告知"), looks_back=True)
def notice_received(standing: Standing) -> str | None:
    """行政处罚法 第四十四条、第六十二条: no penalty without notice, and a new one counts anew."""
    if since(standing, NOTICES_RECEIVED, NOTICES) is None:
        return _("还没有登记当事人收到告知书。")
    return None


@guard("defence_weighed", gettext_lazy("陈述申辩已复核"))
def defence_weighed(standing: Standing) -> str | None:
    """行政处罚法 第四十五条、第六十二条: whatever the party said since the notice must be looked into."""
    said = since(standing, DEFENCES, NOTICES)
    weighed = latest(standing, WEIGHINGS, "defence_weighed")
    if said is None or standing.values.get("defence_weighed") or (weighed and weighed.seq > said.seq):
        return None
    return _("当事人作了陈述申辩，请写明复核意见。")


@guard("host_not_investigator", gettext_lazy("听证主持人不是调查人员"), looks_back=True)
def host_not_investigator(standing: Standing) -> str | None:
    """行政处罚法 第六十四条."""
    if standing.actor.id in standing.team.get(Part.CASE_TEAM, frozenset()):
        return _("本案调查人员不能主持听证。")
    return None


@guard("hearing_notified", gettext_lazy("已通知听证时间地点"), looks_back=True)
def hearing_notified(standing: Standing) -> str | None:
    notice = since(standing, ("notify_hearing",), ("request_hearing",))
    if notice is None:
        return _("还没有通知当事人听证的时间和地点。")
    if is_after(notice.values.get("hearing_on"), standing):
        return _("还没有到听证之日。")
    return None


@guard("absent_from_known_hearing", gettext_lazy("缺席的是已通知的听证"))
def absent_from_known_hearing(standing: Standing) -> str | None:
    """行政处罚法 第六十四条: nobody stays away from a hearing of whose day he was not told."""
    if standing.values.get("hearing_ended_ground") == "withdrawn":
        return None
    return hearing_notified(standing)


@guard("kind_fits_amounts", gettext_lazy("处罚种类与金额相符"))
def kind_fits_amounts(standing: Standing) -> str | None:
    """What is published, and for how long, goes by the kind; so the kind must be that of the amounts."""
    kind = standing.values.get("penalty_kind")
    amounts = bool(fen(standing.values, "fine")), bool(fen(standing.values, "confiscation"))
    wanted = {
        "warning": (False, False),
        "criticism": (False, False),
        "fine": (True, False),
        "confiscation": (False, True),
        "fine_and_confiscation": (True, True),
    }
    if kind in wanted and amounts != wanted[kind]:
        return _("处罚种类与罚款、没收金额不一致。")
    return None


@guard("not_heavier_than_notified", gettext_lazy("不重于所告知的"))
def not_heavier_than_notified(standing: Standing) -> str | None:
    """行政处罚法 第四十四条、第四十五条: what is heavier than the notice needs a new notice."""
    for decided, notified in (("fine", "intended_fine"), ("confiscation", "intended_confiscation")):
        if fen(standing.values, decided) > fen(standing.facts, notified):
            return _("决定的金额高于告知的金额；要加重的，请先再次告知。")
    notice = latest(standing, NOTICES)
    told = notice is not None and notice.values.get("intended_restriction") == "yes"
    if standing.values.get("penalty_kind") == "restriction" and not told:
        return _("停产停业、限制从业、降低资质、吊销证照没有告知过，请先再次告知。")
    return None
