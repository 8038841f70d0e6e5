"""What the room shows on the dashboard (驾驶舱): rights of the whole area, and by town."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from zhichan.core.measures.board import (
    BoardFigure,
    FigureGroup,
    Place,
    PlaceFigures,
    offer_group,
    offer_places,
)
from zhichan.rooms.registry.places import registered_regions
from zhichan.rooms.registry.rights import REGISTRY_VIEW

TOWN_DIGITS, DISTRICT_DIGITS = 9, 6


def places_on_the_map() -> Sequence[Place]:
    """The towns in the register, by code; of an installation without towns its districts. One query."""
    regions = sorted(registered_regions())
    towns = [Place(code, name) for code, name in regions if len(code) == TOWN_DIGITS]
    return towns or [Place(code, name) for code, name in regions if len(code) == DISTRICT_DIGITS]


offer_group(
    FigureGroup(
        "registry",
        _("权利登记"),
        REGISTRY_VIEW,
        "registry:home",
        (
            BoardFigure("inventions_in_force"),
            BoardFigure("patent_grants"),
            BoardFigure("trademarks_in_force"),
            BoardFigure("firms_with_patents"),
        ),
    )
)
offer_places(
    PlaceFigures(
        "registry",
        REGISTRY_VIEW,
        (
            BoardFigure("inventions_in_force"),
            BoardFigure("patents_in_force"),
            BoardFigure("trademarks_in_force"),
            BoardFigure("patent_grants"),
        ),
        places_on_the_map,
    )
)
