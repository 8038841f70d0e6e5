"""Notes and files of a matter: writing, handing in, fetching."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhichan.core.access.page import page
from zhichan.core.errors import InvalidInput, NotAllowed
from zhichan.core.files.pages import file_response
from zhichan.core.matters.actions.files import MOST_TEXT, NewFile, add_file
from zhichan.core.matters.actions.notes import MOST_NOTE, add_note
from zhichan.core.matters.pages.acting import here, opened_by, posted, small_form
from zhichan.core.matters.pages.participants import team_only
from zhichan.core.matters.pages.uploading import UPLOAD_BYTES, kept_upload
from zhichan.core.matters.rights import MATTER_MOVE, MATTER_VIEW


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("记事"),
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写入办理记录，不能删改。不要写举报人、证人的姓名和电话。"),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("pdf、docx、xlsx、图片、txt、csv 或 zip，最大 50 MB；程序和带宏的文件不收。"),
    )
    label = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=MOST_TEXT)
    is_secret = forms.BooleanField(
        label=gettext_lazy("仅办案人员可见"),
        required=False,
        help_text=gettext_lazy("举报信、证人证言等会暴露身份的材料要勾选。"),
    )


@page(MATTER_MOVE)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    form = NoteForm(posted(request))
    return small_form(
        request,
        space,
        form,
        lambda data: add_note(pk, data["text"], by=actor, at=at),
        {"title": _("记一笔"), "button": _("记入"), "done": _("已记入办理记录。")},
    )


@page(MATTER_MOVE, file_bytes=UPLOAD_BYTES)
def file_add(request: HttpRequest, pk: int) -> HttpResponse:
    space = opened_by(request, pk)
    actor, at = space.actor, space.at
    form = FileForm(posted(request), request.FILES or None)
    barred = team_only(space)

    def act(data: Mapping[str, Any]) -> None:
        if barred:
            raise NotAllowed(barred, code="not_on_team")
        with kept_upload(data["file"], by=actor, at=at) as stored:
            if stored is None:
                raise InvalidInput(_("请选择文件。"), field="file")
            new = NewFile(stored, data["file"].name, data["label"], data["is_secret"])
            add_file(pk, new, by=actor, at=at)

    words = {
        "title": _("添加材料"),
        "button": _("附入"),
        "barred": barred,
        "is_upload": True,
        "done": _("已附入材料。"),
    }
    return small_form(request, space, form, act, words)


@page(MATTER_VIEW)
def file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of the matter, a secret one for the case team alone."""
    space = opened_by(request, pk)
    wanted = here(next((one for one in space.files if one.pk == file), None))
    return file_response(wanted.file, wanted.name)
