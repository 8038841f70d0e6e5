"""The list of plans (规划与版本)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.tables.declaration import Column, Filter, Order, Table
from zhichan.core.tables.filters import choice_filter, text_filter
from zhichan.core.tables.rendering import named_cell, state_mark
from zhichan.core.tables.text import UNKNOWN
from zhichan.rooms.plan.models import Plan, PlanVersion, Task
from zhichan.rooms.plan.queries.plans import plans_visible_to
from zhichan.rooms.plan.rights import DRAFT_VIEW

State = PlanVersion.State
_MARKS = {"in_force": "ok", "draft": "warn", "none": "idle"}


def _plans(actor: Actor) -> QuerySet[Plan]:
    versions = PlanVersion.objects.filter(plan=OuterRef("pk"))
    drafts = Exists(versions.filter(state=State.DRAFT)) if may(actor, DRAFT_VIEW) else Value(False)
    return plans_visible_to(actor).annotate(
        is_in_force=Exists(versions.filter(state=State.IN_FORCE)),
        has_draft=drafts,
        version_count=Count(
            "versions", filter=Q(versions__state__in=[State.IN_FORCE, State.SUPERSEDED]), distinct=True
        ),
    )


def _counted(rows: Any) -> Any:
    """Add how many open tasks and tasks in all each plan of the page has."""
    tasks = Task.objects.filter(plan__in=rows, version__state=State.IN_FORCE)
    found = tasks.exclude(state=Task.State.CANCELLED).values("plan_id")
    counts = {
        row["plan_id"]: row
        for row in found.annotate(total=Count("pk"), done=Count("pk", filter=Q(state=Task.State.DONE)))
    }
    for row in rows:
        counted = counts.get(row.pk)
        row.task_count, row.done_count = (counted["total"], counted["done"]) if counted else (0, 0)
    return rows


def _state(plan: Any) -> str:
    return "in_force" if plan.is_in_force else "draft" if plan.has_draft else "none"


_LABELS = {"in_force": _("执行中"), "draft": _("核对中"), "none": _("未执行")}


def _state_text(plan: Any) -> str:
    extra = f"、{_LABELS['draft']}" if plan.is_in_force and plan.has_draft else ""
    return f"{_LABELS[_state(plan)]}{extra}"


def _state_cell(plan: Any) -> SafeString:
    return state_mark(_MARKS[_state(plan)], _state_text(plan))


def _period(plan: Plan) -> str:
    years = [str(year) for year in (plan.period_from, plan.period_to) if year]
    return "–".join(dict.fromkeys(years)) or UNKNOWN


def _title_cell(plan: Plan) -> SafeString:
    return named_cell(reverse("plan:plan", args=[plan.pk]), plan.title, is_sample=plan.is_sample)


def _in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    return rows.filter(has_draft=True) if state == "draft" else rows.filter(is_in_force=True)


PLANS = Table(
    name="plans",
    label=_("规划"),
    noun=_("个"),
    model=Plan,
    queryset=_plans,
    columns=(
        Column("title", _("规划"), lambda plan: plan.title, cell=_title_cell),
        Column("doc_number", _("发文字号"), lambda plan: plan.doc_number, on_phone=False),
        Column("genre", _("体裁"), lambda plan: plan.get_genre_display()),
        Column("period", _("期间"), _period, nowrap=True),
        Column("state", _("状态"), _state_text, cell=_state_cell),
        Column("versions", _("版本"), lambda plan: plan.version_count, kind="number"),
        Column("tasks", _("任务"), lambda plan: plan.task_count, kind="number"),
        Column("done", _("办结"), lambda plan: plan.done_count, kind="number"),
    ),
    filters=(
        text_filter("q", _("名称或字号"), ("title", "doc_number")),
        choice_filter("genre", _("体裁"), "genre", Plan.Genre.choices),
        Filter("state", _("状态"), _in_state, choices=lambda _actor: list(_LABELS.items())[:2]),
    ),
    orders=(
        Order("new", _("新建的在前"), ("-created_at",)),
        Order("title", _("名称"), ("title",)),
    ),
    empty=_("导入一份规划文件，或手工录入，核对后入库。"),
    prepare=_counted,
)
