"""The styles of the template (样式): what an office finds when it opens one in a word processor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.shared import Length, Mm, Pt

from zhichan.core.documents.layout.page import (
    FACES,
    FANGSONG,
    HEAD_SIZE,
    HEI,
    KAI,
    LINE_PITCH,
    RED,
    RUN_SPACING,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SIZE_5,
    SONG,
    TITLE_SONG,
    TYPE_WIDTH,
)

_EDGE = round(Length(TYPE_WIDTH).twips)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class Style:
    """One paragraph style. ``indent``: of the first line, in hundredths of a character. ``snaps``: whether
    its lines stand on the grid. ``tabs_to_edge``: what follows a tab ends at the edge of the type area.
    ``line`` nothing: as high as what stands in it."""

    id: str
    name: str
    face: str = FANGSONG
    size: Length = SIZE_3
    align: str = "both"
    indent: int = 0
    line: Length = LINE_PITCH
    colour: str = ""
    keep_next: bool = False
    snaps: bool = True
    outline: int | None = None
    tabs_to_edge: bool = False


BODY = Style("Body", "公文正文", indent=200)
TITLE = Style("DocumentTitle", "公文标题", TITLE_SONG, SIZE_2, "center", keep_next=True)
ORGAN = Style("Organ", "制作机关", TITLE_SONG, SIZE_2, "center", keep_next=True)
RED_NAME = Style("RedName", "发文机关标志", TITLE_SONG, HEAD_SIZE, "center", line=Pt(48), colour=RED)
NUMBER = Style("Number", "文号", align="center")
NUMBER_RIGHT = Style("NumberRight", "文号居右", align="right")
HEADING = Style("Heading1", "一级标题", HEI, indent=200, keep_next=True, outline=0)
SUBHEADING = Style("Heading2", "二级标题", KAI, indent=200, keep_next=True, outline=1)
FLUSH = Style("Flush", "主送机关", align="left")
CENTRED = Style("Centred", "居中", align="center")
RIGHT = Style("Right", "居右", align="right")
SIGNATURE = Style("Signature", "签名", align="left", indent=200, keep_next=True, tabs_to_edge=True)
CLOSING = Style("Closing", "落款", align="center", keep_next=True)
COPIES = Style("Copies", "份数去向", size=SIZE_4)
COPIED_TO = Style("CopiedTo", "抄送", size=SIZE_4, keep_next=True)
CELL = Style("Cell", "表格内容", size=SIZE_4, line=Pt(24), snaps=False, align="left")
CELL_SIGNED = Style("CellSigned", "表格签名", size=SIZE_4, line=Pt(24), snaps=False, align="right")
CELL_LABEL = Style("CellLabel", "表格标题", HEI, SIZE_4, "center", line=Pt(24), snaps=False)
SMALL_CELL = Style("SmallCell", "小号表格内容", size=SIZE_5, line=Pt(18), snaps=False, align="left")
SMALL_NUMBER = Style("SmallNumber", "小号表格数值", size=SIZE_5, line=Pt(18), snaps=False, align="right")
SMALL_LABEL = Style("SmallLabel", "小号表格标题", HEI, SIZE_5, "center", line=Pt(18), snaps=False)
REPORT_TITLE = Style(
    "ReportTitle", "报告标题", TITLE_SONG, SIZE_2, "center", line=Pt(36), keep_next=True, snaps=False
)
CAPTION = Style("Caption", "图表名称", HEI, SIZE_4, "center", line=Pt(28), keep_next=True)
PICTURE_CAPTION = Style("PictureCaption", "图的名称", HEI, SIZE_4, "center", line=Pt(28))
NOTE = Style("Note", "图表说明", size=SIZE_5, line=Pt(18), snaps=False, align="left")
PICTURE = Style("Picture", "图", align="center", line=Pt(0), keep_next=True, snaps=False)
PICTURE_WIDTH = Mm(150)
ANNEX = Style("Annex", "附件", HEI, align="left", keep_next=True)
PAGE_NUMBER = Style("PageNumber", "页码", SONG, SIZE_4, "left", line=SIZE_4, snaps=False)
PAGE_SIGNS = Style("PageSigns", "逐页签名", size=SIZE_4, line=Pt(20), snaps=False, align="left")

STYLES = (
    *(BODY, TITLE, ORGAN, RED_NAME, NUMBER, NUMBER_RIGHT, HEADING, SUBHEADING, FLUSH, CENTRED, RIGHT),
    *(SIGNATURE, CLOSING, COPIES, COPIED_TO, CELL, CELL_SIGNED, CELL_LABEL, PAGE_NUMBER, PAGE_SIGNS),
)
REPORT_STYLES = (
    REPORT_TITLE,
    *(SMALL_CELL, SMALL_NUMBER, SMALL_LABEL, CAPTION, PICTURE_CAPTION, NOTE, PICTURE, ANNEX),
)
"""What reports have besides."""


def styles_xml(more: Sequence[Style] = ()) -> str:
    """The part ``word/styles.xml``: Normal is 3号 仿宋 on the grid, everything else is based on it."""
    each = "".join(_style(style) for style in (*STYLES, *more))
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_run(FANGSONG, SIZE_3)}</w:rPr>'
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/>{_spacing(LINE_PITCH)}<w:jc w:val="both"/></w:pPr>'
        f"<w:rPr>{_run(FANGSONG, SIZE_3)}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f"{each}</w:styles>"
    )


def fonts_xml() -> str:
    """The part ``word/fontTable.xml``: by which other name a machine may have a face."""
    each = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, other, family in FACES
    )
    return f'<w:fonts xmlns:w="{W}">{each}</w:fonts>'


def _style(style: Style) -> str:
    keep = "<w:keepNext/>" if style.keep_next else ""
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{_EDGE}"/></w:tabs>' if style.tabs_to_edge else ""
    snap = "" if style.snaps else '<w:snapToGrid w:val="0"/>'
    indent = _indent(style.indent, style.size) if style.indent else ""
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}{tabs}{snap}{_spacing(style.line)}{indent}'
        f'<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
        f"<w:rPr>{_run(style.face, style.size, style.colour)}</w:rPr></w:style>"
    )


def _spacing(line: Length) -> str:
    if not line:
        return '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    return f'<w:spacing w:before="0" w:after="0" w:line="{round(line.pt * 20)}" w:lineRule="exact"/>'


def _indent(hundredths: int, size: Length) -> str:
    twips = round(size.pt * 20 * hundredths / 100)
    return f'<w:ind w:firstLineChars="{hundredths}" w:firstLine="{twips}"/>'


def _run(face: str, size: Length, colour: str = "") -> str:
    """Properties of a run in the order of the schema."""
    colour = f'<w:color w:val="{colour}"/>' if colour else ""
    half_points = round(size.pt * 2)
    return (
        f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>{colour}'
        f'<w:spacing w:val="{round(RUN_SPACING.twips)}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/><w:lang w:eastAsia="zh-CN"/>'
    )
