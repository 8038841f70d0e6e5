"""The docx as a package (文件包): looked at before it is opened, written alike each time."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput

MOST_PARTS = 300
MOST_UNPACKED_BYTES = 20 * 1024 * 1024
MOST_PACKED = 200
_FREE_BYTES = 2 * 1024 * 1024
_EARLIEST = (1980, 1, 1, 0, 0, 0)
BODY = "word/document.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every part by its name. Raises InvalidInput for what is no docx, damaged, locked or far too large."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        _look(package)
        return {part.filename: package.read(part) for part in package.infolist()}
    except _BROKEN as error:
        raise InvalidInput(_("这个文件打不开，不是完好的 docx。请用 Word 或 WPS 另存为 docx。")) from error


def _look(package: zipfile.ZipFile) -> None:
    """Sizes and names, before anything is unpacked; ``zipfile`` refuses a part longer than it says."""
    parts = package.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    is_bomb = unpacked > _FREE_BYTES and unpacked > packed * MOST_PACKED
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED_BYTES or is_bomb:
        raise InvalidInput(_("这个文件解开后过大，没有打开。请删去图片和多余的内容再传。"))
    if any(part.flag_bits & 0x1 for part in parts):
        raise InvalidInput(_("这个文件加了密码。请去掉密码后再传。"))
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names) or BODY not in names:
        raise InvalidInput(_("这个文件打不开，不是完好的 docx。请用 Word 或 WPS 另存为 docx。"))


def same_bytes(content: bytes) -> bytes:
    """The package written anew: parts in order of their names, no time of day, one way of packing."""
    return packed(parts_of(content))


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    names = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name in names:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, parts[name], compresslevel=6)
    return file.getvalue()
