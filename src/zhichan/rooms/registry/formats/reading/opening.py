"""Opening a file in pieces: bytes or a path, packed with gzip or not, never more than the limits allow."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from zhichan.core.imports.reading.grid import FileRefused, Limits
from zhichan.core.imports.reading.package import FREE_BYTES, MOST_PACKED, damaged

Source = bytes | Path

SAMPLE_BYTES = 64 * 1024
_GZIP = b"\x1f\x8b"
_MEGABYTE = 1024 * 1024


OF_A_WORKBOOK = Limits(rows=250_000, columns=300, cells=10_000_000, unpacked_bytes=1024 * _MEGABYTE)


@dataclass(frozen=True)
class ReadingLimits:
    """How much is read. Text and XML are streamed; a workbook is held in memory as a whole."""

    rows: int = 5_000_000
    columns: int = 300
    text_bytes: int = 8 * 1024 * _MEGABYTE
    xml_bytes: int = 512 * _MEGABYTE
    packed_ratio: int = MOST_PACKED
    workbook: Limits = OF_A_WORKBOOK


USUAL = ReadingLimits()


class Guarded(io.RawIOBase):
    """A stream that refuses to give more than it may."""

    def __init__(self, stream: BinaryIO, most: int, packed: int | None, ratio: int) -> None:
        self._stream, self._most, self._packed, self._ratio = stream, most, packed, ratio
        self.given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._stream.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile, OSError) as error:
            raise damaged() from error
        self.given += len(piece)
        if self.given > self._most or self._is_bomb():
            raise FileRefused(
                _("文件解开后超过 %(limit)d MB，或压缩得不合常理，没有读。请分成几份。")
                % {"limit": self._most // _MEGABYTE}
            )
        return piece

    def _is_bomb(self) -> bool:
        return (
            self._packed is not None and self.given > FREE_BYTES and self.given > self._packed * self._ratio
        )

    def close(self) -> None:
        self._stream.close()
        super().close()


def opened(source: Source, most: int, ratio: int = USUAL.packed_ratio) -> Guarded:
    """The unpacked bytes as a stream. Raises FileRefused while reading for a bomb or damaged packing."""
    raw: BinaryIO = source.open("rb") if isinstance(source, Path) else io.BytesIO(source)
    start = raw.read(2)
    raw.seek(0)
    if start != _GZIP:
        return Guarded(raw, most, None, ratio)
    packed = os.fstat(raw.fileno()).st_size if isinstance(source, Path) else len(source)
    return Guarded(cast(BinaryIO, _Unpacked(raw)), most, packed, ratio)


class _Unpacked(gzip.GzipFile):
    """A gzip stream that closes the file below with itself."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(fileobj=raw, mode="rb")
        self._raw_file = raw

    def close(self) -> None:
        super().close()
        self._raw_file.close()


def head_of(source: Source) -> bytes:
    """The first 64 KB, unpacked. Raises FileRefused for an empty or damaged file."""
    with opened(source, SAMPLE_BYTES * 2) as stream:
        pieces: list[bytes] = []
        while (missing := SAMPLE_BYTES - sum(map(len, pieces))) and (piece := stream.read(missing)):
            pieces.append(piece)
    head = b"".join(pieces)
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise FileRefused(_("文件是空的。请传有表头和数据的文件。"))
    return head


def start_of(source: Source) -> bytes:
    """The first bytes as they lie in the file, packed or not."""
    if isinstance(source, bytes):
        return source[:64]
    with source.open("rb") as file:
        return file.read(64)
