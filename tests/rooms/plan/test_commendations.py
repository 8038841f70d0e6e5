"""Commendations: reviewed by two without a part in it, public for working days, published once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from zhichan.core.access.roles import Role as Post
from zhichan.core.audit.queries import events_of
from zhichan.core.calendar.queries import calendar_day
from zhichan.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, WrongState
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Unit
from zhichan.rooms.plan.actions.commend import (
    NewRound,
    Nomination,
    move_commendation,
    nominate,
    open_award_round,
)
from zhichan.rooms.plan.commendation_moves import MOVES
from zhichan.rooms.plan.models import AwardRound, Commendation, CommendationEvent
from zhichan.rooms.plan.queries.commendations import (
    commendation_page,
    commendations_visible_to,
    may_look_into,
    published,
    round_lines,
    shown_name,
)
from zhichan.rooms.plan.queries.days import working_days_after
from zhichan.rooms.plan.steps import Step

TODAY = date(2026, 11, 20)


@pytest.fixture
def held(officer, now) -> AwardRound:
    new = NewRound("知识产权工作先进", 2026, "示例办法〔2026〕1号", 1, 1, 5)
    return open_award_round(new, by=officer, at=now)


@pytest.fixture
def leader(actor, office):
    return actor(Post.OFFICE_LEADER, office)


@pytest.fixture
def lawyer(actor, office):
    return actor(Post.LEGAL_REVIEWER, office)


@pytest.fixture
def wanted(held, science, contact) -> Nomination:
    """The contact of the science bureau, by name."""
    return Nomination(held.pk, science.pk, "牵头建立会商机制。", contact.id)


@pytest.fixture
def row(wanted, contact, now) -> Commendation:
    return nominate(wanted, by=contact, at=now)


def go(row, name, by, at, on=TODAY, note="会议纪要") -> Commendation:
    return move_commendation(row.pk, Step(name, on, note), by=by, at=at)


def passed(row, leader, lawyer, now) -> Commendation:
    go(row, "review", lawyer, now)
    return go(row, "confirm", leader, now)


def stored() -> tuple[object, ...]:
    rows = Commendation.objects.order_by("pk").values_list("pk", "state", "public_until", "published_on")
    return (*rows, CommendationEvent.objects.count(), AwardRound.objects.count())


def test_from_nomination_to_publication(row, leader, lawyer, officer, contact, now):
    passed(row, leader, lawyer, now)
    public = go(row, "publicise", officer, now)
    # Friday 2026-11-20: five working days are Monday to Friday of the next week.
    assert (public.public_from, public.public_until) == (TODAY, date(2026, 11, 27))
    last_day, after = now + timedelta(days=7), now + timedelta(days=8)
    with pytest.raises(WrongState, match="2026-11-27"):
        go(row, "publish", officer, last_day, date(2026, 11, 27))
    done = go(row, "publish", officer, after, date(2026, 11, 28))
    assert (done.state, done.published_on) == ("published", date(2026, 11, 28))
    assert [one.row.pk for one in published(2026)] == [row.pk]
    assert published(2025) == []
    assert [str(one.label) for one in commendation_page(officer, row.pk).steps] == [
        *("公布表彰", "开始公示", "二审通过", "一审通过")
    ]
    assert [(line.nominated, line.units_passed, line.persons_passed) for line in round_lines()] == [(1, 0, 1)]
    details = str([event.details for event in events_of(row)])
    assert contact.name not in details
    assert go(row, "revoke", officer, after, date(2026, 11, 28)).state == "revoked"
    assert published(2026) == []


def test_working_days_agree_with_a_walk_from_day_to_day(db):
    for start in (TODAY, date(2026, 9, 24), date(2026, 2, 10)):
        for days in (1, 5, 30):
            day, left = start, days
            while left:
                day += timedelta(days=1)
                left -= calendar_day(day).is_working
            assert working_days_after(start, days) == day


def test_nobody_reviews_with_a_part_in_it(
    row, wanted, held, actor, science, office, officer, leader, lawyer, now
):
    colleague = actor(Post.LEGAL_REVIEWER, science)
    with pytest.raises(NotAllowed, match="本单位"):
        go(row, "review", colleague, now)
    unit = nominate(replace(wanted, person_id=None), by=officer, at=now)
    with pytest.raises(NotAllowed, match="本人的提名"):
        go(unit, "review", officer, now)
    own = nominate(Nomination(held.pk, office.pk, "事迹", lawyer.id), by=officer, at=now)
    for by in (lawyer, leader):
        with pytest.raises(NotAllowed):
            go(own, "review", by, now)
    assert "review" not in {move.name for move in commendation_page(leader, own.pk).moves}
    go(row, "review", lawyer, now)
    assert [[move.name for move in commendation_page(by, row.pk).moves] for by in (lawyer, leader)] == [
        ["decline"],
        ["confirm", "decline"],
    ]
    before = stored()
    with pytest.raises(NotAllowed, match="两个人"):
        go(row, "confirm", lawyer, now)
    assert stored() == before
    assert go(row, "confirm", leader, now).state == "passed"


def test_the_system_reviews_nothing(row, system, now):
    with pytest.raises(NotAllowed):
        go(row, "review", system, now)
    assert not CommendationEvent.objects.exists()


def test_one_person_and_one_unit_stand_once_in_a_round(row, wanted, contact, justice, officer, lawyer, now):
    with pytest.raises(Conflict, match="只表彰一次"):
        nominate(wanted, by=officer, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commendation.objects.create(
            round=row.round, unit=justice, person_id=contact.id, reason="再", nominated_on=TODAY
        )
    go(row, "withdraw", contact, now)
    again = nominate(wanted, by=officer, at=now)
    assert go(again, "decline", lawyer, now).state == "declined"
    other = open_award_round(NewRound("知识产权保护先进", 2026, "依据", 0, 1, 5), by=officer, at=now)
    assert nominate(replace(wanted, round_id=other.pk), by=officer, at=now).state == "nominated"


def test_the_quota_holds_for_units_and_persons_apart(
    row, held, wanted, actor, justice, officer, leader, lawyer, now
):
    passed(row, leader, lawyer, now)
    unit = nominate(replace(wanted, person_id=None), by=officer, at=now)
    passed(unit, leader, lawyer, now)
    second = actor(Post.UNIT_CONTACT, justice)
    late = nominate(Nomination(held.pk, justice.pk, "事迹", second.id), by=second, at=now)
    go(late, "review", lawyer, now)
    before = stored()
    with pytest.raises(Conflict, match="名额是 1 个，已通过 1 个"):
        go(late, "confirm", leader, now)
    assert stored() == before
    go(row, "decline", leader, now)
    assert go(late, "confirm", leader, now).state == "passed"


@pytest.mark.parametrize(
    "fields",
    [{"reason": " "}, {"reason": "长" * 4001}, {"unit_id": 10**6}, {"person_id": 10**6}],
)
def test_an_impossible_nomination_changes_nothing(wanted, officer, now, fields):
    before = stored()
    with pytest.raises(InvalidInput):
        nominate(replace(wanted, **fields), by=officer, at=now)
    assert stored() == before


@pytest.mark.parametrize(
    "fields",
    [
        *({"name": " "}, {"basis": ""}, {"year": 1999}, {"year": 2028}, {"unit_quota": -1}),
        *({"unit_quota": 0, "person_quota": 0}, {"person_quota": 1001}),
        *({"publicity_working_days": 0}, {"publicity_working_days": 31}),
    ],
)
def test_an_impossible_round_changes_nothing(officer, now, fields):
    new = NewRound("先进", 2026, "依据", 1, 1, 5)
    with pytest.raises(InvalidInput):
        open_award_round(replace(new, **fields), by=officer, at=now)
    assert not AwardRound.objects.exists()


def test_a_round_is_open_once_and_takes_only_what_it_has_places_for(held, wanted, officer, now):
    new = NewRound(held.name, 2026, "依据", 1, 1, 5)
    with pytest.raises(Conflict):
        open_award_round(new, by=officer, at=now)
    units = open_award_round(replace(new, year=2025, person_quota=0), by=officer, at=now)
    with pytest.raises(InvalidInput, match="名额"):
        nominate(replace(wanted, round_id=units.pk), by=officer, at=now)


@pytest.mark.parametrize("state", Commendation.State.values)
def test_only_the_listed_steps_lead_on(row, officer, now, state):
    listed = {move.name for move in MOVES if move.origin == state}
    for name in {move.name for move in MOVES} - listed | {"fly"}:
        Commendation.objects.update(state=state)
        before = stored()
        with pytest.raises(NotFound if name == "fly" else WrongState):
            go(row, name, officer, now)
        assert stored() == before


def test_who_may_do_what(row, wanted, contact, justice, actor, officer, lawyer, now):
    other = actor(Post.UNIT_CONTACT, justice)
    case, reader = actor(Post.CASE_OFFICER, justice), actor(Post.READ_ONLY_LEADER, justice)
    for by in (other, case, reader, lawyer):
        with pytest.raises((NotAllowed, NotFound)):
            nominate(replace(wanted, person_id=None), by=by, at=now)
    for by in (other, case, reader, contact):
        with pytest.raises((NotAllowed, NotFound)):
            go(row, "review", by, now)
    for by in (contact, lawyer, reader):
        with pytest.raises((NotAllowed, NotFound)):
            open_award_round(NewRound("先进", 2026, "依据", 1, 1, 5), by=by, at=now)
    assert [commendations_visible_to(by).count() for by in (contact, other, case)] == [1, 0, 1]


def test_names_are_for_those_with_the_right(row, contact, justice, actor, leader):
    other, case = actor(Post.UNIT_CONTACT, justice), actor(Post.CASE_OFFICER, justice)
    row = Commendation.objects.select_related("person", "unit").get()
    for by in (leader, contact):
        assert (shown_name(row, by), may_look_into(row, by)) == (contact.name, True)
    for by in (other, case):
        assert (shown_name(row, by), may_look_into(row, by)) == (f"{contact.name[0]}某", False)
    assert shown_name(row, None) == f"{contact.name[0]}某"


# --- two writers ---

CASES = """
from zhichan.rooms.plan.actions.commend import Nomination, nominate
from zhichan.rooms.plan.models import AwardRound
from zhichan.core.people.models import Unit

def same_unit(who):
    given = Nomination(AwardRound.objects.get().pk, Unit.objects.get().pk, "事迹")
    nominate(given, by=by, at=at)

CASES = {"same_unit": same_unit}
"""


def test_two_who_nominate_at_once_leave_one(new_site: NewSite, system, now) -> None:
    site = new_site()
    with site.here():
        create_unit(NewUnit("云川区知识产权局", Unit.Kind.OFFICE), by=system, at=now)
        open_award_round(NewRound("先进", 2026, "依据", 1, 1, 5), by=system, at=now)
    with race(site, CASES) as racing:
        assert racing.outcome("same_unit") == "Conflict"
    with site.here():
        assert Commendation.objects.count() == 1
