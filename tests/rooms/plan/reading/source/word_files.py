"""Small Word files written part by part, for what python-docx cannot be asked to write."""

from __future__ import annotations

import io
import zipfile

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def word_file(
    body: str, *, styles: str = "", numbering: str = "", parts: dict[str, bytes] | None = None
) -> bytes:
    """A .docx with ``body`` between the body tags; ``parts`` come on top and may replace one."""
    files = {"word/document.xml": f"<w:document {WORD} {COMPATIBILITY}><w:body>{body}</w:body></w:document>"}
    if styles:
        files["word/styles.xml"] = f"<w:styles {WORD}>{styles}</w:styles>"
    if numbering:
        files["word/numbering.xml"] = f"<w:numbering {WORD}>{numbering}</w:numbering>"
    return zipped({path: text.encode() for path, text in files.items()} | (parts or {}))


def zipped(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The files as one zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return stream.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """One paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, list_id: int = 1, level: int = 0) -> str:
    """One paragraph of a numbered list."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(text, place)


def list_level(level: int, form: str, text: str, start: int | None = 1) -> str:
    """One level of an abstract list."""
    begin = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{level}">{begin}<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
