"""Anchored shapes (图形): the outline where a seal will stand, and the red rules of a letter.

A seal itself is never drawn: what bears one is made by the seal service or on paper.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.shared import Length, Mm, Pt

from zhichan.core.documents.layout.page import FANGSONG, PAPER_WIDTH, RED
from zhichan.core.documents.layout.styles import W

_NAMES = {
    "w": W,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
SEAL_ACROSS = Mm(42)
SEAL_WORDS = "印章位置"
RULE_LENGTH = Mm(170)
"""Of the red rules of a letter, longer than the type area and centred (10.1)."""
_THICK, _THIN = Pt(2.25), Pt(0.75)
_BETWEEN_RULES = Pt(2.5)


def seal_outline(left: Length, top: Length) -> Any:
    """A run with a dashed circle behind the text; ``left`` from the type area, ``top`` from its paragraph."""
    words = (
        f'<wps:txbx><w:txbxContent><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:ascii="{FANGSONG}" w:hAnsi="{FANGSONG}" w:eastAsia="{FANGSONG}"/>'
        f'<w:color w:val="808080"/><w:sz w:val="21"/></w:rPr><w:t>{SEAL_WORDS}</w:t></w:r></w:p>'
        "</w:txbxContent></wps:txbx>"
    )
    line = (
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="808080"/></a:solidFill><a:prstDash val="dash"/></a:ln>'
    )
    place = (
        f'<wp:positionH relativeFrom="margin"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
    )
    return _shape(1, "印章位置", "ellipse", place, (SEAL_ACROSS, SEAL_ACROSS), line, words)


def letter_rules(number: int, from_top: Length, *, thick_first: bool) -> list[Any]:
    """Two runs with the red rules of a letter, thick over thin or thin over thick, measured from the page."""
    first, second = (_THICK, _THIN) if thick_first else (_THIN, _THICK)
    below = from_top + first + _BETWEEN_RULES
    return [_rule(number, from_top, first), _rule(number + 1, Length(below), second)]


def _rule(number: int, from_top: Length, width: Length) -> Any:
    left = (PAPER_WIDTH - RULE_LENGTH) // 2
    line = f'<a:ln w="{width}"><a:solidFill><a:srgbClr val="{RED}"/></a:solidFill></a:ln>'
    place = (
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{from_top}</wp:posOffset></wp:positionV>'
    )
    return _shape(number, "红线", "line", place, (RULE_LENGTH, Length(0)), line)


def _shape(
    number: int, name: str, form: str, place: str, extent: tuple[Length, Length], line: str, words: str = ""
) -> Any:
    width, height = extent
    size = f'cx="{width}" cy="{height}"'
    drawn = (
        f'<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}" '
        'behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'{place}<wp:extent {size}/><wp:wrapNone/><wp:docPr id="{number}" name="{name}"/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="'
        f'{_NAMES["wps"]}"><wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f"<a:ext {size}/></a:xfrm>"
        f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom><a:noFill/>{line}</wps:spPr>{words}'
        '<wps:bodyPr anchor="ctr"/></wps:wsp></a:graphicData></a:graphic></wp:anchor>'
    )
    return parse_xml(
        f'<w:r {_DECLARED}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{drawn}</w:drawing>'
        "</mc:Choice></mc:AlternateContent></w:r>"
    )
