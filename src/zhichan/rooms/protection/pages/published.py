"""The public list of penalties (行政处罚公示), and one of them in full."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import found, now
from zhichan.core.documents.blocks import blocks_of
from zhichan.core.files.pages import file_response
from zhichan.core.files.storage import path_of
from zhichan.core.matters.models import PublicCopy
from zhichan.core.tables.declaration import Column, Order, Table
from zhichan.core.tables.filters import text_filter
from zhichan.core.tables.responses import table_response
from zhichan.rooms.protection.queries.published import decision_days, published_at
from zhichan.rooms.protection.rights import PENALTIES_PUBLIC

PENALTIES = Table(
    name="protection-penalties",
    label=_("行政处罚公示"),
    noun=_("件"),
    model=PublicCopy,
    queryset=lambda _actor: published_at(now()).select_related("document"),
    columns=(
        Column("party", _("当事人"), lambda copy: copy.party, url=lambda copy: _url(copy)),
        Column("number", _("处罚决定书文号"), lambda copy: copy.document.number, nowrap=True),
        Column("issued", _("决定日期"), lambda copy: copy.decided_on, nowrap=True),
        Column("until", _("公示至"), lambda copy: copy.until_on, nowrap=True),
    ),
    filters=(text_filter("q", _("当事人、文号"), ("party", "document__number")),),
    orders=(Order("newest", _("新公示的在前"), ("-id",)),),
    prepare=lambda copies: _with_days(copies),
    empty=_("现在没有公示中的行政处罚。"),
)


def _with_days(copies: Any) -> Any:
    days = decision_days(copies)
    for copy in copies:
        copy.decided_on = days[copy.pk]
    return copies


def _url(copy: Any) -> str:
    return reverse("penalties:one", args=[copy.pk])


@page(PENALTIES_PUBLIC)
def penalties(request: HttpRequest) -> HttpResponseBase:
    return table_response(
        request, PENALTIES, template="protection/penalties.html", context={"place": "penalties"}
    )


@page(PENALTIES_PUBLIC)
def penalty(request: HttpRequest, pk: int) -> HttpResponse:
    """A published penalty in full; once its term has ended it is not found."""
    copy = found(published_at(now()).select_related("document", "file").filter(pk=pk).first())
    blocks = blocks_of(path_of(copy.file.sha256).read_bytes())
    decided_on = decision_days([copy])[copy.pk]
    context = {"copy": copy, "blocks": blocks, "decided_on": decided_on, "place": "penalties"}
    return render(request, "protection/penalty.html", context)


@page(PENALTIES_PUBLIC)
def penalty_file(request: HttpRequest, pk: int) -> FileResponse:  # noqa: ARG001  a page takes its request
    """The same as a file."""
    copy = found(published_at(now()).select_related("file").filter(pk=pk).first())
    return file_response(copy.file, "penalty.docx")
