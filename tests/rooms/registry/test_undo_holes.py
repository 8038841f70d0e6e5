"""Undoing and withdrawing leave nothing behind, and take nothing along that others have said."""

from __future__ import annotations

from datetime import date

import pytest

from zhichan.core.access.roles import Role
from zhichan.core.errors import InvalidInput, WrongState
from zhichan.core.registers.actions import Entry, change_row, record_row, withdraw_event
from zhichan.core.registers.actions.decide import decide_disagreement
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.models import Disagreement
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import disagreements_of, periods_at
from zhichan.rooms.registry.models import Patent, PatentEvent
from zhichan.rooms.registry.models.patent import PATENTS

from .files import csv_of, number, row
from .taking import FEB, JUNE, MAY, counts, take_in

pytestmark = pytest.mark.django_db
LATER = MAY.replace(day=12)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


def change(by, values, at=LATER) -> Patent:
    return change_row(
        PATENTS, Patent.objects.get().pk, Entry(values, date(2026, 5, 12), "来函"), by=by, at=at
    )


def withdraw(by, code: str) -> Patent:
    event = PatentEvent.objects.get(code=code)
    return withdraw_event(PATENTS, event.subject_id, event.pk, reason="错了", by=by, at=JUNE)


def test_what_an_undone_batch_said_does_not_stand_against_a_later_one(officer):
    undone = take_in(csv_of([row(1, 专利名称="错的", 申请日="2021-03-17")]), officer)
    undo_batch(undone.pk, by=officer, at=MAY)
    right = take_in(csv_of([row(1, 专利名称="对的", 主分类号="")]), officer, JUNE)
    patent = Patent.objects.get()
    assert (patent.title, str(patent.filed_on), patent.ipc_main) == ("对的", "2021-03-18", "")
    assert counts(right) == (0, 1, 0, 0)
    assert not Disagreement.objects.exists()
    take_in(csv_of([row(1, 专利名称="又一个", 主分类号="")]), officer, JUNE.replace(day=12))
    assert Disagreement.objects.values_list("stored", "offered").get() == ("对的", "又一个")


def test_rows_of_two_undone_batches_keep_their_name_for_those_who_look_back(officer):
    content = csv_of([row(1)])
    undo_batch(take_in(content, officer).pk, by=officer, at=MAY)
    again = take_in(content, officer, MAY.replace(day=20))
    undo_batch(again.pk, by=officer, at=JUNE)
    [period] = periods_at(PATENTS, Moment(date(2026, 6, 1), JUNE.replace(day=1)), officer)
    assert period.subject.title == "第 1 号示例装置"
    assert not PATENTS.current(officer).exists()


def test_a_value_that_a_person_set_over_a_filled_one_stays_when_the_batch_is_undone(officer):
    take_in(csv_of([row(1, 主分类号="", 专利名称="")]), officer)
    batch = take_in(csv_of([row(1)]), officer, MAY)
    change(officer, {"ipc_main": "G06F17/00"})
    undo_batch(batch.pk, by=officer, at=JUNE)
    patent = Patent.objects.get()
    assert (patent.ipc_main, patent.title) == ("G06F17/00", "")


def test_a_value_of_an_undone_batch_asks_for_no_decision(officer):
    take_in(csv_of([row(1)]), officer)
    batch = take_in(csv_of([row(1, 专利名称="别的")]), officer, MAY)
    patent, kept = Patent.objects.get(), Disagreement.objects.get()
    assert list(disagreements_of(PATENTS, patent)) == [kept]
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert not disagreements_of(PATENTS, patent).exists()
    with pytest.raises(WrongState, match="批次已经撤销"):
        decide_disagreement(PATENTS, kept.pk, takes_offered=True, reason="证书", by=officer, at=JUNE)
    assert Patent.objects.get().title == "第 1 号示例装置"


def test_a_value_that_was_decided_against_is_not_asked_about_again(officer):
    first = csv_of([row(1)])
    take_in(first, officer)
    take_in(csv_of([row(1, 专利名称="别的")]), officer, MAY)
    kept = Disagreement.objects.get()
    decide_disagreement(PATENTS, kept.pk, takes_offered=True, reason="证书", by=officer, at=LATER)
    assert counts(take_in(first, officer, JUNE)) == (0, 0, 1, 0)
    assert Disagreement.objects.get().decided_at == LATER
    assert Patent.objects.get().title == "别的"


def test_a_withdrawn_change_gives_a_settled_field_its_former_value(officer):
    values = {"number": f"CN{number(1).split('.')[0]}", "kind": "utility_model", "title": "原名"}
    record_row(PATENTS, Entry(values, date(2026, 2, 11), "证书"), by=officer, at=FEB)
    change(officer, {"title": "改名", "agency": "某代理机构"})
    patent = withdraw(officer, "changed")
    assert (patent.title, patent.agency) == ("原名", "")


def test_a_withdrawn_change_leaves_what_was_set_after_it(officer):
    values = {"number": f"CN{number(1).split('.')[0]}", "kind": "utility_model", "title": "原名"}
    record_row(PATENTS, Entry(values, date(2026, 2, 11), "证书"), by=officer, at=FEB)
    change(officer, {"title": "改名"})
    first = PatentEvent.objects.get(code="changed")
    change(officer, {"title": "再改名"}, at=LATER.replace(day=13))
    patent = withdraw_event(PATENTS, first.subject_id, first.pk, reason="错了", by=officer, at=JUNE)
    assert patent.title == "再改名"


def test_a_change_whose_former_value_no_event_tells_is_not_withdrawn(officer):
    take_in(csv_of([row(1)]), officer)
    change(officer, {"title": "改名"})
    events = PatentEvent.objects.count()
    with pytest.raises(WrongState, match="没有事件记着“名称”变更前的值；请再变更一次"):
        withdraw(officer, "changed")
    assert (Patent.objects.get().title, PatentEvent.objects.count()) == ("改名", events)


def test_a_withdrawn_filling_leaves_the_field_empty(officer):
    take_in(csv_of([row(1, 主分类号="")]), officer)
    take_in(csv_of([row(1)]), officer, MAY)
    assert withdraw(officer, "filled").ipc_main == ""


def test_a_field_that_follows_from_events_is_named_when_it_cannot_be_filled_in(officer):
    take_in(csv_of([row(1)]), officer)
    with pytest.raises(InvalidInput, match="这些字段不能填：法律状态。"):
        change(officer, {"status": "FILED"})
