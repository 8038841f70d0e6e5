"""Pages of themed databases: made from a line, searched within, curated, compared, shared."""

from __future__ import annotations

import re
import shutil

import pytest
from django.utils import timezone

from zhichan.core.access.roles import Role
from zhichan.core.search.indexing import index_folder
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.search.actions.shares import NewShare, share_theme
from zhichan.rooms.search.models import ThemeEdit, ThemeShare, ThemeVersion
from zhichan.rooms.search.queries.theme_rows import high_value_ids

from .finding import raw
from .samples import ids, some_patents, some_theme

pytestmark = pytest.mark.django_db


def test_a_theme_is_made_on_the_page_and_shows_its_sum(browser) -> None:
    some_patents()
    assert "TI=焊接" in raw(browser.get("/search/themes/new/", {"q": "TI=焊接"}))
    made = browser.post("/search/themes/new/", {"name": " 焊接  钢管 ", "line": "TI=焊接"})
    theme = ThemeVersion.objects.get().theme
    assert (made.status_code, made.url, theme.name) == (302, f"/search/themes/{theme.pk}/", "焊接 钢管")
    page = raw(browser.get(made.url))
    assert "3 件（3 + 0 − 0）" in page
    assert page.count('name="pick"') == 3
    assert "焊接 钢管" in raw(browser.get("/search/themes/"))


@pytest.mark.parametrize(
    ("name", "line"), [("", "TI=焊接"), ("甲", "TI=(焊接"), ("甲", ""), ("甲" * 61, "焊接")]
)
def test_what_cannot_be_made_is_told_and_kept_in_the_form(browser, name: str, line: str) -> None:
    some_patents()
    answered = browser.post("/search/themes/new/", {"name": name, "line": line})
    assert answered.status_code == 422
    assert 'role="alert"' in raw(answered)
    assert not ThemeVersion.objects.exists()


def test_patents_are_put_in_by_number_and_taken_out_by_choice(browser, officer) -> None:
    some_patents()
    theme = some_theme(officer).theme
    address = f"/search/themes/{theme.pk}/"
    patent = Patent.objects.get(title="电池隔膜")
    number = f"{patent.number[2:]}.{patent.check_character}"
    wrong = browser.post(f"{address}add/", {"version": 1, "numbers": "CN202199999999", "reason": "甲"})
    assert (wrong.status_code, "没有找到：CN202199999999" in raw(wrong)) == (422, True)
    none = browser.post(f"{address}add/", {"version": 1, "numbers": f"{number}，999", "reason": "甲"})
    assert (none.status_code, "999（专利申请号“999”的写法不对" in raw(none)) == (422, True)
    put = browser.post(f"{address}add/", {"version": 1, "numbers": f"\n{number}，", "reason": "同一设备"})
    assert put.status_code == 302
    some_out = {"version": 2, "pick": ids("焊接接头", "焊接钢管"), "reason": "不属于"}
    assert browser.post(f"{address}remove/", some_out).status_code == 302
    page = raw(browser.get(address))
    assert "2 件（3 + 1 − 2）" in page
    assert "同一设备" in page
    taken = raw(browser.get(address, {"show": "removed"}))
    assert taken.count("不属于") == 2
    back = {"version": 3, "pick": ids("焊接接头"), "reason": "复核"}
    browser.post(f"{address}back/", back)
    assert "3 件（3 + 1 − 1）" in raw(browser.get(address))
    browser.post(f"{address}remove/", {"version": 3, "pick": ids("电池隔膜"), "reason": "晚了"})
    assert ThemeEdit.objects.filter(reason="晚了").count() == 0
    assert "已有第 4 版" in raw(browser.get(address))


def test_the_list_is_searched_within_and_turns_pages(browser, officer) -> None:
    some_patents(tuple(f"焊接钢管{serial}" for serial in range(120)))
    theme = some_theme(officer).theme
    address, walked = f"/search/themes/{theme.pk}/", []
    following: str | None = address
    while following:
        page = raw(browser.get(following))
        walked += re.findall(r">焊接钢管(\d+)</a>", page)
        found = re.search(r'<a class="end" href="(\?[^"#]+)#rows">下一页', page)
        following = address + found[1].replace("&amp;", "&") if found else None
    assert sorted(map(int, walked)) == list(range(120))
    assert "没有专利" in raw(browser.get(address, {"q": "TI=电池"}))
    refused = browser.get(address, {"q": "TI=(焊接"})
    assert (refused.status_code, "没有配对" in raw(refused)) == (422, True)


