"""The original laid out for reading."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tests.rooms.plan.documents import TEXT, span_of
from zhichan.rooms.plan.pages.importing.original import Block, Mark, Notice, laid_out, places_in


def _mark(item: int, start: int, end: int, **more) -> Mark:
    return Mark(item, str(item), "target", start, end, f"?item={item}", **more)


def _text(block: Block) -> str:
    if block.kind == "table":
        return "/".join("|".join("".join(p.text for p in cell) for cell in row) for row in block.rows)
    return "".join(piece.text for piece in block.pieces)


def test_headings_paragraphs_and_tables_are_told_apart():
    blocks = laid_out(TEXT, [])
    assert [(block.kind, _text(block)) for block in blocks[1:6]] == [
        ("paragraph", "云知发〔2026〕3号"),
        ("heading", "一、主要目标"),
        (
            "paragraph",
            "到2030年，有效发明专利拥有量达到1600件，新增专利密集型企业40家，专利质押融资额突破2.5亿元。",
        ),
        ("paragraph", "表1 主要指标"),
        (
            "table",
            "序号|指标|2025年|2030年|属性/1|有效发明专利拥有量|1000|1600|预期性/2|商标品牌指导站|0|12|约束性",
        ),
    ]
    assert blocks[-1].kind == "paragraph"  # ends with a full stop: no heading, although it begins like one


def test_a_mark_cuts_its_words_out_and_says_where_it_begins():
    start, end = span_of("新增专利密集型企业40家")
    paragraph = next(b for b in laid_out(TEXT, [_mark(7, start, end)]) if "密集型" in _text(b))
    assert [
        (piece.text, piece.mark and piece.mark.item, piece.is_first) for piece in paragraph.pieces[1:2]
    ] == [("新增专利密集型企业40家", 7, True)]
    assert paragraph.pieces[0].mark is None
    assert paragraph.pieces[1].ends


def test_the_narrowest_mark_shows_and_the_wider_keeps_its_address():
    outer, inner = (
        _mark(1, *span_of("到2030年，有效发明专利拥有量达到1600件")),
        _mark(2, *span_of("到2030年")),
    )
    paragraph = next(b for b in laid_out(TEXT, [outer, inner]) if _text(b).startswith("到2030年"))
    first, second = paragraph.pieces[:2]
    assert (first.mark, first.anchors) == (inner, (outer,))
    assert (second.mark, second.is_first) == (outer, False)


def test_a_mark_over_a_table_row_marks_every_cell():
    row = _mark(3, *span_of("1 | 有效发明专利拥有量 | 1000 | 1600 | 预期性"))
    table = next(b for b in laid_out(TEXT, [row]) if b.kind == "table")
    assert [cell[0].mark for cell in table.rows[1]] == [row] * 5
    assert [cell[0].mark for cell in table.rows[0]] == [None] * 5


def test_a_row_kept_a_cell_per_line_becomes_a_row():
    text = "表一\n序号\n指标\n2025\n2030\n\n1\n拥有量\n1000\n1600\n2\n指导站\n0\n12\n正文。"
    spans = [(text.index("拥"), text.index("\n2\n")), (text.index("指导站"), text.index("\n正文"))]
    blocks = laid_out(text, [], spans)
    assert [(block.kind, _text(block)) for block in blocks] == [
        ("paragraph", "表一"),
        ("table", "序号|指标|2025|2030/1|拥有量|1000|1600/2|指导站|0|12"),
        ("paragraph", "正文。"),
    ]


def test_lines_above_a_row_that_read_like_no_heading_stay_paragraphs():
    text = "以下为主要情况。\n甲\n乙\n拥有量\n1600\n正文。"
    blocks = laid_out(text, [], [(text.index("拥"), text.index("\n正文"))])
    assert [(block.kind, _text(block)) for block in blocks][-2:] == [
        ("table", "拥有量|1600"),
        ("paragraph", "正文。"),
    ]
    assert len(blocks) == 5


def test_a_notice_has_an_address_and_hides_no_mark():
    start, end = span_of("1.建立专利导航决策机制，每年发布两份导航报告。")
    blocks = laid_out(TEXT, [_mark(7, start + 4, end)], notices=[Notice("lint-1", start, end)])
    pieces = [piece for block in blocks for piece in block.pieces if piece.notices]
    assert [piece.notices for piece in pieces] == [("lint-1",)] * 2
    assert [piece.noticed for piece in pieces] == [("lint-1",), ()]
    assert [piece.mark.item if piece.mark else None for piece in pieces] == [None, 7]
    assert "".join(piece.text for piece in pieces) == TEXT[start:end]


def test_the_marked_places_come_in_the_order_of_the_text_each_once():
    row = _mark(3, *span_of("1 | 有效发明专利拥有量 | 1000 | 1600 | 预期性"))
    outer = _mark(1, *span_of("到2030年，有效发明专利拥有量达到1600件"))
    inner = _mark(2, *span_of("有效发明专利拥有量达到1600件"))
    elsewhere = [_mark(4, *span_of(words)) for words in ("突破2.5亿元", "达到3亿元")]
    covered = _mark(9, *span_of("突破2.5亿元"))
    blocks = laid_out(TEXT, [*elsewhere, row, covered, inner, outer])
    assert places_in(blocks) == [outer, inner, elsewhere[0], row, elsewhere[1]]
    assert places_in(laid_out(TEXT, [])) == []


texts = st.text(alphabet="专利1。一、 |\n", max_size=60)
places = st.tuples(st.integers(0, 60), st.integers(0, 60))


@given(
    texts,
    st.lists(places, max_size=6),
    st.lists(places, max_size=3),
    st.lists(places, max_size=3),
)
@example("111\n11", [], [(0, 5)], [])
def test_no_character_is_lost_and_every_mark_begins_once(text, marked, rows, noted):
    marks = [_mark(at, min(a, len(text)), min(b, len(text))) for at, (a, b) in enumerate(marked)]
    spans = [(a, b) for a, b in rows if a < b <= len(text)]
    notices = [Notice(f"lint-{at}", min(a, len(text)), min(b, len(text))) for at, (a, b) in enumerate(noted)]
    pieces = [
        piece
        for block in laid_out(text, marks, spans, notices)
        for group in (block.pieces, *(cell for row in block.rows for cell in row))
        for piece in group
    ]
    shown = "".join(piece.text for piece in pieces)
    assert [c for c in shown if c not in " |\n"] == [c for c in text if c not in " |\n"]
    begun = [mark.item for piece in pieces for mark in piece.begins]
    assert len(begun) == len(set(begun))
    addresses = [address for piece in pieces for address in piece.noticed]
    assert len(addresses) == len(set(addresses))
    assert all(piece.text for piece in pieces)
    stepped = [mark.item for mark in places_in(laid_out(text, marks, spans, notices))]
    assert sorted(stepped) == sorted({piece.mark.item for piece in pieces if piece.mark})
