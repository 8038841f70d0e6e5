"""Grants of who is watched, and filings of anybody in a watched theme or class."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from tests.everything import everything
from tests.rooms.registry.files import csv_of, number, row
from tests.rooms.registry.taking import take_in
from tests.rooms.registry.test_trademark_imports import marks
from zhichan.core.errors import Conflict, InvalidInput
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.actions.withdraw import withdraw_event
from zhichan.rooms.registry.models import PatentEvent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.alerts import NewWatch, set_watch
from zhichan.rooms.search.alerts.declaration import Subject
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.models import AlertCard, AlertWatch

from .alerting import BY, LONG_AGO, THEM, a_list, brought_in, found, happened, watched
from .samples import ids, some_patents, some_theme
from .test_alert_kinds import MARK

pytestmark = pytest.mark.django_db
RIVAL = {"申请人": THEM, "申请号": number(7, kind=1), "专利名称": "对手的"}


def in_class(by, subject: str, code: str, kind: str = "field_filing") -> AlertWatch:
    return set_watch(NewWatch(kind, subject, 0, LONG_AGO, subject_code=code), by=by, at=timezone.now())


def everything_over(by, name: str = THEM) -> None:
    for kind in alert_kinds().values():
        if Subject.PARTY in kind.subjects:
            watched(kind.name, by, name)


def test_a_rival_known_by_its_application_is_granted_and_one_warning_says_so(officer) -> None:
    brought_in(row(7, **RIVAL, 授权公告日=""), row(8, 专利名称="别家的", 授权公告日=""))
    everything_over(officer)
    brought_in(row(7, **RIVAL, 授权公告日="2026-11-20"), row(8, 专利名称="别家的", 授权公告日="2026-11-20"))
    assert found() == [("grant", "对手的")]
    assert found() == []
    card = AlertCard.objects.get()
    assert (card.happened_on, bool(card.event_id)) == (date(2026, 11, 20), True)
    again = PatentEvent.objects.get(pk=card.event_id)  # the same grant from another source
    again.pk, again.batch = None, None
    again.save(force_insert=True)
    assert found() == []


def test_a_grant_that_was_taken_back_is_told_when_it_comes_again(officer) -> None:
    brought_in(row(7, **RIVAL, 授权公告日=""))
    watched("grant", officer, THEM)
    wrong = happened("对手的", "GRANTED", date(2026, 11, 1))
    assert found() == [("grant", "对手的")]
    withdraw_event(PATENTS, ids("对手的")[0], wrong, reason="登错", by=BY, at=timezone.now())
    happened("对手的", "GRANTED", date(2026, 11, 20))
    assert found() == [("grant", "对手的")]


def test_a_grant_is_told_of_the_members_of_a_list_and_of_a_theme(officer) -> None:
    some_patents()
    brought_in(row(7, **RIVAL, 授权公告日=""))
    brought_in(row(9, 专利名称="焊接未授权", 授权公告日=""))
    watched("grant", officer, subject="list", subject_id=a_list(THEM).pk)
    watched("grant", officer, subject="theme", subject_id=some_theme(officer).theme_id)
    happened("对手的", "GRANTED", date(2026, 11, 20))
    happened("焊接未授权", "GRANTED", date(2026, 11, 20))
    assert found() == [("grant", "对手的"), ("grant", "焊接未授权")]


def test_a_new_filing_in_a_watched_theme_is_told_whoever_filed_it(officer) -> None:
    some_patents()
    watched("field_filing", officer, subject="theme", subject_id=some_theme(officer).theme_id)
    batch = take_in_now(row(20, 专利名称="焊接新装置", 申请人="外地示例有限公司"), row(21, 专利名称="别的"))
    assert found() == [("field_filing", "焊接新装置")]
    assert found() == []
    undo_batch(batch.pk, by=BY, at=timezone.now())
    assert found() == []


def take_in_now(*rows: dict[str, str]):
    """Without bringing the index up to date: that the round does by itself."""
    return take_in(csv_of(list(rows)), BY, timezone.now())


@pytest.mark.parametrize(
    ("code", "kept", "told"),
    [
        ("b23k 37", "B23K37", ["主分类", "下级"]),
        ("B23K37/02", "B23K37/02", ["下级"]),
        ("H01M10", "H01M10", ["副分类"]),
        ("B23K", "B23K", ["主分类", "下级", "邻组"]),
    ],
)
def test_a_new_filing_in_a_watched_class_of_patents_is_told(officer, code, kept, told) -> None:
    brought_in(row(1, 专利名称="先有的"))
    assert in_class(officer, "ipc", code).subject_code == kept
    headings = ("专利名称", "申请号", "申请人", "申请日", "授权公告日", "主分类号", "分类号")
    rows = [
        row(2, 专利名称="主分类", 主分类号="B23K 37/00"),
        row(3, 专利名称="下级", 主分类号="B23K37/02"),
        row(4, 专利名称="邻组", 主分类号="B23K370/02"),
        row(5, 专利名称="副分类", 主分类号="G01N1/00", 分类号="G01N1/00;H01M10/05"),
        row(6, 专利名称="别的", 主分类号="H01M100/05"),
    ]
    take_in(csv_of(rows, headings), BY, timezone.now())
    assert found() == [("field_filing", title) for title in told]


def test_a_new_mark_in_a_watched_class_is_told(officer) -> None:
    brought_in(row(1, 专利名称="先有的"))
    in_class(officer, "nice", "9")
    given = [("新标", "9", "第90000001号"), ("别类", "35", "第90000002号")]
    take_in(
        marks(*({**MARK, "商标名称": one, "国际分类": nice, "注册号": nth} for one, nice, nth in given)),
        BY,
        timezone.now(),
    )
    assert found() == [("field_filing", "新标")]
    card = AlertCard.objects.get()
    assert card.party_id == 0


def test_a_class_there_is_not_or_a_kind_that_is_not_over_one_is_refused(officer) -> None:
    in_class(officer, "ipc", "B23K")
    before = everything("search")
    wrong = [
        ("ipc", "", InvalidInput), ("ipc", "焊接", InvalidInput), ("ipc", "B23K*", InvalidInput),
        ("ipc", "B2", InvalidInput), ("nice", "0", InvalidInput), ("nice", "46", InvalidInput),
        ("nice", "x", InvalidInput), ("nice", "", InvalidInput), ("ipc", "b23k", Conflict),
    ]  # fmt: skip
    for subject, code, refusal in wrong:
        with pytest.raises(refusal):
            in_class(officer, subject, code)
    for kind in ("lapse", "grant", "filing"):
        with pytest.raises(InvalidInput):
            in_class(officer, "ipc", "B23K", kind)
    assert everything("search") == before
