"""The catalogue of key technologies (关键技术攻关目录): the list, one entry, what is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.exports.responses import export_rows
from zhichan.core.exports.sheets import Heading
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, form_page, posted
from zhichan.core.search.asking import found_collection
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.indexing import state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.search.actions import catalogue as acts
from zhichan.rooms.search.analysis.conditions import value_is
from zhichan.rooms.search.models import KeyTechnology
from zhichan.rooms.search.pages.catalogue_forms import (
    DayForm,
    FindingChoiceForm,
    LinkForm,
    TechnologyForm,
)
from zhichan.rooms.search.pages.patent_rows import rows_page
from zhichan.rooms.search.queries.catalogue import (
    COLLECTION,
    NOT_YET,
    Behind,
    behind,
    catalogue_lines,
    linked_findings,
    technology_visible_to,
    theme_names,
)
from zhichan.rooms.search.queries.theme_rows import Rows, rows_of, within
from zhichan.rooms.search.revisions import history_of
from zhichan.rooms.search.rights import CATALOGUE_KEEP, CATALOGUE_VIEW

ORDER = ("in_force", "pending", "ended", "unknown", NOT_YET)
NOT_YET_LABEL = gettext_lazy("当日尚未申请或未登记")
TONES = {"planned": "idle", "running": "info", "done": "done", "dropped": "idle"}


@page(CATALOGUE_VIEW)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every entry in its level, with its patents as they stand today."""
    actor = actor_in(request)
    context: dict[str, Any] = {"may_keep": may(actor, CATALOGUE_KEEP), "tones": TONES}
    context["state"] = state_of(found_collection(COLLECTION))
    try:
        context["lines"] = [(line, TONES[line.entry.state]) for line in catalogue_lines(actor)]
    except IndexMissing as refused:
        return render(
            request, "search/catalogue/list.html", context | {"problem": refused}, status=refused.status
        )
    return render(request, "search/catalogue/list.html", context)


