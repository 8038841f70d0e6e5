"""The empty docx that templates are built on (空白文档): our page and styles and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.shared import Mm

from zhichan.core.documents.layout.page import (
    FOOTER_DISTANCE,
    LINE_PITCH,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAPER_HEIGHT,
    PAPER_WIDTH,
)
from zhichan.core.documents.layout.styles import Style, W, fonts_xml, styles_xml

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MARGINS = {
    "top": MARGIN_TOP,
    "right": MARGIN_RIGHT,
    "bottom": MARGIN_BOTTOM,
    "left": MARGIN_LEFT,
    "header": Mm(15),
    "footer": FOOTER_DISTANCE,
    "gutter": Mm(0),
}
_PARTS = (("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable"))
_WRITTEN = "2026-01-01T00:00:00Z"
"""When every template says it was made: the same definition gives the same bytes."""


def blank_docx(title: str, identifier: str, more_styles: Sequence[Style] = ()) -> bytes:
    """An A4 page with our styles and no text. ``identifier``: which template it is, kept in the file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _parts(title, identifier, more_styles).items():
            package.writestr(name, _HEAD + content)
    return file.getvalue()


def _parts(title: str, identifier: str, more_styles: Sequence[Style]) -> dict[str, str]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ("officeDocument", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(title, identifier),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{_section()}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relationships(
            *((kind, f"{_OFFICE}/{kind}", f"{name}.xml") for kind, name in _PARTS)
        ),
        "word/styles.xml": styles_xml(more_styles),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": fonts_xml(),
    }


def _content_types() -> str:
    kinds = {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        **{f"/word/{name}.xml": f"{_TYPE}.{kind}+xml" for kind, name in _PARTS},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    each = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
    )


def _relationships(*each: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (_name, kind, target) in enumerate(each, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core(title: str, identifier: str) -> str:
    """``docProps/core.xml``. Nothing in it is personal, and no clock is read."""
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:identifier>{escape(identifier)}</dc:identifier>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_WRITTEN}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_WRITTEN}</dcterms:modified></cp:coreProperties>'
    )


def _settings() -> str:
    """Odd and even pages differ by the side of the page number."""
    return (
        f'<w:settings xmlns:w="{W}"><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting "
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _section() -> str:
    page = f'<w:pgSz w:w="{PAPER_WIDTH.twips}" w:h="{PAPER_HEIGHT.twips}"/>'
    margins = "".join(f' w:{side}="{width.twips}"' for side, width in _MARGINS.items())
    grid = f'<w:docGrid w:type="lines" w:linePitch="{round(LINE_PITCH.pt * 20)}"/>'
    return f"<w:sectPr>{page}<w:pgMar{margins}/>{grid}</w:sectPr>"
