"""Restoring a backup (恢复) into an empty place, wholly or not at all.

The archive is read and checked once before anything is written. Then everything is built aside: on
SQLite in a new database file that is renamed into place last, on PostgreSQL in one transaction. The
database may be of the other kind than the one the backup was made from, and the backup may be older
than the product: its tables are made as they were then, filled, compared, and brought up to date.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path, PurePosixPath

from django.apps import apps as django_apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.db.utils import DatabaseError, IntegrityError
from django.utils.translation import gettext as _

from zhichan.core import append_only
from zhichan.core.audit.journal import audit_dir
from zhichan.core.audit.verify import verify_audit
from zhichan.core.errors import InvalidInput
from zhichan.core.files import storage
from zhichan.core.upkeep.archive import ArchiveReader, Kept, Manifest, Table, damaged
from zhichan.core.upkeep.backup import Progress, no_progress
from zhichan.core.upkeep.place import empty_place
from zhichan.core.upkeep.rows import insert_lines, kept_models, lines_of
from zhichan.core.upkeep.tables import bring_up_to_date, make_tables

Node = tuple[str, str]
Models = Mapping[str, type[Model]]
# What lines raise that are no rows of their table.
_UNFIT = (
    *(DatabaseError, ValidationError, ValueError, TypeError, KeyError),
    *(AttributeError, OverflowError, RecursionError),
)


def restore_backup(path: Path, *, progress: Progress = no_progress) -> Manifest:
    """Fill this empty installation from an archive; returns what was restored.

    Every table is read back and compared with the archive by SHA-256, every file by its own, and the
    audit chains are verified; only then does the restore count. O(rows + bytes of files).
    Raises Conflict when the place is not empty, InvalidInput when the archive is damaged, is none, or
    comes from a newer version; on any of them nothing is left behind.
    """
    with ArchiveReader(path) as archive:
        progress(_("核对备份文件"))
        archive.check()
        with empty_place():
            _restore_files(archive, progress)
            _restore_database(archive, progress)
        return archive.manifest


def _restore_files(archive: ArchiveReader, progress: Progress) -> None:
    for kept in archive.manifest.files:
        sha256 = PurePosixPath(kept.member).name
        progress(sha256[:16])
        with storage.drafted(archive.pieces(kept.member), kept.size_bytes) as draft:
            if draft.sha256 != sha256:
                raise damaged(archive.path, kept.member)
            storage.keep(draft)
    for kept in archive.manifest.audit:
        _restore_audit_file(archive, kept)


def _restore_audit_file(archive: ArchiveReader, kept: Kept) -> None:
    target = audit_dir() / PurePosixPath(kept.member).relative_to("audit")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        for piece in archive.pieces(kept.member):
            file.write(piece)


def _restore_database(archive: ArchiveReader, progress: Progress) -> None:
    manifest = archive.manifest
    targets = _migration_targets(archive)
    models = _models_then(archive, targets)
    # PostgreSQL makes tables within a transaction; SQLite works on a file that does not count yet.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        progress(_("建立数据表"))
        if _is_of_today(targets) and not connection.introspection.table_names():
            make_tables()
        else:
            MigrationExecutor(connection).migrate(targets)
        with transaction.atomic():
            _load_tables(archive, models, progress)
        progress(_("升级数据表"))
        bring_up_to_date()
        progress(_("校验审计链"))
        report = verify_audit()
        if not report.is_sound or report.events != manifest.audit_events:
            raise damaged(archive.path, report.findings[0].text() if report.findings else "audit")


def _migration_targets(archive: ArchiveReader) -> list[Node]:
    """The last migration of each application as of the backup.

    Raises InvalidInput when this program does not know one of them, or the database is ahead of them.
    """
    manifest = archive.manifest
    loader = MigrationLoader(connection)
    then = set(manifest.migrations)
    if unknown := sorted(then - set(loader.graph.nodes)):
        raise InvalidInput(
            _("备份来自更新的版本 %(version)s（含 %(migration)s）。请先升级程序再恢复。")
            % {"version": manifest.product_version, "migration": ".".join(unknown[0])}
        )
    if ahead := sorted(set(loader.applied_migrations) - then):
        raise InvalidInput(
            _("数据库的表结构比备份新（含 %(migration)s）。请换一个全新的空数据库再恢复。")
            % {"migration": ".".join(ahead[0])}
        )
    return sorted(node for node in then if not _has_successor(node, then, loader))


def _has_successor(node: Node, among: set[Node], loader: MigrationLoader) -> bool:
    children = {child.key for child in loader.graph.node_map[node].children}
    return any(child[0] == node[0] and child in among for child in children)


def _is_of_today(targets: list[Node]) -> bool:
    return set(targets) == set(MigrationLoader(None).graph.leaf_nodes())


def _models_then(archive: ArchiveReader, targets: list[Node]) -> Models:
    """The tables as they were at the time of the backup, by label."""
    apps_then = django_apps if _is_of_today(targets) else MigrationLoader(None).project_state(targets).apps
    models = {model._meta.label_lower: model for model in kept_models(apps_then)}
    if set(models) != {table.model for table in archive.manifest.tables}:
        raise damaged(archive.path, "tables")
    return models


def _load_tables(archive: ArchiveReader, models: Models, progress: Progress) -> None:
    append_only.drop()
    _defer_references()
    _clear(models.values())
    for table in archive.manifest.tables:
        progress(table.model)
        _load(archive, models[table.model], table)
    _check_references(archive)
    for table in archive.manifest.tables:
        _compare(archive, models[table.model], table)
    _reset_sequences(models.values())
    append_only.create()


def _defer_references() -> None:
    """Tables are filled by name, not in the order of their references; migrations may have left some
    of PostgreSQL's constraints checking at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _load(archive: ArchiveReader, model: type[Model], table: Table) -> None:
    try:
        with transaction.atomic():
            insert_lines(model, table.columns, archive.lines(table.member))
    except _UNFIT as error:
        raise damaged(archive.path, table.member) from error


def _clear(models: Iterable[type[Model]]) -> None:
    """Remove what migrations and a fresh start put in by themselves."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _check_references(archive: ArchiveReader) -> None:
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise damaged(archive.path, "tables") from error


def _compare(archive: ArchiveReader, model: type[Model], table: Table) -> None:
    """Read the table back: the same rows give the same bytes on every database."""
    digest, rows = hashlib.sha256(), 0
    for line in lines_of(model, table.columns):
        digest.update(line)
        rows += 1
    if (rows, digest.hexdigest()) != (table.rows, table.sha256):
        raise damaged(archive.path, table.member)


def _reset_sequences(models: Iterable[type[Model]]) -> None:
    """Let new rows be numbered after the restored ones (PostgreSQL; SQLite does it by itself)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
