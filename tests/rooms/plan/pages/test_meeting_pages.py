"""The pages of meetings and of the task calendar."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.core.people.actions.collectives import (
    NewCollective,
    add_member,
    create_collective,
    remove_member,
)
from zhichan.core.people.models import ApiToken, Collective
from zhichan.rooms.plan.models import Meeting, Task

from ..samples import Role, make_ongoing, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
MOST_QUERIES = 12


@pytest.fixture
def group(science, justice, system):
    new = NewCollective("云川区知识产权联席会议", Collective.Kind.JOINT_MEETING, source="test")
    made = create_collective(new, by=system, at=NOW)
    for body in (science, justice):
        add_member(made, body, effective_on=date(2024, 1, 1), by=system, at=NOW, source="test")
    remove_member(made, justice, effective_on=date(2026, 3, 1), by=system, at=NOW, source="test")
    return made


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def hold(officer, group, science, **fields) -> Meeting:
    sent = {
        "title": "第一次联席会议",
        "held_on": "2026-11-10",
        "place": "区政府",
        "chair": "分管副区长",
        "present": [science.pk],
        "decisions": "建立会商机制。\n\n  设立服务点。\n",
        "minutes": SimpleUploadedFile("纪要.txt", "会议纪要".encode()),
        **fields,
    }
    response = officer.post(f"/plan/meetings/groups/{group.pk}/new/", sent)
    assert response.status_code == 302, response.content.decode()
    return Meeting.objects.latest("pk")


def test_a_meeting_is_recorded_and_read(group, science, justice, officer, contact, signed_in):
    meeting = hold(officer, group, science, guests=[justice.pk])
    shown = text_of(contact.get(f"/plan/meetings/{meeting.pk}/"))
    assert "建立会商机制。" in shown
    assert "列席：云川区司法局" in shown
    assert "立为任务" not in shown
    minutes = contact.get(f"/plan/meetings/{meeting.pk}/minutes/")
    assert b"".join(minutes.streaming_content).decode() == "会议纪要"
    assert "第一次联席会议" in text_of(contact.get("/plan/meetings/"))


def test_others_find_neither_meeting_nor_group_nor_minutes(group, science, officer, signed_in, unit):
    meeting = hold(officer, group, science)
    stranger = signed_in(Post.UNIT_CONTACT, unit("云川区商务局"))
    for address in (
        f"/plan/meetings/{meeting.pk}/",
        f"/plan/meetings/{meeting.pk}/minutes/",
        f"/plan/meetings/groups/{group.pk}/",
    ):
        assert stranger.get(address).status_code == 404
    assert "第一次联席会议" not in text_of(stranger.get("/plan/meetings/"))
    assert stranger.get(f"/plan/meetings/groups/{group.pk}/new/").status_code == 403


def test_members_are_shown_as_of_a_day(group, officer):
    address = f"/plan/meetings/groups/{group.pk}/"
    assert "2026-11-20 有成员单位 1 家" in text_of(officer.get(address))
    assert "2026-01-01 有成员单位 2 家" in text_of(officer.get(address, {"on": "2026-01-01"}))
    assert "2026-03-01 调整：之前 2 家，之后 1 家" in text_of(officer.get(address))


def test_the_same_meeting_twice_is_shown_as_a_refusal(group, science, officer):
    hold(officer, group, science)
    sent = {"title": "第一次联席会议", "held_on": "2026-11-10", "present": [science.pk]}
    response = officer.post(f"/plan/meetings/groups/{group.pk}/new/", sent)
    assert response.status_code == 409
    assert "已经登记过" in response.content.decode()
    assert Meeting.objects.count() == 1


def test_a_decision_becomes_a_task_by_a_form(group, science, plan, officer):
    meeting = hold(officer, group, science)
    decision = meeting.decisions.first()
    address = f"/plan/meetings/decisions/{decision.pk}/task/"
    assert "建立会商机制。" in text_of(officer.get(address))
    sent = {
        "plan": plan.pk,
        "title": "建立会商机制",
        "deadline_kind": "by-date",
        "deadline_on": "2026-12-20",
        "review_every": "",
        "unit_0": science.pk,
        "part_0": "lead",
        **{f"part_{n}": "participant" for n in range(1, 6)},
    }
    assert officer.post(address, {**sent, "unit_0": ""}).status_code == 422
    assert officer.post(address, sent).status_code == 302
    task = Task.objects.get()
    assert (task.kind, task.deadline_on) == ("decision", date(2026, 12, 20))
    assert "已立为任务：建立会商机制" in text_of(officer.get(f"/plan/meetings/{meeting.pk}/"))
    assert officer.post(address, sent).status_code == 409


def test_a_member_learns_of_another_units_task_only_that_there_is_one(
    group, science, justice, plan, officer, contact
):
    meeting = hold(officer, group, science)
    decision = meeting.decisions.first()
    decision.task = make_task(plan, {justice: Role.LEAD}, title="只归司法局办的事")
    decision.save()
    shown = contact.get(f"/plan/meetings/{meeting.pk}/").content.decode()
    assert "已立项" in shown
    assert "只归司法局办的事" not in shown
    assert f"/plan/tasks/{decision.task_id}/" not in shown
    assert "只归司法局办的事" in officer.get(f"/plan/meetings/{meeting.pk}/").content.decode()


def test_pages_take_at_most_twelve_queries(group, science, plan, officer, contact):
    meeting = hold(officer, group, science)
    for n in range(20):
        make_task(plan, {science: Role.LEAD}, title=f"任务{n}")
    pages = ("", f"{meeting.pk}/", f"groups/{group.pk}/")
    for client in (officer, contact):
        for address in (*(f"/plan/meetings/{page}" for page in pages), "/plan/calendar/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) <= MOST_QUERIES, (address, [q["sql"][:90] for q in queries])


# --- the calendar ---


def events(content: bytes) -> dict[str, dict[str, object]]:
    return {
        str(event["summary"]): {
            "on": event.decoded("dtstart"),
            "uid": str(event["uid"]),
            "url": str(event["url"]),
        }
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


def test_the_calendar_file_holds_what_is_open_and_dated(plan, science, unit, contact):
    task = make_task(plan, {science: Role.LEAD}, number="7", title="建立会商机制")
    make_ongoing(plan, {science: Role.LEAD}, number="8", reviewed_until=date(2026, 9, 30))
    make_task(plan, {science: Role.LEAD}, state="done", title="办完的事")
    make_task(plan, {science: Role.LEAD}, deadline_kind="none", title="没有时限的事")
    make_task(plan, {unit("云川区商务局"): Role.LEAD}, title="别人的事")
    response = contact.get("/plan/calendar.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(response.content)
    assert found == {
        "到期：7 建立会商机制": {
            "on": date(2026, 12, 31),
            "uid": f"plan-task-{task.pk}@zhichan",
            "url": f"http://testserver/plan/tasks/{task.pk}/",
        },
        "复核 2026Q4：8 持续开展执法协作": {
            "on": date(2027, 1, 15),
            "uid": f"plan-task-{task.pk + 1}@zhichan",
            "url": f"http://testserver/plan/tasks/{task.pk + 1}/",
        },
    }


def test_a_subscription_shows_the_owners_tasks_and_nothing_else(plan, science, unit, contact):
    make_task(plan, {science: Role.LEAD}, title="自己的事")
    make_task(plan, {unit("云川区商务局"): Role.LEAD}, title="别人的事")
    reply = contact.post("/plan/calendar/subscribe/")
    assert "no-store" in reply["Cache-Control"]  # the address is shown once
    shown = text_of(reply)
    address = re.search(r"http://testserver(/plan/calendar/[\w-]+\.ics)", shown)[1]
    stranger = Client()
    found = events(stranger.get(address).content)
    assert [summary.split("：")[1] for summary in found] == ["1 自己的事"]
    secret = address.removeprefix("/plan/calendar/").removesuffix(".ics")
    api = stranger.get("/api/v1/plan/tasks", headers={"Authorization": f"Bearer {secret}"})
    assert (api.status_code, api.json()["code"]) == (403, "scope_missing")
    assert secret not in text_of(contact.get("/plan/calendar/"))


def test_a_stopped_or_wrong_subscription_is_not_found(plan, science, contact):
    shown = text_of(contact.post("/plan/calendar/subscribe/"))
    address = re.search(r"/plan/calendar/[\w-]+\.ics", shown)[0]
    assert Client().get("/plan/calendar/zc_wrong.ics").status_code == 404
    ApiToken.objects.update(revoked_at=NOW)
    assert Client().get(address).status_code == 404


def test_a_token_for_something_else_opens_no_calendar(science, person):
    from zhichan.core.people.queries.people import digest_of

    ApiToken.objects.create(
        person=person(Post.UNIT_CONTACT, science),
        label="test",
        digest=digest_of("zc_tasks"),
        scopes=["plan.task.view"],
        created_at=NOW,
        expires_on=date(2027, 1, 1),
    )
    assert Client().get("/plan/calendar/zc_tasks.ics").status_code == 404


def test_the_calendar_page_lists_by_month(plan, science, contact):
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2027, 3, 31), title="开春的事")
    shown = text_of(contact.get("/plan/calendar/"))
    assert "2027 年 3 月" in shown
    assert "开春的事" in shown


def test_no_page_carries_a_style_or_script_of_its_own(group, science, officer):
    meeting = hold(officer, group, science)
    decision = meeting.decisions.first()
    for page in ("", f"{meeting.pk}/", f"groups/{group.pk}/", f"groups/{group.pk}/new/"):
        shown = text_of(officer.get(f"/plan/meetings/{page}"))
        assert " style=" not in shown, page
        assert "<script>" not in shown, page
    assert " style=" not in text_of(officer.get(f"/plan/meetings/decisions/{decision.pk}/task/"))
