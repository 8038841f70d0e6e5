"""The list of follow-ups, one of them with its proof, its files, and how the units keep their days."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.access.rights import may, require
from zhichan.core.errors import NotFound
from zhichan.core.files.pages import docx_response, file_response
from zhichan.core.tables.responses import table_response
from zhichan.rooms.plan.follow_up_table import FOLLOW_UPS, mark_of
from zhichan.rooms.plan.models import FollowUpFile
from zhichan.rooms.plan.pages.follow_ups.quarters import quarter_asked, quarters_offered
from zhichan.rooms.plan.queries.follow_up_notice import notice_docx
from zhichan.rooms.plan.queries.follow_up_page import follow_up_page
from zhichan.rooms.plan.queries.follow_up_rule import titles_switched_off
from zhichan.rooms.plan.queries.follow_up_units import unit_lines
from zhichan.rooms.plan.queries.follow_ups import follow_up_visible_to, follow_ups_visible_to
from zhichan.rooms.plan.rights import FOLLOW_UP_MANAGE, FOLLOW_UP_VIEW


@page(FOLLOW_UP_VIEW)
def follow_ups(request: HttpRequest) -> HttpResponseBase:
    context = {
        "may_manage": may(actor_in(request), FOLLOW_UP_MANAGE),
        "today": today(),
        "switched_off": titles_switched_off(actor_in(request)),
    }
    return table_response(request, FOLLOW_UPS, template="plan/follow_ups/list.html", context=context)


@page(FOLLOW_UP_VIEW)
def units(request: HttpRequest) -> HttpResponse:
    """How each unit kept its days in a quarter, and what is open with it now."""
    quarter = quarter_asked(request.GET.get("quarter", ""), today())
    context = {
        "quarter": quarter,
        "quarters": quarters_offered(today()),
        "lines": unit_lines(actor_in(request), quarter, now()),
        "today": today(),
    }
    return render(request, "plan/follow_ups/units.html", context)


@page(FOLLOW_UP_VIEW)
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    shown = follow_up_page(actor_in(request), pk, now())
    context = {"page": shown, "follow_up": shown.follow_up, "mark": mark_of(shown.follow_up, today())}
    return render(request, "plan/follow_ups/follow_up.html", context)


@page(FOLLOW_UP_VIEW)
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The 督办单 as docx; of one that is not issued only whoever may issue it gets a draft."""
    actor = actor_in(request)
    follow_up = follow_up_visible_to(actor, pk)
    if follow_up.issued_at is None:
        require(actor, FOLLOW_UP_MANAGE)
    content = notice_docx(follow_up, today())
    return docx_response(content, f"{follow_up.number}.docx")


@page(FOLLOW_UP_VIEW)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of a reply, for whoever may see the follow-up."""
    visible = follow_ups_visible_to(actor_in(request))
    found = FollowUpFile.objects.select_related("file").filter(pk=pk, event__follow_up__in=visible).first()
    if found is None:
        raise NotFound(_("没有找到这个文件。"), file=pk)
    return file_response(found.file, found.name)
