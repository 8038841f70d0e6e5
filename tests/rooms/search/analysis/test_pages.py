"""The page of analysis: its totals, its links, its files, for whoever may search."""

from __future__ import annotations

import io
import re
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from openpyxl import load_workbook

from zhichan.core.access.roles import Role
from zhichan.core.search.asking import Question, count_of
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.search.analysis.term_sets import MOST_TERMS

from .patents import Plain, made_patents

PAGE = "/search/analysis"


@pytest.fixture
def patents(office) -> list[Plain]:
    return made_patents(60, [office])


def text_of(answer) -> str:
    return unescape(answer.content.decode())


def _notes_and_rows(answer) -> tuple[list[str], list[list]]:
    """What a file of figures says above its headings, and the rows from those on."""
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    above = next(place for place, row in enumerate(rows) if row[1] is not None)
    return [row[0] for row in rows[:above]], rows[above:]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.PLAN_OFFICER, Role.UNIT_CONTACT, Role.READ_ONLY_LEADER])
def test_total_is_the_count_of_the_result_and_figures_lead_to_it(patents, signed_in, office, role) -> None:
    client = signed_in(role, office)
    count = sum(1 for row in patents if "焊接" in row.title)
    answer = client.get(f"{PAGE}?q={quote('TI=焊接')}&f=kind:invention")
    own = [row for row in patents if "焊接" in row.title and row.kind == "invention"]
    page = text_of(answer)
    assert 0 < len(own) < count
    assert f"· {len(own)} 件" in page
    links = re.findall(r'<td class="num"><a href="(/search/\?[^"]+)"[^>]*>([\d,]+)</a>', page)
    assert len(links) > 20
    for link, said in links[::9]:
        assert f"<h2>{said} 件</h2>" in text_of(client.get(link)), link
    inside = re.findall(r'<th scope="row"><a href="([^"]+)#classes">([A-H]\d\d[A-Z])</a>', page)
    below = text_of(client.get(inside[0][0]))
    assert f"主分类构成：{inside[0][1]} 之下" in below
    assert re.search(r'<a class="xs" href="[^"]+within=[A-H]\d\d#classes">上一级', below)


