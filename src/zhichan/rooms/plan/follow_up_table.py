"""The list of follow-ups (督办清单)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import today
from zhichan.core.people.models import Unit
from zhichan.core.tables.declaration import Column, Filter, Order, Table, link
from zhichan.core.tables.filters import facet_filter, text_filter
from zhichan.rooms.plan.models import FollowUp
from zhichan.rooms.plan.periods import Period, period_of
from zhichan.rooms.plan.queries.follow_ups import (
    follow_ups_visible_to,
    has_late_reply,
    is_late,
    opened_in,
    with_subject,
)
from zhichan.rooms.plan.queries.plans import plan_titles
from zhichan.web.templatetags.zhichan import sample, state

State = FollowUp.State
MOST_PERIODS = 12
MARKS: dict[str, str] = {
    State.OPENED: "idle",
    State.ISSUED: "info",
    State.SIGNED: "info",
    State.REPLIED: "warn",
    State.CLOSED: "done",
    State.WITHDRAWN: "idle",
}
LATE = (
    ("now", gettext_lazy("逾期未反馈")),
    ("was", gettext_lazy("曾经逾期")),
    ("never", gettext_lazy("未逾期")),
)


def late_case(on: date) -> Case:
    """How a follow-up keeps its days, as one word: the values of ``LATE``."""
    return Case(
        When(is_late(on), then=Value("now")),
        When(Q(is_reply_late=True) | Q(is_closed_late=True), then=Value("was")),
        default=Value("never"),
        output_field=CharField(),
    )


def mark_of(follow_up: FollowUp, on: date) -> SafeString:
    """The state as a mark; one whose reply is late says so."""
    if has_late_reply(follow_up, on):
        return state("bad", _("逾期未反馈"))
    return state(MARKS[follow_up.state], follow_up.get_state_display())


def _rows(actor: Actor) -> QuerySet[FollowUp]:
    rows = with_subject(follow_ups_visible_to(actor)).annotate(late=late_case(today()))
    return rows.annotate(plan_id=Coalesce("task__plan_id", "indicator__plan_id"))


def _periods(actor: Actor) -> list[tuple[str, str]]:
    """The quarters and years since the first follow-up, the latest in front, twelve at most. One query."""
    first = follow_ups_visible_to(actor).aggregate(Min("opened_at"))["opened_at__min"]
    if first is None:
        return []
    since = timezone.localdate(first)
    found: list[Period] = []
    period = period_of(today(), "quarter")
    while period.end_on >= since and len(found) < MOST_PERIODS:
        if period.part == 4 or not found:
            found.append(period_of(period.end_on, "year"))
        found.append(period)
        period = period_of(period.start_on - timedelta(days=1), "quarter")
    return [(one.label, one.label) for one in found]


def _units(_actor: Actor, values: Sequence[str]) -> Mapping[str, str]:
    ids = [int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 19]
    found = Unit.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def _first(row: FollowUp) -> SafeString:
    shown = link(reverse("plan:follow_up", args=[row.pk]), row.number)
    return format_html("<div>{} {}</div>", shown, sample(row.is_sample))


def _subject(row: FollowUp) -> str:
    return str(row.subject)


def _state(row: Any) -> SafeString:
    return mark_of(row, today())


def _how_late(row: Any) -> str:
    """For a file: the words of ``LATE``."""
    return str(dict(LATE)[row.late])


FOLLOW_UPS = Table(
    name="plan-follow-ups",
    label=gettext_lazy("督办事项"),
    noun=gettext_lazy("项"),
    model=FollowUp,
    queryset=_rows,
    columns=(
        Column("number", gettext_lazy("编号"), lambda row: row.number, cell=_first, nowrap=True),
        Column("subject", gettext_lazy("任务或指标"), _subject),
        Column("unit", gettext_lazy("被督办单位"), lambda row: row.unit.name),
        Column("plan", gettext_lazy("规划"), lambda row: row.subject.plan.title, is_default=False),
        Column("state", gettext_lazy("状态"), lambda row: row.get_state_display(), cell=_state, nowrap=True),
        Column("reply_due_on", gettext_lazy("反馈期限"), lambda row: row.reply_due_on, nowrap=True),
        Column(
            "replied_at",
            gettext_lazy("首次反馈"),
            lambda row: row.replied_at,
            on_phone=False,
            nowrap=True,
            wide=True,
        ),
        Column(
            "close_due_on", gettext_lazy("办结期限"), lambda row: row.close_due_on, nowrap=True, wide=True
        ),
        Column("late", gettext_lazy("时限"), _how_late, on_phone=False, wide=True),
        Column("cause", gettext_lazy("缘由"), lambda row: row.get_cause_display(), on_phone=False, wide=True),
    ),
    filters=(
        text_filter("q", gettext_lazy("找督办"), ("number", "why", "task__title", "indicator__name")),
        facet_filter("state", gettext_lazy("状态"), "state", State.choices),
        facet_filter("late", gettext_lazy("时限"), "late", LATE),
        facet_filter("unit", gettext_lazy("被督办单位"), "unit_id", labels=_units),
        facet_filter("plan", gettext_lazy("规划"), "plan_id", labels=plan_titles),
        Filter(
            "period",
            gettext_lazy("立项时间"),
            lambda rows, label: rows.filter(opened_in(label)),
            choices=_periods,
        ),
        facet_filter("cause", gettext_lazy("缘由"), "cause", FollowUp.Cause.choices),
    ),
    orders=(Order("newest", gettext_lazy("立项时间，近的在前"), ("-opened_at",)),),
    empty=gettext_lazy("任务超期、按期未报或约束性指标滞后时自动立项；也可以在任务、指标的页面上发起。"),
)
