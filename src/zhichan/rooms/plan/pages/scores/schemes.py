"""Pages of schemes: reading one, drafting, comparing versions, and the two persons' decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now, today
from zhichan.core.access.rights import may
from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.actions.score_schemes import (
    ItemDraft,
    SchemeDraft,
    confirm_scheme,
    draft_scheme,
    edit_scheme,
    propose_scheme,
    send_scheme_back,
)
from zhichan.rooms.plan.models import ScoreItem, ScoreScheme
from zhichan.rooms.plan.pages.refusals import CARRIED_OUT, submit
from zhichan.rooms.plan.pages.scores.forms import SchemeForm, initial_of
from zhichan.rooms.plan.queries.score_sources import sources
from zhichan.rooms.plan.queries.score_starter import starting_items
from zhichan.rooms.plan.queries.scores import runs_visible_to, schemes_visible_to
from zhichan.rooms.plan.rights import SCHEME_CONFIRM, SCHEME_EDIT, SCORE_RUN, SCORE_VIEW
from zhichan.rooms.plan.wording import Piece, changes_between

State = ScoreScheme.State
LOOKS = {State.DRAFT: "idle", State.PROPOSED: "info", State.CONFIRMED: "ok"}
_COMPARED = {
    "weight": gettext_lazy("权重"),
    "formula": gettext_lazy("算式"),
    "least": gettext_lazy("下限"),
    "most": gettext_lazy("上限"),
    "without_data": gettext_lazy("缺数据时"),
}
_FIRST_VERSION = 1


@page(SCORE_VIEW)
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """A scheme with its items, what can be done with it, and its runs."""
    actor = actor_in(request)
    one = _scheme(request, pk)
    own = actor.id is not None and actor.id == one.proposed_by_id
    context = {
        "scheme": one,
        "look": LOOKS[State(one.state)],
        "items": one.items.order_by("position"),
        "runs": runs_visible_to(actor).filter(scheme=one)[:20],
        "others": schemes_visible_to(actor).filter(year=one.year).exclude(pk=pk),
        "may_edit": may(actor, SCHEME_EDIT) and one.state == State.DRAFT,
        "may_confirm": may(actor, SCHEME_CONFIRM) and one.state == State.PROPOSED and not own,
        "may_renew": may(actor, SCHEME_EDIT) and one.state == State.CONFIRMED,
        "may_run": may(actor, SCORE_RUN) and one.state == State.CONFIRMED,
    }
    return render(request, "plan/scores/scheme.html", context)


@page(SCHEME_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a scheme: from the one an address names (``from``), else from a starting set of items."""
    actor = actor_in(request)
    before = schemes_visible_to(actor).filter(pk=_named(request, "from")).first()
    if before is None:
        shown = ScoreScheme(year=today().year, name="", bonus_most=5, deduction_most=10)
        items: Sequence[ScoreItem | ItemDraft] = starting_items()
    else:
        shown, items = before, list(before.items.order_by("position"))
    form = SchemeForm(request.POST or None, lines=len(items), initial=initial_of(shown, items))
    made: list[ScoreScheme] = []

    def draft(given: SchemeDraft) -> None:
        made.append(draft_scheme(form.cleaned_data["year"], given, by=actor, at=now()))

    status = submit(request, form, lambda _data: _carry_out(form, draft))
    if status == CARRIED_OUT:
        messages.success(request, _("方案已存为草稿；提出后由另一人确认。"))
        return redirect("plan:score_scheme", made[0].pk)
    return _form(request, form, None, status)


@page(SCHEME_EDIT)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    one = _scheme(request, pk)
    items = list(one.items.order_by("position"))
    form = SchemeForm(request.POST or None, lines=len(items), has_year=False, initial=initial_of(one, items))

    def change(given: SchemeDraft) -> None:
        edit_scheme(pk, given, by=actor_in(request), at=now())

    status = submit(request, form, lambda _data: _carry_out(form, change))
    if status == CARRIED_OUT:
        messages.success(request, _("方案已保存。"))
        return redirect("plan:score_scheme", pk)
    return _form(request, form, one, status)


def _form(request: HttpRequest, form: SchemeForm, one: ScoreScheme | None, status: int) -> HttpResponse:
    context = {"form": form, "scheme": one, "sources": sources()}
    return render(request, "plan/scores/scheme_form.html", context, status=status)


def _carry_out(form: SchemeForm, act: Callable[[SchemeDraft], object]) -> None:
    """Act on the draft; a refusal of one item is shown at its line."""
    try:
        act(form.draft())
    except InvalidInput as error:
        place = error.details.get("place")
        if not isinstance(place, int):
            raise
        field = "formula" if error.specific_code == "formula" else "name"
        line = form.filled_lines()[place - 1]
        raise InvalidInput(error.message, field=f"{field}_{line}") from None


@page(SCORE_VIEW)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose, send back or confirm; only by POST."""
    actor = actor_in(request)
    _scheme(request, pk)
    acts: dict[str, Callable[[], object]] = {
        "propose": lambda: propose_scheme(pk, by=actor, at=now()),
        "confirm": lambda: confirm_scheme(pk, by=actor, at=now()),
        "send_back": lambda: send_scheme_back(pk, request.POST.get("reason", ""), by=actor, at=now()),
    }
    what = request.POST.get("what", "")
    if request.method == "POST" and what in acts:
        acts[what]()
        messages.success(request, _("已处理。"))
    return redirect("plan:score_scheme", pk)


@dataclass(frozen=True)
class Difference:
    """An item of either version; ``status``: same, changed, new or gone."""

    name: str
    status: str
    parts: Sequence[tuple[str, Sequence[Piece]]]


@page(SCORE_VIEW)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """A scheme beside another of any year, item by item; by default the version before it."""
    one = _scheme(request, pk)
    others = schemes_visible_to(actor_in(request)).exclude(pk=pk)
    named = _named(request, "with")
    other = found((others.filter(pk=named) if named else _earlier(others, one)).first())
    context = {
        "scheme": one,
        "other": other,
        "others": others[:50],
        "differences": _differences(other, one),
    }
    return render(request, "plan/scores/compare.html", context)


def _named(request: HttpRequest, name: str) -> int:
    """The scheme an address names; 0 for none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _earlier(others: Any, one: ScoreScheme) -> Any:
    same_year = others.filter(year=one.year, number__lt=one.number)
    return same_year if one.number > _FIRST_VERSION else others.filter(year__lt=one.year)


def _differences(old: ScoreScheme, new_one: ScoreScheme) -> list[Difference]:
    before = {item.name: item for item in old.items.order_by("position")}
    after = {item.name: item for item in new_one.items.order_by("position")}
    rows = []
    for name in [*after, *(name for name in before if name not in after)]:
        was, now_is = (_words(side.get(name)) for side in (before, after))
        changed = [
            (str(label), changes_between(was.get(key, ""), now_is.get(key, "")))
            for key, label in _COMPARED.items()
            if was.get(key) != now_is.get(key)
        ]
        status = "new" if name not in before else "gone" if name not in after else "changed"
        rows.append(Difference(name, status if changed else "same", changed))
    return rows


def _words(item: ScoreItem | None) -> dict[str, str]:
    if item is None:
        return {}
    figures = {name: f"{getattr(item, name).normalize():f}" for name in ("weight", "least", "most")}
    return {**figures, "formula": item.formula, "without_data": str(item.get_without_data_display())}


def _scheme(request: HttpRequest, pk: int) -> ScoreScheme:
    people = ("made_by", "proposed_by", "confirmed_by")
    return found(schemes_visible_to(actor_in(request)).select_related(*people).filter(pk=pk).first())
