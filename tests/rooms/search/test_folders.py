"""Folders, marks and notes: each their own, shared to be read, and never a way to what one may not see."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from tests.conftest import NOW
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from zhichan.core.search.collection import Scope
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.core.search.outbox import note
from zhichan.core.search.packed_ids import unpacked
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions import folders as acting
from zhichan.rooms.search.actions.documents import mark_documents, note_document
from zhichan.rooms.search.actions.folders import (
    delete_folder,
    make_folder,
    put_in_folder,
    rename_folder,
    take_out_of_folder,
)
from zhichan.rooms.search.actions.shares import NewShare, share_folder, unshare_folder
from zhichan.rooms.search.asked import Asked, question_of
from zhichan.rooms.search.jobs import write_export
from zhichan.rooms.search.models import (
    DocumentMark,
    DocumentNote,
    Folder,
    FolderEntry,
    FolderShare,
    SearchExport,
)
from zhichan.rooms.search.models.folder import LONGEST_NOTE
from zhichan.rooms.search.queries.folders import (
    folder_page,
    folders_visible_to,
    found_for_folder,
    ids_in,
    line_of_ids,
    marked_by,
    marks_on,
    notes_on,
    seen_in_folder,
)

from .finding import indexed, raw, several
from .samples import ids, some_patents
from .test_exports import content

pytestmark = pytest.mark.django_db
Mark = DocumentMark.Mark
WELDED = ("焊接钢管", "钢管焊接机", "焊接接头")


@pytest.fixture
def folder(officer) -> Folder:
    """Three patents about welding."""
    some_patents()
    made = make_folder("焊接", by=officer, at=NOW)
    put_in_folder(made.pk, ids(*WELDED), by=officer, at=NOW)
    return made


def text(response) -> str:
    return response.content.decode()


def test_records_go_in_once_and_the_last_put_stands_first(folder, officer) -> None:
    [battery] = ids("电池隔膜")
    assert put_in_folder(folder.pk, [battery, *ids("焊接钢管")], by=officer, at=NOW) == 1
    page = folder_page(folder, officer)
    assert [hit.id for hit in page.hits] == [battery, *ids(*WELDED)]
    assert (page.count, page.gone, page.next_key) == (4, 0, None)
    assert take_out_of_folder(folder.pk, [battery, battery], by=officer, at=NOW) == 1
    assert take_out_of_folder(folder.pk, [battery], by=officer, at=NOW) == 0
    assert seen_in_folder(folder, officer) == ids(*WELDED)
    kinds = AuditEvent.objects.filter(kind__startswith="search.folder").order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == [
        f"search.folder.{one}" for one in ("made", "filled", "filled", "emptied", "emptied")
    ]


def test_pages_of_a_folder_walk_through_all_of_it(officer, monkeypatch) -> None:
    some_patents(tuple(f"焊接{place}" for place in range(7)))
    made = make_folder("焊接", by=officer, at=NOW)
    every = list(Patent.objects.order_by("pk").values_list("pk", flat=True))
    put_in_folder(made.pk, every, by=officer, at=NOW)
    monkeypatch.setattr("zhichan.rooms.search.queries.folders.PER_PAGE", 3)
    walked, after = [], None
    while True:
        page = folder_page(made, officer, after)
        walked.append([hit.id for hit in page.hits])
        after = page.next_key
        if after is None:
            break
    assert [len(one) for one in walked] == [3, 3, 1]
    assert [one for page in walked for one in page] == every


def test_what_cannot_be_is_refused_and_nothing_changes(folder, officer, monkeypatch) -> None:
    with pytest.raises(Conflict, match="已有名为“焊接”"):
        make_folder(" 焊接 ", by=officer, at=NOW)
    for name in ("", "  ", "甲" * 61):
        with pytest.raises(InvalidInput):
            make_folder(name, by=officer, at=NOW)
    with pytest.raises(InvalidInput, match="没有找到"):
        put_in_folder(folder.pk, [*ids("电池隔膜"), 10**9], by=officer, at=NOW)
    with pytest.raises(InvalidInput):
        put_in_folder(folder.pk, [], by=officer, at=NOW)
    with pytest.raises(InvalidInput):
        put_in_folder(folder.pk, list(range(1, 10_002)), by=officer, at=NOW)
    monkeypatch.setattr(acting, "MOST_HELD", 3)
    with pytest.raises(InvalidInput, match="最多放 3 件"):
        put_in_folder(folder.pk, ids("电池隔膜"), by=officer, at=NOW)
    monkeypatch.setattr(acting, "MOST_FOLDERS", 1)
    with pytest.raises(InvalidInput, match="1 个文献夹"):
        make_folder("另一个", by=officer, at=NOW)
    assert FolderEntry.objects.count() == 3
    assert Folder.objects.count() == 1


def test_a_folder_is_for_its_keeper_and_for_whom_it_is_shared_with_to_read(
    folder, officer, leader, actor, unit
) -> None:
    town = unit("云川区示例镇", kind="town")
    contact = actor(Role.UNIT_CONTACT, town)
    for other in (leader, contact):
        assert not folders_visible_to(other).exists()
        for act in (delete_folder, lambda pk, **at: put_in_folder(pk, ids("电池隔膜"), **at)):
            with pytest.raises(NotFound):
                act(folder.pk, by=other, at=NOW)
    share_folder(folder.pk, NewShare(person=leader.id), by=officer, at=NOW)
    by_unit = share_folder(folder.pk, NewShare(unit=town.pk), by=officer, at=NOW)
    assert share_folder(folder.pk, NewShare(unit=town.pk), by=officer, at=NOW).pk == by_unit.pk
    assert (by_unit.made_by_id, by_unit.source) == (officer.id, officer.as_source)
    for other in (leader, contact):
        assert list(folders_visible_to(other)) == [folder]
        assert folder_page(folder, other).count == 3
        for act in (
            lambda **at: delete_folder(folder.pk, **at),
            lambda **at: rename_folder(folder.pk, "别名", **at),
            lambda **at: put_in_folder(folder.pk, ids("电池隔膜"), **at),
            lambda **at: take_out_of_folder(folder.pk, ids("焊接钢管"), **at),
            lambda **at: share_folder(folder.pk, NewShare(unit=town.pk), **at),
            lambda **at: unshare_folder(by_unit.pk, **at),
        ):
            with pytest.raises(NotAllowed):
                act(by=other, at=NOW)
    unshare_folder(by_unit.pk, by=officer, at=NOW)
    assert not folders_visible_to(contact).exists()
    assert FolderEntry.objects.count() == 3
    assert FolderShare.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{}, {"person": 10**9}, {"unit": 10**9}, {"person": 1, "unit": 1}, "keeper"]
)
def test_a_share_is_with_one_who_is_there(folder, officer, wrong) -> None:
    share = NewShare(**({"person": officer.id} if wrong == "keeper" else wrong))
    with pytest.raises(InvalidInput):
        share_folder(folder.pk, share, by=officer, at=NOW)
    assert not FolderShare.objects.exists()


def test_who_cannot_search_is_neither_offered_nor_taken(folder, officer, browser, person, office) -> None:
    firm = person(Role.FIRM_USER, office)
    assert firm.name not in raw(browser.get(f"/search/folders/{folder.pk}/share/"))
    with pytest.raises(InvalidInput, match="检索专利"):
        share_folder(folder.pk, NewShare(person=firm.pk), by=officer, at=NOW)
    assert not FolderShare.objects.exists()


def test_a_folder_shows_no_record_its_reader_may_not_see(folder, officer, leader, unit, monkeypatch) -> None:
    """A reader who may see the patents of one unit alone: list, count, query and file are of these."""
    town = unit("云川区示例镇", kind="town")
    Patent.objects.filter(title="焊接接头").update(owner_unit=town)
    note(PATENTS.name, list(Patent.objects.values_list("pk", flat=True)))
    bring_up_to_date(wait=True)
    share_folder(folder.pk, NewShare(person=leader.id), by=officer, at=NOW)
    note_document(ids("焊接钢管")[0], "机密看法", by=officer, at=NOW)

    def seen(asked, _actor) -> set[int]:
        return set(Patent.objects.filter(pk__in=asked, owner_unit=town).values_list("pk", flat=True))

    narrow = replace(
        PATENT_COLLECTION,
        scope_for=lambda _actor: Scope(frozenset({f"unit:{town.pk}"})),
        seen=seen,
        tell=lambda asked, actor: PATENT_COLLECTION.tell(sorted(seen(asked, actor)), actor),
    )
    monkeypatch.setattr("zhichan.rooms.search.queries.folders.found_collection", lambda _name: narrow)
    page = folder_page(folder, leader)
    assert [hit.title for hit in page.hits] == ["焊接接头"]
    assert (page.count, page.gone) == (1, 0)
    [number] = Patent.objects.filter(title="焊接接头").values_list("number", flat=True)
    assert line_of_ids(ids_in(folder), narrow, leader) == f'AN="{number}"'
    assert folder_page(folder, officer).gone == 2
    monkeypatch.setattr("zhichan.rooms.search.actions.folders.found_collection", lambda _name: narrow)
    monkeypatch.setattr("zhichan.rooms.search.actions.documents.found_collection", lambda _name: narrow)
    own = make_folder("我的", by=leader, at=NOW)
    with pytest.raises(InvalidInput):
        put_in_folder(own.pk, ids("焊接接头", "焊接钢管"), by=leader, at=NOW)
    with pytest.raises(InvalidInput):
        mark_documents(ids("焊接钢管"), Mark.STAR, True, by=leader, at=NOW)
    with pytest.raises(NotFound):
        note_document(ids("焊接钢管")[0], "看法", by=leader, at=NOW)
    assert not DocumentMark.objects.exists()


def test_marks_are_ones_own_and_turned_on_and_off(folder, officer, leader) -> None:
    some = ids("焊接钢管", "焊接接头")
    assert mark_documents(some, Mark.STAR, True, by=officer, at=NOW) == 2
    assert mark_documents([*some, *ids("电池隔膜")], Mark.STAR, True, by=officer, at=NOW) == 1
    assert mark_documents(some[:1], Mark.READ, True, by=officer, at=NOW) == 1
    assert mark_documents(some, Mark.STAR, False, by=officer, at=NOW) == 2
    assert dict(marks_on(some, PATENT_COLLECTION, officer)) == {some[0]: {"read"}}
    assert not marks_on([*some, *ids("电池隔膜")], PATENT_COLLECTION, leader)
    assert marked_by(officer, PATENT_COLLECTION) == {"star": ids("电池隔膜"), "key": [], "read": some[:1]}
    assert not any(marked_by(leader, PATENT_COLLECTION).values())


def test_marked_documents_open_as_a_result(folder, officer, browser) -> None:
    mark_documents(ids("焊接钢管", "电池隔膜"), Mark.KEY, True, by=officer, at=NOW)
    page = text(browser.get("/search/folders/"))
    assert re.search(r'value="key">\s*重点 2<', page)
    assert re.search(r'value="star" disabled>', page)
    opened = browser.post("/search/marked/", {"mark": "key"}, follow=True)
    assert "<h2>2 件</h2>" in text(opened)
    for mark in ("star", "nonsense", ""):
        assert "没有这样标记" in text(browser.post("/search/marked/", {"mark": mark}, follow=True))


def test_a_note_is_seen_by_readers_of_a_folder_that_holds_the_document(
    folder, officer, leader, actor, office
):
    [pipe], [battery] = ids("焊接钢管"), ids("电池隔膜")
    note_document(pipe, "  壁厚公差可比对。\n见附图 2  ", by=officer, at=NOW)
    note_document(battery, "不在夹里", by=officer, at=NOW)
    note_document(pipe, "我的看法", by=leader, at=NOW)
    share_folder(folder.pk, NewShare(person=leader.id), by=officer, at=NOW)
    read = notes_on([pipe], PATENT_COLLECTION, leader, folder)
    assert [one.text for one in read[pipe]] == ["我的看法", "壁厚公差可比对。\n见附图 2"]
    assert [one.text for one in notes_on([pipe], PATENT_COLLECTION, officer, folder)[pipe]] == [
        "壁厚公差可比对。\n见附图 2"
    ]
    assert not notes_on([pipe], PATENT_COLLECTION, actor(Role.CASE_OFFICER, office))
    with pytest.raises(InvalidInput):
        note_document(pipe, "长" * (LONGEST_NOTE + 1), by=officer, at=NOW)
    note_document(pipe, " ", by=officer, at=NOW)
    assert not DocumentNote.objects.filter(person=officer.id, record_id=pipe).exists()
    told = AuditEvent.objects.filter(kind="search.document.noted")
    assert told.count() == 4
    assert not told.filter(details_text__contains="看法").exists()


def test_a_folder_is_a_query_that_finds_just_its_records(folder, officer, browser) -> None:
    opened = browser.post(f"/search/folders/{folder.pk}/search/", {"q": ""}, follow=True)
    assert "<h2>3 件</h2>" in text(opened)
    within = browser.post(f"/search/folders/{folder.pk}/search/", {"q": "钢管 OR 电池"}, follow=True)
    assert "<h2>2 件</h2>" in text(within)
    wrong = browser.post(f"/search/folders/{folder.pk}/search/", {"q": "TI=("}, follow=True)
    assert wrong.status_code == 422
    browser.post(f"/search/folders/{folder.pk}/export/", {"kind": "csv"})
    export = SearchExport.objects.get()
    write_export.func(export.pk)
    export.refresh_from_db()
    rows = list(csv.reader(io.StringIO(content(export).decode("utf-8-sig"))))
    assert sorted(one[1] for one in rows[-3:]) == sorted(WELDED)
    empty = make_folder("空的", by=officer, at=NOW)
    told = browser.post(f"/search/folders/{empty.pk}/search/", {"q": ""}, follow=True)
    assert "没有您能看到的专利" in text(told)
    assert (
        browser.post(f"/search/folders/{folder.pk}/export/", {"kind": "exe"}, follow=True).status_code == 200
    )
    assert SearchExport.objects.count() == 1


def test_hits_are_chosen_on_the_page_and_put_in_a_new_folder(browser, officer) -> None:
    some_patents()
    sent = {"q": "焊接", "pick": ids("焊接钢管", "焊接接头"), "do": "folder"}
    page = text(browser.get("/search/", {"q": "焊接"}))
    assert page.count('name="pick"') == 3
    assert "请选一个文献夹" in text(browser.post("/search/picked/", sent, follow=True))
    done = browser.post("/search/picked/", {**sent, "folder_name": "钢管"}, follow=True)
    assert "已放入“钢管” 2 件" in text(done)
    assert "<h2>3 件</h2>" in text(done)
    made = Folder.objects.get()
    again = {"q": "焊接", "pick": ids(*WELDED), "do": "folder", "folder": made.pk}
    assert "已放入“钢管” 1 件。另有 2 件原来就在里面" in text(
        browser.post("/search/picked/", again, follow=True)
    )
    shown = text(browser.get(f"/search/folders/{made.pk}/"))
    assert "<h2>3 件</h2>" in shown
    assert "钢管" in text(browser.get("/search/folders/"))
    browser.post(f"/search/folders/{made.pk}/take-out/", {"pick": ids("焊接钢管")})
    assert FolderEntry.objects.count() == 2


def test_those_chosen_on_other_pages_come_along(browser, officer) -> None:
    some_patents()
    [pipe, machine] = ids("焊接钢管", "钢管焊接机")
    sent = {"q": "焊接", "pick": [pipe], "others": f"{machine},x,{pipe}"}
    done = browser.post("/search/picked/", {**sent, "do": "folder", "folder_name": "钢管"}, follow=True)
    assert "已放入“钢管” 2 件" in text(done)
    browser.post("/search/picked/", {"q": "焊接", "others": str(machine), "do": "on:key"})
    assert [one.record_id for one in DocumentMark.objects.all()] == [machine]


def test_all_that_is_found_goes_into_a_folder_in_the_order_of_the_list(browser, officer) -> None:
    indexed(several(45), officer)
    asked = {"q": "TI=焊接", "f": "filed_on:2021", "sort": "filed_on"}
    page = text(browser.get("/search/", asked))
    assert page.count('name="pick"') == 20
    assert "全部 45 件放入" in page
    done = browser.post("/search/picked/", {**asked, "do": "all", "folder_name": "全部"}, follow=True)
    assert "已放入“全部” 45 件" in text(done)
    made = Folder.objects.get()
    rising = Patent.objects.order_by("filed_on", "pk").values_list("pk", flat=True)
    assert ids_in(made) == list(rising)
    told = AuditEvent.objects.filter(kind="search.folder.filled").get()
    assert unpacked(json.loads(told.details_text)["records"]) == sorted(rising)
    [one] = Patent.objects.filter(title="焊接钢管7").values_list("pk", flat=True)
    take_out_of_folder(made.pk, [one], by=officer, at=NOW)
    again = {"q": "TI=焊接钢管7 OR TI=焊接钢管9", "do": "all", "folder": made.pk}
    told_again = text(browser.post("/search/picked/", again, follow=True))
    assert "已放入“全部” 1 件。另有 1 件原来就在里面" in told_again
    assert ids_in(made)[0] == one


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"q": "TI=焊接", "folder_name": "全部"}, "命中 45 件，一个文献夹最多放 44 件"),
        ({"q": "TI=焊接钢管7", "folder_name": ""}, "请选一个文献夹"),
        ({"q": "TI=没有的词", "folder_name": "全部"}, "一次选 1 至 44 件"),
        ({"q": "TI=(", "folder_name": "全部"}, ""),
        ({"q": "", "folder_name": "全部"}, ""),
        ({"q": "TI=焊接钢管7", "folder_name": "甲" * 61}, "请写名称"),
    ],
)
def test_all_that_cannot_go_in_is_told_and_makes_no_folder(
    browser, officer, monkeypatch, sent: dict[str, str], told: str
) -> None:
    indexed(several(45), officer)
    for place in ("actions", "queries"):
        monkeypatch.setattr(f"zhichan.rooms.search.{place}.folders.MOST_HELD", 44)
    monkeypatch.setattr("zhichan.rooms.search.pages.picking.MOST_HELD", 44)
    answer = browser.post("/search/picked/", {**sent, "do": "all"}, follow=True)
    assert answer.status_code in (200, 422)
    assert told in text(answer)
    assert not Folder.objects.exists()
    page = text(browser.get("/search/", {"q": "TI=焊接"}))
    assert "全部 45 件，一个文献夹最多放 44 件" in page
    assert 'name="do" value="all"' not in page


def test_all_that_is_found_holds_nothing_its_asker_may_not_see(officer, unit, monkeypatch) -> None:
    """The index still offers a record that has left; a count tells of none of them."""
    indexed(several(5), officer)
    Patent.objects.filter(title="焊接钢管3").update(is_shown=False)
    question = question_of(Asked("TI=焊接"), PATENT_COLLECTION, officer)
    found = found_for_folder(question, officer)
    assert sorted(found) == sorted(Patent.objects.filter(is_shown=True).values_list("pk", flat=True))


def test_marks_and_notes_show_in_the_list_and_beside_it(browser, officer) -> None:
    some_patents()
    [pipe] = ids("焊接钢管")
    browser.post("/search/picked/", {"q": "焊接", "star": pipe})
    browser.post("/search/picked/", {"q": "焊接", "pick": [pipe], "do": "on:key"})
    page = text(browser.get("/search/", {"q": "焊接"}))
    assert page.count("★</button>") == 1
    assert '<span class="tag">重点</span>' in page
    browser.post("/search/picked/", {"q": "焊接", "star": pipe})
    browser.post("/search/picked/", {"q": "焊接", "pick": [pipe], "do": "off:key"})
    assert not DocumentMark.objects.exists()
    back = browser.post(f"/search/documents/{pipe}/note/", {"q": "焊接", "open": pipe, "text": "壁厚<b>"})
    assert back.url.startswith("/search/?")
    assert f"open={pipe}" in back.url
    html = text(browser.get(back.url))
    assert html.count("壁厚&lt;b&gt;") == 2
    table = text(browser.get("/search/", {"q": "焊接", "view": "table"}))
    assert table.count('name="pick"') == 3


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"pick": "x", "do": "folder", "folder_name": "甲"},
        {"pick": "9" * 30, "do": "on:star"},
        {"pick": "999999", "do": "on:star"},
        {"pick": "1", "do": "on:nonsense"},
        {"pick": "1", "do": ""},
        {"pick": "999999", "do": "folder", "folder_name": "甲" * 61},
    ],
)
def test_what_cannot_be_done_with_the_chosen_is_told(browser, sent: dict[str, str]) -> None:
    some_patents()
    told = browser.post("/search/picked/", {"q": "焊接", **sent}, follow=True)
    assert told.status_code == 200
    assert re.search(r'class="[^"]*(?:bad|error|danger)', text(told))
    assert not DocumentMark.objects.exists()
    assert not FolderEntry.objects.exists()


def test_the_pages_of_a_folder_share_rename_and_delete_it(folder, browser, leader, signed_in, office) -> None:
    other = signed_in(Role.OFFICE_LEADER, office)
    assert other.get(f"/search/folders/{folder.pk}/").status_code == 404
    address = f"/search/folders/{folder.pk}/share/"
    assert browser.post(address, {"person": "", "unit": ""}).status_code == 422
    assert browser.post(address, {"person": leader.id, "unit": ""}).status_code == 302
    note_document(ids("焊接钢管")[0], "壁厚公差", by=leader, at=NOW)
    page = text(other.get(f"/search/folders/{folder.pk}/"))
    assert "共享给您看" in page
    assert 'name="pick"' not in page
    assert "改名" not in page
    assert "共享给我" in text(other.get("/search/folders/"))
    assert other.get(address).status_code == 403
    share = FolderShare.objects.get()
    browser.post(f"/search/folders/{folder.pk}/share/{share.pk}/end/")
    assert other.get(f"/search/folders/{folder.pk}/").status_code == 404
    browser.post(f"/search/folders/{folder.pk}/rename/", {"name": "钢管"})
    assert Folder.objects.get().name == "钢管"
    assert browser.post("/search/folders/", {"name": "钢管"}).status_code == 422
    assert browser.post("/search/folders/", {"name": "新的"}).status_code == 302
    asked = text(browser.get(f"/search/folders/{folder.pk}/delete/"))
    assert "删除“钢管”" in asked
    assert "专利、标记和笔记都还在" in asked
    assert Folder.objects.filter(pk=folder.pk).exists()
    browser.post(f"/search/folders/{folder.pk}/delete/")
    assert list(Folder.objects.values_list("name", flat=True)) == ["新的"]
    assert Patent.objects.count() == 5


def test_what_left_the_register_is_told_to_the_keeper(folder, browser, officer) -> None:
    Patent.objects.filter(title="焊接接头").update(is_shown=False)
    page = text(browser.get(f"/search/folders/{folder.pk}/"))
    assert "<h2>2 件</h2>" in page
    assert "另有 1 件已不在登记册" in page
