"""Text size and language, from every page head: kept with the account, before sign-in in a cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from zhichan.core.access.core_rights import OWN_DISPLAY
from zhichan.core.access.page import page
from zhichan.core.access.requests import actor_in, now, page_to_return_to
from zhichan.core.people.actions.display import checked_language, checked_text_size, set_display
from zhichan.core.people.models import Person

TEXT_SIZE_COOKIE = "text_size"
_YEAR_SECONDS = 365 * 24 * 3600


@page(OWN_DISPLAY)
@require_POST
def text_size(request: HttpRequest) -> HttpResponse:
    size = checked_text_size(request.POST.get("size", ""))
    _keep(request, text_size=size)
    return _with_cookie(request, TEXT_SIZE_COOKIE, size)


@page(OWN_DISPLAY)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = checked_language(request.POST.get("language", ""))
    _keep(request, language=chosen)
    return _with_cookie(request, settings.LANGUAGE_COOKIE_NAME, chosen)


def set_display_cookies(response: HttpResponse, person: Person) -> None:
    """After sign-in: what the account keeps goes into the cookies that pages read."""
    _set_cookie(response, TEXT_SIZE_COOKIE, person.text_size)
    if person.language:
        _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, person.language)


def _keep(request: HttpRequest, *, text_size: str | None = None, language: str | None = None) -> None:
    if isinstance(request.user, Person):
        set_display(request.user, text_size=text_size, language=language, by=actor_in(request), at=now())


def _with_cookie(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(page_to_return_to(request, "/"))
    _set_cookie(response, name, value)
    return response


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_YEAR_SECONDS, secure=settings.HTTPS, samesite="Lax", httponly=True
    )
