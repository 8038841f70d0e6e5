"""What the page of a party shows besides the generated one: names, rights, lists, matters, joins."""

from __future__ import annotations

from typing import Any

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.matters.rights import MATTER_VIEW
from zhichan.core.matters.taking_part import matters_of_parties
from zhichan.core.registers.moments import Moment
from zhichan.rooms.registry.identifiers.organisations import parse
from zhichan.rooms.registry.identifiers.refusals import IdentifierRefused
from zhichan.rooms.registry.models import JoinQuestion, Party
from zhichan.rooms.registry.models.patent import PATENTS
from zhichan.rooms.registry.models.region import region_names
from zhichan.rooms.registry.party_book import PARTY_BOOK
from zhichan.rooms.registry.queries.holdings import (
    Holding,
    dated_names,
    holdings_of,
    other_names,
    standings_of,
)
from zhichan.rooms.registry.queries.joins import joined_at, joins_of
from zhichan.rooms.registry.rights import JOIN_DECIDE


def party_context(party: Party, actor: Actor, moment: Moment) -> dict[str, Any]:
    """Joins as known at the moment, what counts with them, an open question."""
    members = joined_at(party.pk, moment)
    holdings = holdings_of(party, members, actor, moment)
    standings = standings_of(members, actor, moment)
    names = dated_names(party)
    return {
        "joins": joins_of(party, moment),
        "member_count": len(members),
        "holdings": holdings,
        "held": sum(one.total for one in holdings),
        "in_force": _patents_in_force(holdings) if may(actor, PATENTS.view) else None,
        "standings": standings,
        "standing_lists": list(dict.fromkeys(s.membership.list_kind for s in standings if s.is_standing)),
        "names": names,
        "other_names": other_names(party, names),
        "code_is_right": _is_right(party.credit_code),
        "region_name": region_names([party.region]).get(party.region, party.region),
        "question": JoinQuestion.objects.filter(party=party, decided_at=None).first(),
        "may_join": may(actor, JOIN_DECIDE),
        "taken_part": matters_of_parties(PARTY_BOOK.register, members, actor)
        if may(actor, MATTER_VIEW)
        else None,
    }


def _patents_in_force(holdings: list[Holding]) -> int:
    return sum(one.in_force.count for one in holdings if one.register == PATENTS.name)


def _is_right(code: str) -> bool:
    """Whether the check character of a credit code fits."""
    try:
        return bool(code) and bool(parse(code))
    except IdentifierRefused:
        return False
