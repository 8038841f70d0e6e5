"""The texts of patents (专利文本): kept with their batch, the newest counts, undone with it."""

from __future__ import annotations

import csv
import gzip
import io
from itertools import islice
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict
from zhichan.core.registers.actions import commit as committing
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.importing import stage as staging_rows
from zhichan.core.registers.importing import staging as staging_files
from zhichan.core.registers.importing.intake import intake_of
from zhichan.core.registers.importing.previewing import changes_of
from zhichan.core.registers.importing.staging import CHANGED, NEW, staging_of
from zhichan.core.registers.models import Disagreement
from zhichan.core.upkeep.rows import columns_of, insert_lines, kept_models, lines_of
from zhichan.rooms.registry.formats import recognise
from zhichan.rooms.registry.intakes import patent_texts as texts_taken_in
from zhichan.rooms.registry.models import Patent, PatentText
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.queries.patent_texts import PatentTexts, texts_of

from .files import HEADINGS, csv_of, number, row
from .taking import FEB, JUNE, MAY, counts, preview, reasons, table, take_in

pytestmark = pytest.mark.django_db
TEXTS = (*HEADINGS, "摘要", "首项权利要求", "权利要求书", "说明书", "关键词", "语种")
FULL = {
    "摘要": "一种示例装置。",
    "首项权利要求": "1.一种示例装置，其特征在于有壳体。",
    "权利要求书": "1.一种示例装置，其特征在于有壳体。 2.如权利要求1所述的装置。",
    "说明书": "技术领域 本发明涉及示例。",
    "关键词": "示例；装置",
    "语种": "zh",
}


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def file_of(*rows: dict[str, str]) -> bytes:
    return csv_of(rows, TEXTS)


def abstract_of(serial: int, known_at=None) -> str:
    pk = Patent.objects.get(number="CN" + number(serial)[:12]).pk
    return texts_of([pk], known_at=known_at)[pk].abstract


def said(batch) -> list[list[tuple[str, str, str]]]:
    with staging_of(batch.pk) as staging:
        changes = changes_of(PATENTS, staging.rows(CHANGED)).values()
    return [[(str(one.label), one.before, one.after) for one in row_changes] for row_changes in changes]


def test_every_text_of_a_row_is_kept_with_its_batch_and_row(officer):
    batch = take_in(file_of(row(1), row(2, **FULL)), officer)
    assert counts(batch) == (2, 0, 0, 0)
    kept = PatentText.objects.get()
    assert (kept.batch, kept.row_number, kept.known_at) == (batch, 2, FEB)
    assert (kept.patent.number, kept.person) == ("CN" + number(2)[:12], None)
    without, with_texts = Patent.objects.order_by("number")
    found = texts_of([with_texts.pk, without.pk])
    assert found[without.pk] == PatentTexts()
    one = found[with_texts.pk]
    assert [one.abstract, one.first_claim, one.claims] == list(FULL.values())[:3]
    assert (one.description, one.keywords, one.language) == (FULL["说明书"], FULL["关键词"], "zh")
    assert set(one.rows.values()) == {kept.pk}


def test_the_same_file_again_is_the_same_and_keeps_no_second_copy(officer):
    content = file_of(row(1, **FULL), row(2, 摘要="二"))
    take_in(content, officer)
    assert counts(take_in(content, officer, MAY)) == (0, 0, 2, 0)
    assert PatentText.objects.count() == 2


def test_a_file_with_texts_fills_those_of_a_register_without(officer):
    take_in(csv_of([row(1)]), officer)
    batch = preview(file_of(row(1, 摘要="一")), officer, MAY)
    assert counts(batch) == (0, 1, 0, 0)
    assert said(batch) == [[("摘要", "", "一")]]
    take_in(file_of(row(1, 摘要="一")), officer, MAY)
    assert abstract_of(1) == "一"
    assert not Disagreement.objects.exists()


def test_a_changed_abstract_makes_the_row_changed_and_the_preview_says_where(officer):
    long = "本实用新型公开了一种示例装置，" * 20
    take_in(file_of(row(1, 摘要=f"{long}设有三个孔。", 首项权利要求="1.甲")), officer)
    changed = file_of(row(1, 摘要=f"{long}设有四个孔。", 首项权利要求="1.甲"))
    batch = preview(changed, officer, MAY)
    assert counts(batch) == (0, 1, 0, 0)
    shared = f"…{(long + '设有')[-20:]}"
    assert said(batch) == [[("摘要", f"{shared}三个孔。", f"{shared}四个孔。")]]
    list(committing.commit_batch(batch.pk, by=officer, at=MAY))
    assert abstract_of(1).endswith("四个孔。")
    assert abstract_of(1, FEB).endswith("三个孔。")
    assert list(PatentText.objects.order_by("pk").values_list("first_claim", flat=True)) == ["1.甲", ""]


