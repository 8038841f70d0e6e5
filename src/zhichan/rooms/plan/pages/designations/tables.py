"""The lists of designations and of their kinds."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.tables.declaration import Column, Order, Table, link
from zhichan.core.tables.filters import day_filter, facet_filter, text_filter
from zhichan.core.tables.text import day_text
from zhichan.rooms.plan.models import Designation, DesignationKind
from zhichan.rooms.plan.models.designation import OPEN_END
from zhichan.rooms.plan.queries.designations import designations_visible_to
from zhichan.web.templatetags.zhichan import sample, state

State = Designation.State
MARKS = {
    State.APPLYING: "info",
    State.DECLINED: "idle",
    State.APPROVED: "ok",
    State.BUILDING: "ok",
    State.ACCEPTED: "done",
    State.EXPIRED: "warn",
    State.REVOKED: "bad",
}


def _holder(row: Designation) -> SafeString:
    shown = link(reverse("plan:designation", args=[row.pk]), row.holder_name)
    return format_html("<div>{} {}</div>", shown, sample(row.is_sample))


def mark_of(row: Designation) -> SafeString:
    return state(MARKS[State(row.state)], row.get_state_display())


def until_text(row: Designation) -> str | None:
    """The last day of the term; words where there is none, nothing before approval."""
    if row.term_from is None:
        return None
    return _("无期限") if row.term_until == OPEN_END else day_text(row.term_until)


DESIGNATIONS = Table(
    name="plan-designations",
    label=gettext_lazy("试点示范"),
    noun=gettext_lazy("项"),
    model=Designation,
    queryset=lambda actor: designations_visible_to(actor).select_related("kind", "unit"),
    columns=(
        Column("holder", gettext_lazy("创建对象"), lambda row: row.holder_name, cell=_holder),
        Column("kind", gettext_lazy("种类"), lambda row: row.kind.name),
        Column("level", gettext_lazy("级别"), lambda row: row.kind.get_level_display(), nowrap=True),
        Column("state", gettext_lazy("状态"), lambda row: row.get_state_display(), cell=mark_of),
        Column("applied_on", gettext_lazy("申报日期"), lambda row: row.applied_on, nowrap=True, wide=True),
        Column("awarded_on", gettext_lazy("获批日期"), lambda row: row.awarded_on, nowrap=True),
        Column("until", gettext_lazy("有效期至"), until_text, nowrap=True),
        Column("unit", gettext_lazy("责任单位"), lambda row: row.unit.name, on_phone=False),
    ),
    orders=(
        Order("until", gettext_lazy("先到期的在前"), ("term_until",)),
        Order("applied", gettext_lazy("申报日期，近的在前"), ("-applied_on",)),
    ),
    filters=(
        facet_filter("state", gettext_lazy("状态"), "state", State.choices),
        facet_filter("level", gettext_lazy("级别"), "kind__level", DesignationKind.Level.choices),
        day_filter("until", gettext_lazy("有效期至不晚于"), "term_until__lte"),
        text_filter("q", gettext_lazy("找对象或种类"), ("holder_name", "kind__name")),
    ),
    empty=gettext_lazy("先登记种类，再登记申报，会列在这里。"),
)


def _kinds(_actor: Any) -> Any:
    return DesignationKind.objects.annotate(held=Count("designations"))


KINDS = Table(
    name="plan-designation-kinds",
    label=gettext_lazy("试点示范种类"),
    noun=gettext_lazy("种"),
    model=DesignationKind,
    queryset=_kinds,
    columns=(
        Column("name", gettext_lazy("名称"), lambda kind: kind.name),
        Column("level", gettext_lazy("级别"), lambda kind: kind.get_level_display(), nowrap=True),
        Column("basis", gettext_lazy("依据"), lambda kind: kind.basis, on_phone=False),
        Column("from_on", gettext_lazy("起用日期"), lambda kind: kind.from_on, nowrap=True),
        Column("until_on", gettext_lazy("停用日期"), lambda kind: kind.until_on, nowrap=True),
        Column("held", gettext_lazy("登记数"), lambda kind: kind.held, kind="number"),
    ),
    orders=(Order("name", gettext_lazy("名称"), ("name",)),),
    filters=(facet_filter("level", gettext_lazy("级别"), "level", DesignationKind.Level.choices),),
    empty=gettext_lazy("如：国家知识产权强县建设试点县、国家级知识产权示范园区。"),
)
