"""Beginning an installation at the console, and helping an administrator who is locked out."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from zhichan.core.access.roles import Role
from zhichan.core.audit.queries import events_of
from zhichan.core.people.models import Person, Post, Unit

THREE = {"system": "luo:罗一", "security": "an:安二", "audit": "wen:闻三"}


def first_accounts(office: str = "云川区知识产权局", **changes: str) -> str:
    out = StringIO()
    call_command("first_accounts", office, stdout=out, **{**THREE, **changes})
    return out.getvalue()


def test_the_office_and_its_three_administrators_are_opened(db) -> None:
    printed = first_accounts()
    assert (Unit.objects.get().name, Unit.objects.get().kind) == ("云川区知识产权局", "office")
    posts = {post.role: post.person for post in Post.objects.select_related("person")}
    assert {role: person.username for role, person in posts.items()} == {
        "system_admin": "luo",
        "security_admin": "an",
        "audit_admin": "wen",
    }
    for person in posts.values():
        line = next(line for line in printed.splitlines() if f" {person.username} " in line)
        assert person.check_password(line.split()[-1])
        assert person.password_is_initial
    assert events_of(posts["audit_admin"]).first().actor_name == "console"


def test_it_begins_once(db) -> None:
    first_accounts()
    with pytest.raises(CommandError, match="已经有账号了") as refusal:
        first_accounts()
    assert refusal.value.returncode == 2
    assert Person.objects.count() == 3


@pytest.mark.parametrize(
    "changes",
    [{"audit": "luo:闻三"}, {"audit": "wen"}, {"audit": ":闻三"}, {"audit": "w:闻三"}, {"office": "（）"}],
)
def test_a_half_begun_installation_is_none(db, changes: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        first_accounts(**changes)
    assert not Person.objects.exists()
    assert not Unit.objects.exists()


def test_an_administrator_gets_a_new_password_at_the_console_only(person, office) -> None:
    admin = person(Role.AUDIT_ADMIN, office)
    out = StringIO()
    call_command("reset_account", admin.username, stdout=out)
    admin.refresh_from_db()
    assert admin.check_password(out.getvalue().split("初始密码 ")[1].split("（")[0])
    assert admin.password_is_initial


def test_a_lost_second_factor_is_removed_at_the_console(person, office) -> None:
    admin = person(Role.AUDIT_ADMIN, office)
    with pytest.raises(CommandError, match="没有启用第二因素"):
        call_command("reset_account", admin.username, second_factor=True)
    Authenticator.objects.create(user=admin, type="totp", data={"secret": "x"})
    out = StringIO()
    call_command("reset_account", admin.username, second_factor=True, stdout=out)
    assert "已清除" in out.getvalue()
    assert not Authenticator.objects.exists()


def test_an_unknown_account_is_said_in_one_line(db) -> None:
    with pytest.raises(CommandError, match="没有账号“nobody”"):
        call_command("reset_account", "nobody")
