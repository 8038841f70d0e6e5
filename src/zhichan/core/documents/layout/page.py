"""Measures of the page and faces of type (版面): GB/T 9704-2012 as word processors need it.

The type area (版心) is 156 × 225 mm of an A4 sheet, 22 lines of 28 characters. Twenty-two lines have 21
gaps, and word processors add leading to every line, so the margins give half a leading back at top and
bottom: the values of GB/T 33476.2-2016 for display, with which 22 lines fill the area best (measured in
LibreOffice). There is no character grid: with one, LibreOffice gives each character two cells.
"""

from __future__ import annotations

from docx.shared import Mm, Pt, Twips

PAPER_WIDTH, PAPER_HEIGHT = Mm(210), Mm(297)
MARGIN_TOP, MARGIN_BOTTOM = Mm(34.58), Mm(32.58)
MARGIN_LEFT, MARGIN_RIGHT = Mm(28), Mm(26)
TYPE_WIDTH = Mm(156)
LINE_PITCH = Pt(29.6)
"""Exact line pitch; the grid of lines has the same (592 twentieths of a point)."""
RUN_SPACING = Twips(-5)
"""Between characters: 28 of 16 pt are 448 pt wide, the area is 442.2."""
FOOTER_DISTANCE = Mm(25.5)
"""The dashes of the page number stand 7 mm below the type area, which ends 35 mm above the edge."""

SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)
"""2号, 3号, 4号, 5号 in points, as word processors have them."""
HEAD_SIZE = Pt(36)
"""Of the red name: a character may be at most 22 × 15 mm."""
RED = "FF0000"

FANGSONG = "仿宋_GB2312"
TITLE_SONG = "方正小标宋简体"
HEI = "黑体"
KAI = "楷体_GB2312"
SONG = "宋体"
FACES: tuple[tuple[str, str, str], ...] = (
    (FANGSONG, "仿宋", "modern"),
    (TITLE_SONG, "方正小标宋_GBK", "auto"),
    (HEI, "SimHei", "modern"),
    (KAI, "楷体", "modern"),
    (SONG, "SimSun", "auto"),
)
"""Official name, the name it goes by elsewhere, family. Named in the file, never shipped with it."""
