"""Changing themed databases: made from a line, refreshed, given another line, curated, shared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.people.pages.acting import FormPage, accepted, form_page, posted
from zhichan.core.search.asking import Question, ask, found_collection
from zhichan.rooms.search.actions.shares import share_theme, unshare_theme
from zhichan.rooms.search.actions.themes import (
    MOST_AT_ONCE,
    Curation,
    NewTheme,
    change_theme_query,
    curate_theme,
    make_theme,
    refresh_theme,
    rename_theme,
)
from zhichan.rooms.search.models import Theme, ThemeEdit, ThemeShare, ThemeVersion
from zhichan.rooms.search.pages.theme_forms import (
    AddForm,
    LineForm,
    NameForm,
    NewThemeForm,
    PickForm,
    ShareForm,
    VersionForm,
)
from zhichan.rooms.search.queries.themes import is_kept_by, may_edit, theme_visible_to, version_of
from zhichan.rooms.search.rights import THEME_KEEP

Change = ThemeEdit.Change


@page(THEME_KEEP)
def new(request: HttpRequest) -> HttpResponse:
    """``q``: the line a search page hands over."""
    form = NewThemeForm(posted(request), initial={"line": request.GET.get("q", "")})

    def make() -> ThemeVersion:
        given = form.cleaned_data
        return make_theme(NewTheme(given["name"], given["line"]), by=actor_in(request), at=now())

    made = accepted(request, form, make)
    if made is not None:
        messages.success(request, _("专题库已建立。"))
        return redirect("search:theme", made.theme_id)
    words = FormPage(_("由检索式新建专题库"), _("建立"), reverse("search:themes"), crumbs=_crumbs())
    return form_page(request, form, words)


def _crumbs(theme: Theme | None = None) -> tuple[tuple[str, str], ...]:
    home = ((_("检索导航"), reverse("search:home")), (_("专题库"), reverse("search:themes")))
    return (*home, (theme.name, reverse("search:theme", args=[theme.pk]))) if theme else home


def _edited(request: HttpRequest, pk: int) -> tuple[Theme, ThemeVersion]:
    """The theme, of whom the actor may see it and change it, and its latest version."""
    theme = theme_visible_to(actor_in(request), pk)
    if not may_edit(actor_in(request), theme):
        raise NotAllowed(_("这个专题库只共享给您看，不能改。"), theme=pk)
    return theme, version_of(theme)


def _done(request: HttpRequest, pk: int, act: Callable[[], ThemeVersion], said: str) -> HttpResponse:
    """Act and go back to the theme; a refusal is told there, and nothing was changed."""
    try:
        act()
    except (InvalidInput, Conflict, WrongState) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("search:theme", pk)


@page(THEME_KEEP)
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    _edited(request, pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请重新打开专题库再更新。"))
    number = form.cleaned_data["version"]
    return _done(
        request,
        pk,
        partial(refresh_theme, pk, number, by=actor_in(request), at=now()),
        _("已按现在的索引更新，存为新的一版。"),
    )


@page(THEME_KEEP)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Another line; hits and differences are of the index as it is now. ``q``: the line a note hands over."""
    theme, version = _edited(request, pk)
    initial = {"line": request.GET.get("q", version.line), "version": version.number}
    form = LineForm(posted(request), initial=initial)

    def change() -> ThemeVersion:
        given = form.cleaned_data
        return change_theme_query(pk, given["version"], given["line"], by=actor_in(request), at=now())

    if accepted(request, form, change) is not None:
        messages.success(request, _("检索式已改，存为新的一版。"))
        return redirect("search:theme", pk)
    back = reverse("search:theme", args=[pk])
    words = FormPage(_("修改检索式"), _("按新式检索"), back, crumbs=_crumbs(theme))
    return form_page(request, form, words)


