"""What every form of a matter does: parse, act, and show a refusal where it belongs, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _

from zhichan.core.access.requests import actor_in, now
from zhichan.core.errors import (
    Conflict,
    InvalidInput,
    LimitPassed,
    NotAllowed,
    NotFound,
    WrongState,
    ZhichanError,
)
from zhichan.core.matters.loading import room_of, rooms_with_procedures
from zhichan.core.matters.pages.fields import AskedForm
from zhichan.core.matters.workspace import Workspace, workspace_of
from zhichan.core.people.pages.acting import show_refusal

SHOWN, CARRIED_OUT, UNREADABLE = 200, 303, 422
MOST_REASON = 400


def submit(request: HttpRequest, form: forms.Form, act: Callable[[], object]) -> int:
    """Carry out what a sent form asks; the status says what became of it.

    ``SHOWN`` where nothing was sent, ``CARRIED_OUT`` where the action succeeded, else the status of the reply
    that shows the form again. A refusal that leaves the reader on the page (wrong, too late, somebody was
    first, not theirs to do) becomes an error of the form; that it cannot be found is a page of its own.
    """
    if request.method != "POST":
        return SHOWN
    if not form.is_valid():
        return UNREADABLE
    try:
        act()
    except (InvalidInput, Conflict, WrongState, LimitPassed, NotAllowed) as error:
        refuse(form, error)
        return error.status
    return CARRIED_OUT


def refuse(form: forms.Form, error: ZhichanError) -> None:
    """Show a refusal at the field it names, else above the form. A form somebody was before with carries
    from then on what its sender is now told."""
    if isinstance(form, SeenForm) and isinstance(error, Conflict):
        form.was_overtaken = True
    if isinstance(form, AskedForm) and isinstance(error, InvalidInput):
        form.show(error)
        return
    show_refusal(form, error)


def posted(request: HttpRequest) -> Any:
    """What a bound form is made from, None for an unbound one."""
    return request.POST if request.method == "POST" else None


def opened_by(request: HttpRequest, pk: int) -> Workspace:
    """The matter of a page for whoever asks; the room of its procedure is where the page lies.

    Raises NotFound where they may not see it.
    """
    space = workspace_of(actor_in(request), pk, at=now())
    serve_room(request, space.matter.procedure)
    return space


def serve_room(request: HttpRequest, procedure: str) -> None:
    """Say in which room a page of a procedure lies."""
    if room := room_of(procedure):
        request.serves = f"{get_script_prefix()}{room}/"  # type: ignore[attr-defined]


def serve_work(request: HttpRequest) -> None:
    """Say in which room a page over matters of every procedure lies: the one that has procedures, if no other
    has."""
    rooms = rooms_with_procedures()
    if len(rooms) == 1:
        request.serves = f"{get_script_prefix()}{rooms[0]}/"  # type: ignore[attr-defined]


Found = TypeVar("Found")


def here(value: Found | None) -> Found:
    """The thing, or NotFound for what the matter does not have."""
    if value is None:
        raise NotFound(str(_("没有找到这个页面或记录。")))
    return value


def reason_field(label: Any = "", *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Why something is done; 理由 where no other label is given."""
    return forms.CharField(
        label=label or _("理由"),
        required=required,
        max_length=MOST_REASON,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SeenForm(forms.Form):
    """A form that carries the revision it was opened on: what happened since is told, not overwritten."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    was_overtaken = False

    def renew(self, revision: int) -> None:
        """Where its sender was told that somebody was first: carry the present revision from now on."""
        if self.was_overtaken:
            self.data = {**self.data, self.add_prefix("seen"): str(revision)}


def small_form(
    request: HttpRequest,
    space: Workspace,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], object],
    words: dict[str, Any],
) -> HttpResponse:
    """Act on what was sent and go back to the matter, or show the form (again) on a page of its own.

    ``act`` takes what was read. ``words``: those of ``small_page``, and ``done``, what is said then.
    """
    status = submit(request, form, lambda: act(form.cleaned_data))
    if status == CARRIED_OUT:
        messages.success(request, words["done"])
        return redirect("matters:matter", space.matter.pk)
    return small_page(request, space, form, status, words)


def small_page(
    request: HttpRequest,
    space: Workspace,
    form: forms.Form,
    status: int,
    words: dict[str, Any],
) -> HttpResponse:
    """A small form of a matter on a page of its own.

    ``words``: ``title`` and ``button``, and where they help ``lead``, ``is_danger``, ``barred`` (why the form
    is not shown) and ``is_upload``.
    """
    if isinstance(form, SeenForm):
        form.renew(space.matter.revision)
    context = {"space": space, "matter": space.matter, "form": form, **words}
    return render(request, "matters/small_form.html", context, status=status)
