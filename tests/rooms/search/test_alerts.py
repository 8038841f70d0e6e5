"""Warnings: each kind tells what is new of it, once, with its reasons, and nothing to whom it is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from tests.everything import everything
from tests.rooms.plan.samples import make_plan, make_task
from tests.rooms.registry.files import csv_of, number, row
from tests.rooms.registry.taking import take_in
from tests.rooms.registry.test_trademark_imports import marks
from zhichan.core.access.actor import Actor, system_actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person
from zhichan.core.registers.actions import Entry, change_row, record_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.registers.actions.withdraw import withdraw_event
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties
from zhichan.rooms.registry.actions.record_evidence import Evidence, record_evidence
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.models import ListKind, Party, Patent, PatentEvent, TrademarkItem
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions import alerts
from zhichan.rooms.search.actions.alerts import (
    NewWatch,
    end_watch,
    find_alerts,
    handle_alert,
    note_withdrawn,
    see_alert,
    set_watch,
)
from zhichan.rooms.search.actions.theme_shares import NewShare, share_theme, unshare_theme
from zhichan.rooms.search.alerts.kinds import alert_kinds
from zhichan.rooms.search.mailing import mail_digests, message_of
from zhichan.rooms.search.models import AlertCard, AlertReach, AlertWatch, Digest, ThemeShare
from zhichan.rooms.search.queries.alert_cards import cards_told, grounds
from zhichan.rooms.search.queries.alerts import card_visible_to, cards_visible_to
from zhichan.rooms.search.queries.marks import close_marks

from .mailbox import mailbox as mailbox
from .samples import ids, some_patents, some_theme

pytestmark = pytest.mark.django_db
BY = system_actor("search")
US, THEM = "云川示例机械有限公司", "清河示例精工有限公司"
LONG_AGO = date(2000, 1, 1)


@pytest.fixture
def officer(actor, office) -> Actor:
    return actor(Role.PLAN_OFFICER, office)


def brought_in(*rows: dict[str, str]):
    batch = take_in(csv_of(list(rows)), BY, timezone.now())
    bring_up_to_date(wait=True)
    return batch


def party(name: str = US) -> int:
    return Party.objects.get(name=name).pk


def watched(kind: str, by: Actor, name: str = US, **changed: object) -> AlertWatch:
    new = NewWatch(kind, "party", party(name), LONG_AGO)
    return set_watch(replace(new, **changed), by=by, at=timezone.now())


def a_list(*names: str, item: str = "") -> ListKind:
    kind = ListKind.objects.create(name=f"重点企业{ListKind.objects.count()}", is_group=True, source="样例")
    for name in names:
        values = {"party": Party.objects.get(name=name), "list_kind": kind, "item": item}
        entry = Entry(values, date(2020, 1, 1), "公布名单")
        record_row(MEMBERSHIPS, entry, by=BY, at=timezone.now())
    return kind


def found(at: datetime | None = None) -> list[tuple[str, str]]:
    """What one more round finds: kind and title."""
    before = set(AlertCard.objects.values_list("pk", flat=True))
    count = find_alerts(by=BY, at=at or timezone.now())
    new = AlertCard.objects.exclude(pk__in=before).order_by("pk").select_related("watch")
    assert count == len(new)
    titles = {
        "registry.patent": dict(Patent.objects.values_list("pk", "title")),
        "registry.trademark": dict(TrademarkItem.objects.values_list("pk", "title")),
    }
    return [(card.watch.kind, titles[card.register][card.record_id]) for card in new]


def happened(title: str, code: str, on: date = date(2024, 5, 1), model=Patent) -> int:
    name = "registry.patent" if model is Patent else "registry.trademark"
    right = model.objects.get(title=title)
    record_legal_event(name, right.pk, LegalEntry(code, on, "公告"), by=BY, at=timezone.now())
    return right.events.filter(code=code).latest("pk").pk


def passed_on(title: str, to: str = THEM) -> None:
    """A person records that somebody else holds the patent from a day on."""
    entry = Entry({"holder_ids": str(party(to))}, date(2024, 6, 1), "转让合同")
    change_row(PATENTS, ids(title)[0], entry, by=BY, at=timezone.now())


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


def test_of_two_rounds_at_once_one_writes(officer, monkeypatch) -> None:
    """The second has read the same reach: it writes nothing, nor does one that was cut off before."""
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer)
    happened("甲", "PLEDGED")
    real = alerts.found_by

    def meanwhile(watched_now, news):
        monkeypatch.setattr(alerts, "found_by", real)
        assert find_alerts(by=BY, at=timezone.now()) == 1
        return real(watched_now, news)

    monkeypatch.setattr(alerts, "found_by", meanwhile)
    assert find_alerts(by=BY, at=timezone.now()) == 0
    assert AlertCard.objects.count() == Notice.objects.filter(kind="search.alert").count() == 1


def test_a_round_that_breaks_off_is_made_again(officer, monkeypatch) -> None:
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer)
    happened("甲", "PLEDGED")
    before = everything()

    def broken(*_given: object) -> None:
        raise RuntimeError("cut off")

    with monkeypatch.context() as patched:
        patched.setattr(alerts, "_tell", broken)
        with pytest.raises(RuntimeError):
            find_alerts(by=BY, at=timezone.now())
    assert everything() == before
    assert found() == [("pledge", "甲")]


def test_an_event_that_was_written_below_one_read_before_is_told(officer) -> None:
    """Who took a key first and commits last: the newest are read again for a while."""
    brought_in(row(1, 专利名称="甲"), row(2, 专利名称="乙"))
    watched("pledge", officer)
    first = happened("甲", "PLEDGED")
    happened("乙", "PLEDGED")
    late = PatentEvent.objects.get(pk=first)
    reach = AlertReach.objects.get()
    assert reach.after["registry.patent"] < first
    assert sorted(found()) == [("pledge", "乙"), ("pledge", "甲")]
    AlertCard.objects.filter(event_id=late.pk).delete()  # as if it had not been there yet
    assert found() == [("pledge", "甲")]


def test_cards_are_seen_and_handled_with_a_note_and_a_task(officer, office, actor) -> None:
    brought_in(row(1, 专利名称="甲"))
    task = make_task(make_plan(office), {office: "lead"})
    watched("pledge", officer, task_id=task.pk)
    happened("甲", "PLEDGED")
    assert found() == [("pledge", "甲")]
    card = AlertCard.objects.get()
    assert card.task_id == task.pk
    see_alert(card.pk, by=officer, at=timezone.now())
    for note in ("", "  ", "长" * 401):
        with pytest.raises(InvalidInput):
            handle_alert(card.pk, note, None, by=officer, at=timezone.now())
    with pytest.raises(NotFound):
        handle_alert(card.pk, "已联系", 10**9, by=officer, at=timezone.now())
    leader = actor(Role.READ_ONLY_LEADER, office)
    with pytest.raises(NotAllowed):
        handle_alert(card.pk, "已联系", None, by=leader, at=timezone.now())
    card.refresh_from_db()
    assert card.state == "seen"
    handle_alert(card.pk, "已联系企业", None, by=officer, at=timezone.now())
    see_alert(card.pk, by=officer, at=timezone.now())
    card.refresh_from_db()
    assert (card.state, card.note, card.task_id) == ("handled", "已联系企业", None)
    kinds = AuditEvent.objects.filter(kind__startswith="search.alert.").order_by("seq", "pk")
    assert set(kinds.values_list("kind", flat=True)) == {
        f"search.alert.{word}" for word in ("watched", "found", "seen", "handled")
    }


def test_watches_are_refused_where_they_do_not_fit(officer, actor, office) -> None:
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer)
    reader, firm = actor(Role.READ_ONLY_LEADER, office), actor(Role.FIRM_USER, office)
    other = actor(Role.CASE_OFFICER, office)
    some_patents(first=50)
    theme = some_theme(officer).theme_id
    before = everything()
    now = timezone.now()
    new = NewWatch("pledge", "party", party(), LONG_AGO)
    for wrong, refusal in (
        (new, Conflict),
        (replace(new, kind="nothing"), InvalidInput),
        (replace(new, kind="filing", subject="theme", subject_id=theme), InvalidInput),
        (replace(new, kind="lapse", core_id=theme), InvalidInput),
        (replace(new, kind="lapse", from_on=date(2999, 1, 1)), InvalidInput),
        (replace(new, kind="lapse", subject_id=10**9), NotFound),
        (replace(new, kind="lapse", subject="list", subject_id=10**9), NotFound),
        (replace(new, kind="lapse", task_id=10**9), NotFound),
    ):
        with pytest.raises(refusal):
            set_watch(wrong, by=officer, at=now)
    for by, refusal in ((reader, NotAllowed), (firm, NotAllowed)):
        with pytest.raises(refusal):
            set_watch(replace(new, kind="lapse"), by=by, at=now)
    with pytest.raises(NotFound):  # somebody else's theme
        set_watch(replace(new, kind="lapse", subject="theme", subject_id=theme), by=other, at=now)
    assert everything() == before
    one = AlertWatch.objects.get()
    end_watch(one.pk, by=officer, at=now)
    with pytest.raises(WrongState):
        end_watch(one.pk, by=officer, at=now)
    happened("甲", "PLEDGED")
    assert found() == []
    watched("pledge", officer)  # the same again, once it is ended


def test_nobody_sees_a_card_of_a_theme_that_is_not_shared_with_them(officer, actor, office) -> None:
    some_patents()
    version = some_theme(officer)
    watched("pledge", officer, subject="theme", subject_id=version.theme_id)
    happened("焊接钢管", "PLEDGED")
    assert len(found()) == 1
    card = AlertCard.objects.get()
    other = actor(Role.OFFICE_LEADER, office)
    assert [one.pk for one in cards_visible_to(officer)] == [card.pk]
    assert not cards_visible_to(other).exists()
    for act in (lambda: card_visible_to(other, card.pk),
                lambda: see_alert(card.pk, by=other, at=timezone.now()),
                lambda: handle_alert(card.pk, "看", None, by=other, at=timezone.now()),
                lambda: end_watch(card.watch_id, by=other, at=timezone.now())):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    assert not cards_visible_to(actor(Role.FIRM_USER, office)).exists()


def test_a_notice_counts_what_its_person_may_see_and_nothing_else(officer, actor, office) -> None:
    some_patents()
    keeper = actor(Role.OFFICE_LEADER, office)
    theme = some_theme(keeper).theme
    reader = NewShare(ThemeShare.Access.READ, person=officer.id)
    share = share_theme(theme.pk, reader, by=keeper, at=timezone.now())
    watched("pledge", officer, subject="theme", subject_id=theme.pk)
    watched("pledge", officer)
    unshare_theme(share.pk, by=keeper, at=timezone.now())
    happened("焊接钢管", "PLEDGED")
    assert len(found()) == 2
    [digest], [notice] = Digest.objects.all(), Notice.objects.filter(kind="search.alert")
    assert (digest.count, "新预警 1 条" in notice.text) == (1, True)
    Person.objects.get(pk=officer.id).posts.all().delete()
    happened("焊接接头", "PLEDGED")
    assert len(found()) == 2
    assert (Digest.objects.count(), Notice.objects.filter(kind="search.alert").count()) == (1, 1)


def test_the_pages_show_the_reasons_and_take_what_was_done(signed_in, office) -> None:
    brought_in(row(1, 专利名称="甲"))
    client, reader = signed_in(Role.PLAN_OFFICER, office), signed_in(Role.READ_ONLY_LEADER, office)
    task = make_task(make_plan(office), {office: "lead"})
    assert "还没有预警设置" in text(client.get("/search/alerts/watches/"))
    form = {"kind": "pledge", "party": US, "from_on": "2020-01-01", "task": str(task.pk)}
    address = "/search/alerts/watches/new/"
    assert US not in text(client.get(address))
    assert f'value="{US}"' in text(client.get(address, {"party": party()}))
    assert client.get(address, {"party": "9" * 11}).status_code == 404
    assert client.get(address, {"party": "甲\x00"}).status_code == 200
    for wrong in ({"party": ""}, {"party": "没有这家"}, {"from_on": "x"}, {"kind": "x"}, {"list": "7"}):
        refused = client.post(address, form | wrong)
        assert refused.status_code == 422, wrong
    assert client.post(address, form).status_code == 302
    assert client.post(address, form).status_code == 422
    assert US in text(client.get("/search/alerts/watches/"))
    assert "没有预警" in text(client.get("/search/alerts/"))
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    card = AlertCard.objects.get()
    for who in (client, reader):
        page = text(who.get("/search/alerts/", {"kind": "pledge", "task": task.pk}))
        assert f"/search/alerts/{card.pk}/" in page
        page = text(who.get(f"/search/alerts/{card.pk}/"))
        for words in (
            "登记了质押",
            "质押 ",
            "2024-05-01",
            US,
            str(task),
            f"patent/{card.record_id}/#timeline",
        ):
            assert words in page
    assert "没有预警" in text(client.get("/search/alerts/", {"kind": "lapse"}))
    assert reader.post(f"/search/alerts/{card.pk}/", {"note": "x"}).status_code == 403
    assert client.post(f"/search/alerts/{card.pk}/see/").status_code == 302
    assert client.post(f"/search/alerts/{card.pk}/", {"note": ""}).status_code == 422
    sent = {"note": "已联系", "task": str(task.pk)}
    assert client.post(f"/search/alerts/{card.pk}/", sent).status_code == 302
    card.refresh_from_db()
    assert (card.state, card.note, card.task_id) == ("handled", "已联系", task.pk)
    assert f"/search/alerts/?task={task.pk}" in text(client.get(f"/plan/tasks/{task.pk}/history/"))
    withdraw_event(PATENTS, card.record_id, card.event_id, reason="登错", by=BY, at=timezone.now())
    assert "不再成立" in text(client.get(f"/search/alerts/{card.pk}/"))
    assert "已撤回" in text(client.get("/search/alerts/"))
    assert client.post(f"/search/alerts/watches/{card.watch_id}/end/").status_code == 302
    assert "已停止" in text(client.get("/search/alerts/watches/"))
    for bad in ({"after": "9" * 30}, {"task": "x"}, {"state": "x"}, {"kind": "\x00"}):
        assert client.get("/search/alerts/", bad).status_code == 200


def text(response) -> str:
    return response.content.decode()


def test_a_warning_goes_by_mail_to_who_asked_for_it_without_what_they_may_not_see(officer, mailbox) -> None:
    Person.objects.filter(pk=officer.id).update(email="shili@example.invalid")
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer, is_mailed=True)
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    assert mail_digests(timezone.now()) == 1
    assert mail_digests(timezone.now()) == 0
    [sent] = mailbox.mails
    mail = message_from_bytes(sent, policy=policy.default)
    assert mail["To"] == "shili@example.invalid"
    assert "预警：1 条" in mail.get_content()
    assert "权利质押  质押" in mail.get_content()
    Person.objects.get(pk=officer.id).posts.all().delete()
    assert "权利质押" not in message_of(Digest.objects.get(), timezone.now()).body


def test_without_being_asked_for_no_mail_is_sent(officer, mailbox) -> None:
    Person.objects.filter(pk=officer.id).update(email="shili@example.invalid")
    brought_in(row(1, 专利名称="甲"))
    watched("pledge", officer)
    happened("甲", "PLEDGED")
    assert len(found()) == 1
    assert mail_digests(timezone.now()) == 0
    assert not Digest.objects.get().is_mailed


def test_every_kind_explains_itself() -> None:
    assert list(alert_kinds()) == [
        "lapse", "transfer", "pledge", "opposition", "filing", "first_filing", "close_mark", "core_loss",
    ]  # fmt: skip
    for kind in alert_kinds().values():
        assert kind.rule
        assert kind.why
        assert kind.can_do
        assert kind.events or kind.filings
