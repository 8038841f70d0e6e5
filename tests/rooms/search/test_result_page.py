"""The result page: forth and back, columns, all values of a facet, years, and the patent beside the list."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.utils import translation

from tests.rooms.registry.files import csv_of, number, row
from tests.rooms.registry.taking import MAY, take_in
from zhichan.core.access.roles import Role
from zhichan.core.matters.models import Matter, MatterKey
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.language.reading import read_query
from zhichan.rooms.registry.collections.patents import PATENT_COLLECTION
from zhichan.rooms.registry.face import right_number_key
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.search.pages import searching
from zhichan.rooms.search.pages.builder import MOST_ROWS

from .finding import indexed, several

pytestmark = pytest.mark.django_db


def link(html: str, text: str) -> str:
    """The address of the link of this text; empty where there is none."""
    found = re.search(rf'<a (?:class="end" )?href="([^"]+)">{text}</a>', html)
    return urljoin("/search/", unescape(found[1])) if found else ""


def titles(html: str) -> list[str]:
    return re.findall(r"</mark>钢管(\d+)</a>", html)


@pytest.mark.parametrize("order", ["", "filed_on"])
def test_pages_lead_forth_and_back_through_the_same_hits(officer, browser, order: str) -> None:
    indexed(several(65), officer)
    first = browser.get("/search/", {"q": "TI=焊接", "sort": order}).content.decode()
    assert not link(first, "上一页")
    assert not link(first, "首页")
    forth, html = [titles(first)], first
    while following := link(html, "下一页"):
        html = browser.get(following).content.decode()
        forth.append(titles(html))
    assert [len(one) for one in forth] == [20, 20, 20, 5]
    assert len({one for page in forth for one in page}) == 65
    back = [forth[-1]]
    while earlier := link(html, "上一页"):
        html = browser.get(earlier).content.decode()
        back.append(titles(html))
    assert back == forth[::-1]
    assert titles(
        browser.get(link(browser.get(link(html, "下一页")).content.decode(), "首页")).content.decode()
    )


def test_chosen_columns_are_those_of_the_table_and_of_files(officer, browser) -> None:
    indexed(several(2), officer)
    browser.post("/search/columns/", {"q": "焊接", "cols": ["filed_on", "title", "nonsense"]})
    html = browser.get("/search/", {"q": "焊接", "view": "table"}).content.decode()
    assert re.findall(r"<th>([^<]+)</th>", html) == ["申请号", "申请日", "名称"]
    assert re.search(r">2021-03-03</td><td[^>]*><mark class=\"m1\">焊接</mark>钢管2</td>", html)
    assert "<th>申请号</th>" in browser.get("/search/", {"q": "焊接"}).content.decode()
    assert "<th>" not in browser.get("/search/", {"q": "焊接", "view": "cards"}).content.decode()


def test_all_values_of_a_facet_have_their_exact_counts(officer, browser) -> None:
    rows = [
        row(serial, 专利名称=f"焊接{serial}", 申请人=f"云川示例第{serial % 230:03d}公司")
        for serial in range(1, 301)
    ]
    indexed(rows, officer)
    page = browser.get("/search/", {"q": "焊接"}).content.decode()
    more = unescape(re.search(r'href="([^"]+field=applicants[^"]*)"', page)[1])
    counted: dict[str, int] = {}
    address = more
    while address:
        html = browser.get(address).content.decode()
        found = re.findall(r"<span>(云川示例第\d+公司)</span><span>(\d+)</span>", html)
        assert len(found) <= 200
        assert not counted.keys() & dict(found).keys()
        counted |= {name: int(count) for name, count in found}
        address = link(html, "下一页")
    expected: dict[str, int] = {}
    for one in rows:
        expected[one["申请人"]] = expected.get(one["申请人"], 0) + 1
    assert counted == expected
    for wrong in ({"field": "title"}, {"field": ""}, {"field": "applicants", "page": "x"}):
        status = browser.get("/search/facet/", {"q": "焊接", **wrong}).status_code
        assert status == (200 if wrong.get("page") else 404)
    assert browser.get("/search/facet/", {"q": "TI=(", "field": "kind"}).status_code == 302


def facets_in(html: str) -> dict[str, str]:
    """The label of each facet of a page or a part, and what stands below it."""
    parts = html.split("</aside>")[0].split('<div class="facet"><h4>')[1:]
    return {part.split("<")[0]: part.partition("</h4>")[2].partition("</div>")[0] for part in parts}


@pytest.mark.parametrize("more", [{}, {"f": ["subclass:B23K", "applicants:云川钢业有限公司"]}])
def test_facets_of_many_values_come_by_themselves_beside_many_hits(
    officer, browser, monkeypatch, more: dict[str, list[str]]
) -> None:
    holders, people = ("云川钢业有限公司", "云川电池有限公司"), ("张三", "李四；张三", "王五")
    rows = [
        one | {"申请人": holders[nth % 3 == 2], "发明人": people[nth % 3]}
        for nth, one in enumerate(several(33))
    ]
    indexed(rows, officer)
    asked = {"q": "焊接", **more}
    beside = facets_in(browser.get("/search/", asked).content.decode())
    assert "云川钢业有限公司" in beside["权利人"]
    count = 22 if more else 33
    monkeypatch.setattr("zhichan.rooms.search.pages.searching.COUNTED_BESIDE", count)
    assert facets_in(browser.get("/search/", asked).content.decode()) == beside
    monkeypatch.setattr("zhichan.rooms.search.pages.searching.COUNTED_BESIDE", count - 1)
    html = browser.get("/search/", asked).content.decode()
    named = facets_in(html)
    assert (named.pop("权利人"), named.pop("发明人")) == ("", "")
    assert named == {name: values for name, values in beside.items() if name not in ("权利人", "发明人")}
    [later] = re.findall(r'hx-get="([^"]+/facets/[^"]+)"', html)
    loaded = facets_in(browser.get(unescape(later)).content.decode())
    assert loaded == {name: beside[name] for name in ("权利人", "发明人")}
    alone = re.search(r'<h4>权利人<a class="xs" href="([^"]+)"', html)
    assert alone
    assert "云川钢业有限公司" in browser.get(unescape(alone[1])).content.decode()


def test_facets_of_a_line_that_cannot_be_read_lead_to_the_page_that_says_so(officer, browser) -> None:
    indexed(several(1), officer)
    answer = browser.get("/search/facets/", {"q": "TI=("})
    assert (answer.status_code, answer["location"]) == (302, "/search/?q=TI%3D%28")


def test_a_range_of_years_is_a_choice(officer, browser) -> None:
    indexed([row(year, 专利名称="焊接", 申请日=f"{2010 + year}-05-01") for year in range(1, 10)], officer)
    sent = {"q": "焊接", "field": "filed_on", "first": "2015", "last": "2012"}
    chosen = browser.get("/search/years/", sent)
    assert chosen.status_code == 302
    html = browser.get(chosen.url).content.decode()
    assert "<h2>4 件</h2>" in html
    assert "2012—2015" in html
    assert browser.get("/search/years/", {**sent, "first": "", "last": ""}).status_code in (400, 422)
    assert browser.get("/search/years/", {**sent, "first": "201", "last": "x"}).status_code in (400, 422)
    assert browser.get("/search/years/", {**sent, "field": "kind"}).status_code == 404


def test_a_patent_opens_beside_the_list(officer, browser) -> None:
    headings = ("申请号", "专利名称", "申请人", "申请日", "授权公告日", "摘要", "权利要求书")
    given = row(1, 专利名称="焊接钢管", 摘要="一种焊接钢管。", 权利要求书="1.一种焊接钢管，其特征在于")
    take_in(csv_of([given, row(2, 专利名称="焊接接头")], headings), officer, MAY)
    bring_up_to_date(wait=True)
    patent = Patent.objects.get(title="焊接钢管")
    html = browser.get("/search/", {"q": "焊接", "open": patent.pk}).content.decode()
    assert "<h2>2 件</h2>" in html
    card = html[html.index('id="card"') :]
    assert number(1) in card
    assert "校验位正确" in card
    assert "云川示例机械有限公司" in card
    assert "2021-03-18" in card
    assert "授权公告" in card
    assert "法定期限至 2031-03-17" in card
    assert "其特征在于" in card
    assert "登记册没有记录：说明书、CPC 分类号、引用文献、年费缴纳情况。" in card
    other = Patent.objects.get(title="焊接接头")
    bare = browser.get("/search/", {"q": "焊接", "open": other.pk}).content.decode()
    assert "登记册没有记录：权利要求书、说明书、CPC 分类号" in bare
    page = browser.get(re.search(r'href="([^"]+)">打开全文', bare)[1]).content.decode()
    assert "登记册没有记录：权利要求书、说明书、CPC 分类号" in page
    assert html.count('class="hit on"') == 1


def test_an_application_that_is_pending_has_no_end_of_term(officer, browser) -> None:
    """There is no right yet, neither in the panel nor on its page."""
    indexed([row(1, 专利名称="焊接钢管", 授权公告日=""), row(2, 专利名称="焊接接头")], officer)
    for title, has_term in (("焊接钢管", False), ("焊接接头", True)):
        patent = Patent.objects.get(title=title)
        html = browser.get("/search/", {"q": "焊接", "open": patent.pk}).content.decode()
        card = html[html.index('id="card"') :]
        page = browser.get(re.search(r'href="([^"]+)">打开全文', html)[1]).content.decode()
        assert [words in card for words in ("法定期限至", "期限届满前最后一天")] == [has_term] * 2, title
        assert ("期限届满前最后一天" in page) == has_term, title


def test_matters_that_name_the_patent_are_told_to_who_may_see_them(officer, signed_in, office) -> None:
    indexed([row(1, 专利名称="焊接钢管")], officer)
    patent = Patent.objects.get()
    matter = Matter.objects.create(
        procedure="patent_adjudication",
        version=1,
        number="云川知法裁字〔2026〕9号",
        title="焊接钢管纠纷",
        unit=office,
        state="received",
        opened_at=MAY,
    )
    MatterKey.objects.create(matter=matter, key=f"right_number:{right_number_key(patent.number)}")
    asked = {"q": "焊接", "open": patent.pk}
    assert "焊接钢管纠纷" in signed_in(Role.OFFICE_LEADER, office).get("/search/", asked).content.decode()


@pytest.mark.parametrize("wrong", ["0", "99999999", "9" * 19, "-1", "x", "9" * 400])
def test_what_is_not_there_to_be_opened_leaves_the_list(officer, browser, wrong: str) -> None:
    indexed(several(2), officer)
    page = browser.get("/search/", {"q": "焊接", "open": wrong, "after": wrong, "before": wrong})
    assert page.status_code == 200
    assert 'id="card"' not in page.content.decode()


def test_the_words_have_a_legend_and_colours_go_off(officer, browser) -> None:
    indexed(several(1), officer)
    html = browser.get("/search/", {"q": "TI=焊接 AND 钢管 NOT 电池"}).content.decode()
    assert '<mark class="m1">TI=焊接</mark>' in html
    assert '<mark class="m2">钢管</mark>' in html
    assert "电池</mark>" not in html
    assert "nomarks" not in html
    assert "nomarks" in browser.get("/search/", {"q": "焊接", "marks": "off"}).content.decode()
    assert "nomarks" in browser.get("/search/", {"q": "焊接"}).content.decode()
    assert "nomarks" not in browser.get("/search/", {"q": "焊接", "marks": "on"}).content.decode()


def headings(html: str) -> list[str]:
    aside = re.search(r'<aside class="panel facets".*?</aside>', html, re.DOTALL)[0]
    return re.findall(r"<h4>([^<]+)", aside)


def test_legal_status_is_the_first_facet_also_where_others_come_later(officer, browser, monkeypatch) -> None:
    indexed(several(3), officer)
    first = ["法律状态", "类型", "权利人"]
    assert headings(browser.get("/search/", {"q": "焊接"}).content.decode())[:3] == first
    monkeypatch.setattr(searching, "COUNTED_BESIDE", 2)
    later = browser.get("/search/", {"q": "焊接"}).content.decode()
    assert headings(later)[:5] == [*first, "发明人", "申请日"]
    assert re.findall(r"<h4>([^<]+)", re.search(r'<div class="uncounted".*?</div></div>', later)[0]) == [
        "权利人",
        "发明人",
    ]
    chosen = browser.get("/search/", {"q": "焊接", "f": "public_class:in_force"}).content.decode()
    assert re.search(r'<a class="tag"[^>]*>法律状态：', chosen)


def test_a_row_of_conditions_is_taken_away_and_the_last_leaves_an_empty_page(officer, browser) -> None:
    indexed(several(1), officer)
    sent = {
        "b_joint": ["AND", "NOT", "AND"],
        "b_field": ["TI", "IPC", "AD"],
        "b_how": ["any", "is", "from"],
        "b_text": ["焊接 钢管", "H01M", "2020"],
    }
    fewer = browser.post("/search/", sent | {"without": "1"})
    assert parse_qs(urlsplit(fewer.url).query)["q"] == ["TI=(焊接 OR 钢管) AND AD>=2020"]
    alone = {"b_joint": "AND", "b_field": "TI", "b_how": "any", "b_text": "焊接", "without": "0"}
    emptied = browser.post("/search/", alone)
    assert "写一条检索式" in browser.get(emptied.url).content.decode()


def test_nothing_stands_before_the_first_row(officer, browser) -> None:
    indexed(several(1), officer)

    def joints(asked: dict[str, str]) -> list[list[str]]:
        html = browser.get("/search/", asked).content.decode()
        selects = re.findall(r'<select class="in" name="b_joint"[^>]*>(.*?)</select>', html)
        return [re.findall(r"<option[^>]*>([^<]+)", one) for one in selects]

    whole, first = ["AND", "OR", "NOT"], ["—", "NOT"]
    assert joints({}) == [first]
    assert joints({"q": "TI=焊接 AND AD>=2020"}) == [first, whole, whole]


def test_what_would_be_kept_is_told(officer, browser) -> None:
    indexed(several(1), officer)
    html = unescape(browser.get("/search/", {"q": "TI=焊接"}).content.decode())
    assert re.search(r'存下或订阅的是：<span class="mono">([^<]*)', html)[1] == "TI=焊接"


ROW = {"b_joint": "AND", "b_field": "TI", "b_how": "all", "b_text": "钢管", "build": "1"}


def line_in(answer) -> str:
    return parse_qs(urlsplit(answer["location"]).query)["q"][0]


def test_rows_take_the_place_of_another_line_only_when_told_to(officer, browser) -> None:
    indexed(several(2), officer)
    typed = "焊接 5W 钢管"
    page = browser.post("/search/", {**ROW, "q": typed, "told": "", "f": "kind:invention"})
    html = unescape(page.content.decode())
    assert page.status_code == 200
    assert "条件行会代替现在的检索式" in html
    assert f"{typed}</textarea>" in html
    assert 'value="钢管"' in html
    links = dict(re.findall(r'<a class="btn s[^"]*" href="([^"]+)">(代替|两者都要|保留)', html))
    lines = {name: parse_qs(urlsplit(url).query) for url, name in links.items()}
    assert [lines[name]["q"][0] for name in ("代替", "两者都要", "保留")] == [
        "TI=钢管",
        f"({typed}) AND (TI=钢管)",
        typed,
    ]
    assert all(said["f"] == ["kind:invention"] for said in lines.values())
    assert all(browser.get(urljoin("/search/", url)).status_code == 200 for url in links)
    taken = {name: value for name, value in ROW.items() if name != "build"} | {"without": "0"}
    assert "条件行会代替" in browser.post("/search/", {**taken, "q": typed, "told": ""}).content.decode()


@pytest.mark.parametrize(("line", "told"), [("", ""), ("TI=焊接", "TI=焊接"), (" ti=焊接\r\n", "ti=焊接")])
def test_rows_make_their_own_line_anew_at_once(officer, browser, line: str, told: str) -> None:
    assert line_in(browser.post("/search/", {**ROW, "q": line, "told": told, "rows_line": told})) == "TI=钢管"


def test_a_changed_row_counts_when_the_line_is_searched_as_it_was(officer, browser) -> None:
    sent = {name: value for name, value in ROW.items() if name != "build"}
    unchanged = {**sent, "q": "ti=钢管", "told": "ti=钢管", "rows_line": "TI=钢管"}
    assert line_in(browser.post("/search/", unchanged)) == "ti=钢管"
    assert line_in(browser.post("/search/", {**unchanged, "b_text": "焊管"})) == "TI=焊管"
    both = browser.post("/search/", {**unchanged, "b_text": "焊管", "q": "TI=接头"}).content.decode()
    assert "条件行会代替现在的检索式" in both
    assert "TI=接头</textarea>" in both
    assert 'name="b_text" value="焊管"' in both


def test_another_line_keeps_the_order_the_merging_and_what_was_chosen(officer, browser) -> None:
    indexed(several(2), officer)
    kept = {"sort": ["filed_on"], "merge": ["family"], "f": ["kind:utility_model", "filed_on:2021"]}
    html = browser.get("/search/", {"q": "TI=焊接", **kept}).content.decode()
    form = html.partition('<form method="post" id="query"')[2].partition("</form>")[0]
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(unescape(value))
    assert {name: sent[name] for name in kept} == kept
    for asked in ({**sent, "q": "TI=钢管"}, {**sent, **ROW, "q": "TI=焊接", "told": "TI=焊接"}):
        answer = browser.post("/search/", asked)
        assert parse_qs(urlsplit(answer["location"]).query) == {"q": ["TI=钢管"], **kept}


def test_one_row_too_many_is_told_and_every_row_stays(officer, browser) -> None:
    indexed(several(1), officer)
    words = [f"词{place}" for place in range(MOST_ROWS + 1)]
    sent = {
        name: [value] * len(words)
        for name, value in (("b_joint", "AND"), ("b_field", "TI"), ("b_how", "all"))
    }
    page = browser.post("/search/", {**sent, "b_text": words, "q": "焊接 5W 钢管", "build": "1"})
    html = page.content.decode()
    assert page.status_code == 422
    assert f"条件有 {len(words)} 行，最多 {MOST_ROWS} 行" in html
    assert re.findall(r'name="b_text" value="(词[^"]*)"', html) == words
    assert "焊接 5W 钢管</textarea>" in html
    fewer = browser.post("/search/", {**sent, "b_text": words, "without": "0"})
    assert line_in(fewer).count("TI=") == MOST_ROWS
    full = browser.get(fewer["location"]).content.decode()
    assert full.count('name="b_text"') == MOST_ROWS + 1
    assert re.search(r'<template><div class="qrow">.*?name="b_text" value="".*?</template>', full, re.DOTALL)


def test_rows_that_cannot_be_read_leave_a_typed_line_as_it_was(officer, browser) -> None:
    wrong = {**ROW, "b_field": "AD", "b_how": "from", "b_text": "明年"}
    page = browser.post("/search/", {**wrong, "q": "焊接 5W 钢管", "told": ""})
    assert page.status_code == 422
    assert "“明年”不是日期" in page.content.decode()
    assert "焊接 5W 钢管</textarea>" in page.content.decode()
    own = browser.post("/search/", {**wrong, "q": "TI=焊接", "told": "TI=焊接"})
    assert unescape(own.content.decode()).count('AD="明年"</textarea>') == 1


def hows(html: str) -> list[list[str]]:
    """What each row offers, one after the other."""
    found = re.findall(r'name="b_how".*?</select>', html, re.DOTALL)
    return [re.findall(r'<option value="([^"]+)"', one) for one in found]


def test_a_row_offers_what_its_field_can_be_asked(officer, browser) -> None:
    indexed(several(1), officer)
    html = browser.get("/search/", {"q": "TI=焊接 AND KD=发明 AND AD=[2015 TO 2024]"}).content.decode()
    assert hows(html)[:3] == [["all", "any", "phrase"], ["is"], ["is", "from", "to", "between"]]
    assert re.findall(r'name="b_text" value="([^"]*)"', html) == ["焊接", "发明", "2015 至 2024", ""]
    assert re.findall(r'data-sort="(\w+)"', html) == ["text", "code", "day"]


def test_the_hits_can_be_reached_past_the_form_and_the_filters(officer, browser) -> None:
    indexed(several(1), officer)
    html = browser.get("/search/", {"q": "焊接"}).content.decode()
    form = html[html.index('<div class="qb') :]
    assert form.index('<a class="skip" href="#hits">') < form.index("<form")
    assert html.count('id="hits"') == 1
    assert 'class="skip" href="#hits"' not in browser.get("/search/").content.decode()


def test_the_head_tells_how_many_records_are_there_to_be_searched(officer, browser) -> None:
    assert "库内" not in browser.get("/search/").content.decode()
    indexed(several(7), officer)
    for asked in ({}, {"q": "焊接钢管3"}, {"q": "TI=("}):
        assert "库内 7 件" in browser.get("/search/", asked).content.decode()


def test_how_a_line_was_read_is_told_with_the_line_that_was_likely_meant(officer, browser) -> None:
    indexed(several(3), officer)
    html = unescape(browser.get("/search/", {"q": "焊接 和 钢管"}).content.decode())
    assert "“和”按词检索。" in html
    assert "<b>没有找到</b>" in html
    [meant] = re.findall(r'<a href="([^"]+)">改为 <span class="mono">焊接 AND 钢管</span>', html)
    followed = browser.get(meant).content.decode()
    assert "<h2>3 件</h2>" in followed
    assert "按词检索" not in followed
    part = unescape(browser.get("/search/", {"q": "ST=驳回"}).content.decode())
    assert "“驳回”按法律状态检索：驳回(可复审)、驳回生效。" in part


def test_a_number_without_a_field_leads_to_the_patent(officer, browser) -> None:
    indexed(several(2), officer)
    html = unescape(browser.get("/search/", {"q": number(1)}).content.decode())
    assert f"“{number(1)}”按词检索，没有当作申请号。" in html
    [meant] = re.findall(r'<a href="([^"]+)">改为', html)
    assert "<h2>1 件</h2>" in browser.get(meant).content.decode()


def test_a_document_without_its_letter_counts_once_in_a_list(officer, browser) -> None:
    rows = [row(1, 专利名称="焊接钢管1", 授权公告号="CN211111111U"), row(2, 专利名称="焊接钢管2")]
    indexed(rows, officer)
    html = browser.get("/search/", {"q": "PN=(211111111, 211111112)"}).content.decode()
    assert "清单里有 2 个号码，登记册中找到 1 个，1 个没有" in html
    assert "<h2>1 件</h2>" in html


@pytest.mark.parametrize(
    ("field", "text", "line"),
    [
        ("ST", "期限届满（推算）", 'ST="期限届满（推算）"'),
        ("ST", "驳回", "ST=驳回"),
        ("KD", "发明, 实用新型", "KD=(发明, 实用新型)"),
        ("PN", "211111111, CN211111112U", "PN=(211111111, CN211111112U)"),
        ("AN", number(1), f"AN={number(1)}"),
        ("IPC", "H01M 10/05, B23K", 'IPC=("H01M 10/05", B23K)'),
        ("RG", "370000*", "RG=370000*"),
    ],
)
def test_values_of_a_row_stay_in_the_words_and_numbers_people_know(
    officer, browser, field: str, text: str, line: str
) -> None:
    indexed(several(1), officer)
    sent = {"b_joint": "AND", "b_field": field, "b_how": "is", "b_text": text, "build": "1"}
    answer = browser.post("/search/", sent)
    assert line_in(answer) == line
    html = unescape(browser.get(answer["location"]).content.decode())
    assert re.findall(r'name="b_text" value="([^"]*)"', html) == [text, ""]


@pytest.mark.parametrize(
    ("language", "label"), [("en", "Title/abstract/claims"), ("zh-hant", "標題/摘要/權利要求")]
)
def test_names_of_several_fields_are_in_the_language_of_the_page(browser, language: str, label: str) -> None:
    browser.cookies["django_language"] = language
    with translation.override(language):  # a request leaves its language behind
        html = unescape(browser.get("/search/").content.decode())
        meant = read_query("TAC=焊接", PATENT_COLLECTION)
        assert read_query(f"{label}=焊接", PATENT_COLLECTION) == meant
        assert read_query("标题/摘要/权利要求=焊接", PATENT_COLLECTION) == meant
    assert f"{label} TAC" in html
    assert "标题/摘要/权利要求 TAC" not in html


def test_the_foot_of_a_list_counts_in_english(officer, browser) -> None:
    indexed(several(1), officer)
    browser.cookies["django_language"] = "en"
    assert "<footer>1 in all<" in browser.get("/search/", {"q": "焊接"}).content.decode()
