"""Puts the actor on the request and refuses pages whose right the actor lacks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.page import module_of_view, right_of_view
from zhichan.core.access.requests import actor_in
from zhichan.core.access.rights import Right, may, require
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotAllowed, NotFound
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.remembered import remembered

# Pages of libraries that check their own access: sign-in, second factor, language.
OPEN_MODULES = ("allauth.", "django.views.i18n", "django.conf.urls.i18n", "ninja.", "whitenoise.")


def _actor(request: HttpRequest) -> Actor:
    user, today = request.user, timezone.localdate()
    if not user.is_authenticated:
        return ANONYMOUS
    return remembered(("actor", user.pk, user.name, today), lambda: actor_of(user, today))


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = partial(_actor, request)  # type: ignore[attr-defined]
        return self.get_response(request)


class RightMiddleware:
    """Deny by default: a view without a declared right is refused, whoever asks.

    Refusals leave as Django's own exceptions, which its handlers turn into pages: what a process_view
    raises does not pass the error middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        module = module_of_view(view)
        if module.startswith(OPEN_MODULES):
            return None
        right = right_of_view(view)
        if right is None:
            raise ImproperlyConfigured(f"a view of {module} declares no right: {request.path}")
        actor = actor_in(request)
        if not actor.is_signed_in and not may(actor, right):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if first := step_before_all_else(request, right):
            return HttpResponseRedirect(reverse(first))
        try:
            require(actor, right)
        except NotFound as refusal:
            raise Http404(refusal.message) from refusal
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        return None


def step_before_all_else(request: HttpRequest, right: Right) -> str | None:
    """The page somebody must go through before any other: a password of their own, a second factor.

    Pages that the public may open (text size, language) are never held up.
    """
    person = request.user
    if not isinstance(person, Person) or Role.PUBLIC in right.reach:
        return None
    if person.password_is_initial:
        return "account_change_password"
    if settings.REQUIRE_MFA and actor_in(request).roles - {Role.FIRM_USER} and not is_mfa_enabled(person):
        return "mfa_activate_totp"
    return None