def test_the_page_of_the_preview_says_which_text_differs(officer, signed_in, office):
    take_in(file_of(row(1, 摘要="有三个孔")), officer)
    batch = preview(file_of(row(1, 摘要="有四个孔")), officer, MAY)
    client = signed_in(Role.PLAN_OFFICER, office)
    page = client.get(f"/registry/imports/{batch.pk}/?tab=changed").content.decode()
    assert "摘要：有三个孔 ↔ <ins>有四个孔</ins>" in page


def test_each_text_is_the_newest_that_was_given(officer):
    take_in(file_of(row(1, 摘要="一", 说明书="甲")), officer)
    take_in(file_of(row(1, 摘要="二")), officer, MAY)
    [patent] = Patent.objects.all()
    texts = texts_of([patent.pk])[patent.pk]
    assert (texts.abstract, texts.description) == ("二", "甲")
    first, second = PatentText.objects.order_by("pk").values_list("pk", flat=True)
    assert texts.rows == {"abstract": second, "description": first}


def test_an_older_file_again_is_nothing_new(officer):
    take_in(file_of(row(1, 摘要="一")), officer)
    take_in(file_of(row(1, 摘要="二")), officer, MAY)
    assert counts(take_in(file_of(row(1, 摘要="一")), officer, JUNE)) == (0, 0, 1, 0)
    assert abstract_of(1) == "二"


def test_an_undone_batch_gives_its_texts_no_longer_and_may_give_them_again(officer):
    take_in(file_of(row(1, 摘要="一")), officer)
    later = take_in(file_of(row(1, 摘要="二")), officer, MAY)
    undo_batch(later.pk, by=officer, at=JUNE)
    assert abstract_of(1) == "一"
    assert abstract_of(1, MAY) == "二"
    assert abstract_of(1, JUNE) == "一"
    again = take_in(file_of(row(1, 摘要="二")), officer, JUNE)
    assert counts(again) == (0, 1, 0, 0)
    assert abstract_of(1) == "二"


def test_what_brought_the_patent_in_cannot_be_undone_while_later_texts_rest_on_it(officer):
    first = take_in(file_of(row(1, 摘要="一")), officer)
    later = take_in(file_of(row(1, 摘要="二")), officer, MAY)
    with pytest.raises(Conflict, match="专利文本 1"):
        undo_batch(first.pk, by=officer, at=JUNE)
    assert abstract_of(1) == "二"
    undo_batch(later.pk, by=officer, at=JUNE)
    undo_batch(first.pk, by=officer, at=JUNE)
    pk = Patent.objects.get().pk
    assert not texts_of([pk])[pk]
    assert counts(take_in(file_of(row(1, 摘要="一")), officer, JUNE)) == (0, 1, 0, 0)
    assert abstract_of(1) == "一"


def test_texts_of_a_batch_that_is_still_being_written_do_not_count(officer, monkeypatch):
    monkeypatch.setattr(committing, "CHUNK", 1)
    batch = preview(file_of(row(1, 摘要="一"), row(2, 摘要="二")), officer)
    writing = committing.commit_batch(batch.pk, by=officer, at=FEB)
    next(writing)
    writing.close()
    [patent] = Patent.objects.all()
    assert PatentText.objects.count() == 1
    assert not texts_of([patent.pk])[patent.pk]
    list(committing.commit_batch(batch.pk, by=officer, at=FEB))
    assert sorted(PatentText.objects.values_list("abstract", flat=True)) == ["一", "二"]
    assert (abstract_of(1), abstract_of(2)) == ("一", "二")


def test_of_two_rows_of_one_file_the_later_counts_and_both_are_known_again(officer):
    content = file_of(row(1, 摘要="一", 说明书="甲"), row(1, 摘要="二"), row(1, 摘要="三"))
    assert counts(take_in(content, officer)) == (1, 2, 0, 0)
    kept = PatentText.objects.get()
    assert (kept.abstract, kept.description, kept.row_number) == ("三", "甲", 3)
    assert counts(take_in(content, officer, MAY)) == (0, 0, 3, 0)
    assert abstract_of(1) == "三"


