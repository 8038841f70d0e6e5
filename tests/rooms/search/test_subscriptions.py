"""Subscribers hear of new hits, each once, by notice and by mail."""

from __future__ import annotations

from datetime import date

import pytest

from tests.everything import everything
from tests.rooms.registry.files import csv_of, row
from tests.rooms.registry.taking import JUNE, MAY, take_in
from zhichan.core.access.actor import system_actor
from zhichan.core.access.roles import Role
from zhichan.core.errors import Conflict, InvalidInput, NotFound
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person
from zhichan.core.registers.actions import Entry, change_row
from zhichan.core.registers.actions.undo import undo_batch
from zhichan.core.search.asking import Question
from zhichan.core.search.indexing import bring_up_to_date
from zhichan.rooms.registry.collections import PATENT_COLLECTION
from zhichan.rooms.registry.models import Patent
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.search.actions.digests import make_digests
from zhichan.rooms.search.actions.subscriptions import (
    NewSubscription,
    SubscriptionTerms,
    change_subscription,
    subscribe,
    unsubscribe,
)
from zhichan.rooms.search.models import Digest, NewHit, Subscription
from zhichan.rooms.search.queries.subscriptions import subscriptions_of


def subscribed(line: str, by, name: str = "焊接", *, is_mailed: bool = False) -> Subscription:
    bring_up_to_date(wait=True)
    _said, wanted = Question("patent", line).nodes(PATENT_COLLECTION)
    new = NewSubscription(name, "patent", line, (), wanted, is_mailed=is_mailed)
    return subscribe(new, by=by, at=MAY)


def swept() -> int:
    bring_up_to_date(wait=True)
    return make_digests(by=system_actor("search"), at=JUNE)


def renamed(before: str, after: str, by) -> None:
    entry = Entry({"title": after}, date(2026, 5, 1), "来函")
    change_row(PATENTS, Patent.objects.get(title=before).pk, entry, by=by, at=MAY)


def titles(one: Subscription) -> list[str]:
    ids = NewHit.objects.filter(subscription=one).values_list("record_id", flat=True)
    return sorted(Patent.objects.filter(pk__in=ids).values_list("title", flat=True))


@pytest.mark.django_db
def test_only_what_is_new_is_told_and_each_once(officer) -> None:
    take_in(
        csv_of([row(9, 专利名称="先有的"), row(1, 专利名称="焊接钢管"), row(2, 专利名称="电池")]), officer
    )
    one = subscribed("TI=焊接", officer)
    assert swept() == 0
    batch = take_in(csv_of([row(3, 专利名称="焊接机器人"), row(4, 专利名称="隔膜")]), officer)
    assert swept() == 1
    assert titles(one) == ["焊接机器人"]
    known = Patent.objects.get(title="焊接钢管")
    change_row(
        PATENTS, known.pk, Entry({"title": "焊接钢管二"}, date(2026, 5, 1), "来函"), by=officer, at=MAY
    )
    assert swept() == 0  # it was known, and matches still
    other = Patent.objects.get(title="电池")
    change_row(PATENTS, other.pk, Entry({"title": "电池焊接"}, date(2026, 5, 1), "来函"), by=officer, at=MAY)
    assert swept() == 1
    undo_batch(batch.pk, by=officer, at=JUNE)
    assert swept() == 0
    take_in(csv_of([row(3, 专利名称="焊接机器人")]), officer, JUNE)
    assert swept() == 0  # told before
    assert titles(one) == ["焊接机器人", "电池焊接"]
    notices = Notice.objects.filter(person_id=officer.id, kind="search.digest").order_by("pk")
    assert [notice.text for notice in notices] == ["订阅有 1 项新情况：焊接。"] * 2
    assert [notice.url for notice in notices] == [
        f"/search/digests/{one.pk}/" for one in Digest.objects.order_by("pk")
    ]


@pytest.mark.django_db
def test_several_subscriptions_of_one_person_are_one_notice(officer, actor, office) -> None:
    take_in(csv_of([row(9, 专利名称="先有的")]), officer)
    subscribed("TI=焊接", officer)
    subscribed("TI=机器人", officer, "机器人")
    subscribed("TI=焊接", actor(Role.OFFICE_LEADER, office))
    take_in(csv_of([row(3, 专利名称="焊接机器人"), row(4, 专利名称="焊接机床")]), officer)
    assert swept() == 5
    assert Notice.objects.filter(person_id=officer.id).count() == 1
    assert sorted(Digest.objects.values_list("count", flat=True)) == [2, 3]


