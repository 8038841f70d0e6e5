"""What a preview said need not be so any more when its batch is committed."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.errors import WrongState
from zhichan.core.imports.models import ImportBatch
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.core.registers.actions import commit as committing
from zhichan.core.registers.actions.commit import commit_batch
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.importing.turns import is_writing, turn_to_write
from zhichan.core.registers.models import Disagreement
from zhichan.rooms.registry.jobs import write_batch
from zhichan.rooms.registry.models import Party, Patent, PatentEvent
from zhichan.rooms.registry.models.patent import PATENTS

from .files import csv_of, number, row
from .taking import FEB, JUNE, MAY, counts, preview, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def commit(batch: ImportBatch, by, at=MAY) -> ImportBatch:
    list(commit_batch(batch.pk, by=by, at=at))
    batch.refresh_from_db()
    return batch


def test_a_key_that_another_batch_brought_in_since_is_merged_and_kept_as_disagreement(officer):
    first = preview(csv_of([row(1), row(2)]), officer)
    second = preview(csv_of([row(1), row(2, 专利名称="别的名称"), row(3)]), officer)
    assert counts(second) == (3, 0, 0, 0)
    commit(first, officer, FEB)
    commit(second, officer)
    assert (second.state, counts(second)) == (ImportBatch.State.CONFIRMED, (1, 1, 1, 0))
    assert PATENTS.current(officer).count() == Patent.objects.count() == 3
    [kept] = Disagreement.objects.values_list("stored", "offered", "batch")
    assert kept == ("第 2 号示例装置", "别的名称", second.pk)


def test_a_key_that_somebody_recorded_by_hand_since_is_merged(officer):
    batch = preview(csv_of([row(1), row(2)]), officer)
    values = {"number": f"CN{number(2).split('.')[0]}", "kind": "utility_model", "title": "手工登记"}
    record_row(PATENTS, Entry(values, date(2026, 2, 11), "证书"), by=officer, at=FEB.replace(day=11))
    assert counts(commit(batch, officer)) == (1, 1, 0, 0)
    by_hand = Patent.objects.get(batch=None)
    assert (by_hand.title, str(by_hand.filed_on)) == ("手工登记", "2021-03-18")
    assert Disagreement.objects.get().offered == "第 2 号示例装置"


def test_a_key_that_was_put_right_by_hand_since_is_a_row_of_its_own_again(officer):
    take_in(csv_of([row(1)]), officer)
    batch = preview(csv_of([row(1, 专利名称="别的名称")]), officer)
    assert counts(batch) == (0, 1, 0, 0)
    right = {"number": f"CN{number(9).split('.')[0]}"}
    change_row(PATENTS, Patent.objects.get().pk, Entry(right, date(2026, 2, 11), "证书"), by=officer, at=FEB)
    assert counts(commit(batch, officer)) == (1, 0, 0, 0)
    assert sorted(Patent.objects.values_list("title", flat=True)) == ["别的名称", "第 1 号示例装置"]


def test_rows_that_were_the_same_are_written_once_their_batch_was_undone(officer):
    first = take_in(csv_of([row(1), row(2)]), officer)
    second = preview(csv_of([row(1), row(2), row(3)]), officer)
    assert counts(second) == (1, 0, 2, 0)
    undo_batch(first.pk, by=officer, at=MAY)
    assert counts(commit(second, officer, JUNE)) == (1, 2, 0, 0)
    shown = PATENTS.current(officer)
    assert shown.count() == 3
    assert {patent.holder.name for patent in shown} == {"云川示例机械有限公司"}
    assert Party.objects.filter(is_shown=True).count() == 1


def test_what_was_cut_off_is_finished_before_the_same_file_is_taken_in_again(officer, monkeypatch):
    monkeypatch.setattr(committing, "CHUNK", 2)
    content = csv_of([row(serial) for serial in range(1, 6)])
    cut_off = preview(content, officer)
    steps = commit_batch(cut_off.pk, by=officer, at=FEB)
    next(steps)
    steps.close()
    again = take_in(content, officer, MAY)
    cut_off.refresh_from_db()
    assert cut_off.state == again.state == ImportBatch.State.CONFIRMED
    assert (counts(cut_off), counts(again)) == ((5, 0, 0, 0), (0, 0, 5, 0))
    assert PATENTS.current(officer).count() == Patent.objects.count() == 5
    assert set(PatentEvent.objects.values_list("batch", "known_at")) == {(cut_off.pk, FEB)}


def test_only_one_batch_is_written_at_a_time_and_none_is_undone_meanwhile(officer):
    batch = take_in(csv_of([row(1)]), officer)
    with turn_to_write():
        assert is_writing()
        with pytest.raises(WrongState, match="另一批正在入库"):
            undo_batch(batch.pk, by=officer, at=MAY)
    assert not is_writing()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CONFIRMED
    undo_batch(batch.pk, by=officer, at=MAY)


def test_a_page_does_not_wait_for_another_batch(officer, signed_in, office):
    client = signed_in(Role.PLAN_OFFICER, office)
    batch = preview(csv_of([row(1)]), officer)
    with turn_to_write():
        page = client.post(f"/registry/imports/{batch.pk}/commit/", follow=True).content.decode()
    assert "另一批正在入库，这一批排在它后面" in page
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.PREVIEWED
    assert write_batch.call(batch.pk, officer.id) == ""
    assert PATENTS.current(officer).count() == 1