@pytest.mark.django_db
def test_each_classification_is_looked_into_by_itself(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    page = text_of(client.get(f"{PAGE}?q={quote('AD>=2000 OR KD=invention')}&within=H01M"))
    [lead, *_more] = re.findall(r'<th scope="row"><a href="([^"]+)#cpc">Y02E</a>', page)
    assert "within=H01M" in lead
    below = text_of(client.get(lead))
    assert "CPC 构成：Y02E 之下" in below
    assert "主分类构成：H01M 之下" in below
    assert re.search(r'<a class="xs" href="[^"]+within=H01M&cpc=Y02#cpc">上一级', below)
    seen = [row for row in patents if row.filed_on or row.kind == "invention"]
    number = sum("Y02E60/10" in row.cpc for row in seen)
    [(rows, said)] = re.findall(r'Y02E60/</a></th><td class="num"><a href="([^"]+)">([\d,]+)</a>', below)
    assert int(said) == number > 0
    assert f"<h2>{said} 件</h2>" in text_of(client.get(rows))
    assert client.get(f"{PAGE}/cpc.png?q={quote('AD>=2000')}&cpc=Y02E").status_code == 200
    assert client.get(f"{PAGE}?q={quote('AD>=2000')}&cpc=Q").status_code == 200


@pytest.mark.django_db
def test_charts_come_as_pictures_and_figures_as_a_table(patents, signed_in, office) -> None:
    client = signed_in(Role.CASE_OFFICER, office)
    asked = f"q={quote('AD>=2000')}"
    png = client.get(f"{PAGE}/trend.png?{asked}")
    assert (png.status_code, png["Content-Type"], png.content[:4]) == (200, "image/png", b"\x89PNG")
    assert client.get(f"{PAGE}/classes.svg?{asked}").content.startswith(b"<?xml")
    _notes, rows = _notes_and_rows(client.get(f"{PAGE}/applicants.xlsx?{asked}&names=printed"))
    dated = [row for row in patents if row.filed_on]
    by_name = {name: sum(name in row.holders for row in dated) for row in dated for name in row.holders}
    assert {row[0]: row[1] for row in rows[1:]} == by_name
    assert all(row[2] == f'权利人=="{row[0]}"' for row in rows[1:])
    assert client.get(f"{PAGE}/pie.png?{asked}").status_code == 404
    assert client.get(f"{PAGE}/trend.exe?{asked}").status_code == 404
    assert client.get(f"{PAGE}/techniques.png?{asked}").status_code == 404


@pytest.mark.django_db
def test_the_file_of_a_chart_says_what_it_is_of(patents, signed_in, office) -> None:
    client = signed_in(Role.CASE_OFFICER, office)
    own = [row for row in patents if "焊接" in row.title and row.kind == "invention"]
    asked = f"q={quote('TI=焊接')}&f=kind:invention"
    notes, _rows = _notes_and_rows(client.get(f"{PAGE}/applicants.xlsx?{asked}&names=printed&family=1"))
    line, narrowed, count, written, counted, use = notes
    assert (line, narrowed) == ("检索式：TI=焊接", "筛选：类型：发明")
    assert count.startswith(f"命中 {len(own)} 件，快照 ")
    assert re.search(r" 于 \d{4}-\d\d-\d\d .* 导出", written)
    assert counted == "按申请日 · 同族合并 · 权利人：按原名"
    assert use.startswith("仅供")
    csv = b"".join(client.get(f"{PAGE}/trend.csv?{asked}").streaming_content).decode("utf-8-sig")
    assert csv.splitlines()[0] == "检索式：TI=焊接"


@pytest.mark.django_db
def test_what_cannot_be_read_or_is_missing_is_said(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    assert "先检索，再分析" in text_of(client.get(PAGE))
    refused = client.get(f"{PAGE}?q={quote('TI=((焊接')}")
    assert (refused.status_code, "括号" in text_of(refused)) == (422, True)
    assert client.get(f"{PAGE}/trend.xlsx?q={quote('(')}").status_code in (400, 422)
    nothing = client.get(f"{PAGE}?q={quote('TI=没有这样的词')}")
    assert (nothing.status_code, "没有可以分析的" in text_of(nothing)) == (200, True)
    odd = client.get(f"{PAGE}?q={quote('TI=焊接')}&by=x&family=2&within=H01M10/0525;&names=y")
    assert odd.status_code == 200


@pytest.mark.django_db
def test_lost_columns_are_told_and_come_back(patents, signed_in, office, settings) -> None:
    import shutil
    from pathlib import Path

    client = signed_in(Role.PLAN_OFFICER, office)
    asked = f"{PAGE}?q={quote('AD>=2001')}"
    shutil.rmtree(Path(settings.DATA_DIR) / "columns")
    lost = client.get(asked)
    assert (lost.status_code, "分析数据正在准备" in text_of(lost)) == (409, True)
    bring_up_to_date(wait=True)
    assert client.get(asked).status_code == 200


@pytest.mark.django_db
def test_matrix_of_terms_is_drawn_from_the_words_given(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    means = quote("焊接\n热处理")
    asked = f"q={quote('AD>=2000 OR KD=invention')}&means={means}&effects={quote('成本')}"
    page = text_of(client.get(f"{PAGE}?{asked}"))
    assert 'id="techniques"' in page
    seen = [row for row in patents if row.filed_on or row.kind == "invention"]
    both = [row for row in seen if "焊接" in row.title and "成本" in row.title]
    assert re.search(rf'<th scope="row">焊接</th><td class="num"><a href="[^"]+">{len(both)}</a>', page)


@pytest.mark.django_db
def test_a_term_that_cannot_be_read_leaves_the_page_and_what_was_typed(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    means, effects = "焊接\n(坏", "成本\n强度"
    answer = client.get(f"{PAGE}?q={quote('TI=焊接')}&means={quote(means)}&effects={quote(effects)}")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "技术词第 2 行" in page
    assert re.search(r"“\(坏”：[^<]*括号", page)
    assert re.search(r'<div class="mono mt">[^\n]*<mark>[^<]+</mark>', page)
    assert f">{means}</textarea>" in page
    assert f">{effects}</textarea>" in page
    assert 'id="trend"' in page
    assert 'id="techniques"' not in page
    both = text_of(client.get(f"{PAGE}?q={quote('TI=焊接')}&means={quote('NOT')}&effects={quote('x%0ANOT')}"))
    assert "技术词第 1 行" in both


@pytest.mark.django_db
def test_terms_beyond_the_most_of_a_list_are_refused_and_none_is_dropped(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    words = [f"词{place}" for place in range(1, MOST_TERMS + 1)]
    asked = {"q": "TI=焊接", "effects": "成本"}
    answer = client.get(PAGE, {**asked, "means": "\n".join([*words[:-1], "焊接"])})
    assert (answer.status_code, '<th scope="row">焊接</th>' in text_of(answer)) == (200, True)
    many = "\n".join([*words, "焊接", "钢管"])
    for field, name in (("means", "技术词"), ("effects", "功效词")):
        answer = client.get(PAGE, {**asked, "means": "焊接", field: many})
        page = text_of(answer)
        assert (answer.status_code, 'id="techniques"' in page, f">{many}</textarea>" in page) == (
            422,
            False,
            True,
        )
        assert f"{name}第 41 行" in page
        assert "一列最多 40 个词，这里有 42 个。" in page


def figures_of(page: str) -> list[tuple[str, str]]:
    """Address and number of each figure that opens."""
    return [
        (unescape(url), number.replace(",", ""))
        for url, number in re.findall(r'<td class="num"><a href="([^"]+)">([\d,]+)</a>', page)
    ]


@pytest.mark.django_db
def test_figures_of_a_long_line_open_to_their_rows(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    line = " OR ".join(["TI=焊接", *(f"TI=没有这个词{place}" for place in range(400))])
    address = client.post("/search/", {"q": line}).url
    assert "s=" in address
    figures = figures_of(text_of(client.get(address.replace("/search/", PAGE, 1))))
    short = figures_of(text_of(client.get(PAGE, {"q": "TI=焊接"})))
    assert len(figures) == len(short) > 20
    for url, number in figures[:: len(figures) // 8]:
        page = text_of(client.get(url, follow=True))
        assert f"<h2>{number} 件</h2>" in page, url


@pytest.mark.django_db
def test_what_is_opened_by_clicks_takes_no_set_numbers(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    client.get("/search/", {"q": "TI=焊接"})
    figures = figures_of(text_of(client.get(PAGE, {"q": "TI=焊接"})))[:6]
    pages = [text_of(client.get(url)) for url, _number in figures]
    assert all("未编号" in page for page in pages)
    result = text_of(client.get("/search/", {"q": "TI=焊接"}))
    facet = unescape(re.search(r'<a href="([^"]+)" class="fv"', result)[1])
    assert "未编号" in text_of(client.get(facet))
    assert ">#2</a>" in text_of(client.get("/search/", {"q": "TI=电池"}))
    history = text_of(client.get("/search/history/"))
    assert re.findall(r'<td class="ttl mono">#(\d+)', history) == ["2", "1"]
    opened = len({url for url, _number in figures})
    assert f"点选缩小过 {opened + 1} 次" in history
    offered = text_of(client.get("/search/compare/"))
    assert set(re.findall(r'value="run:(\d+)"', offered)) == {"1", "2"}
    # Asked for itself it has a number, and can still be set beside another before.
    page = pages[0]
    compare = unescape(re.search(r'href="([^"]+compare/[^"]*step[^"]+)"', page)[1])
    assert client.get(compare, {"b": "run:1"}).status_code == 200
    line = parse_qs(urlsplit(figures[0][0]).query)["q"][0]
    again = client.post("/search/", {"q": line})
    assert "step" not in again.url
    assert ">#3</a>" in text_of(client.get(again.url))
    assert ">#3</a>" in text_of(client.get(figures[0][0]))


@pytest.mark.django_db
def test_each_figure_of_a_table_of_several_columns_has_its_condition_in_words(
    patents, signed_in, office, officer
) -> None:
    client = signed_in(Role.CASE_OFFICER, office)
    asked = f"q={quote('AD>=2000')}"
    _notes, [head, *rows] = _notes_and_rows(client.get(f"{PAGE}/legal_status.xlsx?{asked}"))
    kinds = [one for one in head[1:] if not one.startswith("检索条件")]
    assert len(kinds) > 1
    assert head == ["状态", *kinds, *(f"检索条件：{kind}" for kind in kinds)]
    tried = 0
    for state, *cells in rows:
        for kind, count, where in zip(kinds, cells[: len(kinds)], cells[len(kinds) :], strict=True):
            assert where == f'状态大类=="{state}" AND 类型=="{kind}"'
            found, _snapshot = count_of(Question("patent", f"(AD>=2000) AND {where}"), officer)
            assert found == count
            tried += count > 0
    assert tried > 2
    _notes, [head, *rows] = _notes_and_rows(client.get(f"{PAGE}/holder_years.xlsx?{asked}"))
    years = [one for one in head if one.isdigit()]
    assert head[1:4] == [years[0], f"{years[0]} 名次", years[1]]
    for name, *cells in rows:
        for place, year in enumerate(years):
            count, rank, where = cells[2 * place], cells[2 * place + 1], cells[2 * len(years) + place]
            assert (rank is None) is (count == 0)
            if count:
                assert where == f'归一权利人=="{name}" AND 申请日={year}'
