"""What of the plan room can be searched for its words (检索库): tasks and plan documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.people.queries.units import other_names
from zhichan.core.registers.searched import day_number, scope_by_unit, unit_group
from zhichan.core.search.collection import (
    EVERYTHING,
    Collection,
    Hit,
    Record,
    Scope,
    SearchField,
    Sort,
    choice_field,
    register_collection,
)
from zhichan.core.search.of_model import ids_of, seen_of
from zhichan.core.search.told_columns import columns_of
from zhichan.rooms.plan.models import Plan, PlanVersion, Responsibility, Task
from zhichan.rooms.plan.queries.plans import KEPT, plans_visible_to
from zhichan.rooms.plan.queries.tasks import KEPT_VERSIONS, tasks_visible_to
from zhichan.rooms.plan.rights import DRAFT_VIEW, PLAN_VIEW, TASK_VIEW

KEPT_GROUP = "kept"
Values = dict[str, Sequence[str] | Sequence[int]]

TASK_FIELDS = (
    SearchField("number", "NO", _("编号"), also=("任务编号",)),
    SearchField("title", "TI", _("任务"), also=("标题", "名称")),
    SearchField("text", "TX", _("全文")),
    SearchField("plan", "PL", _("规划"), facet=True),
    SearchField("chapter", "CH", _("工作方面"), facet=True),
    SearchField("units", "UN", _("责任单位"), facet=True, also=("单位",), also_in="unit_names"),
    SearchField("leads", "LU", _("牵头单位"), facet=True, also_in="lead_names"),
    choice_field("state", "ST", _("状态"), lambda: Task.State.choices),
    choice_field("kind", "KD", _("类别"), lambda: Task.Kind.choices),
    choice_field("deadline_kind", "DK", _("时限种类"), lambda: Task.DeadlineKind.choices),
    SearchField("deadline_on", "DL", _("完成时限"), Sort.DAY, ("时限",), facet=True),
    SearchField("done_on", "DN", _("办结日期"), Sort.DAY, facet=True),
    SearchField("percent", "PC", _("进度"), Sort.NUMBER),
    SearchField("changed_on", "DT", _("最近变动"), Sort.DAY),
    SearchField("unit_names", "UNN", _("责任单位其他名称"), is_inner=True),
    SearchField("lead_names", "LUN", _("牵头单位其他名称"), is_inner=True),
)
PLAN_FIELDS = (
    SearchField("title", "TI", _("名称"), also=("规划", "标题")),
    SearchField("number", "NO", _("发文字号"), also=("文号",)),
    SearchField("text", "TX", _("正文"), also=("全文",)),
    SearchField("issuer", "IS", _("发文机关"), facet=True),
    SearchField("owner", "OU", _("主管单位"), facet=True, also_in="owner_names"),
    choice_field("genre", "GN", _("体裁"), lambda: Plan.Genre.choices),
    choice_field("state", "ST", _("状态"), lambda: PlanVersion.State.choices),
    SearchField("issued_on", "ID", _("发文日期"), Sort.DAY, facet=True),
    SearchField("period_from", "PF", _("起始年"), Sort.NUMBER),
    SearchField("period_to", "PT", _("终止年"), Sort.NUMBER),
    SearchField("created_on", "DT", _("建立日"), Sort.DAY),
    SearchField("owner_names", "OUN", _("主管单位其他名称"), is_inner=True),
)


def read_tasks(ids: Sequence[int]) -> Iterator[Record]:
    """Tasks with the units that lead, share or join: those see them, once their version is kept."""
    rows = Task.objects.filter(pk__in=ids).select_related("plan", "version")
    parts = _parts(ids)
    names = other_names({one.unit for own in parts.values() for one in own})
    for row in rows.defer("version__text", "version__reading"):
        own = parts.get(row.pk, [])
        is_kept = row.version.state in KEPT_VERSIONS
        scope = frozenset(unit_group(one.unit_id) for one in own) if is_kept else frozenset[str]()
        yield Record(row.pk, _task_values(row, own, names), scope)


def _parts(ids: Sequence[int]) -> dict[int, list[Responsibility]]:
    found: dict[int, list[Responsibility]] = {}
    rows = Responsibility.objects.filter(task__in=ids).select_related("unit").order_by("role", "pk")
    for one in rows:
        found.setdefault(one.task_id, []).append(one)
    return found


def _task_values(row: Task, parts: Sequence[Responsibility], names: Mapping[int, Sequence[str]]) -> Values:
    leads = [one for one in parts if one.role == Responsibility.Role.LEAD]
    return {
        "number": [row.number],
        "title": [row.title],
        "text": [row.text],
        "plan": [row.plan.title],
        "chapter": [row.chapter] if row.chapter else [],
        "units": [one.unit.name for one in parts],
        "leads": [one.unit.name for one in leads],
        "state": [row.state],
        "kind": [row.kind],
        "deadline_kind": [row.deadline_kind],
        "deadline_on": day_number(row.deadline_on),
        "done_on": day_number(row.done_on),
        "percent": [row.percent],
        "changed_on": day_number(timezone.localdate(row.changed_at)),
        "unit_names": [name for one in parts for name in names[one.unit_id]],
        "lead_names": [name for one in leads for name in names[one.unit_id]],
    }


def tell_tasks(ids: Sequence[int], actor: Actor) -> list[Hit]:
    """What a list of hits shows, in the order of the ids; nothing of what the actor may not see."""
    seen = tasks_visible_to(actor).filter(pk__in=ids).select_related("plan")
    rows = {row.pk: row for row in seen}
    parts = _parts(list(rows))
    return [_task_hit(rows[pk], parts.get(pk, [])) for pk in ids if pk in rows]


def _task_hit(row: Task, parts: Sequence[Responsibility]) -> Hit:
    due = _iso(row.deadline_on) or str(row.get_deadline_kind_display())
    return Hit(
        id=row.pk,
        number=row.number,
        title=row.title,
        url=reverse("plan:task", args=[row.pk]),
        texts={
            "title": row.title,
            "text": row.text,
            "chapter": row.chapter,
            "units": "；".join(one.unit.name for one in parts),
        },
        facts={
            "plan": row.plan.title,
            "state": str(row.get_state_display()),
            "deadline_on": _iso(row.deadline_on),
            "percent": str(row.percent),
        },
        about=" · ".join([row.plan.title, str(row.get_state_display()), due]),
        is_sample=row.is_sample,
        coded={"state": (row.state, str(row.get_state_display()))},
    )


def tasks_of_units(ids: Sequence[int]) -> Iterable[int]:
    """The tasks on which the name of a unit stands."""
    return Responsibility.objects.filter(unit__in=ids).values_list("task_id", flat=True)


def read_plans(ids: Sequence[int]) -> Iterator[Record]:
    """Plans with the words of the version that holds, else of the last that did; of a plan that has none yet
    with those of its draft, for those alone who may see drafts."""
    wording = _wording(ids)
    rows = list(Plan.objects.filter(pk__in=ids).select_related("owner_unit"))
    names = other_names({row.owner_unit for row in rows})
    for row in rows:
        version = wording.get(row.pk)
        is_kept = version is not None and version.state in KEPT
        scope = frozenset({KEPT_GROUP}) if is_kept else frozenset[str]()
        yield Record(row.pk, _plan_values(row, version, names[row.owner_unit_id]), scope)


def _wording(ids: Sequence[int]) -> dict[int, PlanVersion]:
    rank = {state: place for place, state in enumerate([*KEPT, PlanVersion.State.DRAFT])}
    versions = PlanVersion.objects.filter(plan__in=ids).defer("reading")
    found: dict[int, PlanVersion] = {}
    for one in sorted(versions, key=lambda one: (rank.get(one.state, len(rank)), -one.number)):  # type: ignore[call-overload]
        found.setdefault(one.plan_id, one)
    return found


def _plan_values(row: Plan, version: PlanVersion | None, names: Sequence[str]) -> Values:
    return {
        "title": [row.title],
        "number": [row.doc_number],
        "text": [version.text] if version else [],
        "issuer": [row.issuer] if row.issuer else [],
        "owner": [row.owner_unit.name],
        "genre": [row.genre],
        "state": [version.state] if version else [],
        "issued_on": day_number(version.issued_on) if version else [],
        "period_from": [row.period_from] if row.period_from else [],
        "period_to": [row.period_to] if row.period_to else [],
        "created_on": day_number(timezone.localdate(row.created_at)),
        "owner_names": names,
    }


def tell_plans(ids: Sequence[int], actor: Actor) -> list[Hit]:
    """What a list of hits shows, in the order of the ids; nothing of what the actor may not see."""
    rows = {row.pk: row for row in plans_visible_to(actor).filter(pk__in=ids)}
    wording = _wording(list(rows))
    return [_plan_hit(rows[pk], wording.get(pk)) for pk in ids if pk in rows]


def _plan_hit(row: Plan, version: PlanVersion | None) -> Hit:
    state = str(version.get_state_display()) if version else ""
    words = (row.doc_number, str(row.get_genre_display()), state, row.issuer)
    return Hit(
        id=row.pk,
        number=row.doc_number,
        title=row.title,
        url=reverse("plan:plan", args=[row.pk]),
        texts={"title": row.title, "text": version.text if version else "", "issuer": row.issuer},
        facts={
            "genre": str(row.get_genre_display()),
            "state": state,
            "issuer": row.issuer,
            "issued_on": _iso(version.issued_on if version else None),
        },
        about=" · ".join(one for one in words if one),
        is_sample=row.is_sample,
        coded={
            "genre": (row.genre, str(row.get_genre_display())),
            "state": (version.state if version else "", state),
        },
    )


def plan_scope_for(actor: Actor) -> Scope:
    if may(actor, DRAFT_VIEW):
        return EVERYTHING
    return Scope(frozenset({KEPT_GROUP})) if may(actor, PLAN_VIEW) else Scope()


def plans_of_units(ids: Sequence[int]) -> Iterable[int]:
    return Plan.objects.filter(owner_unit__in=ids).values_list("pk", flat=True)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


TASK_COLLECTION = Collection(
    name="task",
    label=_("任务"),
    fields=TASK_FIELDS,
    read=read_tasks,
    ids=ids_of(Task),
    scope_for=scope_by_unit(TASK_VIEW),
    orders=("changed_on", "deadline_on", "done_on"),
    general=("title", "text", "number"),
    tell=tell_tasks,
    seen=seen_of(tasks_visible_to),
    numbers=("number",),
    columns=columns_of(
        TASK_FIELDS, ("plan", "state", "deadline_on", "percent"), ("units", "chapter", "text")
    ),
    sources={"plan.task": lambda ids: ids, "people.unit": tasks_of_units},
    keeps_former=False,
    edition=2,
)
PLAN_COLLECTION = Collection(
    name="plan",
    label=_("规划"),
    fields=PLAN_FIELDS,
    read=read_plans,
    ids=ids_of(Plan),
    scope_for=plan_scope_for,
    orders=("created_on", "issued_on"),
    general=("title", "number", "text"),
    tell=tell_plans,
    seen=seen_of(plans_visible_to),
    numbers=("number",),
    columns=columns_of(PLAN_FIELDS, ("genre", "state", "issuer", "issued_on")),
    sources={"plan.plan": lambda ids: ids, "people.unit": plans_of_units},
    keeps_former=False,
    edition=2,
)
register_collection(TASK_COLLECTION)
register_collection(PLAN_COLLECTION)
