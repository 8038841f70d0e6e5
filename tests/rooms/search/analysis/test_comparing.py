"""Two sets side by side: what they share adds up, figures are as counted by hand and open to rows."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from zhichan.core.access.roles import Role
from zhichan.core.errors import NotFound
from zhichan.core.people.queries import actor_of
from zhichan.core.search.asking import Question, count_of
from zhichan.core.search.indexing import bring_up_to_date, state_of
from zhichan.core.search.language.reading import read_query
from zhichan.core.search.models import SearchState
from zhichan.core.search.outbox import note
from zhichan.core.search.tree import And
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.navigation import NewProject, ask_data_set, make_project
from zhichan.rooms.search.actions.themes import NewTheme, make_theme
from zhichan.rooms.search.analysis.comparing import PARTS, compared, pair_of
from zhichan.rooms.search.analysis.declaration import Options
from zhichan.rooms.search.models import NavigationProject, SearchRun
from zhichan.rooms.search.queries.patent_sets import patent_set, sets_offered

from ..finding import text
from .patents import AT, Plain, made_patents

pytestmark = pytest.mark.django_db
ON = AT.date()
A, B = "TI=焊接", 'TI=电池 OR PA=="云川示例大学"'


@pytest.fixture
def patents(office) -> list[Plain]:
    return made_patents(160, [office])


def in_a(row: Plain) -> bool:
    return "焊接" in row.title


def in_b(row: Plain) -> bool:
    return "电池" in row.title or "云川示例大学" in row.holders


def pair(officer):
    return pair_of(*(patent_set(f"q:{line}", officer).node for line in (A, B)), officer)


def test_what_they_share_adds_up_to_the_counts_of_the_queries(patents, officer) -> None:
    found = {part: pair(officer).count(part) for part in PARTS}
    assert found == {
        "a": sum(map(in_a, patents)),
        "b": sum(map(in_b, patents)),
        "both": sum(in_a(row) and in_b(row) for row in patents),
        "only_a": sum(in_a(row) and not in_b(row) for row in patents),
        "only_b": sum(in_b(row) and not in_a(row) for row in patents),
    }
    assert all(found.values())
    assert found["only_a"] + found["both"] == found["a"] == count_of(Question("patent", A), officer)[0]
    assert found["only_b"] + found["both"] == found["b"] == count_of(Question("patent", B), officer)[0]


def test_every_figure_is_that_of_its_set_and_opens_to_it(patents, officer) -> None:
    both = pair(officer)
    charts = {one.name: one for one in compared(both, Options(on=ON), ("A", "B"))}
    by_hand = {
        "applicants": lambda row: row.owners,
        "trend": lambda row: [str(row.filed_on.year)] if row.filed_on else [],
        "classes": lambda row: [row.ipc_main[:4]] if row.ipc_main else [],
        "regions": lambda row: [row.region[:6]] if row.region else [],
    }
    for name, values in by_hand.items():
        for place, belongs in enumerate((in_a, in_b)):
            wanted = Counter(value for row in patents if belongs(row) for value in values(row))
            told = {line.name: line.cells[0][place].value for line in charts[name].lines}
            assert {key: count for key, count in told.items() if count} == wanted, name
    for place, belongs in enumerate((in_a, in_b)):
        wanted = Counter(row.public_class for row in patents if belongs(row))
        told = [line.cells[0][place].value for line in charts["legal_status"].lines]
        assert sorted(count for count in told if count) == sorted(wanted.values())
    assert _figures_with_their_rows(charts, both) > 80
    assert len(charts["applicants"].drawing.names) <= 10
    assert set(charts["trend"].drawing.unfinished) == {
        line.name for line in charts["trend"].lines if int(line.name) >= 2024
    }


def test_by_family_each_counts_once_and_parts_add_up(patents, officer) -> None:
    both = pair_of(*(patent_set(f"q:{line}", officer).node for line in (A, B)), officer, is_by_family=True)
    a, b = ({row.counted for row in patents if belongs(row)} for belongs in (in_a, in_b))
    wanted = {"a": a, "b": b, "both": a & b, "only_a": a - b, "only_b": b - a}
    assert {part: both.count(part) for part in PARTS} == {part: len(keys) for part, keys in wanted.items()}
    assert len(a & b) > sum(in_a(row) and in_b(row) for row in patents)  # members apart in the two sets
    every = [row for row in patents if in_a(row) or in_b(row)]
    for part in ("both", "only_a", "only_b"):
        rows = {row.id for row in every if row.counted in wanted[part]}
        assert set(both.searcher.ids(both.node(part), both.scope)) == rows
        assert both.patents(part) == len(rows)
    charts = {one.name: one for one in compared(both, Options(on=ON), ("A", "B"))}
    for place, belongs in enumerate((in_a, in_b)):
        own = [row for row in patents if belongs(row)]
        standing = {
            len({row.counted for row in own if row.public_class == one})
            for one in {row.public_class for row in own}
        }
        told = {line.cells[0][place].value for line in charts["legal_status"].lines}
        assert told - {0} == standing
        subclasses = {row.ipc_main[:4] for row in own if row.ipc_main}
        by_class = {one: len({row.counted for row in own if row.ipc_main[:4] == one}) for one in subclasses}
        assert {
            line.name: line.cells[0][place].value
            for line in charts["classes"].lines
            if line.cells[0][place].value
        } == by_class
    assert _figures_with_their_rows(charts, both)


def _figures_with_their_rows(charts, both) -> int:
    """How many figures of a comparison open to rows; each to as many as it says."""
    tried = 0
    for chart in charts.values():
        for line in chart.lines:
            for cells in line.cells:
                for part, cell in zip("ab", cells, strict=True):
                    if cell.where and cell.rows:
                        node = And((both.node(part), read_query(cell.where, both.collection)))
                        assert both.searcher.count(node, both.scope) == cell.rows, (chart.name, line.name)
                        tried += 1
    return tried


def test_an_earlier_day_is_told_as_the_index_knew_it(patents, officer) -> None:
    """Whatever changed since, counts, charts and rows are those of then."""
    state = state_of(PATENT_COLLECTION)
    assert state is not None
    then = state.known_at
    before = pair(officer)
    told = {part: before.count(part) for part in PARTS}
    charts = compared(before, Options(on=ON), ("A", "B"))
    gone, other = [row for row in patents if in_a(row)][:2]
    Patent.objects.filter(pk=gone.id).delete()
    Patent.objects.filter(pk=other.id).update(title="电池外壳", public_class="ended", ipc_main="A01B1/00")
    note(PATENTS.name, [gone.id, other.id])
    bring_up_to_date(wait=True)
    assert {part: pair(officer).count(part) for part in PARTS} != told
    nodes = [patent_set(f"q:{line}", officer).node for line in (A, B)]
    past = pair_of(*nodes, officer, at=then)
    assert {part: past.count(part) for part in PARTS} == told
    assert [one.lines for one in compared(past, Options(on=ON), ("A", "B"))] == [one.lines for one in charts]
    by_family = pair_of(*nodes, officer, at=then, is_by_family=True)
    a, b = ({row.counted for row in patents if belongs(row)} for belongs in (in_a, in_b))
    assert (by_family.count("both"), by_family.count("only_a")) == (len(a & b), len(a - b))


def test_the_page_counts_families_and_asks_of_an_earlier_day(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    sides = {"a": f"q:{A}", "b": f"q:{B}"}
    page = text(client.get("/search/compare/", {**sides, "family": "1"}))
    parts = re.findall(r"<dd>(\d+) 族 <a href=\"([^\"]+)\">(\d+) 件</a></dd>", page)
    assert len(parts) == 5
    a, b = ({row.counted for row in patents if belongs(row)} for belongs in (in_a, in_b))
    assert [int(one[0]) for one in parts] == [len(a), len(b), len(a & b), len(a - b), len(b - a)]
    for _families, link, count in parts:
        assert "family=1" in link
        assert f"<h2>{count} 件</h2>" in text(client.get(link))
    figures = re.findall(r'<td class="num"><a href="(/search/compare/rows/[^"]+)">', page)
    assert figures
    assert client.get(figures[0]).status_code == 200
    sheet = client.get("/search/compare/legal_status.xlsx", {**sides, "family": "1"})
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    now = text(client.get("/search/compare/", sides))
    counts = re.findall(r"(\d+) 件</a></dd>", now)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    for page in ("", "rows/", "legal_status.xlsx"):
        refused = client.get(f"/search/compare/{page}", {**sides, "known": yesterday})
        first = timezone.localdate().isoformat()
        assert (refused.status_code, f"索引从 {first} 起才有" in text(refused)) == (422, True), page
    SearchState.objects.update(began_at=timezone.now() - timedelta(days=1))
    # Held from the beginning: the index was built with them.
    earlier = text(client.get("/search/compare/", {**sides, "known": yesterday}))
    assert re.findall(r"(\d+) 件</a></dd>", earlier) == counts
    assert f"按索引在 {yesterday} 终了时所知" in earlier
    [link, *_more] = re.findall(r'<dd><a href="([^"]+)">\d+ 件</a></dd>', earlier)
    assert f"known={yesterday}" in link
    assert f"<h2>{counts[0]} 件</h2>" in text(client.get(link))
    for odd in ("2999-01-01", "昨天", "2026-02-30", timezone.localdate().isoformat()):
        page = client.get("/search/compare/", {**sides, "known": odd})
        assert (page.status_code, "终了时所知" in text(page)) == (200, False), odd


def test_the_page_compares_whatever_is_kept_and_opens_it(patents, signed_in, office, officer) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    person = client.get("/search/", {"q": A}).wsgi_request.user
    me = actor_of(person, ON)
    theme = make_theme(NewTheme("电池", "TI=电池"), by=me, at=AT).theme
    new = NewProject("导航", NavigationProject.Kind.INDUSTRY, "看")
    data = ask_data_set(make_project(new, by=me, at=AT).pk, "热处理", "TI=热处理", "", by=me, at=AT)
    client.get("/search/", {"q": "TI=强度", "f": "kind:invention"})
    run = SearchRun.objects.order_by("-number").first()
    offered = text(client.get("/search/compare/"))
    for key in (f"theme:{theme.pk}", f"data:{data.pk}", f"run:{run.number}"):
        assert f'value="{key}"' in offered
    strong = sum("强度" in row.title and row.kind == "invention" for row in patents)
    hot = sum("热处理" in row.title for row in patents)
    battery = sum("电池" in row.title for row in patents)
    for a, b, counts in (
        (f"theme:{theme.pk}", f"data:{data.pk}", (battery, hot)),
        (f"theme:{theme.pk}.1", f"run:{run.number}", (battery, strong)),
    ):
        page = text(client.get("/search/compare/", {"a": a, "b": b}))
        links = re.findall(r'<dd><a href="([^"]+)">(\d+) 件</a></dd>', page)
        assert [int(count) for _link, count in links[:2]] == list(counts)
        for link, count in links:
            assert f"<h2>{count} 件</h2>" in text(client.get(link)), link
        figures = re.findall(r'<td class="num"><a href="(/search/compare/rows/[^"]+)">([\d,]+)</a>', page)
        assert len(figures) > 20
        for link, count in figures[::13]:
            assert f"<h2>{count} 件</h2>" in text(client.get(link)), link
    gone = next(row for row in patents if "电池" in row.title)
    Patent.objects.filter(pk=gone.id).delete()
    note(PATENTS.name, [gone.id])
    bring_up_to_date(wait=True)
    page = text(client.get("/search/compare/", {"a": f"theme:{theme.pk}", "b": f"q:{A}"}))
    assert "存下时的专利有 1 件已不在登记册" in page


def test_charts_of_both_come_as_pictures_and_tables(patents, signed_in, office) -> None:
    client = signed_in(Role.CASE_OFFICER, office)
    asked = f"a={quote('q:' + A)}&b={quote('q:' + B)}"
    png = client.get(f"/search/compare/trend.png?{asked}")
    assert (png.status_code, png["Content-Type"]) == (200, "image/png")
    assert client.get(f"/search/compare/classes.svg?{asked}").content.startswith(b"<?xml")
    answer = client.get(f"/search/compare/classes.xlsx?{asked}")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    lines = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    head = next(place for place, line in enumerate(lines) if len(line) == 3)
    assert len(lines) > head + 3
    for subclass, *figures in lines[head + 1 :]:
        own = [row for row in patents if row.ipc_main.startswith(str(subclass))]
        assert figures == [sum(map(in_a, own)), sum(map(in_b, own))]


def notes_of(answer) -> list[str]:
    """What stands above the figures of a file."""
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    return [
        str(row[0]) for row in rows[: next(at for at, row in enumerate(rows) if row[1] is not None)] if row[0]
    ]


def test_the_file_of_a_comparison_says_what_it_is_of(patents, signed_in, office) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    client.get("/search/", {"q": B, "f": "kind:invention"})
    asked = {"a": f"q:{A}", "b": "run:1", "names": "printed"}
    a, b = (
        {row.id for row in patents if in_a(row)},
        {row.id for row in patents if in_b(row) and row.kind == "invention"},
    )
    first, line, second, other, chosen, both, counted, state, written, use = notes_of(
        client.get("/search/compare/trend.xlsx", asked)
    )
    assert (first, line) == (f"A 组：{A}，{len(a)} 件", f"检索式：{A}")
    assert (second, other) == (f"B 组：#1 {B}，{len(b)} 件", f"检索式：{B}")
    assert chosen == "筛选：类型：发明"
    assert both == f"两组都有：{len(a & b)} 件"
    assert counted == "按申请日 · 逐件计数 · 权利人：按原名"
    assert re.fullmatch(r"按索引现在所知，快照 \S+", state)
    assert re.search(r" 于 \d{4}-\d\d-\d\d \d\d:\d\d 导出", written)
    assert use.startswith("仅供")
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    SearchState.objects.update(began_at=timezone.now() - timedelta(days=1))
    told = notes_of(client.get("/search/compare/trend.xlsx", {**asked, "known": yesterday, "family": "1"}))
    assert re.fullmatch(rf"按索引在 {yesterday} 终了时所知，快照 \S+", told[-3])
    assert re.fullmatch(rf"A 组：{A}，\d+ 族 {len(a)} 件", told[0])


def test_what_is_not_there_or_not_the_askers_is_refused(patents, signed_in, office, officer, actor) -> None:
    client = signed_in(Role.READ_ONLY_LEADER, office)
    theme = make_theme(NewTheme("电池", "TI=电池"), by=officer, at=AT).theme
    absent = ("theme:999", f"theme:{theme.pk}", "data:1", "run:7", "saved:1", "pie:1", "run:x", "s:nothing")
    for key in absent:
        answer = client.get("/search/compare/", {"a": key, "b": "q:TI=焊接"})
        assert (answer.status_code, 'role="alert"' in text(answer)) == (404, True), key
        assert client.get("/search/compare/rows/", {"a": key, "b": "q:TI=焊接"}).status_code == 404
    with pytest.raises(NotFound):
        patent_set("q:", officer)
    bad = client.get("/search/compare/", {"a": "q:TI=(", "b": "q:TI=焊接"})
    assert bad.status_code == 422
    sides = {"a": "q:TI=焊接", "b": "q:TI=电池"}
    assert client.get("/search/compare/rows/", {**sides, "part": "neither"}).status_code == 404
    assert client.get("/search/compare/rows/", {**sides, "q": "TI=("}).status_code == 422
    assert client.get("/search/compare/pie.png", sides).status_code == 404
    assert client.get("/search/compare/trend.gif", sides).status_code == 404
    typed = client.get("/search/compare/", {"a_line": "TI=焊接", "b_line": "TI=没有这样的词"})
    assert typed.status_code == 200
    assert ("专题库", [(f"theme:{theme.pk}", "电池")]) in sets_offered(officer)
    assert all(label != "专题库" for label, _choices in sets_offered(actor(Role.OFFICE_LEADER, office)))
