"""The list of matters: columns, filters and orders, for the queue and for the list of all (事项列表)."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.matters.horizon import MARKS
from zhichan.core.matters.looks import Look, Looking
from zhichan.core.matters.models import Matter
from zhichan.core.matters.pages.queue import filters
from zhichan.core.matters.parts import LABELS
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_STAFF
from zhichan.core.matters.work import Tab, rows_seen_by
from zhichan.core.matters.writing.team import path_of
from zhichan.core.tables.declaration import Column, Filter, Label, Order, PickButton, Table
from zhichan.core.tables.filters import choice_filter, facet_filter
from zhichan.core.tables.rendering import sample_mark, state_mark

_DUE = Order("due", gettext_lazy("先到期的在前"), ("next_due_at",))
_NEWEST = Order("newest", gettext_lazy("新登记的在前"), ("-id",))
LABELS_OF_TABS: dict[Tab, Label] = {
    Tab.ALL: gettext_lazy("待办事项"),
    Tab.OVERDUE: gettext_lazy("超期的事项"),
    Tab.WEEK: gettext_lazy("本周到期的事项"),
    Tab.OTHERS: gettext_lazy("等待他人的事项"),
    Tab.CLOSED: gettext_lazy("已办结的事项"),
}
EMPTY: dict[Tab, Label] = {
    Tab.ALL: gettext_lazy("分派给您或轮到您办的，登记之后未分派的，会列在这里。"),
    Tab.OTHERS: gettext_lazy("等当事人、其他机关，或停止计时的，会列在这里。"),
    Tab.CLOSED: gettext_lazy("没有别的要办的事项会列在这里。"),
}
_DRAWN = (
    *("procedure", "version", "number", "title", "state", "is_open", "is_live", "is_paused", "waits_on"),
    *("track", "opened_at", "closed_at", "next_due_at", "is_sample"),
)


def queue_table(looking: Looking, tab: Tab) -> Table:
    """The list of one tab of the queue."""
    return Table(
        name="matters-queue",
        label=LABELS_OF_TABS[tab],
        noun=gettext_lazy("件"),
        model=Matter,
        queryset=_rows,
        columns=columns(),
        filters=(
            filters.search(),
            choice_filter(
                "procedure", gettext_lazy("程序"), "procedure", lambda _actor: filters.procedures()
            ),
            Filter("state", gettext_lazy("环节"), filters.in_state, choices=lambda _actor: filters.stages()),
            Filter("handler", gettext_lazy("承办"), filters.handled_by, choices=filters.handlers),
            choice_filter("turn", gettext_lazy("待办方"), "waits_on", tuple(LABELS.items())),
            choice_filter("track", gettext_lazy("繁简"), "track", Matter.Track.choices),
            Filter("due", gettext_lazy("到期日"), filters.due_on, kind="hidden"),
        ),
        orders=(_NEWEST, _DUE) if tab is Tab.CLOSED else (_DUE, _NEWEST),
        empty=EMPTY.get(tab, ""),
        prepare=looking.add_to,
        pick="pk",
        pick_buttons=pick_buttons,
    )


def list_table(looking: Looking) -> Table:
    """The list of all matters one may see, open and closed, with facets and what the board counts by."""
    return Table(
        name="matters",
        label=gettext_lazy("事项"),
        noun=gettext_lazy("件"),
        model=Matter,
        queryset=_rows,
        columns=columns(),
        filters=(
            filters.search(),
            filters.facet("procedure", gettext_lazy("程序"), "procedure", filters.procedure_labels),
            filters.facet("state", gettext_lazy("环节"), "state", filters.state_labels),
            filters.facet("turn", gettext_lazy("待办方"), "waits_on", filters.turn_labels),
            facet_filter("track", gettext_lazy("繁简"), "track", Matter.Track.choices),
            filters.facet("unit", gettext_lazy("单位"), "unit_id", filters.unit_labels, number=True),
            filters.choice(
                "standing",
                gettext_lazy("办理"),
                (
                    ("open", gettext_lazy("在办")),
                    ("closed", gettext_lazy("已办结")),
                    ("paused", gettext_lazy("停止计时")),
                    ("elsewhere", gettext_lazy("等待他人")),
                ),
                filters.standing,
            ),
            filters.choice(
                "late",
                gettext_lazy("时限"),
                (
                    ("now", gettext_lazy("现已超期")),
                    ("never", gettext_lazy("未曾超期")),
                    ("once", gettext_lazy("曾经超期")),
                ),
                partial(filters.late, looking.horizon.at),
            ),
            Filter("opened", gettext_lazy("登记于"), partial(filters.in_span, "opened_at"), kind="hidden"),
            Filter("closed", gettext_lazy("办结于"), partial(filters.in_span, "closed_at"), kind="hidden"),
            Filter(
                "limit",
                gettext_lazy("期限"),
                partial(filters.limit_kept, looking.horizon.at),
                kind="hidden",
                labels=filters.kept_labels,
            ),
            Filter(
                "sources",
                gettext_lazy("又一来源"),
                filters.without_sources,
                kind="hidden",
                choices=lambda _actor: (("none", gettext_lazy("不另计")),),
            ),
        ),
        orders=(_NEWEST, _DUE),
        empty=gettext_lazy("登记线索或受理申请之后，事项会列在这里。"),
        prepare=looking.add_to,
        pick="pk",
        pick_buttons=pick_buttons,
    )


def drawn(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with what a list shows of them; of unit and handler the names, not an object for each row."""
    found: QuerySet[Any] = rows.only(*_DRAWN).annotate(
        unit_name=F("unit__name"), handler_name=F("handler__name")
    )
    return found


