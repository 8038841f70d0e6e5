"""Navigation projects (专利导航项目): the list, one project with what was recorded, what is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may
from zhichan.core.errors import InvalidInput, NotAllowed, WrongState
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, form_page, posted
from zhichan.rooms.search.actions import navigation as acts
from zhichan.rooms.search.models import (
    NavigationEntry,
    NavigationFinding,
    NavigationMember,
    NavigationProject,
)
from zhichan.rooms.search.pages import navigation_forms as forms_of
from zhichan.rooms.search.queries.navigation import (
    findings_of,
    gone_by_set,
    keeps,
    latest_data_sets,
    latest_report,
    may_take,
    project_visible_to,
    projects_visible_to,
    steps_of,
)
from zhichan.rooms.search.rights import NAVIGATION_KEEP, NAVIGATION_VIEW

PER_PAGE = 50
Part = NavigationMember.Part


@page(NAVIGATION_VIEW)
def projects(request: HttpRequest) -> HttpResponse:
    """The projects the actor may see, newest first."""
    actor, after = actor_in(request), request.GET.get("after", "")
    rows = projects_visible_to(actor).select_related("made_by", "owner_unit").order_by("-pk")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    some = list(rows[: PER_PAGE + 1])
    context = {
        "lines": some[:PER_PAGE],
        "after": some[PER_PAGE - 1].pk if len(some) > PER_PAGE else None,
        "may_make": may(actor, NAVIGATION_KEEP),
    }
    return render(request, "search/navigation/list.html", context)


@page(NAVIGATION_VIEW)
def project(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    chosen = project_visible_to(actor, pk)
    gone = gone_by_set(chosen, actor)
    is_open = chosen.state != NavigationProject.State.CLOSED
    context = {
        "project": chosen,
        "steps": steps_of(chosen),
        "data_sets": [(one, gone.get(one.pk, 0)) for one in latest_data_sets(chosen)],
        "findings": [(one, gone.get(one.finding.data_set_id, 0)) for one in findings_of(chosen)],
        "members": chosen.members.select_related("person").order_by("pk"),
        "report": latest_report(chosen),
        "may_edit": is_open and may_take(actor, chosen, Part.EDIT),
        "may_review": is_open and may_take(actor, chosen, Part.REVIEW),
        "is_kept": is_open and keeps(actor, chosen),
    }
    return render(request, "search/navigation/project.html", context)


@page(NAVIGATION_KEEP)
def new(request: HttpRequest) -> HttpResponse:
    form = forms_of.ProjectForm(posted(request))

    def act() -> NavigationProject:
        given = form.cleaned_data
        wanted = acts.NewProject(given["name"], NavigationProject.Kind(given["kind"]), given["goal"])
        return acts.make_project(wanted, by=actor_in(request), at=now())

    made = accepted(request, form, act)
    if made is not None:
        messages.success(request, _("导航项目已建立。"))
        return redirect("search:project", made.pk)
    words = FormPage(_("建立导航项目"), _("建立"), reverse("search:projects"), crumbs=_crumbs(None))
    return form_page(request, form, words)


def _crumbs(chosen: NavigationProject | None) -> tuple[tuple[str, str], ...]:
    home = ((_("检索导航"), reverse("search:home")), (_("导航项目"), reverse("search:projects")))
    return (*home, (chosen.name, _address(chosen))) if chosen else home


def _address(chosen: NavigationProject) -> str:
    return reverse("search:project", args=[chosen.pk])


def _part(actor: Actor, pk: int, part: NavigationMember.Part) -> NavigationProject:
    chosen = project_visible_to(actor, pk)
    if not may_take(actor, chosen, part):
        raise NotAllowed(_("您在这个项目里没有这项分工。"), project=pk)
    return chosen


def _changed(
    request: HttpRequest,
    chosen: NavigationProject,
    form: forms.Form,
    title: str,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    words = FormPage(title, _("保存"), _address(chosen), crumbs=_crumbs(chosen))
    return change_page(request, form, words, lambda: act(form.cleaned_data) or True)


@page(NAVIGATION_KEEP)
def data_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a line; ``of``: the data set whose next version it shall be; ``q``: the line a page hands over."""
    actor = actor_in(request)
    chosen = _part(actor, pk, Part.EDIT)
    again = {str(one.pk): one for one in latest_data_sets(chosen)}.get(request.GET.get("of", ""))
    initial = {"name": again.name, "line": again.line} if again else {"line": request.GET.get("q", "")}
    form = forms_of.DataSetForm(posted(request), initial=initial)

    def act(given: dict[str, Any]) -> object:
        said = (given["name"], given["line"], given["note"])
        return acts.ask_data_set(pk, *said, by=actor, at=now())

    return _changed(request, chosen, form, _("检索数据集"), act)


