"""Word documents: what Word shows, from the parts of the zip."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.source.word_files import COMPATIBILITY, WORD, paragraph, word_file
from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.source import source_text


def read(body: str, **parts: str) -> SourceText:
    return source_text(word_file(body, **parts), "规划.docx")


def cells(source: SourceText) -> list[list[tuple[str, int, int, bool]]]:
    return [
        [(source.text[slice(*cell.span)], cell.rowspan, cell.colspan, cell.heading) for cell in row]
        for row in source.tables[0].rows
    ]


WIDE, SENSELESS = '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="0"/>'
RESTART = '<w:vMerge w:val="restart"/>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_a_document_written_by_word_gives_the_plan() -> None:
    source = source_text(rendering.as_docx(rendering.PLAN), "规划.docx")
    assert source.media == "docx"
    assert source.encoding is None
    assert source.text == rendering.PLAN
    assert len(source.tables) == 2
    headings = {source.text[slice(*heading.span)]: heading.depth for heading in source.headings}
    assert headings["一、发展基础"] == 1
    assert headings["（一）提升知识产权创造质量"] == 2


def test_runs_tabs_and_breaks_make_one_paragraph() -> None:
    body = (
        "<w:p><w:r><w:t>知识</w:t></w:r><w:hyperlink><w:r><w:t>产权</w:t><w:tab/><w:t>规划</w:t></w:r></w:hyperlink>"
        "<w:r><w:br/><w:t>PCT</w:t><w:noBreakHyphen/><w:t>专利</w:t><w:br w:type='page'/></w:r></w:p>"
    )
    assert read(body).text == "知识产权 规划\nPCT-专利\n"


def test_what_word_does_not_show_is_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>保留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>插入</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:p/>"
    )
    assert read(body).text == "保留插入\n"


def test_text_boxes_follow_the_paragraph_that_anchors_them_once() -> None:
    box = f"<w:txbxContent>{paragraph('专栏1 工程')}{paragraph('内容')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>锚</w:t></w:r><mc:AlternateContent><mc:Choice><w:r>{box}</w:r></mc:Choice>"
        f"<mc:Fallback><w:r>{box}</w:r></mc:Fallback></mc:AlternateContent></w:p>{paragraph('之后')}"
    )
    assert read(body).text == "锚\n专栏1 工程\n内容\n之后\n"


def test_content_controls_and_custom_xml_are_read_in_place() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('二')}</w:sdtContent></w:sdt>"
    assert read(paragraph("一") + control + paragraph("三")).text == "一\n二\n三\n"


def test_table_cells_keep_merges() -> None:
    rows = (
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('指标')}{cell('目标', WIDE)}</w:tr>"
        f"<w:tr>{cell('专利', RESTART)}{cell('1')}{cell('2')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('3')}{cell('4')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删去')}</w:tr>"
    )
    source = read(f"<w:tbl>{rows}</w:tbl>")
    assert source.text == "指标 | 目标 |\n专利 | 1 | 2 |\n3 | 4 |\n"
    assert cells(source) == [
        [("指标", 1, 1, True), ("目标", 1, 2, True)],
        [("专利", 2, 1, False), ("1", 1, 1, False), ("2", 1, 1, False)],
        [("3", 1, 1, False), ("4", 1, 1, False)],
    ]


def test_a_merge_without_beginning_is_a_cell_of_its_own() -> None:
    source = read(f"<w:tbl><w:tr>{cell('甲', '<w:vMerge/>')}{cell('乙', SENSELESS)}</w:tr></w:tbl>")
    assert cells(source) == [[("甲", 1, 1, False), ("乙", 1, 1, False)]]


def test_layout_tables_are_read_as_text() -> None:
    inner = f"<w:tbl><w:tr>{cell('指标')}{cell('1')}</w:tr></w:tbl>"
    long_text = "正文很长。" * 700
    source = read(
        f"<w:tbl><w:tr><w:tc>{paragraph('外层')}{inner}</w:tc></w:tr></w:tbl><w:tbl><w:tr>{cell(long_text)}</w:tr></w:tbl>"
    )
    assert source.text == f"外层\n指标 | 1 |\n{long_text}\n"
    assert len(source.tables) == 1


STYLES = """
<w:style w:styleId="a1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="a2"><w:name w:val="我的标题"/><w:basedOn w:val="a1"/></w:style>
<w:style w:styleId="a3"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:styleId="a4"><w:name w:val="body"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:styleId="a5"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="a6"><w:name w:val="loop"/><w:basedOn w:val="a7"/></w:style>
<w:style w:styleId="a7"><w:name w:val="loop"/><w:basedOn w:val="a6"/></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "depth"),
    [
        ('<w:pStyle w:val="a1"/>', 1),
        ('<w:pStyle w:val="a2"/>', 1),
        ('<w:pStyle w:val="a3"/>', 3),
        ('<w:pStyle w:val="a3"/><w:outlineLvl w:val="0"/>', 1),
        ('<w:pStyle w:val="a4"/>', 0),
        ('<w:pStyle w:val="a6"/>', 0),
        ('<w:pStyle w:val="没有"/>', 0),
        ("", 0),
    ],
)
def test_heading_depth_comes_from_the_paragraph_or_its_styles(properties: str, depth: int) -> None:
    source = read(paragraph("总体要求", properties), styles=STYLES)
    assert [heading.depth for heading in source.headings] == ([depth] if depth else [])


def test_lines_of_the_table_of_contents_are_set_aside() -> None:
    contents = '<w:pStyle w:val="a5"/>'
    source = read(paragraph("一、总体要求 3", contents) + paragraph("一、总体要求"), styles=STYLES)
    assert [source.text[start:end] for start, end in source.asides] == ["一、总体要求 3\n"]


def test_the_main_part_may_have_another_name() -> None:
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="a" Type="http://x/settings" Target="y.xml"/>'
        b'<Relationship Id="b" Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    moved = word_file(paragraph("甲"))
    second = f"<w:document {WORD} {COMPATIBILITY}><w:body>{paragraph('乙')}</w:body></w:document>".encode()
    both = word_file(paragraph("甲"), parts={"_rels/.rels": relations, "word/document2.xml": second})
    assert source_text(moved, "x").text == "甲\n"
    assert source_text(both, "x").text == "乙\n"
