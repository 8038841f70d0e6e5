"""The lists of words marks are compared by, and the forms that change them (比对词表)."""

from __future__ import annotations

from typing import Any

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
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.exports.kinds import typed_text
from zhichan.core.imports.reading.upload import read_upload
from zhichan.core.people.pages.acting import accepted, posted
from zhichan.rooms.search.actions.mark_words import (
    NewWord,
    NewWords,
    WordsAdded,
    add_mark_word,
    add_mark_words,
    remove_mark_word,
    switch_starting_words,
)
from zhichan.rooms.search.models import MarkWord
from zhichan.rooms.search.queries.marks import counts_starting_words
from zhichan.rooms.search.rights import MARK_WORDS_EDIT, MARKS_SEARCH
from zhichan.rooms.search.starting_words import starting_generic, starting_pairs


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
    context = {
        "form": form,
        "words": words,
        "is_keeper": is_keeper,
        "starting": starting_pairs(),
        "generic": starting_generic(),
        "counts_starting": counts_starting_words(),
    }
    return render(request, "search/marks/words.html", context, status=422 if form.errors else 200)


@page(MARK_WORDS_EDIT)
@require_POST
def remove_word(request: HttpRequest, pk: int) -> HttpResponse:
    remove_mark_word(pk, by=actor_in(request), at=now())
    messages.success(request, _("已从词表删去。"))
    return redirect("search:mark_words")


class MarkWordsForm(forms.Form):
    """Many words, as lines or as a file."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=MarkWord.Kind.choices)
    lines = forms.CharField(
        label=gettext_lazy("词"),
        max_length=400_000,
        required=False,
        strip=False,
        help_text=gettext_lazy("一行一对，如：雪 = snow；通用词一行一个。"),
        widget=forms.Textarea(attrs={"rows": 12, "class": "in mono", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("或传一个表格"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("xlsx 或 csv，没有表头，第一列是词，第二列是同义词。最大 5 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    source = forms.CharField(
        label=gettext_lazy("来源"), max_length=200, help_text=gettext_lazy("出自哪里，如词典、裁定、本局约定")
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("file") is not None and given.get("lines", "").strip():
            raise forms.ValidationError(_("贴了内容又传了文件，不知道用哪一个。请只留一个。"))
        return given

    def words(self) -> NewWords:
        """Raises FileRefused for what is no table."""
        file = self.cleaned_data.get("file")
        lines = self.cleaned_data["lines"].splitlines() if file is None else table_lines(file.read())
        told = [(row, line.strip()) for row, line in enumerate(lines, start=1) if line.strip()]
        return NewWords(self.cleaned_data["kind"], told, self.cleaned_data["source"])


def table_lines(content: bytes) -> list[str]:
    """The first columns of a sheet as lines."""
    rows = read_upload(content).rows
    cells = ([typed_text(cell).strip() for cell in row[:3]] for row in rows)
    return [" = ".join(one for one in row if one) for row in cells]


@page(MARK_WORDS_EDIT, file_bytes=5 * 1024 * 1024)
def add_words(request: HttpRequest) -> HttpResponse:
    """Many words at once: all of them, or none and each line that is wrong."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MarkWordsForm(*sent)
    made = _added(request, form) if form.is_bound and form.is_valid() else None
    if made is None:
        return render(
            request, "search/marks/add_words.html", {"form": form}, status=422 if form.errors else 200
        )
    told = {"added": made.added, "known": made.known}
    messages.success(request, _("加入 %(added)d 条，已有 %(known)d 条。") % told)
    return redirect("search:mark_words")


def _added(request: HttpRequest, form: MarkWordsForm) -> WordsAdded | None:
    """None where something is wrong: each line of it stands at the form then."""
    try:
        return add_mark_words(form.words(), by=actor_in(request), at=now())
    except (InvalidInput, Conflict) as refused:
        form.add_error(None, refused.message.splitlines())
        return None


@page(MARK_WORDS_EDIT)
@require_POST
def switch_starting(request: HttpRequest) -> HttpResponse:
    is_on = request.POST.get("on") == "yes"
    switch_starting_words(is_on, by=actor_in(request), at=now())
    messages.success(request, _("起始词表已启用。") if is_on else _("起始词表已停用。"))
    return redirect("search:mark_words")
