"""Opens a zip-based document without trusting what it says of itself (压缩包安全读取)."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.source.limits import MAX_DOCX_PARTS, MAX_PART_BYTES, refuse_if_large

# What an unreadable, cut off or encrypted member raises, depending on where the damage lies.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
)

_OTHER_KINDS = (
    ("xl/workbook.xml", "是电子表格，不是规划文件；表格台账请用“导入台账”"),
    ("ppt/presentation.xml", "是演示文稿，请改用正式印发的文件"),
    ("OFD.xml", "是 OFD 版式文件，请转换为 PDF 或 .docx 后再试"),
    ("content.xml", "是 ODF 文件，请另存为 .docx 后再试"),
)


@dataclass(frozen=True)
class Archive:
    """The parts of one document; each is read with its size limited, whatever the index says."""

    name: str
    members: zipfile.ZipFile

    def part(self, path: str) -> bytes | None:
        """The inflated bytes of one part, None when there is no such part."""
        try:
            member = self.members.getinfo(path)
        except KeyError:
            return None
        refuse_if_large(member.file_size, MAX_PART_BYTES, self.name, "解压后的内容")
        try:
            with self.members.open(member) as stream:
                data = stream.read(MAX_PART_BYTES + 1)
        except _DAMAGE as damage:
            raise damaged(self.name) from damage
        refuse_if_large(len(data), MAX_PART_BYTES, self.name, "解压后的内容")
        return data

    def xml(self, path: str) -> etree._Element | None:
        """The root of one XML part, without entities, DTD or network."""
        data = self.part(path)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as damage:
            raise damaged(self.name) from damage
        if root.getroottree().docinfo.internalDTD is not None:
            raise damaged(self.name)
        return root


def open_archive(data: bytes, name: str) -> Archive:
    """The zip in ``data``. InvalidInput when it is damaged, encrypted, too full or no docx."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as damage:
        raise damaged(name) from damage
    infos = members.infolist()
    if len(infos) > MAX_DOCX_PARTS:
        raise InvalidInput(f"{name}：压缩包内有 {len(infos)} 个部件，不像 Word 文档。", code="too_many_parts")
    if any(info.flag_bits & 0x1 for info in infos):
        raise InvalidInput(f"{name}：文件已加密；请去掉密码后再试。", code="encrypted")
    paths = frozenset(info.filename for info in infos)
    for path, advice in _OTHER_KINDS:
        if path in paths:
            raise InvalidInput(f"{name}：{advice}。", code="wrong_type")
    return Archive(name, members)


def damaged(name: str) -> InvalidInput:
    """The refusal of a Word file whose inside cannot be read."""
    return InvalidInput(
        f"{name}：Word 文件已损坏，无法读取；请用 Word 或 WPS 打开后另存再试。", code="damaged_file"
    )
