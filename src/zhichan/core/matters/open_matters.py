"""How many matters are under way in each state of a version. Reads only."""

from __future__ import annotations

from django.db.models import Count

from zhichan.core.access.actor import Actor
from zhichan.core.matters.procedure import Procedure
from zhichan.core.matters.queries import matters_visible_to


def open_by_state(actor: Actor, procedure: Procedure) -> dict[str, int]:
    """Of those the actor may see, by the name of the state, in the order of the states. One query."""
    under_way = matters_visible_to(actor).filter(
        procedure=procedure.name, version=procedure.version, is_open=True
    )
    counts = dict(under_way.order_by().values_list("state").annotate(Count("pk")))
    return {state.name: counts[state.name] for state in procedure.states if state.name in counts}
