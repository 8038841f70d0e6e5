"""The small forms of a matter: each changes one thing, refuses with reasons and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.core.matters.conftest import House, at
from tests.core.matters.disputes import REPORTER, a_dispute, accepted, everything, in_hand
from zhichan.core.audit.models import AuditEvent
from zhichan.core.files.models import StoredFile
from zhichan.core.matters.actions.amend import Exclusion, exclude_time
from zhichan.core.matters.models import (
    Matter,
    MatterEvent,
    MatterFile,
    MatterLink,
    MatterShare,
    Participant,
    TeamMember,
)

Browser = Callable[[Any], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installed", "clock")]


def main_of(response: Any) -> str:
    html = response.content.decode()
    return html[html.index("<main") : html.index("</main>")]


def sent(client: Client, matter: Matter, address: str, **data: Any) -> Any:
    """A form sent as it was opened now."""
    matter.refresh_from_db()
    data.setdefault("seen", matter.revision)
    return client.post(f"/matters/{matter.pk}/{address}", data)


def taken(response: Any, matter: Matter) -> None:
    assert response.status_code == 302, main_of(response)
    assert response["Location"] == f"/matters/{matter.pk}/"


def test_a_note_is_written(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    client = browser(house.reviewer)
    taken(sent(client, matter, "notes/", text="请补充评价报告。"), matter)
    assert MatterEvent.objects.get(kind="noted").note == "请补充评价报告。"
    before = everything()
    response = sent(client, matter, "notes/", text=" ")
    assert response.status_code == 422
    assert everything() == before


def test_a_note_that_names_the_reporter_is_refused_and_kept_to_be_rewritten(
    house: House, browser: Browser
) -> None:
    matter = in_hand(house)
    before = everything()
    response = sent(browser(house.officer), matter, "notes/", text=f"{REPORTER.name}来电补充。")
    assert response.status_code == 422
    assert "保密参与人" in main_of(response)
    assert "来电补充。" in main_of(response)
    assert everything() == before


def test_files_are_taken_by_content_and_let_go_where_they_are_refused(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    client = browser(house.officer)
    good = SimpleUploadedFile("笔录.pdf", b"%PDF-1.4 sample")
    taken(sent(client, matter, "files/", file=good, label="询问笔录", is_secret="on"), matter)
    assert MatterFile.objects.values_list("name", "label", "is_secret").get() == (
        "笔录.pdf",
        "询问笔录",
        True,
    )
    before = _kept()
    for name, content, words in (
        ("照片.jpg", b"MZ\x90\x00", "程序"),
        ("证据.pdf", b"PK\x05\x06" + b"\0" * 18, "不是 pdf 格式"),
        ("空.txt", b"", "空"),
        ("笔录.pdf", b"%PDF-1.4 other", ""),
    ):
        data = {"file": SimpleUploadedFile(name, content)}
        if not words:
            data["label"] = f"{REPORTER.name}提供"
        response = sent(client, matter, "files/", **data)
        assert response.status_code == 422, name
        assert (words or "保密参与人") in main_of(response), name
        assert _kept() == before, name


def _kept() -> tuple[Any, int]:
    """What there is but the audit: that a file came and was let go stands there."""
    rows = {table: held for table, held in everything().items() if table.startswith("matters.")}
    return rows, StoredFile.objects.count()


def test_who_is_not_on_the_team_hands_nothing_in(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    client = browser(house.leader)
    shown = main_of(client.get(f"/matters/{matter.pk}/files/"))
    assert f"现在承办：{house.officer.name}。" in shown  # both bear one name here
    assert 'type="file"' not in shown
    response = sent(client, matter, "files/", file=SimpleUploadedFile("a.txt", b"text"))
    assert response.status_code == 403
    assert not StoredFile.objects.exists()


def test_an_agent_is_seated_with_papers(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    client = browser(house.officer)
    principal = Participant.objects.get(seat="requester")
    data = {"seat": "agent", "kind": "person", "name": "示例代理人", "represents": principal.pk}
    response = sent(client, matter, "participants/", **data)
    assert response.status_code == 422
    assert "代理人要附委托材料" in main_of(response)
    assert "示例代理人" in main_of(response)
    data["papers"] = SimpleUploadedFile("委托书.pdf", b"%PDF-1.4 sample")
    taken(sent(client, matter, "participants/", **data), matter)
    seated = Participant.objects.get(seat="agent")
    assert (seated.name, seated.represents_id) == ("示例代理人", principal.pk)
    assert seated.papers is not None
    assert "代理 云川示例光电有限公司" in main_of(client.get(f"/matters/{matter.pk}/"))


def test_somebody_leaves_and_stays_in_the_record(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    client = browser(house.officer)
    row = Participant.objects.get(seat="respondent")
    response = sent(client, matter, f"participants/{row.pk}/remove/", reason="")
    assert response.status_code == 422
    taken(sent(client, matter, f"participants/{row.pk}/remove/", reason="撤回对其请求"), matter)
    shown = main_of(client.get(f"/matters/{matter.pk}/"))
    assert "已退出" in shown
    assert "被请求人退出：陈示范" in shown
    assert client.get(f"/matters/{matter.pk}/participants/{row.pk}/remove/").status_code == 404


def test_a_look_names_the_reporter_once_and_is_logged(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    row = Participant.objects.get(seat="reporter")
    address = f"/matters/{matter.pk}/participants/{row.pk}/look/"
    client = browser(house.officer)
    assert REPORTER.name not in main_of(client.get(address))
    response = client.post(address, {"reason": "回"})
    assert response.status_code == 422
    assert not AuditEvent.objects.filter(kind="matters.secret.looked").exists()
    response = client.post(address, {"reason": "回访举报人"})
    shown = main_of(response)
    assert response.status_code == 200
    for told in (REPORTER.name, REPORTER.phone, REPORTER.identifier):
        assert told in shown
    assert response["Cache-Control"] == "no-store"
    assert AuditEvent.objects.filter(kind="matters.secret.looked").count() == 1
    for who in (house.leader, house.host):
        response = browser(who).post(address, {"reason": "看看是谁"})
        assert response.status_code == 403
        assert REPORTER.name not in response.content.decode()
    assert browser(house.reviewer).post(address, {"reason": "看看是谁"}).status_code == 403


def test_a_correction_changes_only_what_was_changed(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    client = browser(house.officer)
    shown = main_of(client.get(f"/matters/{matter.pk}/record/1/correct/"))
    assert 'value="2026-02-10T10:00"' in shown
    assert 'value="12000.50"' in shown
    data = {
        "happened": "2026-02-09T15:00",
        "claim": "停止侵权",
        "amount": "13000",
        "reason": "收件章是前一天",
    }
    taken(sent(client, matter, "record/1/correct/", **data), matter)
    event = MatterEvent.objects.get(kind="corrected")
    assert event.values == {
        "seq": 1,
        "at": at("2026-02-09 15:00").isoformat(),
        "values": {"amount": 1300000},
    }
    assert matter.obligations.get().due_on.isoformat() == "2026-02-14"
    # Opened again it shows what is known now, and sent as it is it changes nothing.
    shown = main_of(client.get(f"/matters/{matter.pk}/record/1/correct/"))
    assert 'value="2026-02-09T15:00"' in shown
    before = everything()
    response = sent(client, matter, "record/1/correct/", **{**data, "reason": "再看一遍"})
    assert response.status_code == 422
    assert "没有写要更正什么" in main_of(response)
    assert everything() == before


def test_a_number_that_looks_like_an_instant_is_corrected_to_its_last_sign(
    house: House, browser: Browser
) -> None:
    """Compared as far as an instant is shown, two such numbers are the same; lines may end either way."""
    known = {"amount": "12000.50", "claim": "2019123456T0001-甲\n停止侵权"}
    matter = in_hand(house, values=known)
    data = {"happened": "2026-02-10T10:00", "amount": "12000.50", "reason": "抄错一位"}
    client = browser(house.officer)
    same = {**data, "claim": "2019123456T0001-甲\r\n停止侵权"}
    assert sent(client, matter, "record/1/correct/", **same).status_code == 422
    right = {**data, "claim": "2019123456T0001-乙\r\n停止侵权"}
    taken(sent(client, matter, "record/1/correct/", **right), matter)
    assert list(MatterEvent.objects.get(kind="corrected").values["values"]) == ["claim"]


def test_a_field_can_be_emptied_by_a_correction(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    data = {"happened": "2026-02-10T10:00", "claim": "停止侵权", "amount": "", "reason": "当事人未主张金额"}
    taken(sent(browser(house.officer), matter, "record/1/correct/", **data), matter)
    assert MatterEvent.objects.get(kind="corrected").values == {"seq": 1, "values": {"amount": None}}
    shown = main_of(browser(house.officer).get(f"/matters/{matter.pk}/"))
    assert "争议金额 <del>12,000.50 元</del> <ins>—</ins>" in shown


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"happened": "2026-02-13T09:00"}, "更正后的时间要在"),
        ({"amount": "一万"}, "请写以元为单位的金额"),
        ({"claim": ""}, "请填写"),
        ({"reason": ""}, "请填写这一项"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    house: House, browser: Browser, data: dict[str, str], words: str
) -> None:
    matter = in_hand(house)
    before = everything()
    whole = {"happened": "2026-02-10T10:00", "claim": "停止侵权", "amount": "1", "reason": "笔误", **data}
    response = sent(browser(house.officer), matter, "record/1/correct/", **whole)
    assert response.status_code == 422
    assert words in main_of(response)
    assert everything() == before


def test_time_is_excluded_and_its_end_recorded(house: House, browser: Browser) -> None:
    matter = accepted(house)
    client = browser(house.officer)
    data = {"kind": "鉴定", "first": "2026-02-11", "last": "", "reason": "委托鉴定书 1 号"}
    taken(sent(client, matter, "excluded/", **data), matter)
    shown = main_of(client.get(f"/matters/{matter.pk}/"))
    assert "停走" in shown
    event = MatterEvent.objects.get(kind="excluded")
    assert f"/matters/{matter.pk}/excluded/{event.seq}/end/" in shown
    response = sent(client, matter, f"excluded/{event.seq}/end/", last="2026-02-10")
    assert response.status_code == 422
    assert "止日要在起日与今天之间" in main_of(response)
    taken(sent(client, matter, f"excluded/{event.seq}/end/", last="2026-02-12"), matter)
    assert client.get(f"/matters/{matter.pk}/excluded/{event.seq}/end/").status_code == 404
    assert "扣除时间到 2026-02-12 为止" in main_of(client.get(f"/matters/{matter.pk}/"))


def test_excluded_time_is_corrected_and_withdrawn(house: House, browser: Browser) -> None:
    matter = accepted(house)
    client = browser(house.officer)
    # Thirty days from 2026-02-10 end on 2026-03-12; each day excluded puts that off by one.
    data = {"kind": "鉴定", "first": "2026-02-11", "last": "", "reason": "委托鉴定书 1 号"}
    taken(sent(client, matter, "excluded/", **data), matter)
    begun = MatterEvent.objects.get(kind="excluded").seq
    taken(sent(client, matter, f"excluded/{begun}/end/", last="2026-02-12"), matter)
    decide = matter.obligations.get(name="decide")
    assert decide.due_on.isoformat() == "2026-03-16"  # the 14th is a Saturday
    page = f"excluded/{begun}/correct/"
    assert 'value="2026-02-12"' in main_of(client.get(f"/matters/{matter.pk}/{page}"))
    right = {**data, "last": "2026-02-11", "reason": "鉴定书上是一天"}
    for wrong, words in (
        ({"last": ""}, "要写明止日"),
        ({"last": "2026-02-12"}, "没有写要更正什么"),
        ({"first": "2026-02-13"}, "起日要在"),
        ({"reason": ""}, "请填写这一项"),
    ):
        before = everything()
        assert words in main_of(sent(client, matter, page, **{**right, **wrong}))
        assert everything() == before
    taken(sent(client, matter, page, **right), matter)
    decide.refresh_from_db()
    assert decide.due_on.isoformat() == "2026-03-13"
    shown = main_of(client.get(f"/matters/{matter.pk}/"))
    assert "到哪天为止 <del>2026-02-12</del> <ins>2026-02-11</ins>" in shown
    away = {**right, "is_withdrawn": "on", "reason": "鉴定没有做"}
    taken(sent(client, matter, page, **away), matter)
    decide.refresh_from_db()
    assert decide.due_on.isoformat() == "2026-03-12"
    assert client.get(f"/matters/{matter.pk}/{page}").status_code == 404
    assert browser(house.leader).post(f"/matters/{matter.pk}/{page}", away).status_code == 404


def test_people_are_assigned_handed_over_and_recused(house: House, browser: Browser) -> None:
    matter = a_dispute(house)
    leader = browser(house.leader)
    data = {"part": "case_team", "people": [house.officer.id, house.second.id], "lead": house.second.id}
    taken(sent(leader, matter, "team/", **data), matter)
    matter.refresh_from_db()
    assert matter.handler_id == house.second.id
    taken(sent(leader, matter, "team/hand-over/", person=house.host.id, reason="调岗"), matter)
    matter.refresh_from_db()
    assert matter.handler_id == house.host.id
    before = everything()
    response = sent(browser(house.second), matter, "team/recuse/", person=house.officer.id, reason="是邻居")
    assert response.status_code == 403
    assert "回避由本人提出，或由负责人决定" in main_of(response)
    assert everything() == before
    taken(
        sent(browser(house.officer), matter, "team/recuse/", person=house.officer.id, reason="是邻居"), matter
    )
    assert TeamMember.objects.get(person_id=house.officer.id).is_recused
    response = sent(leader, matter, "team/", part="case_team", people=[house.officer.id], lead="")
    assert response.status_code == 403
    assert "已在本案回避" in main_of(response)


def test_a_matter_is_shared_and_no_longer(house: House, browser: Browser, unit: Callable[..., Any]) -> None:
    matter, other = in_hand(house), unit("云川区科技局")
    leader = browser(house.leader)
    taken(sent(leader, matter, "shares/", unit=other.pk, reason="协助核查"), matter)
    assert browser(house.stranger).get(f"/matters/{matter.pk}/").status_code == 200
    taken(sent(leader, matter, f"shares/{other.pk}/end/", reason="核查完毕"), matter)
    assert not MatterShare.objects.exists()
    assert browser(house.stranger).get(f"/matters/{matter.pk}/").status_code == 404
    assert "停止共享给云川区科技局" in main_of(leader.get(f"/matters/{matter.pk}/"))


def test_matters_are_related_by_their_numbers(house: House, browser: Browser) -> None:
    matter, other = in_hand(house), in_hand(house)
    client = browser(house.officer)
    response = sent(client, matter, "relate/", other="线核〔1999〕1号", reason="同案")
    assert response.status_code == 422
    assert "没有找到这个编号的事项" in main_of(response)
    assert 'value="线核〔1999〕1号"' in main_of(response)
    taken(sent(client, matter, "relate/", other=other.number, reason="同案"), matter)
    assert f"与 {other.number} 相关" in main_of(client.get(f"/matters/{matter.pk}/"))


def test_a_matter_of_another_unit_is_no_number_one_can_find(
    house: House, browser: Browser, unit: Callable[..., Any]
) -> None:
    from dataclasses import replace

    matter = in_hand(house)
    foreign = replace(house, unit=unit("云川区科技局"), officer=house.stranger)
    other = a_dispute(foreign)
    response = sent(browser(house.officer), matter, "relate/", other=other.number, reason="同案")
    assert "没有找到这个编号的事项" in main_of(response)
    assert not MatterLink.objects.exists()


def test_a_matter_is_merged_and_split_by_its_pages(house: House, browser: Browser) -> None:
    earlier, later = in_hand(house), in_hand(house, at("2026-02-11 10:00"))
    client = browser(house.officer)
    taken(sent(client, later, "merge/", other=earlier.number, reason="同一事实"), later)
    later.refresh_from_db()
    assert not later.is_open
    requester = Participant.objects.filter(matter=earlier, seat="requester").first()
    assert requester is not None
    response = sent(
        client, earlier, "split/", title="示例纠纷（二）", participants=[requester.pk], reason="另案"
    )
    made = Matter.objects.latest("pk")
    assert response["Location"] == f"/matters/{made.pk}/"
    assert (made.title, made.procedure) == ("示例纠纷（二）", "sample_dispute")


def test_a_dispute_changes_road_by_its_page(house: House, browser: Browser) -> None:
    matter = accepted(house)
    client = browser(house.officer)
    assert "示例调解" in main_of(client.get(f"/matters/{matter.pk}/continue/"))
    address = f"continue/{'sample_mediation'}/"
    shown = main_of(client.get(f"/matters/{matter.pk}/{address}"))
    assert "举报人 身份保密" in shown
    assert REPORTER.name not in shown
    seats = {f"seat_{row.pk}": "" for row in matter.participants.all()}
    requester = Participant.objects.get(seat="requester")
    data = {"title": "示例灯具纠纷调解", "reason": "双方同意", "claim": "停止侵权", "amount": "1"}
    response = sent(client, matter, address, **data, **{**seats, f"seat_{requester.pk}": "applicant"})
    made = Matter.objects.latest("pk")
    assert response["Location"] == f"/matters/{made.pk}/"
    assert list(Participant.objects.filter(matter=made).values_list("seat", "name")) == [
        ("applicant", "云川示例光电有限公司")
    ]
    assert client.get(f"/matters/{matter.pk}/continue/sample_dispute/").status_code == 404


def test_the_menu_names_why_something_cannot_be_done(house: House, browser: Browser) -> None:
    matter = in_hand(house)
    shown = main_of(browser(house.leader).get(f"/matters/{matter.pk}/"))
    assert "添加材料<small>只有承办人员可以这样做" in shown
    for name in ("relate", "shares", "team/hand-over", "notes"):
        assert f'href="/matters/{matter.pk}/{name}/"' in shown


def test_a_small_form_that_was_overtaken_says_by_whom(house: House, browser: Browser) -> None:
    matter = accepted(house)
    seen = matter.revision
    exclude_time(
        matter.pk,
        Exclusion("鉴定", at("2026-02-11 09:00").date(), None, "委托书"),
        by=house.second,
        at=at("2026-02-12 08:30"),
    )
    before = everything()
    data = {"kind": "鉴定", "first": "2026-02-11", "last": "", "reason": "委托鉴定书 1 号"}
    response = sent(browser(house.officer), matter, "excluded/", **data, seen=seen)
    assert response.status_code == 409
    assert f"{house.second.name}已于 2026-02-12 08:30 办了“开始扣除时间”" in main_of(response)
    assert "委托鉴定书 1 号" in main_of(response)
    assert everything() == before