@page(THEME_KEEP)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put patents in by their numbers."""
    theme, version = _edited(request, pk)
    form = AddForm(posted(request), initial={"version": version.number})

    def act() -> ThemeVersion:
        given = form.cleaned_data
        ids = _ids_of(request, theme, given["numbers"])
        wanted = Curation(Change.ADD, ids, given["reason"])
        return curate_theme(pk, given["version"], wanted, by=actor_in(request), at=now())

    if accepted(request, form, act) is not None:
        messages.success(request, _("已加入，存为新的一版。"))
        return redirect("search:theme", pk)
    back = reverse("search:theme", args=[pk])
    return form_page(request, form, FormPage(_("人工加入"), _("加入"), back, crumbs=_crumbs(theme)))


def _ids_of(request: HttpRequest, theme: Theme, text: str) -> list[int]:
    """The records with these numbers. Raises InvalidInput for those that are not found, by name."""
    collection = found_collection(theme.collection)
    normal = collection.by_name["number"].normal
    written = text.replace("，", ",").replace("；", ",").replace("\n", ",").split(",")
    numbers = list(dict.fromkeys(one.strip() for one in written if one.strip()))
    if not numbers or len(numbers) > MOST_AT_ONCE:
        raise InvalidInput(_("一次写 1 至 %(most)d 个号。") % {"most": MOST_AT_ONCE}, field="numbers")
    said = ", ".join('"' + one.replace('"', "") + '"' for one in numbers)
    answer = ask(Question(theme.collection, f"AN=({said})", limit=MOST_AT_ONCE, facets={}), actor_in(request))
    found = {normal(hit.number) for hit in answer.hits}
    if missing := [one for one in numbers if normal(one) not in found]:
        raise InvalidInput(
            _("没有找到：%(numbers)s。") % {"numbers": "、".join(missing[:10])}, field="numbers"
        )
    return [hit.id for hit in answer.hits]


@page(THEME_KEEP)
@require_POST
def pick(request: HttpRequest, pk: int, change: str) -> HttpResponse:
    """Take chosen patents out, or take decisions back."""
    _edited(request, pk)
    form = PickForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请先选专利，并写理由。"))
        return redirect("search:theme", pk)
    given = form.cleaned_data
    wanted = Curation(Change(change), given["pick"], given["reason"])
    return _done(
        request,
        pk,
        partial(curate_theme, pk, given["version"], wanted, by=actor_in(request), at=now()),
        _("已存为新的一版。"),
    )


@page(THEME_KEEP)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom it is shared with, and one more."""
    actor = actor_in(request)
    theme = theme_visible_to(actor, pk)
    if not is_kept_by(actor, theme):
        raise NotAllowed(_("只有建库人能共享。"), theme=pk)
    form = ShareForm(today(), posted(request))

    def act() -> ThemeShare:
        access = ThemeShare.Access(form.cleaned_data["access"])
        return share_theme(pk, form.whom(), access, by=actor, at=now())

    if accepted(request, form, act) is not None:
        messages.success(request, _("已共享。"))
        return redirect("search:theme_share", pk)
    shares = theme.shares.select_related("person", "unit").order_by("pk")
    context = {"theme": theme, "form": form, "shares": shares}
    return render(request, "search/themes/share.html", context, status=422 if form.errors else 200)


@page(THEME_KEEP)
@require_POST
def unshare(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    theme_visible_to(actor_in(request), pk)
    unshare_theme(share, by=actor_in(request), at=now())
    messages.success(request, _("已取消共享。"))
    return redirect("search:theme_share", pk)


@page(THEME_KEEP)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_in(request)
    theme = theme_visible_to(actor, pk)
    if not is_kept_by(actor, theme):
        raise NotAllowed(_("只有建库人能改名。"), theme=pk)
    form = NameForm(posted(request), initial={"name": theme.name})
    act = partial(_rename, request, pk, form)
    if accepted(request, form, act) is not None:
        messages.success(request, _("已改名。"))
        return redirect("search:theme", pk)
    back = reverse("search:theme", args=[pk])
    return form_page(request, form, FormPage(_("专题库改名"), _("改名"), back, crumbs=_crumbs(theme)))


def _rename(request: HttpRequest, pk: int, form: NameForm) -> Theme:
    return rename_theme(pk, form.cleaned_data["name"], by=actor_in(request), at=now())
