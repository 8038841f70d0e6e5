"""Unknown tables through the mapping page: mapped, read, remembered, read once more, forgotten."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhichan import cli
from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.imports.models import ImportBatch
from zhichan.core.people.actions.units import NewName, add_alias
from zhichan.core.people.models import UnitName
from zhichan.core.registers.actions.batches import stage_batch
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.rooms.registry.actions.mapped_files import (
    TableToMap,
    abandon_mapping,
    begin_mapped,
    open_mapping,
    open_remembered,
    reopen_mapping,
    set_mapping,
)
from zhichan.rooms.registry.actions.mappings import (
    ChangedMapping,
    change_remembered,
    forget_remembered,
)
from zhichan.rooms.registry.formats.mapping.definition import MappedColumn, mapping_of
from zhichan.rooms.registry.models import MappedFile, Patent, RememberedMapping
from zhichan.rooms.registry.queries.mappings import (
    MappingNeeded,
    mapped_files_visible_to,
    mappings_visible_to,
    sender_of,
    way_to_read,
)
from zhichan.rooms.registry.reading import rows_of_batch

from .files import number

pytestmark = pytest.mark.django_db
FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 4, tzinfo=UTC)
SENDER = "云川区科技局"


def table(*serials: int, headings: str = "件名,号码,谁的,哪天", dates: str = "2021-03-18") -> bytes:
    rows = [f"第 {n} 号示例装置,{number(n)},云川示例机械有限公司,{dates}" for n in serials]
    return "\n".join([headings, *rows]).encode("gb18030")


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def client(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


def waiting(content: bytes, by, sender: str = SENDER) -> MappedFile:
    return open_mapping(TableToMap(content, "台账.csv", sender), by=by, at=FEB)


def read(file: MappedFile, by, *, remember: bool = False, at: datetime = FEB) -> ImportBatch:
    batch = begin_mapped(file.pk, remember=remember, by=by, at=at)
    list(stage_batch(batch, rows_of_batch(batch), by=by, at=at))
    return batch


def taken_in(content: bytes, by, **asked) -> ImportBatch:
    batch = read(waiting(content, by), by, **asked)
    list(commit_batch(batch.pk, by=by, at=FEB))
    batch.refresh_from_db()
    return batch


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.new_count, batch.changed_count, batch.same_count, batch.refused_count


def everything() -> list:
    models = (RememberedMapping, MappedFile, ImportBatch, Patent)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_an_unknown_table_is_mapped_read_and_committed(officer):
    with pytest.raises(MappingNeeded):
        way_to_read(table(1, 2), None)
    batch = taken_in(table(1, 2), officer)
    assert (counts(batch), batch.format, batch.sender) == ((2, 0, 0, 0), "column_mapping", SENDER)
    first = Patent.objects.order_by("number").first()
    assert (first.title, first.holder.name, first.filed_on) == (
        "第 1 号示例装置", "云川示例机械有限公司", date(2021, 3, 18),
    )  # fmt: skip
    assert RememberedMapping.objects.count() == 0


def test_a_remembered_mapping_reads_the_next_table_of_its_sender_and_no_other(officer):
    taken_in(table(1), officer, remember=True)
    remembered = RememberedMapping.objects.get()
    assert (remembered.sender, remembered.unit, remembered.used_at) == (SENDER, None, FEB)
    turned = "\n".join(",".join(reversed(line.split(","))) for line in table(2).decode("gb18030").split("\n"))
    way = way_to_read(turned.encode(), sender_of(f" {SENDER} ", date(2026, 2, 10)))
    assert way.remembered == remembered
    with pytest.raises(MappingNeeded):
        way_to_read(table(2), sender_of("另一个单位", date(2026, 2, 10)))
    with pytest.raises(MappingNeeded):
        way_to_read(table(2, headings="件名,号码,谁的,何日"), sender_of(SENDER, date(2026, 2, 10)))
    may = TableToMap(turned.encode(), "五月.csv", SENDER)
    next_file = open_remembered(may, remembered.pk, by=officer, at=MAY)
    batch = read(next_file, officer, at=MAY)
    assert counts(batch) == (1, 0, 0, 0)
    remembered.refresh_from_db()
    assert remembered.used_at == MAY


def test_what_a_sender_is_mapped_by_goes_before_a_known_layout(officer):
    known = table(1, headings="专利名称,申请号,申请人,申请日")
    assert way_to_read(known, sender_of(SENDER, date(2026, 2, 10))).layout.name == "patent_list"
    taken_in(known, officer, remember=True)
    assert way_to_read(known, sender_of(SENDER, date(2026, 2, 10))).remembered is not None
    assert way_to_read(known, None).layout.name == "patent_list"


def test_names_of_one_unit_are_one_sender(officer, unit, system):
    body = unit("云川区科学技术局")
    add_alias(body, NewName("区科技局", UnitName.Kind.SHORT, None, None, ""), by=system, at=FEB)
    file = waiting(table(1), officer, "云川区科学技术局")
    read(file, officer, remember=True)
    assert RememberedMapping.objects.get().unit == body
    assert way_to_read(table(2), sender_of("区科技局", date(2026, 2, 10))).remembered is not None
    again = waiting(table(3), officer, "区科技局")
    read(again, officer, remember=True)
    assert RememberedMapping.objects.count() == 1


def test_a_batch_keeps_its_mapping_whatever_becomes_of_the_remembered_one(officer):
    batch = taken_in(table(1), officer, remember=True)
    remembered = RememberedMapping.objects.get()
    used = mapping_of(batch.mapped_file.content)
    fewer = replace(used, columns=tuple(c for c in used.columns if c.field != "title"))
    change_remembered(remembered.pk, ChangedMapping(SENDER, fewer), by=officer, at=MAY)
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert mapping_of(batch.mapped_file.content) == used
    assert next(rows_of_batch(batch)).values["title"] == "第 1 号示例装置"
    forget_remembered(remembered.pk, by=officer, at=MAY)
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert mapping_of(batch.mapped_file.content) == used
    assert batch.mapped_file.remembered is None
    again = read(reopen_mapping(batch.pk, by=officer, at=MAY), officer, at=MAY)
    assert counts(again) == (0, 0, 1, 0)
    with pytest.raises(MappingNeeded):
        way_to_read(table(1), sender_of(SENDER, date(2026, 5, 10)))


def test_the_next_mapping_of_a_sender_replaces_the_first_and_starts_from_it(officer):
    read(waiting(table(1), officer), officer, remember=True)
    file = waiting(table(2), officer, "另一个单位")
    remembered = RememberedMapping.objects.get()
    assert file.remembered == remembered
    mapping = mapping_of(file.content)
    changed = replace(mapping, columns=tuple(c for c in mapping.columns if c.field != "application_date"))
    set_mapping(file.pk, changed, sender=SENDER, by=officer, at=MAY)
    read(MappedFile.objects.get(pk=file.pk), officer, remember=True, at=MAY)
    remembered.refresh_from_db()
    assert mapping_of(remembered.content).columns == changed.columns
    assert RememberedMapping.objects.count() == 1


def test_nothing_is_read_before_it_is_decided(officer):
    file = waiting(table(1, 2, dates="03/04/2021"), officer)
    before = everything()
    with pytest.raises(InvalidInput, match="分不清日和月"):
        begin_mapped(file.pk, by=officer, at=FEB)
    assert everything() == before
    mapping = mapping_of(file.content)
    told = [replace(c, dates="month_day") if c.heading == "哪天" else c for c in mapping.columns]
    set_mapping(file.pk, replace(mapping, columns=tuple(told)), by=officer, at=FEB)
    batch = read(file, officer)
    list(commit_batch(batch.pk, by=officer, at=FEB))
    assert {patent.filed_on for patent in Patent.objects.all()} == {date(2021, 3, 4)}


def test_remembering_needs_a_sender(officer):
    file = waiting(table(1), officer, "")
    before = everything()
    with pytest.raises(InvalidInput, match="请填发送人"):
        begin_mapped(file.pk, remember=True, by=officer, at=FEB)
    assert everything() == before


def test_a_column_mapped_twice_is_refused_in_one_line(officer):
    file = waiting(table(1), officer)
    mapping = mapping_of(file.content)
    twice = tuple(replace(c, field="title") for c in mapping.columns if c.field in ("title", "applicants"))
    number_ = next(c for c in mapping.columns if c.field == "application_number")
    set_mapping(file.pk, replace(mapping, columns=(*twice, number_)), by=officer, at=FEB)
    with pytest.raises(InvalidInput, match="“名称”指定了 2 列") as refusal:
        begin_mapped(file.pk, by=officer, at=FEB)
    assert "\n" not in refusal.value.message
    assert ImportBatch.objects.count() == 0


def test_a_mapping_for_another_table_is_refused_and_nothing_kept(officer):
    file = waiting(table(1), officer)
    before = everything()
    mapping = mapping_of(file.content)
    wrong = replace(mapping, columns=(MappedColumn("没有这列", 0, "title"),))
    with pytest.raises(InvalidInput):
        set_mapping(file.pk, wrong, by=officer, at=FEB)
    kept = {"kind": "patent", "shape": "0", "content": file.content, "changed_at": FEB, "source": "测试"}
    remembered = RememberedMapping.objects.create(sender="甲", sender_key="甲", **kept)
    with pytest.raises(InvalidInput):
        change_remembered(remembered.pk, ChangedMapping("甲", mapping), by=officer, at=FEB)
    other = table(1, headings="甲,乙,丙,丁")
    with pytest.raises(Conflict):
        open_remembered(TableToMap(other, "x.csv"), remembered.pk, by=officer, at=FEB)
    remembered.delete()
    assert everything() == before


def test_two_mappings_of_one_sender_and_shape_cannot_be(officer):
    read(waiting(table(1), officer), officer, remember=True)
    read(waiting(table(2), officer, "乙单位"), officer, remember=True)
    first, second = RememberedMapping.objects.order_by("pk")
    before = everything()
    with pytest.raises(Conflict):
        change_remembered(
            second.pk, ChangedMapping(first.sender, mapping_of(second.content)), by=officer, at=MAY
        )
    assert everything() == before


def test_a_file_that_was_read_waits_no_more_and_one_given_up_is_gone(officer):
    file = waiting(table(1), officer)
    batch = read(file, officer)
    for again in (
        lambda: begin_mapped(file.pk, by=officer, at=FEB),
        lambda: abandon_mapping(file.pk, by=officer, at=FEB),
        lambda: set_mapping(file.pk, mapping_of(file.content), by=officer, at=FEB),
    ):
        with pytest.raises(WrongState, match=f"批次 {batch.pk}"):
            again()
    other = waiting(table(2), officer)
    abandon_mapping(other.pk, by=officer, at=FEB)
    with pytest.raises(NotFound):
        begin_mapped(other.pk, by=officer, at=FEB)


def test_a_reading_that_breaks_leaves_the_file_waiting_and_no_batch(officer):
    file = waiting(table(1), officer)
    batch = begin_mapped(file.pk, by=officer, at=FEB)

    def broken():
        yield next(rows_of_batch(batch))
        raise InvalidInput("断了")

    with pytest.raises(InvalidInput, match="断了"):
        list(stage_batch(batch, broken(), by=officer, at=FEB))
    file.refresh_from_db()
    assert file.batch is None
    assert ImportBatch.objects.count() == 0
    assert counts(read(file, officer)) == (1, 0, 0, 0)


def test_only_those_who_import_see_mappings_and_waiting_files(officer, actor, office):
    file = waiting(table(1), officer)
    read(waiting(table(2), officer), officer, remember=True)
    reader = actor(Role.READ_ONLY_LEADER, office)
    assert mapped_files_visible_to(reader).count() == mappings_visible_to(reader).count() == 0
    assert mappings_visible_to(officer).count() == 1
    before = everything()
    with pytest.raises(NotAllowed):
        begin_mapped(file.pk, by=reader, at=FEB)
    with pytest.raises(NotAllowed):
        forget_remembered(RememberedMapping.objects.get().pk, by=reader, at=FEB)
    assert everything() == before


def upload(client, content: bytes, **given):
    return client.post(
        "/registry/imports/", {"file": SimpleUploadedFile("台账.csv", content), **given}, follow=True
    )


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the columns form."""
    part = page.split('id="columns"')[1].split("</form>")[0]
    given = {"remember": "on", "sender": ""}
    for name, options in re.findall(r'<select name="([^"]+)"(.*?)</select>', part, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        given[name] = chosen[1] if chosen else ""
    for control in re.findall(r'<input[^>]*name="sender"[^>]*>', part):
        given["sender"] = (re.search(r'value="([^"]*)"', control) or ["", ""])[1]
    return given


def test_the_page_shows_guesses_and_reads_previews_and_remembers(client, django_capture_on_commit_callbacks):
    response = upload(client, table(1, 2), sender=SENDER)
    address, page = response.redirect_chain[-1][0], response.content.decode()
    assert re.fullmatch(r"/registry/imports/tables/\d+/", address)
    for said in ("件名", "多数单元格像申请号", "60%", "全表 2 行", "2 行可以，0 行要拒收", "第 1 号示例装置"):
        assert said in page
    assert " style=" not in page
    preview = client.post(address, {**form_of(page), "read": ""}, follow=True).content.decode()
    assert "2 行，一行不少" in preview
    assert "所用列对应" in preview
    assert f"{SENDER} 发来" in preview
    straight = upload(client, table(3), sender=SENDER)
    assert re.fullmatch(r"/registry/imports/\d+/", straight.redirect_chain[-1][0])
    assert f">{SENDER}</a>" in straight.content.decode()
    listed = client.get("/registry/imports/mappings/").content.decode()
    assert SENDER in listed
    assert "4 / 4 列" in listed


def test_open_dates_stay_on_the_page_until_they_are_decided(client):
    response = upload(client, table(1, dates="03/04/2021"), sender=SENDER)
    address, page = response.redirect_chain[-1][0], response.content.decode()
    assert "要您定" in page
    refused = client.post(address, {**form_of(page), "read": ""})
    assert refused.status_code == 422
    assert "分不清日和月" in refused.content.decode()
    assert ImportBatch.objects.count() == 0
    told = {**form_of(page), "dates-3": "day_month", "read": ""}
    assert "1 行，一行不少" in client.post(address, told, follow=True).content.decode()


def test_another_heading_row_guesses_anew_and_a_draft_is_kept(client):
    content = b"\xef\xbb\xbf" + "\n".join(["甲,乙,丙,丁", table(1, 2).decode("gb18030")]).encode()
    response = upload(client, content)
    address, page = response.redirect_chain[-1][0], response.content.decode()
    asked = {"kind": "patent", "heading_rows": "1", "heading_line": "2"}
    page = client.post(f"{address}outline/", asked, follow=True).content.decode()
    assert "件名" in page
    impossible = client.post(f"{address}outline/", {**asked, "heading_rows": "3"})
    assert impossible.status_code == 422
    draft = {**form_of(page), "field-0": "", "sender": "草稿单位", "save": ""}
    page = client.post(address, draft, follow=True).content.decode()
    assert "草稿已存。" in page
    kept = MappedFile.objects.get()
    assert kept.sender == "草稿单位"
    assert "title" not in {column.field for column in mapping_of(kept.content).columns}
    assert "等着逐列指定" in client.get("/registry/imports/").content.decode()
    client.post(f"{address}abandon/")
    assert not MappedFile.objects.exists()


def test_a_known_table_can_be_mapped_before_and_after_it_was_read(client):
    known = table(1, headings="专利名称,申请号,申请人,申请日")
    asked = upload(client, known, by_columns="on")
    assert "/tables/" in asked.redirect_chain[-1][0]
    batch = upload(client, known).redirect_chain[-1][0]
    again = client.post(f"{batch}again/", follow=True)
    assert "/tables/" in again.redirect_chain[-1][0]
    assert "表头“专利名称”" in again.content.decode()


def test_a_remembered_mapping_is_changed_and_forgotten_on_its_page(client, officer):
    read(waiting(table(1), officer), officer, remember=True)
    remembered = RememberedMapping.objects.get()
    address = f"/registry/imports/mappings/{remembered.pk}/"
    assert "件名" in client.get(address).content.decode()
    fields = {"field-0": "", "field-1": "application_number", "field-2": "holders"}
    client.post(address, {**fields, "sender": "云川区科学技术局", "mark-2": "enumeration"})
    remembered.refresh_from_db()
    assert remembered.sender == "云川区科学技术局"
    assert [(c.field, c.mark) for c in mapping_of(remembered.content).columns] == [
        ("application_number", ""), ("holders", "enumeration"),
    ]  # fmt: skip
    before = everything()
    assert client.post(address, {"sender": "", "field-1": "application_number"}).status_code == 422
    assert client.post(address, {"sender": "甲", "field-0": "title"}).status_code == 422
    assert everything() == before
    client.post(f"{address}forget/")
    assert not RememberedMapping.objects.exists()


def test_a_table_of_marks_is_mapped_to_one_row_for_each_class(client):
    rows = ["牌子,证号,几类,哪家,何时核准", "云川样例,90000001,9/35,云川示例食品厂,2015-07-21"]
    address = upload(client, "\n".join(rows).encode(), by_columns="on").redirect_chain[-1][0]
    asked = {"kind": "trademark", "heading_rows": "1", "heading_line": "1"}
    page = client.post(f"{address}outline/", asked, follow=True).content.decode()
    fields = ("mark_text", "number", "classes", "holder", "registration_date")
    given = {f"field-{place}": field for place, field in enumerate(fields)}
    told = {**given, "mark-2": "slash", "sender": SENDER, "remember": "on", "read": ""}
    preview = client.post(address, told, follow=True).content.decode()
    assert "2 行，一行不少" in preview
    batch = ImportBatch.objects.get()
    assert (batch.ledger, counts(batch)) == ("registry.trademark", (2, 0, 0, 0)), page
    assert RememberedMapping.objects.get().kind == "trademark"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (",".join(map(str, range(10_000))).encode(), "10,000 列"),
        (b"", "文件是空的"),
        (b"%PDF-1.7", "这不是表格文件"),
        (b"<?xml version='1.0'?><a/>", "认不出这个文件的格式"),
    ],
)
@pytest.mark.parametrize("by_columns", ["", "on"])
def test_what_is_no_table_stays_on_the_form_and_nothing_is_kept(client, content, said, by_columns):
    response = upload(client, content, by_columns=by_columns)
    assert response.status_code == 422
    is_xml = by_columns and content.startswith(b"<")
    assert ("这是 XML" if is_xml else said) in response.content.decode()
    assert everything() == [[], [], [], []]


