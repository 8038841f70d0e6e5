"""The list of consultations and agreements (会商与协议)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.requests import today
from zhichan.core.tables.declaration import Column, Filter, Order, Table
from zhichan.core.tables.filters import choice_filter, text_filter
from zhichan.core.tables.rendering import named_cell, state_mark
from zhichan.rooms.plan.models import Agreement
from zhichan.rooms.plan.queries.agreements import (
    STOPPED,
    Term,
    agreements_visible_to,
    ended_on,
    ends_soon_on,
    term_of,
)

MARKS: dict[str, str] = {Term.RUNNING: "ok", Term.SOON: "warn", Term.ENDED: "idle", Term.STOPPED: "idle"}


def _visible(actor: Actor) -> QuerySet[Any]:
    later = Exists(Agreement.objects.filter(renews=OuterRef("pk")))
    counted = {"matter_count": Count("matters"), "task_count": Count("matters__task"), "is_renewed": later}
    return agreements_visible_to(actor).annotate(**counted).prefetch_related("parties")


def _in_term(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == Term.STOPPED:
        return rows.filter(STOPPED)
    if value == Term.SOON:
        return rows.filter(ends_soon_on(today()))
    past = ended_on(today())
    return rows.filter(past) if value == Term.ENDED else rows.exclude(past).exclude(STOPPED)


def _term_of(row: Any) -> Term:
    return term_of(row, today(), is_renewed=row.is_renewed)


def _title(row: Agreement) -> SafeString:
    return named_cell(reverse("plan:agreement", args=[row.pk]), row.title, is_sample=row.is_sample)


def _term(row: Any) -> SafeString:
    term = _term_of(row)
    mark = state_mark(MARKS[term], term.label)
    if not row.is_renewed:
        return mark
    return format_html('<div>{} <span class="tag">{}</span></div>', mark, _("已续签"))


def _parties(row: Agreement) -> str:
    return "、".join(sorted(party.name for party in row.parties.all()))


AGREEMENTS = Table(
    name="plan-agreements",
    label=_("会商与协议"),
    noun=_("项"),
    model=Agreement,
    queryset=_visible,
    columns=(
        Column("title", _("会商与协议"), lambda row: row.title, cell=_title),
        Column("kind", _("种类"), lambda row: row.get_kind_display(), nowrap=True),
        Column("parties", _("外部单位"), _parties),
        Column("signed_on", _("签署日期"), lambda row: row.signed_on, nowrap=True),
        Column("until_on", _("到期日"), lambda row: row.last_day, nowrap=True),
        Column("term", _("状态"), lambda row: str(_term_of(row).label), cell=_term),
        Column("matters", _("商定事项"), lambda row: row.matter_count, kind="number"),
        Column("tasks", _("已立项"), lambda row: row.task_count, kind="number"),
    ),
    filters=(
        text_filter("q", _("找会商或协议"), ("title",)),
        choice_filter("kind", _("种类"), "kind", Agreement.Kind.choices),
        Filter("term", _("状态"), _in_term, choices=lambda _actor: list(Term.choices)),
    ),
    orders=(Order("signed", _("签署日期，近的在前"), ("-signed_on",)),),
    empty=_("登记与部门、地区、高校等外部单位的会商和协议，商定事项可以立为任务。"),
)
