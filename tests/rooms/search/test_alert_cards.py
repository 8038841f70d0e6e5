"""Warnings as cards: seen, handled, hidden from whom they must be; watches that do not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from tests.everything import everything
from tests.rooms.plan.samples import make_plan, make_task
from tests.rooms.registry.files import row
from zhichan.core.access.roles import Role
from zhichan.core.audit.models import AuditEvent
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.notices.models import Notice
from zhichan.core.people.models import Person
from zhichan.rooms.search.actions.alerts import (
    NewWatch,
    end_watch,
    handle_alert,
    see_alert,
    set_watch,
)
from zhichan.rooms.search.actions.shares import NewShare, share_theme, unshare_theme
from zhichan.rooms.search.models import AlertCard, AlertWatch, Digest, ThemeShare
from zhichan.rooms.search.queries.alerts import card_visible_to, cards_visible_to

from .alerting import LONG_AGO, brought_in, found, happened, party, watched
from .samples import some_patents, some_theme

pytestmark = pytest.mark.django_db


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
    reader = NewShare(person=officer.id)
    share = share_theme(theme.pk, reader, ThemeShare.Access.READ, by=keeper, at=timezone.now())
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
