"""The place a backup is restored into: that it is empty, and that it stays so when restoring fails."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from zhichan.core.audit.journal import audit_dir
from zhichan.core.errors import Conflict
from zhichan.core.files.storage import files_dir, flush_folder
from zhichan.core.upkeep.rows import kept_models

SEEDED = frozenset(
    {
        "auth.permission",
        "calendar.calendarchange",
        "calendar.calendarday",
        "contenttypes.contenttype",
        "jobs.heartbeat",
        "jobs.sweeprun",
    }
)
"""Tables that a fresh installation fills by itself: rows in them do not make a place used."""


def marker_path() -> Path:
    """Exists while a restore is under way; what it leaves when killed is removed by the next one."""
    return Path(settings.DATA_DIR) / "restoring"


@contextmanager
def empty_place() -> Iterator[None]:
    """An empty place to restore into. Whatever the block put into it is removed when it fails.

    Raises Conflict when the database or the data folder holds anything; then nothing is touched.
    """
    _refuse_used_database()
    marker = marker_path()
    if marker.exists():
        _clear_folders()  # of a restore that was killed: the database is empty, so nobody's files
    _refuse_used_folders()
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.touch()
    try:
        with _staged_database():
            yield
    except BaseException:
        _clear_folders()
        raise
    finally:
        marker.unlink()


def _refuse_used_folders() -> None:
    for folder in (files_dir(), audit_dir()):
        if any(path.is_file() for path in folder.rglob("*")):
            raise _occupied(_("目录 %(folder)s 中有文件") % {"folder": folder})


def _refuse_used_database() -> None:
    if not _database_exists():
        return
    tables = set(connection.introspection.table_names())
    for model in kept_models(apps):
        label = model._meta.label_lower
        if label not in SEEDED and model._meta.db_table in tables and model._base_manager.exists():
            raise _occupied(_("数据表 %(table)s 中有记录") % {"table": label})


def _database_exists() -> bool:
    return connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()


def _occupied(reason: str) -> Conflict:
    return Conflict(
        _("只能恢复到空的位置：%(reason)s。请另设 ZHICHAN_DATA_DIR（及 ZHICHAN_DATABASE_URL）后再恢复。")
        % {"reason": reason}
    )


def _clear_folders() -> None:
    shutil.rmtree(files_dir(), ignore_errors=True)
    shutil.rmtree(audit_dir(), ignore_errors=True)


@contextmanager
def _staged_database() -> Iterator[None]:
    """A database that takes its place only when the block succeeds.

    SQLite: the block works on a file beside, renamed at the end; it begins with the tables that are
    there. PostgreSQL has no such file; the caller's transaction does the same there.
    """
    if connection.vendor != "sqlite":
        yield
        return
    target = Path(connection.settings_dict["NAME"])
    staged = target.with_name(f"{target.name}.restoring")
    _remove_database(staged)
    if target.exists():
        _copy_database(staged)
    connection.close()
    connection.settings_dict["NAME"] = staged
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        _remove_beside(target)
        staged.replace(target)
        flush_folder(target.parent)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = target
        _remove_database(staged)


def _copy_database(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)


def _remove_database(path: Path) -> None:
    path.unlink(missing_ok=True)
    _remove_beside(path)


def _remove_beside(path: Path) -> None:
    """The files SQLite keeps beside a database; they must not be applied to another one."""
    for ending in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
