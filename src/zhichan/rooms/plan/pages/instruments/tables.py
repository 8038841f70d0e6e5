"""The list of promised instruments (拟制定文件)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import today
from zhichan.core.people.models import Unit
from zhichan.core.tables.declaration import Column, Filter, Label, Order, Table
from zhichan.core.tables.filters import facet_filter, text_filter
from zhichan.core.tables.rendering import named_cell, state_mark
from zhichan.rooms.plan.models import Plan, PromisedInstrument
from zhichan.rooms.plan.queries.instruments import OPEN, instruments_visible_to, late_on

State = PromisedInstrument.State
MARKS: dict[str, str] = {
    State.NOT_STARTED: "idle",
    State.DRAFTING: "info",
    State.CONSULTING: "info",
    State.REVIEWING: "info",
    State.ISSUED: "done",
    State.REVISED: "done",
    State.REPEALED: "idle",
}
_ISSUED = {"yes": _("已印发过"), "no": _("尚未印发"), "late": _("逾期未印发")}


def _visible(actor: Actor) -> QuerySet[Any]:
    joined = instruments_visible_to(actor).select_related("plan", "drafting_unit", "task")
    return joined.defer("task__text")


def _named(model: type[Model], field: str) -> Any:
    def labels(_actor: Actor, values: Sequence[str]) -> Mapping[str, Label]:
        rows = model._default_manager.filter(pk__in=[int(one) for one in values if one.isdecimal()])
        return {str(pk): name for pk, name in rows.values_list("pk", field)} | {"-": _("未指定")}

    return labels


def _by_issue(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "late":
        return rows.filter(late_on(today()))
    return rows.filter(state__in=OPEN) if value == "no" else rows.exclude(state__in=OPEN)


def _title(row: Any) -> SafeString:
    return named_cell(reverse("plan:instrument", args=[row.pk]), row.title, is_sample=row.plan.is_sample)


def is_late(row: Any) -> bool:
    return row.state in OPEN and row.due is not None and row.due < today()


def _state(row: Any) -> SafeString:
    mark = state_mark(MARKS[row.state], row.get_state_display())
    return format_html("<div>{} {}</div>", mark, state_mark("bad", _("逾期"))) if is_late(row) else mark


INSTRUMENTS = Table(
    name="plan-instruments",
    label=_("拟制定文件"),
    noun=_("份"),
    model=PromisedInstrument,
    queryset=_visible,
    columns=(
        Column("title", _("文件"), lambda row: row.title, cell=_title),
        Column("verb", _("动作"), lambda row: row.verb, on_phone=False, nowrap=True),
        Column("unit", _("起草单位"), lambda row: row.drafting_unit and row.drafting_unit.name),
        Column("due", _("应印发日期"), lambda row: row.due, nowrap=True),
        Column("state", _("状态"), lambda row: row.get_state_display(), cell=_state),
        Column("state_on", _("状态日期"), lambda row: row.state_on, nowrap=True, on_phone=False),
        Column("doc_number", _("发文字号"), lambda row: row.doc_number, nowrap=True),
        Column("plan", _("规划"), lambda row: row.plan.title, on_phone=False, wide=True),
    ),
    filters=(
        text_filter("q", _("找文件"), ("title", "doc_number")),
        Filter("issued", _("是否印发"), _by_issue, choices=lambda _actor: list(_ISSUED.items())),
        facet_filter("state", _("状态"), "state", State.choices),
        facet_filter("unit", _("起草单位"), "drafting_unit_id", labels=_named(Unit, "name")),
        facet_filter("plan", _("规划"), "plan_id", labels=_named(Plan, "title")),
    ),
    orders=(
        Order("plan", _("规划中的次序"), ("plan_id", "start")),
        Order("title", _("名称"), ("title",)),
    ),
    empty=_("规划写明要制定的文件，入库后会列在这里；会议、批示另外定的可以补登。"),
)
