"""Words told by hand, several columns in one field, and all rows of a table counted before it is read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django_tasks_db.models import DBTaskResult

from tests.rooms.registry.formats.samples import csv_bytes
from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions.batches import stage_batch
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.core.registers.importing.intake import all_intakes
from zhichan.rooms.registry.actions.mapped_files import TableToMap, begin_mapped, open_mapping, set_mapping
from zhichan.rooms.registry.actions.mappings import ChangedMapping, change_remembered
from zhichan.rooms.registry.actions.whole_tables import begin_whole, count_whole
from zhichan.rooms.registry.formats.mapping.checking import obstacles
from zhichan.rooms.registry.formats.mapping.definition import mapping_of
from zhichan.rooms.registry.formats.mapping.proposing import guess_outline, proposed
from zhichan.rooms.registry.formats.mapping.reading import reader_of
from zhichan.rooms.registry.formats.mapping.samples import sheet_samples
from zhichan.rooms.registry.models import MappedFile, Patent, RememberedMapping
from zhichan.rooms.registry.pages import reading
from zhichan.rooms.registry.queries.mappings import sender_of, way_to_read
from zhichan.rooms.registry.reading import rows_of_batch

from .files import number
from .test_mappings import everything, form_of, upload

pytestmark = pytest.mark.django_db
FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
SENDER = "云川区科技局"
HEADINGS = ("件名", "号码", "申请人1", "申请人2", "法律状态")


def row(n: int, status: str = "授权", second: str = "") -> tuple[str, ...]:
    return f"第 {n} 号示例装置", number(n), "云川甲示例有限公司", second, status


def table(*rows: tuple[str, ...]) -> bytes:
    return csv_bytes([HEADINGS, *rows])


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def client(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


def waiting(content: bytes, by) -> MappedFile:
    return open_mapping(TableToMap(content, "台账.csv", SENDER), by=by, at=FEB)


def told(file: MappedFile, words: dict[str, str], by) -> MappedFile:
    mapping = mapping_of(file.content)
    columns = [
        replace(one, words=tuple(sorted(words.items()))) if one.field == "legal_status" else one
        for one in mapping.columns
    ]
    return set_mapping(file.pk, replace(mapping, columns=tuple(columns)), by=by, at=FEB)


def read(file: MappedFile, by, *, remember: bool = False) -> ImportBatch:
    batch = begin_mapped(file.pk, remember=remember, by=by, at=FEB)
    list(stage_batch(batch, rows_of_batch(batch), by=by, at=FEB))
    batch.refresh_from_db()
    return batch


def waiting_jobs() -> list[int]:
    return [job.args_kwargs["args"][0] for job in DBTaskResult.objects.ready()]


def counts(batch: ImportBatch) -> tuple[int, int]:
    return batch.new_count, batch.refused_count


def test_words_told_by_hand_are_read_remembered_and_the_others_refused(officer):
    content = table(row(1, "缴费中断"), row(2, "暂缓"), row(3), row(4, "说不清"))
    batch = read(
        told(waiting(content, officer), {"缴费中断": "撤回", "说不清": ""}, officer),
        officer,
        remember=True,
    )
    assert counts(batch) == (3, 1)
    list(commit_batch(batch.pk, by=officer, at=FEB))
    by_number = {one.title: one for one in Patent.objects.all()}
    assert by_number["第 1 号示例装置"].public_class == "ended"
    assert by_number["第 3 号示例装置"].public_class == "in_force"
    assert by_number["第 4 号示例装置"].public_class == "pending"  # as any without a status
    assert "第 2 号示例装置" not in by_number
    way = way_to_read(table(row(5, "缴费中断")), sender_of(SENDER, date(2026, 2, 10)))
    assert dict(way.mapping.columns[-1].words) == {"缴费中断": "撤回", "说不清": ""}


def test_a_meaning_that_is_not_known_or_a_field_without_closed_words_is_refused(officer):
    file = waiting(table(row(1, "暂缓")), officer)
    read(waiting(table(row(2)), officer), officer, remember=True)
    remembered = RememberedMapping.objects.get()
    before = everything()
    mapping = mapping_of(file.content)
    for column, words in (("legal_status", (("暂缓", "也不认识"),)), ("title", (("甲", "授权"),))):
        columns = tuple(replace(c, words=words) if c.field == column else c for c in mapping.columns)
        wrong = replace(mapping, columns=columns)
        with pytest.raises(InvalidInput, match="列对应与这张表不符"):
            set_mapping(file.pk, wrong, by=officer, at=FEB)
        with pytest.raises(InvalidInput, match="列对应与这张表不符"):
            change_remembered(remembered.pk, ChangedMapping(SENDER, wrong), by=officer, at=FEB)
    assert everything() == before


def test_every_choice_for_a_word_is_known_itself():
    asked = [(one.kind, name, closed) for one in all_intakes() for name, closed in one.words.items()]
    assert {kind for kind, _name, _closed in asked} >= {"patent", "trademark", "copyright", "overseas"}
    for kind, name, closed in asked:
        words = [word for word, _label in closed.choices()]
        assert words
        assert len(set(words)) == len(words), (kind, name)
        assert all(map(closed.is_known, words)), (kind, name)
        assert not closed.is_known("从来没有的词")


def test_several_columns_fill_one_field_in_their_order():
    content = table(row(1, second="云川乙示例有限公司；云川丙示例大学"), row(2))
    samples = sheet_samples(content)
    mapping = proposed(guess_outline(samples, ("patent",)), samples)
    assert [one.field for one in mapping.columns][2:4] == ["applicants", "applicants"]
    assert obstacles(mapping, samples) == []
    first, second = reader_of(mapping)(content)
    assert first.values["applicants"] == ("云川甲示例有限公司", "云川乙示例有限公司", "云川丙示例大学")
    assert second.values["applicants"] == ("云川甲示例有限公司",)
    assert not any(name.startswith("_") for name in (*first.values, *second.values))


def test_province_city_and_street_are_one_address_and_a_title_is_never_put_together(officer):
    rows = [
        ("省", "市", "区", "单位名称"),
        ("天津市", "天津市", "静海区", "云川甲示例有限公司"),
        ("", "", "B 座 Rd", "云川乙示例大学"),
    ]
    file = waiting(csv_bytes(rows), officer)
    mapping = mapping_of(file.content)
    keys = [("省", "address"), ("市", "address"), ("区", "address"), ("单位名称", "name")]
    name = next(c for c in mapping.columns if c.field == "name")
    joined = replace(
        mapping, columns=tuple(replace(name, heading=heading, field=field) for heading, field in keys)
    )
    assert obstacles(joined) == []
    values = [entry.values.get("address") for entry in reader_of(joined)(csv_bytes(rows))]
    assert values == ["天津市静海区", "B 座 Rd"]
    twice = replace(joined, columns=tuple(replace(c, field="name") for c in joined.columns))
    assert len(obstacles(twice)) == 3


def test_all_rows_are_counted_as_the_import_refuses_them(officer):
    rows = [row(n) for n in range(1, 81)] + [
        row(81, "暂缓"),
        row(82, "暂缓"),
        ("甲", "2021199001231", "乙", "", "授权"),
    ]
    file = waiting(table(*rows), officer)
    assert begin_whole(file.pk, by=officer, at=FEB)
    file.refresh_from_db()
    assert (file.whole["is_done"], file.whole["trial"]["rows"]) == (False, 0)
    before = everything()[2:]
    assert count_whole(file.pk, by=officer, at=FEB)
    assert everything()[2:] == before
    file.refresh_from_db()
    trial = file.whole["trial"]
    assert (trial["rows"], trial["taken"], trial["refused"]) == (83, 80, 3)
    assert trial["words"] == {"legal_status": {"暂缓": 2}}
    assert trial["unread"] == {"legal_status": 2, "application_number": 1}
    assert trial["examples"]["legal_status"][0] == "第 82 行"
    assert trial["filled"]["application_number"] == 83
    batch = read(file, officer)
    assert counts(batch) == (trial["taken"], trial["refused"])


def test_a_count_by_another_mapping_is_dropped(officer, monkeypatch):
    file = waiting(table(row(1, "暂缓")), officer)
    count_whole(file.pk, by=officer, at=FEB)
    kept = MappedFile.objects.get().whole
    monkeypatch.setattr("zhichan.rooms.registry.actions.whole_tables.trials", _changing(file, officer))
    assert not count_whole(file.pk, by=officer, at=FEB)
    assert MappedFile.objects.get().whole == kept


def _changing(file, by):
    from zhichan.rooms.registry.trial import trials

    def while_it_changes(mapping, entries):
        told(file, {"暂缓": "有权"}, by)
        yield from trials(mapping, entries)

    return while_it_changes


def test_only_those_who_import_count_and_only_what_waits(officer, actor, office):
    file = waiting(table(row(1)), officer)
    before = everything()
    for action in (begin_whole, count_whole):
        with pytest.raises(NotAllowed):
            action(file.pk, by=actor(Role.READ_ONLY_LEADER, office), at=FEB)
    assert everything() == before
    read(file, officer)
    for action in (begin_whole, count_whole):
        with pytest.raises(NotFound):
            action(file.pk, by=officer, at=FEB)


def test_the_page_asks_about_words_counts_all_rows_and_remembers(client):
    rows = [row(n) for n in range(1, 71)] + [row(71, "暂缓")]
    response = upload(client, table(*rows), sender=SENDER, by_columns="on")
    address, page = response.redirect_chain[-1][0], response.content.decode()
    assert "全表 71 行" in page
    assert "不认识的词：暂缓" in page
    assert "2 列合在一起" in page
    [name] = re.findall(r'name="(word-4-[0-9a-f]{12})"', page)
    refused = {**form_of(page), "save": "", name: "随便写的"}
    assert client.post(address, refused).status_code == 422
    page = client.post(address, {**form_of(page), name: "有权", "save": ""}, follow=True).content.decode()
    assert "71 行可以，0 行要拒收" in page
    assert form_of(page)[name] == "有权"
    preview = client.post(address, {**form_of(page), "read": ""}, follow=True).content.decode()
    assert "71 行，一行不少" in preview
    assert "暂缓 → 有权" in preview
    remembered = RememberedMapping.objects.get()
    own = f"/registry/imports/mappings/{remembered.pk}/"
    page = client.get(own).content.decode()
    assert "暂缓" in page
    client.post(own, {**form_of(page), name: ""})
    remembered.refresh_from_db()
    assert mapping_of(remembered.content).columns[-1].words == ()


def test_a_large_table_is_counted_by_a_job_and_the_part_shows_what_it_found(client, monkeypatch):
    monkeypatch.setattr(reading, "READ_AT_ONCE_BYTES", 10)
    rows = [row(n) for n in range(1, 71)] + [row(71, "暂缓")]
    response = upload(client, table(*rows), sender=SENDER, by_columns="on")
    address, page = response.redirect_chain[-1][0], response.content.decode()
    file = MappedFile.objects.get()
    assert waiting_jobs() == [file.pk]
    assert "正在数，已读 0 行" in page
    assert 'hx-trigger="every 2s"' in page
    assert "word-4-" not in page
    part = client.get(f"{address}whole/").content.decode()
    assert "正在数，已读 0 行" in part
    assert "<html" not in part
    reading.count_table.call(file.pk, file.person_id)
    part = client.get(f"{address}whole/").content.decode()
    assert "全表 71 行" in part
    assert "hx-trigger" not in part
    [name] = re.findall(r'<select name="(word-4-[0-9a-f]{12})"[^>]*form="columns"', part)
    client.post(address, {**form_of(page), name: "-", "save": ""})
    assert mapping_of(MappedFile.objects.get().content).columns[-1].words == (("暂缓", ""),)
    assert waiting_jobs() == [file.pk] * 2
    assert client.post(f"{address}whole/").status_code == 302
    assert waiting_jobs() == [file.pk] * 3
    client.post(address, {**form_of(page), "read": ""})
    gone = client.get(f"{address}whole/", headers={"hx-request": "true"})
    assert client.get(f"{address}whole/").status_code == 302
    assert gone["HX-Redirect"] == f"/registry/imports/{ImportBatch.objects.get().pk}/"
