"""What people of the demo district keep in the search room (示例区): folders, themes, watches; and news."""

from __future__ import annotations

from datetime import date

from zhichan.core.upkeep.demo import Stage, demo_part


@demo_part("search.kept")
def kept(today: date) -> None:
    """Keep folders, themes, a navigation project, a catalogue; subscribe and watch; the models are read only
    now that all applications are there."""
    from zhichan.rooms.search.demo.kept import keep_searches

    keep_searches(today)


@demo_part("search.told", Stage.LAST_DAYS)
def told(today: date) -> None:
    """Tell of what the registers came to know since, as the sweep does; by name it follows the registry."""
    from zhichan.rooms.search.demo.told import tell_of_news

    tell_of_news(today)