@page(CATALOGUE_VIEW)
def export(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as a table. Raises IndexMissing."""
    lines = catalogue_lines(actor_in(request))
    headings = [
        Heading(_("级别")),
        Heading(_("名称"), "@", 30),
        Heading(_("上级条目"), "@", 24),
        Heading(_("状态"), "@", 10),
        Heading(_("责任单位"), "@", 24),
        Heading(_("分类号范围"), "@", 24),
        Heading(_("检索式或专题库"), "@", 40),
        Heading(_("专利（件）")),
        Heading(_("其中有效（件）")),
        Heading(_("截至"), "yyyy-mm-dd", 12),
        Heading(_("说明"), "@", 40),
    ]
    rows = [
        [
            line.level,
            line.entry.name,
            line.entry.parent.name if line.entry.parent else None,
            line.entry.get_state_display(),
            line.entry.owner_unit.name,
            line.entry.classes or None,
            line.basis,
            line.count,
            line.in_force,
            today(),
            line.entry.note or line.why or None,
        ]
        for line in lines
    ]
    return export_rows(_("关键技术攻关目录"), headings, rows, file_format="xlsx")


@page(CATALOGUE_VIEW)
def technology(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry; ``on``: the day whose status is counted."""
    actor = actor_in(request)
    entry = technology_visible_to(actor, pk)
    on, day_form = _day(request)
    context: dict[str, Any] = {
        "entry": entry,
        "tone": TONES[entry.state],
        "theme_name": theme_names([entry], actor).get(entry.theme_id or 0),
        "children": entry.children.order_by("name"),
        "findings": linked_findings(entry, actor),
        "history": history_of(entry),
        "may_keep": may(actor, CATALOGUE_KEEP),
        "on": on,
        "day_form": day_form,
    }
    template = "search/catalogue/entry.html"
    try:
        found = behind(entry, actor, on, now())
    except (NotFound, QueryError, IndexMissing, TooExpensive) as refused:
        return render(request, template, context | {"problem": refused})
    words = _words(found)
    context |= {
        "found": found,
        "classes": [(words[one], len(ids), _rows_url(pk, {"class": one, "on": on.isoformat()}))
                    for one, ids in _in_order(found)],
        "holders": [(one, _rows_url(pk, {"q": value_is("PAN", one.value)})) for one in found.holders],
        "rows_url": _rows_url(pk, {}),
    }  # fmt: skip
    return render(request, template, context)


def _in_order(found: Behind) -> Sequence[tuple[str, frozenset[int]]]:
    names = [one for one in ORDER if one in found.by_class]
    return [(one, found.by_class[one]) for one in [*names, *sorted(set(found.by_class) - set(names))]]


def _words(found: Behind) -> dict[str, str]:
    field = found_collection(COLLECTION).by_name["public_class"]
    known = field.words(list(found.by_class)) if field.words else {}
    return {one: known.get(one, one) for one in found.by_class} | {NOT_YET: str(NOT_YET_LABEL)}


def _rows_url(pk: int, said: dict[str, str]) -> str:
    address = reverse("search:technology_rows", args=[pk])
    return f"{address}?{urlencode(said)}" if any(said.values()) else address


def _day(request: HttpRequest) -> tuple[date, DayForm]:
    """The day that is asked about, today without one or for one to come."""
    form = DayForm(request.GET if request.GET.get("on") else {"on": today().isoformat()})
    on = form.cleaned_data["on"] if form.is_valid() else None
    return min(on or today(), today()), form


@page(CATALOGUE_VIEW)
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The patents of an entry; ``class``, ``on``: of a class of status on a day; ``q``: what a line finds."""
    actor, chosen = actor_in(request), request.GET.get("class", "")
    entry = technology_visible_to(actor, pk)
    on, _form = _day(request)
    collection = found_collection(COLLECTION)
    context: dict[str, Any] = {"entry": entry, "chosen": chosen, "on": on}

    def found(line: str, after: int | None) -> Rows:
        all_of_it = behind(entry, actor, on, now())
        ids = all_of_it.by_class.get(chosen, frozenset()) if chosen else all_of_it.ids
        context["class_label"] = _words(all_of_it).get(chosen, "")
        return rows_of(within(ids, line, collection), collection, actor, after)

    said = {"class": chosen, "on": on.isoformat()} if chosen else {}
    return rows_page(request, "search/catalogue/rows.html", context, found, said)


@page(CATALOGUE_KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """``q``: the line a search page hands over; ``parent``: the entry it shall be below."""
    actor = actor_in(request)
    initial = {"line": request.GET.get("q", ""), "parent": request.GET.get("parent", "")}
    form = TechnologyForm(actor, posted(request), initial=initial)

    def act() -> KeyTechnology:
        return acts.add_technology(form.wanted(), by=actor, at=now())

    made = accepted(request, form, act)
    if made is not None:
        messages.success(request, _("已列入目录。"))
        return redirect("search:technology", made.pk)
    words = FormPage(_("列入关键技术目录"), _("列入"), reverse("search:catalogue"), crumbs=_crumbs())
    return form_page(request, form, words)


def _crumbs(entry: KeyTechnology | None = None) -> tuple[tuple[str, str], ...]:
    home = ((_("检索导航"), reverse("search:home")), (_("技术目录"), reverse("search:catalogue")))
    return (*home, (entry.name, reverse("search:technology", args=[entry.pk]))) if entry else home


@page(CATALOGUE_KEEP)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    entry = technology_visible_to(actor, pk)
    initial = {
        "name": entry.name, "parent": entry.parent_id, "state": entry.state, "unit": entry.owner_unit_id,
        "classes": entry.classes, "line": entry.line, "theme": entry.theme_id, "note": entry.note,
        "seen_revision": entry.revision,
    }  # fmt: skip
    form = TechnologyForm(actor, posted(request), entry=entry, initial=initial)
    words = FormPage(_("修改条目"), _("保存"), reverse("search:technology", args=[pk]), crumbs=_crumbs(entry))
    return change_page(
        request,
        form,
        words,
        lambda: acts.change_technology(pk, form.wanted(), by=actor, at=now(), seen=form.seen()),
    )


@page(CATALOGUE_KEEP)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask back, then take an entry out of the catalogue."""
    actor = actor_in(request)
    entry = technology_visible_to(actor, pk)
    form = forms.Form(posted(request))

    def act() -> bool:
        acts.delete_technology(pk, by=actor, at=now())
        return True

    if accepted(request, form, act):
        messages.success(request, _("已从目录删除“%(name)s”。") % {"name": entry.name})
        return redirect("search:catalogue")
    words = FormPage(
        _("删除“%(name)s”") % {"name": entry.name},
        _("删除"),
        reverse("search:technology", args=[pk]),
        lead=_(
            "条目和它与导航发现的关联一起删除，不能恢复；专利、专题库和导航发现都不变。不再攻关的条目可以只改为“已撤出”。"
        ),
        is_danger=True,
        crumbs=_crumbs(entry),
    )
    return form_page(request, form, words)


@page(CATALOGUE_KEEP)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which finding of a navigation project bears on it."""
    actor = actor_in(request)
    entry = technology_visible_to(actor, pk)
    form = FindingChoiceForm(actor, posted(request))
    words = FormPage(
        _("关联导航发现"), _("关联"), reverse("search:technology", args=[pk]), crumbs=_crumbs(entry)
    )
    return change_page(
        request,
        form,
        words,
        lambda: acts.link_finding(pk, form.cleaned_data["finding"].pk, by=actor, at=now()),
    )


@page(CATALOGUE_KEEP)
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Actor = actor_in(request)
    technology_visible_to(actor, pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请重新打开条目再改。"))
    acts.unlink_finding(form.cleaned_data["link"], by=actor, at=now())
    messages.success(request, _("已取消关联。"))
    return redirect("search:technology", pk)