def test_the_console_reads_by_a_remembered_mapping_and_refuses_without(officer, tmp_path, capsys):
    path = tmp_path / "五月.csv"
    path.write_bytes(table(5, 6))
    before = everything()
    assert cli.main(["import", str(path), "--sender", SENDER]) == 2
    error = capsys.readouterr().err
    assert f"没有记住“{SENDER}”" in error
    assert "/registry/imports/" in error
    assert len(error.strip().splitlines()) == 1
    assert cli.main(["import", str(path)]) == 2
    assert "/registry/imports/" in capsys.readouterr().err
    assert everything() == before
    read(waiting(table(1), officer), officer, remember=True)
    assert cli.main(["import", str(path), "--sender", SENDER, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["kind"], result["sender"]) == ("column_mapping", SENDER)
    assert result["mapping"] == RememberedMapping.objects.get().pk
    assert (result["rows_in"], result["new"], result["state"]) == (2, 2, "confirmed")


def test_the_console_keeps_nothing_of_a_table_that_is_not_decided(officer, tmp_path, capsys):
    read(waiting(table(1), officer), officer, remember=True)
    before = everything()
    path = tmp_path / "五月.csv"
    path.write_bytes(table(5, dates="03/04/2021"))
    assert cli.main(["import", str(path), "--sender", SENDER]) == 2
    assert "分不清日和月" in capsys.readouterr().err
    assert everything() == before