@page(NAVIGATION_KEEP)
def step(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    chosen = _part(actor, pk, Part.EDIT)
    form = forms_of.StepForm(posted(request), initial={"step": request.GET.get("step", "")})

    def act(given: dict[str, Any]) -> object:
        kind = NavigationEntry.Step(given["step"])
        return acts.change_step(pk, kind, given["is_done"], given["text"], by=actor, at=now())

    return _changed(request, chosen, form, _("记录步骤"), act)


@page(NAVIGATION_KEEP)
def member(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    chosen = project_visible_to(actor, pk)
    if not keeps(actor, chosen):
        raise NotAllowed(_("只有立项人能安排成员。"), project=pk)
    form = forms_of.MemberForm(chosen, today(), posted(request))

    def act(given: dict[str, Any]) -> object:
        part = Part(given["part"]) if given["part"] else None
        return acts.set_member(pk, given["person"].pk, part, by=actor, at=now())

    return _changed(request, chosen, form, _("安排成员"), act)


@page(NAVIGATION_KEEP)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    chosen = _part(actor, pk, Part.EDIT)
    choices = [(str(one.pk), str(one)) for one in latest_data_sets(chosen)]
    form = forms_of.FindingForm(choices, posted(request))
    return _changed(
        request,
        chosen,
        form,
        _("记录发现"),
        lambda given: acts.add_finding(int(given["data_set"]), given["text"], by=actor, at=now()),
    )


def _finding(request: HttpRequest, pk: int, part: NavigationMember.Part) -> NavigationProject:
    row = found(NavigationFinding.objects.filter(pk=pk).first())
    return _part(actor_in(request), row.project_id, part)


@page(NAVIGATION_KEEP)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a finding was adopted, by whom, when and why."""
    chosen = _finding(request, pk, Part.EDIT)
    form = forms_of.DecisionForm(posted(request), initial={"on": today()})

    def act(given: dict[str, Any]) -> object:
        decided = acts.Decided(given["is_adopted"] == "yes", given["by_whom"], given["on"], given["why"])
        return acts.decide_finding(pk, decided, by=actor_in(request), at=now())

    return _changed(request, chosen, form, _("记录采纳决定"), act)


@page(NAVIGATION_KEEP)
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    chosen = _finding(request, pk, Part.EDIT)
    act = partial(_say, request, pk, acts.follow_finding)
    return _changed(request, chosen, forms_of.TextForm(posted(request)), _("记录后续跟踪"), act)


@page(NAVIGATION_KEEP)
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    chosen = _finding(request, pk, Part.REVIEW)
    act = partial(_say, request, pk, acts.remark_finding)
    return _changed(request, chosen, forms_of.TextForm(posted(request)), _("写评审意见"), act)


def _say(request: HttpRequest, pk: int, act: Callable[..., object], given: dict[str, Any]) -> object:
    return act(pk, given["text"], by=actor_in(request), at=now())


@page(NAVIGATION_KEEP)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    project_visible_to(actor_in(request), pk)
    try:
        acts.close_project(pk, by=actor_in(request), at=now())
    except (WrongState, InvalidInput) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("项目已结项。"))
    return redirect("search:project", pk)
