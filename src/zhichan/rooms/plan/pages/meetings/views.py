"""Leading groups with their members on a day, their meetings, and one meeting."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import may
from zhichan.core.errors import NotFound
from zhichan.core.files.pages import file_response
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.pages.indicators.moments import moments_of
from zhichan.rooms.plan.queries.meetings import group_lines, group_page, meeting_page, meetings_visible_to
from zhichan.rooms.plan.rights import MEETING_RECORD, MEETING_VIEW
from zhichan.rooms.plan.tables import MEETINGS


@page(MEETING_VIEW)
def meetings(request: HttpRequest) -> HttpResponseBase:
    """The groups as of a day, and every meeting."""
    actor, moments = actor_in(request), moments_of(request.GET.dict())
    context = {"groups": group_lines(actor, moments.on), "moments": moments}
    return table_response(request, MEETINGS, template="plan/meetings/meetings.html", context=context)


@page(MEETING_VIEW)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    actor, moments = actor_in(request), moments_of(request.GET.dict())
    shown = group_page(actor, pk, moments.on)
    context = {
        "page": shown,
        "group": shown.group,
        "moments": moments,
        "may_record": may(actor, MEETING_RECORD),
    }
    return render(request, "plan/meetings/group.html", context)


@page(MEETING_VIEW)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    shown = meeting_page(actor_in(request), pk)
    return render(request, "plan/meetings/meeting.html", {"page": shown, "meeting": shown.meeting})


@page(MEETING_VIEW)
def minutes(request: HttpRequest, pk: int) -> FileResponse:
    """The minutes, for whoever may see the meeting."""
    found = meetings_visible_to(actor_in(request)).select_related("minutes").filter(pk=pk).first()
    if found is None or found.minutes is None:
        raise NotFound(_("没有找到会议纪要。"), meeting=pk)
    return file_response(found.minutes, found.minutes_name)
