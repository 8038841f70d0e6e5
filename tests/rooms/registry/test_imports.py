"""Patent files into the register: previewed, committed, taken in again, undone; and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, WrongState
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions import commit as committing
from zhichan.core.registers.actions.batches import Incoming, abandon_staged, begin_batch, stage_batch
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.importing.intake import intake_of
from zhichan.core.registers.importing.staging import REFUSED, staging_of, staging_path
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.formats import recognise
from zhichan.rooms.registry.models import Party, PartyName, Patent, PatentEvent, PatentPeriod
from zhichan.rooms.registry.models.patent import PATENTS

from .files import HEADINGS, csv_of, number, row

pytestmark = pytest.mark.django_db
FEB = datetime(2026, 2, 10, 4, tzinfo=UTC)
MAY = datetime(2026, 5, 10, 4, tzinfo=UTC)
JUNE = datetime(2026, 6, 10, 4, tzinfo=UTC)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def preview(content: bytes, by, at: datetime = FEB) -> ImportBatch:
    layout = recognise(content).format
    incoming = Incoming(content, "清单.csv", layout.name, "text/csv")
    batch = begin_batch(intake_of(layout.kind, layout.label), incoming, by=by, at=at)
    list(stage_batch(batch, layout.read(content), by=by, at=at))
    return batch


def take_in(content: bytes, by, at: datetime = FEB) -> ImportBatch:
    batch = preview(content, by, at)
    list(commit_batch(batch.pk, by=by, at=at))
    batch.refresh_from_db()
    return batch


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.new_count, batch.changed_count, batch.same_count, batch.refused_count


def problems(batch: ImportBatch) -> list[str]:
    with staging_of(batch.pk) as staging:
        return [reason.reason for reason in staging.reasons()]


def in_force(officer, on: date, known_at: datetime) -> int:
    return periods_at(PATENTS, Moment(on, known_at), officer).filter(public_class="in_force").count()


def everything() -> list:
    models = (Patent, PatentEvent, PatentPeriod, Party, PartyName, Disagreement)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_new_rows_come_with_party_status_and_source(officer):
    batch = take_in(csv_of([row(1), row(2, 授权公告日="")]), officer)
    assert counts(batch) == (2, 0, 0, 0)
    granted, waiting = Patent.objects.order_by("number")
    assert (granted.status, granted.public_class, granted.kind) == ("IN_FORCE", "in_force", "utility_model")
    assert (waiting.status, waiting.public_class) == ("FILED", "pending")
    assert granted.holder.name == "云川示例机械有限公司"
    assert waiting.holder == granted.holder
    assert (granted.batch, granted.row_number) == (batch, 1)
    assert in_force(officer, date(2021, 11, 1), FEB) == 0
    assert in_force(officer, date(2021, 11, 2), FEB) == 1


def test_text_longer_than_its_field_is_cut_on_either_database(officer):
    long = {"主分类号": "H01M 10/0525 (2010.01)I" + "X" * 60, "专利名称": "装" * 2000, "同族编号": "F" * 300}
    batch = take_in(csv_of([row(1, **long)], [*HEADINGS, "同族编号"]), officer)
    patent = Patent.objects.get(batch=batch)
    for name, start in (("ipc_main", "H01M 10/0525"), ("title", "装装"), ("family", "FF")):
        assert getattr(patent, name).startswith(start)
        assert len(getattr(patent, name)) == Patent._meta.get_field(name).max_length


def test_the_same_file_again_changes_nothing(officer):
    content = csv_of([row(1), row(2)])
    take_in(content, officer)
    before = everything()
    again = take_in(content, officer, MAY)
    assert counts(again) == (0, 0, 2, 0)
    assert everything() == before


def test_every_row_is_accounted_for_with_a_reason(officer):
    wrong_check = number(3)[:-1] + ("1" if number(3)[-1] != "1" else "2")
    content = csv_of(
        [
            row(1),
            row(1),
            row(3, 申请号=wrong_check),
            row(4, 申请日="2021-02-30"),
            row(5, 授权公告日="2020-01-01"),
            row(6, 法律状态="暂缓"),
            row(7, 申请号=""),
        ]
    )
    batch = preview(content, officer)
    assert counts(batch) == (1, 0, 1, 5)
    assert batch.row_count == 7
    reasons = "；".join(problems(batch))
    assert f"应为：{number(3)[-1]}" in reasons
    for said in ("没有这一天", "授权公告日早于申请日", "不认识的法律状态“暂缓”", "没有申请号"):
        assert said in reasons
    assert everything() == [[], [], [], [], [], []]


def test_a_day_that_has_not_come_is_refused(officer):
    batch = preview(
        csv_of([row(1, 授权公告日="2099-01-05"), row(2, 申请日="2098-01-01", 授权公告日="")]), officer
    )
    assert counts(batch) == (0, 0, 0, 2)
    assert problems(batch) == ["这一天还没有到"]


def test_a_row_with_more_cells_than_headings_is_refused_and_short_ones_are_read_on(officer):
    content = csv_of([row(1)]) + b",more\nshort\n" + csv_of([row(2)]).partition(b"\n")[2]
    batch = preview(content, officer)
    assert counts(batch) == (1, 0, 0, 2)
    assert any("这一行有 8 列，表格只有 7 列" in reason for reason in problems(batch))


def test_a_refused_row_says_everything_that_is_wrong(officer):
    batch = preview(csv_of([row(1, 申请号="12345", 申请日="2021-13-01", 法律状态="暂缓")]), officer)
    with staging_of(batch.pk) as staging:
        [refused] = staging.rows(REFUSED)
    assert refused.place == "第 2 行"
    assert len(problems(batch)) == 3


def test_what_was_empty_is_filled_and_what_differs_is_kept_as_disagreement(officer):
    take_in(csv_of([row(1, 主分类号=""), row(2)]), officer)
    batch = take_in(csv_of([row(1), row(2, 专利名称="另一个名称")]), officer, MAY)
    assert counts(batch) == (0, 2, 0, 0)
    first, second = Patent.objects.order_by("number")
    assert first.ipc_main == "B23K37/00"
    assert second.title == "第 2 号示例装置"
    [kept] = Disagreement.objects.all()
    assert (kept.subject_id, kept.field, kept.stored, kept.offered) == (
        second.pk, "title", "第 2 号示例装置", "另一个名称",
    )  # fmt: skip


def test_a_later_list_adds_the_grant_and_leaves_what_was_known(officer):
    take_in(csv_of([row(1, 授权公告日="")]), officer)
    batch = take_in(csv_of([row(1)]), officer, MAY)
    assert counts(batch) == (0, 1, 0, 0)
    assert Patent.objects.get().status == "IN_FORCE"
    day = date(2026, 1, 1)
    assert (in_force(officer, day, FEB), in_force(officer, day, JUNE)) == (0, 1)


def test_a_status_without_a_day_counts_from_the_day_it_was_known(officer):
    take_in(csv_of([row(1, 法律状态="未缴年费终止")]), officer)
    patent = Patent.objects.get()
    assert patent.status == "LAPSED_FEE"
    assert in_force(officer, date(2026, 2, 9), JUNE) == 1
    assert in_force(officer, date(2026, 2, 10), JUNE) == 0
    assert counts(take_in(csv_of([row(1, 法律状态="未缴年费终止", 主分类号="")]), officer, MAY)) == (
        0,
        0,
        1,
        0,
    )


def test_two_holders_share_a_right_and_each_is_one_party(officer):
    take_in(csv_of([row(1, 申请人="云川示例机械有限公司;云川示例大学"), row(2)]), officer)
    first, second = Patent.objects.order_by("number")
    assert first.holder == second.holder
    assert [int(pk) for pk in first.holder_ids.split("、")] == list(
        Party.objects.order_by("pk").values_list("pk", flat=True)
    )


def test_the_list_as_of_a_day_shows_what_stood_then_in_few_queries(officer, signed_in, office):
    take_in(csv_of([row(serial, 法律状态="未缴年费终止") for serial in range(1, 21)]), officer)
    client = signed_in(Role.PLAN_OFFICER, office)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/registry/registers/patent/?on=2022-01-01").content.decode()
    assert len(queries) <= 12
    assert page.count('class="st ok">有效</span>') == 20
    assert page.count("云川示例机械有限公司") == 20
    today = client.get("/registry/registers/patent/").content.decode()
    assert today.count('class="st idle">失效</span>') == 20


def test_undo_gives_every_count_of_now_back_and_keeps_what_was_known(officer):
    take_in(csv_of([row(1, 授权公告日="", 主分类号="")]), officer)
    day = date(2026, 6, 1)
    before = (in_force(officer, day, FEB), Patent.objects.filter(is_shown=True).values_list().get())
    batch = take_in(csv_of([row(1), row(2), row(3)]), officer, MAY)
    assert in_force(officer, day, MAY) == 3
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert in_force(officer, day, JUNE) == before[0] == 0
    assert in_force(officer, day, MAY) == 3
    shown = Patent.objects.filter(is_shown=True).get()
    assert (shown.status, shown.ipc_main) == ("FILED", "")
    again = take_in(csv_of([row(1), row(2), row(3)]), officer, JUNE.replace(day=20))
    assert counts(again) == (0, 3, 0, 0)
    assert in_force(officer, day, JUNE.replace(day=21)) == 3


def test_a_batch_others_rest_on_is_not_undone(officer):
    first = take_in(csv_of([row(1, 授权公告日="")]), officer)
    second = take_in(csv_of([row(1), row(2)]), officer, MAY)
    before = everything()
    with pytest.raises(Conflict, match="专利的后续事件 1"):
        undo_batch(first.pk, by=officer, at=JUNE)
    first.refresh_from_db()
    assert first.state == ImportBatch.State.CONFIRMED
    assert everything() == before
    undo_batch(second.pk, by=officer, at=JUNE)
    undo_batch(first.pk, by=officer, at=JUNE.replace(day=11))
    assert Patent.objects.filter(is_shown=True).count() == 0


def test_parties_that_hold_rights_of_a_later_batch_keep_theirs_from_being_undone(officer):
    first = take_in(csv_of([row(1, 申请人="甲示例有限公司"), row(2, 申请人="乙示例有限公司")]), officer)
    second = take_in(csv_of([row(3, 申请人="丙示例有限公司；乙示例有限公司")]), officer, MAY)
    before = everything()
    later = Patent.objects.get(batch=second)
    with pytest.raises(Conflict) as refused:
        undo_batch(first.pk, by=officer, at=JUNE)
    assert f"专利 1（{later.pk}）" in refused.value.message
    assert everything() == before
    undo_batch(second.pk, by=officer, at=JUNE)
    undo_batch(first.pk, by=officer, at=JUNE.replace(day=11))
    assert not Party.objects.filter(is_shown=True).exists()


def test_a_first_holder_of_a_later_right_is_found_though_no_accessor_leads_to_it(officer):
    first = take_in(csv_of([row(1)]), officer)
    take_in(csv_of([row(2), row(3)]), officer, MAY)
    later = sorted(Patent.objects.exclude(batch=first).values_list("pk", flat=True))
    with pytest.raises(Conflict) as refused:
        undo_batch(first.pk, by=officer, at=JUNE)
    assert f"专利 2（{'、'.join(map(str, later))}）" in refused.value.message


def test_a_party_that_only_the_batch_itself_put_on_an_older_right_is_no_hindrance(officer):
    take_in(csv_of([row(1, 申请人="")]), officer)
    batch = take_in(csv_of([row(1)]), officer, MAY)
    assert Patent.objects.get().holder.batch_id == batch.pk
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert Patent.objects.get().holder is None
    assert not Party.objects.filter(is_shown=True).exists()


def test_a_name_that_a_later_list_gave_to_a_party_rests_on_it(officer):
    first = take_in(csv_of([row(1)]), officer)
    listed = "单位名称,统一社会信用代码,曾用名\n云川示例机械有限公司,,云川示例旧名有限公司".encode()
    second = take_in(listed, officer, MAY)
    assert PartyName.objects.filter(given_by=second).exists()
    with pytest.raises(Conflict, match="主体名称"):
        undo_batch(first.pk, by=officer, at=JUNE)


def test_a_large_upload_is_read_where_it_lies_on_the_disk(signed_in, office, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 16
    client = signed_in(Role.PLAN_OFFICER, office)
    sent = SimpleUploadedFile("清单.csv", csv_of([row(1), row(2)]))
    assert client.post("/registry/imports/", {"file": sent}).status_code == 302
    batch = ImportBatch.objects.get()
    assert (counts(batch), batch.file.size_bytes) == ((2, 0, 0, 0), len(csv_of([row(1), row(2)])))


def test_a_commit_cut_off_counts_nothing_and_goes_on_where_it_stopped(officer, monkeypatch):
    monkeypatch.setattr(committing, "CHUNK", 2)
    batch = preview(csv_of([row(serial) for serial in range(1, 6)]), officer)
    steps = commit_batch(batch.pk, by=officer, at=FEB)
    assert next(steps) == 2
    steps.close()
    batch.refresh_from_db()
    assert (batch.state, batch.chunks_done) == (ImportBatch.State.COMMITTING, 1)
    assert (PATENTS.current(officer).count(), in_force(officer, date(2026, 1, 1), FEB)) == (0, 0)
    list(commit_batch(batch.pk, by=officer, at=MAY))
    assert Patent.objects.count() == PATENTS.current(officer).count() == 5
    assert PatentEvent.objects.filter(code="GRANTED").count() == 5


def test_a_reading_cut_off_leaves_nothing(officer):
    layout = recognise(csv_of([row(1)])).format

    def broken():
        yield from layout.read(csv_of([row(1)]))
        raise InvalidInput("断了")

    incoming = Incoming(csv_of([row(1)]), "清单.csv", layout.name, "text/csv")
    batch = begin_batch(intake_of("patent", "专利清单"), incoming, by=officer, at=FEB)
    with pytest.raises(InvalidInput, match="断了"):
        list(stage_batch(batch, broken(), by=officer, at=FEB))
    assert ImportBatch.objects.count() == 0
    assert not list(staging_path(1).parent.glob("*"))


def test_batches_are_decided_once_and_by_those_who_may(officer, actor, office):
    reader = actor(Role.READ_ONLY_LEADER, office)
    batch = preview(csv_of([row(1)]), officer)
    with pytest.raises(NotAllowed):
        list(commit_batch(batch.pk, by=reader, at=FEB))
    with pytest.raises(NotAllowed):
        abandon_staged(batch.pk, by=reader, at=FEB)
    abandon_staged(batch.pk, by=officer, at=FEB)
    with pytest.raises(WrongState):
        list(commit_batch(batch.pk, by=officer, at=FEB))
    with pytest.raises(WrongState):
        undo_batch(batch.pk, by=officer, at=FEB)
    assert everything() == [[], [], [], [], [], []]
