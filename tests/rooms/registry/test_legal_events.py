"""Legal events recorded by hand: what the machine allows, refusals that change nothing, both times."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.registers.actions import Entry, withdraw_event
from zhichan.core.registers.actions.record import end_row
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import periods_at
from zhichan.rooms.registry.actions.record_legal_event import LegalEntry, record_legal_event
from zhichan.rooms.registry.legal_moves import moves_of
from zhichan.rooms.registry.models import OverseasRight, Patent, PatentEvent, PatentPeriod, TrademarkItem
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.trademark import TRADEMARKS

from .files import csv_of, number, row
from .taking import FEB, JUNE, MAY, table, take_in
from .test_trademark_imports import marks

pytestmark = pytest.mark.django_db
JUNE_10 = date(2026, 6, 10)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def patent(officer):
    take_in(csv_of([row(1, 申请号=number(1, kind=1))]), officer)
    return Patent.objects.get()


@pytest.fixture
def mark(officer):
    take_in(marks({}), officer)
    return TrademarkItem.objects.get()


def say(right, code: str, day: date, by, at=JUNE, **more: str):
    name = "registry.patent" if isinstance(right, Patent) else "registry.trademark"
    return record_legal_event(name, right.pk, LegalEntry(code, day, "公告（示例）", **more), by=by, at=at)


def everything() -> list:
    return [list(model.objects.order_by("pk").values_list()) for model in (Patent, PatentEvent, PatentPeriod)]


def state(register, on: date, known_at, by) -> str:
    return periods_at(register, Moment(on, known_at), by).get().status


def test_a_termination_works_from_its_day_and_is_known_from_today(officer, patent):
    after = say(patent, "TERMINATED_UNPAID", date(2026, 1, 10), officer, MAY, note="2026 年第 18 期")
    assert (after.status, after.public_class) == ("LAPSED_FEE", "ended")
    january = date(2026, 1, 31)
    assert state(PATENTS, january, FEB, officer) == "IN_FORCE"
    assert state(PATENTS, january, JUNE, officer) == "LAPSED_FEE"
    assert state(PATENTS, date(2026, 1, 9), JUNE, officer) == "IN_FORCE"
    event = PatentEvent.objects.get(code="TERMINATED_UNPAID")
    assert (event.source, event.note, event.known_at, event.person_id) == (
        "公告（示例）", "2026 年第 18 期", MAY, officer.id,
    )  # fmt: skip
    audit = AuditEvent.objects.get(kind="registry.right.event_recorded")
    assert audit.details["code"] == "TERMINATED_UNPAID"


def test_restoring_and_invalidating_follow_the_machine(officer, patent):
    say(patent, "TERMINATED_UNPAID", date(2026, 1, 10), officer, MAY)
    assert say(patent, "RESTORED", date(2026, 1, 10), officer).status == "IN_FORCE"
    assert say(patent, "INVALIDATED", date(2026, 3, 1), officer).status == "INVALID"
    assert state(PATENTS, date(2022, 1, 1), JUNE, officer) == "INVALID"
    assert say(patent, "INVALIDATION_ANNULLED", date(2026, 4, 1), officer).status == "IN_FORCE"


@pytest.mark.parametrize(
    ("code", "day", "words"),
    [
        ("TERMINATED_UNPAID", date(2026, 6, 11), "生效日期不能晚于今天"),
        ("TERMINATED_UNPAID", date(2021, 3, 17), "生效日期不能早于申请日 2021-03-18"),
        ("TERMINATED_UNPAID", date(2021, 11, 1), "2021-11-01 的状态是“已受理”，不能发生“未缴年费终止”"),
        (
            "REFUSAL_FINAL",
            JUNE_10,
            "2026-06-10 的状态是“有效”，不能发生“驳回生效”；可以发生的：.*未缴年费终止",
        ),
        ("RESTORED", JUNE_10, "2026-06-10 已经是“有效”，不能再登记“恢复权利”"),
        ("GRANTED", JUNE_10, "2026-06-10 已经是“有效”，不能再登记“授权公告”"),
        ("PLEDGE_ENDED", JUNE_10, "2026-06-10 没有可以办“质押解除”的事项"),
        ("LAPSED", JUNE_10, "没有这种法律事件"),
        ("HELD", JUNE_10, "没有这种法律事件"),
    ],
)
def test_what_the_machine_does_not_allow_is_refused_and_nothing_changes(officer, patent, code, day, words):
    before = everything()
    with pytest.raises(InvalidInput, match=words):
        say(patent, code, day, officer)
    assert everything() == before
    assert not AuditEvent.objects.filter(kind="registry.right.event_recorded").exists()


def test_a_source_has_to_be_named(officer, patent):
    with pytest.raises(InvalidInput, match="请写明来源"):
        record_legal_event(
            "registry.patent", patent.pk, LegalEntry("TRANSFERRED", JUNE_10, " "), by=officer, at=JUNE
        )


def test_nobody_without_the_right_records_and_what_is_not_there_is_not_found(officer, patent, actor, office):
    with pytest.raises(NotAllowed):
        say(patent, "TRANSFERRED", JUNE_10, actor(Role.READ_ONLY_LEADER, office))
    with pytest.raises(NotFound):
        record_legal_event(
            "registry.patent", 10**9, LegalEntry("TRANSFERRED", JUNE_10, "公告"), by=officer, at=JUNE
        )
    with pytest.raises(NotFound, match="没有法律事件"):
        record_legal_event(
            "registry.region", patent.pk, LegalEntry("TRANSFERRED", JUNE_10, "公告"), by=officer, at=JUNE
        )


def test_what_left_the_register_and_documents_take_no_events(officer, patent):
    end_row(PATENTS, patent.pk, Entry({}, date(2026, 5, 1), "误登"), by=officer, at=MAY)
    patent.refresh_from_db()
    with pytest.raises(WrongState, match="已不在册"):
        say(patent, "TRANSFERRED", JUNE_10, officer)
    take_in(csv_of([row(2, 申请号="US17123456", 授权公告日="")]), officer)
    document = Patent.objects.get(office="US")
    with pytest.raises(WrongState, match="只是文献或境外的"):
        say(document, "GRANTED", JUNE_10, officer)


def test_a_pledge_ends_only_after_it_began(officer, patent):
    say(patent, "PLEDGED", date(2026, 2, 1), officer)
    with pytest.raises(InvalidInput, match="没有可以办"):
        say(patent, "PLEDGE_ENDED", date(2026, 1, 31), officer)
    assert say(patent, "PLEDGE_ENDED", date(2026, 3, 1), officer).status == "IN_FORCE"
    with pytest.raises(InvalidInput, match="没有可以办"):
        say(patent, "PLEDGE_ENDED", date(2026, 3, 2), officer)


def test_a_mistake_is_taken_back_by_a_later_event(officer, patent):
    say(patent, "SURRENDERED", date(2026, 2, 1), officer, MAY)
    event = PatentEvent.objects.get(code="SURRENDERED")
    withdraw_event(PATENTS, patent.pk, event.pk, reason="看错了公告", by=officer, at=JUNE)
    patent.refresh_from_db()
    assert patent.status == "IN_FORCE"
    assert state(PATENTS, date(2026, 3, 1), MAY, officer) == "SURRENDERED"
    assert PatentEvent.objects.filter(code="SURRENDERED").count() == 1


def test_every_move_that_is_offered_onward_is_accepted(officer, patent):
    offered = moves_of(PATENTS, patent, at=JUNE, today=JUNE_10)
    assert offered.state == "有效"
    assert "TERMINATED_UNPAID" in offered.onward
    assert "EXAM_ENTERED" in offered.earlier
    assert set(offered.beside) >= {"TRANSFERRED", "PLEDGED"}
    assert "PLEDGE_ENDED" not in offered.beside
    for code in offered.onward:
        one = Patent.objects.get()
        say(one, code, JUNE_10, officer)
        event = PatentEvent.objects.filter(withdraws=None).latest("pk")
        assert event.code == code
        withdraw_event(PATENTS, one.pk, event.pk, reason="试记", by=officer, at=JUNE)


def test_a_decision_on_some_goods_leaves_the_others(officer, mark):
    say(mark, "RENEWED", date(2025, 7, 21), officer)
    after = say(mark, "REVOKED", date(2026, 5, 1), officer, goods="电缆")
    assert (after.status, after.goods) == ("REGISTERED", "计算机")
    assert state(TRADEMARKS, date(2026, 4, 30), JUNE, officer) == "REGISTERED"
    with pytest.raises(InvalidInput, match="商标没有这些商品或服务：茶叶"):
        say(mark, "REVOKED", JUNE_10, officer, goods="茶叶")
    with pytest.raises(InvalidInput, match="已经是“撤销”"):
        say(mark, "REVOKED", JUNE_10, officer, goods="电缆")
    assert say(mark, "REVOKED", JUNE_10, officer).status == "REVOKED"


def test_events_of_a_mark_are_refused_as_its_machine_says(officer, mark):
    with pytest.raises(InvalidInput, match="不能发生“提出异议”"):
        say(mark, "OPPOSED", JUNE_10, officer)
    with pytest.raises(InvalidInput, match="生效日期不能早于申请日 2014-05-06"):
        say(mark, "LAPSED", date(2014, 5, 5), officer)
    assert say(mark, "LAPSED", date(2026, 1, 21), officer).public_class == "ended"


def test_an_event_before_everything_that_is_known_is_refused(officer):
    headings = ("权利种类", "授权国家", "海外申请号", "名称", "权利人", "授权日")
    take_in(
        table(headings, ("发明", "美国", "17/123456", "样例", "云川示例机械有限公司", "2026-01-15")), officer
    )
    right = OverseasRight.objects.get()
    name = "registry.overseas"
    early = LegalEntry("LAPSED", date(2026, 1, 14), "公告")
    with pytest.raises(InvalidInput, match=r"早于 2026-01-15|不能发生"):
        record_legal_event(name, right.pk, early, by=officer, at=JUNE)
    withdrawn = LegalEntry("WITHDRAWN", date(2026, 1, 14), "公告")
    with pytest.raises(InvalidInput, match="早于 2026-01-15"):
        record_legal_event(name, right.pk, withdrawn, by=officer, at=JUNE)
    filed = LegalEntry("FILED", date(2024, 1, 14), "受理通知书")
    assert record_legal_event(name, right.pk, filed, by=officer, at=JUNE).status == "IN_FORCE"


def test_the_page_offers_moves_and_shows_refusals_in_the_form(signed_in, office, patent):
    client = signed_in(Role.PLAN_OFFICER, office)
    address = reverse("registry:legal_event", args=["patent", patent.pk])
    right = client.get(reverse("registers:row", args=["registry", "patent", patent.pk]))
    assert 'href="legal-events/new/"' in right.content.decode()
    shown = client.get(address).content.decode()
    assert "从现在的状态可以发生" in shown
    assert "现在是“有效”" in shown
    given = {"code": "TERMINATED_UNPAID", "effective_on": "2021-11-01", "source": "公告"}
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "不能发生“未缴年费终止”" in refused.content.decode()
    assert client.post(address, given | {"effective_on": "2026-01-10"}).status_code == 302
    patent.refresh_from_db()
    assert patent.status == "LAPSED_FEE"


def test_a_right_whose_computed_term_is_over_stands_as_its_page_says_until_that_is_recorded(officer):
    """The register counts it as ended since that day; the form names the same state, and takes the end."""
    take_in(csv_of([row(7, 申请号=number(7, 2010), 申请日="2010-03-18", 授权公告日="2011-02-02")]), officer)
    old = Patent.objects.get()
    moves = moves_of(PATENTS, old, at=JUNE, today=JUNE.date())
    assert (moves.state, moves.since) == (old.get_status_display(), date(2020, 3, 18))
    assert "TERM_ENDED" in moves.onward
    say(old, "TERM_ENDED", date(2020, 3, 18), officer)
    old.refresh_from_db()
    assert (old.status, old.public_class) == ("EXPIRED", "ended")
    assert moves_of(PATENTS, old, at=JUNE, today=JUNE.date()).since == date(2020, 3, 18)
