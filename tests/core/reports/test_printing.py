"""Printed reports read back: docx and PDF hold the text of the model, on the page of official documents."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.conftest import NOW
from zhichan.core.documents.layout import page
from zhichan.core.errors import SourceMissing
from zhichan.core.reports.facts import Column
from zhichan.core.reports.models import ReportFile
from zhichan.core.reports.printing import typeset
from zhichan.core.reports.printing.parts import Part, Ruled, parts_of, texts_of
from zhichan.core.reports.printing.printing import printed
from zhichan.core.reports.printing.title import title_lines
from zhichan.core.reports.printing.typeset import report_pdf
from zhichan.core.reports.queries import Reading
from zhichan.core.reports.wording import text_of

from .samples import make_sample


@pytest.fixture
def reading(office) -> Reading:
    return Reading(make_sample(office))


def body_texts(content: bytes) -> list[str]:
    """The paragraphs and cells of a docx, in the order of the document."""
    found = list[str]()
    for element in Document(io.BytesIO(content)).element.body:
        if element.tag == qn("w:p"):
            found.append("".join(one.text or "" for one in element.iter(qn("w:t"))))
        elif element.tag == qn("w:tbl"):
            for cell in element.iter(qn("w:tc")):
                found.append("".join(one.text or "" for one in cell.iter(qn("w:t"))))
    return [text for text in found if text]


def test_the_parts_hold_the_text_of_the_report_and_nothing_else(reading: Reading) -> None:
    lines = text_of(reading.outline, reading.snapshot)
    parts = texts_of(parts_of(reading.outline, reading.snapshot))
    assert "".join(parts) == re.sub(r"[\t\n]", "", lines)


def test_a_docx_reads_back_as_the_model_on_the_official_page(reading: Reading) -> None:
    steps: list[tuple[int, int]] = []
    content = printed(reading, "docx", lambda done, of: steps.append((done, of)))
    assert body_texts(content) == texts_of(parts_of(reading.outline, reading.snapshot))
    assert steps == [(0, 3), (1, 3), (2, 3)]
    assert printed(reading, "docx") == content, "the same version gives the same bytes"
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    for side, wanted in (
        (section.page_width, page.PAPER_WIDTH),
        (section.page_height, page.PAPER_HEIGHT),
        (section.left_margin, page.MARGIN_LEFT),
        (section.right_margin, page.MARGIN_RIGHT),
    ):
        assert abs(side - wanted) < Mm(0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "592")
    faces = {
        fonts.get(qn("w:eastAsia"))
        for run in document.element.body.iter(qn("w:rPr"))
        if (fonts := run.find(qn("w:rFonts"))) is not None
    }
    assert faces == {page.TITLE_SONG, page.FANGSONG, page.HEI, page.KAI}
    for footer, words in ((section.footer, "right"), (section.even_page_footer, "left")):
        indent = footer.paragraphs[0]._p.pPr.find(qn("w:ind"))
        assert indent.get(qn(f"w:{words}Chars")) == "100"
        assert [one.text for one in footer._element.iter(qn("w:instrText"))] == ["PAGE"]
    heads = list(document.element.body.iter(qn("w:tblHeader")))
    tables = [one for one in parts_of(reading.outline, reading.snapshot) if isinstance(one, Ruled)]
    assert len(heads) == len(document.tables) == len(tables) == 6
    assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows_of(document))
    assert len(document.inline_shapes) == 2
    said = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert said[0].startswith("图1　各指标走完的路程（%）。完成程度：发明专利拥有量 ")


def rows_of(document) -> list:
    """The rows of all tables as XML."""
    return list(document.element.body.iter(qn("w:tr")))


def test_a_pdf_reads_back_as_the_model_with_its_own_fonts(reading: Reading) -> None:
    content = printed(reading, "pdf")
    assert printed(reading, "pdf") == content
    pdf = pypdfium2.PdfDocument(content)
    pages = [one.get_textpage().get_text_range() for one in pdf]
    assert [one.get_size() for one in pdf] == [pytest.approx((595.3, 841.9), abs=0.2)] * len(pages)
    for number, text in enumerate(pages, 1):
        assert f"— {number} —" in re.sub(r"\s+", " ", text)
    # Table heads stand again on each further page, so sets of texts are compared, not one after the other.
    said = squeezed("".join(re.sub(rf"—\s*{n}\s*—", "", text) for n, text in enumerate(pages, 1)))
    for text in texts_of(parts_of(reading.outline, reading.snapshot)):
        for piece in re.split(r"(?<=[。；])", text):
            assert squeezed(piece) in said, piece
    assert set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+)", content)) <= {b"NotoSerifSC", b"NotoSansSC"}


LONG = "各单位按分工落实。" * 12


def table_pdf(rows: list[tuple[str, str]]) -> list[str]:
    """The text of each page of a table."""
    columns = (Column("序号", 1), Column("事项", 1))
    parts: list[Part] = [Ruled(columns, tuple(rows))]
    pages = [
        one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(report_pdf("表", parts, {}))
    ]
    return [squeezed(text) for text in pages]


def test_no_row_of_a_pdf_parts_over_two_pages() -> None:
    """Rows of seven lines do not go into a page without a rest; each stands whole on one."""
    pages = table_pdf([(f"第{n}行", LONG) for n in range(12)])
    assert len(pages) > 2
    assert sum(page.count(LONG) for page in pages) == 12
    assert all("序号" in page for page in pages), "the head stands on each page"


def test_a_row_longer_than_a_page_goes_on_instead_of_being_cut_off() -> None:
    longest = "".join(f"〔{n}〕各单位按分工落实。" for n in range(150))
    said = "".join(table_pdf([("甲", longest), ("乙", "末行")]))
    assert all(f"〔{n}〕" in said for n in range(150))
    assert "末行" in said


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2026年知识产权发展与保护状况", ["2026年知识产权发展与保护状况"]),
        (
            "《云川区知识产权强区建设规划（2026—2030年）》实施情况中期评估报告",
            ["《云川区知识产权强区建设规划", "（2026—2030年）》实施情况中期评估报告"],
        ),
        (
            "关于《云川区知识产权强区建设规划》任务进展的督办通报",
            ["关于《云川区知识产权强区建设规划》", "任务进展的督办通报"],
        ),
        ("长" * 50, ["长" * 17, "长" * 17, "长" * 16]),
    ],
)
def test_a_title_breaks_by_its_words_into_lines_alike(title: str, lines: list[str]) -> None:
    assert sorted(title_lines(title), key=len) == sorted(lines, key=len)
    assert "".join(title_lines(title)) == title


def squeezed(text: str) -> str:
    """Without what a reader of PDF adds or leaves out at the ends of lines."""
    return re.sub(r"[\s\ufffe\u00ad\u200b\x02-]+", "", text)


def test_without_the_fonts_nothing_is_printed_and_the_health_check_says_so(
    reading: Reading, monkeypatch, tmp_path
) -> None:
    from zhichan.core.reports.doctor import fonts_are_there
    from zhichan.core.upkeep.checks import CheckContext

    assert list(fonts_are_there(CheckContext(NOW, thorough=False))) == []
    monkeypatch.setattr(typeset, "FONTS", tmp_path)
    with pytest.raises(SourceMissing, match=r"NotoSerifSC-Regular\.ttf"):
        printed(reading, ReportFile.Kind.PDF)
    [remark] = fonts_are_there(CheckContext(NOW, thorough=False))
    assert "make setup" in remark.text
