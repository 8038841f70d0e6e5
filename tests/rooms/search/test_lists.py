"""Lists from a spreadsheet: nothing of them is lost without a word, and what is right is searched."""

from __future__ import annotations

import io
import re
import time
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from tests.rooms.registry.files import number, row
from zhichan.core.access.roles import Role
from zhichan.core.search.asking import Question, ask
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.outbox import note
from zhichan.rooms.registry.models import Party, Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.lists.entries import Entry, file_entries, pasted_entries
from zhichan.rooms.search.lists.firms import firm_list
from zhichan.rooms.search.lists.numbers import number_list, split_numbers
from zhichan.rooms.search.models import SavedSearch, Subscription

from .finding import indexed, several

pytestmark = pytest.mark.django_db


def wrong(serial: int) -> str:
    """A number with another check character than its own."""
    right = number(serial)
    return f"{right[:-1]}{'5' if right[-1] != '5' else '6'}"


def tag(html: str, title: str) -> str:
    """The count beside a heading; empty where the heading is not there."""
    found = re.search(rf"<h2>{title}</h2><span class=\"tag\">([\d,]+)<", html)
    return found[1] if found else ""


def test_the_query_line_names_all_wrong_numbers_and_asks_for_the_rest(officer, browser) -> None:
    indexed(several(4), officer)
    line = f"TI=焊接 AND AN=({number(1)}, {wrong(2)}, {number(3)},\n{wrong(4)}, {number(99)})"
    page = browser.get("/search/", {"q": line})
    html = page.content.decode()
    assert page.status_code == 422
    assert tag(html, "有问题的号码") == "2"
    assert "2 个号码有问题" in html
    for serial in (2, 4):
        assert wrong(serial) in html
        assert f">{number(serial)}</td>" in html
    rest = unescape(re.search(r'id="wrong".*?name="q" value="([^"]+)"', html, re.DOTALL)[1])
    found = browser.post("/search/", {"q": rest}, follow=True).content.decode()
    assert "<h2>2 件</h2>" in found
    assert "清单里有 3 个号码，登记册中找到 2 个，1 个没有" in found
    assert number(99).replace(".", "")[:-1] in found
    whole = browser.get("/search/", {"q": f"AN=({number(1)}, {number(2)})"}).content.decode()
    assert "清单里的 2 个号码，登记册中都有" in whole
    assert "清单里" not in browser.get("/search/", {"q": "焊接"}).content.decode()


def test_a_pasted_list_accounts_for_every_entry(officer, browser) -> None:
    indexed(several(3), officer)
    Patent.objects.filter(title="焊接钢管3").update(publication_number="CN213456789U")
    note(PATENTS.name, list(Patent.objects.values_list("pk", flat=True)))
    bring_up_to_date(wait=True)
    text = f"{number(1)}\n\nZL{number(1)}；{wrong(2)}\nCN213456789\n{number(50)}，{number(2)}\n见附件\n"
    html = browser.post("/search/numbers/", {"text": text}).content.decode()
    assert "清单 7 个号：登记册中有 3 个，没有 1 个，有问题 2 个，重复 1 个" in html
    assert tag(html, "有问题的号码") == "2"
    assert f">{number(2)}</td>" in html
    assert tag(html, "登记册中没有的号码") == "1"
    address = unescape(re.search(r'<a class="btn pri" href="([^"]+)"', html)[1])
    result = browser.get(address).content.decode()
    assert "<h2>3 件</h2>" in result


def test_a_number_asked_for_in_the_wrong_field_is_told_with_the_right_one(officer, browser) -> None:
    indexed([{**row(1), "授权公告号": "CN213456789U"}, row(2)], officer)
    page = browser.get("/search/", {"q": "AN=CN213456789U"}).content.decode()
    assert "“CN213456789U”是公开（公告）号，不是申请号。" in page
    meant = unescape(re.search(r'<a href="([^"]+)">改为 <span class="mono">PN=CN213456789U<', page)[1])
    assert "<h2>1 件</h2>" in browser.get(meant).content.decode()
    mixed = browser.get("/search/", {"q": f"AN=({number(2)}, CN213456789U)"}).content.decode()
    meant = unescape(re.search(r'<a href="([^"]+)">改为 <span class="mono">\(AN=', mixed)[1])
    assert "<h2>2 件</h2>" in browser.get(meant).content.decode()
    refused = browser.get("/search/", {"q": f"PN={number(2)}"})
    assert refused.status_code == 422
    assert f"“{number(2)}”是申请号，不是公开（公告）号" in refused.content.decode()
    assert f">AN={number(2)}</td>" in refused.content.decode()