def test_the_indicators_are_those_of_a_walk_through_the_register(browser, officer) -> None:
    some_patents()
    theme = some_theme(officer).theme
    chosen = Patent.objects.filter(title__contains="焊接")
    address = f"/search/themes/{theme.pk}/"
    page = raw(browser.get(address))
    in_force = chosen.filter(public_class="in_force").count()
    holders = len(set(chosen.values_list("holder_ids", flat=True)))
    assert re.findall(r'<a href="\?[^"]*">(\d+) [件个]</a>', page) == [
        "3",
        str(in_force),
        str(chosen.filter(filed_on__year=timezone.localdate().year).count()),
        str(holders),
    ]
    assert raw(browser.get(address, {"q": "SC=in_force"})).count('name="pick"') == in_force
    wanted = high_value_ids(timezone.localdate(), timezone.now()) & set(chosen.values_list("pk", flat=True))
    assert f"{len(wanted)} 件" in raw(browser.get(f"{address}high-value/"))
    assert "云川示例机械有限公司" in raw(browser.get(address, {"show": "applicants"}))


def test_a_difference_opens_to_its_rows_by_reason(browser, officer) -> None:
    some_patents()
    theme = some_theme(officer).theme
    some_patents(("焊接夹具",), first=50)
    address = f"/search/themes/{theme.pk}/"
    assert browser.post(f"{address}refresh/", {"version": 1}).status_code == 302
    page = raw(browser.get(f"{address}versions/2/"))
    assert "新登记 1" in page
    assert "焊接夹具" in page
    browser.post(f"{address}line/", {"version": 2, "line": "TI=焊接 NOT 接头"})
    page = raw(browser.get(f"{address}versions/3/"))
    assert "检索式改动后不再命中 1" in page
    assert "<del>TI=焊接</del>" in page
    assert browser.get(f"{address}versions/1/").status_code == 404
    assert browser.get(f"{address}versions/9/").status_code == 404


def test_who_it_is_not_shared_with_finds_no_page(officer, signed_in, office, person) -> None:
    some_patents()
    theme = some_theme(officer).theme
    other = signed_in(Role.OFFICE_LEADER, office)
    address = f"/search/themes/{theme.pk}/"
    for page in ("", "add/", "line/", "share/", "rename/", "high-value/", "versions/2/"):
        assert other.get(address + page).status_code == 404
    for page in ("refresh/", "remove/", "back/"):
        assert other.post(address + page, {"version": 1}).status_code == 404
    assert "焊接钢管" not in raw(other.get("/search/themes/"))
    whom = person(Role.OFFICE_LEADER, office)
    share_theme(theme.pk, NewShare(person=whom.pk), ThemeShare.Access.READ, by=officer, at=timezone.now())
    page = raw(other.get(address))
    assert "3 件（3 + 0 − 0）" in page
    assert 'name="pick"' not in page
    assert other.post(f"{address}refresh/", {"version": 1}).status_code == 403
    assert other.get(f"{address}share/").status_code == 403


def test_shares_are_given_and_ended_on_the_page(browser, officer, person, office, unit) -> None:
    some_patents()
    theme = some_theme(officer).theme
    whom = person(Role.OFFICE_LEADER, office)
    address = f"/search/themes/{theme.pk}/share/"
    assert browser.post(address, {"access": "read"}).status_code == 422
    assert browser.post(address, {"access": "read", "person": whom.pk}).status_code == 302
    assert whom.name in raw(browser.get(address))
    one = ThemeShare.objects.get()
    assert browser.post(f"{address}{one.pk}/end/").status_code == 302
    assert not ThemeShare.objects.exists()


def test_without_an_index_the_pages_say_so(browser, officer) -> None:
    some_patents()
    theme = some_theme(officer).theme
    shutil.rmtree(index_folder() / "patent")
    for page in ("", "versions/2/"):
        if page:
            ThemeVersion.objects.create(
                theme=theme,
                number=2,
                reason="curated",
                line="TI=焊接",
                snapshot="s",
                snapshot_at=timezone.now(),
                hit_count=0,
                total=0,
                made_at=timezone.now(),
                source="test",
            )
        answered = browser.get(f"/search/themes/{theme.pk}/{page}")
        assert (answered.status_code, 'role="alert"' in raw(answered)) == (409, True)
    made = browser.post("/search/themes/new/", {"name": "乙", "line": "TI=焊接"})
    assert (made.status_code, "索引正在建立" in raw(made)) == (422, True)


def test_a_page_of_a_theme_asks_few_queries(browser, officer, django_assert_max_num_queries) -> None:
    some_patents(tuple(f"焊接钢管{serial}" for serial in range(60)))
    theme = some_theme(officer).theme
    browser.get(f"/search/themes/{theme.pk}/")
    with django_assert_max_num_queries(26):
        browser.get(f"/search/themes/{theme.pk}/")
