"""Following one's own matter on the public pages (查进度): how it stands, and what one does with it."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, today
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.files.pages import file_response
from zhichan.core.files.sniff import DOCX
from zhichan.core.matters.actions.outside import (
    MEGABYTE,
    MOST_AT_ONCE,
    MOST_MEGABYTES,
    HandedIn,
    hand_in_files,
    renew_code,
)
from zhichan.core.matters.actions.outside import rate as rate_matter
from zhichan.core.matters.actions.take_move import Step, take_own_move
from zhichan.core.matters.codes import shown_code
from zhichan.core.matters.outside.reading import (
    own_files,
    own_rating,
    own_step,
    progress_now,
    served_document,
    served_documents,
)
from zhichan.core.matters.outside.tickets import Seated, seated_with, submitter_with
from zhichan.core.matters.pages.public import session
from zhichan.core.matters.pages.public.forms import FilesForm, FollowForm, RatingForm, StepForm
from zhichan.core.matters.rights import MATTER_FOLLOW

ENDINGS = {DOCX: ".docx", "application/pdf": ".pdf", "application/ofd": ".ofd"}


@page(MATTER_FOLLOW)
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Open a matter with its number and code. A wrong code is answered as an unknown number."""
    form = FollowForm(request.POST) if request.method == "POST" else FollowForm()
    status = 200
    if form.is_bound:
        ticket, status = None, 422
        if form.is_valid():
            try:
                ticket = session.open_with_code(request, **form.cleaned_data)
            except session.TooMany:
                form.add_error(None, _("试得太多了，请过 15 分钟再试。"))
                status = 429
        if ticket is not None:
            return redirect("public:matter", pk=ticket.matter_id)
        if not form.errors:
            form.add_error(None, _("受理号或查询码不对。请照回执重新填写。"))
    return render(request, "public/follow.html", {"form": form, "place": "follow"}, status=status)


@page(MATTER_FOLLOW)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close what this browser has opened, for a machine that others use too."""
    session.forget_all(request)
    messages.success(request, _("已关闭，别人在这台设备上看不到您的办件了。"))
    return redirect("public:home")


@page(MATTER_FOLLOW)
@never_cache
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """How a matter stands, what is asked and until when, and what was served."""
    seated = _seated(request, pk)
    context = {
        "progress": progress_now(seated, today=today()),
        "files": own_files(seated),
        "is_secret": seated.seat.is_secret,
        "seated": seated,
        "services": served_documents(seated),
        "rating": own_rating(seated),
        "place": "follow",
    }
    return render(request, "public/matter.html", context)


@page(
    MATTER_FOLLOW,
    file_bytes=MOST_AT_ONCE * MOST_MEGABYTES * MEGABYTE,
    may_send=session.has_opened_one,
)
@never_cache
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in files, photographed or chosen."""
    seated = _seated(request, pk)
    form = FilesForm(request.POST) if request.method == "POST" else FilesForm()
    if form.is_bound:
        given = [_handed_in(one) for one in request.FILES.getlist("papers")]
        try:
            added = hand_in_files(session.ticket_in(request, pk), given, by=actor_in(request), at=now())
        except InvalidInput as error:
            form.is_valid()
            form.take_over(error)
        else:
            _say_added(request, len(added))
            return redirect("public:matter", pk=pk)
    context = {"form": form, "matter": seated.matter, "place": "follow"}
    return render(request, "public/files.html", context, status=422 if form.errors else 200)


@page(MATTER_FOLLOW)
@never_cache
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step of one's own: complete, answer, withdraw."""
    seated, form, status = _seated(request, pk), None, 200
    if request.method == "POST":
        form, status = _taken(request, seated, name)
        if form is None:
            messages.success(request, _("已提交，办件有了新的进展。"))
            return redirect("public:matter", pk=pk)
    found = own_step(seated, name, by=actor_in(request), at=now())
    if form is None:
        form = StepForm(found.move.form, found.seen)
    elif status == Conflict.status:
        form.renew(found.seen)
    progress = progress_now(seated, today=today())
    ask = next((one for one in progress.asks if one.name == name), None)
    context = {"form": form, "move": found.move, "ask": ask, "progress": progress, "place": "follow"}
    return render(request, "public/step.html", context, status=status)


def _taken(request: HttpRequest, seated: Seated, name: str) -> tuple[StepForm | None, int]:
    """Take the step; what was typed comes back with what was wrong, nothing where it was taken."""
    move = next((one for one in seated.procedure.moves if one.name == name and one.is_public), None)
    form = StepForm(move.form if move else (), 0, request.POST)
    form.is_valid()
    ticket, taken = session.ticket_in(request, seated.matter.pk), Step(name, form.values(), seen=form.seen())
    try:
        take_own_move(ticket, taken, by=actor_in(request), at=now())
    except InvalidInput as error:
        form.take_over(error)
        return form, error.status
    except Conflict as error:
        form.add_error(None, error.message)
        return form, error.status
    return None, 200


@page(MATTER_FOLLOW)
@never_cache
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it was handled, once."""
    seated = submitter_with(session.ticket_in(request, pk), by=actor_in(request))
    form = RatingForm(request.POST) if request.method == "POST" else RatingForm()
    if form.is_bound:
        form.is_valid()
        ticket, words = session.ticket_in(request, pk), str(form.cleaned_data["words"])
        try:
            rate_matter(ticket, form.grade_given(), words, by=actor_in(request), at=now())
        except InvalidInput as error:
            form.take_over(error)
        else:
            messages.success(request, _("谢谢您的评价。"))
            return redirect("public:matter", pk=pk)
    context = {"form": form, "progress": progress_now(seated, today=today()), "place": "follow"}
    context["rating"] = own_rating(seated)
    return render(request, "public/rate.html", context, status=422 if form.errors else 200)


@page(MATTER_FOLLOW)
@never_cache
@require_POST
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new code, shown this once; the former one opens nothing any more."""
    seated = _seated(request, pk)
    new = renew_code(session.ticket_in(request, pk), by=actor_in(request), at=now())
    session.remember_code(request, pk, seated.matter.number, new)
    context = {
        "matter": seated.matter,
        "procedure": seated.procedure,
        "code": shown_code(new),
        "is_new": False,
        "place": "follow",
    }
    return render(request, "public/receipt.html", context)


@page(MATTER_FOLLOW)
@never_cache
def document(request: HttpRequest, pk: int, document_pk: int) -> HttpResponseBase:
    """A document that was served on whoever looks."""
    found = served_document(_seated(request, pk), document_pk)
    assert found.file is not None  # an issued document has its file: a constraint of the table
    ending = ENDINGS.get(found.file.media_type, "")
    return file_response(found.file, f"{found.number or found.pk}{ending}")


def _seated(request: HttpRequest, pk: int) -> Seated:
    return seated_with(session.ticket_in(request, pk), by=actor_in(request))


def _handed_in(file: UploadedFile[Any]) -> HandedIn:
    return HandedIn(file.name or "", cast(BinaryIO, file.open()), file.size or 0)


def _say_added(request: HttpRequest, n: int) -> None:
    text = _("收到材料：%(n)d 份。") % {"n": n} if n else _("这些材料以前交过，没有重复收。")
    messages.success(request, text)
