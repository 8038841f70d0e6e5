"""``flush`` empties every table: refused here, because audit events are never removed.

The test runner empties its own databases (in memory, or named ``test_…``) after each test that commits.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from zhichan.core import append_only


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        name = str(connection.settings_dict["NAME"])
        if not name.rpartition("/")[2].startswith("test_") and "mode=memory" not in name:
            raise CommandError("审计记录不可清除：不能清空此数据库。请另建数据目录，或从备份恢复。")
        with append_only.lifted(connection):
            super().handle(**options)
