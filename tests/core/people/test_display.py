"""Text size and language: kept with the account, before sign-in in a cookie."""

from __future__ import annotations

import pytest

from tests.core.people.acting import acting
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotFound
from zhichan.core.people.actions.display import set_display
from zhichan.core.people.models import Person


def test_before_sign_in_a_cookie_keeps_both(client, db) -> None:
    response = client.post("/account/text-size/", {"size": "large", "next": "/account/sign-in/"})
    assert response["Location"] == "/account/sign-in/"
    assert response.cookies["text_size"].value == "large"
    assert response.cookies["text_size"]["httponly"]
    response = client.post("/account/language/", {"language": "en"})
    assert response["Location"] == "/"
    assert response.cookies["django_language"].value == "en"
    assert 'data-size="large"' in client.get("/account/sign-in/").content.decode()


def test_after_sign_in_the_account_keeps_both(signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    client.post("/account/text-size/", {"size": "large"})
    client.post("/account/language/", {"language": "zh-hant"})
    person = Person.objects.get()
    assert (person.text_size, person.language) == ("large", "zh-hant")
    client.post("/account/text-size/", {"size": "normal"})
    person.refresh_from_db()
    assert (person.text_size, person.language) == ("normal", "zh-hant")


@pytest.mark.parametrize(
    ("address", "form"),
    [("text-size", {"size": "huge"}), ("text-size", {}), ("language", {"language": "xx"}), ("language", {})],
)
def test_what_we_do_not_have_is_refused(signed_in, office, address: str, form: dict[str, str]) -> None:
    response = signed_in(Role.PLAN_OFFICER, office).post(f"/account/{address}/", form)
    assert response.status_code == 422
    assert set(response.cookies) <= {"csrftoken"}
    person = Person.objects.get()
    assert (person.text_size, person.language) == ("normal", "")


def test_the_way_back_never_leads_to_another_site(client, db) -> None:
    for wanted in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert client.post("/account/text-size/", {"size": "large", "next": wanted})["Location"] == "/"


def test_it_takes_a_post(client, db) -> None:
    assert client.get("/account/text-size/").status_code == 405


def test_nobody_sets_the_display_of_another_account(by, person, office, system) -> None:
    other = person(Role.LEGAL_REVIEWER, office)
    with pytest.raises(NotFound):
        set_display(other, text_size="large", **by(Role.PLAN_OFFICER))
    with pytest.raises(InvalidInput):
        set_display(other, language="xx", **acting(system))
    other.refresh_from_db()
    assert (other.text_size, other.language) == ("normal", "")
