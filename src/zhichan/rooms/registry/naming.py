"""Names of parties as the room compares them."""

from __future__ import annotations

from functools import lru_cache

from zhichan.rooms.registry.names import OrganisationName, parse_name

LONGEST_KEY = 300


@lru_cache(maxsize=1 << 14)
def _parsed(name: str) -> OrganisationName:
    return parse_name(name)


def party_key(name: str) -> str:
    """What two printings of one name have in common: width, script, brackets and blanks do not matter."""
    return _parsed(name).key[:LONGEST_KEY]


def is_person(name: str) -> bool:
    """Whether a name is that of a person, by its shape."""
    return _parsed(name).is_person
