"""Who may be asked or appointed on a day: valid certificates, advisers of a field, declared conflicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from zhichan.core.access.actor import Actor
from zhichan.core.exports.cells import label_key
from zhichan.core.people.models import Person
from zhichan.core.registers.declaration import Register
from zhichan.core.registers.kinds import is_listed, names_in
from zhichan.core.registers.moments import KNOWN_FOREVER, Moment
from zhichan.core.registers.queries import holding_at, periods_at
from zhichan.rooms.protection.models import (
    EnforcementOfficerPeriod,
    Expert,
    Mediator,
    TechnicalInvestigator,
)
from zhichan.rooms.protection.models.expert import EXPERTS
from zhichan.rooms.protection.models.mediator import MEDIATORS
from zhichan.rooms.protection.models.roster import Adviser
from zhichan.rooms.protection.models.technical_investigator import TECHNICAL_INVESTIGATORS
from zhichan.rooms.protection.models.validity import State

Key = TypeVar("Key", int, str)


def valid_certificates(who: Collection[Key], on: date, *, known_at: datetime | None = None) -> frozenset[Key]:
    """Those of the people who hold an enforcement certificate that is valid on the day.

    ``who``: keys of people, found by the account their certificate names, or names as printed. Of a name that
    several holders bear every one must hold a valid certificate: nothing tells which is meant.
    ``known_at``: as known then, None as known now. One query, O(certificates).
    """
    accounts = _certified_accounts(on, known_at) if any(isinstance(one, int) for one in who) else frozenset()
    names = _certified_names(on, known_at) if any(isinstance(one, str) for one in who) else frozenset()
    return frozenset(one for one in who if (one in accounts or label_key(str(one)) in names))


def certificate_numbers(who: Collection[int | str], on: date) -> dict[int | str, tuple[str, ...]]:
    """The numbers of the certificates valid on the day, as known now, of each of the people.

    ``who`` as in ``valid_certificates``; of a name that several bear the numbers of all. The certificate that
    ends last comes first. Two queries at most, O(certificates).
    """
    rows = _certificates(on, None).filter(state=State.VALID).order_by("-ends_on", "subject_id")
    found: defaultdict[int | str, list[str]] = defaultdict(list)
    accounts = dict(
        Person.objects.filter(pk__in=[pk for pk in who if isinstance(pk, int)]).values_list("username", "pk")
    )
    for name, username, number in rows.values_list(
        "subject__name", "subject__username", "subject__certificate_number"
    ):
        found[label_key(name)].append(number)
        if username in accounts:
            found[accounts[username]].append(number)
    return {one: tuple(found[one if isinstance(one, int) else label_key(one)]) for one in who}


def without_valid_certificate(people: Collection[int], on: date) -> list[str]:
    """The names of those who stand in the roster on the day with no certificate that is valid.

    Of somebody who does not stand in it then nothing is said. Three queries.
    """
    stand = _certificates(on, None).exclude(subject__username="").values("subject__username")
    rostered = Person.objects.filter(pk__in=people, username__in=stand)
    valid = valid_certificates([one.pk for one in rostered], on)
    return sorted(one.name for one in rostered if one.pk not in valid)


def _certificates(on: date, known_at: datetime | None) -> QuerySet[EnforcementOfficerPeriod]:
    """What stood of each certificate on the day."""
    periods = EnforcementOfficerPeriod.objects.all()
    if known_at is not None:
        return periods.filter(holding_at(Moment(on, known_at)))
    return periods.filter(valid_from__lte=on, valid_to__gt=on, known_to=KNOWN_FOREVER)


def _certified_accounts(on: date, known_at: datetime | None) -> frozenset[int]:
    """The people whose account a valid certificate names."""
    valid = _certificates(on, known_at).filter(state=State.VALID).exclude(subject__username="")
    usernames = valid.values("subject__username")
    return frozenset(Person.objects.filter(username__in=usernames).values_list("pk", flat=True))


def _certified_names(on: date, known_at: datetime | None) -> frozenset[str]:
    """The keys of names all of whose bearers, told apart by account or else by unit, are certified."""
    bearers: defaultdict[str, defaultdict[str | int | None, set[str]]]
    bearers = defaultdict(lambda: defaultdict(set))
    rows = _certificates(on, known_at).values_list(
        "subject__name", "subject__username", "subject__owner_unit_id", "state"
    )
    for name, username, unit_id, state in rows:
        bearers[label_key(name)][username or unit_id].add(state)
    return frozenset(
        name for name, holders in bearers.items() if all(State.VALID in states for states in holders.values())
    )


def experts_for(field: str, moment: Moment, actor: Actor) -> list[Expert]:
    """The experts of a field whose appointment holds at the moment, by name; of any field without one."""
    return _advisers(EXPERTS, field, moment, actor)


def mediators_for(field: str, moment: Moment, actor: Actor) -> list[Mediator]:
    """As ``experts_for``, of mediators."""
    return _advisers(MEDIATORS, field, moment, actor)


def technical_investigators_for(field: str, moment: Moment, actor: Actor) -> list[TechnicalInvestigator]:
    """As ``experts_for``, of technical investigators."""
    return _advisers(TECHNICAL_INVESTIGATORS, field, moment, actor)


def _advisers(register: Register, field: str, moment: Moment, actor: Actor) -> list[Any]:
    """One query; a field counts however its width, blanks and case are written."""
    periods = periods_at(register, moment, actor).filter(state=State.VALID).select_related("subject")
    found = [one for one in periods if not field or is_listed(field, one.expertise)]
    return [one.subject for one in sorted(found, key=lambda one: (one.subject.name, one.subject_id))]


def conflicts_with(people: Iterable[Adviser], parties: Collection[str]) -> dict[int, tuple[str, ...]]:
    """The parties, as named here, with which each of the people declared a conflict; without those who
    declared none. Names are compared as they stand, whatever their width, blanks and case."""
    found = {}
    for person in people:
        declared = {label_key(one) for one in names_in(person.conflicts)}
        if named := tuple(party for party in parties if label_key(party) in declared):
            found[person.pk] = named
    return found
