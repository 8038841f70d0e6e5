"""What an xlsx file claims and holds, checked before its cells are read into memory.

A workbook is a zip of XML. Declared sizes are added up first; then every part is unpacked once, piece by
piece, which also finds parts that hold more than they declare; sheets are scanned on the way for how far
they reach, where they hold formulas, and which shared texts they repeat: a text that stands once in the file
becomes a text of its own in every cell that names it.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from lxml import etree

from zhichan.core.imports.reading.csv_text import too_large
from zhichan.core.imports.reading.grid import OF_A_LEDGER, FileRefused, Limits, column_index

MOST_PARTS = 2_000
MOST_PACKED = 200
FREE_BYTES = 64 * 1024 * 1024
"""How many times smaller a file may be packed, and below which size that is nothing to worry about."""
_PIECE = 1 << 18
_LONGEST_TAG = 4_096
_PREFIX = rb"(?:[^\s<>/:]+:)?"
_TAG = re.compile(rb"<" + _PREFIX + rb"c[\s/>]")
_CELL = re.compile(
    rb"<" + _PREFIX + rb"c\s([^>]*?)(/?)>"
    rb"(\s*<" + _PREFIX + rb"f[\s/>])?(?:\s*<" + _PREFIX + rb"v\s*>\s*(\d{1,7})\s*<)?"
)
_SHARED = re.compile(rb'\bt\s*=\s*"s"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the standard library raises for a zip that is cut off, altered or lies about its parts.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError),
    NotImplementedError,  # of a version later than any there is
)
_SAFE_XML: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class SheetShape:
    """How far a sheet reaches and where its formulas and error values are, from its XML alone.

    ``texts``: how many cells name each shared text; those that do not say plainly which stand under -1.
    """

    rows: int = 0
    columns: int = 0
    tags: int = 0
    placed: int = 0
    texts: Counter[int] = field(default_factory=Counter)
    formulas: set[tuple[int, int]] = field(default_factory=set)


def open_package(file: BinaryIO, limits: Limits = OF_A_LEDGER) -> zipfile.ZipFile:
    """The zip, once its declared sizes are within limits. Raises FileRefused."""
    try:
        package = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise damaged() from error
    parts = package.infolist()
    unpacked, packed = (sum(getattr(one, size) for one in parts) for size in ("file_size", "compress_size"))
    if len(parts) > MOST_PARTS or unpacked > limits.unpacked_bytes:
        raise _too_much(limits)
    if unpacked > FREE_BYTES and unpacked > packed * MOST_PACKED:
        raise FileRefused(_("这个文件压缩得不合常理，没有打开。请用 Excel 或 WPS 另存一份再传。"))
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileRefused(_("这个文件加了密码。请去掉密码后再传。"))
    # Of two parts with one name each reader takes another: what was looked at would not be what is read.
    is_doubtful = len({part.filename.lower() for part in parts}) < len(parts)
    if is_doubtful or any(part.compress_type not in _COMPRESSIONS for part in parts):
        raise damaged()
    if "xl/workbook.xml" not in package.namelist():
        raise FileRefused(_("这不是 Excel 工作簿。请另存为 xlsx 或 csv 再传。"))
    return package


def _too_much(limits: Limits) -> FileRefused:
    return FileRefused(
        _("这个文件解开后超过 %(limit)d MB，没有打开。请删去多余的工作表、图片和空行再传。")
        % {"limit": limits.unpacked_bytes // (1024 * 1024)}
    )


def damaged() -> FileRefused:
    return FileRefused(_("文件已损坏或不完整，打不开。请重新导出或另存一份。"))


def shapes_of(package: zipfile.ZipFile, limits: Limits = OF_A_LEDGER) -> dict[str, SheetShape]:
    """The shape of each worksheet by its name; unpacks every part once. Raises FileRefused."""
    sheets = {part: name for name, part in _sheet_parts(package).items()}
    shapes = {}
    for part in package.infolist():
        try:
            if part.filename in sheets:
                shapes[sheets[part.filename]] = _scan(_pieces(package, part), limits)
            else:
                for _piece in _pieces(package, part):
                    pass
        except _BROKEN as error:
            raise damaged() from error
    _refuse_repeated(shapes, _lengths_of_texts(package), limits)
    return shapes


def _lengths_of_texts(package: zipfile.ZipFile) -> list[int]:
    """How long each shared text is, in bytes; read one by one."""
    part = next((p for p in package.infolist() if p.filename.lower() == "xl/sharedstrings.xml"), None)
    if part is None:
        return []
    lengths = []
    try:
        with package.open(part) as stream:
            for _event, text in etree.iterparse(stream, events=("end",), tag="{*}si", **_SAFE_XML):
                lengths.append(sum(len(words.encode()) for words in text.itertext()))
                text.clear()
                while text.getprevious() is not None:
                    del text.getparent()[0]
    except (etree.XMLSyntaxError, *_BROKEN) as error:
        raise damaged() from error
    return lengths


def _refuse_repeated(shapes: Mapping[str, SheetShape], lengths: Sequence[int], limits: Limits) -> None:
    """Refuse a sheet whose cells would hold more text than a whole file may, however small the file."""
    longest = max(lengths, default=0)
    for shape in shapes.values():
        held = sum(
            count * (lengths[number] if 0 <= number < len(lengths) else longest)
            for number, count in shape.texts.items()
        )
        if held > limits.unpacked_bytes:
            raise _too_much(limits)


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _scan(pieces: Iterator[bytes], limits: Limits) -> SheetShape:
    """Read cells by their tags. A tag that begins in the last bytes of a piece waits for the next piece."""
    shape, waiting = SheetShape(), b""
    for piece in pieces:
        content = waiting + piece
        known = max(len(content) - _LONGEST_TAG, 0)
        _count(shape, content, known, limits)
        waiting = content[known:]
    _count(shape, waiting, len(waiting), limits)
    if shape.tags != shape.placed:
        raise FileRefused(_("这个工作簿的写法少见，没有写明单元格位置。请用 Excel 或 WPS 另存一份再传。"))
    return shape


def _count(shape: SheetShape, content: bytes, known: int, limits: Limits) -> None:
    """Take in the cells that begin before ``known``."""
    shape.tags += sum(1 for tag in _TAG.finditer(content) if tag.start() < known)
    for tag in _CELL.finditer(content):
        if tag.start() >= known:
            break
        attributes, is_empty, formula, text = tag.groups()
        place = _PLACE.search(attributes)
        if place is None or b"'" in attributes or attributes.count(b'"') % 2:
            continue
        shape.placed += 1
        if is_empty:
            continue
        if _SHARED.search(attributes):
            shape.texts[-1 if text is None else int(text)] += 1
        row, column = int(place[2]), column_index(place[1].decode())
        shape.rows, shape.columns = max(shape.rows, row), max(shape.columns, column + 1)
        if formula or b't="e"' in attributes:
            shape.formulas.add((row, column))
    if (
        shape.rows > limits.rows
        or shape.columns > limits.columns
        or shape.rows * shape.columns > limits.cells
    ):
        raise too_large(limits)


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The path of each worksheet's part by the name of the sheet."""
    targets = {
        entry.get("Id"): entry.get("Target", "")
        for entry in _xml(package, "xl/_rels/workbook.xml.rels").iter("{*}Relationship")
    }
    parts = {}
    for sheet in _xml(package, "xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or "", "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        parts[sheet.get("name", "")] = path
    return parts


def _xml(package: zipfile.ZipFile, path: str) -> etree._Element:
    """XML without entities, network or size tricks."""
    parser = etree.XMLParser(**_SAFE_XML)
    try:
        return etree.fromstring(package.read(path), parser)
    except (KeyError, etree.XMLSyntaxError, *_BROKEN) as error:
        raise damaged() from error
