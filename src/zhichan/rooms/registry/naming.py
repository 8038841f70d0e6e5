"""Names of parties as the room compares them."""

from __future__ import annotations

import re
import unicodedata

LONGEST_KEY = 300
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·]{4,20}")
_ORGANISED = re.compile(r"[司厂校院所会店部局社行集团站队]$")


def party_key(name: str) -> str:
    """What two printings of one name have in common: width, case and blanks do not matter."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", "", folded)[:LONGEST_KEY]


def is_person(name: str) -> bool:
    """Whether a name is that of a person, by its shape."""
    return bool(_PERSON.fullmatch(name)) and not _ORGANISED.search(name)
