"""The lists of words marks are compared by, and the forms that change them (比对词表)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.access.rights import may
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.rooms.search.actions.mark_words import NewWord, add_mark_word, remove_mark_word
from zhichan.rooms.search.models import MarkWord
from zhichan.rooms.search.rights import MARK_WORDS_EDIT, MARKS_SEARCH


class MarkWordForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=MarkWord.Kind.choices)
    word = forms.CharField(label=gettext_lazy("词"), max_length=120)
    other = forms.CharField(
        label=gettext_lazy("同义词"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("同义或译名才填，如：雪 与 snow"),
    )
    source = forms.CharField(
        label=gettext_lazy("来源"), max_length=200, help_text=gettext_lazy("出自哪里，如词典、裁定、本局约定")
    )


@page(MARKS_SEARCH)
def mark_words(request: HttpRequest) -> HttpResponse:
    """All words, for whoever searches marks; those who keep them find the form beside."""
    actor = actor_in(request)
    is_keeper = may(actor, MARK_WORDS_EDIT)
    form = MarkWordForm(posted(request) if is_keeper else None)
    if is_keeper:
        made = accepted(
            request, form, lambda: add_mark_word(NewWord(**form.cleaned_data), by=actor, at=now())
        )
        if made is not None:
            messages.success(request, _("已加入词表。"))
            return redirect("search:mark_words")
    words = MarkWord.objects.select_related("person").order_by("kind", "word", "other")
    context = {"form": form, "words": words, "is_keeper": is_keeper}
    return render(request, "search/marks/words.html", context, status=422 if form.errors else 200)


@page(MARK_WORDS_EDIT)
@require_POST
def remove_word(request: HttpRequest, pk: int) -> HttpResponse:
    remove_mark_word(pk, by=actor_in(request), at=now())
    messages.success(request, _("已从词表删去。"))
    return redirect("search:mark_words")