def test_far_too_many_wrong_numbers_are_told_on_a_page_of_bounded_length(officer, browser) -> None:
    indexed(several(1), officer)
    line = f"AN=({', '.join(wrong(serial) for serial in range(1, 6_000))})"
    page = browser.post("/search/", {"q": line}, follow=True)
    html = page.content.decode()
    assert page.status_code == 422
    assert "不止 5,000 个号码有问题，后面的没有再看。" in html
    assert "这里列出前 1,000 个。" in html
    assert html.count('<td class="mono ttl">') == 1_000
    assert "只检索其余的号码" not in html


def test_of_a_long_line_what_stands_around_the_place_is_shown(officer, browser) -> None:
    indexed(several(1), officer)
    line = f"{'锂电池 ' * 400}AD=202013{' 隔膜' * 400}"
    html = browser.post("/search/", {"q": line}, follow=True).content.decode()
    told = re.search(r'id="q-error".*?</div></div></div>', html, re.DOTALL)[0]
    assert "<mark>202013</mark>" in told
    assert "没有 13 月" in told
    assert len(told) < 2_000


def test_what_one_may_not_see_counts_as_not_there(officer, actor, office) -> None:
    indexed(several(2), officer)
    blind = actor(Role.FIRM_USER, office)
    told = number_list([Entry(1, number(1)), Entry(2, number(2))], blind)
    assert (len(told.found), len(told.missing)) == (0, 2)
    firms = firm_list([Entry(1, "云川示例机械有限公司")], blind)
    assert [(one.head, one.count) for one in firms.lines] == [("", 0)]


def test_ten_thousand_numbers_are_asked_for_in_seconds(officer, browser) -> None:
    indexed(several(40), officer)
    text = "\n".join([*(number(serial) for serial in range(1, 10_000)), wrong(10_000)])
    begun = time.monotonic()
    html = browser.post("/search/numbers/", {"text": text}).content.decode()
    assert "清单 10,000 个号：登记册中有 40 个，没有 9,959 个，有问题 1 个，重复 0 个" in html
    address = unescape(re.search(r'<a class="btn pri" href="([^"]+)"', html)[1])
    assert len(address) < 60
    result = browser.get(address).content.decode()
    assert "<h2>40 件</h2>" in result
    assert "清单里有 9,999 个号码，登记册中找到 40 个，9,959 个没有" in result
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("202010003427.2, 85100001", ["202010003427.2", "85100001"]),
        ("2020 1 0003427.2", ["2020 1 0003427.2"]),
        ("CN 111111111 A", ["CN 111111111 A"]),
        ("202010003427.2 202010003428.3", ["202010003427.2", "202010003428.3"]),
        ("见 附件", ["见 附件"]),
    ],
)
def test_blanks_part_numbers_only_where_each_is_one(text: str, parts: list[str]) -> None:
    assert [one.strip() for one in split_numbers(text)] == parts


def workbook(*rows: tuple) -> bytes:
    book = Workbook()
    for one in rows:
        book.active.append(one)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_file_gives_the_column_under_a_heading_it_knows() -> None:
    content = workbook(
        ("名单",), ("序号", "企业名称", "备注"), (1, "甲公司", "x"), (2, None, "y"), (3, "乙公司", None)
    )
    listed = file_entries(content, ("企业名称",))
    assert [(one.row, one.text) for one in listed.entries] == [(3, "甲公司"), (5, "乙公司")]
    assert (listed.column, listed.heading) == ("B", "企业名称")
    bare = file_entries("甲公司\n乙公司\n".encode("gb18030"), ("企业名称",))
    assert [(one.row, one.text) for one in bare.entries] == [(1, "甲公司"), (2, "乙公司")]
    assert (bare.column, bare.heading) == ("A", "")