def test_an_application_gets_the_texts_of_the_document_it_takes_over_and_gives_them_back(officer):
    document = ("公开号", "公开日", "名称", "申请人", "摘要", "首项权利要求")
    alone = table(document, ("CN117000001A", "2023-11-07", "一种样例", "张三", "文献的摘要", "1.文献的"))
    take_in(alone, officer)
    headed = ("专利名称", "申请号", "申请人", "申请日", "公开号", "摘要")
    told = ("一种样例", number(1, kind=1), "云川示例机械有限公司", "2021-03-18", "CN117000001A", "申请的摘要")
    content = table(headed, told)
    later = take_in(content, officer, MAY)
    application = Patent.objects.get(is_shown=True)
    texts = texts_of([application.pk])[application.pk]
    assert (texts.abstract, texts.first_claim) == ("申请的摘要", "1.文献的")
    assert PatentText.objects.get(patent=application).batch == later
    assert counts(take_in(alone, officer, MAY)) == (0, 0, 1, 0)
    undo_batch(later.pk, by=officer, at=JUNE)
    assert not texts_of([application.pk])[application.pk]
    document_row = Patent.objects.get(is_shown=True)
    assert texts_of([document_row.pk])[document_row.pk].abstract == "文献的摘要"


def test_a_document_and_its_application_in_one_file_both_with_texts_are_the_same_again(officer):
    headings = ("公开号", "申请号", "名称", "申请人", "申请日", "摘要")
    content = table(
        headings,
        ("CN117000001A", "", "一种样例", "云川示例机械有限公司", "", "文献的摘要"),
        ("CN117000001A", number(1, kind=1), "一种样例", "云川示例机械有限公司", "2021-03-18", ""),
    )
    take_in(content, officer)
    application = Patent.objects.get(is_shown=True)
    assert texts_of([application.pk])[application.pk].abstract == "文献的摘要"
    assert counts(take_in(content, officer, MAY)) == (0, 0, 2, 0)


def test_a_text_that_is_too_long_is_refused_and_says_so(officer, monkeypatch):
    monkeypatch.setattr(texts_taken_in, "LONGEST_TEXT", 12)
    batch = preview(file_of(row(1, 摘要="字" * 12), row(2, 摘要="字" * 13)), officer)
    assert counts(batch) == (1, 0, 0, 1)
    assert reasons(batch) == "超过 12 字"


def test_control_characters_are_dropped_and_line_ends_kept(officer):
    problems: list = []
    told = texts_taken_in.texts_told({"abstract": "\x00一\x0b\n二\t\x7f", "language": "zh\x01"}, problems)
    assert (told, problems) == ({"abstract": "一\n二\t", "language": "zh"}, [])
    assert texts_taken_in.texts_told({"language": "zh", "abstract": "\x01"}, problems) == {}


