"""Reports of navigation projects: analyses as the index knew their data, texts that name their figures."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import date

import pytest
from django.utils import timezone
from docx import Document

from tests.everything import everything
from zhichan.core.access.roles import Role
from zhichan.core.charts.drawing import svg_of
from zhichan.core.charts.keeping import kept, read
from zhichan.core.errors import Conflict, InvalidInput, NotFound, WrongState
from zhichan.core.people.queries import actor_of
from zhichan.core.search.outbox import note
from zhichan.core.search.packed_ids import unpacked
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions import navigation as acts
from zhichan.rooms.search.actions.navigation_report import (
    NewNavigationBlock,
    add_navigation_block,
    change_navigation_text,
    move_navigation_block,
    recompute_navigation_block,
    remove_navigation_block,
)
from zhichan.rooms.search.analysis.asking import analysis_charts, drawn_chart, found_of
from zhichan.rooms.search.analysis.choosing import options_of
from zhichan.rooms.search.analysis.declaration import Options
from zhichan.rooms.search.analysis.found import found_then
from zhichan.rooms.search.models import NavigationDataSet, NavigationProject, NavigationReport
from zhichan.rooms.search.navigation_blocks import KINDS, Shape, blocks_of
from zhichan.rooms.search.queries.navigation import latest_report, rows_then

from .analysis.patents import made_patents
from .finding import text
from .samples import some_patents

pytestmark = pytest.mark.django_db
ON = timezone.localdate()


def at():
    return timezone.now()


def project_of(officer, name: str = "焊管导航") -> NavigationProject:
    new = acts.NewProject(name, NavigationProject.Kind.INDUSTRY, "看清方向")
    return acts.make_project(new, by=officer, at=at())


@pytest.fixture
def project(officer):
    some_patents()
    return project_of(officer)


def asked(project, by, line: str = "TI=焊接") -> NavigationDataSet:
    return acts.ask_data_set(project.pk, "焊接", line, "", by=by, at=at())


def analysis(data, by: str = "trend", shape: Shape = Shape.TABLE, text: str = "历年申请", **options: str):
    return NewNavigationBlock(shape, text, by, data.pk, options)


def counts(report: NavigationReport, key: str) -> dict[str, int]:
    [block] = [one for one in blocks_of(report.blocks) if one.key == key]
    assert block.result is not None
    return {line.name: int(line.cells[0].value or 0) for line in block.result.lines}


def by_year(titles: str) -> dict[str, int]:
    rows = Patent.objects.filter(title__contains=titles)
    return dict(Counter(str(one.filed_on.year) for one in rows if one.filed_on))


def the_register_goes_on(rows) -> None:
    """A third changes, a fifth leaves, some come; the index follows."""
    ids = [row.id for row in rows]
    Patent.objects.filter(pk__in=ids[::3]).update(
        filed_on=date(2025, 11, 5), region="120118", ipc_main="G01N3/00", public_class="ended", family=""
    )
    Patent.objects.filter(pk__in=ids[1::5]).delete()
    note(PATENTS.name, ids)
    some_patents(("焊接夹具", "焊接平台"), first=50)


def test_every_analysis_of_a_data_set_stays_what_it_was(office, officer) -> None:
    rows = made_patents(150, [office])
    data = asked(project_of(officer), officer)
    options = Options(on=ON, techniques=("焊接", "电池"), effects=("成本", "强度"))
    then = found_of(unpacked(data.hit_ids), officer)
    before = {one.name: drawn_chart(one.name, then, options) for one in analysis_charts()}
    the_register_goes_on(rows)
    later = found_then(unpacked(data.hit_ids), data.known_at, officer)
    assert later.count == data.hit_count == sum("焊接" in row.title for row in rows)
    after = {one.name: drawn_chart(one.name, later, options) for one in analysis_charts()}
    assert after == before
    now = found_of(unpacked(data.hit_ids), officer)
    assert now.count < data.hit_count
    assert drawn_chart("trend", now, options) != before["trend"]
    tried = 0
    for result in after.values():
        for cell in [cell for line in result.lines[::3] for cell in line.cells[:2] if cell.where]:
            assert rows_then(data, cell.where, officer, None).count == cell.rows, cell.where
            tried += 1
    assert tried > 40


def test_every_analysis_is_kept_and_drawn_again(office, officer) -> None:
    made_patents(60, [office])
    found = found_of(unpacked(asked(project_of(officer), officer, "AD>=2000").hit_ids), officer)
    options = Options(on=ON, techniques=("焊接", "没有"), effects=("成本", "强度"))
    for one in analysis_charts():
        result = drawn_chart(one.name, found, options)
        again = read(json.loads(json.dumps(kept(result))), KINDS)
        assert again.lines[0].cells[0] == result.lines[0].cells[0]
        assert svg_of(again.drawing) == svg_of(result.drawing)
        assert kept(again) == kept(result)


def test_a_table_keeps_its_figures_until_it_is_computed_anew(project, officer) -> None:
    data = asked(project, officer)
    report = add_navigation_block(project.pk, 0, analysis(data, shape=Shape.CHART), by=officer, at=at())
    first = counts(report, "b1")
    assert {year: n for year, n in first.items() if n} == by_year("焊接")
    assert sum(first.values()) == data.hit_count
    some_patents(("焊接夹具", "焊接平台"), first=50)
    asked(project, officer)
    words = NewNavigationBlock(Shape.PARAGRAPH, "此后回落。")
    second = add_navigation_block(project.pk, 1, words, by=officer, at=at())
    assert counts(second, "b1") == first
    third = recompute_navigation_block(project.pk, 2, "b1", by=officer, at=at())
    assert {year: n for year, n in counts(third, "b1").items() if n} == by_year("焊接")
    assert counts(third, "b1") != first
    assert counts(NavigationReport.objects.get(number=1), "b1") == first


def test_the_second_of_two_writers_is_told_and_what_is_none_is_refused(project, officer) -> None:
    data = asked(project, officer)
    foreign = asked(project_of(officer, "别的"), officer)
    words = NewNavigationBlock(Shape.PARAGRAPH, "一。")
    add_navigation_block(project.pk, 0, words, by=officer, at=at())
    before = everything()
    with pytest.raises(Conflict):
        add_navigation_block(project.pk, 0, words, by=officer, at=at())
    with pytest.raises(Conflict):
        remove_navigation_block(project.pk, 2, "b1", by=officer, at=at())
    for wanted in (
        analysis(foreign),
        analysis(data, by="pie"),
        analysis(data, by="techniques", means="(", effects="成本"),
        analysis(data, text="一" * 101),
        NewNavigationBlock(Shape.PARAGRAPH, "  "),
        NewNavigationBlock(Shape.HEADING, ""),
        NewNavigationBlock(Shape.PARAGRAPH, "有{{ b1.n_1 }}件。"),
        NewNavigationBlock(Shape.PARAGRAPH, "有{{ 件。"),
        NewNavigationBlock(Shape.PATENT, "很重要", "CN209999999999.9"),
        NewNavigationBlock(Shape.PATENT, "很重要", '")'),
        NewNavigationBlock(Shape.PATENT, "", "1"),
    ):
        with pytest.raises(InvalidInput):
            add_navigation_block(project.pk, 1, wanted, by=officer, at=at())
    with pytest.raises(NotFound):
        remove_navigation_block(project.pk, 1, "b9", by=officer, at=at())
    with pytest.raises(NotFound):
        change_navigation_text(project.pk, 1, "b9", "二。", by=officer, at=at())
    with pytest.raises(InvalidInput):
        change_navigation_text(project.pk, 1, "b1", "", by=officer, at=at())
    with pytest.raises(WrongState):
        move_navigation_block(project.pk, 1, "b1", True, by=officer, at=at())
    with pytest.raises(InvalidInput):
        recompute_navigation_block(project.pk, 1, "b1", by=officer, at=at())
    assert everything() == before


def test_blocks_move_and_change_and_figures_that_are_named_are_not_removed(project, officer) -> None:
    data = asked(project, officer)
    add_navigation_block(project.pk, 0, analysis(data, by="applicants"), by=officer, at=at())
    words = NewNavigationBlock(Shape.PARAGRAPH, "共{{ b1.total }}件。")
    add_navigation_block(project.pk, 1, words, by=officer, at=at())
    moved = move_navigation_block(project.pk, 2, "b2", True, by=officer, at=at())
    assert [one.key for one in blocks_of(moved.blocks)] == ["b2", "b1"]
    with pytest.raises(WrongState):
        remove_navigation_block(project.pk, 3, "b1", by=officer, at=at())
    change_navigation_text(project.pk, 3, "b2", "没有数。", by=officer, at=at())
    last = remove_navigation_block(project.pk, 4, "b1", by=officer, at=at())
    assert [(one.key, one.text) for one in blocks_of(last.blocks)] == [("b2", "没有数。")]


def test_a_text_names_figures_that_lead_to_their_rows_and_change_with_them(browser, project, officer) -> None:
    data = asked(project, officer)
    home = f"/search/projects/{project.pk}/report/"
    sent = {"shape": "table", "by": "applicants", "data_set": data.pk, "text": ""}
    assert browser.post(home, {"version": 0, **sent}).status_code == 302
    words = {"shape": "paragraph", "text": "{{ b1.name_1 }}最多，有{{ b1.n_1 }}件，合计{{ b1.total }}件。"}
    assert browser.post(home, {"version": 1, **words}).status_code == 302
    page = text(browser.get(home))
    [said] = re.findall(r"<p>(.*?件，合计.*?)</p>", page)
    [(link, count)] = re.findall(r'有<a href="([^"]+)">(\d+)</a>件，', said)
    assert f"<h2>{count} 件</h2>" in text(browser.get(link))
    [(whole, total)] = re.findall(r'合计<a href="([^"]+)">(\d+)</a>件', said)
    assert (whole, int(total)) == (f"/search/data-sets/{data.pk}/", data.hit_count)
    assert f"<h2>{total} 件</h2>" in text(browser.get(whole))
    some_patents(("焊接夹具",), first=50)
    asked(project, officer)
    assert browser.post(f"{home}b1/", {"version": 2, "key": "b1"}).status_code == 302
    assert f">{data.hit_count + 1}</a>件。" in text(browser.get(home))
    document = Document(io.BytesIO(browser.get(f"{home}docx/").content))
    printed = next(one.text for one in document.paragraphs if "合计" in one.text)
    assert printed.endswith(f"合计{data.hit_count + 1}件。")
    sources = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert [row[2] for row in sources[1:]] == [*re.split("最多，有|件，合计|件。", printed)[:3], "表"]
    assert "检索式：TI=焊接" in sources[1][3]
    assert browser.get(f"/search/data-sets/{data.pk}/?q=TI=(").status_code == 422
    refused = browser.post(home, {"version": 3, "shape": "paragraph", "text": "{{ b7.n_1 }}"})
    assert (refused.status_code, "没有这些数据：b7.n_1" in text(refused)) == (422, True)


def test_the_page_of_recomputing_names_its_block_and_its_own_form_is_taken(browser, project, officer) -> None:
    data = asked(project, officer)
    wanted = analysis(data, text="谁在焊接")
    add_navigation_block(project.pk, 0, wanted, by=officer, at=at())
    some_patents(("焊接夹具",), first=50)
    asked(project, officer)
    page = text(browser.get(f"/search/projects/{project.pk}/report/b1/"))
    assert "重算“谁在焊接”" in page
    form = re.search(r'<form method="post" class="row">.*?</form>', page, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    assert browser.post(f"/search/projects/{project.pk}/report/b1/", sent).status_code == 302
    report = latest_report(project)
    assert report is not None
    assert report.number == 2


def test_a_patent_that_matters_stands_with_its_record_and_the_reason(browser, project, officer) -> None:
    row = Patent.objects.get(title="焊接接头")
    home = f"/search/projects/{project.pk}/report/"
    sent = {"shape": "patent", "number": row.number, "text": "绕不开的接头。"}
    assert browser.post(home, {"version": 0, **sent}).status_code == 302
    page = text(browser.get(home))
    assert "焊接接头" in page
    assert row.filed_on.isoformat() in page
    assert "绕不开的接头。" in page
    document = Document(io.BytesIO(browser.get(f"{home}docx/").content))
    tables = [{one.cells[0].text: one.cells[-1].text for one in table.rows} for table in document.tables]
    [told] = [one for one in tables if "申请日" in one]
    assert told["申请日"] == row.filed_on.isoformat()
    assert "表1　重点专利：焊接接头" in [one.text for one in document.paragraphs]
    Patent.objects.filter(pk=row.pk).update(filed_on=date(2020, 2, 2))
    change = text(browser.get(f"{home}b1/"))
    assert re.search(rf"<del>{row.filed_on}</del>\s*<ins>2020-02-02</ins>", change)
    assert browser.post(f"{home}b1/", {"version": 1, "key": "b1"}).status_code == 302
    assert "2020-02-02" in text(browser.get(home))
    refused = browser.post(home, {"version": 2, **sent, "number": "没有这个号"})
    assert (refused.status_code, "没有找到这个号的专利" in text(refused)) == (422, True)


def test_blocks_are_rewritten_and_moved_on_pages(browser, project, officer) -> None:
    home = f"/search/projects/{project.pk}/report/"
    for number, words in enumerate(("一。", "二。")):
        browser.post(home, {"version": number, "shape": "paragraph", "text": words})
    assert browser.post(f"{home}b2/text/", {"version": 2, "text": "贰。"}).status_code == 302
    assert browser.post(f"{home}b2/text/", {"version": 2, "text": "两。"}).status_code == 422
    assert browser.post(f"{home}move/", {"version": 3, "key": "b2", "to": "up"}).status_code == 302
    assert text(browser.get(home)).index("贰。") < text(browser.get(home)).index("一。")
    assert browser.post(f"{home}move/", {"version": 4, "key": "b2", "to": "up"}).status_code == 302
    assert "已经在最前或最后" in text(browser.get(home))
    assert NavigationReport.objects.count() == 4


def test_a_chart_goes_into_a_report_from_the_analysis_page(signed_in, office, leader, project) -> None:
    client = signed_in(Role.PLAN_OFFICER, office)
    me = actor_of(client.get("/search/").wsgi_request.user, ON)
    other = asked(project_of(leader, "别人的导航"), leader)
    mine = project_of(me, "我的导航")
    shown = {"q": "TI=焊接", "family": "1", "within": "B23K"}
    page = text(client.get("/search/analysis", shown))
    [link] = re.findall(r'href="([^"]+/analysis/classes/report/[^"]+)"', page)
    empty = text(client.get(link))
    assert "没有可以用的数据集" in empty
    [making] = re.findall(rf'href="(/search/projects/{mine.pk}/data/[^"]+)"', empty)
    assert "TI=焊接</textarea>" in text(client.get(making))
    acts.ask_data_set(mine.pk, "别的", "TI=电池", "", by=me, at=at())
    data = asked(mine, me)
    form = text(client.get(link))
    assert f'<option value="{data.pk}" selected>' in form
    assert f'value="{other.pk}"' not in form
    refused = client.post(link, {"data_set": other.pk, "shape": "chart"})
    assert refused.status_code == 422
    assert client.post(link, {"data_set": data.pk, "shape": "patent"}).status_code == 422
    long = {"data_set": data.pk, "shape": "chart", "text": "长" * 101}
    assert client.post(link, long).status_code == 422
    assert not NavigationReport.objects.exists()
    done = client.post(link, {"data_set": data.pk, "shape": "chart", "text": "焊接主分类"})
    assert done.url == f"/search/projects/{mine.pk}/report/#b1"
    [block] = blocks_of(NavigationReport.objects.get(project=mine).blocks)
    assert (block.by, block.text, block.data_set) == ("classes", "焊接主分类", data.pk)
    assert block.options == {"family": "1", "within": "B23K"}
    drawn = drawn_chart("classes", found_of(unpacked(data.hit_ids), me), options_of(block.options, ON))
    assert block.result is not None
    assert block.result.lines
    assert [list(one.cells) for one in block.result.lines] == [list(one.cells) for one in drawn.lines]
    again = client.post(link, {"data_set": data.pk, "shape": "table"})
    assert again.url.endswith("#b2")
    assert client.get("/search/analysis/pie/report/", shown).status_code == 404
    acts.close_project(mine.pk, by=me, at=at())
    assert f'value="{data.pk}"' not in client.get(link).content.decode()
    assert client.post(link, {"data_set": data.pk, "shape": "table"}).status_code == 422
    assert NavigationReport.objects.count() == 2
    reader = signed_in(Role.READ_ONLY_LEADER, office)
    assert "/report/" not in reader.get("/search/analysis", shown).content.decode()
