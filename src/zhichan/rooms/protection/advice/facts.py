"""From the facts of a matter to those of a rule (事实对照): what is not recorded stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from zhichan.core.matters.advice import today_of
from zhichan.core.matters.happenings import day_of_value
from zhichan.core.matters.models import Participant
from zhichan.rooms.protection.rules.choices import ORGANISATION, PERSON

if TYPE_CHECKING:
    from zhichan.core.matters.standing import Standing

_YES_NO = {"yes": True, "no": False}
ACT_OF_CAUSE = {
    "trademark_infringement": "tm_infringement",
    "bad_faith_mark": "tm_bad_faith",
    "patent_passing_off": "pat_passing_off",
    "untrue_patent_filing": "pat_untrue_filing",
}
"""The act a cause stands for; the other causes stand for several, and the act is asked for."""


def yes(facts: Mapping[str, Any], name: str) -> bool | None:
    return _YES_NO.get(str(facts.get(name)))


def number(facts: Mapping[str, Any], name: str) -> int | None:
    """An amount in fen or a count; None where none was recorded."""
    value = facts.get(name)
    return None if value is None or value == "" else int(value)


def first(standing: Standing, names: Iterable[str]) -> int | None:
    """The first amount that is known of some: what the form says now goes before what was recorded."""
    known = list(names)
    for facts in (standing.values, standing.facts):
        for name in known:
            if (found := number(facts, name)) is not None:
                return found
    return None


def fine(standing: Standing) -> int | None:
    """The fine as it is meant: decided, else told to the party, else expected."""
    return first(standing, ("fine", "intended_fine", "expected_fine"))


def confiscated(standing: Standing) -> int | None:
    return first(standing, ("confiscation", "intended_confiscation", "expected_confiscation"))


def party(standing: Standing, of_several: str = PERSON) -> str | None:
    """Of which kind the party is. Of several of both kinds the person, whose lines are lower, unless said
    otherwise; None before any is registered."""
    kinds = {one.kind for one in standing.seats.get("party", ())}
    if not kinds:
        return None
    if len(kinds) > 1:
        return of_several
    return PERSON if Participant.Kind.PERSON in kinds else ORGANISATION


def act(standing: Standing) -> str | None:
    """The unlawful act: as it was chosen, else the one the cause stands for."""
    chosen = standing.facts.get("act") or ACT_OF_CAUSE.get(str(standing.facts.get("cause")))
    return str(chosen) if chosen else None


def act_on(standing: Standing, otherwise: date) -> date:
    """The day the act ended; of one that goes on, the day it is looked at."""
    return _day(standing, "act_ended_on") or otherwise


def decided_on(standing: Standing) -> date:
    """The day of the decision: as the form says, else today."""
    return _day(standing, "decided_on") or today_of(standing)


def _day(standing: Standing, name: str) -> date | None:
    found = day_of_value(standing.facts.get(name))
    return date(found.year, found.month, found.day) if found else None
