"""Making a backup (备份) while others go on writing.

All tables are read in one snapshot (``audit/snapshot.py``), the same way on both databases, so the
archive can be restored into either. Stored files never change and are never removed: those the
snapshot's rows name can be copied after it.
"""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils.translation import gettext as _

from zhichan.core.access.actor import Actor
from zhichan.core.audit import journal
from zhichan.core.audit.actions import record
from zhichan.core.audit.hashing import instant_text
from zhichan.core.audit.models import AuditEvent, AuditSeal
from zhichan.core.audit.seals import Root, latest_seal, root_through, roots_dir
from zhichan.core.audit.snapshot import read_snapshot
from zhichan.core.audit.subjects import SubjectKey
from zhichan.core.errors import InvalidInput, SourceMissing
from zhichan.core.files import storage
from zhichan.core.files.models import StoredFile
from zhichan.core.upkeep.archive import FORMAT, MANIFEST, ArchiveWriter, Kept, Manifest, Table
from zhichan.core.upkeep.rows import columns_of, kept_models, lines_of

Progress = Callable[[str], None]


def no_progress(_step: str) -> None:
    """For callers that show nothing."""


def make_backup(path: Path, *, by: Actor, at: datetime, progress: Progress = no_progress) -> Manifest:
    """Write everything this installation holds into one file; readable by its owner only.

    The file appears under its name when it is complete and on the disk. That a backup was begun is
    recorded before the snapshot, so the archive and the installation agree.
    Raises InvalidInput when the file is there already or cannot be written, SourceMissing when a stored
    file is gone or damaged; nothing is left behind then. O(rows + bytes of files).
    """
    with _draft_of(path) as draft:
        subject = SubjectKey("upkeep.backup", secrets.token_hex(8))
        record("upkeep.backup.begun", subject=subject, by=by, at=at, details={"file": path.name[:200]})
        with zipfile.ZipFile(draft, "w", allowZip64=True) as archive:
            manifest = _write_all(ArchiveWriter(archive), at, progress)
            archive.writestr(MANIFEST, manifest.text(), zipfile.ZIP_DEFLATED)
    return manifest


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    """A file beside the wanted one, flushed and given its name when the block succeeds, else removed."""
    if os.path.lexists(path):
        raise _is_there(path)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise InvalidInput(
            _("无法写入“%(path)s”：%(reason)s。") % {"path": path, "reason": error.strerror}, path=str(path)
        ) from error
    try:
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        _give_name(draft, path)
        draft.unlink(missing_ok=True)
        storage.flush_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _give_name(draft: Path, path: Path) -> None:
    """Let the finished file appear under its name, unless something else took the name meanwhile.

    A link never takes the place of what is there. Where the file system knows no links the name is first
    taken by an empty file that only its maker can have made.
    """
    try:
        os.link(draft, path)
    except FileExistsError as error:
        raise _is_there(path) from error
    except OSError:
        _take_name(path)
        try:
            draft.replace(path)
        except OSError:
            path.unlink()
            raise


def _take_name(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise _is_there(path) from error


def _is_there(path: Path) -> InvalidInput:
    return InvalidInput(_("“%(path)s”已存在，不会覆盖。请换一个文件名。") % {"path": path}, path=str(path))


@dataclass(frozen=True)
class _Snapshot:
    """What was read of the database in one instant."""

    migrations: list[tuple[str, str]]
    tables: list[Table]
    digests: list[str]
    root: Root
    seal: AuditSeal | None


def _write_all(writer: ArchiveWriter, at: datetime, progress: Progress) -> Manifest:
    # Before the snapshot: every event the journal names so far is then in the snapshot.
    journal_bytes = journal.size_bytes()
    taken = _write_tables(writer, progress)
    return Manifest(
        format=FORMAT,
        product_version=version("zhichan"),
        made_at=instant_text(at),
        database=connection.vendor,
        migrations=taken.migrations,
        tables=taken.tables,
        files=[_write_file(writer, sha256, progress) for sha256 in taken.digests],
        audit=_write_audit(writer, journal_bytes, taken.seal),
        audit_root=taken.root.root,
        audit_events=taken.root.events,
    )


def _write_tables(writer: ArchiveWriter, progress: Progress) -> _Snapshot:
    with read_snapshot():
        last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
        return _Snapshot(
            sorted(MigrationRecorder(connection).applied_migrations()),
            [_write_table(writer, model, progress) for model in kept_models(apps)],
            list(StoredFile.objects.order_by("sha256").values_list("sha256", flat=True)),
            root_through(last or 0),
            latest_seal(),
        )


def _write_table(writer: ArchiveWriter, model: type[Model], progress: Progress) -> Table:
    label = model._meta.label_lower
    progress(label)
    columns = columns_of(model)
    kept, rows = writer.write(f"tables/{label}.jsonl", lines_of(model, columns))
    return Table(label, columns, rows, kept.sha256)


def _write_file(writer: ArchiveWriter, sha256: str, progress: Progress) -> Kept:
    progress(sha256[:16])
    path = storage.path_of(sha256)
    if not path.is_file():
        raise _file_lost(sha256)
    with path.open("rb") as file:
        kept, _count = writer.write(f"files/{sha256}", storage.pieces_of(file), packed=False)
    if kept.sha256 != sha256:
        raise _file_lost(sha256)
    return kept


def _file_lost(sha256: str) -> SourceMissing:
    return SourceMissing(
        _("存储中的文件 %(sha256)s 缺失或已损坏，备份未完成。请运行 zhichan doctor 查看全部问题文件。")
        % {"sha256": sha256},
        sha256=sha256,
    )


def _write_audit(writer: ArchiveWriter, journal_bytes: int, seal: AuditSeal | None) -> list[Kept]:
    """The journal and the seals' files, no further than the rows reach.

    The latest seal fixes a stretch of the journal that may be longer than it was before the snapshot.
    """
    known_bytes = max(journal_bytes, seal.journal_bytes if seal else 0)
    last_day = seal.day.isoformat() if seal else ""
    roots = [path for path in sorted(roots_dir().glob("*.json")) if path.stem <= last_day]
    kept, _count = writer.write("audit/journal.log", journal.first_bytes(known_bytes))
    return [kept, *(writer.write(f"audit/roots/{path.name}", [path.read_bytes()])[0] for path in roots)]
