"""Sending a form to an action, and showing its refusal beside the field it speaks of, with the input kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from zhichan.core.errors import Conflict, InvalidInput, WrongState
from zhichan.core.people.pages.acting import show_refusal

# What the person can put right on the same form; everything else is a page of its own.
_CORRECTABLE = (InvalidInput, WrongState, Conflict)

SHOWN = 200
CARRIED_OUT = 303
UNREADABLE = 422


def submit(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], object]) -> int:
    """Carry out what a sent form asks; the status says what became of it.

    ``SHOWN`` when nothing was sent, ``CARRIED_OUT`` when the action succeeded, else the status of the
    reply that shows the form again with its errors.
    """
    if request.method != "POST":
        return SHOWN
    if not form.is_valid():
        return UNREADABLE
    try:
        act(form.cleaned_data)
    except _CORRECTABLE as error:
        show_refusal(form, error)
        return error.status
    return CARRIED_OUT
