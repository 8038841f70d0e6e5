"""Everything that was found comes out as a file: whole, in the list's order, and for its asker alone."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.conftest import NOW
from tests.rooms.registry.files import row
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.files.models import StoredFile
from zhichan.core.files.queries import open_file
from zhichan.core.registers.actions import Entry, change_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.search import exporting
from zhichan.core.search.asking import Question, ask
from zhichan.core.search.language.errors import QueryError
from zhichan.rooms.registry.formats import recognise
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.exports import (
    MOST_RUNNING,
    NewExport,
    delete_export,
    expire_exports,
    note_download,
    order_export,
)
from zhichan.rooms.search.actions.shares import NewShare, share_theme, unshare_theme
from zhichan.rooms.search.actions.themes import Curation, curate_theme
from zhichan.rooms.search.asked import Asked
from zhichan.rooms.search.jobs import write_export
from zhichan.rooms.search.models import LongLine, SearchExport, ThemeEdit, ThemeShare
from zhichan.rooms.search.queries.themes import version_of

from .finding import indexed, several
from .samples import ids, some_theme

pytestmark = pytest.mark.django_db


def written(asked: Asked, kind: str, by, columns: tuple[str, ...] = ()) -> SearchExport:
    """An export ordered and written."""
    export = order_export(NewExport(asked, kind, columns), by=by, at=NOW)
    write_export.func(export.pk)
    export.refresh_from_db()
    return export


def content(export: SearchExport) -> bytes:
    assert export.file is not None, export.refusal
    with open_file(export.file) as file:
        return file.read()


def sheet_rows(export: SearchExport) -> list[tuple]:
    return list(load_workbook(io.BytesIO(content(export))).active.iter_rows(values_only=True))


def test_a_sheet_has_every_hit_in_the_order_of_the_list(officer) -> None:
    indexed([*several(45), row(99, 专利名称="隔膜")], officer)
    export = written(Asked("TI=焊接"), "xlsx", officer)
    rows = sheet_rows(export)
    head = next(index for index, one in enumerate(rows) if one[0] == "申请号")
    listed, after = [], None
    while True:
        answer = ask(Question("patent", "TI=焊接", after=after), officer)
        listed += [hit.title for hit in answer.hits]
        after = answer.next_key
        if after is None:
            break
    assert [one[1] for one in rows[head + 1 :]] == listed
    assert len(listed) == 45
    above = "\n".join(str(one[0]) for one in rows[:head])
    assert "TI=焊接" in above
    assert "45 件" in above
    assert export.snapshot in above
    assert "不得转售" in above
    assert (export.total, export.done) == (45, 45)


def test_a_csv_has_the_columns_that_were_chosen_and_what_facets_narrowed(officer) -> None:
    indexed(several(30), officer)
    chosen = Asked("TI=焊接", "filed_on", (("filed_on", "2020-2021"), ("kind", "utility_model")))
    export = written(chosen, "csv", officer, ("filed_on", "title"))
    rows = list(csv.reader(io.StringIO(content(export).decode("utf-8-sig"))))
    head = rows.index(["申请号", "申请日", "名称"])
    days = [one[1] for one in rows[head + 1 :]]
    assert days == sorted(days)
    assert len(days) == 30
    assert rows[1] == ["筛选：申请日：2020—2021；类型：实用新型"]
    assert written(Asked("TI=焊接", "", (("filed_on", "2019"),)), "csv", officer).total == 0


def test_a_docx_lists_titles_and_facts(officer) -> None:
    indexed(several(3), officer)
    paragraphs = [
        one.text for one in Document(io.BytesIO(content(written(Asked("焊接"), "docx", officer)))).paragraphs
    ]
    assert [one for one in paragraphs if one.startswith(("1. ", "2. ", "3. "))] == [
        "1. 焊接钢管3",
        "2. 焊接钢管2",
        "3. 焊接钢管1",
    ]
    assert any("申请日：2021-03-04" in one for one in paragraphs)


def test_a_text_a_spreadsheet_would_run_is_guarded(officer) -> None:
    indexed([row(1, 专利名称="=1+1焊接")], officer)
    rows = sheet_rows(written(Asked("焊接"), "xlsx", officer))
    assert rows[-1][1] == "'=1+1焊接"


def test_what_is_exported_can_be_read_as_a_list_of_patents_again(officer) -> None:
    indexed(several(3), officer)
    export = written(Asked("TI=焊接"), "csv", officer)
    recognised = recognise(content(export)).format
    assert recognised.kind.startswith("patent")


def test_who_may_not_see_patents_cannot_export_them(officer, actor, office, signed_in) -> None:
    indexed(several(3), officer)
    with pytest.raises(NotFound):
        order_export(NewExport(Asked("焊接"), "xlsx"), by=actor(Role.FIRM_USER, office), at=NOW)
    firm = signed_in(Role.FIRM_USER, office)
    assert firm.post("/search/exports/new/", {"q": "焊接", "kind": "xlsx"}).status_code == 404
    assert not SearchExport.objects.exists()


def test_a_file_is_for_its_asker_alone(officer, actor, office, signed_in) -> None:
    indexed(several(3), officer)
    export = written(Asked("焊接"), "csv", officer)
    leader = actor(Role.OFFICE_LEADER, office)
    with pytest.raises(NotFound):
        note_download(export.pk, by=leader, at=NOW)
    with pytest.raises(NotFound):
        delete_export(export.pk, by=leader, at=NOW)
    other = signed_in(Role.OFFICE_LEADER, office)
    assert other.get(f"/search/exports/{export.pk}/file/").status_code == 404
    assert "焊接" not in other.get("/search/exports/").content.decode()
    assert SearchExport.objects.filter(pk=export.pk, file__isnull=False).exists()


def test_what_left_the_register_is_not_in_the_file_and_the_count_says_so(officer) -> None:
    batch = indexed(several(3), officer)
    export = order_export(NewExport(Asked("焊接"), "csv"), by=officer, at=NOW)
    undo_batch(batch.pk, by=officer, at=NOW)
    write_export.func(export.pk)
    export.refresh_from_db()
    assert (export.total, export.done) == (3, 0)
    assert "焊接钢管" not in content(export).decode("utf-8-sig")


def last_line(export: SearchExport) -> str:
    if export.kind == "csv":
        return content(export).decode("utf-8-sig").splitlines()[-1]
    if export.kind == "xlsx":
        return str(sheet_rows(export)[-1][0])
    return Document(io.BytesIO(content(export))).paragraphs[-1].text


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
def test_the_file_itself_says_what_went_and_what_changed_while_it_was_written(
    officer, kind, monkeypatch
) -> None:
    monkeypatch.setattr(exporting, "ROWS_PER_CHUNK", 2)
    indexed([row(9, 专利名称="先有的")], officer)
    batch = indexed(several(5), officer)
    whole = written(Asked("焊接"), kind, officer)
    assert "件" not in last_line(whole)
    export = order_export(NewExport(Asked("焊接 OR 先有"), kind), by=officer, at=NOW)
    told: list[int] = []

    def between(self, chunks):
        for chunk in chunks:
            yield from chunk
            self.rows += len(chunk)
            if not told:
                told.append(self.rows)
                undo_batch(batch.pk, by=officer, at=NOW)

    monkeypatch.setattr(exporting._Counter, "counted", between)
    write_export.func(export.pk)
    export.refresh_from_db()
    left = export.total - export.done
    assert (export.total, left > 0) == (6, True)
    said = f"命中 6 件，写入 {export.done} 件：其余 {left} 件写文件时已不在册或不再归导出人查看。"
    assert last_line(export) == said


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
def test_values_of_today_are_said_to_be_younger_than_the_snapshot(officer, kind) -> None:
    indexed(several(3), officer)
    export = order_export(NewExport(Asked("焊接"), kind), by=officer, at=NOW)
    pk = Patent.objects.order_by("pk").values_list("pk", flat=True)[0]
    change_row(PATENTS, pk, Entry({"title": "焊丝"}, NOW.date(), "来函"), by=officer, at=NOW)
    write_export.func(export.pk)
    export.refresh_from_db()
    assert last_line(export) == "快照之后有 1 件的登记内容变动，文件里是写文件时的内容。"


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx"])
def test_sample_records_are_marked_in_files(officer, kind) -> None:
    indexed(several(2), officer)
    Patent.objects.filter(title="焊接钢管2").update(is_sample=True)
    export = written(Asked("焊接"), kind, officer)
    if kind == "docx":
        lines = [one.text for one in Document(io.BytesIO(content(export))).paragraphs]
        assert {"1. 焊接钢管2〔示例〕", "2. 焊接钢管1"} <= set(lines)
        return
    if kind == "xlsx":
        rows = [[*one] for one in sheet_rows(export)]
    else:
        rows = list(csv.reader(content(export).decode("utf-8-sig").splitlines()))
        assert recognise(content(export)).format.kind.startswith("patent")
    head = next(one for one in rows if one[0] == "申请号")
    marks = {one[1]: one[head.index("示例")] or "" for one in rows[rows.index(head) + 1 :]}
    assert marks == {"焊接钢管2": "示例", "焊接钢管1": ""}


def test_too_much_is_refused_before_anything_is_kept(officer, monkeypatch) -> None:
    indexed(several(5), officer)
    monkeypatch.setitem(exporting.MOST_ROWS, "docx", 4)
    with pytest.raises(exporting.TooManyToExport, match="命中 5 件，docx 最多导出 4 件"):
        order_export(NewExport(Asked("焊接"), "docx"), by=officer, at=NOW)
    with pytest.raises(InvalidInput):
        order_export(NewExport(Asked("焊接"), "exe"), by=officer, at=NOW)
    with pytest.raises(QueryError):
        order_export(NewExport(Asked("TI=("), "csv"), by=officer, at=NOW)
    assert not SearchExport.objects.exists()


def test_five_at_once_are_enough(officer) -> None:
    indexed(several(2), officer)
    for _turn in range(MOST_RUNNING):
        order_export(NewExport(Asked("焊接"), "csv"), by=officer, at=NOW)
    with pytest.raises(Conflict):
        order_export(NewExport(Asked("焊接"), "csv"), by=officer, at=NOW)
    assert SearchExport.objects.count() == MOST_RUNNING


def test_a_second_run_changes_nothing_and_a_deleted_export_keeps_no_file(officer) -> None:
    indexed(several(2), officer)
    export = written(Asked("焊接"), "csv", officer)
    kept = export.file_id
    write_export.func(export.pk)
    export.refresh_from_db()
    assert export.file_id == kept
    delete_export(export.pk, by=officer, at=NOW)
    assert not StoredFile.objects.filter(pk=kept).exists()
    write_export.func(export.pk)
    assert not SearchExport.objects.exists()


def test_a_file_goes_after_its_time_and_every_step_is_audited(officer) -> None:
    indexed(several(2), officer)
    export = written(Asked("焊接"), "csv", officer)
    note_download(export.pk, by=officer, at=NOW)
    kept = export.file_id
    system = system_actor("test")
    assert expire_exports(by=system, at=export.expires_at - timedelta(seconds=1)) == 0
    assert expire_exports(by=system, at=export.expires_at) == 1
    export.refresh_from_db()
    assert export.file is None
    assert not StoredFile.objects.filter(pk=kept).exists()
    with pytest.raises(NotFound):
        note_download(export.pk, by=officer, at=NOW)
    kinds = (
        AuditEvent.objects.filter(kind__startswith="search.").order_by("id").values_list("kind", flat=True)
    )
    assert list(kinds) == [f"search.export.{step}" for step in ("ordered", "made", "downloaded", "expired")]
    assert not AuditEvent.objects.filter(details_text__contains="焊接").exists()


def test_an_index_that_is_gone_is_told_with_the_export(officer) -> None:
    import shutil

    from zhichan.core.search.indexing import index_folder

    indexed(several(2), officer)
    export = order_export(NewExport(Asked("焊接"), "csv"), by=officer, at=NOW)
    shutil.rmtree(index_folder() / "patent")
    write_export.func(export.pk)
    export.refresh_from_db()
    assert export.refusal
    assert export.file is None


def test_the_pages_order_list_and_hand_out(officer, browser) -> None:
    indexed(several(45), officer)
    page = browser.get("/search/", {"q": "TI=焊接"}).content.decode()
    assert 'action="/search/exports/new/"' in page
    assert "全部 45 件" in page
    sent = browser.post("/search/exports/new/", {"q": "TI=焊接", "kind": "csv"})
    assert (sent.status_code, sent.url) == (302, "/search/exports/")
    export = SearchExport.objects.get()
    listed = browser.get("/search/exports/").content.decode()
    assert "正在生成" in listed
    assert "hx-trigger" in listed
    assert browser.get(f"/search/exports/{export.pk}/file/").status_code == 404
    write_export.func(export.pk)
    listed = browser.get("/search/exports/").content.decode()
    assert "已生成" in listed
    assert "hx-trigger" not in listed
    taken = browser.get(f"/search/exports/{export.pk}/file/")
    assert b"".join(taken.streaming_content).decode("utf-8-sig").count("焊接钢管") == 45
    assert ".csv" in taken["Content-Disposition"]
    browser.post(f"/search/exports/{export.pk}/delete/")
    assert not SearchExport.objects.exists()
    refused = browser.post("/search/exports/new/", {"q": "TI=(", "kind": "csv"}, follow=True)
    assert "没有配对" in refused.content.decode()


def test_a_long_line_is_sent_by_post_and_stands_under_a_key(officer, browser, signed_in, office) -> None:
    indexed(several(3), officer)
    numbers = Patent.objects.values_list("number", flat=True)
    others = " ".join(f"CN20041{serial:07d}" for serial in range(2_000))
    line = f"AN=({' '.join(numbers)} {others})"
    sent = browser.post("/search/", {"q": line})
    assert sent.status_code == 302
    assert len(sent.url) < 60
    assert "<h2>3 件</h2>" in browser.get(sent.url).content.decode()
    assert browser.post("/search/", {"q": line}).url == sent.url
    assert LongLine.objects.count() == 1
    assert signed_in(Role.OFFICE_LEADER, office).get(sent.url).status_code == 404
    assert browser.get("/search/", {"s": "keines"}).status_code == 404
    assert browser.post("/search/", {"q": "TI=焊接"}).url == "/search/?q=TI%3D%E7%84%8A%E6%8E%A5"
    chinese = f"TI=({'焊接钢管 ' * 120})"  # some 600 characters, and 4,800 bytes of an address
    assert len(browser.post("/search/", {"q": chinese}).url) < 60
    assert browser.post("/search/", {"q": "焊" * 600_000}).status_code in (400, 422)


def titles_in(export: SearchExport) -> list[str]:
    rows = sheet_rows(export)
    head = next(index for index, one in enumerate(rows) if one[0] == "申请号")
    return [str(one[1]) for one in rows[head + 1 :]]


def test_a_theme_is_written_whole_and_not_as_a_list_of_numbers(officer, browser, monkeypatch) -> None:
    """However many records it has: no line of their numbers is made, and rows are told some at once."""
    indexed([*several(45), row(99, 专利名称="隔膜")], officer)
    theme = some_theme(officer).theme
    [film] = ids("隔膜")
    out = ids("焊接钢管7", "焊接钢管9")
    for change, chosen in ((ThemeEdit.Change.ADD, [film]), (ThemeEdit.Change.REMOVE, out)):
        curate_theme(theme.pk, version_of(theme).number, Curation(change, chosen, "样例"), by=officer, at=NOW)
    monkeypatch.setattr("zhichan.rooms.search.actions.long_lines.LONGEST", 10)
    monkeypatch.setattr(exporting, "ROWS_PER_CHUNK", 10)
    assert browser.post(f"/search/themes/{theme.pk}/export/", {"kind": "xlsx"}).status_code == 302
    export = SearchExport.objects.get()
    write_export.func(export.pk)
    export.refresh_from_db()
    members = Patent.objects.exclude(pk__in=out)
    assert sorted(titles_in(export)) == sorted(members.values_list("title", flat=True))
    assert (export.total, export.done, export.theme_id, export.theme_version) == (44, 44, theme.pk, 3)
    above = "\n".join(str(one[0]) for one in sheet_rows(export)[:5])
    assert "专题库：焊接钢管 第 3 版" in above
    assert "44 件" in above
    assert not LongLine.objects.exists()
    page = browser.get("/search/exports/").content.decode()
    assert f'href="/search/themes/{theme.pk}/">焊接钢管</a>' in page


def test_a_theme_that_is_shared_no_more_or_shows_nothing_is_not_written(officer, actor, office, unit) -> None:
    indexed(several(3), officer)
    theme = some_theme(officer).theme
    leader = actor(Role.OFFICE_LEADER, office)
    with pytest.raises(NotFound):
        order_export(NewExport(Asked(), "csv", theme=theme.pk), by=leader, at=NOW)
    share = share_theme(theme.pk, NewShare(person=leader.id), ThemeShare.Access.READ, by=officer, at=NOW)
    export = order_export(NewExport(Asked(), "csv", theme=theme.pk), by=leader, at=NOW)
    unshare_theme(share.pk, by=officer, at=NOW)
    write_export.func(export.pk)
    export.refresh_from_db()
    assert export.file is None
    assert export.refusal
    empty = some_theme(officer, "TI=没有这个", "空的").theme
    with pytest.raises(InvalidInput, match="没有您能看到的专利"):
        order_export(NewExport(Asked(), "csv", theme=empty.pk), by=officer, at=NOW)
    with pytest.raises(InvalidInput, match="只能导出"):
        order_export(NewExport(Asked(), "exe", theme=theme.pk), by=officer, at=NOW)
    assert SearchExport.objects.count() == 1
