"""The task pages: what they show to whom, how many queries they take, and that they work by plain forms."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.actions import record
from zhichan.core.calendar.actions import set_day
from zhichan.rooms.plan.actions.report_progress import Report, report_progress
from zhichan.rooms.plan.models import Progress, Task

from ..samples import Role, make_ongoing, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
MOST_QUERIES = 12


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("address", ["/plan/tasks/", "/plan/tasks/?view=list", "/plan/progress/"])
@pytest.mark.parametrize("who", ["officer", "contact"])
def test_lists_take_at_most_twelve_queries(request, plan, science, justice, task, address, who):
    for n in range(30):
        make_task(plan, {science: Role.LEAD, justice: Role.JOINT}, chapter=f"第 {n % 4} 方面")
    make_ongoing(plan, {science: Role.LEAD})
    client = request.getfixturevalue(who)
    client.get(address)
    for query in ("", f"plan={plan.pk}"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{address}{'&' if '?' in address else '?'}{query}")
        assert response.status_code == 200
        assert len(queries) <= MOST_QUERIES, [q["sql"][:90] for q in queries]


def test_the_page_of_a_task_takes_at_most_thirteen_queries(plan, science, contact, officer, actor, now):
    task = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    by = actor(Post.UNIT_CONTACT, science)
    report_progress(task.pk, Report(10, "已开展", period="2026Q3"), unit=science, by=by, at=now)
    for client in (contact, officer):
        for address in (f"/plan/tasks/{task.pk}/", f"/plan/tasks/{task.pk}/history/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) <= MOST_QUERIES + 1, [q["sql"][:90] for q in queries]


def test_the_board_shows_the_office_every_lane_and_a_contact_its_own(task, plan, justice, officer, contact):
    make_task(plan, {justice: Role.LEAD}, title="设立公证服务点")
    assert "设立公证服务点" in text_of(officer.get("/plan/tasks/"))
    shown = text_of(contact.get("/plan/tasks/"))
    assert task.title in shown
    assert "设立公证服务点" not in shown


def test_the_same_filter_drives_board_and_list(task, plan, justice, officer):
    make_task(plan, {justice: Role.LEAD}, title="设立公证服务点", chapter="二、服务")
    for view in ({}, {"view": "list"}):
        shown = text_of(officer.get("/plan/tasks/", {"plan": plan.pk, "chapter": "二、服务", **view}))
        assert "设立公证服务点" in shown
        assert task.title not in shown


@pytest.mark.django_db(transaction=True)
def test_the_list_follows_the_calendar_though_no_task_changed(plan, science, officer, now):
    """Ten working days end on 4 December; with five of them off, a task due on the 5th is due soon too."""
    make_task(plan, {science: Role.LEAD}, deadline_on=date(2026, 12, 5), percent=90, state="under_way")

    def rows() -> str:
        return text_of(officer.get("/plan/tasks/?view=list")).partition("<tbody>")[2]

    assert "临期" not in rows()
    for day in range(23, 28):
        off = date(2026, 11, day)
        set_day(off, is_working=False, reason="本区统一调休", by=system_actor("test"), at=now)
    assert "临期" in rows()


def test_an_empty_filter_says_what_to_do(task, officer):
    assert "这个条件下没有任务" in text_of(officer.get("/plan/tasks/", {"q": "没有这样的任务"}))


def test_the_page_marks_the_words_in_the_original(plan, science, officer):
    task = make_task(plan, {science: Role.LEAD}, start=4, end=13)
    assert "<mark>建立知识产权会商机</mark>" in text_of(officer.get(f"/plan/tasks/{task.pk}/"))


@pytest.mark.parametrize("page", ["", "history/", "move/", "report/"])
def test_a_task_of_others_is_not_found(task, signed_in, unit, page):
    client = signed_in(Post.UNIT_CONTACT, unit("云川区商务局"))
    assert client.get(f"/plan/tasks/{task.pk}/{page}").status_code == 404


def test_a_contact_reports_with_a_file_and_the_office_accepts(task, science, contact, officer):
    upload = SimpleUploadedFile("纪要.txt", "会商纪要".encode())
    sent = {"unit": science.pk, "percent": "100", "text": "机制已建立", "asks_done": "on", "evidence": upload}
    response = contact.post(f"/plan/tasks/{task.pk}/report/", sent)
    assert (response.status_code, response.headers["Location"]) == (302, f"/plan/tasks/{task.pk}/")
    progress = Progress.objects.get()
    assert "核验办结申请" in text_of(officer.get(f"/plan/tasks/{task.pk}/"))
    assert "核验办结申请" not in text_of(contact.get(f"/plan/tasks/{task.pk}/"))
    file = progress.files.get()
    download = contact.get(f"/plan/progress/files/{file.pk}/")
    assert b"".join(download.streaming_content).decode() == "会商纪要"
    response = officer.post(f"/plan/progress/{progress.pk}/review/", {"answer": "accept", "note": ""})
    assert response.status_code == 302
    assert Task.objects.get(pk=task.pk).state == "done"


def test_a_refused_report_keeps_what_was_typed_and_names_the_field(task, science, contact):
    sent = {"unit": science.pk, "percent": "100", "text": "机制已建立", "asks_done": "on"}
    response = contact.post(f"/plan/tasks/{task.pk}/report/", sent)
    assert response.status_code == 422
    assert "申请办结须附佐证材料" in text_of(response)
    assert "机制已建立" in text_of(response)
    assert Progress.objects.count() == 0


def test_a_file_of_another_task_is_not_found(task, science, contact, signed_in, unit):
    upload = SimpleUploadedFile("纪要.txt", "会商纪要".encode())
    sent = {"unit": science.pk, "percent": "10", "text": "已启动", "evidence": upload}
    contact.post(f"/plan/tasks/{task.pk}/report/", sent)
    file = Progress.objects.get().files.get()
    stranger = signed_in(Post.UNIT_CONTACT, unit("云川区商务局"))
    assert stranger.get(f"/plan/progress/files/{file.pk}/").status_code == 404


def test_cards_move_by_a_plain_form_and_in_a_dialog(task, contact, officer):
    dialog = text_of(officer.get(f"/plan/tasks/{task.pk}/move/", headers={"HX-Request": "true"}))
    assert "<html" not in dialog
    assert 'value="cancelled"' in dialog
    assert 'value="cancelled"' not in text_of(contact.get(f"/plan/tasks/{task.pk}/move/"))
    contact.post(f"/plan/tasks/{task.pk}/move/", {"target": "under_way", "reason": ""})
    assert Task.objects.get(pk=task.pk).state == "under_way"
    refused = contact.post(f"/plan/tasks/{task.pk}/move/", {"target": "to_verify", "reason": ""})
    assert refused.status_code == 409
    assert "须先传佐证" in text_of(refused)


def test_a_missing_reason_is_shown_on_the_form(task, officer):
    response = officer.post(f"/plan/tasks/{task.pk}/move/", {"target": "cancelled", "reason": ""})
    assert response.status_code == 422
    assert "请写明理由" in text_of(response)
    assert Task.objects.get(pk=task.pk).state == "not_started"


@pytest.mark.usefixtures("contexts")
def test_the_office_corrects_and_assigns_by_forms(task, science, justice, officer):
    shown = officer.get(f"/plan/tasks/{task.pk}/edit/")
    seen = shown.context["form"]["seen_at"].value()
    sent = {
        "title": "建立会商制度",
        "number": "1",
        "chapter": "一、强化保护",
        "deadline_kind": "by-date",
        "deadline_on": "2027-06-30",
        "review_every": "",
        "reason": "会议同意延期",
        "seen_at": seen,
    }
    assert officer.post(f"/plan/tasks/{task.pk}/edit/", sent).status_code == 302
    assert Task.objects.get(pk=task.pk).deadline_on == date(2027, 6, 30)
    # The same form again carries an instant that no longer fits.
    late = officer.post(f"/plan/tasks/{task.pk}/edit/", {**sent, "title": "再改"})
    assert late.status_code == 409
    assert "别人先改过" in text_of(late)
    form = officer.get(f"/plan/tasks/{task.pk}/units/").context["form"]
    sent = {
        f"part_{science.pk}": "joint",
        f"part_{justice.pk}": "joint",
        **{f"new_part_{n}": "participant" for n in range(6)},
        "reason": "共同负责",
        "seen_at": form["seen_at"].value(),
    }
    assert officer.post(f"/plan/tasks/{task.pk}/units/", sent).status_code == 302
    assert set(task.responsibilities.values_list("role", flat=True)) == {"joint"}


def test_the_office_closes_a_period(plan, science, officer):
    task = make_ongoing(plan, {science: Role.LEAD}, reviewed_until=date(2026, 6, 30))
    assert "复核 2026Q3" in text_of(officer.get(f"/plan/tasks/{task.pk}/"))
    response = officer.post(f"/plan/tasks/{task.pk}/period/", {"period": "2026Q3", "note": "已看"})
    assert response.status_code == 302
    assert Task.objects.get(pk=task.pk).reviewed_until == date(2026, 9, 30)


def test_the_history_says_who_did_what(task, contact, officer):
    contact.post(f"/plan/tasks/{task.pk}/move/", {"target": "under_way", "reason": ""})
    officer.post(f"/plan/tasks/{task.pk}/move/", {"target": "cancelled", "reason": "并入上级计划"})
    shown = text_of(contact.get(f"/plan/tasks/{task.pk}/history/"))
    assert "状态改为“已取消”" in shown
    assert "理由：并入上级计划" in shown


def test_the_history_of_an_event_without_figures_says_what_the_audit_record_says(task, contact, system, now):
    record("plan.task.kept", subject=task, by=system, at=now, details={"reason": "仍要做"})
    shown = text_of(contact.get(f"/plan/tasks/{task.pk}/history/"))
    assert "保留新版没有的任务" in shown
    assert "plan.task.kept" not in shown


def test_no_page_carries_a_style_or_script_of_its_own(task, officer, contact):
    addresses = ["/plan/tasks/", "/plan/tasks/?view=list", "/plan/progress/", f"/plan/tasks/{task.pk}/"]
    addresses += [f"/plan/tasks/{task.pk}/{page}/" for page in ("history", "move", "edit", "units", "period")]
    for address in addresses:
        shown = text_of(officer.get(address))
        assert " style=" not in shown, address
        assert "<script>" not in shown, address
    assert " style=" not in text_of(contact.get(f"/plan/tasks/{task.pk}/report/"))
