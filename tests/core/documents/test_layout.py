"""The official layout of templates: page, grid, faces, heads, feet (GB/T 9704-2012)."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.core.documents.making import NOTICE as NOTICE_TEXT
from tests.core.documents.making import VALUES, read
from zhichan.core.documents.filling import fill, own_template
from zhichan.core.documents.layout.page import FACES
from zhichan.core.documents.package import parts_of
from zhichan.core.documents.text import paragraphs_of

NOTICE = read()
LETTER = read(NOTICE_TEXT.replace('layout = "paper"', 'layout = "letter"'))
RED_HEAD = read(NOTICE_TEXT.replace('layout = "paper"', 'layout = "red_head"'))
RECORD = read(
    NOTICE_TEXT.replace("national_form", "").replace(
        "fields = [", 'page_signs = ["当事人", "记录人"]\nfields = [', 1
    )
)
ISSUED = {**VALUES, "issued_on": date(2026, 1, 5)}


def opened(definition):
    return Document(io.BytesIO(own_template(definition)))


def millimetres(length) -> float:
    return round(length.mm, 1)


def test_the_page_is_a4_with_the_margins_of_the_standard() -> None:
    section = opened(NOTICE).sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert (millimetres(section.page_width), millimetres(section.page_height)) == (210.0, 297.0)
    assert [millimetres(side) for side in sides] == [34.6, 32.6, 28.0, 26.0]
    assert round((section.page_width - section.left_margin - section.right_margin) / 36_000) == 156


def test_twenty_two_lines_of_twenty_eight_characters_fit_the_type_area() -> None:
    document = opened(NOTICE)
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "592")
    normal = document.styles["Normal"]
    spacing = normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))
    assert (normal.font.size.pt, spacing) == (16.0, "-5")
    assert 28 * (16 - 0.25) <= 156 / 25.4 * 72 < 29 * (16 - 0.25)
    height = (297 - 34.58 - 32.58) / 25.4 * 72
    assert 22 * 29.6 <= height < 23 * 29.6


def test_every_run_names_an_official_face_for_chinese() -> None:
    faces = {name for name, _other, _family in FACES}
    for name, part in parts_of(own_template(NOTICE)).items():
        if name.startswith(("word/document", "word/foot")):
            document = Document(io.BytesIO(own_template(NOTICE)))
            runs = [run for paragraph in document.paragraphs for run in paragraph.runs if run.text]
            used = {run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in runs}
            assert used <= faces, name
            assert {"仿宋_GB2312", "方正小标宋简体", "黑体"} <= used
            assert b"eastAsiaTheme" not in part


def test_text_begins_two_characters_in_and_headings_are_bold_faced() -> None:
    styles = opened(NOTICE).styles
    for name, face, indent in (
        ("公文正文", "仿宋_GB2312", "200"),
        ("一级标题", "黑体", "200"),
        ("二级标题", "楷体_GB2312", "200"),
    ):
        style = styles[name].element
        assert style.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
        assert style.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == indent


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones() -> None:
    document = opened(NOTICE)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        last = footer.paragraphs[-1]
        indent = last._p.pPr.find(qn("w:ind"))
        assert last.alignment == {"left": 0, "right": 2}[side]
        assert indent.get(qn(f"w:{side}Chars")) == "100"
        codes = [one.text for one in last._p.iter(qn("w:instrText"))]
        assert (codes, last.text) == (["PAGE"], "—  —")


def test_a_case_paper_has_office_title_and_number_in_black() -> None:
    first = opened(NOTICE).paragraphs[:3]
    assert [paragraph.text for paragraph in first] == ["{{ organ }}", "示例告知书", "{{ number }}"]
    assert [paragraph.style.name for paragraph in first] == ["制作机关", "公文标题", "文号"]
    assert b"FF0000" not in parts_of(own_template(NOTICE))["word/document.xml"]


def test_a_letter_has_its_red_name_and_rules_on_the_first_page_alone() -> None:
    document = opened(LETTER)
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert millimetres(section.header_distance) == 30.0
    head = section.first_page_header.paragraphs[0]
    assert (head.text, head.style.name) == ("{{ organ }}", "发文机关标志")
    for paragraph in (head, section.first_page_footer.paragraphs[0]):
        extents = [one.get("cx") for one in paragraph._p.iter(qn("wp:extent"))]
        assert [round(int(extent) / 36_000) for extent in extents] == [170, 170]
    tops = [
        int(one.text) / 36_000 for one in section.first_page_footer.paragraphs[0]._p.iter(qn("wp:posOffset"))
    ]
    assert round(tops[1]) == 297 - 20
    assert section.first_page_footer.paragraphs[0].text == ""
    assert document.paragraphs[0].style.name == "文号居右"


def test_a_red_head_has_its_name_below_the_edge_and_a_rule_under_the_number() -> None:
    document = opened(RED_HEAD)
    name = document.paragraphs[0]
    assert (name.text, name.paragraph_format.space_before.pt) == ("{{ organ }}", 100.0)
    assert name.style.element.rPr.find(qn("w:color")).get(qn("w:val")) == "FF0000"
    number = next(one for one in document.paragraphs if one.text == "{{ number }}")
    rule = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert (rule.get(qn("w:color")), rule.get(qn("w:val"))) == ("FF0000", "single")


def test_office_and_day_are_centred_on_each_other_four_characters_in() -> None:
    organ, day = [one for one in opened(NOTICE).paragraphs if one.style.name == "落款"][1:]
    assert organ.paragraph_format.left_indent == day.paragraph_format.left_indent
    width = 156 / 25.4 * 72
    centre = width - (width - organ.paragraph_format.left_indent.pt) / 2
    day_ends = centre + 8.5 / 2 * 15.75
    assert round(width - day_ends) == round(4 * 15.75)


def test_no_seal_is_ever_drawn() -> None:
    for is_draft in (True, False):
        parts = parts_of(fill(NOTICE, ISSUED, is_draft=is_draft))
        assert not [name for name in parts if "media" in name]
        assert (b"prstDash" in parts["word/document.xml"]) is is_draft


def test_records_are_signed_at_the_foot_of_each_page() -> None:
    section = opened(RECORD).sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text.split() == ["当事人：", "记录人："]


@pytest.mark.parametrize(
    ("who", "rows"),
    [
        (["甲", "乙", "丙"], ["甲：\t乙：\t丙："]),
        (["甲", "乙", "丙", "丁"], ["甲：\t乙：", "丙：\t丁："]),
    ],
)
def test_whoever_signs_a_page_has_room_for_it(who: list[str], rows: list[str]) -> None:
    """No more than three in a line, at equal distances."""
    signs = "、".join(f'"{one}"' for one in who).replace("、", ", ")
    record = read(NOTICE_TEXT.replace("fields = [", f"page_signs = [{signs}]\nfields = [", 1))
    *signed, number = opened(record).sections[0].footer.paragraphs
    assert [one.text for one in signed] == rows
    assert "PAGE" in [code.text for code in number._p.iter(qn("w:instrText"))]
    stops = [round(stop.position.mm) for stop in signed[0].paragraph_format.tab_stops]
    assert stops == [round(156 * nth / len(rows[0].split())) for nth in range(1, len(rows[0].split()))]


def with_body(*lines: str):
    return read(NOTICE_TEXT.replace("@seal\n", "\n".join(lines) + "\n"))


def kept_with_next(definition) -> list[str]:
    """The lines from the last that is not kept with its next one to the end, conditions left out."""
    made = [one for one in opened(definition).paragraphs if "{%p" not in one.text and one.text]
    keeps = [
        one.paragraph_format.keep_with_next
        or (one.paragraph_format.keep_with_next is None and one.style.paragraph_format.keep_with_next)
        for one in made
    ]
    last = max((nth for nth, keep in enumerate(keeps[:-1]) if not keep), default=-1)
    return [one.text.partition("{%")[0] for one in made[last + 1 :]]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["本局决定如上。", "@seal"], ["本局决定如上。"]),
        (
            ["另行通知。", "{% if hearing %}", "可以听证。", "{% endif %}", "@seal"],
            ["另行通知。", "可以听证。"],
        ),
        (["另行通知。", "@sign 当事人", "@seal"], ["当事人：\t年　　月　　日"]),
    ],
)
def test_a_seal_never_stands_on_a_page_without_text(lines: list[str], kept: list[str]) -> None:
    ends = [*kept, "{{ organ }}", "{{ issued_on }}", "份数与去向：一式二份"]
    assert kept_with_next(with_body(*lines)) == ends


def test_the_day_of_a_signature_stands_at_the_edge() -> None:
    document = opened(with_body("@sign 当事人（签名、盖章或者按指印）", "@seal"))
    line = next(one for one in document.paragraphs if one.style.name == "签名")
    assert line.text == "当事人（签名、盖章或者按指印）：\t年　　月　　日"
    stop = line.style.element.pPr.find(qn("w:tabs"))[0]
    assert (stop.get(qn("w:val")), round(int(stop.get(qn("w:pos"))) / 1440 * 25.4)) == ("right", 156)


def test_copies_sent_stand_under_a_rule_below_the_seal() -> None:
    document = opened(with_body("@seal", "@copied 抄送：{{ court }}。"))
    lines = [one for one in document.paragraphs if one.text]
    organ, day, copied, copies = lines[-4:]
    assert [one.text.partition("{%")[0] for one in (organ, day)] == ["{{ organ }}", "{{ issued_on }}"]
    assert (copied.text, copied.style.name) == ("　抄送：{{ court }}。", "抄送")
    assert copied.style.font.size.pt == 14.0
    thick, thin = (one._p.pPr.find(qn("w:pBdr")).find(qn("w:top")) for one in (copied, copies))
    assert (thick.get(qn("w:sz")), thin.get(qn("w:sz"))) == ("8", "4")


def test_rows_are_kept_whole_unless_they_may_be_long() -> None:
    goods = opened(NOTICE).tables[0]
    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in goods.rows] == [True] * 4
    assert round(goods.columns[0].width.pt) == 40
    text = NOTICE_TEXT.replace('layout = "paper"', 'layout = "sheet"')
    sheet = opened(
        read(text.replace("@seal\n", "| 事实 | {{ facts }} |\n| 意见 | {{ kind }}　签名：　年 |\n@seal\n"))
    )
    facts, signed = sheet.tables[-1].rows
    assert facts._tr.trPr is None or facts._tr.trPr.find(qn("w:cantSplit")) is None
    assert signed._tr.trPr.find(qn("w:cantSplit")) is not None
    assert [(one.text, one.style.name) for one in signed.cells[1].paragraphs] == [
        ("{{ kind }}", "表格内容"),
        ("签名：　年", "表格签名"),
    ]


def test_a_centred_line_is_centred() -> None:
    assert opened(NOTICE).styles["居中"].element.pPr.find(qn("w:jc")).get(qn("w:val")) == "center"


@pytest.mark.parametrize("definition", [NOTICE, LETTER, RED_HEAD, RECORD])
def test_the_whole_order_of_a_filled_document(definition) -> None:
    lines = [line for line in paragraphs_of(fill(definition, ISSUED)) if line]
    assert lines.index("示例告知书") < lines.index("甲商贸有限公司：") < lines.index("2026年1月5日")
    assert lines.index("2026年1月5日") < lines.index("份数与去向：一式二份")


def test_a_template_is_small_and_holds_nothing_personal() -> None:
    content = own_template(NOTICE)
    assert len(content) < 30_000
    core = parts_of(content)["docProps/core.xml"].decode()
    for tag in ("creator", "lastModifiedBy", "description"):
        assert tag not in core
