"""Figures that stand side by side on the dashboard (看板数): rooms offer them, the clock computes them daily.

A room that has any says so in its ``dashboard.py``, which is found by location:

    offer_group(FigureGroup("protection", _("保护办案"), PROTECTION_VIEW, "protection:home",
                            (BoardFigure("cases_filed", _("立案")), BoardFigure("cases_closed", _("结案")))))
    offer_places(PlaceFigures("registry", REGISTRY_VIEW, (BoardFigure("inventions_in_force"),), town_places))

Each is a measure, so that it opens to its definition and its rows; pages only read what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from zhichan.core.access.actor import Actor
from zhichan.core.access.rights import Right
from zhichan.core.measures.declaration import Measure, measure_named
from zhichan.core.tables.declaration import Label


@dataclass(frozen=True)
class BoardFigure:
    """A measure with its options; ``label``: what it is called here, by default as the measure is."""

    measure: str
    label: Label = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def declared(self) -> Measure:
        """Raises NotFound for a measure that no room declares."""
        return measure_named(self.measure)

    @property
    def key(self) -> str:
        """``cases_filed?procedure=penalty_summary``: names the figure wherever it is stored."""
        chosen = "&".join(f"{name}={value}" for name, value in sorted(self.options.items()))
        return f"{self.measure}?{chosen}" if chosen else self.measure

    @property
    def title(self) -> Label:
        return self.label or self.declared.label


def _sees_every_row(_actor: Actor) -> bool:
    """Whoever sees the group sees what it counts: so it is with registers."""
    return True


@dataclass(frozen=True)
class FigureGroup:
    """Figures of one subject, each of the whole installation; ``url_name``: where the subject is at home.

    Whoever lacks ``view`` does not see that there are any. ``sees_rows``: whether an actor may see every row
    that such a figure counts; for anybody else the figure is no link, since it would open to fewer rows.
    """

    name: str
    title: Label
    view: Right
    url_name: str
    figures: Sequence[BoardFigure]
    sees_rows: Callable[[Actor], bool] = _sees_every_row


@dataclass(frozen=True)
class Place:
    code: str
    name: str


@dataclass(frozen=True)
class PlaceFigures:
    """Figures that are computed for each place. ``places``: which there are today, in their order."""

    name: str
    view: Right
    figures: Sequence[BoardFigure]
    places: Callable[[], Sequence[Place]]


_GROUPS: list[FigureGroup] = []
_PLACES: list[PlaceFigures] = []


def offer_group(group: FigureGroup) -> None:
    """Put a group on the dashboard; called once at start-up."""
    if group not in _GROUPS:
        _GROUPS.append(group)


def offer_places(figures: PlaceFigures) -> None:
    """Put figures on the map of places; called once at start-up."""
    if figures not in _PLACES:
        _PLACES.append(figures)


def board_groups() -> Sequence[FigureGroup]:
    return tuple(_GROUPS)


def board_places() -> Sequence[PlaceFigures]:
    return tuple(_PLACES)


def check_offers() -> None:
    """Every figure names a measure with options it knows; raises at start-up where one does not."""
    offers = [*(one.figures for one in _GROUPS), *(one.figures for one in _PLACES)]
    for figures in offers:
        for one in figures:
            if strange := one.options.keys() - {option.name for option in one.declared.options}:
                raise ValueError(f"{one.measure} has no option {min(strange)}")