def test_a_number_that_a_spreadsheet_made_a_figure_is_read_as_it_was_typed() -> None:
    listed = file_entries(workbook(("申请号",), (202010003427,), (202010003427.2,)), ("申请号",))
    assert [one.text for one in listed.entries] == ["202010003427", "202010003427.2"]


@pytest.mark.parametrize("address", ["/search/numbers/", "/search/firms/"])
def test_what_holds_no_list_is_refused_with_what_to_do(browser, address: str) -> None:
    def told(**sent) -> str:
        page = browser.post(address, sent)
        assert page.status_code == 422
        return page.content.decode()

    assert "清单是空的" in told(text=" \n ")
    assert "不知道用哪一个" in told(text="甲", file=SimpleUploadedFile("a.csv", "甲公司".encode()))
    assert "文件是空的" in told(file=SimpleUploadedFile("a.csv", b""))
    assert "不是表格文件" in told(file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"))
    assert "20,001 条" in told(text="甲\n" * 20_001)
    assert browser.get(address).status_code == 200


def some_firms(officer) -> None:
    names = ("云川示例机械有限公司", "云川示例轴承有限公司", "云川示例大学")
    indexed([row(serial, 申请人=names[serial % 3]) for serial in range(1, 8)], officer)


def test_a_list_of_firms_is_told_name_by_name_and_searched(officer, browser) -> None:
    some_firms(officer)
    head = Party.objects.get(name="云川示例大学")
    Party.objects.filter(name="云川示例轴承有限公司").update(joined_to=head)
    note(PATENTS.name, list(Patent.objects.values_list("pk", flat=True)))
    bring_up_to_date(wait=True)
    text = "云川示例轴承有限公司\n雲川示例機械 有限公司\n云川示例大学\n没有这家公司, 分号\n云川“示例”公司"
    told = firm_list(pasted_entries(text, lambda part: [part]).entries, officer)
    lines = [(one.entry.row, one.head, one.count, one.same_as, one.is_unreadable) for one in told.lines]
    assert lines == [
        (1, "云川示例大学", 5, None, False),
        (2, "云川示例机械有限公司", 2, None, False),
        (3, "云川示例大学", 5, 1, False),
        (4, "", 0, None, False),
        (5, "", 0, None, True),
    ]
    assert ask(Question("patent", told.line), officer).count == 7
    html = browser.post("/search/firms/", {"text": text}).content.decode()
    assert tag(html, "登记册不认得的名称") == "1"
    assert tag(html, "不能检索的名称") == "1"
    assert tag(html, "重复的名称") == "1"


def test_counts_of_firms_are_those_of_the_register(officer) -> None:
    some_firms(officer)
    names = list(Party.objects.values_list("name", flat=True))
    told = firm_list([Entry(place, name) for place, name in enumerate(names)], officer)
    counted = {name: Patent.objects.filter(holder__name=name).count() for name in names}
    assert {one.entry.text: one.count for one in told.lines} == counted
    assert ask(Question("patent", told.line), officer).count == sum(counted.values()) == 7


def test_a_list_of_ten_thousand_firms_is_saved_and_subscribed(officer, browser) -> None:
    some_firms(officer)
    names = [f"云川示例第{place}实业有限责任公司" for place in range(9_999)]
    text = "\n".join([*names, "云川示例大学"])
    begun = time.monotonic()
    html = browser.post("/search/firms/", {"text": text}).content.decode()
    assert tag(html, "登记册不认得的名称") == "9,999"
    assert tag(html, "有专利的主体") == "1"
    address = unescape(re.search(r'<a class="btn pri" href="([^"]+)"', html)[1])
    key = address.partition("s=")[2]
    assert "<h2>2 件</h2>" in browser.get(address).content.decode()
    assert time.monotonic() - begun < 30
    assert browser.post("/search/saved/new/", {"s": key, "name": "重点企业"}).status_code == 302
    assert browser.post("/search/subscriptions/new/", {"s": key, "name": "重点企业"}).status_code == 302
    assert SavedSearch.objects.get().count == 2
    assert Subscription.objects.get().line.count("云川示例") == 10_000
