"""The second factor: set up, asked for, lost, forced, and not to be guessed."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from zhichan.core.access.roles import Role
from zhichan.core.people.models import Person, SignInEntry

PASSWORD = "correct-horse-battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _one_period(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the codes stands, so that no test begins in one period and ends in the next."""
    instant = time.time()
    monkeypatch.setattr(time, "time", lambda: instant)


@pytest.fixture
def wang(person, office) -> Person:
    return person(Role.PLAN_OFFICER, office, username="wang")


@pytest.fixture
def guarded(wang: Person) -> Person:
    TOTP.activate(wang, SECRET)
    RecoveryCodes.activate(wang)
    return wang


def code(secret: str = SECRET) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(client: Client, password: str = PASSWORD):
    return client.post("/account/sign-in/", {"login": "wang", "password": password})


def confirm(client: Client) -> None:
    """What every change of a factor asks for first: the password once more."""
    assert client.post("/account/confirm/", {"password": PASSWORD}).status_code == 302


def kinds() -> list[str]:
    return list(SignInEntry.objects.order_by("pk").values_list("kind", flat=True))


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_password_alone_does_not_let_in(client, guarded: Person) -> None:
    assert sign_in(client)["Location"] == "/account/sign-in/code/"
    assert not is_in(client)
    assert "认证器中的 6 位数字" in client.get("/account/sign-in/code/").content.decode()
    assert client.post("/account/sign-in/code/", {"code": code()}).status_code == 302
    assert is_in(client)
    assert kinds() == ["signed_in"]


def test_a_recovery_code_works_once(client, guarded: Person) -> None:
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        sign_in(client)
        client.post("/account/sign-in/code/", {"code": spare})
        assert is_in(client) is expected
        client.post("/account/sign-out/")


def test_wrong_codes_lock_like_wrong_passwords(client, guarded: Person) -> None:
    sign_in(client)
    for _attempt in range(4):
        assert client.post("/account/sign-in/code/", {"code": "000000"}).status_code == 200
    assert client.post("/account/sign-in/code/", {"code": "000000"}).status_code == 429
    assert client.get("/account/sign-in/code/")["Location"].startswith("/account/sign-in/")
    assert client.post("/account/sign-in/code/", {"code": code()})["Location"].startswith("/account/sign-in/")
    assert sign_in(client).status_code == 429
    assert not is_in(client)
    assert kinds()[:6] == ["code_failed"] * 5 + ["locked"]


def test_entering_the_password_again_does_not_give_new_tries(client, guarded: Person) -> None:
    for _round in range(2):
        sign_in(client)
        for _attempt in range(2):
            client.post("/account/sign-in/code/", {"code": "000000"})
    sign_in(client)
    assert client.post("/account/sign-in/code/", {"code": "000000"}).status_code == 429


def test_guessing_codes_inside_a_session_ends_it(client, guarded: Person) -> None:
    sign_in(client)
    client.post("/account/sign-in/code/", {"code": code()})
    for _attempt in range(5):
        client.post("/account/confirm/code/", {"code": "000000"})
    assert not is_in(client)


@pytest.mark.usefixtures("contexts")
def test_setting_up_shows_a_secret_and_gives_recovery_codes(
    client, wang: Person, django_capture_on_commit_callbacks
) -> None:
    sign_in(client)
    confirm(client)
    page = client.get("/account/second-factor/add/")
    assert page.status_code == 200
    assert "data:image/svg+xml" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/account/second-factor/add/", {"code": code(page.context["form"].secret)})
    assert done["Location"] == "/account/recovery-codes/"
    codes = client.get("/account/recovery-codes/")
    assert "还有 10 个（共 10 个）" in codes.content.decode()
    assert client.get("/account/recovery-codes/download/")["Content-Disposition"].startswith("attachment")
    assert "已启用" in client.get("/account/second-factor/").content.decode()
    assert kinds() == ["signed_in", "factor_added", "factor_added"]


@pytest.mark.usefixtures("contexts")
def test_a_wrong_first_code_sets_nothing_up(client, wang: Person) -> None:
    sign_in(client)
    confirm(client)
    page = client.get("/account/second-factor/add/")
    assert client.post("/account/second-factor/add/", {"code": "000000"}).status_code == 200
    assert page.context["form"].secret
    assert not Authenticator.objects.exists()


