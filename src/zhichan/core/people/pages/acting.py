"""What every form page of the system room does: parse, act, and show a refusal beside what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhichan.core.errors import Conflict, InvalidInput, WrongState, ZhichanError

Done = TypeVar("Done")


@dataclass(frozen=True)
class FormPage:
    """The words around a form. ``back`` is where it came from; ``is_danger`` marks what cannot be undone."""

    title: str
    button: str
    back: str
    lead: str = ""
    is_danger: bool = False
    crumbs: tuple[tuple[str, str], ...] = field(default=())


def accepted(request: HttpRequest, form: forms.Form, act: Callable[[], Done]) -> Done | None:
    """What the action returned, or None when there is nothing to do yet or the form must be shown again.

    A refusal that the person can mend (InvalidInput, Conflict, WrongState) becomes an error of the form;
    any other goes on to the error page.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except (InvalidInput, Conflict, WrongState) as refusal:
        show_refusal(form, refusal)
        return None


def show_refusal(form: forms.Form, refusal: ZhichanError) -> None:
    """Put a refusal at the field it names, or above the form where its reader sees no such field."""
    name = refusal.details.get("field")
    is_seen = isinstance(name, str) and name in form.fields and not form[name].is_hidden
    form.add_error(str(name) if is_seen else None, refusal.message)


def change_page(
    request: HttpRequest, form: forms.Form, words: FormPage, act: Callable[[], object], done: str = ""
) -> HttpResponse:
    """A form that changes one thing: act and go back where it came from, or show it (again)."""
    if accepted(request, form, act) is not None:
        messages.success(request, done or _("已保存。"))
        return redirect(words.back)
    return form_page(request, form, words)


def form_page(request: HttpRequest, form: forms.Form, words: FormPage, **more: Any) -> HttpResponse:
    """The form on a page of its own; 422 when it could not be accepted."""
    status = 422 if form.errors else 200
    return render(request, "people/form_page.html", {"form": form, "words": words, **more}, status=status)


def posted(request: HttpRequest) -> dict[str, Any] | None:
    """What a bound form is made from, None for an unbound one."""
    return request.POST if request.method == "POST" else None
