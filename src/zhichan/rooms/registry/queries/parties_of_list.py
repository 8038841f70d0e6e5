"""A list of names looked up in the register of parties (企业名单的归一)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhichan.core.access.actor import Actor
from zhichan.rooms.registry.collections.holders import heads_of
from zhichan.rooms.registry.intakes.names import parties_of_names
from zhichan.rooms.registry.models.party import PARTIES


def heads_by_name(names: Sequence[str], actor: Actor) -> Mapping[str, str]:
    """For each name that a party the actor may see bears, as an import finds it, the name of the party that
    it counts as today. A name nobody bears is left out. A query for 900 names."""
    found = parties_of_names(names)
    visible = PARTIES.current(actor).filter(pk__one_of=set(found.values()))
    seen = set(visible.values_list("pk", flat=True))
    heads = heads_of(seen)
    return {name: heads[key] for name, key in found.items() if key in seen}
