"""Each kind of warning tells what is new of it, once, with its reasons."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.rooms.registry.files import number, row
from tests.rooms.registry.taking import take_in
from tests.rooms.registry.test_trademark_imports import marks
from zhichan.core.notices.models import Notice
from zhichan.core.registers.actions import Entry, record_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.actions.withdraw import withdraw_event
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties
from zhichan.rooms.registry.actions.record_evidence import Evidence, record_evidence
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.models import TrademarkItem
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.alerts import (
    note_withdrawn,
)
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.models import AlertCard
from zhichan.rooms.search.queries.alert_cards import cards_told, grounds
from zhichan.rooms.search.queries.marks import close_marks

from .alerting import BY, THEM, US, a_list, brought_in, found, happened, party, passed_on, watched
from .samples import ids, some_patents, some_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def searched() -> tuple[str, ...]:
    return ("patent", "trademark")


def test_every_kind_explains_itself() -> None:
    assert list(alert_kinds()) == [
        "lapse", "transfer", "pledge", "opposition", "grant", "filing", "field_filing", "first_filing",
        "close_mark", "core_loss",
    ]  # fmt: skip
    for kind in alert_kinds().values():
        assert kind.rule
        assert kind.why
        assert kind.can_do
        assert kind.events or kind.filings


@pytest.mark.parametrize(
    ("kind", "code"),
    [("lapse", "TERMINATED_UNPAID"), ("transfer", "TRANSFERRED"), ("pledge", "PLEDGED"),
     ("opposition", "INVALIDATION_REQUESTED")],
)  # fmt: skip
def test_an_event_of_a_watched_party_is_told_once_and_of_others_never(officer, kind, code) -> None:
    brought_in(row(1, 专利名称="自己的"), row(2, 专利名称="别家的", 申请人=THEM))
    happened("自己的", "OTHER_MATTER")
    watched(kind, officer)
    assert found() == []
    happened("别家的", code)
    assert found() == []
    event = happened("自己的", code)
    happened("自己的", "RENAMED")
    assert found() == [(kind, "自己的")]
    assert found() == []
    assert found(timezone.now() + timedelta(hours=1)) == []
    card = AlertCard.objects.get()
    assert (card.event_id, card.party_id, card.happened_on) == (event, party(), date(2024, 5, 1))
    [notice] = Notice.objects.filter(person_id=officer.id, kind="search.alert")
    assert notice.text == f"新预警 1 条：{alert_kinds()[kind].label}。"


def test_what_was_there_before_the_watch_and_what_took_effect_before_its_day_is_no_warning(officer) -> None:
    brought_in(row(1, 专利名称="甲"), row(2, 专利名称="乙"))
    happened("甲", "PLEDGED")
    watched("pledge", officer, from_on=date(2024, 1, 1))
    happened("乙", "PLEDGED", date(2023, 12, 31))
    assert [title for _kind, title in found() if title == "乙"] == []
    happened("乙", "PLEDGE_ENDED", date(2024, 1, 1))
    happened("乙", "PLEDGED", date(2024, 1, 1))
    assert found() == [("pledge", "乙")]


def test_a_later_day_does_not_tell_of_what_was_there_before_anything_was_watched(officer) -> None:
    brought_in(row(1, 专利名称="甲"))
    happened("甲", "PLEDGED")
    watched("pledge", officer)
    for hours in range(4):
        assert found(timezone.now() + timedelta(hours=hours)) == []


def test_a_term_that_ends_by_computation_is_told_on_its_day_and_not_again_when_recorded(officer) -> None:
    """A utility model filed on 2021-03-18 is protected until the eve of 2031-03-18."""
    brought_in(row(1, 专利名称="甲"), row(2, 专利名称="别家的", 申请人=THEM))
    watched("lapse", officer)
    assert found(datetime(2031, 3, 17, 4, tzinfo=UTC)) == []
    assert found(datetime(2031, 3, 18, 4, tzinfo=UTC)) == [("lapse", "甲")]
    assert found(datetime(2031, 3, 20, 4, tzinfo=UTC)) == []
    card = AlertCard.objects.get()
    [shown] = cards_told([card], officer)
    assert (shown.event, card.happened_on) == ("期限届满（推算）", date(2031, 3, 18))
    later = datetime(2031, 4, 1, 4, tzinfo=UTC)
    entry = LegalEntry("TERM_ENDED", date(2031, 3, 18), "公告")
    record_legal_event("registry.patent", card.record_id, entry, by=BY, at=later)
    assert found(later + timedelta(hours=1)) == []


def test_a_lapse_that_the_register_does_not_show_is_none(officer) -> None:
    """An event that was taken back before the round, and one of an import that is undone before it."""
    brought_in(row(1, 专利名称="甲"))
    watched("lapse", officer)
    event = happened("甲", "TERMINATED_UNPAID")
    withdraw_event(PATENTS, ids("甲")[0], event, reason="登错", by=BY, at=timezone.now())
    batch = brought_in(row(2, 专利名称="乙", 法律状态="未缴年费"))
    undo_batch(batch.pk, by=BY, at=timezone.now())
    assert found() == []


def test_a_right_ended_within_an_import_is_told_and_its_undoing_withdraws_the_card(officer) -> None:
    brought_in(row(1, 专利名称="先有的"))
    watched("lapse", officer)
    batch = brought_in(row(2, 专利名称="乙", 法律状态="未缴年费"))
    assert found() == [("lapse", "乙")]
    card = AlertCard.objects.get()
    assert not cards_told([card], officer)[0].is_withdrawn
    assert note_withdrawn(by=BY, at=timezone.now()) == 0
    undo_batch(batch.pk, by=BY, at=timezone.now())
    assert cards_told([card], officer)[0].is_withdrawn  # before any sweep
    assert note_withdrawn(by=BY, at=timezone.now()) == 1
    assert note_withdrawn(by=BY, at=timezone.now()) == 0
    card.refresh_from_db()
    assert card.withdrawn_at is not None
    assert found() == []


def test_a_transfer_tells_who_held_it_before_and_after_and_a_join_is_none(officer) -> None:
    brought_in(row(1, 专利名称="甲"), row(2, 专利名称="乙"), row(3, 专利名称="丙", 申请人=THEM))
    watched("transfer", officer)
    passed_on("甲")
    assert found() == [("transfer", "甲")]
    card = AlertCard.objects.get()
    told = {label: [link.text for link in links] for label, links in grounds(card, officer)}
    assert told == {"此前权利人": [US], "现权利人": [THEM]}
    join_parties(party(THEM), Joining(party(), "更名通知书"), by=BY, at=timezone.now())
    passed_on("乙")
    assert found() == []


def test_a_competitor_that_files_is_told_with_marks_and_joint_filings(officer) -> None:
    brought_in(row(1, 专利名称="先有的"))
    watched("filing", officer, from_on=date(2020, 1, 1))
    brought_in(
        row(2, 专利名称="新的"),
        row(3, 专利名称="共同的", 申请人=f"{THEM}；{US}"),
        row(4, 专利名称="别家的", 申请人=THEM),
        row(5, 专利名称="早年的", 申请日="2019-12-31", 申请号="2019290000050"),
    )
    take_in(
        marks({**MARK, "商标名称": "新标", "注册号": "第90000001号", "注册人": US}),
        BY,
        timezone.now(),
    )
    told = found()
    assert ("filing", "早年的") not in told
    assert told == [("filing", "新的"), ("filing", "共同的"), ("filing", "新标")]
    assert found() == []


def test_a_firm_of_the_list_files_its_first_and_only_its_first(officer) -> None:
    brought_in(row(1, 专利名称="先有的"), row(2, 专利名称="别家的", 申请人=THEM))
    fresh = record_row(
        PARTIES,
        Entry({"name": "新办示例有限公司", "kind": "organisation"}, date(2024, 1, 1), "营业执照"),
        by=BY,
        at=timezone.now(),
    )
    kind = a_list(US, fresh.name)
    watched("first_filing", officer, subject="list", subject_id=kind.pk)
    brought_in(
        row(3, 专利名称="又一件"),
        row(4, 专利名称="晚的", 申请人=fresh.name, 申请日="2021-06-01"),
        row(5, 专利名称="早的", 申请人=fresh.name, 申请日="2021-05-01"),
        row(6, 专利名称="不在名录", 申请人="外地示例有限公司"),
    )
    assert found() == [("first_filing", "早的")]
    brought_in(row(7, 专利名称="第三件", 申请人=fresh.name, 申请日="2021-01-01"))
    assert found() == []


MARK = {
    "国际分类": "9", "注册人": THEM, "申请日期": "2024-01-01", "初审公告日期": "", "注册公告日期": "",
    "专用权截止日": "", "商标状态": "申请中",
}  # fmt: skip
OURS = {
    "国际分类": "9", "注册人": US, "申请日期": "2024-01-01", "初审公告日期": "2024-06-01",
    "注册公告日期": "2024-09-02", "专用权截止日": "2034-09-01", "商标状态": "已注册",
}  # fmt: skip


def test_new_marks_close_to_protected_ones_are_those_the_mark_search_finds(officer) -> None:
    take_in(
        marks(
            {**OURS, "商标名称": "大白兔", "注册号": "第90000001号"},
            {**MARK, "商标名称": "云川", "注册号": "第90000002号", "注册人": US},
        ),
        BY,
        timezone.now(),
    )
    watched("close_mark", officer)
    new = ("太白兔", "大白兔奶糖", "海城", "云川")
    lines = [{**MARK, "商标名称": title, "注册号": f"第{90000010 + nth}号"} for nth, title in enumerate(new)]
    own = {**MARK, "商标名称": "小白兔", "注册号": "第90000030号", "注册人": US}
    other_class = {**MARK, "商标名称": "大白兔", "注册号": "第90000031号", "国际分类": "35"}
    take_in(marks(*lines, own, other_class), BY, timezone.now())
    told = {title for _kind, title in found()}
    bring_up_to_date(wait=True)
    known = set(TrademarkItem.objects.filter(holder__name=THEM).values_list("pk", flat=True))
    close = {mark.title for mark, _score in close_marks("大白兔", ["9"], BY) if mark.pk in known}
    assert told == close
    assert "太白兔" in told
    card = AlertCard.objects.filter(key__startswith="close:").first()
    labels = [label for label, _links in grounds(card, officer)]
    assert labels == ["受保护的商标", "近似分"]


def test_of_a_member_that_a_list_names_marks_of_those_alone_are_protected(officer) -> None:
    take_in(
        marks(
            {**OURS, "商标名称": "大白兔", "注册号": "第90000001号"},
            {**OURS, "商标名称": "海城", "注册号": "第90000002号"},
        ),
        BY,
        timezone.now(),
    )
    kind = a_list(US, item="大白兔")
    watched("close_mark", officer, subject="list", subject_id=kind.pk)
    lines = [
        {**MARK, "商标名称": title, "注册号": f"第{90000010 + nth}号"}
        for nth, title in enumerate(("太白兔", "海城"))
    ]
    take_in(marks(*lines), BY, timezone.now())
    assert found() == [("close_mark", "太白兔")]


def test_a_key_firm_loses_a_core_patent_of_the_theme_or_of_high_value(officer) -> None:
    brought_in(*(row(nth, 专利名称=title, 申请号=number(nth, kind=1)) for nth, title in enumerate(
        ("焊接核心", "高值的", "普通的", "焊接转走"), 1
    )))  # fmt: skip
    proof = Evidence("sei", "met", date(2023, 1, 1), "认定书")
    record_evidence(ids("高值的")[0], proof, by=BY, at=timezone.now())
    version = some_theme(officer)
    watched("core_loss", officer, core_id=version.theme_id)
    for title in ("焊接核心", "高值的", "普通的"):
        happened(title, "TERMINATED_UNPAID")
    brought_in(row(9, 专利名称="别家的", 申请人=THEM))
    passed_on("焊接转走")
    assert {title for _kind, title in found()} == {"焊接核心", "高值的", "焊接转走"}


def test_a_theme_is_watched_whoever_holds_its_patents(officer) -> None:
    some_patents()
    version = some_theme(officer)
    watched("pledge", officer, subject="theme", subject_id=version.theme_id)
    happened("焊接钢管", "PLEDGED")
    happened("食醋发酵罐", "PLEDGED")
    assert found() == [("pledge", "焊接钢管")]
