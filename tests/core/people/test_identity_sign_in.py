"""Sign-in by OpenID Connect: only people whose identity was written down, and nothing before it is set up."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tests.conftest import NOW
from zhichan.core.access.actor import ANONYMOUS
from zhichan.core.access.roles import Role
from zhichan.core.people.actions.identities import map_identity
from zhichan.core.people.models import Person, SignInEntry
from zhichan.core.people.sign_in import SocialAdapter

APP: dict[str, Any] = {
    "provider_id": "office",
    "name": "云川政务认证",
    "client_id": "zhichan",
    "secret": "not-a-secret",
    "settings": {"server_url": "https://id.example.cn"},
}
ENDPOINTS = {
    "authorization_endpoint": "https://id.example.cn/authorize",
    "token_endpoint": "https://id.example.cn/token",
}


@pytest.fixture
def provider(settings) -> None:
    settings.OIDC_ISSUER = "https://id.example.cn"
    declared = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**declared, "APPS": [APP]}}


@pytest.fixture
def feng(person, office) -> Person:
    return person(Role.PLAN_OFFICER, office, username="feng")


@pytest.fixture
def request_(rf: RequestFactory, db) -> Any:
    """A request as it arrives back from the provider."""
    request = rf.get("/account/oidc/office/login/callback/")
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    MessageMiddleware(lambda _request: HttpResponse()).process_request(request)
    request.user, request.actor = AnonymousUser(), ANONYMOUS
    with context.request_context(request):
        yield request


def come_back(request: HttpRequest, subject: str) -> HttpResponse:
    """What allauth does once the provider has named a subject."""
    account = SocialAccount(provider="office", uid=subject, extra_data={})
    login = SocialLogin(user=Person(username="from-provider"), account=account)
    login.state = {}
    return complete_social_login(request, login)


def test_a_mapped_identity_signs_its_person_in(request_, system, feng: Person) -> None:
    map_identity(feng, "sub-1", by=system, at=NOW)
    response = come_back(request_, "sub-1")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert request_.user == feng
    assert SignInEntry.objects.get().person == feng


def test_an_unknown_identity_is_sent_away_and_makes_no_account(request_, feng: Person) -> None:
    response = come_back(request_, "sub-unknown")
    assert response.status_code == 403
    assert "没有对应本系统的账号" in response.content.decode()
    assert request_.user.is_anonymous
    assert list(Person.objects.all()) == [feng]
    assert not SocialAccount.objects.exists()


def test_the_mapped_identity_of_a_closed_account_stays_outside(request_, system, feng: Person) -> None:
    map_identity(feng, "sub-1", by=system, at=NOW)
    Person.objects.update(is_active=False)
    assert come_back(request_, "sub-1")["Location"] == "/account/inactive/"
    assert request_.user.is_anonymous


def test_a_failure_at_the_provider_is_said_in_our_words(request_) -> None:
    response = render_authentication_error(request_, "office", error="cancelled")
    assert response.status_code == 401
    assert "统一身份认证没有完成" in response.content.decode()


def test_nobody_signs_up_from_there(request_) -> None:
    adapter = SocialAdapter()
    assert not adapter.is_open_for_signup(request_, None)
    with pytest.raises(ImmediateHttpResponse):
        adapter.on_authentication_error(request_, "office")


def test_the_sign_in_page_names_the_provider_once_it_is_set(client, db, provider) -> None:
    page = client.get("/account/sign-in/").content.decode()
    assert "用云川政务认证登录" in page
    assert 'action="/account/oidc/office/login/"' in page


def test_the_way_to_the_provider_carries_the_challenge_of_a_secret_kept_here(
    client, db, provider, monkeypatch
) -> None:
    """A code caught on its way back is worth nothing without the verifier, which stays in the session."""
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", ENDPOINTS)
    response = client.post("/account/oidc/office/login/")
    assert (response.status_code, response["Location"].split("?")[0]) == (
        302,
        ENDPOINTS["authorization_endpoint"],
    )
    sent = parse_qs(urlsplit(response["Location"]).query)
    assert (sent["client_id"], sent["response_type"]) == (["zhichan"], ["code"])
    assert sent["code_challenge_method"] == ["S256"]
    (state,) = client.session["socialaccount_states"].values()
    verifier = state[0]["pkce_code_verifier"]
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    assert sent["code_challenge"] == [challenge]
    assert verifier not in response["Location"]


def test_without_a_provider_its_address_leads_nowhere(client, db) -> None:
    page = client.get("/account/sign-in/")
    assert page.status_code == 200
    assert "/account/oidc/" not in page.content.decode()
    assert client.post("/account/oidc/office/login/").status_code == 404


def test_the_system_administrator_maps_on_the_persons_page(signed_in, office, feng: Person, provider) -> None:
    client = signed_in(Role.SYSTEM_ADMIN, office)
    page = f"/system/people/{feng.pk}/"
    assert "没有登记，只能用账号密码登录" in client.get(page).content.decode()
    assert client.post(f"{page}identity/", {"subject": "sub-9"}).status_code == 302
    assert "sub-9" in client.get(page).content.decode()
    assert client.post(f"{page}identity/", {"subject": "sub-8"}).status_code == 422
    assert client.post(f"{page}identity/remove/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_without_a_provider_the_persons_page_says_nothing_of_it(signed_in, office, feng: Person) -> None:
    page = signed_in(Role.SYSTEM_ADMIN, office).get(f"/system/people/{feng.pk}/").content.decode()
    assert "统一身份" not in page
