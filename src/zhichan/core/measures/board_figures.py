"""What is stored of the figures on show (看板数), for one who may see them. Reads only; computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.urls import reverse

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import may
from zhichan.core.measures.board import (
    BoardFigure,
    FigureGroup,
    Place,
    PlaceFigures,
    board_groups,
    board_places,
)
from zhichan.core.measures.declaration import Kind
from zhichan.core.measures.models import StoredFigure
from zhichan.core.measures.rights import MEASURE_RUN

Day = StoredFigure.Day
# Computed daily; after two days without it something is wrong.
STALE_AFTER = timedelta(days=2)
_COLUMNS = (
    "key",
    "region",
    "day",
    "run_id",
    "run__value",
    "run__is_lower_bound",
    "run__on",
    "refreshed_at",
    "failure",
)


@dataclass(frozen=True)
class Stored:
    """A figure of one day, ``on`` that of its run. ``value`` None: not known, ``failure`` says why."""

    run_id: int | None
    value: Decimal | None
    is_lower_bound: bool
    on: date | None
    refreshed_at: datetime
    failure: str


@dataclass(frozen=True)
class ShownFigure:
    """A figure with those it is compared with; each None where none is stored.

    ``url``: the page of the run, which opens to its rows; empty for whoever may not see all of them.
    """

    figure: BoardFigure
    now: Stored | None
    period: Stored | None
    year: Stored | None
    opens: bool = True

    @property
    def url(self) -> str:
        if not self.opens or self.now is None or self.now.run_id is None:
            return ""
        return reverse("measures:run", args=[self.figure.declared.room, self.now.run_id])

    @property
    def is_flow(self) -> bool:
        return self.figure.declared.kind is Kind.FLOW

    def change_since(self, before: Stored | None) -> Decimal | None:
        """How much more than before; None where one of the two is not known."""
        if self.now is None or self.now.value is None or before is None or before.value is None:
            return None
        return self.now.value - before.value


@dataclass(frozen=True)
class ShownGroup:
    group: FigureGroup
    figures: Sequence[ShownFigure]

    @property
    def refreshed_at(self) -> datetime | None:
        """When the oldest of them was computed; None where none was yet."""
        return min((one.now.refreshed_at for one in self.figures if one.now), default=None)


@dataclass(frozen=True)
class ShownPlaces:
    """One figure for each place; ``offers``: the figures one can choose from."""

    figure: BoardFigure
    offers: Sequence[BoardFigure]
    places: Sequence[tuple[Place, ShownFigure]]

    @property
    def refreshed_at(self) -> datetime | None:
        return min((one.now.refreshed_at for _place, one in self.places if one.now), default=None)


def groups_shown_to(actor: Actor) -> Sequence[ShownGroup]:
    """The groups the actor may see with what is stored of them. One query, and what ``sees_rows`` asks."""
    if not may(actor, MEASURE_RUN):
        return ()
    groups = [group for group in board_groups() if may(actor, group.view)]
    stored = _stored([one.key for group in groups for one in group.figures], [""])
    return [
        ShownGroup(group, [_shown(one, "", stored, opens=opens) for one in group.figures])
        for group in groups
        for opens in [group.sees_rows(actor)]
    ]


def places_shown_to(actor: Actor, wanted: str = "") -> ShownPlaces | None:
    """The figure asked for by its key, or the first there is, for each place; None where there is nothing
    that the actor may see. Two queries."""
    offers = [one for one in board_places() if may(actor, one.view) and may(actor, MEASURE_RUN)]
    choices: list[tuple[PlaceFigures, BoardFigure]] = [
        (one, figure) for one in offers for figure in one.figures
    ]
    if not choices:
        return None
    offer, figure = next((pair for pair in choices if pair[1].key == wanted), choices[0])
    places = offer.places()
    if not places:
        return None
    stored = _stored([figure.key], [place.code for place in places])
    return ShownPlaces(
        figure,
        [choice for _offer, choice in choices],
        [(place, _shown(figure, place.code, stored)) for place in places],
    )


def is_stale(refreshed_at: datetime | None, at: datetime) -> bool:
    return refreshed_at is not None and at - refreshed_at > STALE_AFTER


_Found = Mapping[tuple[str, str, str], Stored]


def _stored(keys: Iterable[str], regions: Iterable[str]) -> _Found:
    rows = StoredFigure.objects.filter(key__in=list(keys), region__in=list(regions)).values_list(*_COLUMNS)
    return {(key, region, day): Stored(*rest) for key, region, day, *rest in rows}


def _shown(figure: BoardFigure, region: str, stored: _Found, *, opens: bool = True) -> ShownFigure:
    now, period, year = (stored.get((figure.key, region, day)) for day in (Day.TODAY, Day.PERIOD, Day.YEAR))
    return ShownFigure(figure, now, period, year, opens)
