"""The queue of the resolution and the pages that join parties and take them apart (待归并、并入、拆开)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, found, now
from zhichan.core.access.rights import may, require
from zhichan.core.people.pages.acting import FormPage, accepted, change_page, posted
from zhichan.core.people.pages.fields import day_field
from zhichan.core.registers.actions.record import MOST_NOTE
from zhichan.core.registers.kinds import Reference
from zhichan.core.registers.pages.forms import KindField
from zhichan.core.registers.queries import row_visible_to
from zhichan.core.tables.responses import table_response
from zhichan.rooms.registry.actions.decide_question import Answer, decide_question
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties, split_parties
from zhichan.rooms.registry.joining.tables import QUESTIONS
from zhichan.rooms.registry.models import JoinQuestion, Party, PartyJoin
from zhichan.rooms.registry.models.party import PARTIES, parties_called
from zhichan.rooms.registry.queries.joins import (
    CandidateLine,
    candidate_lines,
    evidence_of,
    next_question,
    question_visible_to,
)
from zhichan.rooms.registry.rights import JOIN_DECIDE, PARTY_VIEW

OTHER, NEW = "other", "new"
PARTY = Reference(Party, parties_called, gettext_lazy("组织或个人"))


class JoinForm(forms.Form):
    """Joining by hand: to which party, from which day, why."""

    head = KindField(
        PARTY,
        label=gettext_lazy("并入哪个主体"),
        help_text=gettext_lazy("名称全称、统一社会信用代码或记录号"),
    )
    effective_on = day_field(
        gettext_lazy("从哪天起"),
        required=False,
        help_text=gettext_lazy("两个名称本来就是一家的，不填；合并、更名等有日子的，填那天"),
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=MOST_NOTE)


class SplitForm(forms.Form):
    """Taking a join apart: from which day, why."""

    effective_on = day_field(
        gettext_lazy("从哪天起"),
        required=False,
        help_text=gettext_lazy("本来就并错了的，不填；从某天起才分开的，填那天"),
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=MOST_NOTE)


class AnswerForm(forms.Form):
    """A candidate, another party, or a party of its own."""

    choice = forms.ChoiceField(label=gettext_lazy("它是"), widget=forms.RadioSelect)
    other = KindField(
        PARTY,
        label=gettext_lazy("另一个主体"),
        required=False,
        help_text=gettext_lazy("名称全称、统一社会信用代码或记录号；选“另一个主体”时填"),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        required=False,
        max_length=MOST_NOTE,
        help_text=gettext_lazy("并入另一个主体时必填"),
    )

    def __init__(self, lines: list[CandidateLine], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [
            (str(line.party.pk), _("%(place)d. 并入“%(name)s”") % {"place": place, "name": line.party.name})
            for place, line in enumerate(lines, 1)
        ]
        choices += [(OTHER, _("另一个主体（O）")), (NEW, _("都不是，是独立的主体（N）"))]
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("choice") == OTHER and not given.get("other") and "other" not in self.errors:
            self.add_error("other", _("请填并入哪个主体。"))
        return given

    def answer(self) -> Answer:
        choice, reason = self.cleaned_data["choice"], self.cleaned_data["reason"]
        if choice == NEW:
            return Answer(None, reason)
        return Answer(self.cleaned_data["other"].pk if choice == OTHER else int(choice), reason)


@page(PARTY_VIEW)
def questions(request: HttpRequest) -> HttpResponseBase:
    """The queue: names that may be a party's, the likeliest first."""
    return table_response(request, QUESTIONS, template="registry/questions.html")


@page(PARTY_VIEW)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One name beside its candidates; the answer leads on to the next."""
    actor = actor_in(request)
    asked = found(question_visible_to(actor, pk))
    lines = candidate_lines(asked)
    if request.method == "POST":
        require(actor, JOIN_DECIDE)
    form = AnswerForm(lines, posted(request))
    done = accepted(request, form, lambda: decide_question(pk, form.answer(), by=actor, at=now()))
    if done is not None:
        messages.success(request, _decided(done))
        following = next_question(actor, asked)
        return redirect("registry:question", following.pk) if following else redirect("registry:questions")
    context = {
        "question": asked,
        "own": evidence_of(asked.party),
        "lines": lines,
        "form": form,
        "may_decide": may(actor, JOIN_DECIDE) and not asked.decision,
        "following": next_question(actor, asked),
    }
    return render(request, "registry/question.html", context, status=422 if form.errors else 200)


def _decided(done: JoinQuestion) -> str:
    name = {"name": done.party.name}
    if done.decision == JoinQuestion.Decision.NEW:
        return _("“%(name)s”是独立的主体。") % name
    return _("“%(name)s”已并入。") % name


@page(PARTY_VIEW)
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a party to another by hand."""
    actor = actor_in(request)
    require(actor, JOIN_DECIDE)
    party = row_visible_to(PARTIES, actor, pk)
    form = JoinForm(posted(request))
    words = _words(_("并入其他主体：%(name)s") % {"name": party.name}, pgettext("按钮", "并入"), pk)

    def act() -> PartyJoin:
        given = form.cleaned_data
        joining = Joining(given["head"].pk, given["reason"], given["effective_on"])
        return join_parties(pk, joining, by=actor, at=now())

    return change_page(request, form, words, act, _("已并入。"))


@page(PARTY_VIEW)
def split(request: HttpRequest, pk: int, join: int) -> HttpResponse:
    """Take a join apart; ``pk`` is the page it is opened from, either party of the join."""
    actor = actor_in(request)
    require(actor, JOIN_DECIDE)
    party = row_visible_to(PARTIES, actor, pk)
    joined = found(PartyJoin.objects.filter(pk=join).select_related("party", "head", "event").first())
    found(party if pk in (joined.party_id, joined.head_id) else None)
    form = SplitForm(posted(request))
    names = {"name": joined.party.name, "head": joined.head.name}
    lead = _("“%(name)s”不再算作“%(head)s”。以前怎么知道的不变；不会再自动并入。") % names
    words = _words(_("拆开：%(name)s") % names, _("拆开"), pk, lead=lead, is_danger=True)
    return change_page(
        request,
        form,
        words,
        lambda: split_parties(
            join,
            reason=form.cleaned_data["reason"],
            effective_on=form.cleaned_data["effective_on"],
            by=actor,
            at=now(),
        ),
        _("已拆开。"),
    )


def _words(title: str, button: str, pk: int, *, lead: str = "", is_danger: bool = False) -> FormPage:
    home = reverse("registers:list", args=["registry", "party"])
    back = reverse("registers:row", args=["registry", "party", pk])
    return FormPage(title, button, back, lead=lead, is_danger=is_danger, crumbs=((_("组织与个人"), home),))