def test_texts_of_many_patents_are_one_query(officer):
    take_in(file_of(*(row(serial, 摘要=f"第 {serial} 号") for serial in range(1, 41))), officer)
    ids = list(Patent.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as queries:
        found = texts_of([*ids, *range(10**6, 10**6 + 40_000)])
    assert len(queries) == 1
    assert sorted(found[pk].abstract for pk in ids) == sorted(f"第 {serial} 号" for serial in range(1, 41))
    assert not found[10**6]


def test_a_text_of_a_person_counts_beside_those_of_batches_and_one_of_nobody_is_refused(officer):
    take_in(file_of(row(1, 摘要="一")), officer)
    patent = Patent.objects.get()
    PatentText.objects.create(patent=patent, person_id=officer.id, abstract="由人写的", known_at=MAY)
    assert abstract_of(1) == "由人写的"
    with pytest.raises(IntegrityError), transaction.atomic():
        PatentText.objects.create(patent=patent, abstract="无来源", known_at=MAY)
    batch = PatentText.objects.earliest("pk").batch
    with pytest.raises(IntegrityError), transaction.atomic():
        PatentText.objects.create(patent=patent, batch=batch, known_at=MAY)


def test_the_page_shows_the_texts_with_their_sources_and_what_was_known(officer, signed_in, office):
    first = take_in(file_of(row(1, **FULL)), officer)
    client, pk = signed_in(Role.PLAN_OFFICER, office), Patent.objects.get().pk
    take_in(file_of(row(1, 摘要="后来的<b>摘要</b>")), officer, MAY)
    address = f"/registry/registers/patent/{pk}/"
    page = client.get(address).content.decode()
    panel = page[page.index('id="texts"') :].split("</section>")[0]
    assert "后来的&lt;b&gt;摘要&lt;/b&gt;" in panel
    assert FULL["摘要"] not in panel
    assert f"来源：批次 {first.pk}（清单.csv）第 1 行" in panel
    assert '<details class="mt"><summary class="sm b">首项权利要求</summary>' in panel
    assert FULL["权利要求书"] in panel
    earlier = client.get(f"{address}?on=2026-03-01&known=2026-03-01").content.decode()
    assert FULL["摘要"] in earlier
    assert "后来的" not in earlier
    take_in(csv_of([row(2)]), officer, MAY)
    bare = Patent.objects.latest("pk").pk
    assert 'id="texts"' not in client.get(f"/registry/registers/patent/{bare}/").content.decode()


def test_a_long_text_is_shown_in_part_with_how_much_is_left(officer, signed_in, office):
    take_in(file_of(row(1, 权利要求书="字" * 20_123)), officer)
    page = signed_in(Role.PLAN_OFFICER, office).get(f"/registry/registers/patent/{Patent.objects.get().pk}/")
    text = page.content.decode()
    assert "字" * 20_000 + "…" in text
    assert "后面还有 123 字，这里不显示。" in text


def test_the_table_is_part_of_every_backup_and_comes_back_equal(officer):
    from django.apps import apps

    take_in(file_of(row(1, **FULL), row(2, 摘要='引号"与\\反斜线')), officer)
    assert PatentText in kept_models(apps)
    columns = columns_of(PatentText)
    before = list(lines_of(PatentText, columns))
    PatentText.objects.all().delete()
    insert_lines(PatentText, columns, before)
    assert list(lines_of(PatentText, columns)) == before


def test_long_rows_are_written_in_smaller_portions(officer, monkeypatch):
    monkeypatch.setattr(staging_files, "HEAVY_BYTES", 6_000)
    monkeypatch.setattr(staging_rows, "HEAVY_CHARACTERS", 1_500)
    rows = [row(serial, 说明书="字" * 1_000) if serial > 5 else row(serial) for serial in range(1, 9)]
    read = list(recognise(file_of(*rows)).format.read(file_of(*rows)))
    portions = [len(chunk) for chunk, _judged in staging_rows.judged_chunks(intake_of("patent", ""), read)]
    assert portions == [7, 1]
    batch = preview(file_of(*rows), officer)
    with staging_of(batch.pk) as staging:
        chunks = [[one.number for one in chunk] for chunk in staging.chunks(NEW, 2)]
        whole = [len(chunk) for chunk in staging.chunks(NEW, 8)]
    assert [number for chunk in chunks for number in chunk] == [*range(1, 9)]
    assert max(map(len, chunks)) == 2
    assert len(whole) == 2
    written = list(committing.commit_batch(batch.pk, by=officer, at=FEB))
    assert written[-1] == 8
    assert PatentText.objects.filter(description="字" * 1_000).count() == 3


def _first(path: Path, count: int) -> tuple[bytes, list[dict[str, str]]]:
    """The first rows of a real file, as a file and as a standard library reads them."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as source:
        head = "".join(islice(source, count + 1))
    return head.encode(), list(csv.DictReader(io.StringIO(head)))


@pytest.mark.parametrize(
    ("place", "column", "count"),
    [
        ("cn_patents_abstracts/patents.csv.gz", "摘要", 400),
        ("cn_patents_by_company/cn_zh.csv.gz", "abstract", 400),
    ],
)
def test_abstracts_of_real_files_read_back_equal(officer, shared, place, column, count):
    if not (shared / "data" / place).is_file():
        pytest.skip(f"no {place} in the folder 'shared': real abstracts are not tested")
    content, rows = _first(shared / "data" / place, count)
    batch = take_in(content, officer)
    kept = {one.row_number: one for one in PatentText.objects.filter(batch=batch)}
    assert len(rows) == count
    assert batch.new_count > 0.95 * count
    assert len(kept) == batch.new_count
    texts = texts_of([one.patent_id for one in kept.values()])
    for place_in_file, one in kept.items():
        assert texts[one.patent_id].abstract == rows[place_in_file - 1][column].strip()
    assert counts(take_in(content, officer, MAY))[:2] == (0, 0)
