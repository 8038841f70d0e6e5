"""Web pages: what a browser shows, with tables, headings and what the page itself sets aside."""

from __future__ import annotations

import pytest

from tests.rooms.plan.reading import rendering
from zhichan.core.errors import InvalidInput
from zhichan.rooms.plan.reading.furniture import furniture_of
from zhichan.rooms.plan.reading.model import SourceText
from zhichan.rooms.plan.reading.source import source_text
from zhichan.rooms.plan.reading.source.detect import media_of
from zhichan.rooms.plan.reading.source.limits import MAX_HTML_BYTES


def read(body: str, head: str = "") -> SourceText:
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return source_text(page.encode(), "页面.html")


def cells(source: SourceText, table: int = 0) -> list[list[tuple[str, int, int, bool]]]:
    return [
        [(source.text[slice(*cell.span)], cell.rowspan, cell.colspan, cell.heading) for cell in row]
        for row in source.tables[table].rows
    ]


def content(source: SourceText) -> str:
    """The text without furniture and blank lines."""
    text = source.text
    for start, end in reversed(furniture_of(source)):
        text = text[:start] + text[end:]
    return "".join(f"{line}\n" for line in text.splitlines() if line)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_site_page_gives_the_document_without_the_site(charset: str) -> None:
    source = source_text(rendering.as_html(rendering.PLAN, charset=charset), "x.html")
    assert source.media == "html"
    assert source.encoding == charset
    assert content(source) == rendering.PLAN


def test_scripts_styles_forms_and_hidden_parts_are_not_text() -> None:
    visible = "看得见的文字，" * 60
    source = read(
        "<script>var a = '<p>脚本</p>'</script><style>p{}</style><noscript>没有脚本</noscript>"
        "<select><option>选项</option></select><button>按钮</button><textarea>输入</textarea>"
        f"<p hidden>藏一</p><p style='DISPLAY : none'>藏二</p><!-- 注释 --><p>{visible}</p>"
    )
    assert source.text == f"{visible}\n"


def test_hidden_content_is_read_when_nothing_else_is_there() -> None:
    source = read("<p>请稍候</p><div style='display:none'><p>一、总体要求</p></div>")
    assert source.text == "请稍候\n一、总体要求\n"
    assert read("<p>一、总体要求</p><p hidden>请稍候</p>").text == "一、总体要求\n"


def test_blocks_and_breaks_end_lines_and_inline_tags_do_not() -> None:
    assert (
        read("<p>知识<b>产权</b>规划</p>第一行<br>第二行<div>块</div>尾").text
        == "知识产权规划\n第一行\n第二行\n块\n尾\n"
    )


def test_a_source_line_break_between_ideographs_leaves_nothing() -> None:
    assert read("<p>知识产权\n     规划 PCT\n专利</p>").text == "知识产权规划 PCT 专利\n"


def test_preformatted_text_keeps_its_lines() -> None:
    assert read("<pre>一、总则\n  第一条  内容</pre>").text == "一、总则\n  第一条  内容\n"


def test_headings_have_their_depth_and_place() -> None:
    source = read("<h1>规划</h1><p>正文</p><h3>（一）任务</h3><h2> </h2>")
    assert [(source.text[slice(*h.span)], h.depth) for h in source.headings] == [
        ("规划", 1),
        ("（一）任务", 3),
    ]


def test_numbered_lists_get_the_numbers_the_browser_shows() -> None:
    source = read(
        "<ol><li>甲</li><li>乙</li></ol><ol start='5'><li>丙</li><li>6.丁</li></ol><ul><li>戊</li></ul>"
        "<ol style='list-style:none'><li>己</li></ol><ol start='x'><li>庚</li></ol><li>辛</li>"
    )
    assert source.text.split() == ["1.甲", "2.乙", "5.丙", "6.丁", "戊", "己", "1.庚", "辛"]


def test_table_cells_keep_their_reach_and_offsets() -> None:
    source = read(
        "<table><caption>主要指标</caption><tr><th>指标<th colspan=2>目标</tr>"
        "<tr><td rowspan='2'>专利<br>数量<td>1<td></tr><tr><td>2<td>3</tr></table>"
    )
    assert source.text == "主要指标\n指标 | 目标 |\n专利 数量 | 1 |  |\n2 | 3 |\n"
    assert cells(source) == [
        [("指标", 1, 1, True), ("目标", 1, 2, True)],
        [("专利 数量", 2, 1, False), ("1", 1, 1, False), ("", 1, 1, False)],
        [("2", 1, 1, False), ("3", 1, 1, False)],
    ]


