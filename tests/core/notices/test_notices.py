"""Notices: to whom they go, who reads them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from zhichan.core.access.actor import ANONYMOUS, Actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import NotFound
from zhichan.core.notices.actions import mark_all_read, mark_read, notify
from zhichan.core.notices.models import Notice
from zhichan.core.notices.queries import notices_of, unread_of


@pytest.fixture
def officer(person, office):
    return person(Role.PLAN_OFFICER, office)


@pytest.fixture
def contact(person, unit):
    return person(Role.UNIT_CONTACT, unit("云川区科技局"))


def test_each_person_gets_one_notice(officer, contact, actor, office, now) -> None:
    people = [officer, contact, officer]
    notify(people, kind="plan.task.returned", text="进展被退回", url="/plan/tasks/1/", at=now)
    assert Notice.objects.count() == 2
    notice = notices_of(actor(Role.PLAN_OFFICER, office)).get()
    assert (notice.kind, notice.text, notice.url, notice.created_at, notice.read_at) == (
        "plan.task.returned",
        "进展被退回",
        "/plan/tasks/1/",
        now,
        None,
    )
    assert str(notice) == "进展被退回"


def test_people_switched_off_get_none(officer, now) -> None:
    officer.is_active = False
    notify([officer], kind="plan.task.returned", text="进展被退回", url="/plan/", at=now)
    assert Notice.objects.count() == 0


def test_nobody_to_tell_is_no_error(db, now, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        notify([], kind="plan.task.returned", text="进展被退回", url="/plan/", at=now)


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "plan/", "javascript:x"])
def test_links_out_of_the_site_are_refused(officer, now, url: str) -> None:
    with pytest.raises(ValueError, match="inside the site"):
        notify([officer], kind="plan.task.returned", text="进展被退回", url=url, at=now)
    assert Notice.objects.count() == 0


def test_long_texts_are_cut_to_what_the_list_shows(officer, now) -> None:
    notify([officer], kind="plan.task.returned", text="长" * 500, url="/", at=now)
    assert Notice.objects.get().text == "长" * 400


def test_reading_counts_down_and_a_second_time_changes_nothing(officer, actor, office, now) -> None:
    by = actor(Role.PLAN_OFFICER, office)
    for _ in range(3):
        notify([officer], kind="plan.task.returned", text="进展被退回", url="/", at=now)
    assert unread_of(by).count() == 3
    first = notices_of(by)[0]
    assert mark_read(first.pk, by=by, at=now).read_at == now
    assert mark_read(first.pk, by=by, at=now + timedelta(days=1)).read_at == now
    assert unread_of(by).count() == 2
    assert mark_all_read(by=by, at=now) == 2
    assert unread_of(by).count() == 0


def test_newest_come_first(officer, actor, office, now) -> None:
    for text in ("先", "后"):
        notify([officer], kind="plan.task.returned", text=text, url="/", at=now)
    assert [notice.text for notice in notices_of(actor(Role.PLAN_OFFICER, office))] == ["后", "先"]


def test_the_count_is_one_query(officer, actor, office, now, django_assert_num_queries) -> None:
    by = actor(Role.PLAN_OFFICER, office)
    with django_assert_num_queries(1):
        unread_of(by).count()


def test_anothers_notice_is_not_found_and_stays_unread(officer, contact, actor, office, unit, now) -> None:
    notify([contact], kind="plan.task.returned", text="进展被退回", url="/", at=now)
    notice = Notice.objects.get()
    for by in (actor(Role.PLAN_OFFICER, office), ANONYMOUS):
        with pytest.raises(NotFound):
            mark_read(notice.pk, by=by, at=now)
        assert mark_all_read(by=by, at=now) == 0
        assert unread_of(by).count() == 0
    notice.refresh_from_db()
    assert notice.read_at is None


def test_the_system_has_no_notices(contact, system: Actor, now) -> None:
    notify([contact], kind="plan.task.returned", text="进展被退回", url="/", at=now)
    assert notices_of(system).count() == 0
