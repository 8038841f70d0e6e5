"""The files of a version: asked for, being printed, ready to be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import NotFound
from zhichan.core.files.pages import file_response
from zhichan.core.reports.actions.printing import order_file
from zhichan.core.reports.models import ReportFile, ReportVersion
from zhichan.core.reports.queries import version_visible_to
from zhichan.core.reports.rights import REPORT_VIEW

Kind = ReportFile.Kind


@dataclass(frozen=True)
class FileLine:
    """One format of a version and how far its file is."""

    kind: str
    label: str
    file: ReportFile | None

    @property
    def is_ready(self) -> bool:
        return self.file is not None and self.file.file_id is not None

    @property
    def is_running(self) -> bool:
        return self.file is not None and not self.is_ready and not self.file.refusal


def file_lines(version: ReportVersion) -> Sequence[FileLine]:
    found = {one.kind: one for one in ReportFile.objects.filter(version=version).select_related("file")}
    return [FileLine(kind.value, str(kind.label), found.get(kind)) for kind in Kind]


@page(REPORT_VIEW)
def files(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """How far the files of a version are; asks itself again while one is being printed."""
    version = version_visible_to(actor_in(request), pk, number)
    context = {"version": version, "report": version.report, "files": file_lines(version)}
    return render(request, "reports/files.html", context)


@page(REPORT_VIEW)
def file(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponseBase:
    """The file, by GET; by POST it is asked for."""
    actor = actor_in(request)
    version = version_visible_to(actor, pk, number)
    if kind not in Kind.values:
        raise NotFound(_("没有找到这个页面或记录。"), kind=kind[:20])
    if request.method == "POST":
        order_file(pk, number, Kind(kind), by=actor, at=now())
        return redirect("reports:files", pk, number)
    found = ReportFile.objects.filter(version=version, kind=kind).select_related("file").first()
    if found is None or found.file is None:
        raise NotFound(_("这个文件还没有生成。请先点“生成”。"), kind=kind)
    return file_response(found.file, f"{version.report.title} v{version.number}.{kind}")
