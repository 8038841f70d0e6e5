"""The places a figure can be asked for; a room that keeps them offers them here (地区)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

Regions = Sequence[tuple[str, str]]
_OFFERED: list[Callable[[], Regions]] = []


def offer_regions(found: Callable[[], Regions]) -> None:
    """Let a room say which places there are, as (code, name); called once at start-up."""
    if found not in _OFFERED:
        _OFFERED.append(found)


def known_regions() -> list[tuple[str, str]]:
    """Code and name of each place, by code. One query for each room that keeps places."""
    return sorted(region for found in _OFFERED for region in found())


def region_name(code: str) -> str:
    """The name of a place; the code itself where none is registered, all places for none."""
    if not code:
        return _("全部地区")
    return dict(known_regions()).get(code, code)