def test_a_box_of_one_cell_keeps_its_lines() -> None:
    source = read("<table><tr><td><p>专栏1 工程</p><p>内容</p></td></tr></table>")
    assert source.text == "专栏1 工程\n内容 |\n"
    assert cells(source) == [[("专栏1 工程\n内容", 1, 1, False)]]


@pytest.mark.parametrize("reach", ["0", "-1", "x", "", "99999999999999999999"])
def test_senseless_reaches_do_no_harm(reach: str) -> None:
    source = read(f"<table><tr><td colspan='{reach}'>甲</td><td>乙</td></tr></table>")
    assert 1 <= source.tables[0].rows[0][0].colspan <= 1000


def test_a_cell_outside_a_row_still_belongs_to_the_table() -> None:
    assert cells(read("<table><td>甲<td>乙</table>")) == [[("甲", 1, 1, False), ("乙", 1, 1, False)]]


def test_tables_for_layout_are_read_as_text_and_inner_tables_as_tables() -> None:
    long_cell = "正文很长。" * 700
    source = read(
        "<table><tr><td>左栏</td><td><table><tr><td>指标</td><td>1</td></tr></table></td></tr></table>"
        f"<table><tr><td>{long_cell}</td></tr></table>"
    )
    assert source.text == f"左栏\n指标 | 1 |\n{long_cell}\n"
    assert len(source.tables) == 1


def test_empty_tables_leave_nothing() -> None:
    source = read("<table></table><table><tr></tr></table><p>正文</p>")
    assert source.text == "正文\n"
    assert source.tables == ()


def test_what_the_page_sets_aside_is_marked() -> None:
    body = "正文内容。" * 30
    source = read(
        "<nav>首页</nav><div class='crumb main'>位置</div><div id='pageFooterBox'>分享</div>"
        "<i role='search'>找</i>"
        f"<p>{body}</p><footer>页脚</footer>"
    )
    marked = [source.text[start:end].strip() for start, end in source.asides]
    assert marked == ["首页", "位置", "分享", "找", "页脚"]
    assert content(source) == f"{body}\n"


def test_an_aside_around_the_whole_content_is_not_believed() -> None:
    source = read("<div class='sidebar'><p>一、总体要求</p><p>加强知识产权保护。</p></div>")
    assert content(source) == "一、总体要求\n加强知识产权保护。\n"


def test_metadata_gives_title_and_day_of_posting() -> None:
    head = (
        "<title>某区政府网站</title><meta name='ArticleTitle' content=' 某区计划 '>"
        "<meta name='PubDate' content='2022-01-05'>"
    )
    source = read("<p>正文</p>", head)
    assert (source.title, source.posted) == ("某区计划", "2022-01-05")
    plain = read("<p>正文</p>", "<title>某区政府网站</title><meta name='PubDate' content=' '>")
    assert (plain.title, plain.posted) == ("某区政府网站", None)


@pytest.mark.parametrize(
    "body",
    [
        "<p>正文<div><b>未闭合",
        "</div></p>正文</table></td>",
        "<table><tr><td>正文",
        "<p>正文</p></body></html><p>之后",
        "<<p>>正文&&amp;&#xffffff;",
        "<ol><p>正文</ol></ol><li>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;正文",
    ],
)
def test_broken_pages_are_read_as_far_as_they_go(body: str) -> None:
    assert "正文" in read(body).text


def test_pages_with_nothing_to_read_are_refused() -> None:
    with pytest.raises(InvalidInput, match="没有读到文字"):
        read("<div>" * 100_000 + "</div>")
    with pytest.raises(InvalidInput, match="没有读到文字"):
        source_text(b"<html><!-- ", "x.html")


def test_a_page_beyond_the_limit_is_refused() -> None:
    with pytest.raises(InvalidInput, match="上限 20 MB"):
        source_text(b"<html>" + b" " * MAX_HTML_BYTES, "大.html")


def test_an_xml_declaration_with_another_encoding_is_passed_over() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><html><body><p>正文</p></body></html>'
    assert source_text(page.encode(), "x.html").text == "正文\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_pages_are_told_from_text_in_every_encoding(encoding: str) -> None:
    page = f"<p>{rendering.PLAN}</p><p>一</p><br>"
    assert media_of(page.encode(encoding), "x") == "html"
    text = rendering.PLAN + "".join(map(chr, range(0x4E00, 0x6000)))  # bytes of all kinds, tags among them
    assert media_of(text.encode(encoding), "x") == "txt"
