"""Reads of units, collectives, people and posts; one file per subject."""

from zhichan.core.people.queries.actors import actor_of
from zhichan.core.people.queries.collectives import expand, members_on, was_member_on
from zhichan.core.people.queries.people import (
    held_on,
    people_holding,
    people_visible_to,
    posts_on,
    sign_ins_visible_to,
    tokens_visible_to,
)
from zhichan.core.people.queries.unit_index import Suggestion, UnitIndex, find_unit, unit_index
from zhichan.core.people.queries.units import collectives_visible_to, existing_on, units_visible_to

__all__ = [
    "Suggestion",
    "UnitIndex",
    "actor_of",
    "collectives_visible_to",
    "existing_on",
    "expand",
    "find_unit",
    "held_on",
    "members_on",
    "people_holding",
    "people_visible_to",
    "posts_on",
    "sign_ins_visible_to",
    "tokens_visible_to",
    "unit_index",
    "units_visible_to",
    "was_member_on",
]
