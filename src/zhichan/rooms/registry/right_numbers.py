"""Numbers of rights of any kind (权利号), as they are compared."""

from __future__ import annotations

from collections.abc import Callable

from zhichan.rooms.registry.identifiers import (
    copyrights,
    patent_applications,
    patent_publications,
    trademarks,
)
from zhichan.rooms.registry.identifiers.folding import folded
from zhichan.rooms.registry.identifiers.identifier import Identifier
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused

_PARSERS: tuple[Callable[[str], Identifier], ...] = (
    trademarks.parse,  # before patents: eight digits alone are the number of a trademark today
    patent_applications.parse,
    patent_publications.parse,
    copyrights.parse,
)


def right_number_key(text: str) -> str:
    """What the printings of one number have in common: a patent's, a trademark's, a copyright's; anything
    else its letters and digits. Empty without a digit."""
    for parse in _PARSERS:
        try:
            return parse(text).key
        except IdentifierRefused:
            continue
    plain = "".join(sign for sign in folded(text) if sign.isalnum())
    return plain if any(sign.isdigit() for sign in plain) else ""