def _rows(actor: Actor) -> QuerySet[Any]:
    return drawn(rows_seen_by(actor))


@lru_cache(maxsize=1)
def columns() -> tuple[Column, ...]:
    return (
        Column("matter", gettext_lazy("事项"), str, cell=_matter_cell),
        Column("stage", gettext_lazy("环节"), lambda row: row.look.stage, nowrap=True),
        Column("step", gettext_lazy("下一步"), lambda row: row.look.step),
        Column("left", gettext_lazy("余期"), _left_value, cell=_left_cell, nowrap=True),
        Column(
            "standing",
            gettext_lazy("状态"),
            lambda row: row.look.nearness_label,
            cell=lambda row: state_mark(MARKS[row.look.nearness], row.look.nearness_label),
            nowrap=True,
        ),
        Column("handler", gettext_lazy("承办"), _handler_name, nowrap=True, on_phone=False),
        Column("number", gettext_lazy("编号"), lambda row: row.number, nowrap=True, is_default=False),
        Column("due", gettext_lazy("到期日"), _due_day, nowrap=True, is_default=False),
        Column("turn", gettext_lazy("待办方"), lambda row: row.look.turn or None, is_default=False),
        Column("unit", gettext_lazy("办理单位"), lambda row: row.unit_name, is_default=False),
        Column("track", gettext_lazy("繁简"), lambda row: row.get_track_display() or None, is_default=False),
        Column(
            "opened", gettext_lazy("登记"), lambda row: _day(row.opened_at), is_default=False, nowrap=True
        ),
        Column(
            "closed", gettext_lazy("办结"), lambda row: _day(row.closed_at), is_default=False, nowrap=True
        ),
    )


def _matter_cell(row: Any) -> SafeString:
    sample = f" {sample_mark()}" if row.is_sample else ""
    return mark_safe(  # noqa: S308  escaped
        f'<a href="{path_of(row.pk)}">{escape(row.title)}</a>{sample}<br>'
        f'<small class="mono">{escape(row.number)}</small>'
    )


def _left_cell(row: Any) -> SafeString:
    """What is left, with the day; it opens how that was counted."""
    look: Look = row.look
    if look.clock is None:
        return mark_safe(f"<span class=muted>{escape(look.note or '—')}</span>")  # noqa: S308  escaped
    words = escape(look.left or _("不计时"))
    note = f' <span class="tag">{escape(look.note)}</span>' if look.note and look.due else escape(look.note)
    due = (escape(_("限 %(day)s") % {"day": look.due}) if look.due else "") + note
    return mark_safe(  # noqa: S308  escaped
        f'<div><a class="b" href="?clock={row.pk}" hx-get="{path_of(row.pk)}clock/" hx-target="#derivation" '
        f'hx-swap="outerHTML" hx-push-url="false" data-clock>{words}</a><br><small>{due}</small></div>'
    )


def _left_value(row: Any) -> str | None:
    look: Look = row.look
    if not look.left:
        return look.note or None
    return _("%(left)s（限 %(day)s）") % {"left": look.left, "day": look.due}


def _handler_name(row: Any) -> str:
    return row.handler_name or _("未分派")


def _due_day(row: Any) -> date | None:
    return row.look.clock.due_on if row.look.clock and row.look.clock.is_open else None


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def pick_buttons(actor: Actor) -> list[PickButton]:
    """What can be done with several matters at once."""
    offered = (
        (MATTER_MOVE, PickButton(gettext_lazy("办理"), reverse("matters:batch_move"), icon="checks")),
        (MATTER_STAFF, PickButton(gettext_lazy("转办"), reverse("matters:batch_hand_over"), icon="users")),
        (MATTER_MOVE, PickButton(gettext_lazy("催办"), reverse("matters:batch_remind"), icon="bell")),
    )
    return [button for right, button in offered if may(actor, right)]
