"""Themed databases (专题库): the list, one theme with its rows and indicators, what a version changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.search.asking import found_collection
from zhichan.core.search.index import IndexMissing, TooExpensive
from zhichan.core.search.indexing import state_of
from zhichan.core.search.language.errors import QueryError
from zhichan.core.search.seeing import scope_now
from zhichan.rooms.search.asked import Asked, number_in
from zhichan.rooms.search.curation import CAME, WENT, Why
from zhichan.rooms.search.models import Theme, ThemeEdit, ThemeVersion
from zhichan.rooms.search.pages.notes import notes_told
from zhichan.rooms.search.pages.patent_rows import notes_within, rows_shown
from zhichan.rooms.search.queries import theme_rows
from zhichan.rooms.search.queries.line_notes import notes_on
from zhichan.rooms.search.queries.themes import (
    Seen,
    edits_of,
    is_kept_by,
    latest_versions,
    may_edit,
    members_there,
    seen_by,
    theme_visible_to,
    themes_visible_to,
    version_of,
    versions_of,
)
from zhichan.rooms.search.rights import HAND_OVER, THEME_KEEP, THEME_VIEW

PER_PAGE = 50
HIGH_VALUE, APPLICANTS, ADDED, REMOVED = "high_value", "applicants", "added", "removed"


@dataclass(frozen=True)
class ThemeLine:
    """One theme in the list, with the counts the actor may know."""

    theme: Theme
    version: ThemeVersion
    total: int | None
    came: int | None
    went: int | None


@dataclass(frozen=True)
class Group:
    """What came or went for one reason."""

    way: str
    why: str
    label: str | Promise
    ids: frozenset[int]
    is_current: bool


@page(THEME_VIEW)
def themes(request: HttpRequest) -> HttpResponse:
    """The themes the actor may see, newest first."""
    actor = actor_in(request)
    return render(request, "search/themes/list.html", _list_context(request, actor, None))


@page(THEME_VIEW)
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """``q``: a line within the theme; ``show``: a part of it; ``after``: the key of a page before."""
    actor = actor_in(request)
    chosen = theme_visible_to(actor, pk)
    version = version_of(chosen)
    context = _list_context(request, actor, chosen) | _head(actor, chosen, version)
    try:
        seen = seen_by(actor, chosen, version)
        context |= {"seen": seen, "contents": seen.contents, "line": request.GET.get("q", "")}
        context |= _rows(request, actor, chosen, seen)
    except QueryError as refused:
        return render(request, "search/themes/theme.html", context | {"refused": refused}, status=422)
    except (IndexMissing, TooExpensive) as refused:
        return render(
            request, "search/themes/theme.html", context | {"problem": refused}, status=refused.status
        )
    return render(request, "search/themes/theme.html", context)


def _list_context(request: HttpRequest, actor: Actor, chosen: Theme | None) -> dict[str, Any]:
    rows = themes_visible_to(actor).order_by("-pk")
    after = number_in(request.GET.get("themes_after", ""))
    asked = list((rows.filter(pk__lt=after) if after else rows)[: PER_PAGE + 1])
    shown = asked[:PER_PAGE]
    latest = latest_versions(shown)
    return {
        "lines": [_line(actor, one, latest[one.pk]) for one in shown],
        "themes_after": shown[-1].pk if len(asked) > PER_PAGE else None,
        "theme_count": rows.count(),
        "may_make": may(actor, THEME_KEEP),
        "may_hand_over": may(actor, HAND_OVER),
        "chosen": chosen,
        "state": state_of(found_collection("patent")),
    }


def _line(actor: Actor, theme: Theme, version: ThemeVersion) -> ThemeLine:
    if found_collection(theme.collection).scope_for(actor).is_all:
        return ThemeLine(theme, version, version.total, version.came_count, version.went_count)
    try:
        seen = seen_by(actor, theme, version)
    except IndexMissing:
        return ThemeLine(theme, version, None, None, None)
    return ThemeLine(theme, version, seen.contents.total, seen.came_count, seen.went_count)


def _head(actor: Actor, theme: Theme, version: ThemeVersion) -> dict[str, Any]:
    shares = theme.shares.select_related("person", "unit").order_by("pk")
    return {
        "theme": theme,
        "version": version,
        "versions": versions_of(theme),
        "shares": shares,
        "may_edit": may_edit(actor, theme),
        "is_kept": is_kept_by(actor, theme),
        "notes": notes_told(notes_on(version.line, actor, theme.collection), partial(_meant, actor, theme)),
    }


def _meant(actor: Actor, theme: Theme, line: str) -> str:
    """Where a likelier line goes: into the form of the line, for who may change it; else it is searched."""
    if may_edit(actor, theme):
        return f"{reverse('search:theme_line', args=[theme.pk])}?{urlencode({'q': line})}"
    return Asked(line).url()


def _rows(request: HttpRequest, actor: Actor, theme: Theme, seen: Seen) -> dict[str, Any]:
    collection, contents = found_collection(theme.collection), seen.contents
    show, line = request.GET.get("show", ""), request.GET.get("q", "")
    figures = theme_rows.figures_of(contents.members, collection, actor, today())
    said = {"show": show} if show else {}
    context: dict[str, Any] = {"figures": figures, "show": show, "said": said.items()}
    if show == APPLICANTS:
        facet = theme_rows.applicants_of(contents.members, collection, actor)
        lines = [(one, "?" + urlencode({"q": f'PA="{one.value}"'})) for one in facet.counts]
        return context | {"applicants": lines, "has_more": facet.has_more}
    ids = _part(show, seen)
    node = theme_rows.within(ids, line, collection)
    rows = theme_rows.rows_of(node, collection, actor, number_in(request.GET.get("after", "")))
    context |= notes_within(line, said, actor)
    return context | rows_shown(rows, {**said, "q": line}, edits_of(theme))


def _part(show: str, seen: Seen) -> frozenset[int]:
    contents = seen.contents
    if show == HIGH_VALUE:
        return contents.members & theme_rows.high_value_ids(today(), now())
    if show == ADDED:
        return contents.added
    return contents.removed if show == REMOVED else contents.members


@page(THEME_VIEW)
def high_value(request: HttpRequest, pk: int) -> HttpResponse:
    """How many of the theme are high-value inventions: a part of its page that takes longer."""
    actor = actor_in(request)
    chosen = theme_visible_to(actor, pk)
    collection = found_collection(chosen.collection)
    try:
        members = seen_by(actor, chosen, version_of(chosen)).contents.members
        wanted = members & theme_rows.high_value_ids(today(), now())
        count = len(members_there(collection, wanted, scope_now(collection, actor)))
    except IndexMissing:
        count = None
    return render(request, "search/themes/high_value.html", {"theme": chosen, "count": count})


@page(THEME_VIEW)
def difference(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """What a version changed of the one before, by reason; ``way`` and ``why``: whose rows are shown."""
    actor = actor_in(request)
    chosen = theme_visible_to(actor, pk)
    version = version_of(chosen, number)
    if number == 1:
        raise NotFound(_("第 1 版没有可以比较的上一版。"))
    before = version_of(chosen, number - 1)
    context = _head(actor, chosen, version) | {"before": before}
    try:
        seen = seen_by(actor, chosen, version)
        context |= _groups(request, actor, chosen, seen)
    except (IndexMissing, TooExpensive) as refused:
        return render(
            request, "search/themes/difference.html", context | {"problem": refused}, status=refused.status
        )
    return render(request, "search/themes/difference.html", context)


def _groups(request: HttpRequest, actor: Actor, theme: Theme, seen: Seen) -> dict[str, Any]:
    way, why = request.GET.get("way", ""), request.GET.get("why", "")
    every = [("came", one, CAME, ids) for one, ids in seen.came.items()]
    every += [("went", one, WENT, ids) for one, ids in seen.went.items()]
    wanted = next(((w, y) for w, y, _labels, _ids in every if (w, y.value) == (way, why)), None)
    if wanted is None and every:
        wanted = every[0][:2]
    groups = [Group(w, y.value, labels[y], ids, (w, y) == wanted) for w, y, labels, ids in every]
    current = next((one for one in groups if one.is_current), None)
    context: dict[str, Any] = {"seen": seen, "groups": groups, "current": current}
    if current is None:
        return context
    collection = found_collection(theme.collection)
    node = theme_rows.within(current.ids, "", collection)
    rows = theme_rows.rows_of(node, collection, actor, number_in(request.GET.get("after", "")))
    edits = _edits_with(seen.version) if current.why == Why.CURATED else {}
    said = {"way": current.way, "why": current.why}
    return context | rows_shown(rows, said, edits) | {"hidden": len(current.ids) - rows.count}


def _edits_with(version: ThemeVersion) -> dict[int, ThemeEdit]:
    found: Sequence[ThemeEdit] = list(version.edits.select_related("made_by"))
    return {edit.record_id: edit for edit in found}
