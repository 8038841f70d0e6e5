"""PDF files: paragraphs joined by where they stand, tables by their rules, running heads apart."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading import rendering
from tests.rooms.plan.reading.pdf_writer import HEIGHT, WIDTH, PdfSheet, pdf_bytes
from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.furniture import furniture_of
from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.source import limits, pdf, source_text

BODY = "为加强知识产权保护和运用促进创新发展结合本区实际制定本规划并认真组织实施各项任务确保完成"


def read(*sheets: PdfSheet) -> SourceText:
    return source_text(pdf_bytes(list(sheets)), "规划.pdf")


def sheet_of(*lines: tuple[float, float, str], size: float = 16) -> PdfSheet:
    """A page with each line at its x and y."""
    sheet = PdfSheet()
    for x, y, text in lines:
        sheet.text(x, y, size, text)
    return sheet


def without_asides(source: SourceText) -> str:
    text = source.text
    for start, end in reversed(source.asides):
        text = text[:start] + text[end:]
    return text


@pytest.mark.parametrize(("size", "running_head"), [(16, ""), (12, ""), (12, "青禾区人民政府公报")])
def test_a_printed_plan_reads_back_line_for_line(size: float, running_head: str) -> None:
    data = rendering.as_pdf(rendering.PLAN, size=size, running_head=running_head)
    source = source_text(data, "规划.pdf")
    assert source.media == "pdf"
    assert without_asides(source) == rendering.PLAN


def test_running_heads_and_page_numbers_are_set_aside() -> None:
    source = source_text(rendering.as_pdf(rendering.PLAN, running_head="青禾区人民政府公报"), "规划.pdf")
    assert without_asides(source) == rendering.PLAN
    asides = [source.text[start:end].strip() for start, end in source.asides]
    assert sorted(asides) == ["— 1 —", "— 2 —", "— 3 —", *["青禾区人民政府公报"] * 3]


def test_pages_begin_where_their_text_begins() -> None:
    source = source_text(rendering.as_pdf(rendering.PLAN), "规划.pdf")
    assert source.pages[0] == 0
    assert list(source.pages) == sorted(source.pages)
    assert len(source.pages) == 3


def test_a_paragraph_goes_on_over_the_page_and_a_full_last_line_does_not() -> None:
    width = 27
    first = sheet_of(
        (112, 700, BODY[: width - 2]),
        (80, 672, BODY[width - 2 :].ljust(width, "施")),
        (80, 644, "务" * width),
        (280, 60, "— 1 —"),
    )
    second = sheet_of(
        (80, 700, "末尾。"), (112, 672, "另一段。" + "各" * 22), (80, 644, "续" * width), (280, 60, "— 2 —")
    )
    source = read(first, second)
    paragraphs = without_asides(source).splitlines()
    assert len(paragraphs) == 2
    assert paragraphs[0].endswith("务" * width + "末尾。")
    assert paragraphs[1] == "另一段。" + "各" * 22 + "续" * width
    assert source.text[source.pages[1] :].startswith("末尾。")


@pytest.mark.parametrize("start", ["一、总体要求", "（一）提升质量", "专栏1 工程", "第一章 总则"])
def test_a_line_that_opens_a_chapter_is_never_joined(start: str) -> None:
    sheet = sheet_of(*((80, 700 - 28 * at, "施" * 27) for at in range(3)), (80, 616, start))
    assert read(sheet).text.splitlines()[-1] == start


def test_a_number_opens_an_item_only_after_the_end_of_a_sentence() -> None:
    full = [(80.0, 700.0 - 28 * at, "施" * 27) for at in range(3)]
    after_stop = sheet_of(*full, (80, 616, "施" * 26 + "。"), (80, 588, "1.推进保护"))
    in_sentence = sheet_of(*full, (80, 616, "施" * 26 + "第"), (80, 588, "1.推进保护"))
    assert read(after_stop).text.splitlines()[-1] == "1.推进保护"
    assert read(in_sentence).text.splitlines()[-1].endswith("第1.推进保护")


def test_larger_letters_and_wide_gaps_part_paragraphs() -> None:
    sheet = sheet_of(*((80, 700 - 28 * at, "施" * 27) for at in range(3)))
    sheet.text(80, 600, 22, "大字")
    sheet.text(80, 500, 16, "远处")
    assert read(sheet).text.splitlines()[1:] == ["大字", "远处"]


def test_gaps_become_blanks_and_latin_words_stay_apart_over_line_ends() -> None:
    sheet = sheet_of(
        (80, 700, "第一章"), (144, 700, "总则"), (80, 600, "TRIPS" + "A" * 22), (80, 572, "agreement")
    )
    for at in range(3):
        sheet.text(80, 500 - 40 * at, 16, "B" * 27)
    assert read(sheet).text.splitlines() == [
        "第一章 总则",
        "TRIPS" + "A" * 22 + " agreement",
        *["B" * 27] * 3,
    ]


def test_letters_printed_twice_for_boldness_are_read_once() -> None:
    assert (
        read(sheet_of((80, 700, "知识产权保护规划"), (82.5, 700, "知识产权保护规划"))).text
        == "知识产权保护规划\n"
    )


@pytest.mark.parametrize("number", ["1", "- 3 -", "第3页 共9页", "3/9"])
def test_page_numbers_are_set_aside_at_the_edge_only(number: str) -> None:
    source = read(sheet_of((80, 700, BODY[:20]), (280, 400, number), (280, 60, number)))
    assert [source.text[start:end].strip() for start, end in source.asides] == [number]
    assert source.text.count(number) == 2


def test_bare_numbers_are_page_numbers_when_they_count_the_pages() -> None:
    def pages(*numbers: str) -> list[PdfSheet]:
        return [sheet_of((80, 700, BODY[:20]), (280, 60, number)) for number in numbers]

    assert len(read(*pages("7", "8", "9")).asides) == 3
    assert read(*pages("20223", "12654", "800")).asides == ()
    assert read(*pages("800")).asides == ()


def test_what_a_browser_prints_around_a_page_is_set_aside() -> None:
    sheet = sheet_of((80, 700, BODY[:20]), (80, 660, BODY[20:40]))
    sheet.text(80, 815, 8, "2026/11/22 10:00 政府网站")
    sheet.text(20, 20, 8, "https://example.org/a/long/path/to/the/plan.html 1/1")
    source = read(sheet)
    assert len(source.asides) == 2
    assert without_asides(source).split() == [BODY[:20], BODY[20:40]]
    assert len(furniture_of(source)) == 2


def test_a_line_at_the_edge_is_a_running_head_when_it_returns() -> None:
    def pages(count: int, shift: int) -> list[PdfSheet]:
        return [
            sheet_of((80 + at * shift, 800, f"公报 第{at}期"), (80, 600, f"正文内容第{'甲乙丙'[at]}页"))
            for at in range(count)
        ]

    assert read(*pages(1, 0)).asides == ()
    assert len(read(*pages(2, 0)).asides) == 2
    assert read(*pages(2, 20)).asides == ()
    assert len(read(*pages(3, 20)).asides) == 3


def test_pages_with_few_lines_take_the_usual_margins() -> None:
    full = sheet_of((112, 700, "施" * 25), *((80, 672 - 28 * at, "施" * 27) for at in range(4)))
    short = sheet_of((80, 700, "施" * 27), (80, 672, "结束。"))
    assert read(full, short).text.splitlines()[-1].endswith("施结束。")


def ruled(sheet: PdfSheet, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        sheet.rule(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.rule(x, ys[0], x, ys[-1])


def test_ruled_tables_keep_their_cells() -> None:
    sheet = sheet_of(
        (80, 750, "指标表"), (85, 710, "指标"), (205, 710, "目标"), (85, 680, "专利"), (205, 680, "800")
    )
    sheet.text(80, 600, 16, "之后")
    ruled(sheet, [80, 200, 320], [730, 700, 670])
    source = read(sheet)
    assert source.text == "指标表\n指标 | 目标 |\n专利 | 800 |\n之后\n"
    assert [len(row) for row in source.tables[0].rows] == [2, 2]


def test_cells_that_no_rule_parts_are_one() -> None:
    sheet = sheet_of((85, 710, "合并的表头"), (85, 680, "左"), (205, 680, "右"), (205, 650, "下"), size=12)
    for y in (730, 700, 640):
        sheet.rule(80, y, 320, y)
    sheet.rule(200, 670, 320, 670)
    for x in (80, 320):
        sheet.rule(x, 730, x, 640)
    sheet.rule(200, 700, 200, 640)
    source = read(sheet)
    cells = [
        [(source.text[slice(*c.span)], c.rowspan, c.colspan) for c in row] for row in source.tables[0].rows
    ]
    assert cells == [[("合并的表头", 1, 2)], [("左", 2, 1), ("右", 1, 1)], [("下", 1, 1)]]


def test_hard_wrapped_cells_are_joined_and_short_lines_are_not() -> None:
    sheet = sheet_of(
        (83, 712, "有效发明专利拥"), (83, 694, "有量"), (205, 712, "2025年"), (205, 694, "目标"), size=16
    )
    ruled(sheet, [80, 200, 320], [732, 685])
    assert read(sheet).text == "有效发明专利拥有量 | 2025年 目标 |\n"


def test_an_empty_frame_and_a_frame_around_a_page_are_no_tables() -> None:
    empty = sheet_of((80, 750, "知识产权保护规划正文"))
    ruled(empty, [80, 200], [700, 600])
    assert read(empty).tables == ()
    framed = PdfSheet()
    for at in range(80):
        framed.text(40, 800 - 9 * at, 8, "施" * 60)
    ruled(framed, [30, 560], [820, 20])
    source = read(framed)
    assert source.tables == ()
    assert source.text.count("施") == 4800


def test_a_page_of_drawing_has_no_tables() -> None:
    sheet = sheet_of((80, 750, "知识产权保护规划正文"))
    for at in range(900):
        sheet.rule(80, 100 + at * 0.7, 300 if at % 2 else 500, 100 + at * 0.7)
        sheet.rule(80 + at * 0.4, 100, 80 + at * 0.4, 400 if at % 2 else 700)
    for at in range(2600):
        sheet.box(80 + at % 50 * 8, 100 + at // 50 * 8, 7, 7)
    assert read(sheet).tables == ()


def test_a_single_rule_across_the_page_is_no_table() -> None:
    sheet = sheet_of((80, 750, "青禾区人民政府文件"), (80, 700, "青政发〔2021〕9号"))
    sheet.rule(80, 690, 500, 690)
    assert read(sheet).tables == ()


def test_slanted_and_short_strokes_part_nothing() -> None:
    sheet = sheet_of((85, 710, "指标"), (205, 710, "目标是什么呢"))
    ruled(sheet, [80, 320], [730, 700])
    sheet.rule(200, 730, 240, 700)
    sheet.rule(150, 715, 150, 712)
    assert read(sheet).text == "指标 目标是什么呢 |\n"


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_pages_are_read_as_shown(turned: int) -> None:
    """A page whose text runs as the page lies is nonsense when shown turned; only its characters are kept."""
    sheet = sheet_of((80, 700, "知识产权保护规划"))
    sheet.turned = turned
    source = read(sheet)
    lines = source.text.split()
    if turned == 180:
        assert lines == ["划规护保权产识知"]
    else:
        assert sorted("".join(lines)) == sorted("知识产权保护规划")
        assert len(lines) == 8


def test_radicals_that_fonts_give_for_characters_become_those() -> None:
    assert read(sheet_of((80, 700, "\u2f42\u2f08知识产权规划"))).text == "文人知识产权规划\n"


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    source_text(
        rendering.as_pdf(rendering.PLAN), "x.pdf", progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_scans_without_a_text_layer_are_refused() -> None:
    scanned = [PdfSheet(), sheet_of((280, 60, "1"))]
    with pytest.raises(InvalidInput, match="没有文字层") as refusal:
        read(*scanned)
    assert refusal.value.specific_code == "no_text_layer"


def test_a_text_layer_of_private_codes_is_refused() -> None:
    with pytest.raises(InvalidInput, match="乱码") as refusal:
        read(sheet_of((80, 700, "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008知识产权")))
    assert refusal.value.specific_code == "unreadable_text_layer"


def test_an_encrypted_file_is_refused() -> None:
    keys = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    data = pdf_bytes([PdfSheet()], trailer_extra="/Encrypt 6 0 R /ID [<00> <00>]", extra_objects=(keys,))
    with pytest.raises(InvalidInput, match="已加密") as refusal:
        source_text(data, "密.pdf")
    assert refusal.value.specific_code == "encrypted"


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(InvalidInput, match="已损坏"):
        source_text(b"%PDF-1.7 nothing more", "坏.pdf")


def test_more_pages_than_any_plan_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PDF_PAGES", 2)
    with pytest.raises(InvalidInput, match="3 页，超过上限 2 页"):
        read(PdfSheet(), PdfSheet(), PdfSheet())


def test_more_bytes_than_any_plan_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PDF_BYTES", limits.MEGABYTE)
    with pytest.raises(InvalidInput, match="上限 1 MB"):
        source_text(b"%PDF-1.7" + b" " * limits.MEGABYTE, "大.pdf")


def test_a_page_that_cannot_be_read_leaves_a_lint() -> None:
    good = sheet_of((80, 700, "知识产权保护和运用规划"))
    data = pdf_bytes([good, PdfSheet()])
    broken = data.replace(
        b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate 0 /Contents 9 0 R", b"/Type /Nope"
    )
    assert broken != data
    source = source_text(broken, "x.pdf")
    assert [lint.code for lint in source.lints] == ["unreadable-page"]
    assert source.text == "知识产权保护和运用规划\n"


def test_sizes_of_the_sheet_are_those_of_the_writer() -> None:
    assert (WIDTH, HEIGHT) == (595.0, 842.0)


def test_many_rules_that_never_meet_are_a_drawing() -> None:
    sheet = sheet_of((80, 800, "知识产权保护规划正文"))
    for row in range(100):
        for column in range(10):
            sheet.rule(80 + 40 * column, 100 + 5 * row, 110 + 40 * column, 100 + 5 * row)
    assert read(sheet).tables == ()


def table_sheet(rows: list[tuple[str, ...]], xs: list[float], top: float = 730, size: float = 12) -> PdfSheet:
    """A page with one ruled table, 30 points a row."""
    sheet = PdfSheet()
    for at, row in enumerate(rows):
        for x, words in zip(xs, row, strict=False):
            sheet.text(x + 3, top - 20 - 30 * at, size, words)
    ruled(sheet, xs, [top - 30 * at for at in range(len(rows) + 1)])
    return sheet


def cell_texts(source: SourceText) -> list[list[list[str]]]:
    return [
        [[source.text[slice(*cell.span)] for cell in row] for row in table.rows] for table in source.tables
    ]


GRID = [80.0, 260.0, 440.0]


def test_a_table_goes_on_over_the_page_without_its_heading_said_twice() -> None:
    first = table_sheet([("指标名称", "目标"), ("专利拥有量", "800")], GRID)
    second = table_sheet([("指标名称", "目标"), ("商标注册量", "900")], GRID)
    for sheet, number in ((first, "— 1 —"), (second, "— 2 —")):
        sheet.text(280, 60, 14, number)
    source = read(first, second)
    assert cell_texts(source) == [[["指标名称", "目标"], ["专利拥有量", "800"], ["商标注册量", "900"]]]
    assert [source.text[start:end].strip() for start, end in source.asides] == ["— 1 —", "— 2 —"]


def test_a_row_cut_by_the_page_is_one_row_again() -> None:
    first = table_sheet([("序号", "任务"), ("1", "建立重大项目知识产权")], GRID)
    second = table_sheet([("", "评议制度。"), ("2", "开展专项行动和培训。")], GRID)
    assert cell_texts(read(first, second)) == [
        [["序号", "任务"], ["1", "建立重大项目知识产权评议制度。"], ["2", "开展专项行动和培训。"]]
    ]


def test_a_row_that_ends_a_sentence_keeps_its_halves_as_paragraphs() -> None:
    first = table_sheet([("序号", "任务"), ("1", "建立知识产权制度。")], GRID)
    second = table_sheet([("", "开展专项行动。")], GRID)
    assert cell_texts(read(first, second)) == [[["序号", "任务"], ["1", "建立知识产权制度。 开展专项行动。"]]]


def test_a_box_goes_on_over_the_page_and_the_next_box_does_not() -> None:
    frame = [80.0, 500.0]
    title, cut = "专栏1 强企工程", "1.对首次通过知识产权管理体系认证的企业给予一次性"
    first = table_sheet([(title,), (cut,)], frame)
    rest = table_sheet([("奖励5万元。",)], frame)
    other = table_sheet([("专栏2 商标工程",), ("2.支持企业注册集体商标和证明商标。",)], frame)
    assert cell_texts(read(first, rest)) == [[[title], [cut + "奖励5万元。"]]]
    assert [len(table) for table in cell_texts(read(first, other))] == [2, 2]


def test_tables_of_other_columns_or_on_the_same_page_stay_apart() -> None:
    first = table_sheet([("指标名称", "目标"), ("专利拥有量", "800")], GRID)
    wider = table_sheet([("指标名称", "目标"), ("商标注册量", "900")], [80.0, 300.0, 520.0])
    three = table_sheet([("指标名称", "目标", "属性")], [80.0, 200.0, 320.0, 440.0])
    assert len(read(first, wider).tables) == 2
    assert len(read(first, three).tables) == 2
    both = table_sheet([("指标名称", "目标"), ("专利拥有量", "800")], GRID)
    lower = table_sheet([("指标名称", "目标"), ("商标注册量", "900")], GRID, top=600)
    both.marks += lower.marks
    assert len(read(both).tables) == 2


def test_text_between_parts_tables() -> None:
    first = table_sheet([("指标名称", "目标"), ("专利拥有量", "800")], GRID)
    first.text(80, 600, 12, "表后的一段话。")
    second = table_sheet([("指标名称", "目标"), ("商标注册量", "900")], GRID)
    assert read(first, second).text.count("表后的一段话。\n") == 1
    assert len(read(first, second).tables) == 2


def test_an_empty_page_between_does_no_harm() -> None:
    source = read(sheet_of((80, 700, BODY[:20])), PdfSheet(), sheet_of((80, 700, BODY[20:40])))
    assert source.text.split() == [BODY[:20], BODY[20:40]]
    assert len(source.pages) == 3


def test_the_cut_row_of_a_table_with_other_cells_stays_apart() -> None:
    first = table_sheet([("序号", "任务"), ("1", "建立重大项目知识产权")], GRID)
    second = table_sheet([("", "评议制度。")], GRID)
    second.marks = [mark for mark in second.marks if "260 730" not in mark]
    rows = cell_texts(read(first, second))
    assert rows[0][1] == ["1", "建立重大项目知识产权"]


def test_spaced_paragraphs_are_told_apart_by_their_distance() -> None:
    rows = ["施" * 27, "务" * 26 + "。", "又" * 27 + "", "末尾。"]
    heights = [700, 680, 660, 640]
    spaced = [
        (80, 700 - 100 * block - (700 - y), text)
        for block in range(3)
        for y, text in zip(heights, rows, strict=True)
    ]
    assert read(sheet_of(*spaced)).text.splitlines() == ["".join(rows)] * 3
