"""Puts the actor on the request and refuses pages whose right the actor lacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.page import right_of_view
from zhichan.core.access.rights import may, require
from zhichan.core.people.queries import actor_of

# Pages of libraries that check their own access: sign-in, second factor, language.
OPEN_MODULES = ("allauth.", "django.views.i18n", "django.conf.urls.i18n", "ninja.", "whitenoise.")


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    return actor_of(user, timezone.localdate()) if user.is_authenticated else ANONYMOUS


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


class RightMiddleware:
    """Deny by default: a view without a declared right is refused, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if view.__module__.startswith(OPEN_MODULES):
            return None
        right = right_of_view(view)
        if right is None:
            raise PermissionError(f"view {view.__module__}.{view.__name__} declares no right")
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_signed_in and not may(actor, right):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        require(actor, right)
        return None
