"""Template tags of the plan room: the tabs under the page head, and the filter in an address."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.requests import actor_in, today
from zhichan.core.access.rights import may
from zhichan.core.measures.addresses import run_address
from zhichan.core.measures.models import MeasureRun
from zhichan.core.measures.pages.showing import percent_text
from zhichan.core.reports.rights import REPORT_VIEW
from zhichan.core.tables.text import number_text
from zhichan.rooms.plan.figures import promise_text
from zhichan.rooms.plan.follow_up_table import mark_of
from zhichan.rooms.plan.models import Indicator, Target, Task
from zhichan.rooms.plan.queries.board import Card
from zhichan.rooms.plan.queries.follow_ups import follow_ups_of, waiting_for
from zhichan.rooms.plan.rights import (
    ADMONITION_VIEW,
    AGREEMENT_VIEW,
    BUDGET_VIEW,
    COMMEND_VIEW,
    DESIGNATION_VIEW,
    FOLLOW_UP_ANSWER,
    FOLLOW_UP_MANAGE,
    FOLLOW_UP_VIEW,
    INDICATOR_VIEW,
    INSTRUMENT_VIEW,
    MEETING_VIEW,
    OWNER_HEALTH_VIEW,
    PLAN_VIEW,
    SCORE_VIEW,
    TASK_VIEW,
)
from zhichan.rooms.plan.tables import task_address
from zhichan.web.tabs import RoomTabs, Tab, tabs_shown
from zhichan.web.templatetags.zhichan import state

register = template.Library()
_WITH_PERCENT = frozenset({Task.State.UNDER_WAY, Task.State.TO_VERIFY})


ROOM_TABS = RoomTabs(
    _("规划执行"),
    (
        Tab("tasks", _("任务督办"), "plan:tasks", TASK_VIEW),
        Tab("follow_ups", _("督办事项"), "plan:follow_ups", FOLLOW_UP_VIEW),
        Tab("progress", _("进展填报"), "plan:progress", TASK_VIEW),
        Tab("indicators", _("主要指标"), "plan:indicators", INDICATOR_VIEW),
        Tab("plans", _("规划与版本"), "plan:plans", PLAN_VIEW),
        Tab("reports", _("报告"), "reports:list", REPORT_VIEW),
    ),
    (
        (
            _("推进落实"),
            (
                Tab("calendar", _("任务日历"), "plan:calendar", TASK_VIEW),
                Tab("meetings", _("领导小组与会议"), "plan:meetings", MEETING_VIEW),
                Tab("agreements", _("会商与协议"), "plan:agreements", AGREEMENT_VIEW),
                Tab("instruments", _("拟制定文件"), "plan:instruments", INSTRUMENT_VIEW),
            ),
        ),
        (
            _("保障与激励"),
            (
                Tab("budget", _("经费预算"), "plan:budget", BUDGET_VIEW),
                Tab("scores", _("绩效考核"), "plan:scores", SCORE_VIEW),
                Tab("designations", _("试点示范"), "plan:designations", DESIGNATION_VIEW),
                Tab("commendations", _("表彰奖励"), "plan:commendations", COMMEND_VIEW),
            ),
        ),
    ),
)


# What stands under the tab 督办事项.
FOLLOW_UP_PAGES = (
    Tab("list", _("督办清单"), "plan:follow_ups", FOLLOW_UP_VIEW),
    Tab("units", _("各单位情况"), "plan:follow_up_units", FOLLOW_UP_VIEW),
    Tab("rule", _("自动立项"), "plan:follow_up_rule", FOLLOW_UP_VIEW),
    Tab("admonitions", _("通报约谈"), "plan:admonitions", ADMONITION_VIEW),
    Tab("owners", _("责任单位动态"), "plan:owner_health", OWNER_HEALTH_VIEW),
)


@register.simple_tag(takes_context=True)
def follow_up_pages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages about follow-ups that the actor may open."""
    actor = actor_in(context["request"])
    shown = (tab for tab in FOLLOW_UP_PAGES if may(actor, tab.right))
    return [{"name": tab.name, "label": tab.label, "url": reverse(tab.url_name)} for tab in shown]


@register.inclusion_tag("plan/follow_ups/waiting.html", takes_context=True)
def follow_ups_waiting(context: dict[str, Any]) -> dict[str, Any]:
    """What the actor's units have to sign for or reply to; nothing for whoever answers for no unit."""
    actor = actor_in(context["request"])
    rows = waiting_for(actor) if may(actor, FOLLOW_UP_ANSWER) else []
    for one in rows:
        one.mark = mark_of(one, today())  # type: ignore[attr-defined]
    return {"follow_ups": rows}


@register.inclusion_tag("plan/follow_ups/section.html", takes_context=True)
def follow_up_section(context: dict[str, Any], subject: Task | Indicator) -> dict[str, Any]:
    """The follow-ups of a task or an indicator, with the button that opens one."""
    actor = actor_in(context["request"])
    found = follow_ups_of(actor, subject)
    for one in found:
        one.mark = mark_of(one, today())  # type: ignore[attr-defined]
    name = "task" if isinstance(subject, Task) else "indicator"
    return {
        "of_task": isinstance(subject, Task),
        "follow_ups": found,
        "may_follow_up": may(actor, FOLLOW_UP_MANAGE),
        "follow_up_url": f"{reverse('plan:follow_up_new')}?{name}={subject.pk}",
    }


@register.inclusion_tag("shell/tabs.html", takes_context=True)
def plan_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """The tabs of the room that the actor may open: ``{% plan_tabs "tasks" %}``."""
    return tabs_shown(ROOM_TABS, current, actor_in(context["request"]))


@register.simple_tag
def promise(target: Target | None, unit: str) -> str:
    """What was promised, in words: ``{% promise row.target row.indicator.unit_of_measure %}``."""
    return promise_text(target, unit)


@register.simple_tag
def task_card(card: Card) -> SafeString:
    """A card of the board, built here because a board has hundreds: ``{% task_card card %}``."""
    task, standing = card.task, card.standing
    mark = state(standing.mark, standing.label) if standing.mark in {"warn", "bad"} else ""
    waits = format_html('<span class="tag">{}</span>', gettext("待审")) if card.has_waiting_report else ""
    percent = f"{task.percent}%" if task.state in _WITH_PERCENT else ""
    return format_html(
        '<a class="card {}" href="{}" data-task="{}" data-state="{}"><p><b>{}</b> {}</p>'
        '<span class="m">{}<span class="{}">{}</span>{}<span class="end">{}</span></span></a>',
        *(standing.edge, task_address(task.pk), task.pk, task.state, task.number, task.title),
        *(mark, standing.limit_class, standing.limit, waits, percent),
    )


@register.filter
def absolute(value: Decimal | None) -> Decimal | None:
    return None if value is None else abs(value)


@register.filter
def change(value: Decimal) -> str:
    """A change with its sign: ``+0.09``, ``−3``, ``0``."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + number_text(abs(value))


@register.simple_tag
def filter_with(wanted: Any, **changes: object) -> str:
    """The address of a filter with some of it changed: ``{% filter_with filter alarm="overdue" %}``."""
    return str(wanted.address(**changes))


@register.filter
def run_url(run: MeasureRun) -> str:
    """Where a computed figure opens to its rows: ``{{ value.run|run_url }}``."""
    return run_address(run)


@register.filter
def share(coverage: Decimal | None) -> str:
    """A coverage from 0 to 1 as a percentage: ``98.76%``."""
    return percent_text(coverage)
