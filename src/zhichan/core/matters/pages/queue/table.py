"""The list of matters: columns, filters and orders, for the queue and for the list of all (事项列表)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may, units_of
from zhichan.core.access.roles import Role
from zhichan.core.matters.clocks import ONE_DAY, end_of
from zhichan.core.matters.horizon import MARKS
from zhichan.core.matters.loading import all_procedures
from zhichan.core.matters.looks import Look, Looking
from zhichan.core.matters.models import Matter
from zhichan.core.matters.parts import LABELS
from zhichan.core.matters.queries import matters_visible_to
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_STAFF, MATTER_VIEW
from zhichan.core.matters.work import Tab
from zhichan.core.matters.writing.team import path_of
from zhichan.core.people.models import Unit
from zhichan.core.people.queries import posts_on
from zhichan.core.tables.declaration import Choices, Column, Filter, Label, Order, PickButton, Table
from zhichan.core.tables.filters import BETWEEN, choice_filter, facet_filter, facet_of, text_filter
from zhichan.core.tables.filters import EMPTY as NONE
from zhichan.core.tables.rendering import sample_mark, state_mark

NOBODY = "-"
_DUE = Order("due", gettext_lazy("先到期的在前"), ("next_due_at",))
_NEWEST = Order("newest", gettext_lazy("新登记的在前"), ("-id",))
EMPTY: dict[Tab, Label] = {
    Tab.ALL: gettext_lazy("分派给您或轮到您办的事项会列在这里。"),
    Tab.OVERDUE: gettext_lazy("没有超期的事项。"),
    Tab.WEEK: gettext_lazy("本周没有到期的事项。"),
    Tab.OTHERS: gettext_lazy("没有在等外单位或当事人的事项。"),
    Tab.CLOSED: gettext_lazy("办结的事项会列在这里。"),
}
_DRAWN = (
    *("procedure", "version", "number", "title", "state", "is_open", "is_live", "is_paused", "waits_on"),
    *("track", "opened_at", "closed_at", "next_due_at", "is_sample", "unit__name", "handler__name"),
)


def queue_table(looking: Looking, tab: Tab) -> Table:
    """The list of one tab of the queue."""
    return Table(
        name="matters-queue",
        label=gettext_lazy("事项"),
        noun=gettext_lazy("件"),
        model=Matter,
        queryset=_rows,
        columns=columns(),
        filters=(
            _search(),
            choice_filter("procedure", gettext_lazy("程序"), "procedure", lambda _actor: _procedures()),
            Filter("state", gettext_lazy("环节"), _in_state, choices=lambda _actor: _stages()),
            Filter("handler", gettext_lazy("承办"), _handled_by, choices=_handlers),
            choice_filter("turn", gettext_lazy("待办方"), "waits_on", tuple(LABELS.items())),
            choice_filter("track", gettext_lazy("繁简"), "track", Matter.Track.choices),
            Filter("due", gettext_lazy("到期日"), _due_on, kind="day"),
        ),
        orders=(_NEWEST, _DUE) if tab is Tab.CLOSED else (_DUE, _NEWEST),
        empty=EMPTY[tab],
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
            _search(),
            _facet("procedure", gettext_lazy("程序"), "procedure", _procedure_labels),
            _facet("state", gettext_lazy("环节"), "state", _state_labels),
            _facet("turn", gettext_lazy("待办方"), "waits_on", _turn_labels),
            facet_filter("track", gettext_lazy("繁简"), "track", Matter.Track.choices),
            _facet("unit", gettext_lazy("单位"), "unit_id", _unit_labels, number=True),
            _choice(
                "standing",
                gettext_lazy("办理"),
                (("open", gettext_lazy("在办")), ("closed", gettext_lazy("已办结"))),
                lambda rows, value: rows.filter(is_open=value == "open"),
            ),
            _choice(
                "late",
                gettext_lazy("时限"),
                (
                    ("now", gettext_lazy("现已超期")),
                    ("never", gettext_lazy("未曾超期")),
                    ("once", gettext_lazy("曾经超期")),
                ),
                partial(_late, looking.horizon.at),
            ),
            Filter("opened", gettext_lazy("登记月份"), partial(_in_month, "opened_at"), kind="hidden"),
            Filter("closed", gettext_lazy("办结月份"), partial(_in_month, "closed_at"), kind="hidden"),
        ),
        orders=(_NEWEST, _DUE),
        empty=gettext_lazy("登记线索或受理申请之后，事项会列在这里。"),
        prepare=looking.add_to,
        pick="pk",
        pick_buttons=pick_buttons,
    )


def drawn(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with what a list shows of them."""
    return rows.select_related("unit", "handler").only(*_DRAWN)