def test_removing_it_removes_the_recovery_codes_too(client, guarded: Person) -> None:
    sign_in(client)
    client.post("/account/sign-in/code/", {"code": code()})
    confirm(client)
    assert client.get("/account/second-factor/remove/").status_code == 200
    assert client.post("/account/second-factor/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert kinds() == ["signed_in", "factor_removed", "factor_removed"]


def test_new_recovery_codes_make_the_old_ones_void(
    client, guarded: Person, django_capture_on_commit_callbacks
) -> None:
    sign_in(client)
    client.post("/account/sign-in/code/", {"code": code()})
    confirm(client)
    before = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert "马上作废" in client.get("/account/recovery-codes/new/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/recovery-codes/new/")
    assert not set(before) & set(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes())
    assert kinds()[-1] == "factor_reset"


@pytest.mark.parametrize("address", ["second-factor/add/", "recovery-codes/new/"])
def test_changing_a_factor_asks_for_the_password_once_more(client, wang: Person, address: str) -> None:
    sign_in(client)
    sent = client.get(f"/account/{address}")["Location"]
    assert sent.startswith("/account/confirm/?next=")
    page = client.get(sent)
    assert "再次确认是您本人" in page.content.decode()
    assert client.post("/account/confirm/", {"password": "wrong"}).status_code == 200
    assert kinds()[-1] == "failed"


@pytest.mark.parametrize(
    "role", [Role.PLAN_OFFICER, Role.OFFICE_LEADER, Role.SYSTEM_ADMIN, Role.UNIT_CONTACT]
)
def test_where_it_is_required_staff_set_it_up_before_anything_else(
    signed_in, office, settings, role: Role
) -> None:
    settings.REQUIRE_MFA = True
    client = signed_in(role, office)
    for address in ("/", "/system/", "/account/"):
        assert client.get(address)["Location"] == "/account/second-factor/add/"
    assert client.post("/account/text-size/", {"size": "large"})["Location"] == "/"
    Authenticator.objects.create(user=Person.objects.get(), type="totp", data={"secret": "x"})
    assert client.get("/account/").status_code == 200


def test_firms_are_not_held_up_by_it(signed_in, unit, settings) -> None:
    settings.REQUIRE_MFA = True
    assert signed_in(Role.FIRM_USER, unit("某某精密公司", kind="firm")).get("/account/").status_code == 200


def test_a_lock_holds_for_every_half_finished_sign_in_from_anywhere(guarded: Person) -> None:
    halves = [Client(REMOTE_ADDR=f"10.0.0.{n}") for n in range(7)]
    for half in halves:
        assert sign_in(half)["Location"] == "/account/sign-in/code/"
    for half in halves[:5]:
        assert half.post("/account/sign-in/code/", {"code": "000000"}).status_code == 200
    assert halves[5].post("/account/sign-in/code/", {"code": "000000"}).status_code == 429
    assert halves[6].post("/account/sign-in/code/", {"code": code()}).status_code == 429
    assert not is_in(halves[6])
    assert kinds() == ["code_failed"] * 5
    SignInEntry.objects.update(happened_at=timezone.now() - timedelta(minutes=16))
    assert sign_in(halves[6])["Location"] == "/account/sign-in/code/"
    halves[6].post("/account/sign-in/code/", {"code": code()})
    assert is_in(halves[6])


def test_a_locked_person_is_put_out_where_a_code_is_asked_for_once_more(guarded: Person) -> None:
    inside, guessing = Client(), Client(REMOTE_ADDR="10.0.0.9")
    sign_in(inside)
    inside.post("/account/sign-in/code/", {"code": code()})
    sign_in(guessing)
    for _attempt in range(5):
        guessing.post("/account/sign-in/code/", {"code": "000000"})
    assert inside.post("/account/confirm/code/", {"code": code()}).status_code == 429
    assert not is_in(inside)


@pytest.mark.parametrize("address", ["/account/sign-in/code/", "/account/confirm/code/"])
def test_a_code_works_once_whichever_process_is_asked(guarded: Person, address: str) -> None:
    first, second = Client(), Client()
    sign_in(first)
    once = code()
    first.post("/account/sign-in/code/", {"code": once})
    assert is_in(first)
    cache.clear()  # as in another process, which remembers nothing
    sign_in(second)
    asked = first if "confirm" in address else second
    refused = asked.post(address, {"code": once})
    assert refused.status_code == 200
    assert not is_in(second)
    Authenticator.objects.update(last_used_at=timezone.now() - timedelta(seconds=31))
    cache.clear()
    assert asked.post(address, {"code": code()}).status_code == 302
