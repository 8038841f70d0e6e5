"""The page of one's own account."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.conftest import NOW
from zhichan.core.access.roles import Role
from zhichan.core.people.models import ApiToken, Person
from zhichan.core.people.queries.people import digest_of

pytestmark = pytest.mark.usefixtures("frozen_now")


@pytest.fixture
def wei(person, office) -> Person:
    return person(Role.PLAN_OFFICER, office)


@pytest.fixture
def client(signed_in, office, wei: Person) -> Client:
    made: Client = signed_in(Role.PLAN_OFFICER, office)
    return made


def own_token(person: Person, **more: object) -> ApiToken:
    given = {"label": "月报", "digest": "d", "created_at": NOW, "expires_on": date(2027, 1, 1), **more}
    return ApiToken.objects.create(person=person, **given)


def test_it_shows_who_one_is_and_what_one_holds(client: Client, wei: Person) -> None:
    client.force_login(wei, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/account/").content.decode()
    for word in (
        wei.name,
        wei.username,
        "规划专员",
        "云川区知识产权局",
        "登录成功",
        "未启用",
        "还没有接口令牌",
    ):
        assert word in page


def test_a_second_factor_shows(client: Client, wei: Person) -> None:
    Authenticator.objects.create(user=wei, type="totp", data={"secret": "x"})
    assert "已启用" in client.get("/account/").content.decode()


def test_name_and_contact_are_corrected(client: Client, wei: Person) -> None:
    response = client.post("/account/", {"name": "卫八", "email": "wei@example.cn", "phone": "022"})
    assert response.status_code == 302
    wei.refresh_from_db()
    assert (wei.name, wei.email, wei.phone) == ("卫八", "wei@example.cn", "022")


@pytest.mark.parametrize("form", [{"name": ""}, {"name": "卫八", "email": "no-address"}])
def test_what_cannot_be_saved_is_shown_again(client: Client, wei: Person, form: dict[str, str]) -> None:
    assert client.post("/account/", form).status_code == 422
    assert Person.objects.get(pk=wei.pk).name == wei.name


@pytest.mark.usefixtures("contexts")
def test_a_token_is_shown_once(client: Client, wei: Person) -> None:
    page = client.get("/account/tokens/add/").content.decode()
    assert "people.units.view" in page
    assert "people.people.manage" not in page
    form = {"label": "月报取数", "scopes": ["people.units.view"], "expires_on": "2027-01-31"}
    response = client.post("/account/tokens/add/", form)
    secret = response.context["issued"].secret
    assert secret in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert ApiToken.objects.get().digest == digest_of(secret)
    page = client.get("/account/").content.decode()
    assert "月报取数" in page
    assert secret not in page


@pytest.mark.parametrize(
    "form",
    [
        {"label": "", "scopes": ["people.units.view"], "expires_on": "2027-01-31"},
        {"label": "月报", "scopes": [], "expires_on": "2027-01-31"},
        {"label": "月报", "scopes": ["people.people.manage"], "expires_on": "2027-01-31"},
        {"label": "月报", "scopes": ["people.units.view"], "expires_on": "2026-11-20"},
        {"label": "月报", "scopes": ["people.units.view"], "expires_on": "31.1.2027"},
    ],
)
def test_an_unusable_token_is_refused_with_what_was_typed(client: Client, form: dict[str, object]) -> None:
    response = client.post("/account/tokens/add/", form)
    assert response.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_token_is_stopped(client: Client, wei: Person) -> None:
    token = own_token(wei)
    assert "停用" in client.get(f"/account/tokens/{token.pk}/revoke/").content.decode()
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at == NOW
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 422
    assert "已停用" in client.get("/account/").content.decode()


def test_a_token_past_its_day_shows_so(client: Client, wei: Person) -> None:
    own_token(wei, expires_on=date(2026, 11, 20))
    assert "已过期" in client.get("/account/").content.decode()


def test_somebody_elses_token_is_not_found(client: Client, person, office) -> None:
    token = own_token(person(Role.LEGAL_REVIEWER, office))
    assert client.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None


def test_it_costs_a_fixed_number_of_queries(
    client: Client, wei: Person, django_assert_max_num_queries
) -> None:
    for number in range(20):
        own_token(wei, digest=str(number))
    with django_assert_max_num_queries(14):
        client.get("/account/")
