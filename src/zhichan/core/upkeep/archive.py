"""The archive a backup is: one zip file, and the manifest that says what must be in it.

manifest.json             written last; digests and counts of everything else
tables/<app.model>.jsonl  one line per row (rows.py)
files/<sha256>            stored files
audit/journal.log         the audit journal as far as the rows reach
audit/roots/<day>.json    the daily seals kept beside it
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput

FORMAT = 1
MANIFEST = "manifest.json"
_PIECE_BYTES = 1 << 20
_MANIFEST_LIMIT_BYTES = 256 * 1024 * 1024
_LINE_LIMIT_BYTES = 64 * 1024 * 1024
# What the standard library raises for a zip that is cut off, altered, locked or lies about its members.
_BROKEN = (
    *(KeyError, ValueError, TypeError, AttributeError, RecursionError, OverflowError, RuntimeError),
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, struct.error),
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"files/[0-9a-f]{64}")
_AUDIT = re.compile(r"audit/(journal\.log|roots/[0-9]{4}-[0-9]{2}-[0-9]{2}\.json)")
_LABEL = re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")


@dataclass(frozen=True)
class Table:
    """One table: ``model`` is its label, ``columns`` the order of values in a line."""

    model: str
    columns: list[str]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        return f"tables/{self.model}.jsonl"


@dataclass(frozen=True)
class Kept:
    """One file in the archive beside the tables."""

    member: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the archive holds. ``audit_root`` is the Merkle root over all chain heads in it."""

    format: int
    product_version: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    tables: list[Table]
    files: list[Kept]
    audit: list[Kept]
    audit_root: str
    audit_events: int

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def parse_manifest(text: str) -> Manifest:
    """Raises ValueError, TypeError or KeyError when the text is no manifest."""
    values: dict[str, Any] = json.loads(text)
    values["migrations"] = [(app, name) for app, name in values["migrations"]]
    values["tables"] = [Table(**table) for table in values["tables"]]
    for part in ("files", "audit"):
        values[part] = [Kept(**kept) for kept in values[part]]
    manifest = Manifest(**values)
    _refuse_strange(manifest)
    return manifest


def _refuse_strange(manifest: Manifest) -> None:
    """Raise ValueError or TypeError for what no backup says: a member's name is where its bytes will lie."""
    if not all(isinstance(text, str) for node in manifest.migrations for text in node):
        raise ValueError(manifest.migrations)
    named = [(kept, _FILE) for kept in manifest.files] + [(kept, _AUDIT) for kept in manifest.audit]
    for kept, pattern in named:
        if not (pattern.fullmatch(kept.member) and kept.size_bytes >= 0 and _SHA256.fullmatch(kept.sha256)):
            raise ValueError(kept)
    for table in manifest.tables:
        is_known = _LABEL.fullmatch(table.model) and _SHA256.fullmatch(table.sha256)
        if not is_known or table.rows < 0 or not all(isinstance(name, str) for name in table.columns):
            raise ValueError(table)


class ArchiveWriter:
    """Writes members and remembers their digests."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def write(self, member: str, pieces: Iterable[bytes], *, packed: bool = True) -> tuple[Kept, int]:
        """Write one member; returns what was kept and the number of pieces (rows, for a table)."""
        entry = zipfile.ZipInfo(member)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        digest, size, count = hashlib.sha256(), 0, 0
        with self._archive.open(entry, "w", force_zip64=True) as target:
            for piece in pieces:
                target.write(piece)
                digest.update(piece)
                size += len(piece)
                count += 1
        return Kept(member, size, digest.hexdigest()), count


def damaged(path: Path, member: str = "") -> InvalidInput:
    where = f"（{member}）" if member else ""
    return InvalidInput(
        _("备份文件“%(name)s”已损坏或不完整%(where)s，没有恢复任何内容。请换用另一份备份。")
        % {"name": path.name, "where": where},
        path=str(path),
        member=member,
    )


class ArchiveReader:
    """An open archive whose manifest was read. Use as a context manager.

    Raises InvalidInput when the file is no backup of this product or damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise InvalidInput(_("找不到备份文件“%(path)s”，请检查路径。") % {"path": path}, path=str(path))
        try:
            self._archive = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise damaged(path) from error
        try:
            self.manifest = self._read_manifest()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> ArchiveReader:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._archive.close()

    def _read_manifest(self) -> Manifest:
        try:
            if self._archive.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT_BYTES:
                raise damaged(self.path, MANIFEST)
            manifest = parse_manifest(self._archive.read(MANIFEST).decode("utf-8"))
        except _BROKEN as error:
            raise damaged(self.path, MANIFEST) from error
        if manifest.format != FORMAT:
            raise InvalidInput(
                _("备份文件“%(name)s”的格式版本 %(format)s 不能由此程序恢复。请升级程序后再试。")
                % {"name": self.path.name, "format": manifest.format}
            )
        return manifest

    def check(self) -> None:
        """Read everything once and hold it against the manifest, before anything is written."""
        for table in self.manifest.tables:
            self._check_member(table.member, table.sha256)
        for kept in [*self.manifest.files, *self.manifest.audit]:
            self._check_member(kept.member, kept.sha256)

    def _check_member(self, member: str, sha256: str) -> None:
        digest = hashlib.sha256()
        for piece in self.pieces(member):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            raise damaged(self.path, member)

    def pieces(self, member: str) -> Iterator[bytes]:
        try:
            with self._archive.open(member) as source:
                while piece := source.read(_PIECE_BYTES):
                    yield piece
        except _BROKEN as error:
            raise damaged(self.path, member) from error

    def lines(self, member: str) -> Iterator[bytes]:
        """The lines of a table, one by one; a line longer than any row is no row."""
        packed: Any = self._archive.open(member)
        with io.BufferedReader(packed, _PIECE_BYTES) as source:
            while line := source.readline(_LINE_LIMIT_BYTES):
                if len(line) == _LINE_LIMIT_BYTES:
                    raise damaged(self.path, member)
                yield line
