"""The cascade of an upper plan, its export, and one upper task or indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.exports.cells import Cell
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.rooms.plan.figures import promise_text
from zhichan.rooms.plan.models import Plan, Target
from zhichan.rooms.plan.pages.cascade.forms import DeclineForm, LinkForm, UnlinkForm
from zhichan.rooms.plan.queries.cascade import (
    INDICATORS,
    TASKS,
    Carrier,
    Cascade,
    Likely,
    UpperLine,
    cascade_of,
    upper_page,
)
from zhichan.rooms.plan.queries.plans import plan_visible_to
from zhichan.rooms.plan.rights import CASCADE_VIEW, SERVES_LINK

_SHOWN: dict[str, Callable[[UpperLine], bool]] = {
    "": lambda _line: True,
    "untaken": lambda line: line.is_untaken,
    "taken": lambda line: line.is_taken,
    "declined": lambda line: line.decline is not None,
    "conflict": lambda line: line.conflicts > 0,
}


@page(CASCADE_VIEW)
def cascade(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Each upper task and indicator with what carries it; ``show`` narrows, ``format=xlsx`` exports."""
    actor = actor_in(request)
    plan = plan_visible_to(actor, pk)
    found = cascade_of(plan, actor)
    show = request.GET.get("show", "")
    show = show if show in _SHOWN else ""
    shown = [line for line in found.lines if _SHOWN[show](line)]
    if request.GET.get("format") == "xlsx":
        return _export(plan, shown)
    context = {
        "plan": plan,
        "cascade": found,
        "show": show,
        "choices": _choices(found),
        "tasks": [line for line in shown if line.kind == TASKS],
        "indicators": [line for line in shown if line.kind == INDICATORS],
        "tasks_taken": found.taken(TASKS),
        "tasks_asking": found.asking(TASKS),
        "indicators_taken": found.taken(INDICATORS),
        "indicators_asking": found.asking(INDICATORS),
        "declined": found.declined(TASKS) + found.declined(INDICATORS),
        "may_link": may(actor, SERVES_LINK),
    }
    return render(request, "plan/cascade/cascade.html", context)


@page(CASCADE_VIEW)
def upper(request: HttpRequest, pk: int, kind: str, upper_pk: int) -> HttpResponse:
    """One upper task or indicator: what carries it, and all that might."""
    return upper_response(request, pk, kind, upper_pk)


def upper_response(
    request: HttpRequest,
    pk: int,
    kind: str,
    upper_pk: int,
    *,
    link_form: LinkForm | None = None,
    unlink_form: UnlinkForm | None = None,
    decline_form: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    actor = actor_in(request)
    plan = plan_visible_to(actor, pk)
    shown = upper_page(plan, known_kind(kind), upper_pk, actor)
    context = {
        "plan": plan,
        "kind": kind,
        "line": shown.line,
        "form": link_form or LinkForm(lowers=offered(shown.candidates)),
        "has_candidates": bool(shown.candidates),
        "unlink_form": unlink_form or UnlinkForm(),
        "decline_form": decline_form or DeclineForm(),
        "may_link": may(actor, SERVES_LINK),
    }
    return render(request, "plan/cascade/upper.html", context, status=status)


def offered(candidates: Sequence[Likely]) -> list[tuple[int, str]]:
    """The lower rows in words, the likest first."""
    return [(one.row.pk, _words(one)) for one in candidates]


def known_kind(kind: str) -> str:
    if kind not in (TASKS, INDICATORS):
        raise NotFound(_("没有这一页。"), kind=kind)
    return kind


def _words(one: Likely) -> str:
    words = _("%(row)s（%(plan)s，相近 %(percent)d%%）")
    return words % {"row": one.row, "plan": one.row.plan.title, "percent": one.percent}


def _choices(found: Cascade) -> list[tuple[str, str, int]]:
    labels = {
        "": _("全部"),
        "untaken": _("无人承接"),
        "taken": _("已承接"),
        "declined": _("本级不承接"),
        "conflict": _("目标有冲突"),
    }
    return [(name, labels[name], sum(map(keep, found.lines))) for name, keep in _SHOWN.items()]


def _export(plan: Plan, lines: list[UpperLine]) -> HttpResponseBase:
    labels = (
        *(_("类别"), _("编号"), _("上级任务或指标"), _("上级目标"), _("承接情况")),
        *(_("本级规划"), _("本级任务或指标"), _("本级目标"), _("目标衔接"), _("依据"), _("说明")),
    )
    title = _("%(plan)s承接情况") % {"plan": plan.title}
    rows = (row for line in lines for row in _rows(line))
    headings = [Heading(label, width=30 if at in (2, 5, 6) else 14) for at, label in enumerate(labels)]
    return export_rows(title, headings, rows, file_format="xlsx")


def _rows(line: UpperLine) -> Iterator[list[Cell]]:
    """One row for each pair; an upper row nobody carries has one of its own."""
    kind = _("任务") if line.kind == TASKS else _("指标")
    is_task = line.kind == TASKS
    name = line.row.title if is_task else line.row.name
    number = line.row.number if is_task else ""
    upper: list[Cell] = [kind, number, name, _target(line.row, line.target)]
    if line.decline is not None:
        yield [*upper, _("本级不承接"), "", "", "", "", "", line.decline.reason]
    elif not line.carriers:
        yield [*upper, _("无人承接"), "", "", "", "", "", ""]
    for carrier in line.carriers:
        yield [*upper, _("已承接"), *_lower(carrier)]


def _lower(carrier: Carrier) -> list[Cell]:
    verdict = carrier.verdict
    fit = (str(verdict.fit.label), str(verdict.why)) if verdict else ("", "")
    target = _target(carrier.row, carrier.target)
    return [carrier.row.plan.title, str(carrier.row), target, *fit, carrier.link.note]


def _target(row: Any, target: Target | None) -> str:
    return promise_text(target, row.unit_of_measure) if target is not None else ""
