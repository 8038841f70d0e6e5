"""Signing in with a password: who gets in, who is told what, and what the log says."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt, AccessLog
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.conftest import TODAY
from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.people.actions.sign_in import masked
from zhichan.core.people.models import Person, SignInEntry
from zhichan.core.people.samples import SAMPLE_PASSWORD, sample_accounts

PASSWORD = "correct-horse-battery"
SIGN_IN = "/account/sign-in/"


@pytest.fixture
def zhou(person, office) -> Person:
    return person(Role.PLAN_OFFICER, office, username="zhou")


def sign_in(client: Client, username: str = "zhou", password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"login": username, "password": password, **more})


def kinds() -> list[str]:
    return list(SignInEntry.objects.order_by("pk").values_list("kind", flat=True))


def test_the_right_password_lets_in_and_is_logged(client, zhou: Person) -> None:
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    entry = SignInEntry.objects.get()
    assert (entry.kind, entry.person, entry.typed_name, entry.address) == ("signed_in", zhou, "", "127.0.0.1")
    event = events_of(zhou).last()
    assert (event.kind, event.actor_kind, event.actor_name) == (
        "people.sign_in.signed_in",
        "system",
        "sign-in",
    )
    assert event.details == {"entry": entry.pk}


def test_leaving_is_logged_and_takes_a_post(client, zhou: Person) -> None:
    sign_in(client)
    assert client.get("/account/sign-out/").status_code == 200
    assert client.get("/account/").status_code == 200
    assert client.post("/account/sign-out/").status_code == 302
    assert client.get("/account/").status_code == 302
    assert kinds() == ["signed_in", "signed_out"]


def test_a_wrong_password_says_how_often_it_may_be_tried(client, zhou: Person) -> None:
    for left in (4, 3, 2, 1):
        response = sign_in(client, password="wrong")
        assert response.status_code == 200
        assert f"账号或密码不对，还可再试 {left} 次。" in response.content.decode()
        assert 'value="zhou"' in response.content.decode()
    assert kinds() == ["failed"] * 4


def test_the_fifth_failure_locks_even_for_the_right_password(client, zhou: Person) -> None:
    for _attempt in range(4):
        sign_in(client, password="wrong")
    locked = sign_in(client, password="wrong")
    assert locked.status_code == 429
    assert "连续 5 次没有通过" in locked.content.decode()
    assert "请 15 分钟后再试" in locked.content.decode()
    assert sign_in(client).status_code == 429
    assert client.get("/account/").status_code == 302
    assert sorted(kinds()[:6]) == ["failed"] * 5 + ["locked"]
    assert "people.sign_in.locked" in [event.kind for event in events_of(zhou)]


def test_failures_are_counted_for_the_account_however_its_name_is_written(client, zhou: Person) -> None:
    for written in ("zhou", "Zhou", "ZHOU", "zHou"):
        assert "还可再试" in sign_in(client, written, "wrong").content.decode()
    assert sign_in(client, "zhoU", "wrong").status_code == 429
    assert sign_in(client, "ZHou").status_code == 429
    assert client.get("/account/").status_code == 302
    failed = SignInEntry.objects.filter(kind="failed")
    assert {(entry.person, entry.typed_name) for entry in failed} == {(zhou, "")}


def test_what_was_typed_is_kept_nowhere(client, zhou: Person, caplog) -> None:
    sign_in(client, "my-own-secret-word", "another-secret")
    attempt = AccessAttempt.objects.get()
    kept = [str(value) for value in vars(attempt).values()]
    assert not any("secret" in value for value in [*kept, caplog.text])
    sign_in(client)
    assert not AccessLog.objects.exists()


def test_a_success_forgets_the_failures(client, zhou: Person) -> None:
    for _attempt in range(3):
        sign_in(client, password="wrong")
    sign_in(client)
    client.post("/account/sign-out/")
    assert "还可再试 4 次" in sign_in(client, password="wrong").content.decode()


def test_another_account_from_the_same_place_is_not_locked(client, zhou: Person, person, office) -> None:
    person(Role.LEGAL_REVIEWER, office, username="zheng")
    for _attempt in range(5):
        sign_in(client, password="wrong")
    assert sign_in(client, username="zheng").status_code == 302


def test_an_unknown_account_is_answered_like_a_wrong_password(client, zhou: Person) -> None:
    unknown = sign_in(client, username="nobody", password="wrong").content.decode()
    assert "账号或密码不对，还可再试 4 次。" in unknown
    entry = SignInEntry.objects.get()
    assert (entry.person, entry.typed_name) == (None, "no****")
    assert [event.kind for event in events_of(entry)] == ["people.sign_in.failed"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("a", "a"), ("ab", "ab"), ("my secret word", "my**********"), ("zhou", "zh**")],
)
def test_a_name_nobody_has_is_masked_for_it_may_be_a_password(typed: str, kept: str) -> None:
    assert masked(typed) == kept


def test_a_closed_account_is_told_so_after_the_right_password_only(client, zhou: Person) -> None:
    Person.objects.filter(pk=zhou.pk).update(is_active=False)
    assert "账号或密码不对" in sign_in(client, password="wrong").content.decode()
    assert sign_in(client)["Location"] == reverse("account_inactive")
    page = client.get(reverse("account_inactive"))
    assert page.status_code == 403
    assert "这个账号已经停用" in page.content.decode()
    assert client.get("/account/").status_code == 302


def test_where_one_wanted_to_go_is_kept_but_never_leads_elsewhere(client, zhou: Person) -> None:
    page = client.get("/system/units/")
    assert page["Location"] == "/account/sign-in/?next=/system/units/"
    assert 'name="next" value="/system/units/"' in client.get(page["Location"]).content.decode()
    assert sign_in(client, next="/system/units/")["Location"] == "/system/units/"
    client.post("/account/sign-out/")
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/"


def test_somebody_signed_in_is_sent_on(client, zhou: Person) -> None:
    sign_in(client)
    assert client.get(SIGN_IN)["Location"] == "/"


def test_an_empty_form_says_what_is_missing(client, zhou: Person) -> None:
    page = client.post(SIGN_IN, {"login": "", "password": ""}).content.decode()
    assert "请填账号。" in page
    assert kinds() == []


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "socialaccount_signup"]
)
def test_there_is_no_signing_up_and_no_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_page_offers_nothing_that_is_not_there(client, db) -> None:
    page = client.get(SIGN_IN).content.decode()
    assert "请找本单位系统管理员重置" in page
    assert "统一身份" not in page
    assert "数字证书" not in page
    assert "示例账号" not in page


def test_an_initial_password_must_be_changed_before_anything_else(client, zhou: Person) -> None:
    Person.objects.filter(pk=zhou.pk).update(password_is_initial=True)
    sign_in(client)
    for address in ("/", "/system/", "/system/units/", "/account/"):
        assert client.get(address)["Location"] == "/account/password/"
    page = client.get("/account/password/").content.decode()
    assert "您用的是管理员给的初始密码" in page
    form = {"oldpassword": PASSWORD, "password1": "my own long secret", "password2": "my own long secret"}
    assert client.post("/account/password/", form).status_code == 302
    assert client.get("/system/units/").status_code == 200
    zhou.refresh_from_db()
    assert not zhou.password_is_initial
    assert zhou.check_password("my own long secret")
    assert kinds() == ["signed_in", "password_changed"]
    assert "people.password.chosen" in [event.kind for event in events_of(zhou)]


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("wrong", "my own long secret", "my own long secret", "密码"),
        (PASSWORD, "short", "short", "10"),
        (PASSWORD, "my own long secret", "something else", "密码"),
    ],
)
def test_a_password_is_not_changed_wrongly(
    client, zhou: Person, old: str, new: str, again: str, says: str
) -> None:
    sign_in(client)
    response = client.post("/account/password/", {"oldpassword": old, "password1": new, "password2": again})
    assert response.status_code == 200
    assert 'class="msg"' in response.content.decode()
    assert says in response.content.decode()
    zhou.refresh_from_db()
    assert zhou.check_password(PASSWORD)


def test_the_demo_lists_its_accounts_and_a_real_house_none(client, person, office, unit) -> None:
    person(Role.UNIT_CONTACT, unit("云川区科技局"), username="contact")
    person(Role.PLAN_OFFICER, office, username="officer")
    assert sample_accounts(TODAY) == []
    Person.objects.update(is_sample=True)
    assert [(a.username, a.role, a.unit) for a in sample_accounts(TODAY)] == [
        ("officer", "规划专员", "云川区知识产权局"),
        ("contact", "单位联络员", "云川区科技局"),
    ]
    page = client.get(SIGN_IN).content.decode()
    assert SAMPLE_PASSWORD in page
    assert 'data-account="officer"' in page
    person(Role.LEGAL_REVIEWER, office, username="real")
    assert "real" not in [a.username for a in sample_accounts(TODAY)]
    assert 'data-account="real"' not in client.get(SIGN_IN).content.decode()


def test_sample_accounts_cost_a_query_where_there_are_none(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert sample_accounts(TODAY) == []


def test_the_account_keeps_text_size_and_language(client, zhou: Person) -> None:
    Person.objects.filter(pk=zhou.pk).update(text_size="large", language="zh-hant")
    response = sign_in(client)
    assert response.cookies["text_size"].value == "large"
    assert response.cookies["django_language"].value == "zh-hant"


def test_somebody_without_a_post_keeps_their_account_and_nothing_else(client, zhou: Person) -> None:
    zhou.posts.all().delete()
    sign_in(client)
    assert client.get("/account/").status_code == 200
    assert client.get("/system/").status_code == 200
    assert client.get("/system/units/").status_code == 404
    assert client.get("/system/units/add/").status_code == 403


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(client, zhou: Person, settings) -> None:
    settings.HTTPS = True
    client.post(
        SIGN_IN,
        {"login": "zhou", "password": PASSWORD},
        headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"},
    )
    assert SignInEntry.objects.get().address == "10.1.2.3"
    assert str(SignInEntry.objects.get()).startswith("登录成功 ")


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [
        ("6.6.6.6, 10.1.2.3:51234", "10.1.2.3"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_an_address_is_read_however_the_proxy_writes_it(
    client, zhou: Person, settings, forwarded: str, seen: str
) -> None:
    settings.HTTPS = True
    form = {"login": "zhou", "password": PASSWORD}
    assert client.post(SIGN_IN, form, headers={"X-Forwarded-For": forwarded}).status_code == 302
    assert SignInEntry.objects.get().address == seen


def test_without_a_proxy_nobody_names_their_own_address(client, zhou: Person) -> None:
    client.post(SIGN_IN, {"login": "zhou", "password": PASSWORD}, headers={"X-Forwarded-For": "6.6.6.6"})
    assert SignInEntry.objects.get().address == "127.0.0.1"
