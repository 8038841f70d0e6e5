"""What no administrator may do to another: a new first password, or without the lost second factor.

zhichan manage reset_account luo                   a new first password
zhichan manage reset_account luo --second-factor   removes the second factor
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhichan.core.access.actor import system_actor
from zhichan.core.access.requests import now
from zhichan.core.errors import ZhichanError
from zhichan.core.people.actions.people import reset_password, reset_second_factor
from zhichan.core.people.models import Person


class Command(BaseCommand):
    help = "重置一个账号的密码，或清除其第二因素；管理员的账号只能在这里重置"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="账号")
        parser.add_argument("--second-factor", action="store_true", help="清除第二因素，不动密码")

    def handle(self, *_arguments: Any, **given: Any) -> None:
        person = Person.objects.filter(username=given["username"]).first()
        if person is None:
            raise CommandError(f"没有账号“{given['username']}”。", returncode=2)
        by, at = system_actor("console"), now()
        try:
            if given["second_factor"]:
                reset_second_factor(person, by=by, at=at)
                self.stdout.write(f"{person.username} 的第二因素已清除。")
            else:
                account = reset_password(person, by=by, at=at)
                self.stdout.write(f"{person.username} 的初始密码 {account.password}（只显示这一次）")
        except ZhichanError as refusal:
            raise CommandError(refusal.message, returncode=2) from refusal
