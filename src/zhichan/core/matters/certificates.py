"""Numbers of certificates (执法证号) as the roster of a room has them; core knows no room.

offer_roster(certificate_numbers)                    # a room, once, at start-up
numbers_on([person.pk, "赵某"], date(2026, 3, 2))    # {person.pk: ("示执001",), "赵某": ()}
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _

from zhichan.core.documents.definition import Definition
from zhichan.core.documents.officers import Named, number_fields, officers_named
from zhichan.core.errors import InvalidInput
from zhichan.core.exports.cells import label_key
from zhichan.core.matters.models import Matter, TeamMember
from zhichan.core.matters.parts import Part

Who = int | str
"""The key of a person, or a name as it is printed."""
Roster = Callable[[Collection[Who], date], Mapping[Who, tuple[str, ...]]]
_ROSTERS: dict[str, Roster] = {}


def offer_roster(name: str, roster: Roster) -> None:
    """Let documents take numbers from a room's roster; called once at start-up."""
    _ROSTERS[name] = roster


def numbers_on(who: Collection[Who], on: date) -> dict[Who, tuple[str, ...]]:
    """The numbers valid on a day of each of the people, the one that lasts longest first."""
    found: dict[Who, tuple[str, ...]] = dict.fromkeys(who, ())
    for roster in _ROSTERS.values() if who else ():
        for one, numbers in roster(who, on).items():
            found[one] += numbers
    return found


def team_with_numbers(matter: Matter, on: date) -> list[dict[str, object]]:
    """The officers of a case in order, with name and number. Two queries, the roster's among them."""
    members = _members(matter)
    numbers = numbers_on(list(members), on)
    return [{"name": name, "certificate": next(iter(numbers[pk]), "")} for pk, name in members.items()]


def without_number(matter: Matter, definition: Definition, on: date) -> list[str]:
    """The officers of a case whose number a document asks for and no roster has on that day."""
    if not _ROSTERS or not number_fields(definition):
        return []
    return [str(one["name"]) for one in team_with_numbers(matter, on) if not one["certificate"]]


def refuse_other_numbers(
    matter: Matter, definition: Definition, values: Mapping[str, object], on: date
) -> None:
    """Raise InvalidInput where a number differs from those the roster has of that officer on the day.

    A name stands for whoever of the team bears it, else for whoever of the roster does. Of whom the roster
    has none on the day whatever is written stands: an officer of another office.
    """
    named = list(officers_named(definition, values))
    if not named:
        return
    team: dict[str, list[Who]] = {}
    for pk, name in _members(matter).items():
        team.setdefault(label_key(name), []).append(pk)
    meant = [team.get(label_key(one.name), [one.name]) for one in named]
    known = numbers_on([who for several in meant for who in several], on)
    for one, several in zip(named, meant, strict=True):
        numbers = [number for who in several for number in known[who]]
        if numbers and one.number not in numbers:
            raise _refused(one, numbers, on)


def _refused(one: Named, numbers: list[str], on: date) -> InvalidInput:
    words = {"name": one.name, "day": on.isoformat(), "numbers": "、".join(numbers), "number": one.number}
    return InvalidInput(
        _("名册里%(name)s在 %(day)s 有效的执法证号是 %(numbers)s，不能写成“%(number)s”。") % words,
        code="certificate_number",
        field=one.field,
    )


def _members(matter: Matter) -> dict[int, str]:
    rows = TeamMember.objects.filter(matter=matter, part=Part.CASE_TEAM, until__isnull=True)
    return dict(rows.order_by("since", "pk").values_list("person_id", "person__name"))
