"""Deny by default: pages without a right, with a right one lacks, and before signing in."""

from __future__ import annotations

from functools import partial

import pytest
from allauth.account.views import login as library_view
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from zhichan.core.access.actor import ANONYMOUS, Actor, Held
from zhichan.core.access.core_rights import OWN_DISPLAY, UNITS_MANAGE, UNITS_VIEW
from zhichan.core.access.middleware import RightMiddleware
from zhichan.core.access.page import module_of_view, page, right_of_view
from zhichan.core.access.requests import address_of, found, page_to_return_to
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotFound

MIDDLEWARE = RightMiddleware(lambda _request: HttpResponse("through"))
CONTACT = Actor("person", 1, "某", (Held(Role.UNIT_CONTACT, 1, frozenset({1})),))


@page(UNITS_VIEW)
def for_staff(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@page(UNITS_MANAGE)
def for_administrators(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@page(OWN_DISPLAY)
def for_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.fixture
def ask(rf):
    """The middleware's word about a view for an actor; None lets the view run."""

    def asked(view, actor: Actor):
        request = rf.get("/somewhere/?a=1")
        request.user, request.actor = AnonymousUser(), actor
        return MIDDLEWARE.process_view(request, view, (), {})

    return asked


def test_a_view_without_a_right_never_answers(ask) -> None:
    for actor in (ANONYMOUS, CONTACT):
        with pytest.raises(ImproperlyConfigured, match="declares no right"):
            ask(undeclared, actor)


def test_a_library_checks_its_own_views_also_behind_a_partial(ask) -> None:
    assert ask(library_view, ANONYMOUS) is None
    assert ask(partial(partial(library_view, a=1), b=2), ANONYMOUS) is None
    assert module_of_view(partial(undeclared)) == __name__


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(ask) -> None:
    assert ask(for_staff, ANONYMOUS)["Location"] == "/account/sign-in/?next=/somewhere/%3Fa%3D1"
    assert ask(for_all, ANONYMOUS) is None


def test_a_hidden_page_is_not_found_and_another_not_allowed(ask) -> None:
    assert ask(for_staff, CONTACT) is None
    firm = Actor("person", 1, "某", (Held(Role.FIRM_USER, 1, frozenset({1})),))
    with pytest.raises(Http404) as refusal:
        ask(for_staff, firm)
    assert isinstance(refusal.value.__cause__, NotFound)
    with pytest.raises(PermissionDenied):
        ask(for_administrators, CONTACT)


def test_a_page_keeps_its_right(rf) -> None:
    assert right_of_view(for_staff) is UNITS_VIEW
    assert right_of_view(undeclared) is None
    assert MIDDLEWARE(rf.get("/")).content == b"through"


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        found(None)


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/plan/?a=1", "/plan/?a=1"),
        ("", "/x"),
        ("https://e.example", "/x"),
        ("//e.example", "/x"),
        ("/\\e.example", "/x"),
    ],
)
def test_a_form_leads_back_to_this_site_only(rf, wanted: str, goes: str) -> None:
    assert page_to_return_to(rf.post("/", {"next": wanted}), "/x") == goes


def test_a_request_without_an_address_has_none(rf, settings) -> None:
    assert address_of(rf.get("/", REMOTE_ADDR="")) is None
    settings.HTTPS = True
    assert address_of(rf.get("/")) == "127.0.0.1"
    assert address_of(rf.get("/", headers={"X-Forwarded-For": "9.9.9.9, 10.0.0.1"})) == "10.0.0.1"
