"""Submitting on the public pages (网上提交): the form of one procedure, and the receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, address_of, now
from zhichan.core.errors import InvalidInput
from zhichan.core.matters.actions.submit import Submitted, procedure_for
from zhichan.core.matters.actions.submit import submit as submit_application
from zhichan.core.matters.codes import shown_code
from zhichan.core.matters.outside.guides import guide_of
from zhichan.core.matters.pages.once import ONCE, is_being_sent, not_sent, note_sent, sent_before
from zhichan.core.matters.pages.public import session
from zhichan.core.matters.pages.public.forms import ApplicationForm
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.rights import MATTER_SUBMIT


@page(MATTER_SUBMIT)
def submit(request: HttpRequest, name: str) -> HttpResponse:
    """The form; sent whole it becomes a matter, and its code is shown this once."""
    procedure = procedure_for(name, now())
    if request.method != "POST":
        return _asking(request, procedure, ApplicationForm(procedure))
    form = ApplicationForm(procedure, request.POST)
    form.is_valid()
    once = str(form.cleaned_data[ONCE])
    if before := sent_before(request, once):
        return redirect("public:matter", pk=before)
    if is_being_sent(once):
        form.add_error(None, _("刚才已经提交，正在办理。请到“查进度”里看，不用再交。"))
        return _asking(request, procedure, form, 409)
    try:
        done = _submitted(request, form)
    except session.TooMany:
        form.add_error(None, _("这个网络地址一小时内提交得太多，请过一会儿再交。您填的内容还在。"))
        status = 429
    except InvalidInput as error:
        form.take_over(error)
        status = 422
    else:
        return _receipt(request, procedure, done, once)
    not_sent(once)
    return _asking(request, procedure, form, status)


def _submitted(request: HttpRequest, form: ApplicationForm) -> Submitted:
    """Submit, counting for the address only what was taken."""
    address = address_of(request) or "?"
    if not session.SUBMITTED.count(address):
        raise session.TooMany
    try:
        return submit_application(form.application(), by=actor_in(request), at=now())
    except InvalidInput:
        session.SUBMITTED.give_back(address)
        raise


def _asking(
    request: HttpRequest, procedure: Procedure, form: ApplicationForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "guide": guide_of(procedure), "procedure": procedure, "place": "home"}
    return render(request, "public/submit.html", context, status=status)


def _receipt(request: HttpRequest, procedure: Procedure, done: Submitted, once: str) -> HttpResponse:
    matter = done.matter
    session.remember_code(request, matter.pk, matter.number, done.code)
    note_sent(request, once, matter.pk)
    context = {
        "matter": matter,
        "procedure": procedure,
        "code": shown_code(done.code),
        "is_new": True,
        "place": "follow",
    }
    response = render(request, "public/receipt.html", context)
    add_never_cache_headers(response)
    return response
