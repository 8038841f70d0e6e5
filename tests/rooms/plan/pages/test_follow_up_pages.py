"""Pages of follow-ups: from a late task to its closing, by the roles that do it, and what each list shows."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.conftest import NOW
from zhichan.core.access.roles import Role as Post
from zhichan.core.notices.models import Notice
from zhichan.rooms.plan.models import FollowUp
from zhichan.rooms.plan.sweepers import follow_up as sweep

from ..samples import Role, make_indicator, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_now")]
MOST_QUERIES = 16


@pytest.fixture
def clock(monkeypatch):
    """Sets the pages' clock so many days after NOW."""

    def at(days: int):
        moment = NOW + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return at


@pytest.fixture
def officer(signed_in, office):
    """A fresh client: a session does not last from one day to another."""
    return lambda: signed_in(Post.PLAN_OFFICER, office)


@pytest.fixture
def contact(signed_in, science):
    return lambda: signed_in(Post.UNIT_CONTACT, science)


@pytest.fixture
def late(plan, science, justice):
    parts = {science: Role.LEAD, justice: Role.PARTICIPANT}
    return make_task(plan, parts, deadline_on=date(2026, 11, 9), title="建立会商机制")


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def steer(client, follow_up: FollowUp, step: str, **sent: object):
    return client.post(reverse("plan:follow_up_steer", args=[follow_up.pk, step]), sent, follow=True)


def test_from_a_late_task_to_closing(late, officer, contact, clock):
    contact()  # there is somebody to tell
    assert "发起督办" in text_of(officer().get(f"/plan/tasks/{late.pk}/"))
    assert sweep(clock(0)) == 1
    found = FollowUp.objects.get()
    page = reverse("plan:follow_up", args=[found.pk])
    task_page = text_of(contact().get(f"/plan/tasks/{late.pk}/"))
    assert found.number in task_page
    assert "发起督办" not in task_page
    notice = Notice.objects.get(person__posts__role=Post.UNIT_CONTACT)
    assert (notice.url, notice.read_at) == (page, None)
    shown = text_of(contact().get(page))
    assert "签收" in shown
    assert "催办" not in shown
    early = contact().post(reverse("plan:follow_up_reply", args=[found.pk]), {"text": "已在办理。"})
    assert early.status_code == 409
    assert "请先签收，再反馈。" in early.content.decode()

    clock(1)
    assert "已签收" in text_of(contact().post(reverse("plan:follow_up_sign", args=[found.pk]), follow=True))
    sent = {"text": "正在会签，月底完成。", "evidence": SimpleUploadedFile("纪要.txt", "会商纪要".encode())}
    replied = contact().post(reverse("plan:follow_up_reply", args=[found.pk]), sent, follow=True)
    assert "等待主管单位审核" in text_of(replied)
    file_link = reverse("plan:follow_up_file", args=[found.events.get(kind="replied").files.get().pk])
    assert b"".join(officer().get(file_link).streaming_content) == "会商纪要".encode()

    clock(3)
    text_of(steer(officer(), found, "return", reason="请附照片", reply_days=1))
    late_at = clock(5)
    assert sweep(late_at) == 1, "chased by rule"
    again = steer(officer(), found, "chase", note="")
    assert again.status_code == 409
    assert "今天已催办过" in again.content.decode()
    contact().post(reverse("plan:follow_up_reply", args=[found.pk]), {"text": "照片已附。"})
    shown = text_of(steer(officer(), found, "close", reason="机制已建立。"))
    for words in ("系统按规则催办", "机制已建立。", "谁在何时被告知", "单位联络员", "未读", "纪要.txt"):
        assert words in shown
    refused = contact().post(reverse("plan:follow_up_reply", args=[found.pk]), {"text": "再补充"})
    assert refused.status_code == 409
    assert "不能再反馈" in refused.content.decode()
    kinds = list(found.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        *("opened", "issued", "signed", "replied", "returned", "chased", "replied", "closed"),
    ]


def test_by_hand_from_task_indicator_and_selection(plan, late, science, justice, officer):
    new = reverse("plan:follow_up_new")
    form = text_of(officer().get(f"{new}?task={late.pk}"))
    assert "应于 2026-11-09 前完成" in form
    common = {"why": "请加快。", "reply_days": 3, "close_days": 10, "is_issued": "on"}
    officer().post(new, {**common, "task": late.pk, "unit": justice.pk})
    indicator = make_indicator(plan, owner_unit=science)
    assert science.name in text_of(officer().get(f"{new}?indicator={indicator.pk}"))
    officer().post(new, {**common, "indicator": indicator.pk, "unit": science.pk, "is_issued": ""})
    assert "督办〔2026〕2号" in text_of(officer().get(f"/plan/indicators/{indicator.pk}/"))
    other = make_task(plan, {science: Role.LEAD}, title="第二项")
    nobody = make_task(plan, {}, title="第三项")
    picked = f"pick={late.pk}&pick={other.pk}&pick={nobody.pk}"
    form = text_of(officer().get(f"{new}?{picked}"))
    assert "可立项 2 / 3" in form
    assert "没有责任单位" in form
    officer().post(new, {**common, "pick": [late.pk, other.pk, nobody.pk]})
    made = FollowUp.objects.order_by("pk").values_list("task_id", "indicator_id", "unit_id", "state")
    assert list(made) == [
        (late.pk, None, justice.pk, "issued"),
        (None, indicator.pk, science.pk, "opened"),
        (late.pk, None, science.pk, "issued"),
        (other.pk, None, science.pk, "issued"),
    ]
    refused = officer().post(new, {**common, "task": late.pk, "unit": science.pk})
    assert refused.status_code == 409
    assert "已有在办的督办事项" in refused.content.decode()
    for bad in ("", "task=x", "pick=x"):
        assert officer().get(f"{new}?{bad}").status_code in (404, 422)


def test_the_list_its_facets_its_export_and_the_board_of_units(
    late, plan, science, justice, officer, contact, clock
):
    make_task(plan, {justice: Role.LEAD}, deadline_on=date(2026, 11, 9), title="另一项")
    sweep(clock(0))
    clock(10)
    listing = reverse("plan:follow_ups")
    client = officer()
    with CaptureQueriesContext(connection) as queries:
        shown = text_of(client.get(listing))
    assert len(queries) <= MOST_QUERIES
    assert shown.count("逾期未反馈") >= 2
    own = text_of(contact().get(listing))
    assert "建立会商机制" in own
    assert "另一项" not in own
    one = text_of(officer().get(f"{listing}?unit={justice.pk}&late=now"))
    assert "另一项" in one
    assert "建立会商机制" not in one
    sheet = load_workbook(BytesIO(b"".join(officer().get(f"{listing}?format=xlsx")))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 3
    assert {row[3] for row in rows[1:]} == {science.name, justice.name}
    board = text_of(officer().get(reverse("plan:follow_up_units")))
    assert science.name in board
    assert justice.name in board
    assert justice.name not in text_of(contact().get(reverse("plan:follow_up_units")))
