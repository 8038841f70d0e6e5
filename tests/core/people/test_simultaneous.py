"""Two administrators do the same at the same time: the second is told so, and nothing is written twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from zhichan.core.calendar.models import CalendarDay
from zhichan.core.locks import hold
from zhichan.core.people.actions.people import NewPerson, create_person
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Collective, Person, Unit, UnitName

CASES = """
from zhichan.core.calendar.actions import set_day
from zhichan.core.people.actions.collectives import NewCollective, create_collective
from zhichan.core.people.actions.identities import map_identity
from zhichan.core.people.actions.people import NewPerson, create_person
from zhichan.core.people.actions.units import NewName, NewUnit, add_alias, create_unit, move_unit, rename_unit
from zhichan.core.people.models import Person, Unit

def unit(name):
    return Unit.objects.get(name=name)

def mine(who):
    return unit({"one": "甲局", "other": "乙局"}[who])

def same_unit(who):
    create_unit(NewUnit("云川区统计局", "bureau"), by=by, at=at)

def alias(who):
    add_alias(mine(who), NewName("区经信委"), by=by, at=at)

def same_name_for_one(who):
    add_alias(unit("甲局"), NewName("甲委"), by=by, at=at)

def new_name(who):
    rename_unit(mine(who), "云川区数据局", from_on=date(2026, 11, 1), by=by, at=at)

def unit_and_collective(who):
    if who == "one":
        create_unit(NewUnit("各镇街", "town"), by=by, at=at)
    else:
        create_collective(NewCollective("各镇街", "other"), by=by, at=at)

def collective(who):
    create_collective(NewCollective("推进组", "leading_group"), by=by, at=at)

def account(who):
    create_person(NewPerson({"one": "zhou", "other": "ZHOU"}[who], "周某"), by=by, at=at)

def identity(who):
    map_identity(Person.objects.get(username={"one": "p1", "other": "p2"}[who]), "sub-1", by=by, at=at)

def new_day(who):
    set_day(date(2031, 5, 4), is_working=who == "one", reason="通知", by=by, at=at)

def crosswise(who):
    below, above = ("甲局", "乙局") if who == "one" else ("乙局", "甲局")
    move_unit(unit(below), unit(above), by=by, at=at)

CASES = {name: act for name, act in list(globals().items()) if callable(act)}
"""
OUTCOMES = {
    "crosswise": "InvalidInput",
    "same_unit": "Conflict",
    "alias": "Conflict",
    "same_name_for_one": "Conflict",
    "new_name": "Conflict",
    "unit_and_collective": "Conflict",
    "collective": "Conflict",
    "account": "Conflict",
    "identity": "Conflict",
    "new_day": "done",
}


def test_the_second_of_two_at_once_is_told_plainly(new_site: NewSite, system, now) -> None:
    site = new_site()
    with site.here():
        for name in ("甲局", "乙局"):
            create_unit(NewUnit(name, Unit.Kind.BUREAU), by=system, at=now)
        for username in ("p1", "p2"):
            create_person(NewPerson(username, "王某"), by=system, at=now)
    with race(site, CASES) as racing:
        outcomes = {case: racing.outcome(case) for case in OUTCOMES}
    assert outcomes == OUTCOMES
    with site.here():
        assert Unit.objects.filter(name="云川区统计局").count() == 1
        assert UnitName.objects.filter(name__in=["区经信委", "甲委", "云川区数据局"]).count() == 3
        assert Collective.objects.count() == 1
        assert list(Person.objects.filter(username__iexact="zhou").values_list("username", flat=True)) == [
            "zhou"
        ]
        assert not CalendarDay.objects.get(day=date(2031, 5, 4)).is_working
        assert Unit.objects.filter(parent__isnull=False).count() == 1


def test_nothing_is_held_outside_a_transaction(new_site: NewSite) -> None:
    with new_site().here():
        with pytest.raises(RuntimeError, match="there is no transaction"):
            hold("people.names")
        with transaction.atomic():
            hold("people.names")
            hold("people.names")
