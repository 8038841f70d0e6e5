"""Two officers at once: one proposal stands, one decision is taken, and the other officer is told."""

from __future__ import annotations

from datetime import date

from tests.core.racing import race
from tests.core.upkeep.sites import NewSite
from zhichan.core.access.roles import Role
from zhichan.core.people.actions.people import NewPerson, create_person
from zhichan.core.people.actions.posts import NewPost, grant_post
from zhichan.core.people.actions.units import NewUnit, create_unit
from zhichan.core.people.models import Unit
from zhichan.core.rules.models import LocalValue

CASES = """
from zhichan.core.people.models import Person
from zhichan.core.people.queries import actor_of
from zhichan.core.rules.actions.local_values import NewValue, confirm_value, decline_value, propose_value
from zhichan.core.rules.models import LocalValue

def reviewer(who):
    return actor_of(Person.objects.get(username=f"reviewer-{who}"), date(2026, 11, 20))

def propose(who):
    value = "5000" if who == "one" else "6000"
    new = NewValue("hearing_threshold", "fine_person", "value", date(2026, 1, 1), "某省规定", "", value)
    propose_value(new, by=by, at=at)

def decide(who):
    pk = LocalValue.objects.get().pk
    if who == "one":
        decline_value(pk, "条款不对", by=reviewer(who), at=at)
    else:
        confirm_value(pk, by=reviewer(who), at=at)

CASES = {"propose": propose, "decide": decide}
"""


def test_the_second_of_two_at_once_is_told_plainly(new_site: NewSite, system, now) -> None:
    site = new_site()
    with site.here():
        office = create_unit(NewUnit("云川区知识产权局", Unit.Kind.OFFICE), by=system, at=now)
        for who in ("one", "other"):
            person = create_person(NewPerson(f"reviewer-{who}", f"审核{who}"), by=system, at=now).person
            grant_post(person, NewPost(Role.LEGAL_REVIEWER, office, date(2026, 1, 1)), by=system, at=now)
    with race(site, CASES) as racing:
        assert [racing.outcome(case) for case in ("propose", "decide")] == ["Conflict", "WrongState"]
    with site.here():
        [row] = LocalValue.objects.all()
        assert (row.value, row.state, row.decision_note) == (500_000, "declined", "条款不对")
