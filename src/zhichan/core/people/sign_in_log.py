"""Writes what happens at the door into the log: listens to the signals of Django, axes and allauth.

These are the libraries' own announcements of sign-in; no signal of a model is used anywhere.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.internal.userkit import get_user_by_username
from allauth.account.signals import password_changed
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from zhichan.core.access.actor import system_actor
from zhichan.core.access.requests import address_of
from zhichan.core.people.actions.sign_in import Attempt, note_sign_in
from zhichan.core.people.models import Person, SignInEntry

_DOOR = system_actor("sign-in")
_Kind = SignInEntry.Kind


def connect() -> None:
    """Begin listening; called once when the application starts."""
    user_logged_in.connect(_signed_in, dispatch_uid="zhichan.signed_in")
    user_login_failed.connect(_failed, dispatch_uid="zhichan.failed")
    user_locked_out.connect(_locked, dispatch_uid="zhichan.locked")
    user_logged_out.connect(_signed_out, dispatch_uid="zhichan.signed_out")
    password_changed.connect(_password_changed, dispatch_uid="zhichan.password_changed")
    authentication_failed.connect(_code_failed, dispatch_uid="zhichan.code_failed")
    authenticator_added.connect(_factor_added, dispatch_uid="zhichan.factor_added")
    authenticator_removed.connect(_factor_removed, dispatch_uid="zhichan.factor_removed")
    authenticator_reset.connect(_factor_reset, dispatch_uid="zhichan.factor_reset")


def _note(kind: str, request: HttpRequest | None, person: Person | None, typed_name: str = "") -> None:
    address = address_of(request) if request is not None else None
    note_sign_in(Attempt(kind, person, typed_name, address), by=_DOOR, at=timezone.now())


def _note_typed(kind: str, request: HttpRequest | None, typed_name: str) -> None:
    person = get_user_by_username(typed_name) if typed_name else None
    _note(kind, request, person, typed_name)


def _signed_in(request: HttpRequest, user: Person, **_rest: Any) -> None:
    _note(_Kind.SIGNED_IN, request, user)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_rest: Any) -> None:
    _note_typed(_Kind.FAILED, request, str(credentials.get("username") or ""))


def _locked(request: HttpRequest, **_rest: Any) -> None:
    """What axes calls the username is a digest (``lockout.counted_name``); the request has what was typed."""
    credentials: dict[str, Any] = getattr(request, "axes_credentials", None) or {}
    _note_typed(_Kind.LOCKED, request, str(credentials.get("username") or ""))


def _signed_out(request: HttpRequest, user: Person | None = None, **_rest: Any) -> None:
    if user is not None:
        _note(_Kind.SIGNED_OUT, request, user)


def _password_changed(request: HttpRequest, user: Person, **_rest: Any) -> None:
    _note(_Kind.PASSWORD_CHANGED, request, user)


def _code_failed(request: HttpRequest, user: Person, **_rest: Any) -> None:
    """A wrong code counts like a wrong password: axes locks, and the half-finished sign-in is thrown away."""
    _note(_Kind.CODE_FAILED, request, user)
    AxesProxyHandler.user_login_failed(__name__, {"username": user.username}, request)
    if getattr(request, "axes_locked_out", False):
        clear_login(request)
        logout(request)


def _factor_added(request: HttpRequest, user: Person, **_rest: Any) -> None:
    _note(_Kind.FACTOR_ADDED, request, user)


def _factor_removed(request: HttpRequest, user: Person, **_rest: Any) -> None:
    _note(_Kind.FACTOR_REMOVED, request, user)


def _factor_reset(request: HttpRequest, user: Person, **_rest: Any) -> None:
    _note(_Kind.FACTOR_RESET, request, user)
