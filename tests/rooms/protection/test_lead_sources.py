"""Two reports of one shop become one lead with two sources: found on arrival, joined, answered, parted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core.matters.conftest import House, at
from tests.core.matters.pages.conftest import browser as browser
from tests.core.matters.pages.conftest import clock as clock
from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.errors import InvalidInput, NotAllowed, NotFound, WrongState, ZhichanError
from zhichan.core.matters.actions.amend import Correction, correct_event
from zhichan.core.matters.actions.links import merge_matter, open_into, part_source
from zhichan.core.matters.actions.open_matter import open_matter
from zhichan.core.matters.actions.participants import look_at_secret, remove_participant
from zhichan.core.matters.actions.submit import Application, submit
from zhichan.core.matters.actions.take_move import Step, take_move
from zhichan.core.matters.actions.team import hand_over, recuse
from zhichan.core.matters.models import (
    Document,
    Matter,
    MatterEvent,
    MatterKey,
    MatterLink,
    Obligation,
    Participant,
    TeamMember,
)
from zhichan.core.matters.near import near_of
from zhichan.core.matters.outside.reading import progress_now
from zhichan.core.matters.outside.tickets import seated_with, ticket_for
from zhichan.core.matters.queries import procedure_of
from zhichan.core.matters.showing.sources import source_lines
from zhichan.core.matters.supervision import board_at
from zhichan.core.matters.writing.opening import Opening
from zhichan.core.matters.writing.seats import NewParticipant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FIRST_AT, SECOND_AT, JOINED_AT = at("2026-02-03 10:00"), at("2026-02-05 10:00"), at("2026-02-06 09:00")
FILED_AT, TOLD_AT = at("2026-02-10 10:00"), at("2026-02-11 10:00")
FIRST_REPORTER, SECOND_REPORTER = "林举一", "赵二举"
SHOP = "https://www.example.com/item?id=77&spm=a1"
ASSIGN = {"channel": "report"}
FILE = {"cause": "trademark_infringement"}
TOLD = {"reporter_told_on": "2026-02-11"}
Browser = Callable[[Any], Client]


def report(reporter: str, party: str = "云川示例商行", **values: str) -> dict[str, Any]:
    given = {"clue": "门店售卖近似包装。", "right_kind": "trademark", "real_name": "yes", **values}
    people = (
        NewParticipant("reporter", reporter, "person", phone="13900000022"),
        NewParticipant("party", party),
    )
    return {"values": given, "participants": people}


def lead(house: House, when: Any, reporter: str = FIRST_REPORTER, **more: str) -> Matter:
    opening = Opening("lead", "示例商行线索", house.unit, **report(reporter, **more))
    return open_matter(opening, by=house.officer, at=when)


def assigned(house: House, matter: Matter, when: Any = FIRST_AT) -> Matter:
    take_move(matter.pk, Step("assign", {**ASSIGN, "officers": [house.officer.id]}), by=house.leader, at=when)
    matter.refresh_from_db()
    return matter


@pytest.fixture
def head(house: House) -> Matter:
    return assigned(house, lead(house, FIRST_AT))


@pytest.fixture
def joined(house: House, head: Matter) -> Matter:
    """A second report of the same shop, put into the first."""
    second = lead(house, SECOND_AT, SECOND_REPORTER)
    merge_matter(second.pk, head.pk, "同一门店", by=house.officer, at=JOINED_AT)
    second.refresh_from_db()
    return second


def everything() -> list[object]:
    models = (Matter, MatterEvent, MatterLink, MatterKey, Obligation, Participant, TeamMember)
    return [list(model.objects.order_by("pk").values()) for model in models]


def refused(error: type[ZhichanError], act: Callable[[], object], words: str = "") -> None:
    before = everything()
    with pytest.raises(error, match=words or None):
        act()
    assert everything() == before


def clock_of(matter: Matter, name: str) -> Obligation:
    return Obligation.objects.get(matter=matter, name=name)


def test_a_second_report_becomes_a_source_and_keeps_who_gave_it_and_when(
    house: House, head: Matter, joined: Matter
) -> None:
    assert (joined.state, joined.is_open, joined.is_live) == ("verifying", False, False)
    assert joined.opened_at == SECOND_AT
    assert joined.handler_id == house.officer.id
    assert MatterLink.objects.get().kind == "source"
    for matter, name in ((head, FIRST_REPORTER), (joined, SECOND_REPORTER)):
        [only] = Participant.objects.filter(matter=matter, seat="reporter")
        assert (only.name, only.is_secret) == (name, True)


def test_each_named_reporter_is_answered_within_a_limit_of_their_own(
    house: House, head: Matter, joined: Matter
) -> None:
    take_move(head.pk, Step("file", FILE), by=house.leader, at=FILED_AT)
    joined.refresh_from_db()
    assert (joined.state, joined.is_open, joined.is_live) == ("filed", False, True)
    # 市场监督管理投诉举报处理暂行办法 第三十一条: five working days; 2026-02-14 is worked, 15-23 is festival.
    assert clock_of(head, "tell_filed").due_on == clock_of(joined, "tell_filed").due_on == date(2026, 2, 24)
    assert clock_of(joined, "decide").met_at == FILED_AT
    assert [one.procedure for one in Matter.objects.filter(parent__isnull=False)] == ["penalty_ordinary"]
    take_move(head.pk, Step("tell_reporter_filed", TOLD), by=house.officer, at=TOLD_AT)
    assert clock_of(joined, "tell_filed").state == "running"
    lines = source_lines(head, procedure_of(head), near_of(head, house.officer))
    assert [(one.matter.pk, one.answer) for one in lines] == [
        (head.pk, "已于 2026-02-11 答复"),
        (joined.pk, "2026-02-24 前答复"),
    ]
    take_move(joined.pk, Step("tell_reporter_filed", TOLD), by=house.officer, at=TOLD_AT)
    assert clock_of(joined, "tell_filed").state == "met"
    [notice] = Document.objects.filter(matter=joined)
    assert notice.template == "report_filed_notice"
    joined.refresh_from_db()
    assert not joined.is_live


def test_a_source_has_no_step_of_its_own_before_the_lead_is_decided(
    house: House, head: Matter, joined: Matter
) -> None:
    for step in (Step("propose", {"found": "查实", "proposal": "file"}), Step("file", FILE)):
        refused(
            WrongState,
            lambda step=step: take_move(joined.pk, step, by=house.officer, at=FILED_AT),
            "已并入另一件",
        )


def test_a_report_of_a_filed_lead_is_answered_from_the_day_it_was_put_in(house: House, head: Matter) -> None:
    take_move(head.pk, Step("file", FILE), by=house.leader, at=FILED_AT)
    late = lead(house, at("2026-02-25 09:00"), SECOND_REPORTER)
    merge_matter(late.pk, head.pk, "同一门店", by=house.officer, at=at("2026-02-26 09:00"))
    late.refresh_from_db()
    assert (late.state, late.is_live) == ("filed", True)
    assert clock_of(late, "tell_filed").due_on == date(2026, 3, 4)


def test_what_is_put_right_in_the_lead_holds_for_its_sources(
    house: House, head: Matter, joined: Matter
) -> None:
    filed = take_move(head.pk, Step("file", FILE), by=house.leader, at=FILED_AT).event
    right = Correction(filed.seq, "审批表是前一天", happened_at=at("2026-02-09 10:00"))
    correct_event(head.pk, right, by=house.officer, at=TOLD_AT)
    assert clock_of(joined, "tell_filed").due_on == clock_of(head, "tell_filed").due_on == date(2026, 2, 14)
    own = MatterEvent.objects.get(matter=joined, kind="followed", name="file")
    refused(
        WrongState,
        lambda: correct_event(joined.pk, replace(right, seq=own.seq), by=house.officer, at=TOLD_AT),
        "请到主件更正",
    )


def test_the_team_of_the_lead_works_on_its_sources_and_who_withdrew_does_not(
    house: House, head: Matter, joined: Matter
) -> None:
    hand_over(head.pk, house.second.id, "休假", by=house.leader, at=FILED_AT)
    joined.refresh_from_db()
    assert joined.handler_id == house.second.id
    now = TeamMember.objects.filter(matter=joined, until__isnull=True)
    assert set(now.values_list("person_id", flat=True)) == {house.second.id}
    recuse(joined.pk, house.second.id, "与举报人有亲属关系", by=house.second, at=FILED_AT)
    take_move(head.pk, Step("file", FILE), by=house.leader, at=TOLD_AT)
    assert not now.all().exists()
    joined.refresh_from_db()
    assert joined.handler_id is None


def test_who_reported_is_known_to_the_team_with_a_reason_and_shown_to_nobody(
    house: House, head: Matter, joined: Matter, browser: Browser
) -> None:
    reporter = Participant.objects.get(matter=joined, seat="reporter")
    looked = look_at_secret(joined.pk, reporter.pk, "联系补充材料", by=house.officer, at=FILED_AT)
    assert looked.name == SECOND_REPORTER
    refused(
        NotAllowed, lambda: look_at_secret(joined.pk, reporter.pk, "想知道", by=house.leader, at=FILED_AT)
    )
    for who in (house.officer, house.leader, house.reviewer):
        for pk in (head.pk, joined.pk):
            shown = browser(who).get(f"/matters/{pk}/").content.decode()
            assert SECOND_REPORTER not in shown
            assert FIRST_REPORTER not in shown
    shown = browser(house.officer).get(f"/matters/{head.pk}/").content.decode()
    sources = shown[shown.index('id="sources"') : shown.index('id="people"')]
    assert sources.count("保密") == 2
    assert joined.number in sources
    assert f"/matters/{joined.pk}/participants/{reporter.pk}/look/" in sources


def test_a_wrong_join_is_parted_and_the_report_stands_as_before(
    house: House, head: Matter, joined: Matter
) -> None:
    take_move(head.pk, Step("file", FILE), by=house.leader, at=FILED_AT)
    part_source(joined.pk, "不是同一门店", by=house.officer, at=TOLD_AT)
    joined.refresh_from_db()
    assert (joined.state, joined.is_open, joined.is_live, joined.closed_at) == (
        "registered",
        True,
        True,
        None,
    )
    assert not MatterLink.objects.exists()
    decide = clock_of(joined, "decide")
    # 15 working days from 2026-02-05: 6, 9-14, 24-28, 2-4 March.
    assert (decide.state, decide.start_on, decide.due_on) == ("running", date(2026, 2, 5), date(2026, 3, 4))
    assert not Obligation.objects.filter(matter=joined, name="tell_filed").exists()
    take_move(
        joined.pk, Step("assign", {**ASSIGN, "officers": [house.second.id]}), by=house.leader, at=TOLD_AT
    )
    merge_matter(joined.pk, head.pk, "再次核对确是同一门店", by=house.officer, at=TOLD_AT)
    joined.refresh_from_db()
    assert joined.state == "filed"


def test_what_may_not_be_parted(house: House, head: Matter, joined: Matter) -> None:
    def part(by: Actor, reason: str = "并错了", pk: int = joined.pk) -> Callable[[], object]:
        return lambda: part_source(pk, reason, by=by, at=TOLD_AT)

    refused(NotAllowed, part(house.leader))
    refused(NotFound, part(house.stranger))
    refused(InvalidInput, part(house.officer, " "), "理由")
    refused(WrongState, part(house.officer, pk=head.pk), "没有作为来源")
    take_move(head.pk, Step("file", FILE), by=house.leader, at=FILED_AT)
    take_move(joined.pk, Step("tell_reporter_filed", TOLD), by=house.officer, at=TOLD_AT)
    refused(WrongState, part(house.officer), "不能再分开")


def test_what_may_not_be_joined(house: House, head: Matter, unit: Callable[..., Any]) -> None:
    second = lead(house, SECOND_AT, SECOND_REPORTER)
    elsewhere = lead(replace(house, unit=unit("云川区科技局"), officer=house.stranger), SECOND_AT)

    def join(one: int, other: int, by: Actor = house.officer) -> Callable[[], object]:
        return lambda: merge_matter(one, other, "同一门店", by=by, at=JOINED_AT)

    refused(NotAllowed, join(second.pk, head.pk, house.reviewer))
    refused(NotFound, join(second.pk, elsewhere.pk))
    refused(NotFound, join(second.pk, head.pk, house.stranger))
    refused(WrongState, join(head.pk, second.pk), "期限才不会变长")
    decline = Step("decline", {"decline_ground": "slight", "reason": "情节轻微"})
    take_move(head.pk, decline, by=house.leader, at=JOINED_AT)
    refused(WrongState, join(second.pk, head.pk), "不再接收来源")


def test_a_source_of_a_source_goes_into_the_lead_itself(house: House, head: Matter) -> None:
    second = assigned(house, lead(house, SECOND_AT, SECOND_REPORTER), SECOND_AT)
    third = lead(house, at("2026-02-05 15:00"), "孙三举")
    merge_matter(third.pk, second.pk, "同一门店", by=house.officer, at=at("2026-02-05 16:00"))
    merge_matter(second.pk, head.pk, "同一门店", by=house.officer, at=JOINED_AT)
    assert set(MatterLink.objects.values_list("first_id", "second_id")) == {
        (second.pk, head.pk),
        (third.pk, head.pk),
    }
    take_move(head.pk, Step("file", FILE), by=house.leader, at=FILED_AT)
    assert set(Matter.objects.filter(procedure="lead").values_list("state", flat=True)) == {"filed"}
    fourth = lead(house, at("2026-02-12 09:00"), "李四举")
    refused(
        WrongState,
        lambda: merge_matter(fourth.pk, third.pk, "同一门店", by=house.officer, at=at("2026-02-12 10:00")),
        "请并入那一件",
    )


def test_the_code_of_a_source_tells_how_the_lead_goes_on_and_of_no_other_report(
    house: House, head: Matter
) -> None:
    application = Application("lead", "商行卖近似包装", **report(SECOND_REPORTER))
    kept = submit(application, by=ANONYMOUS, at=SECOND_AT)

    def told() -> tuple[str, str, list[str], str]:
        ticket = ticket_for(kept.matter.number, kept.code)
        assert ticket is not None
        progress = progress_now(seated_with(ticket, by=ANONYMOUS), today=date(2026, 2, 12))
        stages = [str(one.words) for one in progress.stages]
        assert head.number not in f"{progress}"
        return str(progress.state), progress.kind, stages, progress.until.words if progress.until else ""

    assert told() == ("已收到", "info", ["已收到"], "")
    merge_matter(kept.matter.pk, head.pk, "同一门店", by=house.officer, at=JOINED_AT)
    assert told() == ("核查中", "info", ["已收到", "核查中"], "2026-03-04")
    take_move(head.pk, Step("file", FILE), by=house.leader, at=FILED_AT)
    assert told() == ("已立案", "done", ["已收到", "核查中", "已立案"], "")


def test_a_joined_lead_is_counted_once(house: House, head: Matter, joined: Matter) -> None:
    board = board_at(TOLD_AT, date(2026, 2, 11), procedure="lead")
    assert (board.total.opened, board.total.open, board.total.closed) == (1, 1, 0)
    part_source(joined.pk, "不是同一门店", by=house.officer, at=TOLD_AT)
    board = board_at(TOLD_AT, date(2026, 2, 11), procedure="lead")
    assert (board.total.opened, board.total.open, board.total.closed) == (2, 2, 0)


def typed(house: House, **more: str) -> dict[str, str]:
    """What a browser sends of a lead that is in order."""
    given = {
        "title": "商行卖近似包装",
        "opened": "2026-02-12",
        "unit": str(house.unit.pk),
        "clue": "门店售卖近似包装。",
        "right_kind": "trademark",
        "real_name": "yes",
        "seat_reporter-name": SECOND_REPORTER,
        "seat_party-name": "云川示例商行",
    }
    kinds = ("seat_party", "seat_right_holder", "seat_witness", "seat_sender", "more_0", "more_1", "more_2")
    given |= {f"{one}-kind": "organisation" for one in kinds}
    return given | {"seat_reporter-kind": "person"} | more


NEW = "/matters/new/lead/"


def test_a_likely_repeat_is_told_before_anything_is_opened(
    house: House, head: Matter, browser: Browser
) -> None:
    client, before = browser(house.officer), everything()
    told = client.post(f"{NEW}repeats/", typed(house))
    assert head.number in told.content.decode()
    assert "当事人名称相同" in told.content.decode()
    first = client.post(NEW, typed(house))
    assert first.status_code == 409
    shown = first.content.decode()
    assert head.number in shown
    assert f'name="into" value="{head.pk}"' in shown
    assert SECOND_REPORTER in shown  # nothing typed is lost
    assert FIRST_REPORTER not in shown
    assert everything() == before
    again = client.post(NEW, typed(house) | {"told": str(head.pk)})
    assert again.status_code == 302
    assert Matter.objects.count() == 2
    assert not MatterLink.objects.exists()


def test_one_click_makes_the_new_report_a_source(house: House, head: Matter, browser: Browser) -> None:
    client = browser(house.officer)
    response = client.post(NEW, typed(house) | {"told": str(head.pk), "into": str(head.pk)})
    assert response["Location"] == f"/matters/{head.pk}/"
    link = MatterLink.objects.get()
    assert (link.second_id, link.kind) == (head.pk, "source")
    event = MatterEvent.objects.get(matter=link.first_id, kind="linked")
    assert event.note == "查重：当事人名称相同"


def test_a_join_that_is_refused_opens_nothing(house: House, head: Matter, browser: Browser) -> None:
    sent = typed(house, opened="2026-01-30") | {"told": str(head.pk), "into": str(head.pk)}
    before = everything()
    response = browser(house.officer).post(NEW, sent)
    assert response.status_code == 409
    assert "期限才不会变长" in response.content.decode()
    assert everything() == before
    gone = browser(house.officer).post(NEW, typed(house, **{"seat_party-name": "别家商行"}) | {"into": "1"})
    assert gone.status_code == 409
    assert everything() == before
    opening = Opening("lead", "示例线索", house.unit, **report(SECOND_REPORTER))
    refused(NotAllowed, lambda: open_into(opening, head.pk, "同一门店", by=house.reviewer, at=JOINED_AT))


def test_a_submitted_report_shows_its_likely_repeat_and_is_joined_with_one_click(
    house: House, head: Matter, browser: Browser
) -> None:
    kept = submit(
        Application("lead", "商行卖近似包装", **report(SECOND_REPORTER)),
        by=ANONYMOUS,
        at=at("2026-02-12 08:00"),
    ).matter
    client = browser(house.officer)
    shown = client.get(f"/matters/{kept.pk}/").content.decode()
    assert "可能与下面 1 件重复" in shown
    form = shown[shown.index(f"/matters/{kept.pk}/join/{head.pk}/") :]
    assert "查重：当事人名称相同" in form
    sent = {"seen": kept.revision, "reason": "查重：当事人名称相同"}
    assert client.post(f"/matters/{kept.pk}/join/{head.pk}/", {**sent, "seen": 0}).status_code == 409
    assert not MatterLink.objects.exists()
    response = client.post(f"/matters/{kept.pk}/join/{head.pk}/", sent)
    assert response["Location"] == f"/matters/{head.pk}/"
    assert client.get(f"/matters/{head.pk}/").content.decode().count("可能与下面") == 0
    kept.refresh_from_db()
    parting = {"seen": kept.revision, "reason": "不是同一门店"}
    assert client.post(f"/matters/{kept.pk}/part/", parting)["Location"] == f"/matters/{kept.pk}/"
    assert not MatterLink.objects.exists()
    assert f"与 {head.number} 分开" in client.get(f"/matters/{kept.pk}/").content.decode()
    assert f"与 {kept.number} 分开" in client.get(f"/matters/{head.pk}/").content.decode()


def test_nobody_learns_by_it_of_a_matter_they_may_not_see(
    house: House, head: Matter, browser: Browser
) -> None:
    sent = typed(house, unit=str(house.stranger.held[0].unit_id))
    told = browser(house.stranger).post(f"{NEW}repeats/", sent)
    assert told.status_code == 200
    assert told.content.decode().strip() == ""
    assert browser(house.reviewer).post(f"{NEW}repeats/", sent).status_code == 403


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"shop": SHOP}, {"shop": "example.com/item?id=77"}, "店铺或网址相同"),
        ({"shop": "示例 旗舰店"}, {"shop": "示例旗舰店"}, "店铺或网址相同"),
        ({"place": "云川区示例路 9 号"}, {"place": "云川区示例路９号"}, "地点相同"),
        ({"right_number": "ZL202410000001.X"}, {"right_number": "202410000001x"}, "权利号相同"),
        ({"right_number": "第12345678号"}, {"right_number": "12345678"}, "权利号相同"),
        ({"shop": SHOP}, {"shop": "example.com/item?id=78"}, ""),
        ({"shop": "www.example.com"}, {"shop": "example.com"}, ""),  # a whole platform
        ({"place": "云川区"}, {"place": "云川区"}, ""),  # a whole district
    ],
)
def test_what_two_reports_are_found_by(
    house: House, browser: Browser, first: dict[str, str], second: dict[str, str], words: str
) -> None:
    lead(house, FIRST_AT, party="甲商行", **first)
    sent = typed(house, **second, **{"seat_party-name": "乙商行"})
    told = browser(house.officer).post(f"{NEW}repeats/", sent).content.decode()
    assert (words in told) if words else ("重复" not in told)


def test_what_was_put_right_or_left_is_compared_no_more(house: House) -> None:
    matter = assigned(house, lead(house, FIRST_AT, shop=SHOP))
    assert set(MatterKey.objects.values_list("key", flat=True)) == {
        "party_name:云川示例商行",
        "shop:example.com/item&id=77",
    }
    right = Correction(1, "网址抄错", values={"shop": "example.com/item?id=78"})
    correct_event(matter.pk, right, by=house.officer, at=SECOND_AT)
    party = Participant.objects.get(seat="party")
    remove_participant(matter.pk, party.pk, "不是这家", by=house.officer, at=SECOND_AT)
    assert list(MatterKey.objects.values_list("key", flat=True)) == ["shop:example.com/item&id=78"]


def test_a_page_with_repeats_and_sources_takes_few_queries(
    house: House, head: Matter, joined: Matter, browser: Browser
) -> None:
    for _n in range(3):
        lead(house, SECOND_AT, SECOND_REPORTER)
    client = browser(house.officer)
    address = f"/matters/{head.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert "可能与下面 3 件重复" in client.get(address).content.decode()
    assert len(queries) <= 20, "\n".join(one["sql"][-150:] for one in queries)
    with CaptureQueriesContext(connection) as queries:
        assert client.post(f"{NEW}repeats/", typed(house)).status_code == 200
    assert len(queries) <= 12, [one["sql"][:100] for one in queries]
