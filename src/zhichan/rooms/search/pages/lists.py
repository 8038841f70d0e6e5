"""Lists that become queries (清单检索): numbers of patents, names of firms; pasted or as a file.

What of a list is wrong, repeated or not in the register is told at once; a link asks for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.errors import InvalidInput
from zhichan.core.search.asking import found_collection
from zhichan.core.search.index import IndexMissing
from zhichan.core.search.indexing import state_of
from zhichan.rooms.search.asked import Asked
from zhichan.rooms.search.lists import firms, numbers
from zhichan.rooms.search.lists.entries import Listed, file_entries, pasted_entries
from zhichan.rooms.search.pages.searching import addressed
from zhichan.rooms.search.rights import SEARCH_PATENTS

MOST_MEGABYTES = 5
LONGEST_TEXT = 1_000_000


@dataclass(frozen=True)
class Kind:
    """One sort of list: what its page says, and how its rows are split and looked up."""

    title: str | Promise
    label: str | Promise
    help: str | Promise
    template: str
    headings: Sequence[str]
    split: Callable[[str], Sequence[str]]
    look_up: Callable[..., Any]


NUMBERS = Kind(
    gettext_lazy("号码清单检索"),
    gettext_lazy("号码清单"),
    gettext_lazy("一行一个，或用逗号、分号隔开；申请号、专利号、公开号、公告号都行，可以混写。"),
    "search/lists/numbers.html",
    numbers.HEADINGS,
    numbers.split_numbers,
    numbers.number_list,
)
FIRMS = Kind(
    gettext_lazy("企业名单检索"),
    gettext_lazy("企业名单"),
    gettext_lazy("一行一个全称。登记册认得的按归一后的主体检索，曾用名也行；不认得的按原样检索。"),
    "search/lists/firms.html",
    firms.HEADINGS,
    firms.split_names,
    firms.firm_list,
)


class ListForm(forms.Form):
    """A text, or a file with one column."""

    text = forms.CharField(
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "in mono", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("或传一个表格"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("xlsx 或 csv，取有表头的那一列；没有表头就取第一列。最大 5 MB。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, kind: Kind, *args: Any) -> None:
        super().__init__(*args)
        self.fields["text"].label = str(kind.label)
        self.fields["text"].help_text = str(kind.help)

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("文件超过 %(limit)d MB，请分成几份。") % {"limit": MOST_MEGABYTES})
        return file

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("file") is not None and given.get("text", "").strip():
            raise forms.ValidationError(_("贴了内容又传了文件，不知道用哪一个。请只留一个。"))
        return given

    def listed(self, kind: Kind) -> Listed:
        """Raises InvalidInput for what holds no list."""
        file = self.cleaned_data.get("file")
        if file is not None:
            return file_entries(file.read(), kind.headings)
        return pasted_entries(self.cleaned_data["text"], kind.split)


@page(SEARCH_PATENTS, file_bytes=MOST_MEGABYTES * 1024 * 1024)
def number_list(request: HttpRequest) -> HttpResponse:
    return _list_page(request, NUMBERS)


@page(SEARCH_PATENTS, file_bytes=MOST_MEGABYTES * 1024 * 1024)
def firm_list(request: HttpRequest) -> HttpResponse:
    return _list_page(request, FIRMS)


def _list_page(request: HttpRequest, kind: Kind) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ListForm(kind, *sent)
    context: dict[str, Any] = {"form": form, "kind": kind, "state": state_of(found_collection("patent"))}
    if form.is_bound and form.is_valid():
        try:
            context |= _looked_up(request, kind, form.listed(kind))
        except IndexMissing as refused:
            return render(request, kind.template, {**context, "problem": refused}, status=refused.status)
        except InvalidInput as refused:
            form.add_error(None, refused.message)
    return render(request, kind.template, context, status=422 if form.errors else 200)


def _looked_up(request: HttpRequest, kind: Kind, listed: Listed) -> dict[str, Any]:
    """Raises IndexMissing, InvalidInput for a line that would be too long."""
    actor = actor_in(request)
    told = kind.look_up(listed.entries, actor)
    url = addressed(Asked(told.line), actor).url() if told.line else ""
    return {"listed": listed, "told": told, "url": url}
