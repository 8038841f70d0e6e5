"""Writes small PDF files with Chinese text, lines and page numbers, for reading tests.

Uses the standard font STSong-Light without embedding it: enough to be read back, and nothing
third-party in the tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0

_CATALOG, _TREE, _DESCENDANT, _FONT, _DESCRIPTOR = 1, 2, 3, 4, 5
_DESCENDANT_FONT = (
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
)
_COMPOSITE_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [3 0 R] >>"
)
_FONT_DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


@dataclass
class PdfSheet:
    """One page: text and lines placed in points from the lower left corner."""

    marks: list[str] = field(default_factory=list)
    turned: int = 0

    def text(self, x: float, y: float, size: float, text: str) -> None:
        """Print one line of text; every character is as wide as it is high."""
        self.marks.append(f"BT /F1 {size:g} Tf {x:g} {y:g} Td <{text.encode('utf-16-be').hex()}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a straight line."""
        self.marks.append(f"{x0:g} {y0:g} m {x1:g} {y1:g} l S")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a rectangle."""
        self.marks.append(f"{x:g} {y:g} {width:g} {height:g} re S")


def pdf_bytes(
    sheets: list[PdfSheet], *, trailer_extra: str = "", extra_objects: tuple[str, ...] = ()
) -> bytes:
    """The sheets as one PDF file."""
    first_page = _DESCRIPTOR + len(extra_objects) + 1
    kids = [first_page + 2 * place for place in range(len(sheets))]
    objects = [
        f"<< /Type /Catalog /Pages {_TREE} 0 R >>",
        f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>",
        _DESCENDANT_FONT,
        _COMPOSITE_FONT,
        _FONT_DESCRIPTOR,
        *extra_objects,
    ]
    for kid, sheet in zip(kids, sheets, strict=True):
        content = "\n".join(sheet.marks)
        objects.append(
            f"<< /Type /Page /Parent {_TREE} 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Rotate {sheet.turned} "
            f"/Contents {kid + 1} 0 R /Resources << /Font << /F1 {_FONT} 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return _file(objects, trailer_extra)


def _file(objects: list[str], trailer_extra: str) -> bytes:
    written = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
        f"trailer << /Size {len(objects) + 1} /Root {_CATALOG} 0 R {trailer_extra} >>\n"
        f"startxref\n{len(written)}\n%%EOF\n"
    )
    return written + tail.encode("ascii")
