"""Begin a real installation: the office, and the three administrators who open all further accounts.

zhichan manage first_accounts 云川区知识产权局 --system luo:罗一 --security an:安二 --audit wen:闻三
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from zhichan.core.access.actor import system_actor
from zhichan.core.access.requests import now, today
from zhichan.core.access.roles import Role
from zhichan.core.errors import ZhichanError
from zhichan.core.people.actions.people import Account, NewPerson, create_person
from zhichan.core.people.actions.posts import NewPost, grant_post
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Person, Unit

_ROLES = {"system": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}


class Command(BaseCommand):
    help = "登记主管部门，开通系统、安全、审计三位管理员；只在还没有任何账号时可用"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("office", help="主管部门全称，如 云川区知识产权局")
        for word, role in _ROLES.items():
            parser.add_argument(f"--{word}", required=True, metavar="账号:姓名", help=str(role.label))

    def handle(self, *_arguments: Any, **given: Any) -> None:
        wanted = {role: _account(given[word]) for word, role in _ROLES.items()}
        try:
            accounts = _open(given["office"], wanted)
        except ZhichanError as refusal:
            raise CommandError(refusal.message, returncode=2) from refusal
        for role, account in accounts.items():
            self.stdout.write(f"{role.label}  {account.person.username}  初始密码 {account.password}")
        self.stdout.write("密码只显示这一次，登录后必须改掉。")


def _account(text: str) -> tuple[str, str]:
    username, colon, name = text.partition(":")
    if not (username and colon and name):
        raise CommandError(f"“{text}”读不出来，请写成 账号:姓名。", returncode=2)
    return username, name


@transaction.atomic
def _open(office: str, wanted: dict[Role, tuple[str, str]]) -> dict[Role, Account]:
    """The office and the accounts with their posts: all of it or nothing."""
    if Person.objects.exists():
        raise CommandError("已经有账号了；新账号由系统管理员在“人员与任职”里开通。", returncode=2)
    by, at = system_actor("console"), now()
    unit = create_unit(NewUnit(office, Unit.Kind.OFFICE), by=by, at=at)
    accounts = {}
    for role, (username, name) in wanted.items():
        accounts[role] = create_person(NewPerson(username, name), by=by, at=at)
        grant_post(accounts[role].person, NewPost(role, unit, today()), by=by, at=at)
    return accounts
