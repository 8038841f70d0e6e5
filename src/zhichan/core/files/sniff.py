"""What kind of file some bytes are, by their content (类型识别).

The name is only asked to agree: a name that promises another type is refused, because whoever opens the
file later trusts the name.
"""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from zhichan.core.errors import InvalidInput
from zhichan.core.plain_text import unshown_in

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
_DANGEROUS_ENDINGS = frozenset(
    (
        *("exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta"),
        *("lnk", "jar", "apk", "sh", "svg", "svgz", "docm", "xlsm", "pptm", "dotm", "xltm", "chm", "reg"),
    )
)
# What a browser opens as a page, with scripts in it.
_PAGE_ENDINGS = frozenset({"html", "htm", "xhtml", "xht", "shtml", "mht", "mhtml", "xsl", "xslt"})
_OFFICE_PARTS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX))
_OLE_STREAMS = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_ENDINGS_OF = {
    "application/pdf": {"pdf"},
    DOCX: {"docx"},
    XLSX: {"xlsx"},
    PPTX: {"pptx"},
    "application/ofd": {"ofd"},
    "application/zip": {"zip"},
    "image/png": {"png"},
    "image/jpeg": {"jpg", "jpeg"},
    "image/gif": {"gif"},
    "image/tiff": {"tif", "tiff"},
    "application/msword": {"doc", "wps"},
    "application/vnd.ms-excel": {"xls", "et"},
    "application/vnd.ms-powerpoint": {"ppt", "dps"},
}
_BINARY_ENDINGS = frozenset().union(*_ENDINGS_OF.values())
_TEXT_ENCODINGS = ("utf-8", "gb18030", "big5")
_MEMBER_LIMIT = 10_000
_UNPACKED_LIMIT_BYTES = 1024 * 1024 * 1024


def media_type_of(file: BinaryIO, name: str) -> str:
    """The media type. Raises InvalidInput for an empty, dangerous, unknown or wrongly named file."""
    if unshown := unshown_in(name):
        raise InvalidInput(_("文件名%(problem)s") % {"problem": unshown.words}, code="unshown_character")
    ending = Path(name).suffix.lower().lstrip(".")
    if ending in _DANGEROUS_ENDINGS:
        raise _refused_picture(name) if ending.startswith("svg") else _refused_program(name)
    found = _by_content(file, name, ending)
    expected = _ENDINGS_OF.get(found, set())
    if ending in _BINARY_ENDINGS and ending not in expected:
        raise InvalidInput(
            _("“%(name)s”的内容不是 %(ending)s 格式。请确认文件没有改错扩展名后重新上传。")
            % {"name": name, "ending": ending},
            name=name,
        )
    return found


def refuse_page(media_type: str, name: str) -> None:
    """Raise InvalidInput for a web page: whoever opens it runs what is in it."""
    if media_type == "text/html" or Path(name).suffix.lower().lstrip(".") in _PAGE_ENDINGS:
        raise InvalidInput(
            _("“%(name)s”是网页文件，打开时会运行里面的脚本，不能作附件。请打印或另存为 pdf 后上传。")
            % {"name": name},
            code="active_content",
            name=name,
        )


def _by_content(file: BinaryIO, name: str, ending: str) -> str:
    file.seek(0)
    start = file.read(8192)
    if not start:
        raise InvalidInput(_("“%(name)s”是空文件。请选择有内容的文件。") % {"name": name}, name=name)
    for magic, media_type in _MAGIC:
        if start.startswith(magic):
            return media_type
    if start.startswith(_OLE):
        return _ole_type(file, name)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(file, name)
    if start.startswith(_PROGRAMS):
        raise _refused_program(name)
    return _text_type(start, name, ending)


def _zip_type(file: BinaryIO, name: str) -> str:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InvalidInput(
            _("“%(name)s”已损坏，无法打开。请重新导出后上传。") % {"name": name}, name=name
        ) from error
    if len(members) > _MEMBER_LIMIT or sum(m.file_size for m in members) > _UNPACKED_LIMIT_BYTES:
        raise InvalidInput(_("“%(name)s”解压后过大，不能接收。请拆分后上传。") % {"name": name}, name=name)
    names = {member.filename for member in members}
    if any(_is_dangerous_member(member) for member in names):
        raise _refused_program(name)
    for part, media_type in _OFFICE_PARTS:
        if part in names:
            return media_type
    return "application/ofd" if "OFD.xml" in names else "application/zip"


def _is_dangerous_member(member: str) -> bool:
    path = Path(member.lower())
    return path.suffix.lstrip(".") in _DANGEROUS_ENDINGS or path.name == "vbaproject.bin"


def _ole_type(file: BinaryIO, name: str) -> str:
    """Old office files name their streams in UTF-16; an encrypted or macro-carrying one is refused."""
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise InvalidInput(_("“%(name)s”设有密码。请取消密码后重新上传。") % {"name": name}, name=name)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise _refused_program(name)
    for stream, media_type in _OLE_STREAMS:
        if stream.encode("utf-16-le") in content:
            return media_type
    raise _refused_unknown(name)


def _text_type(start: bytes, name: str, ending: str) -> str:
    text = _decoded(start)
    if text is None:
        raise _refused_unknown(name)
    lowered = text.lstrip("\ufeff \t\r\n").lower()
    if lowered.startswith("<svg") or ("<svg" in lowered[:1000] and lowered.startswith("<?xml")):
        raise _refused_picture(name)
    if (
        lowered.startswith(("<!doctype html", "<html"))
        or "<html" in lowered[:2000]
        or ending in {"html", "htm"}
    ):
        return "text/html"
    if lowered.startswith("<?xml"):
        return "application/xml"
    if ending == "json" and lowered.startswith(("{", "[")):
        return "application/json"
    return "text/csv" if ending == "csv" else "text/plain"


def _decoded(start: bytes) -> str | None:
    """The beginning as text, or None when it is no text in any encoding offices use."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _without_controls(start[: len(start) // 2 * 2].decode("utf-16", errors="replace"))
    for encoding in _TEXT_ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            return _without_controls(decoder.decode(start))
        except UnicodeDecodeError:
            continue
    return None


def _without_controls(text: str) -> str | None:
    return None if any(char < " " and char not in "\t\r\n\f" for char in text) else text


def _refused_program(name: str) -> InvalidInput:
    return InvalidInput(
        _("“%(name)s”是程序、脚本或带宏的文件，不能接收。请另存为 pdf、docx 或 xlsx 后上传。")
        % {"name": name},
        name=name,
    )


def _refused_picture(name: str) -> InvalidInput:
    return InvalidInput(
        _("“%(name)s”是 SVG 图，里面可以带脚本，不能接收。请另存为 png 或 pdf 后上传。") % {"name": name},
        code="active_content",
        name=name,
    )


def _refused_unknown(name: str) -> InvalidInput:
    return InvalidInput(
        _("无法识别“%(name)s”的格式。可接收 pdf、docx、xlsx、html、txt、csv、图片和 zip 文件。")
        % {"name": name},
        name=name,
    )