@pytest.mark.django_db
def test_who_may_no_longer_search_is_told_nothing(officer) -> None:
    take_in(csv_of([row(9, 专利名称="先有的")]), officer)
    subscribed("TI=焊接", officer)
    Person.objects.get(pk=officer.id).posts.all().delete()
    take_in(csv_of([row(3, 专利名称="焊接机器人")]), system_actor("test"))
    assert swept() == 0
    assert not NewHit.objects.exists()


@pytest.mark.django_db
def test_names_are_asked_for_and_others_see_nothing(officer, actor, office) -> None:
    take_in(csv_of([row(1)]), officer)
    one = subscribed("TI=焊接", officer)
    for name, refusal in ((" ", InvalidInput), ("长" * 81, InvalidInput), ("焊接", Conflict)):
        with pytest.raises(refusal):
            subscribed("TI=焊接", officer, name)
    with pytest.raises(NotFound):
        unsubscribe(one.pk, by=actor(Role.OFFICE_LEADER, office), at=JUNE)
    unsubscribe(one.pk, by=officer, at=JUNE)
    assert not subscriptions_of(officer).exists()


@pytest.mark.django_db
def test_what_comes_during_a_pause_is_told_once_when_it_goes_on(officer) -> None:
    take_in(csv_of([row(9, 专利名称="先有的")]), officer)
    one = subscribed("TI=焊接", officer)
    change_subscription(one.pk, SubscriptionTerms("焊", is_mailed=True, is_on=False), by=officer, at=MAY)
    take_in(csv_of([row(3, 专利名称="焊接机器人")]), officer)
    assert swept() == swept() == 0
    change_subscription(one.pk, SubscriptionTerms("焊", is_mailed=False, is_on=True), by=officer, at=MAY)
    assert swept() == 1
    assert swept() == 0
    assert titles(one) == ["焊接机器人"]
    one.refresh_from_db()
    assert (one.name, one.is_mailed, one.is_on) == ("焊", False, True)


@pytest.mark.django_db
def test_a_change_needs_a_name_of_its_own_and_is_for_who_subscribed(officer, leader) -> None:
    take_in(csv_of([row(9)]), officer)
    one = subscribed("TI=焊接", officer)
    subscribed("TI=电池", officer, "电池")
    before = everything("search")
    for name, by, refusal in (
        ("电池", officer, Conflict), (" ", officer, InvalidInput), ("焊", leader, NotFound)
    ):  # fmt: skip
        with pytest.raises(refusal):
            change_subscription(one.pk, SubscriptionTerms(name, is_mailed=True, is_on=False), by=by, at=MAY)
    assert everything("search") == before


@pytest.mark.django_db
def test_cancelling_asks_back_and_what_was_told_stays_readable(officer, browser) -> None:
    take_in(csv_of([row(9, 专利名称="先有的")]), officer)
    one = subscribed("TI=焊接", officer)
    take_in(csv_of([row(3, 专利名称="焊接机器人")]), officer)
    assert swept() == 1
    asked = browser.get(f"/search/subscriptions/{one.pk}/delete/").content.decode()
    assert "已经通知的摘要保留" in asked
    assert swept() == 0
    assert subscriptions_of(officer).exists()
    assert browser.post(f"/search/subscriptions/{one.pk}/delete/").status_code == 302
    assert not subscriptions_of(officer).exists()
    digest = browser.get(f"/search/digests/{Digest.objects.get().pk}/").content.decode()
    assert "焊接机器人" in digest
    assert "已取消" in digest
    assert browser.get(f"/search/subscriptions/{one.pk}/edit/").status_code == 404
    take_in(csv_of([row(4, 专利名称="焊接机床")]), officer)
    assert swept() == 0
    assert subscribed("TI=焊接", officer).pk != one.pk  # its name is free again


@pytest.mark.django_db
def test_a_subscription_is_renamed_paused_and_mailed_on_its_page(officer, browser) -> None:
    take_in(csv_of([row(9)]), officer)
    one = subscribed("TI=焊接", officer)
    address = f"/search/subscriptions/{one.pk}/edit/"
    assert address in browser.get("/search/subscriptions/").content.decode()
    assert browser.post(address, {"name": "", "is_mailed": "on"}).status_code == 422
    assert browser.post(address, {"name": "钢管 焊接", "is_mailed": "on"}).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.is_mailed, one.is_on) == ("钢管 焊接", True, False)
    assert "已暂停" in browser.get("/search/subscriptions/").content.decode()
