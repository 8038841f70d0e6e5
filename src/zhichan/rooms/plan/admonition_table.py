"""The list of notices of criticism and talks (通报约谈)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from zhichan.core.tables.declaration import Column, Order, Table, link
from zhichan.core.tables.filters import facet_filter, text_filter
from zhichan.rooms.plan.models import Admonition
from zhichan.rooms.plan.queries.admonitions import admonitions_visible_to
from zhichan.web.templatetags.zhichan import sample


def _rows(actor: Any) -> Any:
    counted = {
        "unit_count": Count("units", distinct=True),
        "answered": Count("units", filter=Q(units__replied_at__isnull=False), distinct=True),
    }
    return admonitions_visible_to(actor).annotate(**counted)


def _first(row: Admonition) -> SafeString:
    shown = link(reverse("plan:admonition", args=[row.pk]), row.number)
    return format_html("<div>{} {}</div>", shown, sample(row.is_sample))


ADMONITIONS = Table(
    name="plan-admonitions",
    label=gettext_lazy("通报约谈"),
    noun=gettext_lazy("条"),
    model=Admonition,
    queryset=_rows,
    columns=(
        Column("number", gettext_lazy("编号"), lambda row: row.number, cell=_first, nowrap=True),
        Column("kind", gettext_lazy("种类"), lambda row: row.get_kind_display(), nowrap=True),
        Column("held_on", gettext_lazy("日期"), lambda row: row.held_on, nowrap=True),
        Column("held_by", gettext_lazy("通报或约谈人"), lambda row: row.held_by, on_phone=False),
        Column("reason", gettext_lazy("事由"), lambda row: row.reason[:60], on_phone=False),
        Column("due", gettext_lazy("整改期限"), lambda row: row.demand_due_on, nowrap=True),
        Column("units", gettext_lazy("单位"), lambda row: row.unit_count, kind="number"),
        Column("answered", gettext_lazy("已回复"), lambda row: row.answered, kind="number"),
    ),
    filters=(
        text_filter("q", gettext_lazy("找通报约谈"), ("number", "reason", "held_by")),
        facet_filter("kind", gettext_lazy("种类"), "kind", Admonition.Kind.choices),
    ),
    orders=(Order("held", gettext_lazy("日期，近的在前"), ("-held_on",)),),
    empty=gettext_lazy("主管单位登记通报或约谈后，会列在这里。"),
)