def _rows(actor: Actor) -> QuerySet[Any]:
    return drawn(matters_visible_to(actor))


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
        Column("unit", gettext_lazy("办理单位"), lambda row: row.unit.name, is_default=False),
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
    part = reverse("matters:clock_panel", args=[row.pk])
    return mark_safe(  # noqa: S308  escaped
        f'<div><a class="b" href="?clock={row.pk}" hx-get="{part}" hx-target="#derivation" '
        f'hx-swap="outerHTML" hx-push-url="false" data-clock>{words}</a><br><small>{due}</small></div>'
    )


def _left_value(row: Any) -> str | None:
    look: Look = row.look
    if not look.left:
        return look.note or None
    return _("%(left)s（限 %(day)s）") % {"left": look.left, "day": look.due}


def _handler_name(row: Any) -> str:
    return row.handler.name if row.handler else _("未分派")


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


def _search() -> Filter:
    return text_filter("q", gettext_lazy("事由、编号"), ("title", "number"))


def _choice(
    name: str, label: Label, choices: Choices, narrow: Callable[[QuerySet[Any], str], QuerySet[Any]]
) -> Filter:
    return Filter(name, label, narrow, choices=lambda _actor: choices)


def _procedures() -> Choices:
    return tuple({one.name: one.label for one in all_procedures()}.items())


def _stages() -> Choices:
    """Every stage of every procedure as ``lead.verifying``."""
    return tuple(
        {
            f"{one.name}.{state.name}": f"{one.label} · {state.label}"
            for one in all_procedures()
            for state in one.states
        }.items()
    )


def _in_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    procedure, _dot, state = value.partition(".")
    return rows.filter(procedure=procedure, state=state)


def _handlers(actor: Actor) -> Choices:
    """The case officers and leaders of one's units. One query."""
    posts = posts_on(timezone.localdate()).filter(
        unit_id__in=units_of(actor, MATTER_VIEW), role__in=[Role.CASE_OFFICER, Role.OFFICE_LEADER]
    )
    people = posts.order_by("person__name", "person_id").values_list("person_id", "person__name").distinct()
    return [(NOBODY, _("未分派")), *((str(pk), name) for pk, name in people)]


def _handled_by(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(handler_id=None if value == NOBODY else int(value))


def _due_on(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Due in the course of a day: too late from an instant after its beginning up to its end."""
    day = date.fromisoformat(value)
    return rows.filter(next_due_at__gt=end_of(day - ONE_DAY), next_due_at__lte=end_of(day))


def _late(at: datetime, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "now":
        return rows.filter(is_live=True, next_due_at__lte=at)
    return rows.filter(was_late=value == "once")


def _in_month(field: str, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    """``2026-03``; what is no month finds nothing."""
    try:
        first = date.fromisoformat(f"{value}-01")
    except ValueError:
        return rows.none()
    return rows.filter(**{f"{field}__gte": beginning(first), f"{field}__lt": beginning(next_month(first))})


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def beginning(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())


def _facet(
    name: str,
    label: Label,
    field: str,
    labels: Callable[[Actor, Sequence[str]], Mapping[str, Label]],
    *,
    number: bool = False,
) -> Filter:
    def chosen(value: str) -> list[Any]:
        texts = value.split(BETWEEN)
        if number:
            return [int(one) for one in texts if one.isascii() and one.isdigit()]
        return ["" if one == NONE else one for one in texts]

    return facet_of(name, label, field, chosen, labels=labels)


def _procedure_labels(_actor: Actor, _values: Sequence[str]) -> Mapping[str, Label]:
    return dict(_procedures())


def _state_labels(_actor: Actor, _values: Sequence[str]) -> Mapping[str, Label]:
    """A stage by its name alone, in all the words procedures have for it."""
    found: dict[str, dict[str, None]] = {}
    for procedure in all_procedures():
        for state in procedure.states:
            found.setdefault(state.name, {})[str(state.label)] = None
    return {name: "／".join(labels) for name, labels in found.items()}


def _turn_labels(_actor: Actor, _values: Sequence[str]) -> Mapping[str, Label]:
    return {**{part.value: label for part, label in LABELS.items()}, NONE: _("无")}


def _unit_labels(_actor: Actor, values: Sequence[str]) -> Mapping[str, Label]:
    ids = [int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 18]
    return {str(pk): name for pk, name in Unit.objects.filter(pk__in=ids).values_list("pk", "name")}
