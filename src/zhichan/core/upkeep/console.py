"""What every verb of the console begins with: the installation opened, or one clear line why not."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

#: Columns of a table that is read by no terminal.
WIDEST = 10_000


def open_installation(*, make: bool = True) -> None:
    """Set Django up and reach the database; in a fresh data folder make the tables first.

    ``make=False`` leaves a fresh place as it is, for verbs that look at it or fill it themselves.
    Raises InvalidInput when the database cannot be reached, or stands at another version.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.config.settings")
    django.setup()
    if make:
        _bring_up()


def _bring_up() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError
    from django.utils.translation import gettext as _

    from zhichan.core.errors import InvalidInput
    from zhichan.core.upkeep.tables import bring_up_to_date

    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise InvalidInput(_("无法打开数据库：%(reason)s。") % {"reason": reason}) from error
    if not executor.loader.applied_migrations:
        bring_up_to_date()
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise InvalidInput(_("数据表结构与程序版本不符，请先运行 zhichan manage migrate。"))


def table_console() -> Console:
    """Where tables go: as wide as the terminal; into a file or a pipe whole, however wide they are."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=WIDEST)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
