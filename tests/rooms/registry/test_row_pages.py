"""The page of one right and of one party: the line of time, what lies on a right, what a party holds."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.audit.actions import record
from zhichan.core.registers.actions import Entry, change_row, record_row, withdraw_event
from zhichan.core.registers.derive import derive
from zhichan.core.registers.moments import Moment
from zhichan.core.registers.queries import events_of, known_periods_of
from zhichan.core.registers.showing import event_lines
from zhichan.core.registers.timeline import SCALE, timeline_of
from zhichan.rooms.registry import patent_history, trademark_history
from zhichan.rooms.registry.actions.join_parties import Joining, join_parties
from zhichan.rooms.registry.actions.list_kinds import NewListKind, create_list_kind
from zhichan.rooms.registry.models import ListMembership, Party, Patent, PatentEvent
from zhichan.rooms.registry.models.list_membership import MEMBERSHIPS
from zhichan.rooms.registry.models.party import PARTIES
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.queries.holdings import holdings_of
from zhichan.rooms.registry.status import patents, trademarks

from .files import csv_of, number, row
from .taking import FEB, JUNE, MAY, preview, take_in
from .test_trademark_imports import marks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
TODAY = date(2026, 11, 20)


@pytest.fixture
def officer(actor, office):
    return actor(Role.PLAN_OFFICER, office)


@pytest.fixture
def browser(signed_in, office):
    return signed_in(Role.PLAN_OFFICER, office)


@pytest.fixture
def patent(officer) -> Patent:
    """Filed 2021-03-18, granted 2021-11-02; in May it is learned that it lapsed in January."""
    take_in(csv_of([row(1)]), officer)
    found = Patent.objects.get()
    add_event(found, "TERMINATED_UNPAID", date(2026, 1, 10))
    return found


def add_event(patent: Patent, code: str, day: date, **more) -> PatentEvent:
    event = PatentEvent.objects.create(
        subject=patent, code=code, effective_on=day, known_at=MAY, source="公告", **more
    )
    derive(PATENTS, [patent.pk], at=MAY)
    return event


def line_of(patent: Patent, moment: Moment | None = None):
    periods = list(known_periods_of(PATENTS, patent))
    events = event_lines(PATENTS, events_of(PATENTS, patent))
    return timeline_of(PATENTS, periods, events, moment or Moment(TODAY, JUNE), TODAY)


def page(browser, name: str, pk: int, query: str = "") -> str:
    response = browser.get(reverse("registers:row", args=["registry", name, pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_line_holds_each_state_from_its_day_on(patent):
    line = line_of(patent)
    assert [(one.tone, one.since, one.until) for one in line.stretches] == [
        ("info", date(2021, 3, 18), date(2021, 11, 2)),
        ("ok", date(2021, 11, 2), date(2026, 1, 10)),
        ("idle", date(2026, 1, 10), None),
    ]
    days = (TODAY - date(2021, 3, 18)).days
    assert line.stretches[1].x == round((date(2021, 11, 2) - date(2021, 3, 18)).days * SCALE / days)
    assert sum(one.width for one in line.stretches) == SCALE
    assert line.here == SCALE


def test_an_event_says_what_it_changed_and_how_late_it_was_learned(patent):
    lapse, *earlier = line_of(patent).happenings
    assert (lapse.before, lapse.after) == ("有效", "未缴年费终止")
    assert lapse.late_days == (date(2026, 5, 10) - date(2026, 1, 10)).days
    assert lapse.is_latest
    assert [one.is_latest for one in earlier] == [False] * len(earlier)
    assert "GRANTED" not in [one.event.label for one in earlier]


def test_an_event_that_fits_no_state_says_so(patent):
    add_event(patent, "REFUSAL_FINAL", date(2026, 3, 1))
    top = line_of(patent).happenings[0]
    assert top.has_no_effect
    assert (top.before, top.after) == ("", "")


def test_looking_back_marks_what_was_not_known_and_what_was_to_come(patent):
    back = line_of(patent, Moment(date(2025, 6, 1), FEB))
    assert back.happenings[0].is_unknown
    assert back.happenings[0].is_ahead
    latest = [one for one in back.happenings if one.is_latest]
    assert len(latest) == 1
    assert (latest[0].before, latest[0].after) == ("已受理", "有效")
    assert 0 < back.here < SCALE


def test_a_withdrawn_event_stays_on_the_line_without_effect(patent, officer):
    event = PatentEvent.objects.get(code="TERMINATED_UNPAID")
    withdraw_event(PATENTS, patent.pk, event.pk, reason="抄错", by=officer, at=JUNE)
    line = line_of(patent)
    assert [one.tone for one in line.stretches] == ["info", "ok"]
    taken_back = next(one for one in line.happenings if one.event.pk == event.pk)
    assert taken_back.event.is_withdrawn
    assert taken_back.after == ""


def test_the_page_shows_the_line_and_what_is_not_recorded_in_one_line(browser, patent):
    html = page(browser, "patent", patent.pk)
    assert html.count('<rect class="idle"') == 1
    assert "有效 → 未缴年费终止" in html
    assert "晚于生效 120 天" in html
    assert re.search(r"没有登记：[^<]*公开号、[^<]*代理机构", html)
    assert "<dt>公开号</dt>" not in html
    assert " style=" not in html


def test_patents_and_trademarks_share_the_line(browser, officer):
    take_in(marks({}), officer)
    from zhichan.rooms.registry.models import TrademarkItem

    html = page(browser, "trademark", TrademarkItem.objects.get().pk)
    assert 'class="lifebar"' in html
    assert "初步审定公告 → 已注册" in html


def test_the_end_of_the_term_is_computed_and_says_how_sure_it_is(browser, officer):
    """A utility model filed on 2021-03-18 stands for ten years: its last day is 2031-03-17."""
    take_in(csv_of([row(1, 申请号=number(1, 2021, 2))]), officer)
    html = page(browser, "patent", Patent.objects.get().pk)
    assert "2031-03-17" in html
    assert "推算" in html


def test_pledges_and_licences_stand_with_their_days(browser, officer):
    take_in(csv_of([row(1)]), officer)
    patent = Patent.objects.get()
    assert "没有登记质押" in page(browser, "patent", patent.pk)
    add_event(patent, "PLEDGED", date(2025, 4, 1))
    add_event(patent, "LICENSED_EXCLUSIVE", date(2024, 4, 1))
    add_event(patent, "LICENCE_ENDED", date(2025, 1, 1))
    html = page(browser, "patent", patent.pk)
    assert re.search(r"<dt>质押</dt><dd>2025-04-01 起\s*<span class=\"st warn\">现有</span>", html)
    assert re.search(r"<dt>独占许可</dt><dd>2024-04-01 起，2025-01-01 止</dd>", html)
    assert "没有登记质押" not in html


@pytest.fixture
def firms(officer) -> list[Party]:
    rows = [
        row(
            n,
            申请号=number(n, 2021, 1 + n % 3),
            申请人=f"云川示例{n % 2}号机械有限公司",
            法律状态=("", "未缴年费终止")[n % 5 == 0],
        )
        for n in range(20)
    ]
    take_in(csv_of(rows), officer)
    take_in(marks({"注册人": "云川示例0号机械有限公司"}), officer)
    return list(Party.objects.order_by("name"))


def test_what_a_party_holds_is_counted_by_kind_and_opens_to_the_same_rows(browser, firms):
    first = firms[0]
    html = page(browser, "party", first.pk)
    counted = Counter(Patent.objects.filter(holder=first).values_list("kind", "public_class"))
    links = dict.fromkeys(
        re.findall(r'href="(/registry/registers/patent/\?holder=[^"]+)">[^<\d]*(\d+)</a>', html)
    )
    assert len(links) == len(counted)
    for address, told in links:
        address = address.replace("&amp;", "&")
        kind = re.search(r"kind=(\w+)", address)[1]
        public_class = re.search(r"public_class=(\w+)", address)[1]
        assert int(told) == counted[kind, public_class]
        assert f"共 {told} 件" in browser.get(address).content.decode()
    assert re.search(
        r'href="/registry/registers/trademark/\?holder=\d+&amp;public_class=in_force">1</a>', html
    )


def test_what_is_joined_counts_along_and_only_from_then_on(officer, firms):
    first, second = firms
    before = Moment(TODAY, FEB)
    join_parties(second.pk, Joining(first.pk, "同一家"), by=officer, at=MAY)
    members = [first.pk, second.pk]
    held = holdings_of(first, members, officer, Moment(TODAY, JUNE))
    assert sum(one.total for one in held if one.register == "registry.patent") == 20
    alone = holdings_of(first, [first.pk], officer, before)
    assert sum(one.total for one in alone if one.register == "registry.patent") == 10


def test_lists_stand_with_their_days_and_names_with_theirs(browser, officer, firms):
    first, second = firms
    kind = create_list_kind(NewListKind("知识产权管理体系认证企业"), by=officer, at=FEB)
    values = {
        "party": first,
        "list_kind": kind,
        "item": "证书 1",
        "standard": "2023",
        "expires_on": date(2026, 12, 31),
    }
    record_row(MEMBERSHIPS, Entry(values, date(2023, 2, 15), "认证机构名单"), by=officer, at=FEB)
    change_row(
        PARTIES,
        first.pk,
        Entry({"name": "云川新名机械有限公司"}, date(2024, 5, 20), "通知书"),
        by=officer,
        at=FEB,
    )
    html = page(browser, "party", first.pk)
    assert re.search(r"知识产权管理体系认证企业</a></td>.*?2023-02-15.*?2026-12-31.*?证书 1 2023", html, re.S)
    assert ListMembership.objects.get().expires_on == date(2026, 12, 31)
    assert re.search(r"<time>2024-05-20</time> 云川新名机械有限公司", html)
    assert re.search(r"<time>自始</time> 云川示例0号机械有限公司", html)
    assert "不在任何名录里。" in page(browser, "party", second.pk)


def test_who_may_not_see_a_register_sees_no_count_of_it(actor, officer, office, firms, monkeypatch):
    from zhichan.rooms.registry.queries import holdings

    monkeypatch.setattr(holdings, "may", lambda _actor, right: right is not PATENTS.view)
    held = holdings_of(firms[0], [firms[0].pk], officer, Moment(TODAY, JUNE))
    assert {one.register for one in held} == {"registry.trademark"}


@pytest.mark.parametrize(
    ("statuses", "machine", "label"),
    [
        (patent_history.STATUSES, patents(), patent_history.event_label),
        (trademark_history.STATUSES, trademarks(), trademark_history.event_label),
    ],
    ids=["patents", "trademarks"],
)
def test_every_status_and_event_has_an_english_word_of_its_own(statuses, machine, label):
    with override("en"):
        words = [str(word) for _code, word in statuses]
        events = [label(code) for code in machine.labels]
    assert len(set(words)) == len(words)
    assert [word for word in [*words, *events] if re.search(r"[\u4e00-\u9fff]", word)] == []


def test_the_page_of_undoing_says_what_it_changes_and_what_stands_in_the_way(browser, officer):
    first = take_in(csv_of([row(1), row(2)]), officer)
    page = reverse("registry:batch_undo", args=[first.pk])
    html = browser.get(page).content.decode()
    assert "新增的 2 条会移出“专利”" in html
    second = take_in(csv_of([row(1, 法律状态="未缴年费终止")]), officer, MAY)
    refused = browser.post(page)
    assert refused.status_code == 422
    assert "没有撤销，什么都没有改" in refused.content.decode()
    assert "专利的后续事件 1" in refused.content.decode()
    assert Patent.objects.filter(is_shown=True).count() == 2
    assert browser.post(reverse("registry:batch_undo", args=[second.pk])).status_code == 302
    assert browser.post(page).status_code == 302
    assert Patent.objects.filter(is_shown=True).count() == 0
    assert browser.get(page)["Location"] == reverse("registry:batch", args=[first.pk])


def test_the_audit_list_names_system_actors_and_people(signed_in, office, person):
    someone = person(Role.PLAN_OFFICER, office)
    record(
        "people.sign_in.signed_in", subject=someone, by=system_actor("sign-in"), at=FEB, details={"entry": 1}
    )
    html = signed_in(Role.AUDIT_ADMIN, office).get("/system/audit/").content.decode()
    assert re.search(
        rf'data-l="行为人">登录服务</td><td[^>]*>people\.person:{someone.pk} {someone.name}</td>', html
    )


def test_a_preview_shows_what_each_changed_row_would_add(browser, officer):
    take_in(csv_of([row(1, 主分类号=""), row(2), row(3)]), officer)
    rows = [row(1), row(2, 法律状态="未缴年费终止"), row(3, 申请日="2021-03-19"), row(4)]
    batch = preview(csv_of(rows), officer, MAY)
    assert batch.changed_count == 3
    html = browser.get(reverse("registry:batch", args=[batch.pk]) + "?tab=changed").content.decode()
    told = re.findall(r"<div>([^<>]*)：(?:([^<]*) ↔ )?<ins>([^<]*)</ins>", html)
    assert ("主分类号", "", "B23K37/00") in told
    assert ("申请日", "2021-03-18", "2021-03-19") in told
    assert any(label == "未缴年费终止" or "年费" in label for label, before, _after in told if not before)
    assert html.count("两个都留，待人认定") == 1
    new = browser.get(reverse("registry:batch", args=[batch.pk]) + "?tab=new").content.decode()
    assert "现在 → 表中" not in new
