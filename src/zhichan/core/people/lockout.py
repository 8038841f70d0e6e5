"""Who is locked out (锁定): what axes counts failures under, and how wrong codes of a person are counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.internal.stagekit import clear_login
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_lockout_response
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from zhichan.core.access.requests import now
from zhichan.core.people.models import Person, SignInEntry


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """What axes counts the failures of an account under: the same for every way to write its name.

    Sign-in takes ``ZHOU`` for ``zhou``, so failures under either are failures of one account. It is a
    digest because what was typed may be a password in the wrong field, and axes keeps it.
    """
    typed = (credentials or {}).get("username") or request.POST.get("login") or ""
    return salted_hmac("zhichan.core.people.lockout", str(typed).strip().lower()).hexdigest()


def is_locked_out(request: HttpRequest, person: Person) -> bool:
    """Whether the person may not try another code.

    Whoever is asked for a code knows the password: wrong codes are counted for the person, from wherever
    they come and in however many half-finished sign-ins.
    """
    since = now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    wrong = SignInEntry.objects.filter(
        person=person, kind=SignInEntry.Kind.CODE_FAILED, happened_at__gt=since
    )
    is_locked: bool = AxesProxyHandler.is_locked(request, {"username": person.username})
    return is_locked or wrong.count() >= settings.AXES_FAILURE_LIMIT


def turned_away(request: HttpRequest, person: Person) -> HttpResponse:
    """Throw the sign-in away, finished or not, and say that the account is locked."""
    response: HttpResponse = get_lockout_response(request, credentials={"username": person.username})
    clear_login(request)
    logout(request)
    return response
